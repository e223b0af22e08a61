//! How far reported content reaches, by the construction of its reporting word.
//!
//! A parser attaches what follows a long clause here or there, and quotation marks disturb it. So the tree is asked
//! only for what it knows well (objects, subjects, what hangs on the verb itself); the end of the content is found from the
//! surface: it runs to the end of the sentence unless a further attribution or a clause beside it cuts it off.

use super::Attribution;
use super::ends::{Extent, Governed};
use super::parenthesis;
use super::verb::Verb;
use crate::annotate::quotes::clauses::Clauses;
use crate::document::{Pos, Relation, TokenRange};

/// Verbs whose object is the hearer and no part of what is said.
pub const HEARER: [&str; 15] = [
    "tell", "remind", "inform", "assure", "reassure", "notify", "warn", "advise", "caution", "convince", "persuade",
    "brief", "ask", "question", "press",
];

/// The verb with its particle or preposition.
pub fn cue_tokens(verb: Verb) -> TokenRange {
    let Verb { clauses, token, cue, .. } = verb;
    let mut end = token + 1;
    if let Some(particle) = clauses.child(token, &[Relation::CompoundPrt]).filter(|&p| p == end) {
        end = particle + 1;
    } else if clauses.tokens.holds(end) && cue.prepositions.iter().any(|p| clauses.is(end, p)) {
        end += 1;
    }
    TokenRange::new(token, end)
}

/// The content that a reporting verb governs; none where the verb reports nothing here.
pub fn of_verb(verb: Verb, speaker: Option<TokenRange>) -> Option<Vec<TokenRange>> {
    let frames = verb.cue.frames;
    if (frames.speech || frames.clause)
        && let Some(content) = parenthesis::around(verb, speaker)
    {
        return Some(content);
    }
    let after = cue_tokens(verb).end;
    if (frames.clause || frames.question || frames.object || frames.speech)
        && let Some(start) = clause_start(verb, after)
    {
        return governed(verb, start, Extent::Clause);
    }
    if frames.thought {
        return None;
    }
    if let Some(start) = infinitive_start(verb, after) {
        return governed(verb, start, Extent::Clause).filter(|_| !asks_for_anonymity(verb.clauses, start));
    }
    // "will discuss the plan", "did not attack her": without a clause nothing is said there.
    if is_unreal(verb.clauses, verb.token) {
        return None;
    }
    phrase(verb, after)
}

/// The content from `start` to where it ends.
fn governed(verb: Verb, start: usize, extent: Extent) -> Option<Vec<TokenRange>> {
    let end = Governed { clauses: verb.clauses, cue: verb.token, start, extent }.end();
    (start < end).then(|| vec![TokenRange::new(start, end)])
}

/// "asked not to be named": a condition of speaking, and nothing that anybody says.
fn asks_for_anonymity(clauses: &Clauses, start: usize) -> bool {
    let to = start + usize::from(clauses.is(start, "not"));
    clauses.is(to, "to")
        && clauses.is(to + 1, "be")
        && ["named", "identified", "quoted"].iter().any(|w| clauses.is(to + 2, w))
}

/// A noun phrase as content, behind a preposition or as object: "spoke of a mistake", "called the plan “weak”".
fn phrase(verb: Verb, after: usize) -> Option<Vec<TokenRange>> {
    let Verb { clauses, token, cue, .. } = verb;
    let frames = cue.frames;
    if after > token + 1 && cue.prepositions.iter().any(|p| clauses.is(after - 1, p)) && clauses.tokens.holds(after) {
        return governed(verb, after, Extent::Phrase);
    }
    let object = clauses.children(token).find(|&c| c > token && clauses.relation(c) == Relation::Obj);
    let marked = leads_into_marks(clauses, after);
    let extent = match object {
        Some(object) if frames.predicate && predicate_follows(clauses, token, object) => Extent::Predicate,
        Some(_) if frames.noun => Extent::Phrase,
        // Marks disturb the parser, so that it finds no object: 'called voters “stupid”'.
        None if frames.predicate && marked => Extent::Predicate,
        None if frames.noun && marked => Extent::Phrase,
        _ => return None,
    };
    // "called him a “clown”": the parser takes the second of two objects for the object.
    let start = object
        .filter(|_| !(extent == Extent::Predicate && marked))
        .map_or(after, |object| clauses.extent(object).start.max(after));
    if object.is_some_and(|object| clauses.pos(object) == Pos::PRP && lasts(clauses, object + 1)) {
        return None;
    }
    governed(verb, start, extent)
}

/// "applauded him for so long", "attacked her for years": for how long, and nothing of what was said.
fn lasts(clauses: &Clauses, after: usize) -> bool {
    const UNITS: [&str; 10] =
        ["long", "ages", "seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades"];
    clauses.is(after, "for") && (after + 1..after + 5).any(|t| UNITS.iter().any(|unit| clauses.is(t, unit)))
}

/// Whether nothing but a noun phrase stands between a verb and marked words.
fn leads_into_marks(clauses: &Clauses, after: usize) -> bool {
    let limit = clauses.tokens.end.min(after + 14);
    let nominal = |t: usize| {
        let pos = clauses.pos(t);
        pos.is_noun()
            || matches!(pos, Pos::DT | Pos::JJ | Pos::PRP | Pos::PRPS | Pos::CD | Pos::POS | Pos::IN | Pos::Hyphen)
    };
    let mark = (after..limit).find(|&t| clauses.in_marks(t) || !nominal(t) || t == after && clauses.pos(t) == Pos::IN);
    mark.is_some_and(|t| clauses.in_marks(t))
}

/// Whether a verb is future, possible, denied or an infinitive, so that it reports no speech of its own.
fn is_unreal(clauses: &Clauses, verb: usize) -> bool {
    let first = clauses.tokens.start.max(verb.saturating_sub(4));
    for token in (first..verb).rev() {
        match clauses.pos(token) {
            // "is said to have called": a perfect infinitive tells of what was said.
            Pos::VB if clauses.is(token, "have") => return false,
            Pos::MD | Pos::TO => return true,
            Pos::RB
                if clauses.is(token, "not")
                    || clauses.is(token, "n't")
                    || clauses.is(token, "n’t")
                    || clauses.is(token, "never") =>
            {
                return true;
            }
            Pos::RB | Pos::VBP | Pos::VBZ | Pos::VBD | Pos::VB | Pos::VBN => {}
            _ => return false,
        }
    }
    false
}

/// Where the finite clause starts that a verb governs to its right, behind `after`.
pub fn clause_start(verb: Verb, after: usize) -> Option<usize> {
    let Verb { clauses, cue, .. } = verb;
    let limit = clauses.tokens.end.min(after + 24);
    if let Some(opener) = clause_opener(verb, after, limit) {
        return Some(opener);
    }
    if !(cue.frames.clause || cue.lemma == "tell") {
        return None;
    }
    // 'said it “humanizes” her': behind a subject the first marked word is a verb, whatever its tag.
    let opens = |t: usize| {
        t > after
            && !HEARER.contains(&cue.lemma)
            && clauses.in_marks(t)
            && !clauses.in_marks(t - 1)
            && clauses.pos(t - 1) == Pos::PRP
    };
    let first_finite = (after..limit).find(|&t| clauses.is_finite(t) || opens(t))?;
    if first_finite == after {
        return None;
    }
    let start = behind_adjuncts(verb, after, first_finite);
    // The clause needs a subject in front of its verb.
    let has_subject = (start..first_finite).any(|t| {
        clauses.pos(t).is_noun() || matches!(clauses.pos(t), Pos::PRP | Pos::DT | Pos::EX | Pos::VBG | Pos::CD)
    });
    let comma = (start..first_finite).any(|t| clauses.pos(t) == Pos::Comma);
    (has_subject && !(comma && clauses.pos(after) == Pos::Comma)).then_some(start)
}

/// The word that opens a clause ("that", "whether", "why") before any other verb.
fn clause_opener(verb: Verb, after: usize, limit: usize) -> Option<usize> {
    let Verb { clauses, cue, .. } = verb;
    for token in after..limit {
        // A title may stand in between: 'said on “Today” that …'.
        if clauses.in_marks(token) {
            continue;
        }
        let opens = match clauses.pos(token) {
            Pos::IN | Pos::DT | Pos::WDT => {
                clauses.is(token, "that")
                    || cue.frames.question && (clauses.is(token, "if") || clauses.is(token, "whether"))
            }
            // "said Lee, who was ill, would go": a comma opens a relative clause.
            Pos::WP | Pos::WRB => {
                cue.frames.question
                    && token <= after + 6
                    && clauses.relation(token) != Relation::Case
                    && !(token > after && clauses.pos(token) == Pos::WP && clauses.pos(token - 1) == Pos::Comma)
            }
            _ => false,
        };
        if opens && token + 1 < clauses.tokens.end && clauses.pos(token + 1) != Pos::Stop {
            return Some(token);
        }
        if clauses.pos(token).is_verb() || clauses.pos(token) == Pos::MD {
            break;
        }
    }
    None
}

/// Where the clause starts behind what hangs on the reporting verb in front of it: hearer, time and place.
fn behind_adjuncts(verb: Verb, after: usize, first_finite: usize) -> usize {
    let Verb { clauses, token, cue, .. } = verb;
    let mut start = after;
    // "tells the crowd he was": whatever the tree makes of the hearer, a pronoun as subject opens the clause.
    if HEARER.contains(&cue.lemma) {
        let subject = (after..first_finite).rev().find(|&t| clauses.pos(t) == Pos::PRP).filter(|&t| t > after);
        let hearer = |t: usize| {
            clauses.pos(t).is_noun()
                || matches!(clauses.pos(t), Pos::DT | Pos::JJ | Pos::POS | Pos::PRPS | Pos::PRP | Pos::CD)
        };
        if let Some(subject) = subject.filter(|&subject| (after..subject).all(hearer)) {
            return subject;
        }
        // "told Reuters the talks had failed"
        let name_end = (after..first_finite).find(|&t| !clauses.pos(t).is_proper()).unwrap_or(first_finite);
        if name_end > after && matches!(clauses.pos(name_end), Pos::DT | Pos::PRPS | Pos::EX) {
            return name_end;
        }
    }
    for child in clauses.children(token).filter(|&c| c >= after && c < first_finite) {
        let hearer = matches!(clauses.relation(child), Relation::Obj | Relation::Iobj);
        // "tells the crowd he was": whatever hangs on the hearer, the clause starts right behind.
        let clause = hearer
            && clauses.tokens.holds(child + 1)
            && matches!(clauses.pos(child + 1), Pos::PRP | Pos::DT | Pos::NNP | Pos::PRPS | Pos::EX);
        let extent = match clause {
            true => TokenRange::new(clauses.noun_phrase(child).start, child + 1),
            false if hearer => clauses.noun_phrase(child),
            false => clauses.extent(child),
        };
        let skipped = match clauses.relation(child) {
            Relation::Obl | Relation::OblUnmarked | Relation::Advmod => extent.len() <= 8,
            Relation::Obj | Relation::Iobj => HEARER.contains(&cue.lemma),
            _ => false,
        };
        if skipped && extent.start <= start && extent.end <= first_finite {
            start = start.max(extent.end);
        }
    }
    start
}

/// Where the infinitive starts ("to win"), or the object in front of it ("Congress to act").
fn infinitive_start(verb: Verb, after: usize) -> Option<usize> {
    let Verb { clauses, token, cue, .. } = verb;
    if !(cue.frames.infinitive
        || cue.frames.object
        || cue.prepositions.contains(&"on")
        || cue.prepositions.contains(&"for"))
    {
        return None;
    }
    let limit = clauses.tokens.end.min(after + 14);
    // The marks may start within it: 'to “bomb” them'. A marked word is often tagged as a noun.
    let into_marks = |t: usize| clauses.is(t, "to") && clauses.in_marks(t + 1) && !clauses.in_marks(t);
    let to = (after..limit).find(|&t| clauses.pos(t) == Pos::TO || clauses.pos(t).is_verb() || into_marks(t))?;
    let first = to + 1 + usize::from(clauses.tokens.holds(to + 1) && clauses.pos(to + 1).is_punctuation());
    let may_be_verb =
        |t: usize| clauses.pos(t) == Pos::VB || into_marks(to) && matches!(clauses.pos(t), Pos::NN | Pos::JJ | Pos::RB);
    let is_infinitive = clauses.is(to, "to")
        && clauses.tokens.holds(first)
        && may_be_verb(first)
        && clauses.text(first).starts_with(char::is_lowercase);
    if !is_infinitive || clauses.pos(after) == Pos::Comma {
        return None;
    }
    let object = (after..to).any(|t| clauses.pos(t).is_noun() || clauses.pos(t) == Pos::PRP);
    let to = to - usize::from(to > after && clauses.is(to - 1, "not"));
    if object {
        let hearer = HEARER.contains(&cue.lemma) && !cue.frames.object;
        return (cue.frames.object || after > token + 1).then_some(if hearer { to } else { after });
    }
    (cue.frames.infinitive || cue.frames.object).then_some(to)
}

/// "called it a mistake", "described the plan as a mistake", "called the talks “useless”".
fn predicate_follows(clauses: &Clauses, verb: usize, object: usize) -> bool {
    let end = clauses.extent(object).end;
    let marked = (object..clauses.tokens.end.min(object + 20)).any(|t| clauses.in_marks(t));
    marked
        || clauses.is(end, "as")
        || clauses.children(verb).any(|c| c > object && clauses.relation(c) == Relation::Xcomp)
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
    if token <= sentence.start + 1 {
        // Leading: the content starts behind the comma.
        let start = (speaker.end..sentence.end).find(|&t| clauses.pos(t) == Pos::Comma).map_or(speaker.end, |t| t + 1);
        if start < sentence.end {
            content.push(TokenRange::new(start, sentence.end));
        }
    } else if clauses.is(token - 1, "that") {
        // "said that according to the report, …": part of what is said.
        return None;
    } else {
        content.push(TokenRange::new(sentence.start, token));
        let after = clauses.extent(head).end.max(speaker.end);
        if after + 3 < sentence.end && clauses.pos(after) == Pos::Comma && clauses.pos(token - 1) == Pos::Comma {
            content.push(TokenRange::new(after + 1, sentence.end));
        }
    }
    (!content.is_empty()).then(|| Attribution {
        cue: TokenRange::new(token, token + 2),
        lemma: "according to".to_owned(),
        speaker: Some(speaker),
        content,
        thought: false,
    })
}
