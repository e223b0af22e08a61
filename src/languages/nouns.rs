//! `nouns.txt`: nouns that describe people, bodies and places, with what they say of them.

use rustc_hash::FxHashMap;

use super::grammar::{Gender, Number};
use super::section::{PackError, Section};
use super::word_map::{WordMap, lowered};

/// Kind of thing that a noun describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NounKind {
    /// A human being.
    Person,
    /// A company, authority, party, team…
    Body,
    /// A country.
    Country,
    /// A city or town.
    City,
    /// A state, province or other region.
    Region,
}

bitflags::bitflags! {
    /// What else a noun says; each is the name of a flag in the headings of `nouns.txt`.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct NounFlags: u16 {
        /// A title or occupation, which may stand in front of a name.
        const ROLE = 1;
        /// Of people: what news calls those whom it has named. Of bodies: one that is no company.
        const PUBLIC = 1 << 1;
        /// An office for which lists of politicians are looked at.
        const POLITICAL = 1 << 2;
        /// Of bodies: says only that it is a company or the like.
        const COMPANY = 1 << 3;
        /// Of bodies: fits any of them.
        const GENERIC = 1 << 4;
        /// Stands for people without an article: "police".
        const COLLECTIVE = 1 << 5;
        /// Several people in the form of one: "the pair".
        const SEVERAL = 1 << 6;
        /// Says no more of people than that they are: "the man".
        const PLAIN = 1 << 7;
        /// Of people: what news calls those whom it has introduced: "the plumber", where "the judge" may be somebody new.
        const GIVEN = 1 << 8;
    }
}

/// What a describing noun says of its referent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// The singular, which stands for the noun; never more than an index into the list.
    lemma: &'static str,
    /// Kind of referent.
    pub kind: NounKind,
    /// Gender that the word itself tells.
    pub gender: Gender,
    /// Whether it is a plural form.
    pub number: Number,
    /// What else it says.
    pub flags: NounFlags,
}

impl Noun {
    /// What the name of a people says of one of them: "the Nigerian".
    pub const OF_PEOPLE: Noun = Noun {
        lemma: "-",
        kind: NounKind::Person,
        gender: Gender::Unknown,
        number: Number::Singular,
        flags: NounFlags::GIVEN,
    };

    /// The singular, in lower case.
    pub fn lemma(self) -> &'static str {
        self.lemma
    }

    /// Whether it has all of these flags.
    pub fn is(self, flags: NounFlags) -> bool {
        self.flags.contains(flags)
    }

    /// Whether the list gives only the end of the word.
    pub fn is_ending(self) -> bool {
        self.lemma.starts_with('-')
    }

    /// Whether it is a title or occupation.
    pub fn is_role(self) -> bool {
        self.is(NounFlags::ROLE)
    }
}

/// The nouns of a language.
#[derive(Debug, Default)]
pub(super) struct Nouns {
    words: WordMap<Noun>,
    /// Words of which only the end is listed, by its last two bytes, the longest ends first.
    endings: FxHashMap<u16, Vec<(String, Noun)>>,
    /// For a noun those that it may stand for.
    kinds: FxHashMap<&'static str, Vec<&'static str>>,
}

/// The fewest bytes of an ending, its hyphen included.
const SHORTEST_ENDING: usize = 3;

/// An ending with what may take its place.
type Rule = (&'static str, Vec<&'static str>);

impl Nouns {
    /// Reads the file's sections.
    ///
    /// # Errors
    /// The first mistake: an unknown flag, a word that stands twice.
    pub(super) fn read(sections: &[Section]) -> Result<Self, PackError> {
        let mut nouns = Nouns::default();
        let rules = |name: &str| -> Vec<Rule> {
            let lines = sections.iter().filter(|section| section.name == name).flat_map(|section| &section.lines);
            lines
                .filter_map(|(_, line)| {
                    let mut words = line.split_whitespace();
                    Some((
                        words.next()?.trim_start_matches('*'),
                        words.map(|word| word.trim_start_matches('*')).collect(),
                    ))
                })
                .collect()
        };
        let (plural, feminine) = (rules("plural"), rules("feminine"));
        for section in sections {
            match section.name {
                "plural" | "feminine" => continue,
                "kinds" => nouns.read_kinds(section)?,
                _ => nouns.read_words(section, &plural, &feminine)?,
            }
        }
        for endings in nouns.endings.values_mut() {
            endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        }
        Ok(nouns)
    }

    fn read_words(&mut self, section: &Section, plural: &[Rule], feminine: &[Rule]) -> Result<(), PackError> {
        let mut heading = section.name.split_whitespace();
        let kind = match heading.next() {
            Some("person") => NounKind::Person,
            Some("body") => NounKind::Body,
            Some("country") => NounKind::Country,
            Some("city") => NounKind::City,
            Some("region") => NounKind::Region,
            _ => return Err(section.error("unknown kind of noun")),
        };
        let mut gender = if kind == NounKind::Person { Gender::Unknown } else { Gender::Neuter };
        let mut flags = NounFlags::empty();
        for word in heading {
            match (Gender::from_name(word), NounFlags::from_name(&word.to_uppercase())) {
                (Some(told), _) => gender = told,
                (_, Some(flag)) => flags |= flag,
                _ => return Err(section.error("unknown flag in")),
            }
        }
        let number = if flags.contains(NounFlags::SEVERAL) { Number::Plural } else { Number::Singular };
        for &(line, text) in &section.lines {
            for entry in text.split_whitespace() {
                let (lemma, irregular) = entry.split_once('/').map_or((entry, None), |(one, more)| (one, Some(more)));
                // "ministre", "economista": a form for both leaves the gender open.
                let women = if gender == Gender::Male { replaced(lemma, feminine) } else { vec![] };
                let gender = if women.iter().any(|form| form == lemma) { Gender::Unknown } else { gender };
                let noun = Noun { lemma, kind, gender, number, flags };
                let forms: Vec<String> =
                    irregular.map_or_else(|| replaced(lemma, plural), |form| vec![form.to_owned()]);
                let plurals = |forms: Vec<String>, noun: Noun| -> Vec<(String, Noun)> {
                    forms.into_iter().map(|form| (form, Noun { number: Number::Plural, ..noun })).collect()
                };
                let mut all = plurals(forms, noun);
                if gender == Gender::Male {
                    for form in women {
                        let woman = Noun { gender: Gender::Female, ..noun };
                        all.extend(plurals(replaced(&form, plural), woman));
                        all.push((form, woman));
                    }
                }
                if self.words.get(lemma).is_some_and(|known| known.lemma == lemma) {
                    return Err(section.error_at(line, format!("`{lemma}` stands twice")));
                }
                self.insert(lemma.to_owned(), noun, true);
                if entry.starts_with('-') && lemma.len() < SHORTEST_ENDING {
                    return Err(section.error_at(line, format!("`{lemma}` ends too many words")));
                }
                for (form, noun) in all {
                    self.insert(form, noun, false);
                }
            }
        }
        Ok(())
    }

    /// Adds a form; a listed word goes before the inflected form of another that looks like it.
    fn insert(&mut self, form: String, noun: Noun, listed: bool) {
        if let Some(ending) = form.strip_prefix('-') {
            self.endings.entry(last_two(ending.as_bytes())).or_default().push((ending.to_owned(), noun));
        } else if listed {
            self.words.insert(form, noun);
        } else {
            self.words.or_insert_with(form, || noun);
        }
    }

    fn read_kinds(&mut self, section: &Section) -> Result<(), PackError> {
        for &(line, text) in &section.lines {
            let (noun, others) = text
                .split_once(':')
                .ok_or_else(|| section.error_at(line, "expected a noun, a colon and other nouns"))?;
            self.kinds.entry(noun.trim()).or_default().extend(others.split_whitespace());
        }
        Ok(())
    }

    /// The noun that a word is a form of, in any case.
    pub(super) fn get(&self, word: &str) -> Option<Noun> {
        if let Some(noun) = self.words.get_lowered(word) {
            return Some(*noun);
        }
        // Most words have no ending of the list and are no compounds, which their last letters tell in any case.
        let [.., second, last] = word.as_bytes() else { return None };
        let is_ascii = second.is_ascii() && last.is_ascii();
        let may_end = !is_ascii || self.endings.contains_key(&last_two(&[second | 0x20, last | 0x20]));
        if !may_end && !word.contains('-') {
            return None;
        }
        lowered(word, |lower| {
            let fits = |(ending, _): &&(String, Noun)| lower.len() > ending.len() && lower.ends_with(ending.as_str());
            let endings = self.endings.get(&last_two(lower.as_bytes()));
            let listed = endings.and_then(|endings| endings.iter().find(fits)).map(|&(_, noun)| noun);
            listed.or_else(|| self.compound(lower))
        })
    }

    /// "great-grandfather", "co-defendant": a compound of a noun that describes people.
    fn compound(&self, form: &str) -> Option<Noun> {
        let (_, last) = form.rsplit_once('-')?;
        self.words.get(last).copied().filter(|noun| noun.kind == NounKind::Person)
    }

    /// Whether the first noun holds for what the second names: a "lawmaker" may be a "senator".
    pub(super) fn includes(&self, wide: &str, narrow: &str) -> bool {
        self.kinds.get(wide).is_some_and(|kinds| kinds.contains(&narrow))
    }
}

/// The last two bytes as a number, where there are as many.
fn last_two(form: &[u8]) -> u16 {
    form.last_chunk().map_or(0, |last| u16::from_le_bytes(*last))
}

/// The forms of a word by the first rule that fits.
fn replaced(word: &str, rules: &[Rule]) -> Vec<String> {
    let rule = rules.iter().find_map(|(ending, forms)| Some((word.strip_suffix(ending)?, forms)));
    rule.map_or_else(Vec::new, |(stem, forms)| forms.iter().map(|form| format!("{stem}{form}")).collect())
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    fn pack(nouns: &'static str) -> Result<Language, PackError> {
        Language::read("xx", &[("nouns.txt", nouns)])
    }

    #[test]
    fn forms_are_made_by_the_rules() {
        let text = "[plural]\nch ches\n* *s\n[feminine]\nor ora\nista ista\n[person male role]\nautor coach artista\n[body]\nox/oxen\n";
        let language = pack(text).expect("a right pack");
        let noun = |word| language.noun(word).map(|n| (n.lemma(), n.gender, n.number));
        assert_eq!(noun("Autoras"), Some(("autor", Gender::Female, Number::Plural)));
        assert_eq!(noun("coaches"), Some(("coach", Gender::Male, Number::Plural)));
        assert_eq!(noun("oxen"), Some(("ox", Gender::Neuter, Number::Plural)));
        assert_eq!(noun("artista"), Some(("artista", Gender::Unknown, Number::Singular)));
        assert_eq!(noun("oxs"), None);
    }

    #[test]
    fn an_ending_holds_for_all_words_with_it() {
        let language = pack("[plural]\n* s\n[person role]\n-keeper\n").expect("a right pack");
        assert!(language.noun("lighthousekeepers").is_some_and(|noun| noun.number == Number::Plural));
        assert!(language.noun("keep").is_none());
    }

    #[test]
    fn mistakes_are_told() {
        let error = |text| pack(text).expect_err("wrong").to_string();
        assert_eq!(error("[person]\nking king\n"), "xx/nouns.txt:2: `king` stands twice");
        assert_eq!(error("[thing]\nbox\n"), "xx/nouns.txt:1: unknown kind of noun `thing`");
        assert_eq!(error("[person royal]\nking\n"), "xx/nouns.txt:1: unknown flag in `person royal`");
    }
}
