//! The verb behind words that somebody says, where no mark of attribution but its place tells: "—Ya veremos —dijo Roe".

use crate::languages::{Class, Language};

/// How many words behind the end of speech the verb may be: "—le ha dicho Roe", "— a-t-il demandé".
const REACH: usize = 3;

/// Whether a reporting verb stands at the start of `text`, behind no more than auxiliaries and pronouns; `with_subject`: its
/// subject may stand in front of it, as it does behind a dash.
pub fn leads_to_verb(language: &Language, text: &str, with_subject: bool) -> bool {
    let verb = |word: &str| language.reporting().verb(word, |_| true).is_some_and(|(verb, _)| verb.tells_of_speech());
    let word = |word: &str| word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if !text.starts_with(char::is_lowercase) {
        return false;
    }
    for (index, text) in text.split_whitespace().take(REACH + 1).enumerate() {
        let whole = word(text);
        let first = whole.split('-').next().unwrap_or(&whole);
        if verb(&whole) || verb(first) {
            return true;
        }
        let helps = [first, &whole].iter().any(|w| {
            language.classes(w).contains_any(&[Class::Auxiliary, Class::ObjectPronoun, Class::Pronoun, Class::Negation])
        });
        if !(helps || with_subject && index < REACH - 1) || text.ends_with([',', '.']) {
            return false;
        }
    }
    false
}
