//! Quotation marks to marked stretches, with the usual mistakes of typing and crawling repaired.
//!
//! Works on one block at a time, so that a missing mark never reaches beyond its paragraph unless the first mark of one of
//! the next closes what was left open; time and memory are linear in the text. What a mark does follows first from its shape
//! and then from what stands on both sides: a closing mark at the start of a word opens, an opening one at the end of a word
//! closes.

mod dialogue;
mod sides;
mod single;
mod verb;

use crate::document::{Document, MOST_MARKED, MarkedStretch, Span};
use crate::interrupt;
use sides::{Role, after, before, by_sides, guillemets_point_inwards, is_hebrew, may_close, may_open};
pub use sides::{is_double_mark, is_mark};
pub use verb::leads_to_verb;

/// Longest stretch, in bytes, that an opening mark without a partner may hold before it is cut at its first sentence.
const UNCLOSED_MAX: usize = 1200;

/// How many paragraphs ahead the mark is looked for that closes what one leaves open.
const PARAGRAPHS_AHEAD: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// `"`, `“ ”`, `„`, ` `` `, `''`: typists mix these freely.
    Double,
    /// `« »`, `‹ ›`, `「 」`, `『 』`.
    Guillemet,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    len: usize,
    role: Role,
    family: Family,
}

/// Writes `Document::marked`.
pub fn annotate(doc: &mut Document) {
    doc.marked = find(doc);
}

fn find(doc: &Document) -> Vec<MarkedStretch> {
    let mut found: Vec<MarkedStretch> = Vec::new();
    let marks_of = |index: usize| {
        let text = doc.slice(doc.blocks()[index].span);
        double_marks(text, guillemets_point_inwards(text))
    };
    // What the block before has left open for this one.
    let mut carried: Option<Family> = None;
    for (index, block) in doc.blocks().iter().enumerate() {
        if found.len() >= MOST_MARKED {
            break;
        }
        let first = found.len();
        let text = doc.slice(block.span);
        let next = doc.blocks().get(index + 1).map_or("", |next| doc.slice(next.span));
        let goes_on = |family| {
            let blocks = index + 1..doc.blocks().len().min(index + 1 + PARAGRAPHS_AHEAD);
            let first = blocks.flat_map(&marks_of).find(|mark| mark.family == family || mark.role != Role::Closes);
            first.is_some_and(|mark| mark.role == Role::Closes)
        };
        let (pairs, left_open) = pair(text, &marks_of(index), carried.take(), starts_with_opening(next), goes_on);
        carried = left_open;
        let pairs = if pairs.is_empty() { dialogue::find(doc.words(), text) } else { pairs };
        let pairs = single::add(doc.words(), text, pairs, next.starts_with(single::OPENING));
        found.extend(pairs.into_iter().filter_map(|pair| {
            let inner = pair.inner.trimmed(text);
            (!inner.is_empty()).then(|| MarkedStretch {
                outer: shifted(pair.outer, block.span.start),
                inner: shifted(inner, block.span.start),
                block: index,
                continues: pair.continues,
                single: pair.single,
            })
        }));
        found.truncate(MOST_MARKED);
        debug_assert!(found[first.min(MOST_MARKED)..].windows(2).all(|w| w[0].outer.end <= w[1].outer.start));
    }
    found
}

/// A stretch with offsets into its block.
#[derive(Debug, Clone, Copy)]
struct Pair {
    outer: Span,
    inner: Span,
    continues: bool,
    single: bool,
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

fn starts_with_opening(text: &str) -> bool {
    text.starts_with(['“', '"', '„', '«', '”', '»', '「', '『']) || text.starts_with("``") || text.starts_with("''")
}

fn double_marks(text: &str, reversed: bool) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut skip_until = 0;
    let mut in_attribute = false;
    for (at, c) in text.char_indices() {
        if at < skip_until || c.is_ascii_alphanumeric() || c == ' ' {
            continue;
        }
        let twin = matches!(c, '`' | '\'') && text[at + 1..].starts_with(c);
        let len = if twin { 2 } else { c.len_utf8() };
        let (prev, next) = (before(text, at), after(text, at + len));
        let (role, family) = match c {
            '`' if twin => (Role::Opens, Family::Double),
            '\'' if twin => (by_sides(prev, next), Family::Double),
            // Hebrew sets a mark in front of the last letter of an acronym.
            '"' | '״' if [prev, next].iter().all(|c| c.is_some_and(is_hebrew)) => continue,
            '"' | '＂' | '‟' | '״' => {
                // Left-over markup: the value of an attribute.
                if prev == Some('=') || in_attribute {
                    in_attribute = !in_attribute;
                    continue;
                }
                (by_sides(prev, next), Family::Double)
            }
            '„' => (Role::Opens, Family::Double),
            '“' if may_close(prev, next) && !may_open(prev, next) => (Role::Closes, Family::Double),
            '“' => (Role::Opens, Family::Double),
            '”' if may_open(prev, next) && !may_close(prev, next) => (Role::Opens, Family::Double),
            '”' => (Role::Closes, Family::Double),
            '「' | '『' => (Role::Opens, Family::Guillemet),
            '」' | '』' => (Role::Closes, Family::Guillemet),
            '«' | '‹' => (if reversed { Role::Closes } else { Role::Opens }, Family::Guillemet),
            '»' | '›' => (if reversed { Role::Opens } else { Role::Closes }, Family::Guillemet),
            _ => continue,
        };
        marks.push(Mark { at, len, role, family });
        skip_until = at + len;
    }
    marks
}

/// Inches (`5'10"`, `a 12" record`): a straight mark behind a digit when a quotation would not end there.
fn is_inches(text: &str, mark: &Mark, open: bool) -> bool {
    text[mark.at..].starts_with('"')
        && before(text, mark.at).is_some_and(|c| c.is_ascii_digit())
        && (!open || text[..mark.at].trim_end_matches(|c: char| c.is_ascii_digit()).ends_with(['\'', '′', '’']))
}

/// Pairs the marks of a text from left to right. Where a mark of the other side is missing, the quote ends at the nearest
/// place where speech would; `opens_next` says that the next paragraph opens anew, so that the last quote goes on, and `goes_on`
/// whether a later one closes what this one leaves open. What one before left open is `carried`; what this one does is given.
fn pair(
    text: &str,
    marks: &[Mark],
    carried: Option<Family>,
    opens_next: bool,
    goes_on: impl Fn(Family) -> bool,
) -> (Vec<Pair>, Option<Family>) {
    let start = carried.map(|family| Mark { at: 0, len: 0, role: Role::Opens, family });
    let mut pairing = Pairing { text, open: start.as_ref(), depth: 0, done: 0, pairs: Vec::new() };
    let balance = balance(marks);
    let is_spaced = is_spaced(text, marks);
    for (mark, &balance) in marks.iter().zip(&balance) {
        interrupt::check();
        if is_inches(text, mark, pairing.open.is_some()) {
            continue;
        }
        match (pairing.open, mark.role) {
            (Some(opening), _) if opening.family != mark.family => {}
            (Some(opening), Role::Opens) => pairing.open_within(opening, mark, balance),
            (Some(_), _) if pairing.depth > 0 => pairing.depth -= 1,
            (Some(opening), _) => pairing.close(opening, mark.at, mark.len),
            (None, Role::Closes) => pairing.close_unopened(mark),
            (None, role) => {
                let next = after(text, mark.at + mark.len);
                if next.is_some_and(|c| !c.is_whitespace() || role == Role::Opens || is_spaced) {
                    pairing.open(mark);
                }
            }
        }
    }
    pairing.end(opens_next, goes_on)
}

/// How many more marks surely close than open, from each on: tells a nested quote from a forgotten closing mark.
fn balance(marks: &[Mark]) -> Vec<i32> {
    let mut balance = vec![0; marks.len() + 1];
    for (i, mark) in marks.iter().enumerate().rev() {
        interrupt::check();
        balance[i] = balance[i + 1]
            + match mark.role {
                Role::Opens => -1,
                Role::Closes => 1,
                Role::Either => 0,
            };
    }
    balance
}

/// Whether every mark stands apart, as in tokenised wire text (`" Yes ", he said`); then they open and close in turn.
fn is_spaced(text: &str, marks: &[Mark]) -> bool {
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let stops = |c: Option<char>| c.is_some_and(|c| ",;:!?".contains(c));
    let ends = |next: Option<char>| blank(next) || stops(next);
    let apart = |mark: &Mark| blank(before(text, mark.at)) && ends(after(text, mark.at + mark.len));
    marks.len() >= 2 && marks.len().is_multiple_of(2) && marks.iter().all(apart)
}

/// The state of [`pair`] between two marks.
struct Pairing<'a> {
    text: &'a str,
    /// The mark of the quote that is open.
    open: Option<&'a Mark>,
    /// Quotes of the same family that are open within it.
    depth: usize,
    /// Where the last pair ends.
    done: usize,
    pairs: Vec<Pair>,
}

impl<'a> Pairing<'a> {
    fn open(&mut self, mark: &'a Mark) {
        self.open = Some(mark);
        self.depth = 0;
    }

    /// Ends the open quote at `end`, with a mark of `mark_len` bytes.
    fn close(&mut self, opening: &Mark, end: usize, mark_len: usize) {
        self.push(opening, end, mark_len, false);
        self.open = None;
    }

    fn push(&mut self, opening: &Mark, end: usize, mark_len: usize, continues: bool) {
        self.pairs.push(Pair {
            outer: Span::new(opening.at, end + mark_len),
            inner: Span::new(opening.at + opening.len, end),
            continues,
            single: false,
        });
        self.done = end + mark_len;
    }

    /// A mark that opens while a quote is open: a quote within it, its closing mark in another style („so“), or the next
    /// quote after a forgotten closing mark.
    fn open_within(&mut self, opening: &Mark, mark: &'a Mark, balance: i32) {
        if self.text[opening.at..].starts_with('„') && self.text[mark.at..].starts_with('“') {
            self.close(opening, mark.at, mark.len);
        } else if balance >= 1 {
            self.depth += 1;
        } else {
            let end = unclosed_end(self.text, opening.at + opening.len, mark.at, true);
            self.close(opening, end, 0);
            self.open(mark);
        }
    }

    /// A mark that closes while nothing is open: its opening mark was forgotten where a stop before it shows that speech
    /// ends here, or a comma behind a curly one.
    fn close_unopened(&mut self, mark: &Mark) {
        let stopped = before(self.text, mark.at).is_some_and(|c| ",.!?".contains(c));
        let curly = !self.text[mark.at..].starts_with(['"', '\'']);
        if !(stopped || curly && after(self.text, mark.at + mark.len) == Some(',')) {
            return;
        }
        let start = sentence_start(self.text, self.done, mark.at);
        if start < mark.at {
            let opening = Mark { at: start, len: 0, role: Role::Opens, family: mark.family };
            self.push(&opening, mark.at, mark.len, false);
        }
    }

    /// The pairs, with what is still open at the end of the text, and what a later block closes of it.
    fn end(mut self, opens_next: bool, goes_on: impl Fn(Family) -> bool) -> (Vec<Pair>, Option<Family>) {
        let Some(opening) = self.open else { return (self.pairs, None) };
        let start = opening.at + opening.len;
        let later = !opens_next && goes_on(opening.family);
        let continues = opens_next || later;
        let end = if continues { self.text.len() } else { unclosed_end(self.text, start, self.text.len(), false) };
        self.push(opening, end, 0, continues);
        (self.pairs, later.then_some(opening.family))
    }
}

/// Where a quote whose closing mark is missing most likely ends, between `start` and `limit`: at the last stop
/// before the next opening mark, else at the end of its paragraph, else (a long one) at its first sentence.
fn unclosed_end(text: &str, start: usize, limit: usize, before_next: bool) -> usize {
    let slice = &text[start..limit];
    if before_next {
        if let Some(stop) = slice.trim_end().rfind([',', '.', '!', '?']) {
            return start + stop + 1;
        }
    } else if slice.len() > UNCLOSED_MAX {
        if let Some(stop) = slice.find(". ") {
            return start + stop + 1;
        }
        return start;
    }
    limit
}

/// Start of the sentence that ends at `end`, not before `from`.
fn sentence_start(text: &str, from: usize, end: usize) -> usize {
    let slice = &text[from..end];
    // The stop right before the mark belongs to the sentence.
    let body = slice.trim_end_matches(|c: char| ",.!?".contains(c));
    let stop = [". ", "? ", "! "].iter().filter_map(|stop| body.rfind(stop)).max();
    from + stop.map_or(slice.len() - slice.trim_start().len(), |at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use expect_test::{Expect, expect};

    /// Blocks are separated by `|`; the stretches come back one a line.
    fn check(text: &str, expected: Expect) {
        let blocks: Vec<_> = text.split('|').map(|t| (BlockKind::Body, t)).collect();
        let doc = Document::new("", &blocks, "en", None);
        let lines: String = find(&doc)
            .iter()
            .map(|m| format!("{}{}\n", doc.slice(m.inner), if m.continues { " …" } else { "" }))
            .collect();
        expected.assert_eq(&lines);
    }

    #[test]
    fn every_style_of_marks() {
        check(
            r#""Straight," he said. “Curly,” she said. ``Typewriter,'' they said. ''Twice single,'' it said."#,
            expect![[r#"
                Straight,
                Curly,
                Typewriter,
                Twice single,
            "#]],
        );
        check(
            "„Tief,“ sagte er. »Innen«, sagte sie. | « Oui », dit-il.",
            expect![[r#"
                Tief,
                Innen
                Oui
            "#]],
        );
        check(
            "« Oui », dit-il. «No», dijo.",
            expect![[r#"
            Oui
            No
        "#]],
        );
        check(
            "It's the states' 'golden chance', he'd say in the '90s. ‘It’s ours,’ he said.",
            expect![[r#"
                golden chance
                It’s ours,
            "#]],
        );
    }

    #[test]
    fn quotes_within_quotes_make_no_stretch_of_their_own() {
        check(
            "“He told me ‘go’ and “stay” at once,” she said. 'They call it “reform”, I call it theft,' he said.",
            expect![[r#"
                He told me ‘go’ and “stay” at once,
                They call it “reform”, I call it theft,
            "#]],
        );
    }

    #[test]
    fn wrong_way_and_missing_marks_are_repaired() {
        check(
            "”Wrong way,“ he said.",
            expect![[r#"
            Wrong way,
        "#]],
        );
        check(
            "“Never closed, she said. “And again,” she said.",
            expect![[r#"
            Never closed, she said.
            And again,
        "#]],
        );
        check(
            "He left. We shall see,\" he said.",
            expect![[r#"
            We shall see,
        "#]],
        );
        check(
            "“Not closed | He went home. | “Fine,” he said.",
            expect![[r#"
            Not closed
            Fine,
        "#]],
        );
    }

    #[test]
    fn a_paragraph_left_open_goes_on_in_the_next() {
        check(
            "“One.|“Two.|“Three,” she said.",
            expect![[r#"
            One. …
            Two. …
            Three,
        "#]],
        );
    }

    #[test]
    fn marks_apart_from_words_close_in_front_of_a_comma() {
        check(
            "\" We saw a light \", said the pilot.",
            expect![[r#"
            We saw a light
        "#]],
        );
    }

    #[test]
    fn single_marks_open_every_paragraph() {
        check(
            "‘The sails went first.|‘The mast went next.|‘We went last,’ she said.|‘Who’s next?’",
            expect![[r#"
            The sails went first. …
            The mast went next. …
            We went last,
            Who’s next?
        "#]],
        );
    }

    #[test]
    fn a_later_paragraph_closes_what_one_left_open() {
        check(
            "„Eins.|Zwei.|Drei“, sagte sie. „Vier“, sagte er.|«Uno.|Dos», dijo.",
            expect![[r#"
                Eins. …
                Zwei. …
                Drei
                Vier
                Uno. …
                Dos
            "#]],
        );
        check(
            "„Nicht zu.|Er ging. „Fein“, sagte er.",
            expect![[r#"
                Nicht zu.
                Fein
            "#]],
        );
    }

    #[test]
    fn feet_and_attributes_are_no_quotes() {
        check(
            r#"At 5'10" he is tall. <a id="7" class="x">"Yes," he said.</a>"#,
            expect![[r#"
            Yes,
        "#]],
        );
    }

    #[test]
    fn a_lost_mark_does_not_swallow_a_long_text() {
        let text = format!("“We won. {}", "Then nothing more was heard of them. ".repeat(100));
        check(
            &text,
            expect![[r#"
            We won.
        "#]],
        );
    }

    #[test]
    fn a_hundred_thousand_marks_stay_linear() {
        for mark in ["“", "”", "\"", "'", " '", " ‘", "''", "«", "‘a’ "] {
            let text = mark.repeat(100_000);
            let doc = Document::new("", &[(BlockKind::Body, &text)], "en", None);
            assert!(find(&doc).len() <= MOST_MARKED);
        }
    }
}
