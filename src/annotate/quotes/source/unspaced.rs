//! Who says what stands in marks, in scripts without blanks, where no word is a token: the verb is looked for as a string beside the
//! marks. Chinese: `王芳表示：“…”`; Japanese: `田中氏は「…」と述べた`.

use crate::annotate::quotes::candidate::Attribution;
use crate::annotate::quotes::context::Context;
use crate::document::Span;
use crate::languages::Unspaced;

/// Signs that end a sentence.
const STOPS: [char; 6] = ['。', '！', '？', '；', '!', '?'];
/// Signs that part clauses, or lead to marks.
const COMMAS: [char; 6] = ['，', '、', ',', '：', ':', ' '];
/// Longest speaker, in characters.
const LONGEST: usize = 30;
/// Most characters between a verb and the marks it leads to: who is told.
const GAP: usize = 8;

/// The attribution beside a stretch from marked stretch `first` to `last`, in a language whose pack lists verbs of a script without
/// blanks. Without a speaker where the verb has none.
pub fn attribution(cx: &Context, first: usize, last: usize) -> Option<Attribution> {
    let words = cx.language.reporting().unspaced()?;
    let (head, tail) = (head(cx, first), tail(cx, last));
    if words.links.is_empty() {
        leading(cx, words, head).or_else(|| closing(cx, words, tail, last))
    } else {
        linked(cx, words, head, tail)
    }
}

/// The text in front of the marks, from the stop or mark before it.
fn head(cx: &Context, first: usize) -> Span {
    let this = &cx.marked[first];
    let block = cx.doc.blocks()[this.block].span.start;
    let start =
        first.checked_sub(1).map_or(block, |before| block.max(cx.marked[before].outer.end)).min(this.outer.start);
    let text = &cx.doc.text()[start..this.outer.start];
    let stop = text.char_indices().rev().find(|(_, c)| STOPS.contains(c)).map_or(0, |(at, c)| at + c.len_utf8());
    Span::new(start + stop, this.outer.start)
}

/// The text behind the marks, up to the next stop or mark.
fn tail(cx: &Context, last: usize) -> Span {
    let this = &cx.marked[last];
    let block = cx.doc.blocks()[this.block].span.end;
    let end = cx.marked.get(last + 1).map_or(block, |next| block.min(next.outer.start)).max(this.outer.end);
    let text = &cx.doc.text()[this.outer.end..end];
    Span::new(this.outer.end, this.outer.end + text.find(STOPS).unwrap_or(text.len()))
}

/// `王芳昨天告诉记者：“…”`: the last verb in front of the marks, with no more than who is told between them.
fn leading(cx: &Context, words: &Unspaced, head: Span) -> Option<Attribution> {
    let text = cx.doc.slice(head).trim_end_matches(COMMAS);
    let (at, verb) = occurrences(words, text).max_by_key(|(at, verb)| (at + verb.len(), verb.len()))?;
    let gap = &text[at + verb.len()..];
    let close = gap.chars().count() <= GAP && !gap.contains(COMMAS);
    close.then(|| {
        found(head.start, at, verb, speaker(words, &text[..at]).map(|(from, to)| (head.start + from, head.start + to)))
    })
}

/// `“…。”市长李建国说。`: a verb that closes its clause.
fn closing(cx: &Context, words: &Unspaced, tail: Span, last: usize) -> Option<Attribution> {
    let text = cx.doc.slice(tail);
    let body = text.trim_start_matches(COMMAS);
    let set_off = body.len() < text.len()
        || cx.doc.slice(cx.marked[last].inner).ends_with(['。', '，', '！', '？', '…', ',', '.', '!', '?']);
    let clause = &body[..body.find(COMMAS).unwrap_or(body.len())];
    let leads_on = body[clause.len()..].starts_with(['：', ':']);
    let start = tail.end - body.len();
    let (at, verb) = occurrences(words, clause).max_by_key(|(at, verb)| (at + verb.len(), verb.len()))?;
    let closes = clause[at + verb.len()..].chars().count() <= 2;
    (set_off && closes && !leads_on)
        .then(|| found(start, at, verb, speaker(words, &clause[..at]).map(|(from, to)| (start + from, start + to))))
}

/// `田中氏は会見で「…」と述べた`, `「…」と田中氏は語った`: a particle ties the marks to the verb, another one marks who speaks.
fn linked(cx: &Context, words: &Unspaced, head: Span, tail: Span) -> Option<Attribution> {
    let text = cx.doc.slice(tail);
    let link = words.links.iter().find(|link| text.starts_with(**link))?;
    let (at, verb) = occurrences(words, text)
        .filter(|(at, _)| *at >= link.len())
        .min_by_key(|(at, verb)| (*at, std::cmp::Reverse(verb.len())))?;
    let between = topic(words, &text[link.len()..at])
        .map(|(from, to)| (tail.start + link.len() + from, tail.start + link.len() + to));
    let before = || topic(words, cx.doc.slice(head)).map(|(from, to)| (head.start + from, head.start + to));
    Some(found(tail.start, at, verb, between.or_else(before)))
}

/// Where the verbs stand in a text, those within other words aside.
fn occurrences<'a>(words: &'a Unspaced, text: &'a str) -> impl Iterator<Item = (usize, &'static str)> + 'a {
    let within = move |at: usize, verb: &str| {
        words
            .others
            .iter()
            .any(|other| text.match_indices(other).any(|(from, _)| from <= at && at + verb.len() <= from + other.len()))
    };
    let all = words.verbs.iter().flat_map(move |&verb| text.match_indices(verb).map(move |(at, _)| (at, verb)));
    all.filter(move |(at, verb)| !within(*at, verb))
}

/// The speaker in front of a verb: the clause up to the first word that ends a name, or the clause before where it begins with one.
fn speaker(words: &Unspaced, before: &str) -> Option<(usize, usize)> {
    let mut end = before.trim_end_matches(COMMAS).len();
    loop {
        let start =
            before[..end].rfind(COMMAS).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let clause = &before[start..end];
        let stop = words.stops.iter().filter_map(|stop| clause.find(stop)).min().unwrap_or(clause.len());
        if stop > 0 {
            return fits(&clause[..stop]).then_some((start, start + stop));
        }
        end = before[..start].trim_end_matches(COMMAS).len();
        if end == 0 {
            return None;
        }
    }
}

/// The stretch in front of the first particle that marks who speaks.
fn topic(words: &Unspaced, text: &str) -> Option<(usize, usize)> {
    let end = words.topics.iter().filter_map(|topic| text.find(topic)).filter(|&at| at > 0).min()?;
    let start = text[..end].rfind(COMMAS).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    fits(&text[start..end]).then_some((start, end))
}

fn fits(name: &str) -> bool {
    (1..=LONGEST).contains(&name.chars().count()) && name.chars().any(char::is_alphanumeric)
}

fn found(start: usize, at: usize, verb: &str, speaker: Option<(usize, usize)>) -> Attribution {
    let cue = Span::new(start + at, start + at + verb.len());
    let speaker = speaker.map(|(from, to)| Span::new(from, to));
    Attribution { cue, lemma: verb.to_owned(), speaker, span: speaker.map_or(cue, |s| s.cover(cue)) }
}
