//! A stretch of the article with its marks: cut wherever a mark starts or ends, each piece carrying all of its marks.

use std::fmt::Write;

use super::escape;
use crate::enriched::{EnrichedArticle, Field};

/// What a piece of text is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    /// Quote number and kind.
    Quote(usize, &'static str),
    /// Cue of a quote.
    Cue(usize),
    /// Speaker mention of a quote.
    Speaker(usize),
    /// Mention of an entity: id, type, name.
    Entity(String, &'static str, String),
}

/// Writes the code points from `start` to `end` of a field.
pub fn marked(out: &mut String, article: &EnrichedArticle, field: Field, start: usize, end: usize) {
    let text = match field {
        Field::Title => &article.title,
        Field::Text => &article.text,
    };
    let chars: Vec<char> = text.chars().skip(start).take(end.saturating_sub(start)).collect();
    let marks: Vec<(usize, usize, Mark)> = marks(article, field)
        .into_iter()
        .filter(|(from, to, _)| *from < end && start < *to)
        .map(|(from, to, mark)| (from.max(start) - start, to.min(end) - start, mark))
        .collect();
    let mut cuts: Vec<usize> = marks.iter().flat_map(|(from, to, _)| [*from, *to]).chain([0, chars.len()]).collect();
    cuts.retain(|&cut| cut <= chars.len());
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let piece: String = chars[pair[0]..pair[1]].iter().collect();
        let active = marks.iter().filter(|(from, to, _)| *from <= pair[0] && pair[1] <= *to);
        let (mut open, mut close) = (String::new(), String::new());
        for (from, to, mark) in active {
            tag(&mut open, mark, *from == pair[0], *to == pair[1]);
            close.insert_str(0, if matches!(mark, Mark::Entity(..)) { "</a>" } else { "</span>" });
        }
        out.push_str(&open);
        out.push_str(&escape(&piece));
        out.push_str(&close);
    }
}

fn tag(out: &mut String, mark: &Mark, first: bool, last: bool) {
    let ends = match (first, last) {
        (true, true) => " first last",
        (true, false) => " first",
        (false, true) => " last",
        (false, false) => "",
    };
    let _ = match mark {
        Mark::Quote(number, kind) => write!(out, "<span class=\"q {kind}{ends}\" data-q=\"{number}\">"),
        Mark::Cue(number) => write!(out, "<span class=\"cue\" data-cue=\"{number}\">"),
        Mark::Speaker(number) => write!(out, "<span class=\"speaker{ends}\" data-s=\"{number}\">"),
        Mark::Entity(id, kind, name) => {
            write!(out, "<a class=\"e {kind}{ends}\" href=\"#{}\" title=\"{}\">", escape(id), escape(name))
        }
    };
}

/// All marks of a field: quotes outermost, then speakers and cues, then entities.
fn marks(article: &EnrichedArticle, field: Field) -> Vec<(usize, usize, Mark)> {
    let mut quotes = Vec::new();
    let mut parts = Vec::new();
    for (index, quote) in article.quotes.iter().enumerate().filter(|(_, q)| q.field == field) {
        let number = index + 1;
        quotes.extend(quote.spans.iter().map(|s| (s.start, s.end, Mark::Quote(number, quote.kind.as_str()))));
        parts.extend(quote.cue.iter().map(|cue| (cue.start, cue.end, Mark::Cue(number))));
        parts.extend(quote.speaker.iter().map(|s| (s.start, s.end, Mark::Speaker(number))));
    }
    let entities = article.entities.iter().flat_map(|entity| {
        let mark = move || Mark::Entity(entity.id.clone(), entity.label.as_str(), entity.name.clone());
        entity.mentions.iter().filter(move |m| m.field == field).map(move |m| (m.start, m.end, mark()))
    });
    quotes.into_iter().chain(parts).chain(entities).collect()
}
