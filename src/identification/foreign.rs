//! Passages in another language than the article's: quotes that are not translated, statements in two languages.

use rustc_hash::FxHashSet;

use super::words::{self, Languages};
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
    let all: Vec<&str> = passage.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    // A capital within a passage begins a name ("De Niro"), at its beginning it may not.
    let first = all.first().map(|word| word.to_lowercase()).unwrap_or_default();
    let all: Vec<&str> = std::iter::once(first.as_str()).chain(all.into_iter().skip(1)).collect();
    let languages: Vec<Languages> = all.iter().map(|word| words::languages_of(word)).collect();
    let count = |code: &str| {
        let language = words::language(code);
        languages.iter().filter(|languages| languages.meets(language)).count()
    };
    let own = count(language);
    // Most passages are in the article's language, and a sixth of their words or more says so.
    if all.iter().filter(|word| word.chars().count() > 1).count() < FEWEST_WORDS || own * 6 >= all.len() {
        return None;
    }
    let code = judge(passage);
    let small = words::language(code);
    let kinds: FxHashSet<&str> =
        all.iter().zip(&languages).filter(|(_, languages)| languages.meets(small)).map(|(word, _)| *word).collect();
    let kinds = kinds.len();
    let found = count(code);
    (code != language && kinds >= 2 && found * 6 >= all.len() && found > own * 4).then_some(code)
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
