//! How far reported content reaches, by the construction of its reporting word.

use super::Attribution;
use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon::Cue;
use crate::document::{Pos, Relation, TokenRange};

/// Verbs whose object is the hearer and no part of what is said.
const HEARER: [&str; 12] = [
    "tell", "remind", "inform", "assure", "reassure", "notify", "warn", "advise", "caution", "convince", "persuade",
    "brief",
];

/// The verb with its auxiliaries and particle.
pub fn cue_tokens(clauses: &Clauses, verb: usize, cue: &Cue) -> TokenRange {
    let mut end = verb + 1;
    if let Some(particle) = clauses.child(verb, &[Relation::CompoundPrt]).filter(|&p| p == end) {
        end = particle + 1;
    } else if clauses.tokens.holds(end) && cue.prepositions.iter().any(|p| clauses.is(end, p)) {
        end += 1;
    }
    TokenRange::new(verb, end)
}

/// The content that a reporting verb governs; none where the verb reports nothing here.
pub fn of_verb(clauses: &Clauses, verb: usize, cue: &Cue, speaker: Option<TokenRange>) -> Option<Vec<TokenRange>> {
    let frames = cue.frames;
    if let Some(clause) = clauses.children(verb).find(|&c| c > verb && clauses.relation(c) == Relation::Ccomp) {
        if frames.clause || frames.question || frames.object {
            return Some(vec![to_the_right(clauses, verb, clause)]);
        }
    }
    if frames.speech || frames.clause {
        if let Some(content) = beside_parenthesis(clauses, verb, speaker) {
            return Some(content);
        }
    }
    let object = clauses.children(verb).find(|&c| c > verb && clauses.relation(c) == Relation::Obj);
    let infinitive = clauses.children(verb).find(|&c| c > verb && clauses.relation(c) == Relation::Xcomp);
    if let Some(infinitive) = infinitive {
        let with_object = object.filter(|_| !HEARER.contains(&cue.lemma));
        let fits = match with_object {
            Some(_) => frames.object || frames.predicate,
            None => frames.infinitive || frames.object,
        };
        if fits {
            let start = with_object.map_or(infinitive, |o| clauses.extent(o).start.min(infinitive));
            let start = start.min(clauses.extent(infinitive).start).max(verb + 1);
            return Some(vec![TokenRange::new(start, right_end(clauses, clauses.extent(infinitive).end))]);
        }
    }
    if let Some(content) = of_preposition(clauses, verb, cue) {
        return Some(vec![content]);
    }
    let object = object.filter(|&o| frames.noun || frames.predicate || clauses.pos(o) == Pos::WP)?;
    let mut end = clauses.extent(object).end;
    for child in clauses.children(verb).filter(|&c| c > object && clauses.relation(c) == Relation::Obl) {
        let extent = clauses.extent(child);
        if extent.start == end && ["for", "as", "of", "about", "over", "to"].iter().any(|p| clauses.is(end, p)) {
            end = extent.end;
        }
    }
    Some(vec![TokenRange::new(clauses.extent(object).start, end)])
}

/// "called for X", "spoke about X".
fn of_preposition(clauses: &Clauses, verb: usize, cue: &Cue) -> Option<TokenRange> {
    clauses.children(verb).filter(|&c| c > verb && clauses.relation(c) == Relation::Obl).find_map(|noun| {
        let extent = clauses.extent(noun);
        let known = cue.prepositions.iter().any(|p| clauses.is(extent.start, p));
        (known && extent.len() > 1).then(|| TokenRange::new(extent.start + 1, extent.end))
    })
}

/// From the start of a content clause to its end.
fn to_the_right(clauses: &Clauses, verb: usize, clause: usize) -> TokenRange {
    let extent = clauses.extent(clause);
    let start = extent.start.max(verb + 1);
    TokenRange::new(start, right_end(clauses, extent.end))
}

/// Where the content really ends: a parser attaches what follows a long clause here or there, while reported
/// content mostly runs on to the end of its sentence, up to a further attribution.
fn right_end(_clauses: &Clauses, end: usize) -> usize {
    end
}

/// "The talks, he said, had failed", "the talks had failed, he said": everything around the attribution.
fn beside_parenthesis(clauses: &Clauses, verb: usize, speaker: Option<TokenRange>) -> Option<Vec<TokenRange>> {
    let speaker = speaker?;
    let mut start = speaker.start.min(verb);
    while start > clauses.tokens.start
        && clauses.head(start - 1) == verb
        && clauses.relation(start - 1) == Relation::Aux
    {
        start -= 1;
    }
    let end = speaker.end.max(verb + 1);
    let before = start.checked_sub(1).filter(|&t| clauses.tokens.holds(t))?;
    if !matches!(clauses.pos(before), Pos::Comma | Pos::CloseQuote | Pos::Colon) || before == clauses.tokens.start {
        return None;
    }
    let left = TokenRange::new(clauses.tokens.start, before);
    // What was said must be a clause: it holds a predicate of its own that does not hang on the reporting verb's side.
    if !left.iter().any(|t| clauses.is_predicate(t) && clauses.pos(t) != Pos::VBG) {
        return None;
    }
    let mut content = vec![left];
    if clauses.tokens.holds(end) && clauses.pos(end) == Pos::Comma && end + 3 < clauses.tokens.end {
        content.push(TokenRange::new(end + 1, clauses.tokens.end));
    }
    Some(content)
}

/// "according to X": the rest of the sentence.
pub fn according(clauses: &Clauses, token: usize) -> Option<Attribution> {
    let first = token + 2;
    let noun = (first..clauses.tokens.end.min(first + 12))
        .find(|&t| clauses.pos(t).is_noun() || clauses.pos(t) == Pos::PRP || clauses.pos(t) == Pos::CD)?;
    // The phrase's head: as long as the head is to the right and a noun.
    let mut head = noun;
    while clauses.head(head) > head && clauses.pos(clauses.head(head)).is_noun() {
        head = clauses.head(head);
    }
    let phrase = clauses.noun_phrase(head);
    let speaker = TokenRange::new(first.min(phrase.start), phrase.end.max(head + 1));
    let sentence = clauses.tokens;
    let mut content = Vec::new();
    if token > sentence.start + 1 {
        content.push(TokenRange::new(sentence.start, token));
    }
    let mut after = clauses.extent(head).end.max(speaker.end);
    if token <= sentence.start + 1 {
        // Leading: the content starts behind the comma.
        after = (speaker.end..sentence.end).find(|&t| clauses.pos(t) == Pos::Comma).map_or(speaker.end, |t| t + 1);
    }
    if after + 2 < sentence.end
        && (token <= sentence.start + 1 || clauses.pos(after.min(sentence.end - 1)) == Pos::Comma)
    {
        content.push(TokenRange::new(after, sentence.end));
    }
    (!content.is_empty()).then(|| Attribution {
        cue: TokenRange::new(token, token + 2),
        lemma: "according to".to_owned(),
        speaker: Some(speaker),
        content,
    })
}
