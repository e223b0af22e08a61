//! Passages in another language than the article's: quotes that are not translated, statements in two languages.

use rustc_hash::FxHashSet;

use super::words::{self, Counts};
use super::{judge, scripts};

/// Fewest words of two letters or more of a passage in an alphabet that many languages share. Shorter ones are names, loans and mottos as
/// often as not ("deus ex machina").
const FEWEST_WORDS: usize = 4;

/// Fewest letters of a passage in a script of its own.
const FEWEST_LETTERS: usize = 4;

/// The language (ISO 639-1) of a passage of an article in `language`, where it is surely another one.
pub fn foreign(passage: &str, language: &str) -> Option<&'static str> {
    if let Some(code) = scripts::by_script(passage) {
        let letters = passage.chars().filter(|c| c.is_alphabetic()).count();
        return (letters >= FEWEST_LETTERS && scripts::are_apart(code, passage, language)).then_some(code);
    }
    // A capital within a passage begins a name ("De Niro"), at its beginning it may not.
    let mut words = passage.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let first = words.next()?.to_lowercase();
    let words = || std::iter::once(first.as_str()).chain(words.clone());
    // Most passages are in the article's language, and a sixth of their words or more says so.
    let of_article = words::language(language);
    let (mut all, mut own, mut long) = (0, 0, 0);
    let mut left = passage.len() + first.len();
    for word in words() {
        all += 1;
        own += usize::from(words::languages_of(word).meets(of_article));
        long += usize::from(word.chars().nth(1).is_some());
        // The rest can have no more words than every second of its bytes.
        left -= word.len();
        if own * 6 >= all + left.div_ceil(2) {
            return None;
        }
    }
    if long < FEWEST_WORDS || own * 6 >= all {
        return None;
    }
    let counts = Counts::new(words());
    let says = |found: usize| found * 6 >= counts.all && found > own * 4;
    if !counts.each().any(says) {
        return None;
    }
    let code = judge(passage);
    let small = words::language(code);
    let kinds: FxHashSet<&str> = words().filter(|word| words::languages_of(word).meets(small)).collect();
    (code != language && kinds.len() >= 2 && says(counts.of(small))).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn passages_in_other_languages_are_named() {
        for (language, want, passage) in [
            ("en", "de", "Wir haben das nicht gewusst, und es ist zu spät."),
            ("en", "fr", "La ville ne paiera pas pour le pont cette année."),
            ("en", "es", "No vamos a cerrar el puente de la ciudad"),
            ("en", "pl", "Most nie jest zamknięty, ale nie wiadomo, jak długo."),
            ("en", "ru", "Мост не закроют"),
            ("en", "zh", "桥不会关闭"),
            ("de", "en", "We will not close the bridge, and that is final."),
            ("uk", "ru", "Мы этого не знали"),
            ("ja", "en", "The bridge is for all of us"),
        ] {
            assert_eq!(foreign(passage, language), Some(want), "{passage}");
        }
    }

    #[test]
    fn what_is_short_or_like_the_article_is_not() {
        for (language, passage) in [
            ("en", "We did not know"),
            ("en", "Never again!"),
            ("en", "C'est la vie"),
            ("en", "Die Zeit"),
            ("en", "La La Land, El Niño, De Niro, Los Angeles"),
            ("en", "The chancellor said “Wir schaffen das” and it was the sentence of the year."),
            ("de", "Er sagte, dass das „business as usual“ für die Branche nicht mehr gelte."),
            ("es", "O governo da cidade"),
            ("no", "Vi skal ikke stenge broen, og det er endelig."),
            ("uk", "Мост"),
            ("bg", "Мостът няма да бъде затворен"),
            ("ja", "橋梁閉鎖"),
            ("en", "$3,000 (per insured, per trip)"),
            ("en", "12,5 % 3 km"),
            ("en", ""),
        ] {
            assert_eq!(foreign(passage, language), None, "{passage}");
        }
    }
}
