//! Who could be meant: the article's cast, scored for a pronoun or a description.

use super::traits::Traits;
use crate::annotate::coref;
use crate::document::{Document, EntityId, EntityType, MentionId, MentionKind, Quote, QuoteKind, Relation, Span};

/// How far back a pronoun may refer, in sentences.
const HORIZON: usize = 12;
/// How many mentions back a description may refer by a role.
const MEMORY: usize = 256;

/// How clear it must be who is in focus to take a description for them: a wrong name is worse than none.
const IN_FOCUS: f32 = 0.8;

/// The least share of mentions of somebody whom news describes anew; experts who are quoted once keep their names.
const PROMINENT: f32 = 0.2;

/// What news calls people whom it has named. Officers, aides and lawyers it often leaves without a name.
const PUBLIC_FIGURES: [&str; 60] = [
    "actor",
    "actress",
    "artist",
    "author",
    "billionaire",
    "businesswoman",
    "candidate",
    "captain",
    "challenger",
    "champion",
    "chancellor",
    "coach",
    "comedian",
    "comedienne",
    "composer",
    "congresswoman",
    "contender",
    "defender",
    "designer",
    "director",
    "economist",
    "entrepreneur",
    "filmmaker",
    "frontrunner",
    "golfer",
    "governor",
    "guitarist",
    "incumbent",
    "lawmaker",
    "leader",
    "legend",
    "magnate",
    "mayor",
    "midfielder",
    "millionaire",
    "minister",
    "mogul",
    "musician",
    "nominee",
    "novelist",
    "physicist",
    "playwright",
    "poet",
    "politician",
    "pope",
    "premier",
    "president",
    "prince",
    "princess",
    "quarterback",
    "queen",
    "rapper",
    "senator",
    "singer",
    "skipper",
    "songwriter",
    "star",
    "striker",
    "tycoon",
    "veteran",
];

/// The weights of the features, set by hand; what each stands for is explained in docs/quotes.md.
mod weight {
    /// Coreference resolved this very pronoun to the candidate.
    pub const COREFERENT: f32 = 1.5;
    /// The candidate spoke the quote before this one.
    pub const SPOKE_LAST: f32 = 1.2;
    /// … and no other person was named since.
    pub const UNINTERRUPTED: f32 = 0.8;
    /// Each sentence between the pronoun and the candidate's last mention.
    pub const PER_SENTENCE: f32 = -0.45;
    /// The last mention is the subject of its sentence.
    pub const SUBJECT: f32 = 0.9;
    /// The last mention is the first person of its sentence.
    pub const FIRST: f32 = 0.4;
    /// … or one behind another person, as in "Merkel said that Scholz left".
    pub const EMBEDDED: f32 = 0.4;
    /// … and that sentence is the pronoun's own ("Fallon fired back: “…,” he wrote").
    pub const SAME_SENTENCE: f32 = 0.6;
    /// Gender fits by evidence.
    pub const GENDER: f32 = 0.7;
    /// How much of the article is about the candidate, times its share of mentions.
    pub const SALIENCE: f32 = 1.0;
    /// Someone who has spoken before.
    pub const SPEAKER: f32 = 0.3;
    /// The last mention is a possessor ("Clinton's campaign").
    pub const POSSESSOR: f32 = -0.6;
}

/// Whoever spoke last.
struct Turn {
    who: Voice,
    /// Where the words start.
    at: usize,
}

/// Somebody that a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Somebody with a name.
    Entity(EntityId),
    /// Somebody without one: the phrase that spoke ("a police spokesman").
    Nameless(Span),
}

/// The persons and bodies that can speak, and the state of the conversation.
pub struct Cast {
    /// Mentions outside direct speech of those with a name, in text order.
    mentions: Vec<MentionId>,
    last: Option<Turn>,
    /// Who has spoken at all.
    speakers: Vec<bool>,
    /// Most mentions that any entity has.
    most: usize,
}

impl Cast {
    /// Gathers the cast of a document.
    pub fn new(doc: &Document, quotes: &[Quote]) -> Self {
        let mut direct: Vec<Span> =
            quotes.iter().filter(|q| q.kind == QuoteKind::Direct).flat_map(|q| q.spans.iter().copied()).collect();
        direct.sort();
        let outside = |span: Span| {
            let next = direct.partition_point(|d| d.end <= span.start);
            direct.get(next).is_none_or(|d| !d.overlaps(span))
        };
        Cast {
            mentions: (0..doc.mentions.len())
                .filter(|&m| doc.mentions[m].entity.is_some() && outside(doc.mentions[m].span))
                .collect(),
            last: None,
            speakers: vec![false; doc.entities.len()],
            most: doc.entities.iter().map(|e| e.mentions.len()).max().unwrap_or(1).max(1),
        }
    }

    /// Notes who spoke a quote that starts at `at`.
    pub fn spoke(&mut self, doc: &Document, who: Voice, at: usize) {
        // "The businessman" is mostly somebody with a name who spoke before.
        if let Voice::Nameless(phrase) = who
            && doc.slice(phrase).to_lowercase().starts_with("the ")
            && !coref::is_described_before(doc, phrase)
            && Traits::of_phrase(doc, phrase).is_some_and(|traits| traits.is_one_person())
        {
            return;
        }
        self.last = Some(Turn { who, at });
        if let Voice::Entity(entity) = who {
            self.speakers[entity] = true;
        }
    }

    /// Who stands behind a pronoun, and how clear the choice is (0 to 1).
    pub fn pronoun(&self, doc: &Document, word: &str, span: Span) -> Option<(Voice, f32)> {
        let mention = doc
            .mentions
            .get(doc.mentions.partition_point(|m| m.span.start < span.start))
            .filter(|m| m.span == span && m.kind == MentionKind::Pronoun);
        self.likeliest(doc, word, span, mention.and_then(|m| m.entity))
    }

    /// The likeliest of those that agree with a pronoun, written or thought, at `span`; `resolved` is whom coreference
    /// chose.
    fn likeliest(&self, doc: &Document, word: &str, span: Span, resolved: Option<EntityId>) -> Option<(Voice, f32)> {
        let here = doc.sentence_at(span.start);
        let end = self.mentions.partition_point(|&m| doc.mentions[m].span.start < span.start);
        let mut scores: Vec<(Voice, f32)> = Vec::new();
        // Where the newest person other than the last speaker stands: a new name interrupts a speaker's turn.
        let mut newest_person = None;
        for &id in self.mentions[..end].iter().rev() {
            let mention = &doc.mentions[id];
            let distance = here.saturating_sub(doc.sentence_at(mention.span.start));
            if distance > HORIZON {
                break;
            }
            let Some(entity) = mention.entity else { continue };
            let other = self.last.as_ref().is_some_and(|last| last.who != Voice::Entity(entity));
            if newest_person.is_none() && other && is_person(doc, Some(entity)) {
                newest_person = Some(mention.span.start);
            }
            // Coreference knows whether a gender is only a given name's.
            let agrees = Traits::of_entity(doc, entity).agree(word) || resolved == Some(entity);
            if mention.kind == MentionKind::Pronoun || !agrees {
                continue;
            }
            // "It" and "they" mostly stand for something without a name; what has one must have acted.
            let spoke_last = self.last.as_ref().is_some_and(|last| last.who == Voice::Entity(entity));
            if matches!(word, "it" | "they") && !spoke_last && !is_subject(doc, id) {
                continue;
            }
            let score = self.score(doc, word, id, distance, newest_person)
                + if resolved == Some(entity) { weight::COREFERENT } else { 0.0 };
            match scores.iter_mut().find(|(who, _)| *who == Voice::Entity(entity)) {
                Some((_, best)) => *best = best.max(score),
                None => scores.push((Voice::Entity(entity), score)),
            }
        }
        scores.extend(self.nameless(doc, word, span, newest_person));
        if scores.is_empty() {
            return resolved.map(|entity| (Voice::Entity(entity), 0.5));
        }
        // Of equals the one that was mentioned last.
        scores.sort_by(|a, b| b.1.total_cmp(&a.1));
        let margin = scores[0].1 - scores.get(1).map_or(scores[0].1 - 2.0, |s| s.1);
        Some((scores[0].0, 1.0 / (1.0 + (-1.0 - 1.5 * margin).exp())))
    }

    /// The last speaker, when it has no name, with its score for a pronoun.
    fn nameless(&self, doc: &Document, word: &str, span: Span, newest_person: Option<usize>) -> Option<(Voice, f32)> {
        let Turn { who: who @ Voice::Nameless(phrase), at } = *self.last.as_ref()? else { return None };
        let traits = Traits::of_phrase(doc, phrase)?;
        let distance = doc.sentence_at(span.start).saturating_sub(doc.sentence_at(phrase.start));
        if distance > HORIZON || !traits.agree(word) {
            return None;
        }
        let chosen = match (coref::referent(doc, span), coref::referent(doc, phrase)) {
            (Some((pronoun, _)), Some((spoke, _))) => pronoun == spoke,
            _ => false,
        };
        let score = weight::PER_SENTENCE * distance as f32
            + weight::SPOKE_LAST
            + weight::SPEAKER
            + weight::SUBJECT
            + if newest_person.is_none_or(|newest| newest < at) { weight::UNINTERRUPTED } else { 0.0 }
            + if traits.gender_fits(word) { weight::GENDER } else { 0.0 }
            + if chosen { weight::COREFERENT } else { 0.0 };
        Some((who, score))
    }

    fn score(&self, doc: &Document, word: &str, id: MentionId, distance: usize, newest_person: Option<usize>) -> f32 {
        let mention = &doc.mentions[id];
        let Some(entity) = mention.entity else { return f32::MIN };
        let mut score = weight::PER_SENTENCE * distance as f32;
        if let Some(turn) = self.last.as_ref().filter(|turn| turn.who == Voice::Entity(entity)) {
            score += weight::SPOKE_LAST;
            if newest_person.is_none_or(|newest| newest < turn.at) {
                score += weight::UNINTERRUPTED;
            }
        }
        if self.speakers[entity] {
            score += weight::SPEAKER;
        }
        let first = is_first_person(doc, id);
        if is_subject(doc, id) {
            score += if first { weight::SUBJECT } else { weight::EMBEDDED };
            score += if distance == 0 { weight::SAME_SENTENCE } else { 0.0 };
        }
        if first {
            score += weight::FIRST;
        }
        if doc.text()[mention.span.end..].starts_with(['\'', '’']) {
            score += weight::POSSESSOR;
        }
        if Traits::of_entity(doc, entity).gender_fits(word) {
            score += weight::GENDER;
        }
        score + weight::SALIENCE * self.share(doc, entity)
    }

    /// An entity's mentions as a share of those of the most mentioned one.
    fn share(&self, doc: &Document, entity: EntityId) -> f32 {
        doc.entities[entity].mentions.len() as f32 / self.most as f32
    }

    /// The entity that a definite description ("the senator") names by one of its roles, else whoever is in focus, and
    /// how clear that is (0 to 1).
    pub fn description(&self, doc: &Document, span: Span) -> Option<(EntityId, f32)> {
        let text = doc.slice(span).to_lowercase();
        let noun = text.strip_prefix("the ")?;
        let head = noun.split([' ', ',']).next_back().unwrap_or(noun);
        let end = self.mentions.partition_point(|&m| doc.mentions[m].span.start < span.start);
        let by_role = self.mentions[..end].iter().rev().take(MEMORY).find_map(|&m| {
            let entity = doc.mentions[m].entity?;
            let known = |words: &str| words.split([' ', ',']).any(|w| w.eq_ignore_ascii_case(head));
            doc.entities[entity].roles.iter().any(|r| known(r)).then_some((entity, 1.0))
        });
        by_role.or_else(|| self.in_focus(doc, span, head))
    }

    /// Whoever "the candidate" is where nobody was introduced as one: news gives its persons new descriptions rather
    /// than say "he" again.
    fn in_focus(&self, doc: &Document, span: Span, head: &str) -> Option<(EntityId, f32)> {
        let known_as = PUBLIC_FIGURES.contains(&head) || head.len() > 5 && head.ends_with("man");
        // "the state's leader" is somebody else's.
        let owned = doc.slice(span).contains(['\'', '’']);
        if !known_as || head == "spokesman" || owned || coref::is_described_before(doc, span) {
            return None;
        }
        let word = Traits::of_phrase(doc, span)?.pronoun()?;
        match self.likeliest(doc, word, span, None)? {
            (Voice::Entity(entity), sure) if sure >= IN_FOCUS && self.share(doc, entity) >= PROMINENT => {
                Some((entity, sure))
            }
            _ => None,
        }
    }
}

fn is_person(doc: &Document, entity: Option<EntityId>) -> bool {
    entity.is_some_and(|e| doc.entities[e].label == EntityType::Person)
}

fn is_subject(doc: &Document, id: MentionId) -> bool {
    let tokens = doc.mentions[id].tokens;
    doc.syntax.is_parsed()
        && tokens.iter().any(|t| {
            matches!(doc.syntax.relations[t], Relation::Nsubj | Relation::NsubjPass)
                // A title may head the phrase that the name stands in.
                || matches!(doc.syntax.relations[t], Relation::Appos | Relation::Flat)
                    && matches!(doc.syntax.relations[doc.syntax.heads[t] as usize], Relation::Nsubj | Relation::NsubjPass)
        })
}

fn is_first_person(doc: &Document, id: MentionId) -> bool {
    let sentence = doc.sentence_at(doc.mentions[id].span.start);
    let Some(sentence) = doc.sentences.get(sentence) else { return false };
    let first = doc.mentions.partition_point(|m| m.span.start < sentence.span.start);
    doc.mentions[first..id].iter().all(|m| !is_person(doc, m.entity))
}
