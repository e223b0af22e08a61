//! Words of a corpus laid out as running text, and our own tokens over it with the corpus's labels.
//!
//! The taggers never see gold words in use, so they are trained and scored on the tokens that the tokenizer makes of
//! the text.

use super::corpus::{ANY, LabelSet};
use crate::annotate::names::label::{NameType, Position};
use crate::annotate::names::label::{OUTSIDE, label, parts};
use crate::annotate::tokenizer;
use crate::document::{BlockKind, Document, Span};

/// A sentence as text, with where each of its words stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Laid {
    /// The text.
    pub text: String,
    /// The span of each word.
    pub words: Vec<Span>,
}

impl Laid {
    /// Lays out words: by the sentence's own text where it is known and fits, else by the rules of English type.
    pub fn new(words: &[String], text: Option<&str>) -> Self {
        text.and_then(|text| Self::found_in(words, text)).unwrap_or_else(|| Self::by_rule(words))
    }

    fn found_in(words: &[String], text: &str) -> Option<Self> {
        let mut at = 0;
        let mut spans = Vec::with_capacity(words.len());
        for word in words {
            let rest = &text[at..];
            let start = at + (rest.len() - rest.trim_start().len());
            if !text[start..].starts_with(word.as_str()) {
                return None;
            }
            at = start + word.len();
            spans.push(Span::new(start, at));
        }
        text[at..].trim().is_empty().then(|| Laid { text: text.to_owned(), words: spans })
    }

    fn by_rule(words: &[String]) -> Self {
        let mut laid = Laid { text: String::new(), words: Vec::with_capacity(words.len()) };
        let mut glue = true;
        let mut quoting = false;
        for word in words {
            let word = plain(word);
            let opens = match word {
                "\"" => !quoting,
                "“" | "‘" | "(" | "[" | "{" | "$" | "£" | "€" | "#" => true,
                _ => false,
            };
            let closes = match word {
                "\"" => quoting,
                "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "}" | "%" | "”" | "’" | "'" | "..." | "…" => true,
                _ => is_clitic(word),
            };
            if !(glue || closes) {
                laid.text.push(' ');
            }
            let start = laid.text.len();
            laid.text.push_str(word);
            laid.words.push(Span::new(start, laid.text.len()));
            glue = opens;
            if word == "\"" {
                quoting = !quoting;
            }
        }
        laid
    }

    /// Our tokens of the text.
    pub fn tokens(&self) -> Vec<Span> {
        let mut doc = Document::new("", &[(BlockKind::Body, &self.text)], "en", None);
        tokenizer::annotate(&mut doc);
        doc.tokens.iter().map(|t| t.span).collect()
    }

    /// The labels of our tokens, given those of the words. A token over words in and out of a name is left open.
    pub fn carry(&self, allowed: &[LabelSet]) -> (Vec<String>, Vec<LabelSet>) {
        let mut texts = Vec::new();
        let mut sets: Vec<LabelSet> = Vec::new();
        for token in self.tokens() {
            let start = self.words.partition_point(|w| w.end <= token.start);
            let end = self.words.partition_point(|w| w.start < token.end);
            let covered = &allowed[start..end.max(start)];
            let set = match covered {
                [] => ANY,
                [one] if self.words[start].start == token.start => *one,
                // A later part of a word that begins a name goes on with it.
                [one] => going_on(*one),
                [first, rest @ ..] if rest.iter().all(|&r| r == going_on(*first) || r == *first) => *first,
                _ => ANY,
            };
            texts.push(self.text[token.start..token.end].to_owned());
            sets.push(set);
        }
        (texts, sets)
    }
}

/// The labels of the second part of something with these labels.
fn going_on(set: LabelSet) -> LabelSet {
    let kinds = (0..21).filter(|l| set >> l & 1 == 1).filter_map(parts).map(|(kind, _)| kind);
    let mut result = set & (1 << OUTSIDE);
    for kind in kinds {
        result |= inside(kind);
    }
    result
}

fn inside(kind: NameType) -> LabelSet {
    1 << label(kind, Position::Inside) | 1 << label(kind, Position::End)
}

fn plain(word: &str) -> &str {
    match word {
        "``" | "''" | "'\"'" => "\"",
        "-LRB-" => "(",
        "-RRB-" => ")",
        "-LSB-" => "[",
        "-RSB-" => "]",
        _ => word,
    }
}

fn is_clitic(word: &str) -> bool {
    const CLITICS: [&str; 8] = ["s", "re", "ve", "ll", "d", "m", "S", "D"];
    let after = |mark: char| word.strip_prefix(mark).is_some_and(|rest| CLITICS.contains(&rest));
    after('\'') || after('’') || matches!(word, "n't" | "n’t" | "N'T")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn words_are_set_as_english_is() {
        let laid = Laid::new(&words("`` We do n't know , '' said Merkel 's aide ( 42 ) ."), None);
        assert_eq!(laid.text, "\"We don't know,\" said Merkel's aide (42).");
    }

    #[test]
    fn the_text_of_the_corpus_is_used_where_it_fits() {
        let laid = Laid::new(&words("Chicago - based"), Some("Chicago-based"));
        assert_eq!(laid.text, "Chicago-based");
        let place = inside(NameType::Location);
        let (tokens, sets) = laid.carry(&[place, 1, 1]);
        assert_eq!((tokens, sets), (words("Chicago-based"), vec![ANY]));
    }
}
