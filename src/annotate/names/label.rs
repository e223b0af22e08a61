//! The labels of the sequence models: O, and begin, inside, end and single of each of five name types (BIOES).

use crate::document::EntityType;

/// The types that the sequence models tell apart. Events, works and products are `Misc` to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum NameType {
    /// People.
    Person,
    /// Companies, parties, authorities, clubs, outlets…
    Organization,
    /// Countries, regions, cities, rivers, buildings…
    Location,
    /// National, religious and political groups.
    Nationality,
    /// All other names.
    Misc,
}

impl NameType {
    /// All types, in the order of the labels.
    pub const ALL: [NameType; 5] =
        [NameType::Person, NameType::Organization, NameType::Location, NameType::Nationality, NameType::Misc];

    /// The type of the mention that it becomes.
    pub fn entity_type(self) -> EntityType {
        match self {
            NameType::Person => EntityType::Person,
            NameType::Organization => EntityType::Organization,
            NameType::Location => EntityType::Location,
            NameType::Nationality => EntityType::Nationality,
            NameType::Misc => EntityType::Misc,
        }
    }
}

/// Where in a name a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Position {
    /// First of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    End,
    /// The only one.
    Single,
}

/// Number of labels: O and four positions of five types.
pub const LABELS: usize = 21;

/// Labels padded to a whole number of vector lanes.
pub const LANES: usize = 24;

/// The label of a word outside of all names.
pub const OUTSIDE: usize = 0;

/// The label of a type and position: 1 to 20.
pub const fn label(kind: NameType, position: Position) -> usize {
    1 + 4 * kind as usize + position as usize
}

/// The type and position of a label; none for O.
pub fn parts(label: usize) -> Option<(NameType, Position)> {
    let index = label.checked_sub(1)?;
    let position = [Position::Begin, Position::Inside, Position::End, Position::Single][index % 4];
    Some((NameType::ALL[index / 4], position))
}

/// Whether a name may go on behind this label; the next label must then be inside or end of the same type.
pub const fn is_open(label: usize) -> bool {
    label > 0 && (label - 1) % 4 < 2
}

/// Whether `next` may follow `previous`. The text before a sentence and behind it count as O.
pub fn may_follow(previous: usize, next: usize) -> bool {
    let inside = next > 0 && matches!((next - 1) % 4, 1 | 2);
    match (is_open(previous), inside) {
        (true, true) => (previous - 1) / 4 == (next - 1) / 4,
        (false, false) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_begun_before_it_goes_on_and_ended_before_another_begins() {
        use NameType::*;
        use Position::*;
        assert!(may_follow(OUTSIDE, label(Person, Begin)));
        assert!(may_follow(label(Person, Begin), label(Person, End)));
        assert!(may_follow(label(Person, Single), label(Person, Single)));
        assert!(!may_follow(label(Person, Begin), label(Location, End)));
        assert!(!may_follow(label(Person, Begin), OUTSIDE));
        assert!(!may_follow(OUTSIDE, label(Person, Inside)));
        assert!(!may_follow(label(Person, End), label(Person, Inside)));
    }

    #[test]
    fn parts_undo_label() {
        for l in 1..LABELS {
            let (kind, position) = parts(l).expect("a name label");
            assert_eq!(label(kind, position), l);
        }
        assert_eq!(parts(OUTSIDE), None);
    }
}
