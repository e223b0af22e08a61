//! The tables under the text: who speaks how often, and all entities.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::escape;
use crate::enriched::EnrichedArticle;

/// Entity types in the order of the legend.
pub const TYPES: [&str; 8] = ["person", "organization", "location", "nationality", "event", "work", "product", "misc"];

/// Speakers by number of quotes, most first.
pub fn speakers(out: &mut String, article: &EnrichedArticle) {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for quote in &article.quotes {
        let name = quote.speaker.as_ref().map_or("", |s| s.name.as_deref().unwrap_or(&s.text));
        let kind = ["direct", "mixed", "indirect"].iter().position(|k| *k == quote.kind.as_str()).unwrap_or(2);
        counts.entry(name).or_default()[kind] += 1;
    }
    if counts.is_empty() {
        return;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(name, counts)| (std::cmp::Reverse(counts.iter().sum::<usize>()), *name));
    out.push_str("<h2>Who speaks</h2>\n<table><thead><tr><th>speaker<th>direct<th>mixed<th>indirect</tr></thead>\n");
    for (name, [direct, mixed, indirect]) in rows {
        let name = if name.is_empty() { "<i>not said</i>".to_owned() } else { escape(name) };
        let _ = writeln!(
            out,
            "<tr><td>{name}<td class=\"n\">{direct}<td class=\"n\">{mixed}<td class=\"n\">{indirect}</tr>"
        );
    }
    out.push_str("</table>\n");
}

/// All entities, most salient first.
pub fn entities(out: &mut String, article: &EnrichedArticle) {
    if article.entities.is_empty() {
        return;
    }
    let mut rows: Vec<_> = article.entities.iter().collect();
    rows.sort_by(|a, b| b.salience.total_cmp(&a.salience).then_with(|| b.mentions.len().cmp(&a.mentions.len())));
    out.push_str(
        "<h2>Entities</h2>\n<table><thead><tr><th>name<th>type<th>also called<th>roles<th>mentions<th>salience<th>Wikidata\
         </tr></thead>\n",
    );
    for entity in rows {
        let wikidata = entity.wikidata.as_deref().filter(|id| is_item(id)).map_or(String::new(), |id| {
            format!("<a href=\"https://www.wikidata.org/wiki/{id}\" rel=\"noreferrer noopener\">{id}</a>")
        });
        let _ = writeln!(
            out,
            "<tr id=\"{}\"><td><span class=\"e {} last\">{}</span><td>{}<td>{}<td>{}<td class=\"n\">{}\
             <td><meter min=\"0\" max=\"1\" value=\"{:.3}\">{:.2}</meter><td>{wikidata}</tr>",
            escape(&entity.id),
            entity.label.as_str(),
            escape(&entity.name),
            entity.label.as_str(),
            escape(&entity.aliases.join(", ")),
            escape(&entity.roles.join(", ")),
            entity.mentions.len(),
            entity.salience,
            entity.salience,
        );
    }
    out.push_str("</table>\n");
}

/// Whether an id looks like a Wikidata item's.
fn is_item(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
