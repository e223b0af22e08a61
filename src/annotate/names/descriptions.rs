//! Types of names by what the text calls their bearers: "the band Grey Harbour", "Quillon, a shipping company,", "the
//! village of Arnby", "Voltera is a start-up", "the ferry Norna".
//!
//! A tagger judges each mention by the words next to it; what is said of a name once holds for all its mentions. What
//! the text says and what the tagger made of the name are added up over the document.

use std::collections::HashMap;

use super::bodies;
use super::reading::NameText;
use crate::annotate::gazetteer::lists;
use crate::document::{EntityType, Mention, TokenRange};
use crate::languages::{Class, NameClass, NounKind};

/// How many types there are.
const TYPES: usize = EntityType::ALL.len();
/// What a description weighs, in the calibrated log-odds that mentions by the tagger count.
const DESCRIBED: f32 = 2.0;
/// What a word of the name itself weighs.
const NAMED: f32 = 1.5;
/// What it weighs that a name is the short form of a body in brackets behind it: the text itself says so, for all places.
const SHORTENED: f32 = 8.0;
/// What the article in front of what a tagger took for a person weighs: "the Dewan Rakyat".
const WITH_ARTICLE: f32 = 1.5;
/// What the place of a firm before a name weighs.
const BASED: f32 = 2.0;
/// What it weighs that a name has what only bodies have: a tagger takes firms with a founder's name for people, and is sure of it.
const HELD: f32 = 6.0;
/// The most that all of the tagger's looks at a name weigh. It judges one word by the same features each time, so that ten looks are
/// not ten witnesses.
const TAGGED: f32 = 6.0;
/// Tokens of a description that are looked at.
const REACH: usize = 7;

/// Sets the types of names that the text describes.
pub(super) fn correct(text: NameText, mentions: &mut [Mention]) {
    take_in_events(text, mentions);
    let mut told: HashMap<&str, [f32; TYPES]> = HashMap::new();
    for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| mention.label != EntityType::Nationality)
    {
        let mut tell = |label: EntityType, weight: f32| {
            told.entry(text.doc.slice(mention.span)).or_default()[label as usize] += weight;
        };
        described(text, mention, &mut tell);
        if let Some(before) = index.checked_sub(1).map(|before| &mentions[before]) {
            if is_short_form(text, before, mention) {
                tell(before.label, SHORTENED);
            }
            if let Some(label) = beside(text, before, mention) {
                tell(label, NAMED);
                if before.label != label {
                    told.entry(text.doc.slice(before.span)).or_default()[label as usize] += NAMED;
                }
            }
        }
    }
    for mention in mentions.iter().filter(|mention| is_full_name(text, mention)) {
        // A surname alone is first of all its bearer's: "Lund's shares" behind "Anna Lund".
        if let Some(weights) = told.get_mut(text.text(mention.tokens.end - 1)) {
            weights[EntityType::Person as usize] = weights[EntityType::Person as usize].max(HELD);
        }
    }
    for mention in mentions.iter().filter(|mention| mention.tokens.len() == 2) {
        let last = mention.tokens.end - 1;
        // "Storm Nadja" is "Nadja" too.
        if text.is(mention.tokens.start, NameClass::EventFirst) && !text.is_country(last) {
            told.entry(text.text(last)).or_default()[EntityType::Event as usize] += SHORTENED;
        }
    }
    if told.is_empty() {
        return;
    }
    let mut tagged: HashMap<&str, [f32; TYPES]> = HashMap::new();
    for mention in mentions.iter() {
        let words = text.doc.slice(mention.span);
        if told.contains_key(words) {
            tagged.entry(words).or_default()[mention.label as usize] += certainty(mention);
        }
    }
    for (words, looks) in tagged {
        let share = TAGGED / looks.iter().sum::<f32>().max(TAGGED);
        let weights = told.get_mut(words).into_iter().flatten();
        weights.zip(looks).for_each(|(weight, look)| *weight += look * share);
    }
    for mention in mentions.iter_mut().filter(|mention| mention.label != EntityType::Nationality) {
        let Some(weights) = told.get(text.doc.slice(mention.span)) else { continue };
        mention.label = EntityType::heaviest(weights);
    }
}

fn is_full_name(text: NameText, mention: &Mention) -> bool {
    mention.label == EntityType::Person && text.begins_with_given(mention.tokens)
}

/// What the tagger's own type of a mention weighs: about the log-odds of its calibrated confidence, up to 3. They are half the
/// posterior's; Padé's approximation of the logarithm, 3 (x² − 1) / (x² + 4x + 1), needs nothing that processors round differently.
fn certainty(mention: &Mention) -> f32 {
    /// Each mention counts.
    const LEAST: f32 = 0.3;
    let posterior = mention.confidence.clamp(0.0, 1.0);
    let log_odds = 3.0 * (2.0 * posterior - 1.0) / (1.0 + 4.0 * (posterior * (1.0 - posterior)).sqrt());
    log_odds.max(LEAST)
}

/// "Hurricane Nadja": what kind of event it is belongs to its name.
fn take_in_events(text: NameText, mentions: &mut [Mention]) {
    let mut from = 0;
    for mention in mentions {
        let TokenRange { start, end } = mention.tokens;
        let before = start.checked_sub(1).filter(|&before| before >= from && text.sentence(start).holds(before));
        let kind = before.filter(|&before| text.capital(before) && text.is(before, NameClass::EventFirst));
        if let Some(kind) = kind.filter(|_| end == start + 1 && mention.label != EntityType::Nationality) {
            text.resize(mention, TokenRange::new(kind, end));
            mention.label = EntityType::Event;
        }
        from = end;
    }
}

/// The type that a name has from the one before it: "Hadley Foods, now Vireo,", "Ann Roe and Augusta Lind".
fn beside(text: NameText, before: &Mention, mention: &Mention) -> Option<EntityType> {
    let (end, start) = (before.tokens.end, mention.tokens.start);
    let renamed = start == end + 2 && matches!(text.text(end), "," | "(") && text.is(end + 1, NameClass::Renaming);
    let person = before.label == EntityType::Person && before.tokens.len() > 1 && mention.tokens.len() > 1;
    let joined = start == end + 1
        && text.doc.is(end, Class::Coordinator)
        && person
        && text.given_rank(start) > 0
        && text.is_personal(mention.tokens.end - 1)
        && text.phrase(mention.tokens).is_none();
    match before.label {
        // What changes its name and is no place or person is mostly a firm.
        EntityType::Misc if renamed => Some(EntityType::Organization),
        label => (renamed || joined).then_some(label),
    }
}

/// "the Harbour Pilots' Relief Fund (Harpil)": a word in brackets behind the name of a body, which is no place or person that
/// the lists know.
fn is_short_form(text: NameText, before: &Mention, mention: &Mention) -> bool {
    let (open, close) = (before.tokens.end, mention.tokens.end);
    let bracketed = mention.tokens.start == open + 1 && text.text(open) == "(" && text.text(close) == ")";
    let body = before.label == EntityType::Organization && before.tokens.len() > 1;
    let unknown = text.phrase(mention.tokens).is_none_or(|entry| !entry.is_in(lists::PLACE | lists::DEMONYM));
    bracketed && body && mention.tokens.len() == 1 && unknown
}

/// "Hale & Sons": a sign that joins words of more than one letter, not those behind a link ("Journal of Law & Order").
fn joins_names(text: NameText, tokens: TokenRange, sign: usize) -> bool {
    let long = |token: usize| text.text(token).chars().count() > 1;
    text.text(sign) == "&"
        && sign + 1 < tokens.end
        && long(sign - 1)
        && long(sign + 1)
        && !(tokens.start..sign).any(|token| text.is(token, NameClass::InnerLink))
}

/// Whether the article stands in front of a name for no other reason than that it belongs to a body: no noun follows that the
/// name modifies, and it is neither a family ("the Clintons") nor a person of some kind ("the late Ann Lee").
fn has_article(text: NameText, mention: &Mention) -> bool {
    let TokenRange { start, end } = mention.tokens;
    let article = start.checked_sub(1).is_some_and(|before| text.doc.is(before, Class::DefiniteArticle));
    let sentence = text.sentence(start);
    let modifies = end < sentence.end
        && (text.doc.syntax.tag(end).is_noun() || text.doc.syntax.tag(end).is_adjective() || text.text(end) == "-");
    article && !modifies && !text.text(end - 1).ends_with('s') && !text.is(start, NameClass::TitleNoun)
}

/// Calls back with each type that the words in and around a name tell, and what that weighs.
fn described(text: NameText, mention: &Mention, tell: &mut dyn FnMut(EntityType, f32)) {
    let tokens = mention.tokens;
    let sentence = text.sentence(tokens.start);
    let (first, last) = (tokens.start, tokens.end - 1);
    // "Fellow of the Sund Society" is no society.
    let link = tokens.iter().skip(1).find(|&token| text.is(token, NameClass::InnerLink));
    let of_a_body = link.is_some_and(|link| !text.is(link - 1, NameClass::BodyHead));
    if text.is_only_country(tokens) {
        // "Russian Federation" is no federation of anything else.
        if mention.label != EntityType::Location {
            tell(EntityType::Location, NAMED);
        }
    } else if tokens.len() > 1 {
        if text.is(first, NameClass::EventFirst) {
            tell(EntityType::Event, DESCRIBED);
        } else if text.is(first, NameClass::ProductFirst) {
            tell(EntityType::Product, DESCRIBED);
        } else if tokens.iter().skip(1).any(|t| text.is(t, NameClass::LegalForm) || joins_names(text, tokens, t)) {
            // "Hale & Sons": people are joined by a word.
            tell(EntityType::Organization, DESCRIBED);
        } else if text.is(last, NameClass::BodyHead)
            && !of_a_body
            && !(mention.label == EntityType::Person && text.is_personal(last))
        {
            // No person's name ends so.
            let nobody = mention.label == EntityType::Person && text.given_rank(first) == 0;
            tell(EntityType::Organization, if nobody { SHORTENED } else { NAMED });
        }
    }
    if mention.label == EntityType::Person && has_article(text, mention) {
        tell(EntityType::Organization, WITH_ARTICLE);
    }
    if bodies::is_unsettled(text, mention) {
        if bodies::has(text, mention) || bodies::is_had(text, mention) {
            tell(EntityType::Organization, HELD);
        } else if bodies::is_a_thing(text, mention) {
            tell(EntityType::Organization, DESCRIBED);
        }
    }
    if let Some(before) = first.checked_sub(1).filter(|&before| before >= sentence.start) {
        if let Some(label) = called(text, before).filter(|_| mention.label == EntityType::Person) {
            tell(label, SHORTENED);
        }
        let based = text.capital(before)
            && text
                .text(before)
                .rsplit_once('-')
                .is_some_and(|(_, word)| text.doc.words().names().is(word, NameClass::BasedIn));
        let of = text.is(before, NameClass::InnerLink).then(|| before.checked_sub(1)).flatten();
        let place = of.filter(|&noun| noun >= sentence.start).and_then(|noun| noun_type(text, noun));
        if based && !(mention.label == EntityType::Person && tokens.len() > 1) {
            tell(EntityType::Organization, BASED);
        } else if text.is(before, NameClass::ProductBefore) && !text.capital(before) {
            tell(EntityType::Product, DESCRIBED);
        } else if place == Some(EntityType::Location) {
            tell(EntityType::Location, DESCRIBED);
        } else if let Some(label) = noun_type(text, before).filter(|label| *label != EntityType::Location) {
            tell(label, DESCRIBED);
        }
    }
    let next = tokens.end;
    if next >= sentence.end {
        return;
    }
    // "Portland, Ore."
    let shortened = text.text(next) == "," && text.doc.words().names().region(text.text(next + 1)).is_some();
    // "Ian Fell, M.D."
    let letters = mention.label == EntityType::Person && text.is(next + 1, NameClass::PostNominal);
    if shortened && !letters && text.capital(next + 1) && next + 1 < sentence.end {
        tell(EntityType::Location, DESCRIBED);
    }
    let follows = text.text(next) == "," || text.doc.is(next, Class::Copula);
    let article = |token: usize| {
        token < sentence.end
            && (text.doc.is(token, Class::IndefiniteArticle) || text.doc.is(token, Class::DefiniteArticle))
    };
    if follows && article(next + 1) {
        let limit = sentence.end.min(next + 2 + REACH);
        let goes_on = |&token: &usize| {
            let tag = text.doc.syntax.tag(token);
            tag.is_noun() || tag.is_adjective() || tag.is_participle() || tag.is_gerund() || tag.is_adverb()
        };
        let head = (next + 2..limit).take_while(goes_on).last();
        if let Some(label) = head.and_then(|head| noun_type(text, head)) {
            tell(label, DESCRIBED);
        }
    }
}

/// "the combined company, to be called Kelvin": the type that the noun before a word of naming tells.
fn called(text: NameText, naming: usize) -> Option<EntityType> {
    let sentence = text.sentence(naming);
    let between = |&token: &usize| {
        text.text(token) == "," || text.doc.is(token, Class::InfinitiveMarker) || text.doc.is(token, Class::Auxiliary)
    };
    // "The paper called Lund a liar": what is named stands behind "be".
    let named = text.is(naming, NameClass::Naming) && naming > sentence.start && text.doc.is(naming - 1, Class::Copula);
    let noun = named.then(|| (sentence.start..naming).rev().find(|token| !between(token))).flatten();
    noun.and_then(|noun| noun_type(text, noun))
}

/// The type of thing that a common noun in the singular describes.
fn noun_type(text: NameText, token: usize) -> Option<EntityType> {
    if text.capital(token) || !text.doc.syntax.tag(token).is_common_noun() {
        return None;
    }
    if text.is(token, NameClass::WorkBefore) {
        return Some(EntityType::Work);
    }
    let noun = text.doc.words().noun(text.text(token))?;
    let singular = !text.doc.syntax.tag(token).is_plural_noun();
    singular.then_some(match noun.kind {
        NounKind::Person => EntityType::Person,
        NounKind::Body => EntityType::Organization,
        NounKind::Country | NounKind::City | NounKind::Region => EntityType::Location,
    })
}
