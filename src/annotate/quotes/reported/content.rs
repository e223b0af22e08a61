//! How far reported content reaches, by the construction of its reporting word.
//!
//! A parser attaches what follows a long clause here or there, and quotation marks disturb it. So the tree is asked
//! only for what it knows well (objects, subjects, what hangs on the verb itself); the end of the content is found from the
//! surface: it runs to the end of the sentence unless a further attribution or a clause beside it cuts it off.

use super::Attribution;
use super::ends::{Extent, end_of};
use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon::Cue;
use crate::document::{Pos, Relation, TokenRange};

/// Verbs whose object is the hearer and no part of what is said.
const HEARER: [&str; 15] = [
    "tell", "remind", "inform", "assure", "reassure", "notify", "warn", "advise", "caution", "convince", "persuade",
    "brief", "ask", "question", "press",
];

/// The verb with its particle or preposition.
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
    if (frames.speech || frames.clause)
        && let Some(content) = beside_parenthesis(clauses, verb, cue, speaker)
    {
        return Some(content);
    }
    let after = cue_tokens(clauses, verb, cue).end;
    if (frames.clause || frames.question || frames.object || frames.speech)
        && let Some(start) = clause_start(clauses, verb, after, cue)
    {
        return content(start, end_of(clauses, verb, start, Extent::Clause));
    }
    if frames.thought {
        return None;
    }
    if let Some(start) = infinitive_start(clauses, verb, after, cue) {
        return content(start, end_of(clauses, verb, start, Extent::Clause));
    }
    // "will discuss the plan", "did not attack her": without a clause nothing is said there.
    if is_unreal(clauses, verb) {
        return None;
    }
    if after > verb + 1 && cue.prepositions.iter().any(|p| clauses.is(after - 1, p)) && clauses.tokens.holds(after) {
        return content(after, end_of(clauses, verb, after, Extent::Phrase));
    }
    let object = clauses.children(verb).find(|&c| c > verb && clauses.relation(c) == Relation::Obj);
    let marked = leads_into_marks(clauses, after);
    let extent = match object {
        Some(object) if frames.predicate && predicate_follows(clauses, verb, object) => Extent::Predicate,
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
    content(start, end_of(clauses, verb, start, extent))
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

pub fn content(start: usize, end: usize) -> Option<Vec<TokenRange>> {
    (start < end).then(|| vec![TokenRange::new(start, end)])
}

/// Where the finite clause starts that a verb governs to its right.
pub fn clause_start(clauses: &Clauses, verb: usize, after: usize, cue: &Cue) -> Option<usize> {
    let sentence = clauses.tokens;
    let limit = sentence.end.min(after + 24);
    // An explicit opening word before any other verb.
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
            Pos::WP | Pos::WRB => {
                cue.frames.question && token <= after + 6 && clauses.relation(token) != Relation::Case
            }
            _ => false,
        };
        if opens && token + 1 < sentence.end && clauses.pos(token + 1) != Pos::Stop {
            return Some(token);
        }
        if clauses.pos(token).is_verb() || clauses.pos(token) == Pos::MD {
            break;
        }
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
    let finite = |t: usize| matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD) || opens(t);
    // What hangs on the verb in front of the clause: hearer, time and place.
    let mut start = after;
    let first_finite = (after..limit).find(|&t| finite(t))?;
    if first_finite == after {
        return None;
    }
    for child in clauses.children(verb).filter(|&c| c >= after && c < first_finite) {
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
    // The clause needs a subject in front of its verb.
    let has_subject = (start..first_finite).any(|t| {
        clauses.pos(t).is_noun() || matches!(clauses.pos(t), Pos::PRP | Pos::DT | Pos::EX | Pos::VBG | Pos::CD)
    });
    let comma = (start..first_finite).any(|t| clauses.pos(t) == Pos::Comma);
    (has_subject && !(comma && clauses.pos(after) == Pos::Comma)).then_some(start)
}

/// Where the infinitive starts ("to win"), or the object in front of it ("Congress to act").
fn infinitive_start(clauses: &Clauses, verb: usize, after: usize, cue: &Cue) -> Option<usize> {
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
        return (cue.frames.object || after > verb + 1).then_some(if hearer { to } else { after });
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

/// "The talks, he said, had failed", "the talks had failed, he said": everything around the attribution.
fn beside_parenthesis(
    clauses: &Clauses,
    verb: usize,
    cue: &Cue,
    speaker: Option<TokenRange>,
) -> Option<Vec<TokenRange>> {
    // "…, who vowed to go": a relative clause.
    let speaker = speaker.filter(|s| !matches!(clauses.pos(s.start), Pos::WP | Pos::WDT))?;
    let mut start = speaker.start.min(verb);
    while start > clauses.tokens.start
        && clauses.head(start - 1) == verb
        && clauses.relation(start - 1) == Relation::Aux
    {
        start -= 1;
    }
    let end = speaker.end.max(verb + 1);
    let before = start.checked_sub(1).filter(|&t| clauses.tokens.holds(t) && t > clauses.tokens.start)?;
    if !matches!(clauses.pos(before), Pos::Comma | Pos::CloseQuote | Pos::Colon) && !clauses.in_marks(before) {
        return None;
    }
    // `the “sharing economy” reflects …`: marks without a stop are part of the clause.
    let stopped = |t: usize| {
        matches!(clauses.pos(t), Pos::Comma | Pos::Stop) || matches!(clauses.text(t), "?" | "!" | "…" | "...")
    };
    let within = clauses.in_marks(before) && speaker.start < verb && speaker.end >= verb;
    if clauses.in_marks(before) && !stopped(before) && !stopped(before - 1) && !within {
        return None;
    }
    // "…, the pope showed his skill": what follows is the verb's own object, and nobody's hearing.
    let object = clauses
        .children(verb)
        .any(|c| c > verb && clauses.relation(c) == Relation::Obj && !clauses.in_marks(c) && !speaker.holds(c));
    if object && !HEARER.contains(&cue.lemma) {
        return None;
    }
    // A clause to the right belongs to the verb: "In May, he said that…".
    let follows = clauses.tokens.holds(end)
        && !matches!(clauses.pos(end), Pos::Comma | Pos::Stop | Pos::Colon | Pos::OpenQuote | Pos::CloseQuote);
    let finite = |t: usize| matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD);
    // "It failed, he said on Monday in Oslo, noting that …": a clause behind a comma is another attribution's.
    let comma = (end..clauses.tokens.end).find(|&t| clauses.pos(t) == Pos::Comma).unwrap_or(clauses.tokens.end);
    let relative = |t: usize| matches!(clauses.pos(t - 1), Pos::WP | Pos::WDT);
    let left_is_clause = (clauses.tokens.start + 1..before).any(|t| finite(t) && !relative(t));
    let apart = left_is_clause && !(end..comma).any(|t| finite(t) || clauses.is(t, "that") || clauses.in_marks(t));
    if follows && !apart && verb >= speaker.end && clause_start(clauses, verb, end, &SAY).is_some() {
        return None;
    }
    let left = TokenRange::new(clauses.tokens.start, before);
    let right =
        resumption(clauses, end, left.iter().any(finite)).map(|start| TokenRange::new(start, clauses.tokens.end));
    // What was said must be a clause.
    let clausal = left.iter().any(finite) || right.is_some_and(|r| left.len() <= 12 && r.iter().any(finite));
    if !clausal {
        return None;
    }
    Some(std::iter::once(left).chain(right).collect())
}

/// Where the content resumes behind an attribution that ends at `end`; `whole`: a finite verb stands before it.
fn resumption(clauses: &Clauses, end: usize, whole: bool) -> Option<usize> {
    let follows =
        |end: usize| clauses.tokens.holds(end) && clauses.pos(end) == Pos::Comma && end + 3 < clauses.tokens.end;
    let start = follows(end).then_some(end + 1)?;
    match clauses.pos(start) {
        // ", Roe said, adding that …": what follows is another attribution.
        Pos::VBG => None,
        // "said Roe, an expert on trade, …": an apposition to the speaker.
        Pos::DT | Pos::JJ | Pos::NN | Pos::NNP | Pos::WP | Pos::RB => {
            let finite = |t: usize| matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD);
            let comma = (start..clauses.tokens.end).find(|&t| clauses.pos(t) == Pos::Comma);
            let close = comma.unwrap_or(clauses.tokens.end);
            let relative = clauses.pos(start) == Pos::WP;
            if !relative && (start..close).any(finite) {
                return Some(start);
            }
            comma.filter(|&comma| follows(comma) && !whole).map(|comma| comma + 1)
        }
        _ => Some(start),
    }
}

static SAY: std::sync::LazyLock<Cue> = std::sync::LazyLock::new(|| Cue {
    lemma: "say",
    frames: crate::annotate::quotes::lexicon::Frames { clause: true, speech: true, ..Default::default() },
    prepositions: Vec::new(),
});

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
