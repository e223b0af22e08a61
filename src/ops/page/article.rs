//! One of the latest articles: the beginning of its text with names and quotes marked.

use std::ops::Range;

use super::escape;
use crate::ops::recent::Article;

/// Code points of the text that are shown.
const SHOWN: usize = 700;

/// Speakers that are named above an article, at most.
const SPEAKERS: usize = 3;
/// Types of entities with a line of their own under the name.
const KINDS: [&str; 3] = ["person", "organization", "location"];

/// What the marks in the articles mean.
pub const LEGEND: &str = "<p class=\"legend\"><mark>quote</mark> <b class=\"e person\">person</b> \
    <b class=\"e organization\">organization</b> <b class=\"e location\">location</b> <b class=\"e\">other name</b></p>\n";

/// The article as HTML.
pub fn show(article: &Article) -> String {
    let title = if article.title.is_empty() { "(no title)" } else { &article.title };
    let heading = match article.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escape(url), escape(title)),
        None => escape(title),
    };
    let source = article.source.as_deref().map(escape);
    format!(
        "<article><h3>{heading}</h3><p class=\"about\">{}{} · {}{}</p><p>{}</p></article>\n",
        source.map(|source| source + " · ").unwrap_or_default(),
        counted(article.entities.len(), "entity", "entities"),
        counted(article.quotes.len(), "quote", "quotes"),
        said(article),
        marked(article)
    )
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Who is quoted, in the order of the text.
fn said(article: &Article) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in article.quotes.iter().filter_map(|quote| quote.speaker.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(SPEAKERS);
    names.truncate(SPEAKERS);
    match (names.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(" by {}", escape(&names.join(", "))),
        (false, more) => format!(" by {} and {}", escape(&names.join(", ")), counted(more, "other", "others")),
    }
}

/// What a character of the text belongs to.
#[derive(Clone, Copy, PartialEq, Default)]
struct Mark {
    quote: bool,
    /// Index of the entity and one; 0 for none.
    entity: usize,
}

/// The text with `<q>` around quotes and `<b>` around names. Both are cut where the other begins or ends, so that
/// overlapping findings stay well-formed.
fn marked(article: &Article) -> String {
    let text: Vec<char> = article.text.chars().take(SHOWN).collect();
    let mut marks = vec![Mark::default(); text.len()];
    let within = |range: &Range<usize>| {
        let start = range.start.min(text.len());
        start..range.end.clamp(start, text.len())
    };
    for span in article.quotes.iter().flat_map(|quote| &quote.spans) {
        marks[within(span)].iter_mut().for_each(|mark| mark.quote = true);
    }
    for (index, entity) in article.entities.iter().enumerate() {
        for name in &entity.names {
            marks[within(name)].iter_mut().for_each(|mark| mark.entity = index + 1);
        }
    }
    let mut html = String::new();
    for run in text.iter().zip(&marks).collect::<Vec<_>>().chunk_by(|a, b| a.1 == b.1) {
        let words = escape(&run.iter().map(|(c, _)| **c).collect::<String>()).replace("\n\n", "</p><p>");
        let mark = run[0].1;
        let mut piece = words;
        if mark.entity > 0 {
            let entity = &article.entities[mark.entity - 1];
            let kind = entity.kind;
            let class = if KINDS.contains(&kind) { format!("e {kind}") } else { "e".to_owned() };
            piece = format!("<b class=\"{class}\" title=\"{kind}: {}\">{piece}</b>", escape(&entity.name));
        }
        if mark.quote {
            // A quote over several paragraphs is marked in each.
            piece = format!("<mark>{}</mark>", piece.replace("</p><p>", "</mark></p><p><mark>"));
        }
        html.push_str(&piece);
    }
    if article.text.chars().nth(SHOWN).is_some() {
        html.push('…');
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::recent::{Entity, Quote};

    #[test]
    fn names_and_quotes_are_marked_where_they_stand() {
        let article = Article {
            text: "“It is a start,” Cobo said.\n\nCobo added that work begins in May.".to_owned(),
            entities: vec![Entity { kind: "person", name: "Ines Cobo".to_owned(), names: vec![17..21, 29..33] }],
            quotes: vec![Quote { speaker: None, spans: vec![1..15, 40..900] }],
            ..Article::default()
        };
        expect_test::expect![[r#"“<mark>It is a start,</mark>” <b class="e person" title="person: Ines Cobo">Cobo</b> said.</p><p><b class="e person" title="person: Ines Cobo">Cobo</b> added <mark>that work begins in May.</mark>"#]].assert_eq(&marked(&article));
    }
}
