//! What the letters of a text say of its language, and what languages are called.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::languages;

/// The file under `languages/any/` that holds all of it.
const FILE: &str = "identify.txt";

/// Letters of the Latin script and marks on them, which say nothing.
const LATIN: RangeInclusive<u32> = 0..=0x36f;

/// A language that letters tell from others of its script.
struct Letters {
    /// The commonest language of the script.
    script: &'static str,
    code: &'static str,
    has: &'static str,
    has_not: &'static str,
}

/// The table of the file.
struct Scripts {
    ranges: Vec<(RangeInclusive<u32>, &'static str)>,
    letters: Vec<Letters>,
    /// Han alone, and Han with kana.
    han: [&'static str; 2],
    shared: Vec<Vec<&'static str>>,
    told_apart: Vec<[&'static str; 3]>,
    codes: HashMap<&'static str, &'static str>,
}

static SCRIPTS: LazyLock<Scripts> = LazyLock::new(|| {
    let rows =
        |section| languages::lines(FILE, section).into_iter().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let wrong = |section: &str| -> ! { panic!("languages/any/{FILE}: a wrong line in [{section}]") };
    let point = |hex: &str| u32::from_str_radix(hex, 16).unwrap_or_else(|_| wrong("scripts"));
    Scripts {
        ranges: (rows("scripts"))
            .map(|row| match row[..] {
                [from, to, code] => (point(from)..=point(to), code),
                _ => wrong("scripts"),
            })
            .collect(),
        letters: (rows("letters"))
            .map(|row| match row[..] {
                [script, code, has] => Letters { script, code, has, has_not: "" },
                [script, code, has, _, has_not] => Letters { script, code, has, has_not },
                _ => wrong("letters"),
            })
            .collect(),
        han: match rows("han").next().as_deref() {
            Some(&[alone, with_kana]) => [alone, with_kana],
            _ => wrong("han"),
        },
        shared: rows("shared-script").collect(),
        told_apart: rows("told-apart").map(|row| row.try_into().unwrap_or_else(|_| wrong("told-apart"))).collect(),
        codes: rows("codes").flat_map(|row| row.clone().into_iter().map(move |name| (name, row[0]))).collect(),
    }
});

/// The language of a text whose script leaves no choice, or whose letters tell it from others of the script.
pub fn by_script(text: &str) -> Option<&'static str> {
    if text.is_ascii() || !text.chars().any(|c| !LATIN.contains(&u32::from(c)) && c.is_alphabetic()) {
        return None;
    }
    let scripts = &*SCRIPTS;
    let mut counts = vec![0usize; scripts.ranges.len()];
    let (mut letters, mut kana, mut han) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        let code = u32::from(c);
        if LATIN.contains(&code) {
        } else if languages::is_kana(c) {
            kana += 1;
        } else if languages::is_han(c) {
            han += 1;
        } else if let Some(i) = scripts.ranges.iter().position(|(range, _)| range.contains(&code)) {
            counts[i] += 1;
        }
    }
    if (kana + han) * 2 > letters {
        return Some(scripts.han[usize::from(kana * 10 > han)]);
    }
    let (best, &count) = counts.iter().enumerate().max_by_key(|(i, count)| (**count, usize::MAX - i))?;
    if count * 2 <= letters {
        return None;
    }
    let has = |letters: &str| text.chars().filter(|c| letters.contains(*c)).count() * 100 > count / 4;
    let script = scripts.ranges[best].1;
    let mut of_script = scripts.letters.iter().filter(|letters| letters.script == script);
    let told = of_script.find(|letters| has(letters.has) && (letters.has_not.is_empty() || !has(letters.has_not)));
    Some(told.map_or(script, |letters| letters.code))
}

/// Whether a passage that its script says to be in one language is surely not in another.
pub fn are_apart(found: &str, passage: &str, language: &str) -> bool {
    let pair = SCRIPTS.told_apart.iter().find(|[one, other, _]| *one == found && *other == language);
    match pair {
        Some([_, _, letters]) => passage.chars().any(|c| letters.contains(c)),
        None => {
            let is_shared = |group: &Vec<&str>| group.contains(&found) && group.contains(&language);
            found != language && !SCRIPTS.shared.iter().any(is_shared)
        }
    }
}

/// The ISO 639-1 code of another code or a name of a language, lower case.
pub fn code_of(name: &str) -> Option<&'static str> {
    SCRIPTS.codes.get(name).copied()
}
