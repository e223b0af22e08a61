//! Headlines: "Harris: we will win", "Talks 'close to collapse': minister".

use super::Attribution;
use crate::annotate::quotes::clauses::Clauses;
use crate::document::{Pos, TokenRange};

/// The attribution of a headline by its colon.
pub fn by_colon(clauses: &Clauses) -> Option<Attribution> {
    let tokens = clauses.tokens;
    let colon = tokens.iter().take(8).find(|&t| clauses.is(t, ":") && !clauses.in_marks(t))?;
    let name = TokenRange::new(tokens.start, colon);
    let content = TokenRange::new(colon + 1, tokens.end);
    let fits = (1..=6).contains(&name.len())
        && name.iter().all(|t| {
            clauses.pos(t).is_proper()
                || matches!(clauses.pos(t), Pos::POS | Pos::CC | Pos::DT | Pos::IN | Pos::NN | Pos::NNS)
        })
        && name.iter().any(|t| clauses.pos(t).is_noun())
        && content.len() >= 3;
    fits.then(|| Attribution {
        cue: TokenRange::new(colon, colon + 1),
        lemma: ":".to_owned(),
        speaker: Some(name),
        content: vec![content],
        thought: false,
    })
}
