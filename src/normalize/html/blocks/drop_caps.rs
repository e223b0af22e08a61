//! The large first letter of a text, which pages set apart from its word.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::identification::code_of;
use crate::languages;
use crate::normalize::html::dom::{Attr, Dom, Tag};

static ONE_LETTER_WORDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    languages::with_file("page.txt").map(|code| (code, languages::words(code, "page.txt", "one-letter-word"))).collect()
});

/// What a page's language says of single letters.
#[derive(Debug)]
pub struct DropCaps {
    /// Letters that are words by themselves, lower case: a blank after one may be meant.
    words: &'static [&'static str],
}

impl DropCaps {
    /// Of a page in the language that it declares; where it declares none, letters that are words in any language.
    pub fn of(dom: &Dom) -> Self {
        let html = dom.elements().iter().find(|(_, tag)| *tag == Tag::Html);
        let declared = html.and_then(|&(node, _)| dom.attribute(node, Attr::Lang)).and_then(code_of);
        let own = |code: String| ONE_LETTER_WORDS.get(code.as_str()).map_or(&[][..], Vec::as_slice);
        DropCaps { words: declared.map_or(languages::wording(languages::Wording::OneLetterWord), own) }
    }

    /// Whether a line is the first letter of the word that the text begins with.
    pub fn is_apart(&self, line: &str, text: &str) -> bool {
        let Some(letter) = letter(line).filter(|_| goes_on(text)) else { return false };
        let lower: String = letter.to_lowercase().collect();
        !text.starts_with(char::is_whitespace) && !line.ends_with(char::is_whitespace)
            || !self.words.contains(&lower.as_str())
    }
}

/// The capital that is all of a text but for a quotation mark in front of it.
pub fn letter(text: &str) -> Option<char> {
    let mut chars = text.trim().trim_start_matches(['"', '“', '„', '«', '‘', '\'']).chars();
    let letter = chars.next()?;
    (letter.is_uppercase() && chars.next().is_none()).then_some(letter)
}

/// Whether a text begins in the middle of a word.
pub fn goes_on(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::normalize::html::blocks::check_texts as check;

    #[test]
    fn a_word_is_whole() {
        for page in [
            "<html lang=en><p><b>S</b> hips came in.",
            "<html lang=en><p><span class=initial>S</span>\n<span>hips</span> came in.",
            "<html lang=en><div>S</div><p>hips came in.",
            "<html lang=en><p><img src=s.png alt=S>hips came in.",
            "<html lang=en><p><span class='visually-hidden'>Ships</span><span aria-hidden=true>Ships</span> came in.",
        ] {
            check(page, "Ships came in.");
        }
        check("<html lang=de><p><b>A</b> uf See.", "Auf See.");
        check("<html lang=en><p>“<b>S</b> hips came in.”", "“Ships came in.”");
    }

    #[test]
    fn a_letter_may_be_a_word() {
        check("<html lang=en><p><b>A</b> ship came in.", "A ship came in.");
        check("<html lang=fr><p><b>À</b> bord, tout va bien.", "À bord, tout va bien.");
        check("<html lang=en><p><b>X</b> Ships came in.", "X Ships came in.");
        check("<html lang=en><p><img src=x.png alt=X> Follow us", "Follow us");
    }
}
