//! Who speaks in reported speech: the noun phrase that a reporting verb has for its subject, from the dependency tree, from
//! the words in front of the verb, and from those behind it.

use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::languages::Language;
use crate::annotate::quotes::lexicon::{Cue, Form};
use crate::annotate::quotes::near;
use crate::document::{Document, Pos, Relation, TokenRange};

/// The head of a verb's subject in the tree, or of what issues the document that "says" it.
pub fn subject(clauses: &Clauses, verb: usize) -> Option<usize> {
    clauses.subject(verb).map(|subject| issuer(clauses, verb, subject).unwrap_or(subject))
}

/// The speaker's noun phrase of a reporting verb whose subject in the tree is headed by `subject`.
pub fn of_verb(
    doc: &Document,
    language: &Language,
    clauses: &Clauses,
    token: usize,
    cue: &Cue,
    form: Form,
    subject: Option<usize>,
) -> Option<TokenRange> {
    let by_tree = subject.map(|s| clauses.noun_phrase(s)).filter(|s| !s.holds(token));
    // "Asked whether …, she said": somebody else asks.
    let first = token == clauses.tokens.start || matches!(clauses.pos(token - 1), Pos::Comma | Pos::WRB);
    let asked = cue.lemma == "ask" && matches!(clauses.pos(token), Pos::VBN | Pos::VBD) && first;
    let said_before = follows_content(clauses, token) && content_stands_before(clauses, token);
    match by_tree {
        _ if asked => clauses
            .is(token + 1, "by")
            .then(|| clauses.child(token, &[Relation::OblAgent, Relation::Obl]).map(|agent| clauses.noun_phrase(agent)))
            .flatten(),
        _ if quoted_as(clauses, token).is_some() => quoted_as(clauses, token),
        // `“… That’s Roe,” said the man`: the sentence's subject stands within the marks.
        _ if clauses.in_marks(token.wrapping_sub(1)) && said_before && form != Form::Ing => {
            inverted(doc, language, clauses, token)
                .or_else(|| by_words(doc, language, clauses, token))
                .or(by_tree.filter(|phrase| !clauses.in_marks(phrase.start)))
        }
        Some(phrase) if phrase.start > token && form != Form::Ing && said_before => by_tree,
        _ if form == Form::Ing => {
            of_participle(doc, language, clauses, token).or_else(|| described(clauses, token)).or(by_tree)
        }
        _ if follows_content(clauses, token)
            && cue.frames.speech
            && parenthetical(doc, language, clauses, token, cue).is_some() =>
        {
            parenthetical(doc, language, clauses, token, cue)
        }
        None if said_before => {
            by_words(doc, language, clauses, token).or_else(|| inverted(doc, language, clauses, token))
        }
        _ => by_words(doc, language, clauses, token)
            .or_else(|| by_tree.filter(|phrase| phrase.start < token || form == Form::Ing)),
    }
}

/// Whether a token is the participle of "as saying".
pub fn says_as(clauses: &Clauses, token: usize) -> bool {
    clauses.pos(token) == Pos::VBG && token > clauses.tokens.start && clauses.is(token - 1, "as")
}

/// Relayed speech: who is quoted in "X quoted Y as saying", "Y was quoted as saying".
fn quoted_as(clauses: &Clauses, token: usize) -> Option<TokenRange> {
    if !says_as(clauses, token) {
        return None;
    }
    let quotes = |t: &usize| ["quoted", "quotes", "cited", "cites", "quoting"].iter().any(|w| clauses.is(*t, w));
    let relay = (clauses.tokens.start.max(token.saturating_sub(14))..token).rev().find(quotes)?;
    let quoted =
        if clauses.is_passive(relay) { clauses.subject(relay) } else { clauses.child(relay, &[Relation::Obj]) };
    let from_tree = quoted.map(|q| clauses.noun_phrase(q));
    let between = TokenRange::new(relay + 1, token - 1);
    from_tree.or((!clauses.is_passive(relay) && !between.is_empty()).then_some(between))
}

/// Verbs whose subject says what their object says ("released a video saying …"); with any other verb the thing speaks
/// for itself ("held placards calling for …").
const ISSUES: [&str; 16] = [
    "issued",
    "issues",
    "released",
    "releases",
    "sent",
    "posted",
    "published",
    "made",
    "makes",
    "wrote",
    "gave",
    "delivered",
    "launched",
    "placed",
    "filed",
    "tweeted",
];

/// "X issued a statement saying": the one who issues what says it.
fn issuer(clauses: &Clauses, verb: usize, document: usize) -> Option<usize> {
    let issues = clauses.head(document);
    let object = matches!(clauses.relation(document), Relation::Obj | Relation::Obl);
    let participle = clauses.relation(verb) == Relation::Acl && clauses.pos(verb) == Pos::VBG;
    let issued = ISSUES.contains(&clauses.lower(issues).as_str());
    let itself = SOURCES.contains(&clauses.lower(document).as_str()) && !issued;
    (!itself && participle && object && !clauses.is_passive(issues)).then(|| clauses.subject(issues)).flatten()
}

/// ", saying that …": the subject of the main clause; "with critics saying that …": the noun phrase in front.
fn of_participle(doc: &Document, language: &Language, clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let before = verb.checked_sub(1).filter(|&t| clauses.tokens.holds(t))?;
    let opener = ["when", "while", "after", "before", "by"].iter().any(|w| clauses.is(before, w));
    if clauses.pos(before) != Pos::Comma && !clauses.in_marks(before) && !opener {
        return None;
    }
    let head = doc.tokens_span(TokenRange::new(clauses.tokens.start, verb));
    near::main_subject(doc, language, head).map(|span| doc.tokens_in(span))
}

/// Things that say something by themselves, whoever holds or reads them.
const SOURCES: [&str; 30] = [
    "poll",
    "polls",
    "survey",
    "surveys",
    "study",
    "studies",
    "evidence",
    "data",
    "research",
    "report",
    "reports",
    "item",
    "call",
    "calls",
    "sign",
    "signs",
    "placard",
    "placards",
    "banner",
    "banners",
    "paperwork",
    "document",
    "documents",
    "ledgers",
    "pages",
    "booklets",
    "rumors",
    "rumours",
    "editorial",
    "transcript",
];

/// "polls indicating that …", "an item suggesting …": the source right in front of the participle.
fn described(clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let noun =
        verb.checked_sub(1).filter(|&t| clauses.tokens.holds(t) && matches!(clauses.pos(t), Pos::NN | Pos::NNS))?;
    let issued = (clauses.tokens.start.max(noun.saturating_sub(6))..noun)
        .any(|t| clauses.pos(t).is_verb() && ISSUES.contains(&clauses.lower(t).as_str()));
    (!issued && SOURCES.contains(&clauses.lower(noun).as_str())).then(|| clauses.noun_phrase(noun))
}

/// Whether a verb stands right behind a comma or mark, as in "…," said X.
fn follows_content(clauses: &Clauses, verb: usize) -> bool {
    verb.checked_sub(1)
        .filter(|&t| clauses.tokens.holds(t))
        .is_some_and(|t| clauses.pos(t) == Pos::Comma || clauses.in_marks(t))
}

/// Whether a clause or marked words stand before a verb, so that they may be what it reports: in "Ann Roe, his chief of
/// staff, urged restraint" nothing does.
fn content_stands_before(clauses: &Clauses, verb: usize) -> bool {
    let finite = |t: usize| matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD);
    let relative = |t: usize| t > clauses.tokens.start && matches!(clauses.pos(t - 1), Pos::WP | Pos::WDT);
    let open = |t: &usize| finite(*t) && !relative(*t);
    (clauses.tokens.start..verb).any(|t| open(&t)) || clauses.marked_between(clauses.tokens.start, verb) > 6
}

fn inverted(doc: &Document, language: &Language, clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let rest = doc.tokens_span(TokenRange::new(verb, clauses.tokens.end));
    let found = near::after(doc, language, rest)?;
    (found.cue.start == rest.start).then_some(doc.tokens_in(found.speaker?))
}

/// ", says Carl Anthony, the historian, is that …": the speaker behind the verb, set off by commas on both sides.
fn parenthetical(doc: &Document, language: &Language, clauses: &Clauses, verb: usize, cue: &Cue) -> Option<TokenRange> {
    let speaker = inverted(doc, language, clauses, verb)?;
    let first = clauses.pos(speaker.start);
    let opens = clauses.pos(verb - 1) == Pos::Comma
        && (first.is_proper() || cue.frames.clause && matches!(first, Pos::DT | Pos::PRPS | Pos::NN | Pos::NNS));
    let closes = !clauses.tokens.holds(speaker.end) || matches!(clauses.pos(speaker.end), Pos::Comma | Pos::Stop);
    (opens && closes).then_some(speaker)
}

/// The noun phrase in front of a verb, by the words between the verb and the mark or sentence start before it.
fn by_words(doc: &Document, language: &Language, clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let start =
        (clauses.tokens.start..verb).rev().find(|&t| clauses.in_marks(t)).map_or(clauses.tokens.start, |t| t + 1);
    let head = doc.tokens_span(TokenRange::new(start, verb + 1));
    near::subject_of_last(doc, language, head).map(|span| doc.tokens_in(span))
}
