//! The gazetteer files as phrases for the tagger's lexicon.

use std::collections::HashSet;
use std::path::Path;

use anyhow::Result;

use crate::annotate::names::lexicon::{Lexicon, List};
use crate::annotate::names::word::{Closed, Word};
use crate::evaluation::lines;
use crate::evaluation::names::layout::Laid;

/// The rows of a tab-separated file without its heading.
fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let mut rows = Vec::new();
    for line in lines(path)? {
        let line = line?;
        if !line.starts_with('#') {
            rows.push(line.split('\t').map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

/// "German", "Germans": single-word demonyms of the gazetteer.
///
/// # Errors
/// When the file cannot be read.
pub fn nationalities(folder: &Path) -> Result<HashSet<String>> {
    let rows = rows(&folder.join("demonyms_odbl.tsv"))?;
    Ok(rows
        .iter()
        .flat_map(|row| cell(row, 3).split('|'))
        .map(|d| d.trim().to_owned())
        .filter(|d| !d.is_empty())
        .collect())
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", String::as_str)
}

/// All names of all lists, as written; `organizations` is the project's own list.
///
/// # Errors
/// When a file cannot be read.
pub fn names(folder: &Path, organizations: &Path) -> Result<Vec<(String, List)>> {
    let mut names: Vec<(String, List)> = Vec::new();
    let mut add = |text: &str, list: List| {
        let text = text.trim();
        if text.chars().count() > 1 {
            names.push((text.to_owned(), list));
        }
    };
    for row in rows(&folder.join("first_names.tsv"))? {
        add(cell(&row, 0), List::GivenName);
    }
    for row in rows(&folder.join("surnames.tsv"))? {
        add(cell(&row, 0), List::Surname);
    }
    for row in rows(&folder.join("places.tsv.gz"))? {
        let list = match cell(&row, 1) {
            "city" => List::City,
            "country" => List::Country,
            _ => List::Region,
        };
        add(cell(&row, 0), list);
        add(cell(&row, 2), list);
    }
    for row in rows(&folder.join("states_odbl.tsv.gz"))? {
        add(cell(&row, 0), List::Region);
    }
    for row in rows(&folder.join("countries.tsv"))? {
        add(cell(&row, 2), List::Country);
        add(cell(&row, 3), List::Country);
        add(cell(&row, 5), List::City);
        add(cell(&row, 6), List::Region);
        add(cell(&row, 7), List::Region);
    }
    for row in rows(&folder.join("demonyms_odbl.tsv"))? {
        add(cell(&row, 1), List::Country);
        for demonym in cell(&row, 3).split('|') {
            add(demonym, List::Demonym);
            add(&format!("{}s", demonym.trim()), List::Demonym);
        }
        for spelling in cell(&row, 5).split('|') {
            add(spelling, List::Country);
        }
    }
    for row in rows(&folder.join("orgs_common.tsv"))? {
        for column in 0..3 {
            cell(&row, column).split('|').for_each(|name| add(name, List::Organization));
        }
    }
    for row in rows(&folder.join("companies.tsv"))? {
        add(cell(&row, 0), List::Company);
        add(without_legal_form(cell(&row, 0)), List::Company);
    }
    for row in rows(&folder.join("news_outlets.tsv"))? {
        add(cell(&row, 0), List::Outlet);
        add(cell(&row, 0).trim_start_matches("The "), List::Outlet);
    }
    for row in rows(organizations)? {
        let list = match cell(&row, 0) {
            "authority" => List::Authority,
            "party" => List::Party,
            "company" => List::Company,
            "outlet" => List::Outlet,
            "club" => List::Club,
            _ => List::Organization,
        };
        cell(&row, 1).split([';', '|']).for_each(|name| add(name, list));
    }
    for file in ["world_leaders.tsv", "us_politicians.tsv"] {
        for row in rows(&folder.join(file))? {
            add(cell(&row, 0), List::Politician);
        }
    }
    Ok(names)
}

/// "Acme" for "Acme Holdings, Inc.": newspapers leave the legal form out.
fn without_legal_form(name: &str) -> &str {
    const FORMS: [&str; 16] = [
        "Inc.",
        "Inc",
        "Corporation",
        "Corp.",
        "Corp",
        "Company",
        "Co.",
        "Ltd.",
        "Ltd",
        "Limited",
        "plc",
        "PLC",
        "Group",
        "Holdings",
        "N.V.",
        "S.A.",
    ];
    let mut rest = name;
    loop {
        let trimmed = rest.trim_end_matches([',', ' ']);
        match FORMS.iter().find_map(|form| trimmed.strip_suffix(form)) {
            Some(shorter) if shorter.ends_with(' ') => rest = shorter,
            _ => return trimmed,
        }
    }
}

/// What the lists need to know of a language other than English.
#[derive(Debug, Clone)]
pub struct Local<'a> {
    /// Its code.
    pub language: &'a str,
    /// What the listed form of a people may go on with ("e" of "Française").
    pub people_endings: Vec<&'a str>,
    /// What names of people and places may end in ("s" of "Merkels").
    pub name_endings: Vec<&'a str>,
}

impl Local<'_> {
    /// The names of countries, peoples and cities in the language.
    fn names(&self, folder: &Path) -> Result<Vec<(String, List)>> {
        let mut names = Vec::new();
        for row in rows(&folder.join("ml/country_names.tsv"))?.iter().filter(|row| cell(row, 1) == self.language) {
            names.push((cell(row, 2).to_owned(), List::Country));
        }
        for row in rows(&folder.join("ml/nationalities.tsv"))?.iter().filter(|row| cell(row, 1) == self.language) {
            let form = cell(row, 2);
            names.push((form.to_owned(), List::Demonym));
            names.extend(self.people_endings.iter().map(|ending| (format!("{form}{ending}"), List::Demonym)));
        }
        for row in rows(&folder.join("ml/city_names.tsv.gz"))? {
            names.extend(cell(&row, 2).split('|').map(|name| (name.to_owned(), List::City)));
        }
        names.retain(|(name, _)| name.chars().count() > 1);
        Ok(names)
    }

    /// The same names with the endings that they may have.
    fn with_endings(&self, names: &mut Vec<(String, List)>) {
        let mut further = Vec::new();
        for (name, list) in &*names {
            if matches!(list, List::GivenName | List::Surname | List::City | List::Region | List::Country) {
                let bare = |ending: &&&str| !name.ends_with(**ending);
                let ended = self.name_endings.iter().filter(bare).map(|ending| (format!("{name}{ending}"), *list));
                further.extend(ended);
            }
        }
        names.extend(further);
    }
}

/// Compiles the lists for the tagger of a language with these closed classes; that of English where no other is given.
///
/// # Errors
/// When a file cannot be read.
pub fn lexicon(folder: &Path, organizations: &Path, closed: Closed, local: Option<&Local>) -> Result<Lexicon> {
    let mut names = names(folder, organizations)?;
    if let Some(local) = local {
        names.extend(local.names(folder)?);
        local.with_endings(&mut names);
    }
    let language = local.map_or("en", |local| local.language);
    let mut buffer = String::new();
    let mut hashes = |name: &str| {
        let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
        let laid = Laid::new(&words, None);
        let tokens = laid.tokens(language).into_iter();
        tokens.map(|t| Word::new(&laid.text[t.start..t.end], &closed, &mut buffer).lower).collect()
    };
    let phrases: Vec<(Vec<u64>, List)> = names.into_iter().map(|(name, list)| (hashes(&name), list)).collect();
    Ok(Lexicon::build(closed, phrases.into_iter()))
}
