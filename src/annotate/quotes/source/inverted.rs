//! A subject behind its verb: "said X", "a déclaré X", "dit-il", "sagte er".

use super::attribution::attribution;
use super::noun_phrase::noun_phrase;
use crate::annotate::quotes::candidate::Attribution;
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::words::{From, Reading, Role, Word, read};
use crate::document::Span;
use crate::languages::Class;

/// "said X", "a déclaré X", "dit-il" from word `at`.
pub fn inverted(cx: &Context, words: &[Word], at: usize) -> Option<Attribution> {
    let auxiliaries = words[at..].iter().take(3).take_while(|w| w.role == Role::Auxiliary).count();
    let mut i = at + auxiliaries;
    // "a-t-il déclaré", "hat er gesagt"
    if auxiliaries > 0 && words.get(i).is_some_and(|w| w.role == Role::Pronoun) {
        let is_cue = words.get(i + 1).is_some_and(Word::reports);
        let speaker = if words[i].is(Class::Impersonal) { source_behind(words, i + 2) } else { Some((i, i + 1)) };
        return is_cue.then(|| attribution(cx, words, i + 1, speaker));
    }
    // "reacted Trump.": any finite verb in front of a name that ends there.
    let ends_with_name =
        || noun_phrase(words, i + 1).is_some_and(|end| words[i + 1].capital && words.get(end).is_none_or(|w| w.breaks));
    // ", gelobte er", ", announced the port": behind a comma whatever verb stands right before its subject.
    let set_off = || words[0].breaks && !words[0].is(Class::Copula) && stands_before_subject(words, i + 1);
    let is_cue = |w: &Word| w.reports() && (!w.capital || i == 0);
    let tells = |w: &Word| i == 0 && w.is_finite() && !w.capital && (ends_with_name() || set_off());
    let cue = words.get(i).filter(|w| is_cue(w) || tells(w))?;
    // "told Politico": whoever follows is told; "saying he": a participle has its subject elsewhere.
    if cue.is_telling() || cue.is_gerund() {
        return None;
    }
    let verb = i;
    i += 1;
    // "chimed in Roe"
    let particle = |w: &Word| {
        let text = cx.doc.slice(w.span);
        cue.cue.is_some_and(|c| c.verb.particle == Some(text) || c.verb.prepositions.contains(&text))
    };
    while words.get(i).is_some_and(|w| (w.is_adverb() || w.role == Role::Auxiliary || particle(w)) && !w.breaks) {
        i += 1;
    }
    let aside = behind_aside(words, i);
    i = aside.unwrap_or(i);
    if words.get(i).is_none_or(|w| {
        w.breaks && aside.is_none()
            || w.is(Class::ObjectPronoun) && w.role != Role::Pronoun && w.role != Role::Determiner
    }) {
        return None;
    }
    // "it", "you": as likely the object. An article of the same form ("le") opens the subject.
    let determines =
        words[i].tag.is_possessive_determiner() || words[i].is_any(&[Class::DefiniteArticle, Class::IndefiniteArticle]);
    if cx.is_tagged() && words[i].is(Class::ObjectPronoun) && !determines {
        return None;
    }
    let end = noun_phrase(words, i)?;
    // "hieß es in einem Brief": nobody, but for the source that a preposition opens.
    if words[i].role == Role::Pronoun && words[i].is(Class::Impersonal) {
        return Some(attribution(cx, words, verb, source_behind(words, end)));
    }
    // "said Fiorina was": what follows is the subject of the words said. A determiner alone is nobody.
    let acts = words.get(end).is_some_and(|w| !w.breaks && (w.is_finite() || w.is(Class::Modal)));
    let acts = acts && !(at == 0 && words[0].breaks && words[i].role == Role::Pronoun);
    let bare = end == i + 1 && words[i].is_any(&[Class::DefiniteArticle, Class::IndefiniteArticle]);
    (!acts && !bare).then(|| attribution(cx, words, verb, Some((i, end))))
}

/// Where the words go on behind "pour sa part", "por su parte" or ", por sua vez," at `at`: a phrase of the subject's own that stands in
/// front of it.
fn behind_aside(words: &[Word], at: usize) -> Option<usize> {
    let [link, own, noun, next] = words.get(at..at + 4)? else { return None };
    let phrase = link.is(Class::Preposition) && own.is(Class::Possessive) && !own.breaks && !noun.breaks;
    let plain = noun.role == Role::Other && !noun.capital && noun.tag.is_noun();
    (phrase && plain && link.breaks == next.breaks).then_some(at + 3)
}

/// "said X" at the start of a stretch, by a reporting verb.
pub fn inverted_at_start(cx: &Context, span: Span) -> Option<Attribution> {
    let words = read(cx, span, From::Start, Reading::Lenient);
    let verb = words.iter().take(4).position(Word::reports)?;
    let helps = |w: &Word| w.role == Role::Auxiliary || w.role == Role::Pronoun;
    words[..verb].iter().all(helps).then(|| inverted(cx, &words, 0)).flatten()
}

/// The noun phrase behind a preposition at `at`: where nobody speaks, a letter or an office may.
fn source_behind(words: &[Word], at: usize) -> Option<(usize, usize)> {
    words.get(at).filter(|w| w.is(Class::Preposition) && !w.breaks)?;
    noun_phrase(words, at + 1).map(|end| (at + 1, end))
}

/// Where the words go on behind "as" or "según" at the start, if a verb of speech stands there: ", según explicó Roe".
pub fn behind_comparison(words: &[Word]) -> Option<usize> {
    let opener = |w: &Word| w.role == Role::According || w.is(Class::RoleMarker);
    let verb = words.iter().take(3).position(opener)? + 1;
    let auxiliaries = words[verb..].iter().take(3).take_while(|w| w.role == Role::Auxiliary).count();
    words.get(verb + auxiliaries).is_some_and(Word::reports).then_some(verb)
}

/// Whether a subject stands at `at` that no other verb follows: a pronoun that cannot be an object, or a noun phrase.
fn stands_before_subject(words: &[Word], at: usize) -> bool {
    let Some(first) = words.get(at).filter(|w| !w.breaks) else { return false };
    match first.role {
        Role::Pronoun => !first.is(Class::ObjectPronoun) && !first.is(Class::Impersonal),
        Role::Determiner => noun_phrase(words, at)
            .is_some_and(|end| end > at + 1 && words.get(end).is_none_or(|w| w.breaks || w.role == Role::Stop)),
        _ => false,
    }
}
