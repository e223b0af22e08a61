//! Grammatical categories that words tell.

/// Gender: of a word by its form, of a person as far as the text or a given name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Gender {
    /// She.
    Female,
    /// He.
    Male,
    /// It.
    Neuter,
    /// Not known.
    #[default]
    Unknown,
}

/// Grammatical number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Number {
    /// One.
    Singular,
    /// Several.
    Plural,
    /// Not known.
    #[default]
    Unknown,
}

impl Gender {
    /// Reads a gender as the packs write it.
    pub(super) fn from_name(name: &str) -> Option<Gender> {
        Some(match name {
            "female" => Gender::Female,
            "male" => Gender::Male,
            "neuter" => Gender::Neuter,
            "any" => Gender::Unknown,
            _ => return None,
        })
    }
}

impl Number {
    /// Reads a number as the packs write it.
    pub(super) fn from_name(name: &str) -> Option<Number> {
        Some(match name {
            "singular" => Number::Singular,
            "plural" => Number::Plural,
            "any" => Number::Unknown,
            _ => return None,
        })
    }
}
