//! Descriptions and pronouns to what they refer to.
//!
//! One walk through the text, as a reader does it: names bring referents to mind, descriptions and pronouns pick one
//! of those that are in mind, or (descriptions) bring a new one. Which one is decided by hard agreement in type,
//! gender and number, then by a weighted sum of evidence ([`super::weights`]); the walk looks back over a
//! bounded number of mentions, so the work is linear in the text.

use super::context::{Function, Scene};
use super::lexicon::{Case, NounClass};
use super::mentions::{Nominal, Opening, PronounMention};
use super::referents::{Referent, Referents};
use super::roles;
use super::weights;
use crate::annotate::lower::Lower;
use crate::document::{EntityType, Gender, MentionKind, Number, TokenRange};

/// Mentions that the walk looks back over.
const MEMORY: usize = 48;
/// Sentences that it looks back over.
const HORIZON: usize = 8;

/// A mention to be placed: what it is and where.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item {
    /// A name of a referent that is known beforehand.
    Name { referent: usize, tokens: TokenRange },
    /// A description.
    Nominal(Nominal),
    /// A pronoun.
    Pronoun(PronounMention),
}

impl Item {
    fn kind(&self) -> MentionKind {
        match self {
            Item::Name { .. } => MentionKind::Name,
            Item::Nominal(_) => MentionKind::Nominal,
            Item::Pronoun(_) => MentionKind::Pronoun,
        }
    }

    /// Its tokens.
    pub(super) fn tokens(&self) -> TokenRange {
        match self {
            Item::Name { tokens, .. } => *tokens,
            Item::Nominal(nominal) => nominal.tokens,
            Item::Pronoun(pronoun) => TokenRange::new(pronoun.token, pronoun.token + 1),
        }
    }
}

/// Where a mention was placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// The referent; nothing for a pronoun without one.
    pub(super) referent: Option<usize>,
    /// How sure: 0 to 1.
    pub(super) confidence: f32,
}

/// What stands between a pronoun and a mention further back, among those that agree with it.
#[derive(Debug, Clone, Copy, Default)]
struct Nearer {
    count: i32,
    /// The nearest subject outside quotes.
    subject: Option<usize>,
}

/// A mention that the walk has passed.
#[derive(Debug, Clone, Copy)]
struct Seen {
    referent: usize,
    sentence: usize,
    block: usize,
    function: Function,
    governor: Option<usize>,
    zone: Option<usize>,
    speaks: bool,
    kind: MentionKind,
    /// A subject behind another person who is one in the same sentence: mostly that of a clause within.
    embedded: bool,
}

impl Seen {
    /// How much its place in the clause speaks for what it names being spoken of on.
    fn prominence(&self) -> i32 {
        match self.function {
            Function::Subject if self.embedded => weights::EMBEDDED_SUBJECT,
            Function::Subject => weights::SUBJECT,
            Function::Object => 0,
            Function::Possessive => weights::POSSESSIVE,
            Function::Modifier => weights::MODIFIER,
            Function::Oblique => weights::OBLIQUE,
        }
    }
}

/// Places each item; `items` stand in text order. Gives back the referents with what the walk has learnt of them.
pub(super) fn resolve(scene: &Scene, items: &[Item], referents: Referents) -> (Vec<Placed>, Vec<Referent>) {
    let mut walk = Walk { scene, items, referents, seen: Vec::new(), zone_speaker: (usize::MAX, None) };
    let placed = (0..items.len()).map(|index| walk.place(index)).collect();
    (placed, walk.referents.into_inner())
}

struct Walk<'a> {
    scene: &'a Scene<'a>,
    items: &'a [Item],
    referents: Referents,
    seen: Vec<Seen>,
    /// The last zone looked at and the referent that speaks in it.
    zone_speaker: (usize, Option<usize>),
}

impl Walk<'_> {
    fn place(&mut self, index: usize) -> Placed {
        let item = self.items[index];
        let here = self.here(item);
        let (referent, confidence) = match item {
            Item::Name { referent, .. } => (Some(referent), 1.0),
            Item::Nominal(nominal) => self.nominal(index, nominal, &here),
            Item::Pronoun(pronoun) => self.pronoun(index, pronoun, &here),
        };
        if let Some(referent) = referent {
            self.referents.mention(referent);
            self.seen.push(Seen { referent, ..here });
        }
        Placed { referent, confidence }
    }

    fn here(&self, item: Item) -> Seen {
        let tokens = item.tokens();
        let span = self.scene.doc.tokens_span(tokens);
        let sentence = self.scene.sentence(tokens.start);
        let (kind, function) = match item {
            // Whoever says something is the subject of the saying, wherever the words stand.
            Item::Name { .. } | Item::Nominal(_) if self.scene.speaks(span) => (item.kind(), Function::Subject),
            Item::Name { .. } => (MentionKind::Name, self.scene.function(tokens)),
            Item::Nominal(_) => (MentionKind::Nominal, self.scene.function(tokens)),
            Item::Pronoun(pronoun) => {
                let function = match pronoun.form.case {
                    Case::Subject => Function::Subject,
                    Case::Object | Case::Reflexive => Function::Object,
                    Case::Possessive => Function::Possessive,
                };
                (MentionKind::Pronoun, function)
            }
        };
        let mut earlier = self.seen.iter().rev().take(12).take_while(|seen| seen.sentence == sentence);
        let embedded = function == Function::Subject
            && earlier.any(|seen| {
                seen.function == Function::Subject
                    && seen.zone.is_none()
                    && self.referents[seen.referent].label == EntityType::Person
            });
        Seen {
            embedded,
            referent: usize::MAX,
            sentence,
            block: self.scene.doc.sentences.get(sentence).map_or(0, |sentence| sentence.block),
            function,
            governor: self.scene.governor(tokens),
            zone: self.scene.zone(span.start),
            speaks: self.scene.speaks(span),
            kind,
        }
    }

    /// Mentions in mind, the latest first.
    fn in_mind(&self, sentence: usize) -> impl Iterator<Item = &Seen> {
        let narrated = self.scene.narrated(sentence);
        let near = move |seen: &&Seen| narrated - self.scene.narrated(seen.sentence) <= HORIZON;
        self.seen.iter().rev().take(MEMORY).take_while(near)
    }

    fn pronoun(&mut self, index: usize, pronoun: PronounMention, here: &Seen) -> (Option<usize>, f32) {
        let speaker = here.zone.and_then(|zone| self.speaker_in(zone));
        let mut best: Option<(i32, usize)> = None;
        let mut second: Option<(i32, usize)> = None;
        let mut consider = |score: i32, referent: usize| match best {
            Some((_, top)) if top == referent => best = best.max(Some((score, referent))),
            Some((top, _)) if score <= top => second = second.max(Some((score, referent))),
            _ => {
                second = best;
                best = Some((score, referent));
            }
        };
        let mut nearer = Nearer::default();
        for seen in self.in_mind(here.sentence) {
            let referent = &self.referents[seen.referent];
            let Some(agreement) = agreement(pronoun, referent) else { continue };
            if same_clause_forbids(pronoun, seen, here) {
                continue;
            }
            let score = agreement + self.evidence(pronoun, seen, here, nearer, speaker);
            consider(score, seen.referent);
            nearer.count += 1;
            if seen.function == Function::Subject && seen.zone.is_none() {
                nearer.subject = nearer.subject.or(Some(seen.referent));
            }
        }
        if let Some((score, referent)) = self.cataphora(index, pronoun, here) {
            consider(score, referent);
        }
        // Beyond the horizon only the people that the article is about.
        if pronoun.form.number == Number::Singular && pronoun.form.gender != Gender::Neuter {
            for &referent in self.referents.main_people() {
                if let Some(agreement) = agreement(pronoun, &self.referents[referent]) {
                    let seen = i32::from(self.referents[referent].seen.min(8) as i16);
                    consider(agreement + weights::BEYOND + 2 * seen, referent);
                }
            }
        }
        let Some((score, referent)) = best.filter(|&(score, _)| score >= weights::threshold(pronoun.form)) else {
            return (None, 0.0);
        };
        let margin = score - second.map_or(score - 30, |(second, _)| second);
        if pronoun.form.number == Number::Singular {
            self.referents[referent].hear(pronoun.form.gender, margin >= weights::TELLS_GENDER);
        }
        (Some(referent), 0.5 + (margin.clamp(0, 30) as f32) / 60.0 - if score < 0 { 0.1 } else { 0.0 })
    }

    fn evidence(
        &self,
        pronoun: PronounMention,
        seen: &Seen,
        here: &Seen,
        nearer: Nearer,
        speaker: Option<usize>,
    ) -> i32 {
        // Between two places outside quotes, the sentences within quotes do not count.
        let apart = match (seen.zone, here.zone) {
            (None, None) => self.scene.narrated(here.sentence) - self.scene.narrated(seen.sentence),
            _ => here.sentence - seen.sentence,
        };
        let mut score = weights::SENTENCES[apart.min(HORIZON)] - nearer.count.min(10);
        // Whoever was spoken of goes on being spoken of until somebody else is the subject.
        let goes_on = nearer.subject.is_none_or(|subject| subject == seen.referent);
        score += seen.prominence();
        if seen.function == here.function && here.function == Function::Subject {
            score += weights::PARALLEL;
        }
        if seen.speaks {
            score += weights::SPEAKER;
            if here.speaks && goes_on {
                score += weights::SPEAKS_AGAIN;
            }
        }
        if seen.block == here.block {
            score += weights::SAME_PARAGRAPH;
        }
        if seen.kind == MentionKind::Pronoun && goes_on {
            score += weights::CHAIN;
        }
        match (seen.zone, here.zone) {
            (Some(_), None) => score += weights::OUT_OF_QUOTE,
            (Some(a), Some(b)) if a == b => score += weights::SAME_QUOTE,
            _ => {}
        }
        if speaker == Some(seen.referent) {
            score += weights::OWN_WORDS;
        }
        if pronoun.form.case == Case::Reflexive && apart == 0 && seen.function == Function::Subject {
            score += weights::REFLEXIVE;
        }
        if pronoun.form.case == Case::Possessive && apart == 0 && seen.function == Function::Subject {
            score += weights::OWNER;
        }
        let referent = &self.referents[seen.referent];
        score += weights::SEEN * referent.seen.min(6) as i32 + if referent.in_title { weights::TITLE } else { 0 };
        if !referent.named {
            score += weights::UNNAMED;
        }
        score
    }

    /// "After she left office, Merkel said": a pronoun in a clause that opens the sentence, and the name behind it.
    fn cataphora(&self, index: usize, pronoun: PronounMention, here: &Seen) -> Option<(i32, usize)> {
        let doc = self.scene.doc;
        let sentence = doc.sentences.get(here.sentence)?.tokens;
        let opener = Lower::new(doc.token_text(sentence.start));
        let opens = matches!(
            &*opener,
            "after"
                | "as"
                | "when"
                | "while"
                | "before"
                | "although"
                | "though"
                | "since"
                | "if"
                | "in"
                | "despite"
                | "because"
                | "with"
                | "during"
                | "once"
                | "until"
                | "by"
                | "for"
                | "at"
                | "throughout"
                | "even"
        );
        if !opens || here.zone.is_some() || pronoun.token > sentence.start + 12 {
            return None;
        }
        let comma = (pronoun.token..sentence.end.min(pronoun.token + 25)).find(|&t| doc.token_text(t) == ",")?;
        let behind = self.items[index + 1..].iter().take(8);
        let (referent, tokens) = behind
            .take_while(|item| item.tokens().start < sentence.end.min(comma + 8))
            .filter(|item| item.tokens().start > comma)
            .find_map(|item| match item {
                Item::Name { referent, tokens, .. } => Some((*referent, *tokens)),
                _ => None,
            })?;
        let agreement = agreement(pronoun, &self.referents[referent])?;
        (self.scene.function(tokens) == Function::Subject).then_some((agreement + weights::CATAPHORA, referent))
    }

    /// Who speaks in a marked stretch, as far as a name says it.
    fn speaker_in(&mut self, zone: usize) -> Option<usize> {
        if self.zone_speaker.0 != zone {
            let phrase = self.scene.speaker_of(self.scene.zone_span(zone));
            let speaker = phrase.and_then(|phrase| {
                let doc = self.scene.doc;
                let first = self.items.partition_point(|item| doc.tokens_span(item.tokens()).end <= phrase.start);
                let inside = self.items[first..].iter().take(4);
                let named = inside.take_while(|item| doc.tokens_span(item.tokens()).start < phrase.end);
                named
                    .filter_map(|item| if let Item::Name { referent, .. } = item { Some(*referent) } else { None })
                    .next()
            });
            self.zone_speaker = (zone, speaker);
        }
        self.zone_speaker.1
    }

    fn nominal(&mut self, index: usize, nominal: Nominal, here: &Seen) -> (Option<usize>, f32) {
        if let Some(referent) = self.apposition(index, nominal) {
            self.referents.describe(referent, self.scene.doc, nominal);
            return (Some(referent), 0.95);
        }
        if let Some(referent) = self.named_within(index, nominal) {
            return (Some(referent), 0.9);
        }
        if nominal.opening == Opening::Definite || nominal.opening == Opening::Possessive {
            let described = self.referents.description(self.scene.doc, nominal);
            let fits = |seen: &&Seen| self.referents.fits(seen.referent, &described, here.sentence - seen.sentence);
            let mut near = self.in_mind(here.sentence).filter(fits);
            // "The company" is the one that the article is about and not the one named last in passing.
            let near = match nominal.noun.class {
                NounClass::Organization => near.max_by_key(|seen| self.aptness(seen, here)),
                _ => near.next(),
            };
            let found = near.map(|seen| seen.referent).or_else(|| {
                let main = self.referents.main_people().iter().copied();
                main.into_iter().find(|&referent| self.referents.fits(referent, &described, HORIZON))
            });
            if let Some(referent) = found {
                return (Some(referent), 0.75);
            }
        }
        let known_only = !matches!(nominal.noun.class, NounClass::Person | NounClass::Organization);
        if known_only {
            return (None, 0.0);
        }
        (Some(self.referents.add(self.scene.doc, nominal)), 0.5)
    }

    /// How likely a description takes up a mention, by its function, how near it is, and how much is said of its referent.
    fn aptness(&self, seen: &Seen, here: &Seen) -> i32 {
        let referent = &self.referents[seen.referent];
        weights::SENTENCES[(here.sentence - seen.sentence).min(HORIZON)]
            + seen.prominence()
            + weights::SEEN * referent.seen.min(6) as i32
            + if referent.in_title { weights::TITLE } else { 0 }
    }

    /// "the UMIH industry group": the body whose name stands in the description.
    fn named_within(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let doc = self.scene.doc;
        let Some(&Item::Name { referent, tokens, .. }) = self.items.get(index + 1) else { return None };
        let within = nominal.tokens.start + 1 == tokens.start
            && tokens.end <= nominal.head
            && !(tokens.end..nominal.head).any(|t| roles::is_possessive(doc, t))
            && nominal.noun.number == Number::Singular;
        let kind = NAMED_KINDS.contains(&&*Lower::new(doc.token_text(nominal.head)));
        (within && kind && self.referents[referent].label == EntityType::Organization).then_some(referent)
    }

    /// "the German chancellor, Angela Merkel,": the name behind the comma is described.
    fn apposition(&self, index: usize, nominal: Nominal) -> Option<usize> {
        let doc = self.scene.doc;
        let comma = nominal.tokens.end;
        let is = |token: usize, text: &str| doc.tokens.get(token).is_some() && doc.token_text(token) == text;
        // "Angela Merkel, the German chancellor": the walk has just passed the name.
        if nominal.tokens.start > 0
            && is(nominal.tokens.start - 1, ",")
            && nominal.noun.number == Number::Singular
            && let Some(&Item::Name { referent, tokens, .. }) = index.checked_sub(1).map(|before| &self.items[before])
            && tokens.end + 1 == nominal.tokens.start
            && self.referents[referent].label == nominal.label()
            && APPOSED_BEFORE.contains(&doc.tokens.get(comma).map_or("", |_| doc.token_text(comma)))
        {
            return Some(referent);
        }
        let Some(&Item::Name { referent, tokens, .. }) = self.items.get(index + 1) else { return None };
        let fits = is(comma, ",")
            && tokens.start == comma + 1
            && (is(tokens.end, ",") || is(tokens.end, "."))
            && self.referents[referent].label == nominal.label()
            && nominal.noun.number == Number::Singular
            && nominal.opening != Opening::Indefinite;
        fits.then_some(referent)
    }
}

/// Bodies that are called by name and kind: "the Boeing company". A board or a branch is a part of what is named.
const NAMED_KINDS: [&str; 13] = [
    "airline",
    "bank",
    "charity",
    "club",
    "company",
    "firm",
    "group",
    "magazine",
    "network",
    "newspaper",
    "organization",
    "party",
    "union",
];

/// What may follow a description in apposition; a verb would make it a subject.
const APPOSED_BEFORE: [&str; 15] =
    [",", ".", ")", ";", "of", "at", "for", "from", "in", "on", "with", "to", "and", "who", "whose"];

/// Whether pronoun and referent agree: nothing when they cannot, else how well.
fn agreement(pronoun: PronounMention, referent: &Referent) -> Option<i32> {
    let form = pronoun.form;
    match (form.number, form.gender) {
        (Number::Plural, _) => match (referent.number, referent.label) {
            (Number::Plural, EntityType::Person | EntityType::Organization | EntityType::Nationality) => {
                Some(weights::PLURAL)
            }
            (_, EntityType::Organization) => Some(weights::BODY_AS_THEY),
            (_, EntityType::Nationality) => Some(weights::PEOPLE_AS_THEY),
            (_, EntityType::Person) => Some(weights::PERSON_AS_THEY),
            _ => None,
        },
        (_, Gender::Neuter) => match referent.label {
            EntityType::Organization if referent.number != Number::Plural => Some(weights::BODY_AS_IT),
            EntityType::Location => Some(weights::PLACE_AS_IT),
            EntityType::Event | EntityType::Work | EntityType::Product | EntityType::Misc => Some(weights::THING_AS_IT),
            _ => None,
        },
        (_, gender) => {
            if referent.label != EntityType::Person || referent.number == Number::Plural {
                return None;
            }
            match referent.gender {
                Gender::Unknown => Some(weights::NO_GENDER),
                known if known == gender => Some(weights::GENDER),
                _ if !referent.gender_is_sure => Some(weights::OTHER_GENDER),
                _ => None,
            }
        }
    }
}

/// "Merkel praised her": subject and object of one verb are two people, unless the object is reflexive.
fn same_clause_forbids(pronoun: PronounMention, seen: &Seen, here: &Seen) -> bool {
    pronoun.form.case == Case::Object
        && seen.function == Function::Subject
        && seen.governor.is_some()
        && seen.governor == here.governor
}
