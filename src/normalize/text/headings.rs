//! Headings of plain text, and the headline that stands in front of it.

use crate::dateline;
use crate::document::BlockKind;
use crate::normalize::byline;

/// Longest heading and headline, in characters, and the most words of them.
const LONGEST_HEADING: usize = 80;
const LONGEST_HEADLINE: usize = 140;
const MOST_WORDS: usize = 12;
const MOST_HEADLINE_WORDS: usize = 24;

/// What a heading stands over is at least this long, in characters, and at least twice as long as itself.
const TEXT: usize = 40;

/// Marks the lines that are headings: short, alone between blank lines, not ended like a sentence, and with a text below.
pub fn mark(blocks: &mut [(BlockKind, String)], stands_alone: &[bool]) {
    for at in 0..blocks.len().saturating_sub(1) {
        let (kind, line) = &blocks[at];
        let is_heading = *kind == BlockKind::Body && stands_alone[at] && reads_like(line, LONGEST_HEADING, MOST_WORDS);
        let is_marked = line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
        let stands_over = |below: &(BlockKind, String)| below.1.len() >= 2 * line.len() && is_text(below);
        if (is_heading && stands_over(&blocks[at + 1])) || is_marked && stands_alone[at] {
            blocks[at].0 = BlockKind::Heading;
        }
    }
}

/// The first line of a text, where it is a headline: it is ended by no full stop, says neither where nor who, and a longer
/// text follows.
pub fn headline(blocks: &[(BlockKind, String)]) -> Option<&str> {
    let [(kind, first), rest @ ..] = blocks else { return None };
    let is_line = matches!(kind, BlockKind::Lead | BlockKind::Body | BlockKind::Heading);
    let goes_on = rest.iter().take(3).any(|block| is_text(block) && block.1.len() > first.len());
    (is_line && goes_on && reads_like(first, LONGEST_HEADLINE, MOST_HEADLINE_WORDS)).then_some(first)
}

fn is_text((kind, text): &(BlockKind, String)) -> bool {
    let ends = text.trim_end_matches(['"', '”', '’', '»', ')', '“']).ends_with(['.', '!', '?', '…', '。', '！', '？']);
    matches!(kind, BlockKind::Body | BlockKind::Lead)
        && ends
        && (text.chars().count() >= TEXT || !text.is_ascii() && text.len() >= TEXT)
}

fn reads_like(line: &str, longest: usize, most_words: usize) -> bool {
    // Most lines are paragraphs.
    if line.chars().nth(longest).is_some() {
        return false;
    }
    let words = line.split(' ').count();
    let begins = line.trim_start_matches(['"', '“', '„', '«', '‘', '\'', '¿', '¡', '(']).chars().next();
    let is_begun = begins.is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase());
    let ended = ['.', ',', ';', ':', '…', '-', '–', '—', '。', '，', '_', '|', '='];
    let has_letters = line.chars().filter(|c| c.is_alphabetic()).count() >= 6;
    // A word alone is a line of its own only in scripts that set no blanks.
    let is_long_enough = words >= 2 || line.chars().any(|c| c >= '\u{3040}');
    is_begun
        && has_letters
        && is_long_enough
        && words <= most_words
        && !line.ends_with(ended)
        && byline::after_by(line).is_none()
        && dateline::read(line).is_none()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::headline;
    use crate::normalize::text::blocks;

    fn check(text: &str, want: Expect) {
        let blocks = blocks(text);
        let shown: Vec<String> = blocks.iter().map(|(kind, text)| format!("{kind:?}: {text:.30}\n")).collect();
        want.assert_eq(&format!("{:?}\n{}", headline(&blocks), shown.concat()));
    }

    const TEXT: &str =
        "The ferry company said on Monday that it would run twice as many boats in summer as it does now.";

    #[test]
    fn a_first_line_without_a_full_stop_is_the_headline() {
        check(
            &format!("Boats return to the north shore\n\n{TEXT}\n\nWhat comes next\n\n{TEXT}"),
            expect![[r#"
                Some("Boats return to the north shore")
                Heading: Boats return to the north shor
                Lead: The ferry company said on Mond
                Heading: What comes next
                Body: The ferry company said on Mond
            "#]],
        );
        check(
            &format!("Boats return\n\n{TEXT}\n\nWhat it costs\n\nA crossing is nine crowns, as it was before."),
            expect![[r#"
                Some("Boats return")
                Heading: Boats return
                Lead: The ferry company said on Mond
                Heading: What it costs
                Body: A crossing is nine crowns, as 
            "#]],
        );
        check(
            &format!("Boats return: “We missed them”\n{TEXT}\n{TEXT}"),
            expect![[r#"
                Some("Boats return: “We missed them”")
                Lead: Boats return: “We missed them”
                Body: The ferry company said on Mond
                Body: The ferry company said on Mond
            "#]],
        );
    }

    #[test]
    fn a_sentence_a_byline_and_a_place_are_none() {
        for first in ["Boats return.", "By Ida Berg", "OSLO (NTB) —", "Dear readers,", "and so they went", "Contents:"]
        {
            assert_eq!(headline(&blocks(&format!("{first}\n\n{TEXT}"))), None, "{first}");
        }
        assert_eq!(headline(&blocks("Boats return to the shore")), None);
    }
}
