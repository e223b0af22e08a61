//! Descriptions and pronouns to what they refer to.
//!
//! One walk through the text, as a reader does it: names bring referents to mind, descriptions and pronouns pick one
//! of those that are in mind, or (descriptions) bring a new one. Which one is decided by hard agreement in type,
//! gender and number, then by a weighted sum of evidence ([`super::evidence`]); the walk looks back over a
//! bounded number of mentions, so the work is linear in the text.

mod descriptions;

use super::context::{Function, MentionContext};
use super::evidence::{Feature, Score, Weights};
use super::lead::{self, NamedLater};
use super::mentions::{Item, Nominal, Opening, What};
use super::own_words::{self, NamedInWords};
use super::referents::{Referent, Referents, agreement};
use super::roles;
use crate::annotate::gazetteer::Gazetteer;
use crate::document::{EntityType, MentionKind, TokenRange};
use crate::interrupt;
use crate::languages::{Case, Class, Gender, Noun, NounFlags, NounKind, Number, Person, Pronoun};

/// Mentions that are looked back over.
const MEMORY: usize = 128;
/// Sentences that a pronoun looks back over.
const HORIZON: usize = 10;
/// Sentences after which it makes no difference how far back a description was given.
const FAR: usize = 4;
/// The margin over other candidates, in points of [`Weights`], from which on a pronoun tells the gender against a given name.
const TELLS_GENDER: i32 = 15;
/// How far ahead of all others somebody must be whom a description has not named before, in points of [`Weights`].
const CLEAR_MARGIN: i32 = 10;
/// The least share of a text's mentions, in tenths, of somebody whom a new description may mean.
const PROMINENT_TENTHS: usize = 2;
/// The most words between a description and the comma behind what completes it.
const LONGEST_COMPLEMENT: usize = 14;
/// The most words between a comma and the name that it sets off: "the author, Senator Ann Lee".
const LONGEST_TITLE: usize = 5;

/// The most words between a description and the name that the described gives.
const FURTHEST_NAME: usize = 16;

/// Where a mention was placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// The referent; nothing for a pronoun without one.
    pub(super) referent: Option<usize>,
    /// How sure: 0 to 1.
    pub(super) confidence: f32,
}

const NOBODY: Placed = Placed { referent: None, confidence: 0.0 };

/// What stands between a mention and one further back, among those that agree with it.
#[derive(Debug, Clone, Copy, Default)]
struct Nearer {
    count: usize,
    /// The nearest subject outside quotes.
    subject: Option<usize>,
}

/// A mention that has been passed.
#[derive(Debug, Clone, Copy)]
struct Seen {
    referent: usize,
    sentence: usize,
    block: usize,
    function: Function,
    governor: Option<usize>,
    stretch: Option<usize>,
    /// Its index among the items, where it speaks.
    item: Option<usize>,
    speaks: bool,
    kind: MentionKind,
    /// A subject behind another person who is one in the same sentence: mostly that of a clause within.
    embedded: bool,
}

/// The best candidate and how far the next one is behind.
#[derive(Debug, Default)]
struct Choice {
    best: Option<(i32, usize)>,
    second: Option<(i32, usize)>,
}

impl Choice {
    fn consider(&mut self, score: i32, referent: usize) {
        match self.best {
            Some((top, known)) if known == referent => self.best = Some((top.max(score), referent)),
            Some((top, _)) if score <= top => self.second = self.second.max(Some((score, referent))),
            _ => self.second = self.best.replace((score, referent)),
        }
    }

    /// The best one, if more speaks for it than against it, and its margin.
    fn clearest(&self) -> Option<(usize, i32)> {
        let (score, referent) = self.best.filter(|&(score, _)| score >= 0)?;
        Some((referent, self.second.map_or(MARGIN_ALONE, |(second, _)| score - second)))
    }
}

/// The margin of a candidate without rivals, in points of [`Weights`].
const MARGIN_ALONE: i32 = 30;

/// Places each item; `items` stand in text order. `speakers` gives the item that speaks in each of `Document::marked`.
/// Gives back the referents with what was learnt of them.
pub(super) fn resolve(
    context: &MentionContext,
    items: &[Item],
    speakers: &[Option<usize>],
    gazetteer: &'static Gazetteer,
    mut named: Vec<Referent>,
    weights: &Weights,
) -> (Vec<Placed>, Vec<Referent>) {
    let in_words = own_words::named(context, items, speakers);
    // A first look at the whole text tells the gender of those whose names leave it open: later pronouns are mostly clearer
    // than the first.
    let open = |referent: &Referent| referent.label == EntityType::Person && !referent.gender_is_told;
    if named.iter().any(open) {
        let likely = named.iter().map(|referent| referent.clone().for_first_look()).collect();
        let (_, seen) = walk(context, items, speakers, &in_words, Referents::new(gazetteer, likely), weights, true);
        named.iter_mut().zip(&seen).for_each(|(referent, seen)| referent.take_votes(seen));
    }
    walk(context, items, speakers, &in_words, Referents::new(gazetteer, named), weights, false)
}

fn walk(
    context: &MentionContext,
    items: &[Item],
    speakers: &[Option<usize>],
    named_in_words: &NamedInWords,
    referents: Referents,
    weights: &Weights,
    first_look: bool,
) -> (Vec<Placed>, Vec<Referent>) {
    let named_later = lead::named_later(context, items, referents.all());
    let most_names = (0..).map_while(|r| referents.get(r)).map(|r| r.names).max().unwrap_or(1).max(1);
    let mut resolver = Resolver {
        context,
        items,
        speakers,
        referents,
        weights,
        most_names,
        seen: Vec::new(),
        placed: Vec::with_capacity(items.len()),
        last_speaker: None,
        interrupted: false,
        asked: None,
        speeches: 0,
        named_later,
        first_look,
        named_in_words,
    };
    for index in 0..items.len() {
        interrupt::check();
        let placed = resolver.place(index);
        resolver.placed.push(placed);
    }
    (resolver.placed, resolver.referents.into_inner())
}

struct Resolver<'a> {
    context: &'a MentionContext<'a>,
    items: &'a [Item],
    speakers: &'a [Option<usize>],
    referents: Referents,
    weights: &'a Weights,
    most_names: usize,
    seen: Vec<Seen>,
    placed: Vec<Placed>,
    last_speaker: Option<usize>,
    /// Whether somebody else was named since.
    interrupted: bool,
    /// Who has asked something that nobody has answered.
    asked: Option<usize>,
    /// How often somebody has spoken.
    speeches: usize,
    /// Whom a description at the start of the article means.
    named_later: Option<NamedLater>,
    /// Whether this walk only counts what pronouns tell of genders.
    first_look: bool,
    /// Whom the words of each item name.
    named_in_words: &'a NamedInWords,
}

impl Resolver<'_> {
    fn place(&mut self, index: usize) -> Placed {
        let item = self.items[index];
        let here = self.here(index);
        let placed = match item.what {
            What::Name(people) => {
                let whole = Placed { referent: Some(people), confidence: 1.0 };
                self.one_of_people(index, people, &here).unwrap_or(whole)
            }
            What::Nominal(nominal) => self.nominal(index, nominal, &here),
            What::Pronoun(readings, case) => self.pronoun(index, readings, case, &here),
            What::Relative => self.antecedent(index),
        };
        let Some(referent) = placed.referent else { return placed };
        self.referents.mention(referent);
        // An agency that reports is no part of the story: "OSLO (AP) - Two firms said they would merge".
        if self.referents[referent].label == EntityType::Organization && self.context.in_dateline(item.tokens.start) {
            return placed;
        }
        let known = &mut self.referents[referent];
        if known.seen == 1 && here.function == Function::Subject && here.stretch.is_none() {
            known.introduced = Some(self.speeches);
        }
        self.seen.push(Seen { referent, ..here });
        self.note_speech(item, referent, &here);
        if matches!(item.what, What::Name(_) | What::Nominal(_)) {
            self.group_with_previous(index, &here);
        }
        placed
    }

    /// Keeps who spoke last, and whether somebody else was named since.
    fn note_speech(&mut self, item: Item, referent: usize, here: &Seen) {
        let words = |phrase| self.context.doc.tokens_in(phrase).len();
        let known = &mut self.referents[referent];
        if !item.speaks {
            let named = matches!(item.what, What::Name(_)) && known.label == EntityType::Person;
            self.interrupted |= named && here.stretch.is_none() && self.last_speaker != Some(referent);
            return;
        }
        self.speeches += 1;
        self.asked = item.asks.then_some(referent);
        if matches!(item.what, What::Nominal(_))
            && !known.named
            && known.phrase.is_none_or(|phrase| words(phrase) < words(item.phrase))
        {
            known.phrase = Some(item.phrase);
        }
        // "The businessman", whom nobody introduced, is mostly somebody with a name who spoke before.
        let unknown = known.seen == 1 && !known.named && known.may_be_one_person() && known.kind_is_known;
        // One who is what they are by belonging somewhere ("the owner") is new.
        let flags = NounFlags::ROLE | NounFlags::PUBLIC | NounFlags::PLAIN;
        let definite = matches!(item.what, What::Nominal(nominal) if nominal.opening == Opening::Definite
            && nominal.noun.is_some_and(|noun| noun.flags.intersects(flags)));
        // "His paintings highlight": things that tell something leave open who spoke last.
        let things = !known.named && !known.kind_is_known && known.number == Number::Plural;
        if !(things || unknown && definite) {
            self.last_speaker = Some(referent);
            self.interrupted = false;
        }
    }

    fn here(&self, index: usize) -> Seen {
        let item = self.items[index];
        let doc = self.context.doc;
        let sentence = self.context.sentence(item.tokens.start);
        let stretch = self.context.stretch_at(item.span.start);
        let function = match item.what {
            // Whoever says something is the subject of the saying, wherever the words stand.
            _ if item.speaks => Function::Subject,
            What::Pronoun(_, Case::Subject) => Function::Subject,
            What::Pronoun(_, Case::Possessive) => Function::Possessor,
            What::Pronoun(..) => Function::Object,
            _ => self.context.function(item.tokens),
        };
        let embedded = function == Function::Subject
            && self.seen.iter().rev().take_while(|seen| seen.sentence == sentence).any(|seen| {
                seen.function == Function::Subject
                    && seen.stretch.is_none()
                    && self.referents[seen.referent].label == EntityType::Person
            });
        Seen {
            referent: usize::MAX,
            sentence,
            block: doc.sentences.get(sentence).map_or(0, |sentence| sentence.block),
            function,
            governor: self.context.governor(item.tokens),
            stretch,
            item: item.speaks.then_some(index),
            speaks: item.speaks,
            kind: item.kind(),
            embedded,
        }
    }

    /// Mentions in mind, the latest first.
    fn in_mind(&self) -> impl Iterator<Item = &Seen> {
        self.seen.iter().rev().take(MEMORY)
    }

    /// Sentences between two places; between two outside quotes, sentences within quotes do not count.
    fn sentences_apart(&self, seen: &Seen, here: &Seen) -> usize {
        match (seen.stretch, here.stretch) {
            (None, None) => {
                let outside = |place: &Seen| self.context.sentences_outside_quotes(place.sentence);
                outside(here) - outside(seen)
            }
            _ => here.sentence - seen.sentence,
        }
    }

    fn pronoun(&mut self, index: usize, readings: &[Pronoun], case: Case, here: &Seen) -> Placed {
        let own_words = here.stretch.and_then(|stretch| self.speaker_in(stretch));
        let mut choice = Choice::default();
        let in_case = |reading: &&Pronoun| reading.case == case && reading.person == Person::Third;
        for reading in readings.iter().filter(in_case) {
            let prior = prior(reading, here.speaks, self.weights);
            let mut nearer = Nearer::default();
            for seen in self.in_mind() {
                if self.sentences_apart(seen, here) > HORIZON {
                    break;
                }
                let mut evidence = prior.clone();
                let referent = &self.referents[seen.referent];
                if !agreement(reading.gender, reading.number, referent, &mut evidence)
                    || same_clause_forbids(case, seen, here)
                {
                    continue;
                }
                self.add_evidence(&mut evidence, seen, here, nearer, HORIZON);
                evidence.when(own_words == Some(seen.referent), Feature::OwnWords);
                let in_sentence = seen.sentence == here.sentence && seen.function == Function::Subject;
                evidence.when(in_sentence && case == Case::Reflexive, Feature::ReflexiveSubject);
                evidence.when(in_sentence && case == Case::Possessive, Feature::PossessiveSubject);
                choice.consider(evidence.sum(), seen.referent);
                nearer.pass(seen);
            }
            if let Some((score, referent)) = self.cataphora(index, reading, here, prior.clone()) {
                choice.consider(score, referent);
            }
            if reading.number == Number::Singular && reading.gender != Gender::Neuter {
                self.consider_main_people(reading, &prior, &mut choice);
            }
        }
        let Some((referent, margin)) = choice.clearest() else { return NOBODY };
        let genders: Vec<Gender> = readings.iter().filter(in_case).map(|reading| reading.gender).collect();
        if let [gender] = genders[..] {
            let clearly = margin >= TELLS_GENDER;
            // "Con Stavrak waters the vines that his father planted": whose a pronoun says something is may be a thing as well, but
            // not where it is for a man or woman.
            let own = here.function == Function::Possessor
                && self.seen.iter().rev().take(8).any(|seen| {
                    seen.referent == referent && seen.sentence == here.sentence && seen.function == Function::Subject
                });
            if (here.speaks || own) && clearly && gender != Gender::Neuter {
                self.referents[referent].take_for_person();
            }
            // Whoever clearly speaks tells more than whom somebody speaks of.
            let weight = if here.speaks && clearly { 4 } else { 1 + i32::from(clearly) };
            self.referents[referent].observe_pronoun(gender, weight, self.first_look);
        }
        let confidence = 0.5 + margin.clamp(0, MARGIN_ALONE) as f32 / 60.0;
        Placed { referent: Some(referent), confidence }
    }

    /// Beyond the horizon only the people that the article is about.
    fn consider_main_people(&self, reading: &Pronoun, prior: &Score, choice: &mut Choice) {
        for &referent in self.referents.main_people() {
            let known = &self.referents[referent];
            let mut evidence = prior.clone();
            if agreement(reading.gender, reading.number, known, &mut evidence) {
                evidence += Feature::BeyondHorizon;
                evidence.times(Feature::MentionedBefore, 2 * known.seen.min(8) as usize);
                choice.consider(evidence.sum(), referent);
            }
        }
    }

    /// What holds for all kinds of mention: where the candidate's mention stands, what was said of it, who speaks.
    /// Distance counts up to `horizon`.
    fn add_evidence(&self, evidence: &mut Score, seen: &Seen, here: &Seen, nearer: Nearer, horizon: usize) {
        let referent = &self.referents[seen.referent];
        let apart = self.sentences_apart(seen, here).min(horizon);
        evidence.when(apart > 0, Feature::NextSentence);
        evidence.when(apart > 1, Feature::SecondSentence);
        evidence.times(Feature::FurtherSentence, apart.saturating_sub(2));
        evidence.times(Feature::NearerCandidate, nearer.count.min(10));
        match seen.function {
            Function::Subject if seen.embedded => *evidence += Feature::EmbeddedSubject,
            Function::Subject => *evidence += Feature::Subject,
            Function::Object => {}
            Function::Possessor => *evidence += Feature::Possessor,
            Function::Modifier => *evidence += Feature::Modifier,
            Function::Oblique => *evidence += Feature::Oblique,
        }
        // Whoever was spoken of goes on being spoken of until somebody else is the subject.
        let goes_on = nearer.subject.is_none_or(|subject| subject == seen.referent);
        let both_subjects = seen.function == Function::Subject && here.function == Function::Subject;
        evidence.when(both_subjects, Feature::ParallelSubjects);
        evidence.when(seen.speaks && here.speaks && goes_on, Feature::SpeaksAgain);
        if here.speaks {
            let spoke_last = self.last_speaker == Some(seen.referent);
            evidence.when(spoke_last, Feature::SpokeLast);
            evidence.when(spoke_last && !self.interrupted, Feature::Uninterrupted);
            evidence.when(referent.introduced == Some(self.speeches), Feature::JustIntroduced);
            evidence.times(Feature::Share, self.share(referent));
            evidence.when(
                here.item.is_some_and(|item| self.items[item].answers) && self.asked == Some(seen.referent),
                Feature::Asked,
            );
            let named = here.item.and_then(|item| self.named_in_words.get(&item)).into_iter().flatten();
            for &(_, addressed) in named.filter(|&&(named, _)| named == seen.referent).take(1) {
                *evidence += Feature::NamedInWords;
                evidence.when(addressed, Feature::Addressed);
            }
        }
        evidence.when(seen.block == here.block, Feature::SameParagraph);
        evidence.when(seen.kind == MentionKind::Pronoun && goes_on, Feature::PronounChain);
        match (seen.stretch, here.stretch) {
            (Some(_), None) => *evidence += Feature::OutOfQuote,
            (Some(a), Some(b)) if a == b => *evidence += Feature::SameQuote,
            _ => {}
        }
        evidence.times(Feature::MentionedBefore, referent.seen.min(6) as usize);
        evidence.when(referent.in_title, Feature::InTitle);
    }

    /// Tenths of the names of the most named one.
    fn share(&self, referent: &Referent) -> usize {
        10 * referent.names / self.most_names
    }

    /// "After she left office, Merkel said": a pronoun in a clause that opens the sentence, and the name behind it.
    fn cataphora(&self, index: usize, reading: &Pronoun, here: &Seen, mut evidence: Score) -> Option<(i32, usize)> {
        let doc = self.context.doc;
        let pronoun = self.items[index].tokens.start;
        let sentence = doc.sentences.get(here.sentence)?.tokens;
        let opens = doc.is(sentence.start, Class::LeadingClause);
        if !opens || here.stretch.is_some() || pronoun > sentence.start + 12 {
            return None;
        }
        let comma = (pronoun..sentence.end.min(pronoun + 25)).find(|&t| doc.token_text(t) == ",")?;
        let main_clause = self.items[index + 1..].iter().take(8);
        let (referent, tokens) = main_clause
            .take_while(|item| item.tokens.start < sentence.end.min(comma + 8))
            .filter(|item| item.tokens.start > comma)
            .find_map(|item| match item.what {
                What::Name(referent) => Some((referent, item.tokens)),
                _ => None,
            })?;
        evidence += Feature::Cataphora;
        let agrees = agreement(reading.gender, reading.number, &self.referents[referent], &mut evidence);
        (agrees && self.context.function(tokens) == Function::Subject).then_some((evidence.sum(), referent))
    }

    /// Who speaks in a marked stretch, as far as it is known by now.
    fn speaker_in(&self, stretch: usize) -> Option<usize> {
        let item = self.speakers.get(stretch).copied().flatten()?;
        match self.items[item].what {
            What::Name(referent) => Some(referent),
            _ => self.placed.get(item)?.referent,
        }
    }
}

impl Nearer {
    fn pass(&mut self, seen: &Seen) {
        self.count += 1;
        if seen.function == Function::Subject && seen.stretch.is_none() {
            self.subject = self.subject.or(Some(seen.referent));
        }
    }
}

fn nominal_gender(nominal: Nominal) -> Gender {
    nominal.noun.map_or(Gender::Unknown, |noun| noun.gender)
}

/// What holds for all candidates of a pronoun: how likely it stands for one of them at all.
fn prior<'a>(reading: &Pronoun, speaks: bool, weights: &'a Weights) -> Score<'a> {
    let mut evidence = Score::new(weights);
    match (reading.number, reading.gender) {
        (_, Gender::Neuter) => {
            evidence += Feature::NeuterPronoun;
            evidence.when(speaks, Feature::NeuterSpeaks);
        }
        (Number::Plural, _) => {
            evidence += Feature::PluralPronoun;
            evidence.when(speaks, Feature::PluralSpeaks);
        }
        _ => evidence += Feature::PersonPronoun,
    }
    evidence
}

/// "Merkel praised her": subject and object of one verb are two people, unless the object is reflexive.
fn same_clause_forbids(case: Case, seen: &Seen, here: &Seen) -> bool {
    case == Case::Object
        && seen.function == Function::Subject
        && seen.governor.is_some()
        && seen.governor == here.governor
}
