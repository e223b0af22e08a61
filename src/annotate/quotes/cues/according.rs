//! "according to X", ", so X", "X zufolge": the rest of the sentence.

use crate::annotate::quotes::candidate::Reported;
use crate::annotate::quotes::content::parted::clause_mark;
use crate::annotate::quotes::source::by_tree;
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::TokenRange;
use crate::languages::Class;

/// The attribution by a phrase like "according to" at `cue`.
pub fn attribution(tree: &SentenceTree, cue: TokenRange) -> Option<Reported> {
    let (token, first) = (cue.start, cue.end);
    let aside = tree.is(token, Class::SourceAside);
    if aside && !stands_aside(tree, token) {
        return None;
    }
    // "nach ihren Worten": the possessor speaks.
    if let Some(owner) = cue.iter().find(|&t| tree.is(t, Class::Possessive)) {
        let before = Some(TokenRange::new(tree.tokens.start, token)).filter(|part| !part.is_empty());
        let content = before.into_iter().chain(behind_source(tree, first)).collect();
        return found(tree, cue, TokenRange::new(owner, owner + 1), content);
    }
    let noun = tree.next(first, 12).take_while(|&t| !tree.cx.parts_clauses || !tree.is_finite(t)).find(|&t| {
        let tag = tree.tag(t);
        tag.is_noun() || tag.is_personal_pronoun() || tag.is_number()
    })?;
    // The phrase's head: as long as the head is to the right and a noun.
    let mut head = noun;
    while tree.head(head) > head && tree.tag(tree.head(head)).is_noun() {
        head = tree.head(head);
    }
    let phrase = tree.noun_phrase(head);
    let mut speaker = TokenRange::new(first.min(phrase.start), phrase.end.max(head + 1));
    if tree.cx.parts_clauses {
        // "Laut der Zeitung veröffentlichte das Amt": no source holds a verb.
        let verb = (first..speaker.end).find(|&t| tree.is_finite(t));
        speaker = TokenRange::new(first, verb.unwrap_or(speaker.end).max(first + 1));
    }
    let sentence = tree.tokens;
    let mut content = Vec::new();
    if token <= sentence.start + 1 {
        content.extend(behind_source(tree, speaker.end));
    } else if tree.is(token - 1, Class::Complementizer) {
        // "said that according to the report, …": part of what is said.
        return None;
    } else {
        content.push(TokenRange::new(sentence.start, token));
        let after = if tree.cx.parts_clauses { speaker.end } else { tree.extent(head).end.max(speaker.end) };
        let set_off = tree.tag(token - 1).is_comma();
        if after + 3 < sentence.end && tree.tag(after).is_comma() && set_off {
            content.push(TokenRange::new(after + 1, sentence.end));
        } else if tree.cx.parts_clauses && !set_off && !tree.tag(token - 1).is_colon() {
            content.push(TokenRange::new(after, sentence.end));
        }
    }
    found(tree, cue, speaker, content)
}

/// The attribution by a preposition in front of a noun of what a source says: "Nach Polizeiangaben wurde niemand verletzt", "Nach einem
/// Bericht der Zeitung fehlt Geld", "Nach eigenen Angaben hat das Amt Geld genug".
pub fn by_noun(tree: &SentenceTree, token: usize) -> Option<Reported> {
    const LONGEST: usize = 5;
    let describes = |t: usize| {
        let tag = tree.tag(t);
        let inflected = tag.is_adjective() || tag.is_participle() || tag.is_number();
        inflected || tag.is_determiner() || tag.is_possessive_determiner() || tree.is(t, Class::SourceOwn)
    };
    let noun = tree.next(token + 1, LONGEST).find(|&t| tree.is(t, Class::AccountNoun) || !describes(t))?;
    if !tree.is(noun, Class::AccountNoun) {
        return None;
    }
    let cue = TokenRange::new(token, noun + 1);
    if cue.iter().any(|t| tree.is(t, Class::SourceOwn)) {
        let verb = (noun + 1..tree.tokens.end).find(|&t| tree.is_finite(t));
        let verb = verb.or_else(|| (tree.tokens.start..token).find(|&t| tree.is_finite(t)))?;
        let subject = by_tree::speaking_head(tree, predicate(tree, verb)).filter(|t| !cue.iter().any(|c| c == *t))?;
        let before = Some(TokenRange::new(tree.tokens.start, token)).filter(|part| !part.is_empty());
        let behind = TokenRange::new((noun + 1).min(tree.tokens.end), tree.tokens.end);
        let content = before.into_iter().chain((!behind.is_empty()).then_some(behind)).collect();
        return found(tree, cue, tree.noun_phrase(subject), content);
    }
    let possessed = cue.iter().any(|t| tree.is(t, Class::Possessive));
    attribution(tree, if possessed { cue } else { TokenRange::new(token, token + 1) })
}

/// The verb that an auxiliary hangs on; any other verb itself.
fn predicate(tree: &SentenceTree, verb: usize) -> usize {
    if tree.is(verb, Class::Auxiliary) && tree.head(verb) != verb { tree.head(verb) } else { verb }
}

/// The attribution by a word that stands behind the source: "Dem Bericht zufolge sei die Halle nie geprüft worden".
pub fn behind(tree: &SentenceTree, token: usize) -> Option<Reported> {
    let sentence = tree.tokens;
    let start = source_start(tree, token)?;
    let cue = TokenRange::new(token, token + 1);
    let speaker = TokenRange::new(start, token);
    let content = if start <= sentence.start + 1 {
        behind_source(tree, token + 1).into_iter().collect()
    } else {
        let right = token + 1 + usize::from(tree.tag(token + 1).is_comma());
        let parts = [TokenRange::new(sentence.start, start), TokenRange::new(right.min(sentence.end), sentence.end)];
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    };
    found(tree, cue, speaker, content)
}

/// Where the noun phrase starts that ends in front of a token: with its determiner, one that ties it to a noun before it aside.
fn source_start(tree: &SentenceTree, end: usize) -> Option<usize> {
    const LONGEST: usize = 12;
    let mut start = end;
    while let Some(token) = tree.previous(start).filter(|_| end - start < LONGEST) {
        let tag = tree.tag(token);
        let determines = tag.is_determiner() || tag.is_possessive_determiner();
        let describes =
            tag.is_noun() || tag.is_adjective() || tag.is_number() || tag.is_participle() && !tag.is_finite();
        let links = tree.is(token, Class::NounLink) && token > tree.tokens.start && tree.tag(token - 1).is_noun();
        if tree.is_finite(token) || !(determines || describes || links) {
            break;
        }
        start = token;
        if determines && !links {
            break;
        }
    }
    (start < end).then_some(start)
}

/// The content behind a source that opens its sentence: behind the comma, or from the verb on.
fn behind_source(tree: &SentenceTree, end: usize) -> Option<TokenRange> {
    let sentence = tree.tokens;
    let comma = (end..sentence.end).find(|&t| tree.tag(t).is_comma());
    let verb = (end..comma.unwrap_or(sentence.end)).find(|&t| tree.cx.parts_clauses && tree.is_finite(t));
    let start = verb.or(comma.map(|t| t + 1)).unwrap_or(end);
    (start < sentence.end).then(|| TokenRange::new(start, sentence.end))
}

/// Whether a word stands behind a comma, dash or mark, and no verb between it and the next comma or the end: ", so der Minister.".
fn stands_aside(tree: &SentenceTree, token: usize) -> bool {
    let Some(before) = tree.previous(token) else { return false };
    let tag = tree.tag(before);
    let set_off = tag.is_comma() || tag.is_colon() || tag.is_hyphen() || tag.is_quote() || tag.is_open_bracket();
    let end = clause_mark(tree, token).unwrap_or(tree.tokens.end);
    let next = tree.tag(token + 1);
    let nominal =
        next.is_determiner() || next.is_noun() || next.is_possessive_determiner() || next.is_personal_pronoun();
    set_off && nominal && !(token + 1..end).any(|t| tree.tag(t).is_finite() || tree.tag(t).is_infinitive())
}

fn found(tree: &SentenceTree, cue: TokenRange, speaker: TokenRange, content: Vec<TokenRange>) -> Option<Reported> {
    let lemma = tree.cx.doc.slice(tree.cx.doc.tokens_span(cue)).to_lowercase();
    (!content.is_empty()).then_some(Reported { cue, lemma, speaker: Some(speaker), content, thought: false })
}
