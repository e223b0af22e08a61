//! What the features look at in one word: hashes of its lower-case form and affixes, its shape, its lists.

use crate::model::ModelError;
use crate::model::hash::{hash_bytes, mix};
use crate::model::reader::{Reader, write_count};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Case {
    /// "house"
    Lower,
    /// "House"
    Initial,
    /// "HOUSE"
    Upper,
    /// "H"
    Letter,
    /// "McDonald", "iPhone"
    Mixed,
    /// "1998", "3.5"
    Digits,
    /// "G20", "1990s"
    Alphanumeric,
    /// Marks and symbols only.
    Mark,
}

/// What the lists say about one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lists {
    /// Lists (as bits) that hold the word alone.
    pub single: u16,
    /// Lists that hold the longest phrase of two or more words over this word.
    pub phrase: u16,
    /// 0 outside of phrases, 1 first word, 2 inside, 3 last word.
    pub position: u8,
}

/// One word as the features see it.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Hash of the lower-case form.
    pub lower: u64,
    /// Hashes of the first two, three and four letters of the lower-case form; 0 where it is not longer, and until
    /// [`Word::look_at_affixes`].
    pub prefixes: [u64; 3],
    /// The same of the last letters.
    pub suffixes: [u64; 3],
    /// Hash of the shape: runs of capitals, small letters, digits and marks, each run as one or two.
    pub shape: u64,
    /// How it is written.
    pub case: Case,
    /// Starts with a capital (or is a digit-letter mix with one) and is no function word.
    pub capital: bool,
    /// A word of the closed classes, in whatever case.
    pub function: bool,
    /// May stand inside a name between capitalised words ("of", "de").
    pub link: bool,
    /// Digits joined by a hyphen, as in a sport result.
    pub score: bool,
    /// An opening bracket.
    pub opens_bracket: bool,
    /// The gazetteer lists it is on.
    pub lists: Lists,
}

/// Letters beyond this many bytes do not change what a word looks like; it bounds the work on hostile text.
pub(super) const MAX_BYTES: usize = 64;

/// Words of the closed classes are not longer than this, in bytes.
const MAX_CLOSED: usize = 16;

/// The closed classes of a model's language, as sorted hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Closed {
    /// Words that are no names, in whatever case.
    function: Vec<u64>,
    /// Words that may stand inside a name between capitalised words ("of", "de").
    link: Vec<u64>,
}

impl Closed {
    /// The classes, given their words in lower case.
    pub fn new<'a>(function: impl Iterator<Item = &'a str>, link: impl Iterator<Item = &'a str>) -> Self {
        fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> Vec<u64> {
            let mut hashes: Vec<u64> =
                words.filter(|word| word.len() <= MAX_CLOSED).map(|word| hash_bytes(word.as_bytes())).collect();
            hashes.sort_unstable();
            hashes.dedup();
            hashes
        }
        Closed { function: sorted(function), link: sorted(link) }
    }

    /// Reads both classes.
    ///
    /// # Errors
    /// When the section is cut short.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let mut class = || {
            let count = reader.count(8)?;
            (0..count).map(|_| Ok(u64::from_le_bytes(reader.array()?))).collect::<Result<Vec<_>, ModelError>>()
        };
        Ok(Closed { function: class()?, link: class()? })
    }

    /// Appends both classes to a section.
    pub fn write(&self, out: &mut Vec<u8>) {
        for class in [&self.function, &self.link] {
            write_count(out, class.len());
            out.extend(class.iter().flat_map(|hash| hash.to_le_bytes()));
        }
    }
}

impl Word {
    /// Looks at a word of a language with these closed classes; `buffer` is scratch room.
    pub fn new(text: &str, closed: &Closed, buffer: &mut String) -> Self {
        let text = lower(text, buffer);
        let lower = hash_bytes(buffer.as_bytes());
        let Shape { hash: shape, case, capital, score } = Shape::of(text);
        let short = buffer.len() <= MAX_CLOSED;
        let function = short && closed.function.binary_search(&lower).is_ok();
        Word {
            lower,
            prefixes: [0; 3],
            suffixes: [0; 3],
            shape,
            case,
            capital: capital && !function,
            function,
            link: short && closed.link.binary_search(&lower).is_ok(),
            score,
            opens_bracket: text == "(",
            lists: Lists::default(),
        }
    }

    /// Adds the affixes of the word, whose text this is: most words cannot be in a name and do without.
    pub fn look_at_affixes(&mut self, text: &str, buffer: &mut String) {
        lower(text, buffer);
        self.prefixes = affixes(buffer, false);
        self.suffixes = affixes(buffer, true);
    }
}

/// Writes the lower-case form of what counts of a word, which is given back.
fn lower<'a>(text: &'a str, form: &mut String) -> &'a str {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    form.clear();
    if text.is_ascii() {
        form.push_str(text);
        form.make_ascii_lowercase();
    } else {
        // A typographic apostrophe is the same word as a straight one.
        form.extend(text.chars().map(|c| if c == '’' { '\'' } else { c }).flat_map(char::to_lowercase));
    }
    text
}

fn affixes(lower: &str, from_end: bool) -> [u64; 3] {
    let mut hashes = [0; 3];
    let is_ascii = lower.is_ascii();
    let length = if is_ascii { lower.len() } else { lower.chars().count() };
    for (n, hash) in (2..).zip(&mut hashes) {
        if length <= n {
            break;
        }
        let cut = |count: usize| match is_ascii {
            true => count,
            false => lower.char_indices().nth(count).map_or(lower.len(), |(i, _)| i),
        };
        let part = if from_end { &lower[cut(length - n)..] } else { &lower[..cut(n)] };
        *hash = hash_bytes(part.as_bytes());
    }
    hashes
}

/// How a word is written.
struct Shape {
    /// See [`Word::shape`].
    hash: u64,
    case: Case,
    /// Whether there is a capital anywhere.
    capital: bool,
    score: bool,
}

impl Shape {
    fn of(text: &str) -> Shape {
        // Most words are letters in lower case and nothing else.
        if text.bytes().all(|byte| byte.is_ascii_lowercase()) && !text.is_empty() {
            let first = mix(0, 1);
            let hash = if text.len() == 1 { first } else { mix(first, 1) };
            return Shape { hash, case: Case::Lower, capital: false, score: false };
        }
        let mut shape = 0u64;
        let (mut last, mut run) = (0u64, 0);
        let (mut upper, mut lower, mut digits, mut marks, mut count) = (0usize, 0usize, 0usize, 0usize, 0usize);
        let mut first_upper = false;
        let mut hyphen = false;
        for c in text.chars() {
            let class = if c.is_ascii_lowercase() {
                1
            } else if c.is_ascii_uppercase() {
                2
            } else if c.is_ascii_digit() {
                3
            } else if c.is_ascii() {
                4 + u64::from(c)
            } else if c.is_uppercase() {
                2
            } else if c.is_alphabetic() {
                1
            } else if c.is_numeric() {
                3
            } else {
                4
            };
            match class {
                1 => lower += 1,
                2 => upper += 1,
                3 => digits += 1,
                _ => marks += 1,
            }
            hyphen |= matches!(c, '-' | '–' | '−');
            if count == 0 {
                first_upper = class == 2;
            }
            count += 1;
            run = if class == last { run + 1 } else { 0 };
            if run < 2 {
                shape = mix(shape, class);
            }
            last = class;
        }
        let case = match (upper + lower, digits) {
            (0, 0) => Case::Mark,
            (0, _) => Case::Digits,
            (_, 1..) => Case::Alphanumeric,
            _ if upper == 0 => Case::Lower,
            _ if lower == 0 && upper == 1 => Case::Letter,
            _ if lower == 0 => Case::Upper,
            _ if first_upper && upper == 1 => Case::Initial,
            _ => Case::Mixed,
        };
        let score = hyphen && digits >= 2 && marks == 1 && upper + lower == 0;
        Shape { hash: shape, case, capital: upper > 0, score }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word::new(text, &Closed::default(), &mut String::new())
    }

    #[test]
    fn case_tells_how_a_word_is_written() {
        let cases = ["house", "House", "HOUSE", "H", "McDonald", "3.5", "G20", "--", "Ångström"].map(|t| word(t).case);
        use Case::*;
        assert_eq!(cases, [Lower, Initial, Upper, Letter, Mixed, Digits, Alphanumeric, Mark, Initial]);
    }

    #[test]
    fn words_that_differ_in_case_only_share_their_hashes_but_not_their_shape() {
        let with_affixes = |text| {
            let mut word = word(text);
            word.look_at_affixes(text, &mut String::new());
            word
        };
        let (small, large) = (with_affixes("berlin"), with_affixes("Berlin"));
        assert_eq!((small.lower, small.prefixes, small.suffixes), (large.lower, large.prefixes, large.suffixes));
        assert_ne!(small.shape, large.shape);
    }

    #[test]
    fn results_are_scores_and_years_are_not() {
        assert_eq!(["3-1", "104–98", "1998", "U-21", "-"].map(|t| word(t).score), [true, true, false, false, false]);
    }

    #[test]
    fn a_word_of_a_megabyte_costs_no_more_than_its_head() {
        let long = "ü".repeat(1_000_000);
        assert_eq!(word(&long).lower, word(&long[..MAX_BYTES]).lower);
    }
}
