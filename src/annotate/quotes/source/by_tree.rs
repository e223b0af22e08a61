//! Who speaks in reported speech: the noun phrase that a reporting verb has for its subject, from the dependency tree, from
//! the words in front of the verb, and from those behind it.

use super::by_words;
use super::issuer::{described, issuer};
use crate::annotate::quotes::rules::Rule;
use crate::annotate::quotes::tree::SentenceTree;
use crate::annotate::quotes::verb::ReportingVerb;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames, VerbForm};

/// The most small words in front of a participle that opens a sentence: "And in explaining".
const LONGEST_OPENER: usize = 2;

/// Who speaks by a verb: somebody, or nobody whom the sentence names.
type Answer = Option<TokenRange>;

/// Ways to find a verb's speaker, in the order in which they are asked; the first that answers decides.
pub const OF_VERB: &[Rule<fn(&ReportingVerb, &Subjects) -> Option<Answer>>] = &[
    Rule {
        name: "asked-by-another",
        example: "Asked by <reporters> [whether the pier would close], Ann Lee left the hall.",
        run: |verb, _| verb.is_asked().then(|| asker(verb)),
    },
    Rule {
        name: "pronoun-for-sentence-before",
        example: "de: [Die Brücke bleibt bis Mai gesperrt.] Dies bestätigte <das Bauamt> am Montag.",
        run: |verb, _| {
            let behind = || subject_behind(verb).map(|noun| verb.tree.noun_phrase(noun));
            verb.sentence_before().is_some().then(behind)
        },
    },
    Rule {
        name: "relayed-speech",
        example: "State television quoted <the minister> as saying [that talks had failed].",
        run: |verb, _| relayed(verb.tree, verb.token).map(Some),
    },
    Rule {
        name: "source-in-front-of-participle",
        example: "The mayor read polls with care, <evidence> suggesting [that the town had turned against him].",
        run: |verb, _| {
            let gerund = verb.cue.form == VerbForm::Gerund;
            gerund.then(|| described(verb.tree, verb.token)).flatten().map(Some)
        },
    },
    Rule {
        name: "opening-participle",
        example: "Urging [the owners to wait], <Ann Lee> left the hall.",
        run: |verb, _| opening_participle(verb).map(Some),
    },
    Rule {
        name: "inversion",
        example: "[The port denies it, but “why would you not raise the matter?]” asked <Lund>, now a lawyer in Oslo.",
        // `“… That’s Roe,” said the man`: the sentence's first subject stands within the marks.
        run: |verb, subjects| {
            let tree = verb.tree;
            let behind_marks = || {
                let outside = subjects.tree.filter(|phrase| !tree.in_marks(phrase.start));
                inverted(verb).or_else(|| by_words_before(verb)).or(outside)
            };
            if subjects.said_before && tree.in_marks(verb.token.wrapping_sub(1)) {
                return Some(behind_marks());
            }
            subjects.tree.filter(|phrase| subjects.said_before && phrase.start > verb.token).map(Some)
        },
    },
    Rule {
        name: "parenthetical-inversion",
        example: "[Any “clear” reading of the treaty], said <Ann Lee>, an expert on Norway, [would be a mistake].",
        run: |verb, _| {
            let speech = verb.cue.has(Frames::SPEECH) && follows_content(verb.tree, verb.token);
            speech.then(|| parenthetical(verb)).flatten().map(Some)
        },
    },
    Rule {
        name: "subject-in-front",
        example: "<The ministry> urged [owners to wait].",
        run: |verb, subjects| {
            let oblique = |phrase: &TokenRange| verb.tree.is(phrase.start, Class::Oblique);
            let in_front = subjects.tree.filter(|phrase| phrase.start < verb.token && !oblique(phrase));
            if let Some(found) = second_place(verb, in_front) {
                return Some(Some(found));
            }
            Some(match by_words_before(verb) {
                Some(words) => {
                    let tree = verb.tree;
                    let likelier = |&subject: &TokenRange| {
                        tells_time(tree, words) && !tells_time(tree, subject)
                            || is_within_modifier(tree, subject, words, verb.token)
                    };
                    Some(in_front.filter(likelier).unwrap_or(words))
                }
                None if subjects.tree.is_none() && subjects.said_before => inverted(verb),
                // "Dem Verband sagte der Minister, …": where the verb stands second, its subject may follow it.
                None if verb.tree.cx.parts_clauses => {
                    in_front.or(subjects.tree.filter(|phrase| !oblique(phrase))).or_else(|| inverted(verb))
                }
                None => in_front,
            })
        },
    },
];

/// What the sentence tells of a verb's subject.
pub struct Subjects {
    /// The tree's subject.
    pub tree: Option<TokenRange>,
    /// Whether the content stands before the verb.
    pub said_before: bool,
}

/// The head of a verb's subject in the tree, or of what issues the document that "says" it.
pub fn speaking_head(tree: &SentenceTree, verb: usize) -> Option<usize> {
    let subject = tree.subject(verb)?;
    // "nos contó": an object that the tree takes for a subject.
    if tree.is(subject, Class::ObjectPronoun) && !tree.is_any(subject, &[Class::Pronoun, Class::Determiner]) {
        return None;
    }
    let before = tree.noun_phrase(subject).start.wrapping_sub(1);
    // "backs the plan and in a statement praised it": an adverbial that the tree takes for a subject.
    if tree.relation(verb) == Relation::Conj && tree.tag(before).is_adposition() {
        return tree.subject(tree.head(verb));
    }
    Some(issuer(tree, verb, subject).unwrap_or(subject))
}

/// The speaker's noun phrase of a reporting verb whose subject in the tree is headed by `subject`.
pub fn of_verb(verb: &ReportingVerb, subject: Option<usize>) -> Option<TokenRange> {
    let ReportingVerb { tree, token, .. } = *verb;
    let subjects = Subjects {
        tree: subject.map(|s| tree.noun_phrase(s)).filter(|s| !s.holds(token)),
        said_before: follows_content(tree, token) && content_stands_before(tree, token),
    };
    tree.cx.rules.of(OF_VERB).find_map(|rule| (rule.run)(verb, &subjects)).flatten()
}

/// Whether a noun phrase is an adverbial: "the ministry less than two weeks ago said".
fn tells_time(tree: &SentenceTree, phrase: TokenRange) -> bool {
    let is_time = |t: usize| tree.is_any(t, &[Class::Time, Class::TimeUnit, Class::Ago]);
    let single = phrase.len() == 1 && tree.is(phrase.start, Class::TimeModifier);
    is_time(phrase.end - 1) || single && is_time(phrase.end)
}

/// "A woman who has accused the senator said", "emails seen by the Courier show": whether the words found in front of the verb
/// belong to a clause that only describes the tree's subject.
fn is_within_modifier(tree: &SentenceTree, subject: TokenRange, words: TokenRange, verb: usize) -> bool {
    if words.start < subject.end || tree.tag(words.start - 1).is_comma() {
        return false;
    }
    let opener = subject.end + usize::from(tree.tag(subject.end).is_comma());
    let tag = tree.tag(opener);
    let participle = tag.is_participle() || tag.is_gerund();
    let describes = tree.is_relative(opener) || participle && opener == subject.end;
    // "has described" is one verb.
    let own = (opener..verb).rev().take_while(|&t| tree.is(t, Class::Auxiliary) || tree.tag(t).is_adverb()).count();
    let finite = (opener..verb - own).filter(|&t| tree.is_finite(t) && !tree.is_finite(t + 1)).count();
    describes && finite <= usize::from(!participle)
}

/// The first noun behind the verb that may be its subject.
fn subject_behind(verb: &ReportingVerb) -> Option<usize> {
    const LONGEST: usize = 12;
    let ReportingVerb { tree, token, .. } = *verb;
    let nominal = |t: usize| tree.tag(t).is_noun() || tree.tag(t).is_personal_pronoun();
    let bare = |t: usize| tree.child(t, &[Relation::Case]).is_none() && !tree.tag(t - 1).is_adposition();
    tree.next(token + 1, LONGEST).take_while(|&t| !tree.tag(t).is_comma()).find(|&t| nominal(t) && bare(t))
}

/// "Asked by reporters whether …": somebody else asks, who may be named.
fn asker(verb: &ReportingVerb) -> Option<TokenRange> {
    let ReportingVerb { tree, token, .. } = *verb;
    let agent = tree.child(token, &[Relation::OblAgent, Relation::Obl]);
    agent.filter(|_| tree.is(token + 1, Class::AgentMarker)).map(|agent| tree.noun_phrase(agent))
}

/// Relayed speech: who is quoted in "X quoted Y as saying", "Y was quoted as saying".
fn relayed(tree: &SentenceTree, token: usize) -> Option<TokenRange> {
    if !tree.says_as(token) {
        return None;
    }
    let relay = tree.last_before(token, 14, |t| tree.cue(t).is_some_and(|cue| cue.has(Frames::RELAYS)))?;
    let passive = tree.is_passive(relay) || tree.follows_be(relay);
    let quoted = if passive { tree.subject(relay) } else { tree.child(relay, &[Relation::Obj]) };
    let marker = tree.last_before(token, 3, |t| tree.is(t, Class::RoleMarker)).unwrap_or(token - 1);
    let between = TokenRange::new(relay + 1, marker.max(relay + 1));
    quoted.map(|q| tree.noun_phrase(q)).or((!passive && !between.is_empty()).then_some(between))
}

/// Whether a verb stands right behind a comma or mark, as in "…," said X.
fn follows_content(tree: &SentenceTree, verb: usize) -> bool {
    tree.previous(verb).is_some_and(|t| tree.tag(t).is_comma() || tree.in_marks(t))
}

/// Whether a clause or marked words stand before a verb, so that they may be what it reports: in "Ann Roe, his chief of
/// staff, urged restraint" nothing does.
fn content_stands_before(tree: &SentenceTree, verb: usize) -> bool {
    let relative = |t: usize| t > tree.tokens.start && tree.is_relative(t - 1);
    let open = |t: usize| tree.is_finite(t) && !relative(t);
    (tree.tokens.start..verb).any(open) || tree.marked_between(tree.tokens.start, verb) > 6
}

/// "Urging patience, the mayor left": the subject of the main clause behind a participle that opens the sentence. A comma ends
/// the participle's clause, also one within closing marks, or the marks do: "Calling it “unfair” she left".
fn opening_participle(verb: &ReportingVerb) -> Option<TokenRange> {
    let ReportingVerb { tree, token, .. } = *verb;
    let joins = [Class::Subordinator, Class::Preposition, Class::Coordinator];
    let opener = TokenRange::new(tree.tokens.start, token);
    if opener.len() > LONGEST_OPENER || !tree.tag(token).is_gerund() || !opener.iter().all(|t| tree.is_any(t, &joins)) {
        return None;
    }
    let ends = |&t: &usize| {
        let closes = tree.in_marks(t) && !tree.in_marks(t + 1);
        let comma = if closes { tree.tag(t - 1).is_comma() } else { tree.tag(t).is_comma() && !tree.in_marks(t) };
        (comma || closes && tree.tag(t + 1).is_personal_pronoun()) && tree.main_clause_follows(t + 1)
    };
    let start = (token + 1..tree.tokens.end).find(ends)? + 1;
    let finite = (start..tree.tokens.end).find(|&t| tree.is_finite(t))?;
    let main = tree.subject(finite).map(|subject| tree.noun_phrase(subject)).filter(|phrase| phrase.start >= start);
    let pronoun = tree.tag(start).is_personal_pronoun().then(|| TokenRange::new(start, start + 1));
    pronoun.or(main)
}

fn inverted(verb: &ReportingVerb) -> Option<TokenRange> {
    let ReportingVerb { tree, token, .. } = *verb;
    let rest = tree.cx.doc.tokens_span(TokenRange::new(token, tree.tokens.end));
    let found = by_words::after(tree.cx, rest)?;
    (found.cue.start == rest.start).then_some(tree.cx.tokens(found.speaker?))
}

/// ", says Carl Anthony, the historian, is that …": the speaker behind the verb, set off by commas on both sides.
fn parenthetical(verb: &ReportingVerb) -> Option<TokenRange> {
    let ReportingVerb { tree, token, cue, .. } = *verb;
    let speaker = inverted(verb)?;
    let first = tree.tag(speaker.start);
    // "Ann Roe, his aide, urged a strong stand": what stands behind the verb may be its object.
    let common = first.is_determiner() || first.is_possessive_determiner() || first.is_common_noun();
    let opens = tree.tag(token - 1).is_comma()
        && (first.is_proper() || common && cue.has(Frames::CLAUSE) && content_stands_before(tree, token));
    let end = tree.tag(speaker.end);
    let closes = !tree.tokens.holds(speaker.end) || end.is_comma() || end.is_stop();
    (opens && closes).then_some(speaker)
}

/// The noun phrase in front of a verb, by the words between the verb and the mark or sentence start before it.
fn by_words_before(verb: &ReportingVerb) -> Option<TokenRange> {
    let ReportingVerb { tree, token, .. } = *verb;
    let start = tree.last_before(token, token, |t| tree.in_marks(t)).map_or(tree.tokens.start, |t| t + 1);
    let head = tree.cx.doc.tokens_span(TokenRange::new(start, token + 1));
    let found = by_words::subject_of_last(tree.cx, head).map(|span| tree.cx.tokens(span))?;
    (!tree.cx.parts_clauses || may_be_subject(tree, found)).then_some(found)
}

/// Whether words in front of a verb may be its subject, where the verb stands second and anything may stand in front: no noun in
/// another case ("dem Verein"), behind a preposition ("vor Gericht") or in a role ("als Begründung"), and no adverb.
fn may_be_subject(tree: &SentenceTree, words: TokenRange) -> bool {
    let governs = |t: usize| {
        tree.is_any(t, &[Class::Preposition, Class::RoleMarker])
            && !tree.is(t, Class::Comparison)
            && !tree.is(t, Class::Subordinator)
    };
    let adverb = words.len() == 1 && (tree.tag(words.start).is_adverb() || tree.tag(words.start).is_adjective());
    !tree.is(words.start, Class::Oblique) && !tree.previous(words.start).is_some_and(governs) && !adverb
}

/// The subject in front of an auxiliary in the second place, or the pronoun right behind the verb: "Roe hatte seinen Rücktritt damit
/// begründet", "Der Partei schlug er vor".
fn second_place(verb: &ReportingVerb, in_front: Option<TokenRange>) -> Option<TokenRange> {
    let ReportingVerb { tree, token, .. } = *verb;
    let next = token + 1;
    let pronoun = tree.is(next, Class::Pronoun) && !tree.is_any(next, &[Class::Impersonal, Class::ObjectPronoun]);
    if !tree.cx.parts_clauses {
        return None;
    }
    let before_auxiliary = in_front.filter(|s| s.end < token && tree.is_finite(s.end));
    before_auxiliary.or((pronoun && tree.is_finite(token)).then(|| TokenRange::new(next, next + 1)))
}
