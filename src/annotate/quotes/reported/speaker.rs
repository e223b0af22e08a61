//! Who speaks in reported speech: the noun phrase that a reporting verb has for its subject, from the dependency tree, from
//! the words in front of the verb, and from those behind it.

use super::issuer::{described, issuer, relative_issuer};
use super::verb::Verb;
use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon::Form;
use crate::annotate::quotes::near;
use crate::document::{Pos, Relation, TokenRange};

/// The head of a verb's subject in the tree, or of what issues the document that "says" it.
pub fn subject(clauses: &Clauses, verb: usize) -> Option<usize> {
    let subject = clauses.subject(verb)?;
    let before = clauses.noun_phrase(subject).start.wrapping_sub(1);
    // "backs the plan and in a statement praised it": an adverbial that the tree takes for a subject.
    if clauses.relation(verb) == Relation::Conj && ["in", "at", "on"].iter().any(|w| clauses.is(before, w)) {
        return clauses.subject(clauses.head(verb));
    }
    Some(issuer(clauses, verb, subject).unwrap_or(subject))
}

/// The speaker's noun phrase of a reporting verb whose subject in the tree is headed by `subject`.
pub fn of_verb(verb: Verb, subject: Option<usize>) -> Option<TokenRange> {
    let Verb { clauses, token, form, .. } = verb;
    let by_tree = subject.map(|s| clauses.noun_phrase(s)).filter(|s| !s.holds(token));
    if is_asked(verb) {
        // Somebody else asks; "Asked by reporters whether …" tells who.
        let agent = clauses.child(token, &[Relation::OblAgent, Relation::Obl]);
        return agent.filter(|_| clauses.is(token + 1, "by")).map(|agent| clauses.noun_phrase(agent));
    }
    if let Some(quoted) = quoted_as(clauses, token) {
        return Some(quoted);
    }
    if let Some(issuer) = relative_issuer(clauses, token) {
        return Some(issuer);
    }
    let said_before = follows_content(clauses, token) && content_stands_before(clauses, token);
    if form == Form::Ing {
        // `“He fights,” she said, adding …`: the sentence's first subject stands within the marks.
        let main = of_participle(verb).filter(|phrase| !clauses.in_marks(phrase.start));
        return main.or_else(|| described(clauses, token)).or(by_tree).or_else(|| by_words(verb));
    }
    // `“… That’s Roe,” said the man`: the sentence's subject stands within the marks.
    if said_before && clauses.in_marks(token.wrapping_sub(1)) {
        return inverted(verb).or_else(|| by_words(verb)).or(by_tree.filter(|phrase| !clauses.in_marks(phrase.start)));
    }
    if said_before && by_tree.is_some_and(|phrase| phrase.start > token) {
        return by_tree;
    }
    if verb.cue.frames.speech
        && follows_content(clauses, token)
        && let Some(set_off) = parenthetical(verb)
    {
        return Some(set_off);
    }
    let in_front = by_tree.filter(|phrase| phrase.start < token);
    match by_words(verb) {
        Some(words) => Some(in_front.filter(|&tree| is_likelier(clauses, tree, words, token)).unwrap_or(words)),
        None if by_tree.is_none() && said_before => inverted(verb),
        None => in_front,
    }
}

/// Whether the tree's subject of a verb is likelier than the noun phrase that the words in front of the verb give.
fn is_likelier(clauses: &Clauses, tree: TokenRange, words: TokenRange, verb: usize) -> bool {
    tells_time(clauses, words) && !tells_time(clauses, tree)
        || !is_headed(clauses, words) && is_headed(clauses, tree)
        || is_within_modifier(clauses, tree, words, verb)
        || is_within_insertion(clauses, tree, words, verb)
}

/// Whether a phrase ends with what can head one: "armed", "both" and "the reply even" do not.
fn is_headed(clauses: &Clauses, phrase: TokenRange) -> bool {
    let last = clauses.pos(phrase.end - 1);
    clauses.text(phrase.end - 1).starts_with(char::is_uppercase)
        || last.is_noun()
        || matches!(last, Pos::PRP | Pos::WP | Pos::WDT | Pos::CD | Pos::DT | Pos::CloseBracket)
}

/// "Roe, who had led the poll, hopes", "Roe, a man known as a hawk, said": whether the words found belong to what stands
/// between the tree's subject and the comma in front of the verb.
fn is_within_insertion(clauses: &Clauses, tree: TokenRange, words: TokenRange, verb: usize) -> bool {
    if words.start < tree.end || clauses.pos(verb - 1) != Pos::Comma {
        return false;
    }
    let relative = matches!(clauses.pos(words.end - 1), Pos::WP | Pos::WDT);
    if relative {
        return (words.end..verb).any(|t| clauses.is_finite(t));
    }
    // "The calls grew louder as Jane Roe, his daughter, attacked him": a conjunction.
    clauses.pos(words.start - 1) == Pos::IN && !clauses.pos(words.start).is_proper()
}

/// Whether a noun phrase is an adverbial: "Trump, whose views offend many, last year proposed …".
fn tells_time(clauses: &Clauses, phrase: TokenRange) -> bool {
    const TIMES: [&str; 14] = [
        "day",
        "days",
        "week",
        "weeks",
        "weekend",
        "month",
        "months",
        "year",
        "years",
        "morning",
        "afternoon",
        "evening",
        "night",
        "time",
    ];
    let is_time = |t: usize| TIMES.iter().any(|w| clauses.is(t, w));
    let single =
        phrase.len() == 1 && ["last", "next", "this", "that", "earlier"].iter().any(|w| clauses.is(phrase.start, w));
    is_time(phrase.end - 1) || single && is_time(phrase.end)
}

/// "A woman who has accused the senator said", "emails seen by the Courier show": whether the words found in front of the verb
/// belong to a clause that only describes the tree's subject.
fn is_within_modifier(clauses: &Clauses, tree: TokenRange, words: TokenRange, verb: usize) -> bool {
    if words.start < tree.end || clauses.pos(words.start - 1) == Pos::Comma {
        return false;
    }
    let opener = tree.end + usize::from(clauses.pos(tree.end) == Pos::Comma);
    let describes = match clauses.pos(opener) {
        Pos::WP | Pos::WDT | Pos::WPS => true,
        Pos::VBN | Pos::VBG => opener == tree.end,
        _ => false,
    };
    let finite = (opener..verb).filter(|&t| clauses.is_finite(t) && !clauses.is_finite(t + 1)).count();
    let participle = matches!(clauses.pos(opener), Pos::VBN | Pos::VBG);
    describes && finite <= usize::from(!participle)
}

/// "Asked whether …, she said": the participle of a question that somebody else puts.
fn is_asked(verb: Verb) -> bool {
    let Verb { clauses, token, .. } = verb;
    if verb.cue.lemma != "ask" || !matches!(clauses.pos(token), Pos::VBN | Pos::VBD) {
        return false;
    }
    if clauses.follows_be(token) {
        return true;
    }
    match token.checked_sub(1).filter(|&t| clauses.tokens.holds(t)).map(|t| clauses.pos(t)) {
        None | Some(Pos::WRB) => true,
        // "Ann Roe, the mayor, asked the board whether": whoever asks names the one who is asked.
        Some(Pos::Comma) => {
            let next = clauses.pos(token + 1);
            !(next.is_noun() || matches!(next, Pos::DT | Pos::PRP | Pos::PRPS | Pos::JJ))
                || clauses.is(token + 1, "that")
        }
        _ => false,
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

/// ", saying that …": the subject of the main clause; "with critics saying that …": the noun phrase in front.
fn of_participle(verb: Verb) -> Option<TokenRange> {
    let Verb { doc, language, clauses, token, .. } = verb;
    let before = token.checked_sub(1).filter(|&t| clauses.tokens.holds(t))?;
    let opener = ["when", "while", "after", "before", "by"].iter().any(|w| clauses.is(before, w));
    if clauses.pos(before) != Pos::Comma && !clauses.in_marks(before) && !opener {
        return None;
    }
    let head = doc.tokens_span(TokenRange::new(clauses.tokens.start, token));
    near::main_subject(doc, language, head).map(|span| doc.tokens_in(span))
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
    let relative = |t: usize| t > clauses.tokens.start && matches!(clauses.pos(t - 1), Pos::WP | Pos::WDT);
    let open = |t: usize| clauses.is_finite(t) && !relative(t);
    (clauses.tokens.start..verb).any(open) || clauses.marked_between(clauses.tokens.start, verb) > 6
}

fn inverted(verb: Verb) -> Option<TokenRange> {
    let Verb { doc, language, clauses, token, .. } = verb;
    let rest = doc.tokens_span(TokenRange::new(token, clauses.tokens.end));
    let found = near::after(doc, language, rest)?;
    (found.cue.start == rest.start).then_some(doc.tokens_in(found.speaker?))
}

/// ", says Carl Anthony, the historian, is that …": the speaker behind the verb, set off by commas on both sides.
fn parenthetical(verb: Verb) -> Option<TokenRange> {
    let Verb { clauses, token, cue, .. } = verb;
    let speaker = inverted(verb)?;
    let first = clauses.pos(speaker.start);
    // "Ann Roe, his aide, urged a strong stand": what stands behind the verb may be its object.
    let common = matches!(first, Pos::DT | Pos::PRPS | Pos::NN | Pos::NNS);
    let opens = clauses.pos(token - 1) == Pos::Comma
        && (first.is_proper() || common && cue.frames.clause && content_stands_before(clauses, token));
    let closes = !clauses.tokens.holds(speaker.end) || matches!(clauses.pos(speaker.end), Pos::Comma | Pos::Stop);
    (opens && closes).then_some(speaker)
}

/// The noun phrase in front of a verb, by the words between the verb and the mark or sentence start before it.
fn by_words(verb: Verb) -> Option<TokenRange> {
    let Verb { doc, language, clauses, token, .. } = verb;
    let start =
        (clauses.tokens.start..token).rev().find(|&t| clauses.in_marks(t)).map_or(clauses.tokens.start, |t| t + 1);
    let head = doc.tokens_span(TokenRange::new(start, token + 1));
    near::subject_of_last(doc, language, head).map(|span| doc.tokens_in(span))
}
