//! The cue and the speaker beside a marked stretch, from the words alone.
//!
//! News sets direct speech in few ways: `"…," X said`, `"…," said X, the minister`, `X said: "…"`, and
//! `"…", according to X`. They are recognised by reporting verbs, closed classes, capitals and commas, so that they work
//! without a parser and in every language with a pack.

use super::attribution::{attributed_to, attribution, by_phrase};
use super::colon;
use super::inverted::{behind_comparison, inverted};
use super::noun_phrase::{noun_phrase, phrase_at, span_of};
use super::subject::{is_asked_aside, main_clause, subject_in_front};
use crate::annotate::quotation_marks::is_mark;
use crate::annotate::quotes::candidate::Attribution;
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::rules::Rule;
use crate::annotate::quotes::words::{From, Reading, Role, Word, read};
use crate::dateline;
use crate::document::Span;
use crate::languages::{Class, Frames, VerbForm};

/// A way of naming the speaker beside the marks.
pub type Pattern = fn(&Context, &[Word]) -> Option<Attribution>;

/// Attributions that follow a quote, in the order in which they are tried.
pub const AFTER: &[Rule<Pattern>] = &[
    Rule {
        name: "according-to",
        example: "es: «[El tren llegó tarde a Toledo]», según <los viajeros>.",
        run: |cx, words| (words.first()?.role == Role::According).then(|| according(cx, words, 0)).flatten(),
    },
    Rule {
        name: "relayed-behind-marks",
        example: "“[The wall will hold],” Radio Nord quoted <the minister> as saying.",
        run: |cx, words| relayed(cx, words),
    },
    Rule {
        name: "noun-of-speech-behind-marks",
        example: "“[Come back tomorrow]” was the answer from <Bo Lund>.",
        run: |cx, words| was_the_answer(cx, words),
    },
    Rule {
        name: "verb-subject",
        example: "“[We will rebuild the pier],” said <Ann Lee>, the mayor.",
        run: |cx, words| inverted(cx, words, 0).or_else(|| inverted(cx, words, behind_comparison(words)?)),
    },
    Rule {
        name: "subject-verb",
        example: "es: «[El tren llegó tarde]», <Ana Ruiz>, alcaldesa de Toledo, dijo.",
        run: |cx, words| subject_and_verb(cx, words),
    },
    Rule {
        name: "act-behind-comma",
        example: "“[The sea gives and the sea takes],” <he> shrugs at the men on the quay.",
        run: |cx, words| act_behind_comma(cx, words),
    },
];

/// Attributions that lead to a quote, in the order in which they are tried.
pub const BEFORE: &[Rule<Pattern>] = &[
    Rule {
        name: "name-colon",
        example: "The council met. | <Ann Lee>, 34, teacher, Oslo: “[We will rebuild the pier.]”",
        run: |cx, words| colon::name(cx, words),
    },
    Rule {
        name: "leading-according-to",
        example: "According to <Bo Lund of the harbour office>, “[the pier will be closed for a year].”",
        run: |cx, words| leading_according(cx, words),
    },
    Rule {
        name: "in-the-words-of",
        example: "The fair was held here because, in <the mayor>’s words, “[they are the most lively places on the coast].”",
        run: |cx, words| in_the_words_of(cx, words),
    },
    Rule {
        name: "verb-left-out",
        example: "Bo Lund said “never again”, <Ann Lee> “[not this year].”",
        run: |cx, words| left_out(cx, words),
    },
    Rule {
        name: "verb-before-marks",
        example: "es: El tren llegó tarde. <Ana Ruiz> dijo ayer: «[No subiremos los impuestos].»",
        run: |cx, words| verb_before(cx, words),
    },
    Rule {
        name: "announcement-colon",
        example: "The council met. | <Lund> delivered a snappy retort: “[No one is tearing this up.]”",
        run: |cx, words| colon::announced(cx, words),
    },
];

/// The attribution that follows a quote, within `tail` (the text from the closing mark to the end of the sentence or
/// the next mark).
pub fn after(cx: &Context, tail: Span) -> Option<Attribution> {
    let find = |reading| {
        let words = read(cx, tail, From::Start, reading);
        if words.is_empty() { None } else { cx.rules.of(AFTER).find_map(|rule| (rule.run)(cx, &words)) }
    };
    find(Reading::Tagged).or_else(|| find(Reading::Lenient))
}

/// The attribution that leads to a quote, within `head` (the text from the start of the sentence, or the mark before,
/// to the opening mark).
pub fn before(cx: &Context, head: Span) -> Option<Attribution> {
    let words = read(cx, head, From::End, Reading::Tagged);
    if words.is_empty() {
        return None;
    }
    cx.rules.of(BEFORE).find_map(|rule| (rule.run)(cx, &words))
}

/// The subject of the last finite verb in a stretch, whatever that verb means ("X welcomed “the plan”"); the verb is the
/// cue.
pub fn acting(cx: &Context, head: Span) -> Option<Attribution> {
    let words = read(cx, head, From::End, Reading::Tagged);
    let verb = (0..words.len()).rev().find(|&i| words[i].is_finite())?;
    let found = subject_in_front(cx, &words, verb).filter(|f| f.speaker.is_some())?;
    // "voters who are “angry”", "voters whose anger is “real”": whoever acts in the main clause.
    let relative = |speaker: Span| {
        let at = words.iter().position(|w| w.span.start == speaker.start);
        at.is_some_and(|i| words[i].is(Class::Relative) || i > 0 && words[i - 1].is(Class::Relative))
    };
    let start = found.speaker.is_some_and(relative).then(|| main_clause(&words, verb)).flatten();
    let main = start.and_then(|start| phrase_at(&words, start));
    Some(Attribution { speaker: main.or(found.speaker), ..found })
}

/// `The ferry company “regrets every missed sailing”.`: the noun phrase that ends at marks which begin with its verb, or
/// which hold all the rest of its sentence.
pub fn subject_of_marked_verb(cx: &Context, head: Span, inner: Span, tail: Span) -> Option<Attribution> {
    let tokens = cx.tokens(inner);
    // "“deeply regrets the delay”": the verb behind its adverb.
    let verb = tokens.iter().find(|&t| !cx.tag(t).is_adverb()).unwrap_or(tokens.start);
    // A tagger takes a past tense without its subject for a participle, and a present one for a plural.
    // Behind a comma a participle describes: "a study, “paid for by the firm”".
    let known = cx.verb(verb).filter(|_| !cx.doc.slice(head).trim_end().ends_with(','));
    let past = known.is_some() && cx.tag(verb).is_participle();
    let present = known.is_some_and(|cue| cue.form == VerbForm::Finite) && cx.words_in(inner) > 3;
    let rest = cx.words_in(tail) == 0 && cx.doc.slice(inner).starts_with(char::is_lowercase);
    let tells = (cx.tag(verb).is_finite_verb() || past || present || rest) && !cx.is(verb, Class::Copula);
    let words = read(cx, head, From::End, Reading::Tagged);
    let ends = |&i: &usize| noun_phrase(&words, i) == Some(words.len()) && (i == 0 || words[i].breaks);
    let start = (0..words.len()).find(ends).filter(|_| tells && words[words.len() - 1].role != Role::Determiner)?;
    let speaker = span_of(&words, start, words.len());
    let cue = cx.doc.tokens[verb].span;
    Some(Attribution { cue, lemma: cx.doc.slice(cue).to_lowercase(), speaker: Some(speaker), span: speaker })
}

/// The subject of a sentence's main clause.
pub fn main_subject(cx: &Context, sentence: Span) -> Option<Span> {
    let words = read(cx, behind_dateline(cx, sentence), From::Start, Reading::Tagged);
    phrase_at(&words, main_clause(&words, words.len())?)
}

/// The noun phrase that is the subject of the last word of a stretch, a verb.
pub fn subject_of_last(cx: &Context, head: Span) -> Option<Span> {
    let words = read(cx, behind_dateline(cx, head), From::End, Reading::Tagged);
    let verb = words.len().checked_sub(1).filter(|&verb| !is_addressed(&words, verb))?;
    subject_in_front(cx, &words, verb)?.speaker
}

/// What stands behind the dateline that a sentence may begin with ("OSLO (AP) — The mayor said").
fn behind_dateline(cx: &Context, sentence: Span) -> Span {
    let dateline = dateline::read(cx.doc.slice(sentence)).filter(|d| d.capitals || d.agency.is_some());
    Span::new(sentence.start + dateline.map_or(0, |d| d.rest.end), sentence.end)
}

/// A name that a line begins with, as under a quote; no more than a description follows.
pub fn name_at(cx: &Context, line: Span) -> Option<Attribution> {
    let words = read(cx, line, From::Start, Reading::Tagged);
    let end = noun_phrase(&words, 0).filter(|&end| words[0].capital && words[end - 1].capital)?;
    let speaker = span_of(&words, 0, end);
    let cue = Span::new(line.start, line.start);
    let described = words.get(end).is_none_or(|w| w.breaks) && !words.iter().any(Word::is_finite);
    let close = words.len() - end <= if described { 12 } else { 6 };
    close.then(|| Attribution { cue, lemma: "—".to_owned(), speaker: Some(speaker), span: speaker })
}

/// A finite reporting verb next to the mark that has no subject: "…", dijo. Where the subject stands for nobody ("hieß es"), it is
/// given as the speaker.
pub fn bare_verb(cx: &Context, beside: Span, from: From) -> Option<Attribution> {
    let words = read(cx, beside, from, Reading::Tagged);
    let at = match from {
        From::Start => words.iter().position(|w| w.role != Role::Auxiliary)?,
        From::End => words.iter().rposition(Word::reports)?,
    };
    let finite = words[at].reports() && words[at].cue.is_some_and(|c| c.form != VerbForm::Gerund);
    let leads =
        || !cx.doc.slice(beside).trim_end().ends_with(['.', '!', '?']) && subject_in_front(cx, &words, at).is_none();
    let beside = from == From::Start || at + 2 >= words.len() && leads();
    // "Dijo: …" opens its sentence.
    let named = words[at].capital && !(from == From::End && at == 0);
    let found = (finite && beside && !named && !is_addressed(&words, at)).then(|| attribution(cx, &words, at, None))?;
    // "hieß es": nobody was left out.
    let nobody = words.get(at + 1).filter(|w| w.role == Role::Pronoun && w.is(Class::Impersonal)).map(|w| w.span);
    Some(Attribution { speaker: nobody, ..found })
}

/// "X said", "X reportedly said", "X, the mayor, said", "X of the northern town said".
fn subject_and_verb(cx: &Context, words: &[Word]) -> Option<Attribution> {
    // "as X put it"
    let start = usize::from(words[0].is(Class::RoleMarker));
    let end = noun_phrase(words, start)?;
    // A verb of any kind, where nothing but a particle depends on it: "Trump went on", "an angry Hollande retaliated."
    // "Roe wanted to know"
    let infinitive = |i: usize| i + 3 == words.len() && words[i + 1].is(Class::InfinitiveMarker);
    let closed = |i: usize| words.get(i + 1).is_none_or(|w| w.breaks || w.is(Class::Particle)) || infinitive(i);
    let cue = (end..words.len().min(end + 28))
        .find(|&i| words[i].reports() || i == end && words[i].is_verbal() && closed(i))?;
    let between = &words[end..cue];
    // "income, he said": another subject stands in between.
    if between.iter().any(|w| w.role == Role::Pronoun && !w.is(Class::Relative)) {
        return None;
    }
    let plain = between.iter().all(Word::is_between);
    let prepositional = words[end].role == Role::Stop && between.len() < 8;
    if !(plain || words[end].breaks || prepositional) {
        return None;
    }
    let speaker = if is_addressed(words, cue) {
        // "Roe was told by a surgeon"
        let by = cue + 1;
        let agent = words.get(by).filter(|w| w.is(Class::AgentMarker)).and_then(|_| noun_phrase(words, by + 1));
        agent.map(|end| (by + 1, end))
    } else {
        Some(nearer_name(cx, words, start, end, cue).unwrap_or((start, end)))
    };
    Some(attribution(cx, words, cue, speaker))
}

/// "the dawn of the movement, Lund says": the name that ends right in front of the verb at `cue`, where no comma parts it from it and
/// the phrase from `start` to `end` is no person.
fn nearer_name(cx: &Context, words: &[Word], start: usize, end: usize, cue: usize) -> Option<(usize, usize)> {
    let comma = (end..cue).rev().find(|&i| words[i].breaks).filter(|_| !words[cue].breaks)?;
    let phrase = noun_phrase(words, comma).filter(|&p| words[p..cue].iter().all(Word::is_between))?;
    let named = words[comma].capital && cx.person_in(span_of(words, comma, phrase)).is_some();
    let other = cx.person_in(span_of(words, start, end)).is_none() && words[start].role != Role::Pronoun;
    (named && other).then_some((comma, phrase))
}

/// `“…,” she shrugs at them.`: behind a comma within the marks any verb in its own tense tells of speech.
fn act_behind_comma(cx: &Context, words: &[Word]) -> Option<Attribution> {
    let before = cx.doc.text()[..words[0].span.start].trim_end();
    let comma = before.trim_end_matches(is_mark).ends_with(',') && before.ends_with(is_mark);
    let end = noun_phrase(words, 0).filter(|_| comma)?;
    let who = words[0].role == Role::Pronoun || words[0].capital && words[end - 1].capital;
    let verb = words.get(end)?;
    let acts = verb.is_finite() && !verb.breaks && !verb.is_any(&[Class::Copula, Class::Auxiliary, Class::Modal]);
    (who && acts).then(|| attribution(cx, words, end, Some((0, end))))
}

fn according(cx: &Context, words: &[Word], at: usize) -> Option<Attribution> {
    let end = noun_phrase(words, at + 1)?;
    let cue = words[at].span;
    Some(by_phrase(cx, cue, span_of(words, at + 1, end)))
}

/// `According to the mayor, “…”`
fn leading_according(cx: &Context, words: &[Word]) -> Option<Attribution> {
    let at = words.iter().take(3).position(|w| w.role == Role::According)?;
    let found = according(cx, words, at)?;
    let end = words.iter().position(|w| w.span.start >= found.span.end);
    let plain = |end: usize| words[end..].iter().all(|w| !w.is_finite() && !w.reports());
    end.is_none_or(plain).then_some(found)
}

/// "According to the mayor, the pier will close.": the source that a sentence opens with, whatever the sentence goes on with.
pub fn opening_source(cx: &Context, sentence: Span) -> Option<Attribution> {
    let words = read(cx, sentence, From::Start, Reading::Tagged);
    words.first().filter(|w| w.role == Role::According && !w.is(Class::SourceAside))?;
    according(cx, &words, 0)
}

/// The verb in front of the marks, with its subject where there is one.
fn verb_before(cx: &Context, words: &[Word]) -> Option<Attribution> {
    const FAR: usize = 30;
    // "scored in added time": a participle between a preposition and its noun.
    let governed =
        |i: usize| i > 0 && words[i].tag.is_participle() && !words[i].breaks && words[i - 1].is(Class::Preposition);
    let reports = |&i: &usize| words[i].reports() && !is_asked_aside(words, i) && !governed(i);
    let cue = (0..words.len()).rev().find(reports)?;
    if words.len() - 1 - cue > FAR {
        return None;
    }
    if is_addressed(words, cue) {
        let source = (words[0].role == Role::According).then(|| according(cx, words, 0)).flatten();
        return source.or_else(|| Some(attribution(cx, words, cue, None)));
    }
    // "Nach dem Spiel sagte Roe: …": behind an adverbial the subject follows its verb.
    // "wants the court to order a study": an infinitive has no subject behind it.
    let infinitive = cue > 0 && words[cue - 1].is(Class::InfinitiveMarker) && !words[cue].breaks;
    let behind = || (!infinitive).then(|| inverted(cx, words, cue)).flatten().filter(|f| f.speaker.is_some());
    // "Froh über den Sieg, sagte Roe: …", "Dem Verein sagte er: …": where the verb stands second, what is set off from it, or stands in
    // another case, is no subject.
    let start = (0..=cue).rev().find(|&i| i == 0 || words[i].breaks).unwrap_or(0);
    let oblique =
        words[start].is(Class::Oblique) || words[start].is(Class::RoleMarker) && words[start].role != Role::Other;
    let follows = words.get(cue + 1).is_some_and(|w| w.role == Role::Pronoun && !w.is(Class::Impersonal) && !w.breaks);
    if cx.parts_clauses
        && (words[cue].breaks || oblique || follows)
        && let Some(found) = behind()
    {
        return Some(found);
    }
    let adverbial = words[start].role == Role::Stop && words[start].is(Class::Preposition);
    if adverbial
        && colon::behind(cx, words).is_some()
        && let Some(found) = behind()
    {
        return Some(found);
    }
    subject_in_front(cx, words, cue)
        .or_else(behind)
        .or_else(|| governing(cx, words, cue))
        .or_else(|| Some(attribution(cx, words, cue, None)))
}

/// "his men were told, “…”": whether the subject of a verb is told or asked, and does not speak.
fn is_addressed(words: &[Word], verb: usize) -> bool {
    let passive = verb > 0 && words[verb - 1].is(Class::Copula) && !words[verb - 1].possessive;
    passive && (words[verb].is_telling() || words[verb].reports_with(Frames::ASKS))
}

/// `Lund said “yes”, Lee “no”`: the verb before the marked stretch in front serves for both.
fn left_out(cx: &Context, words: &[Word]) -> Option<Attribution> {
    let opens = (0..words.len()).rev().find(|&i| i == 0 || words[i].breaks)?;
    let start = opens + usize::from(words[opens].is(Class::Coordinator));
    let speaker = phrase_at(words, start).filter(|_| noun_phrase(words, start) == Some(words.len()))?;
    let text = cx.doc.text()[..words[opens].span.start].trim_end_matches([',', ' ', '\u{a0}']);
    let index = cx.marked.partition_point(|m| m.outer.end < text.len());
    let before = cx.marked.get(index).filter(|m| m.outer.end == text.len())?;
    let token = cx.tokens(before.outer).start.checked_sub(1)?;
    let verb = cx.verb(token).filter(|verb| verb.has(Frames::SPEECH))?;
    let cue = cx.doc.tokens[token].span;
    Some(Attribution { cue, lemma: verb.verb.lemma.to_owned(), speaker: Some(speaker), span: speaker })
}

/// "because, in the mayor’s words, “…”"
fn in_the_words_of(cx: &Context, words: &[Word]) -> Option<Attribution> {
    // "in the words of the mayor, Ann Lee, “…”"
    let noun = (0..words.len()).rev().find(|&i| words[i].is(Class::WordsNoun))?;
    if noun >= 2
        && words[noun - 1].is(Class::DefiniteArticle)
        && words[noun - 2].is(Class::Preposition)
        && words.get(noun + 1).is_some_and(|w| w.is(Class::NounLink) && !w.breaks)
    {
        let rest = &words[noun + 2..];
        let phrase = phrase_at(words, noun + 2).filter(|_| !rest.iter().any(|w| w.is_finite() || w.reports()))?;
        let named = cx.person_in(words[noun + 2].span.cover(rest.last()?.span));
        return Some(by_phrase(cx, words[noun].span, named.unwrap_or(phrase)));
    }
    let last = words.len().checked_sub(1).filter(|&i| words[i].is(Class::WordsNoun))?;
    let start = (last.saturating_sub(6)..last).rev().find(|&i| words[i].is(Class::Preposition))? + 1;
    noun_phrase(words, start).filter(|&end| end == last + 1 && start < last && words[last - 1].possessive)?;
    let owner = cx.doc.tokens[cx.tokens(words[last - 1].span).start].span;
    Some(by_phrase(cx, words[last].span, words[start].span.cover(owner)))
}

/// "X went on to say": the subject of the verb before.
fn governing(cx: &Context, words: &[Word], cue: usize) -> Option<Attribution> {
    let verb = (0..cue).rev().find(|&i| words[i].is_finite())?;
    let speaker = subject_in_front(cx, words, verb)?.speaker?;
    Some(attributed_to(cx, words, cue, speaker))
}

/// `"…," Radio Nord quoted the minister as saying`, `"…," he was quoted as saying`.
fn relayed(cx: &Context, words: &[Word]) -> Option<Attribution> {
    let relay = words.iter().position(|w| w.cue.is_some_and(|c| c.has(Frames::RELAYS)))?;
    let marker = (relay + 1..words.len()).find(|&i| words[i].is(Class::RoleMarker))?;
    let cue = (marker + 1..words.len().min(marker + 3)).find(|&i| words[i].cue.is_some_and(|c| c.tells))?;
    let passive = relay > 0 && words[relay - 1].is(Class::Copula);
    let start = if passive { 0 } else { relay + 1 };
    let end = noun_phrase(words, start).filter(|&end| end <= marker)?;
    Some(attribution(cx, words, cue, Some((start, end))))
}

/// `"…" was the answer from X`, `"…," was all that X would say`.
fn was_the_answer(cx: &Context, words: &[Word]) -> Option<Attribution> {
    if !words[0].is(Class::Copula) || words[0].capital {
        return None;
    }
    let reporting = cx.language.reporting();
    let is_noun = |w: &Word| reporting.noun(cx.doc.slice(w.span)).is_some();
    if let Some(noun) = words.iter().take(6).position(is_noun) {
        let link = noun + 1;
        let end = words.get(link).filter(|w| w.is(Class::NounLink)).and_then(|_| noun_phrase(words, link + 1))?;
        return Some(attribution(cx, words, noun, Some((link + 1, end))));
    }
    let verb = (1..words.len()).find(|&i| words[i].reports())?;
    subject_in_front(cx, words, verb).filter(|found| found.speaker.is_some_and(|s| s.start > words[0].span.start))
}
