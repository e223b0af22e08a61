//! What a pronoun must agree with in whoever it stands for: type, gender and number.

use crate::annotate::coref;
use crate::document::{Document, Entity, EntityId, EntityType, Gender, Number, Pos, Span};

/// What a pronoun must agree with.
pub struct Traits {
    label: EntityType,
    gender: Gender,
    number: Number,
}

impl Traits {
    /// Those of an entity.
    pub fn of_entity(doc: &Document, entity: EntityId) -> Self {
        let Entity { label, gender, number, .. } = doc.entities[entity];
        Traits { label, gender, number }
    }

    /// Those that the noun of a description tells; none where it ends with none.
    pub fn of_phrase(doc: &Document, phrase: Span) -> Option<Self> {
        if doc.slice(phrase).ends_with("-year-old") {
            return Some(Traits { label: EntityType::Person, gender: Gender::Unknown, number: Number::Singular });
        }
        let (label, gender, number) = coref::noun_traits(doc, phrase).or_else(|| {
            // "the email": a thing, as far as the noun's form tells.
            let noun = doc.tokens_in(phrase).iter().take_while(|&t| doc.syntax.pos.get(t) != Some(&Pos::IN)).last()?;
            let number = match doc.syntax.pos.get(noun)? {
                Pos::NN => Number::Singular,
                Pos::NNS => Number::Plural,
                _ => return None,
            };
            Some((EntityType::Misc, Gender::Unknown, number))
        })?;
        Some(Traits { label, gender, number })
    }

    /// The pronoun for one person with these traits.
    pub fn pronoun(&self) -> Option<&'static str> {
        self.is_one_person().then_some(match self.gender {
            Gender::Male => "he",
            Gender::Female => "she",
            Gender::Neuter | Gender::Unknown => "he or she",
        })
    }

    /// Whether they allow a pronoun at all.
    pub fn agree(&self, word: &str) -> bool {
        let Traits { label, gender, number } = *self;
        let one = number != Number::Plural;
        match word {
            "he" | "him" | "his" | "himself" => self.is_one_person() && gender != Gender::Female,
            "she" | "her" => self.is_one_person() && gender != Gender::Male,
            "he or she" => self.is_one_person(),
            "it" => one && !matches!(label, EntityType::Person | EntityType::Nationality | EntityType::Event),
            "they" | "them" | "their" => !one || matches!(label, EntityType::Organization | EntityType::Nationality),
            _ => false,
        }
    }

    /// Whether they are those of a single person.
    pub fn is_one_person(&self) -> bool {
        self.label == EntityType::Person && self.number != Number::Plural
    }

    /// Whether the gender is known to be the pronoun's.
    pub fn gender_fits(&self, word: &str) -> bool {
        matches!((word, self.gender), ("he", Gender::Male) | ("she", Gender::Female))
    }
}
