//! Plain text to paragraphs.
//!
//! No visible character is dropped or moved: only white space, control characters and characters without a
//! glyph change, and letters are composed (NFC).

mod characters;
mod headings;
mod markup;
mod mojibake;
mod wrapping;

pub use characters::{clean_line, fold, mend_controls, unescape};
pub use headings::headline;
pub use markup::{has_markup, plain_title, visible_chars_of_html};
pub use mojibake::repair;

use std::borrow::Cow;

use crate::document::BlockKind;
use crate::interrupt;

/// Marks that begin an item of a list.
const BULLETS: [char; 7] = ['•', '·', '▪', '●', '◦', '‣', '*'];

/// The paragraphs of a plain text, in order; none is empty or holds a line break.
///
/// A blank line ends a paragraph, and so does a line end, unless the text was evidently wrapped by hand.
pub fn blocks(text: &str) -> Vec<(BlockKind, String)> {
    let lines = lines(text);
    let mut blocks: Vec<(BlockKind, String)> = Vec::with_capacity(lines.len());
    // Whether a paragraph is one line with blank lines around it, or nothing.
    let mut stands_alone: Vec<bool> = Vec::with_capacity(lines.len());
    let mut after_blank = true;
    let joined = wrapping::joined(&lines);
    for (line, joins) in lines.into_iter().zip(joined) {
        interrupt::check();
        let is_blank = line.is_empty();
        match blocks.last_mut().filter(|_| joins) {
            Some((_, paragraph)) => {
                // "well-" + "known" is one word; whether its hyphen belongs to it nobody knows, so it stays.
                if !(ends_in_hyphenated_word(paragraph) && line.starts_with(char::is_lowercase)) {
                    paragraph.push(' ');
                }
                paragraph.push_str(&line);
                stands_alone.last_mut().into_iter().for_each(|alone| *alone = false);
            }
            None if is_blank => {}
            None => {
                if !after_blank {
                    stands_alone.last_mut().into_iter().for_each(|alone| *alone = false);
                }
                let item = line.strip_prefix(BULLETS).is_some_and(|rest| rest.starts_with(' '));
                blocks.push((if item { BlockKind::List } else { BlockKind::Body }, line));
                stands_alone.push(after_blank);
            }
        }
        after_blank = is_blank;
    }
    headings::mark(&mut blocks, &stands_alone);
    if let Some((kind, _)) = blocks.iter_mut().find(|(kind, _)| *kind != BlockKind::Heading)
        && *kind == BlockKind::Body
    {
        *kind = BlockKind::Lead;
    }
    blocks
}

/// Clean lines; an empty one stands for a blank line.
fn lines(text: &str) -> Vec<String> {
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    let breaks = |c| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(breaks).map(clean_line).collect()
}

fn ends_in_hyphenated_word(text: &str) -> bool {
    let mut end = text.chars().rev();
    matches!(end.next(), Some('-' | '\u{2010}')) && end.next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, want: Expect) {
        let shown: Vec<String> = blocks(text).iter().map(|(kind, text)| format!("{kind:?}: {text}\n")).collect();
        want.assert_eq(&shown.concat());
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        check(
            "The council met.\r\n\r\nIt  adjourned\u{a0}early.\n \n\nNobody\tspoke.",
            expect![[r#"
                Lead: The council met.
                Body: It adjourned early.
                Body: Nobody spoke.
            "#]],
        );
    }

    #[test]
    fn lines_are_paragraphs_where_there_are_no_blank_lines() {
        check(
            "The council met on Tuesday.\nIt adjourned early.\n• One item\n• Another",
            expect![[r#"
                Lead: The council met on Tuesday.
                Body: It adjourned early.
                List: • One item
                List: • Another
            "#]],
        );
    }

    #[test]
    fn text_wrapped_by_hand_is_joined() {
        check(
            "The harbour authority said on Monday that it would close\n\
             the northern basin for two weeks, because the dredging of\n\
             the well-known channel had taken longer than was fore-\n\
             seen.\n\n\
             Ships will be sent to the southern basin, where, as the\n\
             authority said, there is room enough for all of them.",
            expect![[r#"
                Lead: The harbour authority said on Monday that it would close the northern basin for two weeks, because the dredging of the well-known channel had taken longer than was fore-seen.
                Body: Ships will be sent to the southern basin, where, as the authority said, there is room enough for all of them.
            "#]],
        );
    }

    #[test]
    fn verses_are_not_joined() {
        check(
            "Roses are red,\nViolets are blue,\nThis is a rather long line that stands in the middle,\nAnd so are you.",
            expect![[r#"
                Lead: Roses are red,
                Body: Violets are blue,
                Body: This is a rather long line that stands in the middle,
                Body: And so are you.
            "#]],
        );
    }

    #[test]
    fn visible_characters_stay_in_order() {
        let visible =
            |t: &str| t.chars().filter(|c| c.is_alphanumeric() || c.is_ascii_punctuation()).collect::<String>();
        for text in
            ["a-\nb", "zero\u{200b}width so\u{ad}ft \u{feff}mark", "tab\tbell\u{7}nul\0", "\u{2029}para\u{2028}line"]
        {
            let got: Vec<String> = blocks(text).into_iter().map(|(_, t)| t).collect();
            assert_eq!(visible(text), visible(&got.join("\n\n")), "{text:?}");
        }
    }
}
