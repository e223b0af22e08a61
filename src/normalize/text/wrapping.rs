//! Recognises text whose lines were broken by hand at a fixed width.

/// Narrowest and widest column, in characters, that lines are wrapped to.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=100;

/// How many line ends there must be before a width is believed.
const ENOUGH_BREAKS: usize = 3;

/// For each line whether it continues the paragraph of the line before.
///
/// A program that wraps text breaks a line only where the next word would not have fitted. Where nearly all line
/// ends are such, the text was wrapped, and the others end paragraphs.
pub fn joined(lines: &[String]) -> Vec<bool> {
    let lengths: Vec<usize> = lines.iter().map(|l| l.chars().count()).collect();
    let width = lengths.iter().copied().max().unwrap_or(0);
    let is_break = |i: usize| i > 0 && lengths[i] > 0 && lengths[i - 1] > 0;
    let is_full = |i: usize| {
        let next = lines[i].split(' ').next().map_or(0, |word| word.chars().count());
        lengths[i - 1] + 1 + next > width
    };
    let breaks = (0..lines.len()).filter(|&i| is_break(i));
    let (all, full) = breaks.fold((0, 0), |(all, full), i| (all + 1, full + usize::from(is_full(i))));
    let wrapped = WIDTHS.contains(&width) && full >= ENOUGH_BREAKS && full * 10 >= all * 8;
    (0..lines.len())
        .map(|i| is_break(i) && if wrapped { is_full(i) } else { runs_on(&lines[i - 1], &lines[i], lengths[i - 1]) })
        .collect()
}

/// A long line that ends inside a sentence, before a line that begins with a small letter.
fn runs_on(line: &str, next: &str, length: usize) -> bool {
    length >= *WIDTHS.start()
        && next.starts_with(char::is_lowercase)
        && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{2010}'))
}
