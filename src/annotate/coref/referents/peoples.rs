//! Countries and their people: "the Nigerian".

use super::{Country, Description, KnownRole, Referent};
use crate::annotate::coref::evidence::Feature;
use crate::annotate::gazetteer::{Gazetteer, RecordKind};
use crate::document::{Document, TokenRange};

/// How well the name of a people agrees with somebody: with whoever is said to be from there.
pub(super) fn fit(referent: &Referent, description: &Description) -> Option<Feature> {
    let from = |role: &KnownRole| role.country.is_some() && role.country == description.country;
    referent.roles.iter().any(from).then_some(Feature::SameNoun)
}

/// The country of a phrase: of a demonym or place name in it.
pub(in crate::annotate::coref) fn country(
    doc: &Document,
    gazetteer: &Gazetteer,
    tokens: TokenRange,
) -> Option<Country> {
    let capitalised = |&token: &usize| doc.token_text(token).chars().next().is_some_and(char::is_uppercase);
    tokens.iter().filter(capitalised).find_map(|token| {
        let start = doc.tokens[token].span.start;
        let (_, entry) = gazetteer.longest(&doc.text()[start..])?;
        let record = gazetteer.records(entry).next()?;
        let of_country = matches!(record.kind, RecordKind::Country | RecordKind::Demonym);
        of_country.then(|| record.country.as_bytes().try_into().ok()).flatten()
    })
}
