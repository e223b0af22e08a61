//! Tokens to sentences.
//!
//! A sentence ends at a stop, with the closing quotation marks and brackets behind it, unless what follows speaks
//! against it: a lower-case word, a name behind a title or initial, a reporting clause behind a quotation
//! ("Stop!" she said). No sentence crosses a block.

use crate::document::{Document, Sentence, Span, TokenRange};
use crate::interrupt;
use crate::languages::{Abbreviation, Language, NameClass};

/// The most tokens in a sentence: longer ones are lists, tables or attacks, and steps that look at every pair of a
/// sentence must stay affordable.
pub const MAX_TOKENS: usize = 400;

/// The most tokens that close a sentence behind its stop.
const MAX_CLOSERS: usize = 12;

/// Writes `Document::sentences`.
pub fn annotate(doc: &mut Document) {
    let mut sentences = Vec::with_capacity(doc.tokens.len() / 20 + doc.blocks().len());
    let mut first = 0;
    for (block, place) in doc.blocks().iter().enumerate() {
        let end = first + doc.tokens[first..].partition_point(|t| t.span.start < place.span.end);
        split(doc, TokenRange::new(first, end), |tokens| {
            let span = Span::new(doc.tokens[tokens.start].span.start, doc.tokens[tokens.end - 1].span.end);
            sentences.push(Sentence { span, tokens, block });
        });
        first = end;
    }
    doc.sentences = sentences;
}

fn split(doc: &Document, block: TokenRange, mut push: impl FnMut(TokenRange)) {
    let words = Words { doc, block };
    let mut first = block.start;
    let mut at = block.start;
    while at < block.end {
        interrupt::check();
        let end = words.stop(at).and_then(|stop| {
            let end = words.closed(at + 1);
            words.ends(first, at, end, stop).then_some(end)
        });
        at = end.unwrap_or(at + 1);
        if end.is_some() || at - first >= MAX_TOKENS - MAX_CLOSERS - 2 {
            push(TokenRange::new(first, at));
            first = at;
        }
    }
    if first < block.end {
        push(TokenRange::new(first, block.end));
    }
}

/// What may end a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// `.` and its like in other scripts.
    Full,
    /// `!`, `?` and runs of them.
    Mark,
    /// `...`, `…`
    Ellipsis,
    /// A word with a full stop of its own.
    Word(Abbreviation),
    /// A letter with a full stop: an initial, or the end of "Plan B."
    Initial,
    /// Digits with a full stop that makes a rank of them: "3. Mai".
    Rank,
}

/// The tokens of a block.
struct Words<'a> {
    doc: &'a Document,
    block: TokenRange,
}

impl<'a> Words<'a> {
    fn text(&self, token: usize) -> &'a str {
        if self.block.holds(token) { self.doc.token_text(token) } else { "" }
    }

    /// Whether nothing stands between a token and the one before it.
    fn adjacent(&self, token: usize) -> bool {
        self.block.holds(token)
            && token > self.block.start
            && self.doc.tokens[token - 1].span.end == self.doc.tokens[token].span.start
    }

    /// What kind of stop a token is, if any.
    fn stop(&self, token: usize) -> Option<Stop> {
        let text = self.text(token);
        Some(match *text.as_bytes().last()? {
            b'.' if text == "." => Stop::Full,
            b'.' if text.starts_with("..") => Stop::Ellipsis,
            b'.' => {
                let word = &text[..text.len() - 1];
                let known = || {
                    let own = self.doc.words().abbreviations().find(word);
                    own.or_else(|| Language::any().abbreviations().find(word))
                };
                match word.chars().count() {
                    1 => Stop::Initial,
                    _ if word.bytes().all(|b| b.is_ascii_digit()) => Stop::Rank,
                    _ => Stop::Word(known().unwrap_or(Abbreviation::Free)),
                }
            }
            b'!' | b'?' => Stop::Mark,
            last if last.is_ascii() => return None,
            _ => match text {
                "…" => Stop::Ellipsis,
                "。" | "．" | "।" | "॥" | "۔" | "։" => Stop::Full,
                "！" | "？" | "؟" | "‽" => Stop::Mark,
                _ => return None,
            },
        })
    }

    /// The token behind the closers, further marks and numbered references (`[17]`) that stand close to a stop.
    fn closed(&self, start: usize) -> usize {
        let mut at = start;
        loop {
            let text = self.text(at);
            if at >= start + MAX_CLOSERS {
                return at;
            }
            if self.adjacent(at) && (is_closer(text) || self.stop(at) == Some(Stop::Mark)) || self.closes_guillemets(at)
            {
                at += 1;
            } else if text == "[" && self.text(at + 2) == "]" && self.text(at + 1).bytes().all(|b| b.is_ascii_digit()) {
                at += 3;
            } else {
                return at;
            }
        }
    }

    /// Whether a guillemet of either direction closes: it touches what stands before it, or a blank stands on both sides
    /// and it points to the right, as in French.
    fn closes_guillemets(&self, token: usize) -> bool {
        let touches_next = self.adjacent(token + 1) && self.text(token + 1).starts_with(char::is_alphanumeric);
        match self.text(token) {
            "»" | "›" => !touches_next,
            "«" | "‹" => self.adjacent(token) && !touches_next,
            _ => false,
        }
    }

    /// Whether the sentence from `first` ends at the stop at `at`, with its closers up to `end`.
    fn ends(&self, first: usize, at: usize, end: usize, stop: Stop) -> bool {
        if end == self.block.end {
            return true;
        }
        let next = self.text(end);
        let quoted = end > at + 1 && is_quote(self.text(end - 1));
        // Marks in front of the next word: an opening quotation mark or bracket, a dash.
        let opened = is_opener(next);
        let word = if opened { self.text(end + 1) } else { next };
        let Some(initial) = word.chars().next() else { return true };
        if self.adjacent(end) && !initial.is_uppercase() && !is_ideographic(stop, self.text(at)) {
            return false;
        }
        if !opened
            && !initial.is_alphanumeric()
            && !matches!(initial, '#' | '@' | '$' | '£' | '€' | '-' | '–' | '—' | '*' | '•')
        {
            return matches!(initial, '‹' | '«') || initial as u32 >= 0x2190;
        }
        match stop {
            Stop::Full if initial.is_lowercase() => end == at + 1 && !opened && !self.is_unknown_abbreviation(at),
            // "(D-N.Y.)": the stop stands within an abbreviation.
            Stop::Full if end == at + 1 && self.adjacent(end) && word.ends_with('.') => false,
            Stop::Full => !self.is_item_number(first, at),
            // Whoever begins one sentence in lower case begins the next so too.
            Stop::Mark if initial.is_lowercase() => {
                !quoted && !opened && self.text(first).starts_with(|c: char| c.is_lowercase())
            }
            Stop::Mark => !(quoted && self.is_reporting_clause(end)),
            Stop::Ellipsis => initial.is_uppercase() || opened,
            Stop::Word(Abbreviation::BeforeName | Abbreviation::BeforeNumber) => false,
            Stop::Word(Abbreviation::Free) => {
                (opened || self.is_starter(word)) && initial.is_uppercase() || quoted && initial.is_uppercase()
            }
            Stop::Initial | Stop::Rank => {
                !initial.is_lowercase() && self.is_starter(word) && at > first && !self.is_address(at, end)
            }
        }
    }

    /// "M. Le Goff": a form of address of one letter, and a name that begins with an article.
    fn is_address(&self, stop: usize, next: usize) -> bool {
        let names = self.doc.words().names();
        names.is_honorific(self.text(stop))
            && names.is(self.text(next), NameClass::Particle)
            && self.text(next + 1).starts_with(char::is_uppercase)
    }

    /// Whether the word before a full stop looks like an abbreviation that no list knows: short, without a vowel.
    fn is_unknown_abbreviation(&self, stop: usize) -> bool {
        let word = if stop > self.block.start { self.text(stop - 1) } else { "" };
        let vowel = |b: u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        word.len() <= 5 && word.bytes().all(|b| b.is_ascii_alphabetic() && !vowel(b))
    }

    /// Whether all that stands before the stop is the number of a list item: "1."
    fn is_item_number(&self, first: usize, stop: usize) -> bool {
        stop == first + 1 && self.text(first).len() <= 3 && self.text(first).bytes().all(|b| b.is_ascii_digit())
    }

    fn is_starter(&self, word: &str) -> bool {
        self.doc.words().sentence_words().is_starter(word)
    }

    /// Whether a reporting clause begins at a token: a few words, with an age among them at most, then "said" or its like.
    fn is_reporting_clause(&self, start: usize) -> bool {
        /// "Acting Deputy Mayor Bo Lund, 44, asked"
        const LONGEST: usize = 9;
        let age = |at: usize| self.text(at).len() <= 3 && self.text(at).bytes().all(|b| b.is_ascii_digit());
        let mut words = 0;
        for at in start..start + LONGEST {
            let text = self.text(at);
            if self.doc.words().sentence_words().is_reporting(text) {
                return at > start;
            }
            let capital = text.starts_with(char::is_uppercase);
            let aged = text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-') && at == start;
            let aside = text == "," && (age(at + 1) && self.text(at + 2) == "," || age(at.wrapping_sub(1)));
            if !aside && !aged && !age(at) && !text.starts_with(char::is_alphabetic) {
                return false;
            }
            words += usize::from(!capital && !aside && !aged && !age(at));
            if words > 4 {
                return false;
            }
        }
        false
    }
}

fn is_ideographic(stop: Stop, text: &str) -> bool {
    matches!(stop, Stop::Full | Stop::Mark) && !text.is_ascii()
}

fn is_quote(text: &str) -> bool {
    matches!(text, "\"" | "''" | "'" | "\u{201d}" | "\u{2019}" | "\u{201c}" | "\u{bb}" | "\u{203a}" | "」" | "』")
}

fn is_closer(text: &str) -> bool {
    is_quote(text) || matches!(text, ")" | "]" | "}" | "）" | "】")
}

fn is_opener(text: &str) -> bool {
    matches!(
        text,
        "\"" | "``" | "'" | "''" | "\u{201c}" | "\u{2018}" | "\u{201e}" | "\u{ab}" | "(" | "[" | "「" | "『" | "（"
    )
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::annotate::tokenizer;
    use crate::document::BlockKind;

    fn check(paragraphs: &[&str], expected: Expect) {
        let body: Vec<_> = paragraphs.iter().map(|&p| (BlockKind::Body, p)).collect();
        let mut doc = Document::new("", &body, "en", None);
        tokenizer::annotate(&mut doc);
        annotate(&mut doc);
        let lines: Vec<_> = doc.sentences.iter().map(|s| doc.slice(s.span)).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn abbreviations_and_initials_end_sentences_only_before_a_new_one() {
        check(
            &[
                "Mr. Smith met J. K. Rowling in the U.S. Senate. It ended at 5 p.m. The firm, Acme Inc., fell 3.5 percent \
               to $1.20. No. 10 denied it. He chose plan B. The end.",
            ],
            expect![[r#"
                Mr. Smith met J. K. Rowling in the U.S. Senate.
                It ended at 5 p.m.
                The firm, Acme Inc., fell 3.5 percent to $1.20.
                No. 10 denied it.
                He chose plan B.
                The end."#]],
        );
    }

    #[test]
    fn an_article_behind_a_form_of_address_of_one_letter_belongs_to_the_name() {
        let mut doc =
            Document::new("", &[(BlockKind::Body, "Il a vu M. Le Brun. Le plan M. Le maire rit.")], "fr", None);
        tokenizer::annotate(&mut doc);
        annotate(&mut doc);
        let lines: Vec<_> = doc.sentences.iter().map(|s| doc.slice(s.span)).collect();
        assert_eq!(lines, ["Il a vu M. Le Brun.", "Le plan M.", "Le maire rit."]);
    }

    #[test]
    fn a_reporting_clause_stays_with_its_quotation() {
        check(
            &[
                "“Stop that!” she said. “Will he go?” Angela Merkel asked. \"No.\" The room fell silent. “Never again!” \
               Then they left (and sang.) Nobody knew why… But it was so.",
            ],
            expect![[r#"
                “Stop that!” she said.
                “Will he go?” Angela Merkel asked.
                "No."
                The room fell silent.
                “Never again!”
                Then they left (and sang.)
                Nobody knew why…
                But it was so."#]],
        );
    }

    #[test]
    fn a_bracket_or_mark_before_a_lower_case_word_ends_nothing_in_careful_text() {
        check(
            &[
                "Sen. Jane Roe (R-Fla.) said so. Rep. John Doe (D-Mass.) agreed (more or less.) and left. Why? nobody \
                 knew.",
                "are there any? like this one? yes! there are",
            ],
            expect![[r#"
                Sen. Jane Roe (R-Fla.) said so.
                Rep. John Doe (D-Mass.) agreed (more or less.) and left.
                Why? nobody knew.
                are there any?
                like this one?
                yes!
                there are"#]],
        );
    }

    #[test]
    fn a_block_is_a_boundary_without_any_stop() {
        check(
            &["Markets fall", "By a reporter", "1. Buy early. 2. Sell late.[3] Done"],
            expect![[r#"
            Markets fall
            By a reporter
            1. Buy early.
            2. Sell late.[3]
            Done"#]],
        );
    }

    #[test]
    fn endless_sentences_are_cut() {
        let mut doc = Document::new("", &[(BlockKind::Body, &"word ".repeat(3 * MAX_TOKENS + 1))], "en", None);
        tokenizer::annotate(&mut doc);
        annotate(&mut doc);
        let lengths: Vec<_> = doc.sentences.iter().map(|s| s.tokens.len()).collect();
        assert!(lengths.iter().all(|&length| length <= MAX_TOKENS));
        assert_eq!(lengths.iter().sum::<usize>(), 3 * MAX_TOKENS + 1);
    }
}
