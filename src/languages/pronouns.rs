//! `pronouns.txt`: personal pronouns with case, gender, number and person. In the section `[dropped]` `-singular` and `-plural`
//! stand for subjects that are left out.

use super::grammar::{Gender, Number};
use super::section::{PackError, Section};
use super::word_map::WordMap;

/// Grammatical case of a pronoun, as far as reference depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// he, she, they
    Subject,
    /// him, them
    Object,
    /// his, her, their
    Possessive,
    /// himself
    Reflexive,
}

/// Who a pronoun stands for in the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Who speaks.
    First,
    /// Who is spoken to.
    Second,
    /// Somebody else.
    Third,
}

/// One reading of a pronoun's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Its case.
    pub case: Case,
    /// Gender of its referent.
    pub gender: Gender,
    /// Number of its referent.
    pub number: Number,
    /// Its person.
    pub person: Person,
}

/// The pronouns of a language.
#[derive(Debug, Default)]
pub(super) struct Pronouns(WordMap<Vec<Pronoun>>);

impl Pronouns {
    /// Reads the file's sections.
    ///
    /// # Errors
    /// The first mistake.
    pub(super) fn read(sections: &[Section]) -> Result<Self, PackError> {
        let mut pronouns = Pronouns::default();
        for section in sections {
            let case = match section.name {
                "subject" | "dropped" => Case::Subject,
                "object" => Case::Object,
                "possessive" => Case::Possessive,
                "reflexive" => Case::Reflexive,
                _ => return Err(section.error("unknown case")),
            };
            for &(line, text) in &section.lines {
                let fields: Vec<&'static str> = text.split_whitespace().collect();
                let [form, gender, number, ref person @ ..] = fields[..] else {
                    return Err(
                        section.error_at(line, "expected: form, gender, number, and the person if not the third")
                    );
                };
                let gender = Gender::from_name(gender).ok_or_else(|| section.error_at(line, "unknown gender"))?;
                let number = Number::from_name(number).ok_or_else(|| section.error_at(line, "unknown number"))?;
                let person = match person {
                    [] => Person::Third,
                    ["first"] => Person::First,
                    ["second"] => Person::Second,
                    _ => return Err(section.error_at(line, "unknown person")),
                };
                pronouns.0.entry(form).push(Pronoun { case, gender, number, person });
            }
        }
        Ok(pronouns)
    }

    /// The readings of a form, as it is written.
    pub(super) fn get(&self, form: &str) -> &[Pronoun] {
        self.0.get(form).map_or(&[], Vec::as_slice)
    }

    /// Whether a form, in any case, may be one: where not, it certainly is none.
    pub(super) fn may_have(&self, form: &str) -> bool {
        self.0.may_have(form)
    }

    /// The readings of a form in any case.
    pub(super) fn get_lowered(&self, form: &str) -> &[Pronoun] {
        self.0.get_lowered(form).map_or(&[], Vec::as_slice)
    }

    /// The readings of a subject that only the verb's form tells; none where a subject is never left out.
    pub(super) fn dropped(&self, plural: bool) -> &[Pronoun] {
        self.get(if plural { "-plural" } else { "-singular" })
    }
}
