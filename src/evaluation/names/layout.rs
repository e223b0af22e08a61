//! Words of a corpus laid out as running text, and our own tokens over it with the corpus's labels.
//!
//! The taggers never see gold words in use, so they are trained and scored on the tokens that the tokenizer makes of
//! the text.

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

    /// Our tokens of the text in a language.
    pub fn tokens(&self, language: &str) -> Vec<Span> {
        let mut doc = Document::new("", &[(BlockKind::Body, &self.text)], language, None);
        tokenizer::annotate(&mut doc);
        doc.tokens.iter().map(|t| t.span).collect()
    }
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
        let tokens: Vec<_> = laid.tokens("en").into_iter().map(|t| &laid.text[t.start..t.end]).collect();
        assert_eq!(tokens, ["Chicago-based"]);
    }
}
