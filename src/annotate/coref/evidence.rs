//! What speaks for and against somebody as the one that a mention means: every feature with its weight, in one table.
//!
//! The kinds of evidence are those of Lappin & Leass (1994) and Durrett & Klein (2013); what is added is who speaks: a
//! mention beside a quote mostly is whoever spoke before. Weights are whole numbers, so that sums do not depend on the
//! machine; docs/entities.md says what each earns.

use std::ops::AddAssign;

/// The table: what each feature stands for, its name and its weight.
macro_rules! features {
    ($($(#[doc = $doc:literal])+ $feature:ident = $weight:literal,)+) => {
        /// A kind of evidence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Feature {
            $($(#[doc = $doc])+ $feature,)+
        }

        impl Feature {
            /// All features, in the order of the table.
            pub const ALL: &'static [Feature] = &[$(Feature::$feature,)+];
        }

        const WEIGHTS: [i32; Feature::ALL.len()] = [$($weight,)+];
    };
}

features! {
    /// Any pronoun for one person: it mostly stands for somebody who is named.
    PersonPronoun = 45,
    /// "it": mostly a thing without a name.
    NeuterPronoun = -14,
    /// "they": mostly several without a name.
    PluralPronoun = 10,
    /// "it" that speaks.
    NeuterSpeaks = 14,
    /// "they" that speaks.
    PluralSpeaks = 10,
    /// Any description: without evidence it brings somebody new.
    Description = -14,
    /// One sentence lies between the mentions, counting from the one to the next.
    NextSentence = -5,
    /// A second one.
    SecondSentence = -12,
    /// Each further one; for a description by a known noun only the first two count.
    FurtherSentence = -6,
    /// Each mention in between that agrees as well, up to ten.
    NearerCandidate = -1,
    /// The candidate's mention is the subject of its clause.
    Subject = 7,
    /// It is a subject behind another person who is one: "Merkel said that Scholz left".
    EmbeddedSubject = 2,
    /// It is a possessor: "Merkel's party".
    Possessor = 3,
    /// It stands behind a preposition or deeper.
    Oblique = 3,
    /// It only modifies a noun: "the Obama administration".
    Modifier = -12,
    /// Both mentions are subjects.
    ParallelSubjects = 5,
    /// Both mentions are speakers of quotes, with no other subject in between.
    SpeaksAgain = 7,
    /// The mention in question speaks, and the candidate spoke last.
    SpokeLast = 14,
    /// And nobody else was named since.
    Uninterrupted = 9,
    /// The mention in question speaks, and the candidate is a subject whom nobody has spoken since it was first named.
    JustIntroduced = 10,
    /// The mention in question speaks: each tenth of the mentions of the most mentioned one that the candidate has.
    Share = 1,
    /// The candidate's mention is a pronoun, and nobody else is the subject since.
    PronounChain = 6,
    /// It stands within a quote, the mention in question outside.
    OutOfQuote = -40,
    /// Both stand within one quote.
    SameQuote = 10,
    /// The mention in question stands within the candidate's own words, where it would be "I".
    OwnWords = -40,
    /// The mention in question speaks, and the words that it says name the candidate: "Sit down, Mr Roe".
    NamedInWords = -20,
    /// And they are spoken to this candidate, as commas around the name show.
    Addressed = -20,
    /// The mention in question answers, and the candidate has just asked something.
    Asked = -45,
    /// A reflexive and the subject of its sentence.
    ReflexiveSubject = 30,
    /// A possessive and the subject of its sentence: "The country raised its forecast".
    PossessiveSubject = 8,
    /// The candidate is named in the headline.
    InTitle = 4,
    /// Each mention of it so far, up to six.
    MentionedBefore = 1,
    /// Both stand in one paragraph.
    SameParagraph = 5,
    /// A pronoun in an opening clause and the subject behind it.
    Cataphora = 10,
    /// The candidate was last mentioned beyond the horizon.
    BeyondHorizon = -58,
    /// Known gender that agrees.
    Gender = 10,
    /// Gender not known, so that it cannot disagree.
    GenderUnknown = 5,
    /// A given name that mostly, but not always, tells another gender.
    OtherGender = -12,
    /// The candidate may be a person or a thing, as far as its noun tells.
    KindUnknown = -15,
    /// "they" for several people.
    SeveralAsThey = 10,
    /// "they" for a company or party.
    BodyAsThey = -20,
    /// "they" for a people.
    PeopleAsThey = -10,
    /// "they" for one person.
    PersonAsThey = -60,
    /// "it" for a company or authority.
    BodyAsIt = 6,
    /// "it" for a place.
    PlaceAsIt = -8,
    /// "it" for any other thing.
    ThingAsIt = 0,
    /// A description that the candidate had before: "the mayor" for a mayor.
    SameNoun = 80,
    /// A noun that holds for one of the candidate's: "the lawmaker" for a senator.
    WiderNoun = 30,
    /// A noun that is part of the candidate's name: "the ministry" for the Ministry of Health.
    NounInName = 70,
    /// A noun that fits most bodies: "the group".
    FittingNoun = 40,
    /// A description that the candidate has not had before, of the kind that news gives to those whom it has introduced.
    NewDescription = 5,
    /// A description that the candidate has not had before, of another kind: "the judge", "the owner".
    OtherDescription = -45,
    /// A new description by an occupation, and the candidate has another one.
    OtherOccupation = -15,
    /// A new description of the former kind, and its noun or the pronoun that speaks next is of the candidate's gender.
    GenderAhead = 15,
    /// A new description of the former kind, and the candidate is the subject of the last sentence outside quotes.
    ActsLast = 8,
}

/// A weight for each feature.
#[derive(Debug, Clone)]
pub struct Weights([i32; Feature::ALL.len()]);

impl Default for Weights {
    fn default() -> Self {
        Weights(WEIGHTS)
    }
}

impl Weights {
    /// The same without a feature, to measure what it earns.
    pub fn without(mut self, feature: Feature) -> Self {
        self.0[feature as usize] = 0;
        self
    }
}

/// A sum of weighted features.
#[derive(Debug, Clone)]
pub(super) struct Score<'a> {
    weights: &'a Weights,
    sum: i32,
}

impl<'a> Score<'a> {
    pub(super) fn new(weights: &'a Weights) -> Self {
        Score { weights, sum: 0 }
    }

    /// Adds a feature so many times.
    pub(super) fn times(&mut self, feature: Feature, times: usize) {
        self.sum += self.weights.0[feature as usize] * times as i32;
    }

    /// Adds a feature where it holds.
    pub(super) fn when(&mut self, holds: bool, feature: Feature) {
        self.times(feature, usize::from(holds));
    }

    pub(super) fn sum(&self) -> i32 {
        self.sum
    }
}

impl AddAssign<Feature> for Score<'_> {
    fn add_assign(&mut self, feature: Feature) {
        self.times(feature, 1);
    }
}
