//! Text in the pieces that numbers, amounts and dates are made of.
//!
//! A token holds several pieces where it is written without spaces: `£2m-a-year` is `£`, `2`, `m`, `-`, `a`, `-`, `year`.
//! The entries of packs are cut the same way, so that "week-end" and "°C" are found wherever they stand.

/// What a piece is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Digits with the stops, commas and apostrophes between them: `1,250.50`.
    Digits,
    /// Letters with the apostrophes and stops that belong to them: `d'`, `p.m.`.
    Word,
    /// Any other character by itself.
    Mark,
}

/// Cuts text into pieces and gives their kind and where they begin and end, in bytes; white space is in none.
pub fn pieces(text: &str) -> impl Iterator<Item = (PieceKind, usize, usize)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(|c: char| !c.is_whitespace())?;
        let first = text[start..].chars().next()?;
        let (kind, end) = if first.is_ascii_digit() {
            (PieceKind::Digits, digits_end(text.as_bytes(), start))
        } else if is_letter(first) {
            (PieceKind::Word, word_end(text, start))
        } else {
            (PieceKind::Mark, start + first.len_utf8())
        };
        at = end;
        Some((kind, start, end))
    })
}

/// Superscript letters of ranks ("1º", "2ª") stand apart from the digits, as "st" and "nd" do.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

fn digits_end(bytes: &[u8], start: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = start + 1;
    loop {
        let mark = match bytes.get(at) {
            Some(b'0'..=b'9') => 0,
            Some(b'.' | b',' | b'\'') => 1,
            // The typographic apostrophe.
            Some(0xe2) if bytes.get(at..at + 3) == Some(&[0xe2, 0x80, 0x99]) => 3,
            _ => return at,
        };
        if mark > 0 && !digit(at + mark) {
            return at;
        }
        at += mark + 1;
    }
}

fn word_end(text: &str, start: usize) -> usize {
    // Most words are ASCII letters and nothing else.
    if text.as_bytes()[start..].iter().all(u8::is_ascii_alphabetic) {
        return text.len();
    }
    let mut end = start;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let next_is_letter = chars.peek().is_some_and(|&(_, c)| is_letter(c));
        let joins = match c {
            '\'' | '’' => offset > 0,
            '.' => offset > 0 && (next_is_letter || chars.peek().is_none()),
            _ => is_letter(c) || unicode_normalization::char::is_combining_mark(c),
        };
        if !joins {
            break;
        }
        end = start + offset + c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).map(|(_, start, end)| &text[start..end]).collect()
    }

    #[test]
    fn tokens_are_cut_where_digits_letters_and_marks_meet() {
        for (text, expected) in [
            ("£2m-a-year", "£|2|m|-|a|-|year"),
            ("1,250.50", "1,250.50"),
            ("1’250", "1’250"),
            ("10:30", "10|:|30"),
            ("3-5m", "3|-|5|m"),
            ("US$5", "US|$|5"),
            ("d'", "d'"),
            ("p.m.", "p.m."),
            ("3.", "3|."),
            ("20°C", "20|°|C"),
            ("14h30", "14|h|30"),
            ("week-end", "week|-|end"),
            ("km²", "km|²"),
        ] {
            assert_eq!(cut(text).join("|"), expected);
        }
    }
}
