//! Both tiers of the name tagger on a text of our own: a floor, and the promise that names carry no titles.

use copydesk::annotate::names;
use copydesk::annotate::{LanguageModels, Tier, sentences, tokenizer};
use copydesk::document::{BlockKind, Document, EntityType};

/// Words in brackets are names; the letter behind tells the type.
const TEXT: &str = "\
German Chancellor [Angela Merkel|P] met Prime Minister [Shinzo Abe|P] of [Japan|L] in [Berlin|L] on Friday. \
[Merkel|P] said the [European Union|O] would sign the treaty. The [United Nations|O] and the [World Bank|O] welcomed it. \
In [London|L], [Barclays|O] said it had hired [Sarah Cohen|P] from [Deutsche Bank|O]. \
[Microsoft|O] and [Toyota Motor Corp.|O] will build a plant near [Nagoya|L], said [Hiroshi Tanaka|P], a spokesman. \
Police in [Lagos|L] arrested [Emeka Okafor|P], a student at the [University of Lagos|O]. \
Senator [Elizabeth Warren|P] of [Massachusetts|L] criticised the [Federal Reserve|O].";

/// The text without marks, and its names.
fn unmarked() -> (String, Vec<(String, EntityType)>) {
    let (mut text, mut names) = (String::new(), Vec::new());
    let mut rest = TEXT;
    while let Some((before, marked)) = rest.split_once('[') {
        let (name, behind) = marked.split_once('|').expect("a type behind each name");
        text += before;
        text += name;
        let label = match &behind[..1] {
            "P" => EntityType::Person,
            "O" => EntityType::Organization,
            _ => EntityType::Location,
        };
        names.push((name.to_owned(), label));
        rest = &behind[2..];
    }
    (text + rest, names)
}

fn f1(tier: Tier) -> f64 {
    let (text, gold) = unmarked();
    let mut doc = Document::new("", &[(BlockKind::Body, &text)], "en", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    names::annotate(&LanguageModels::english().names(tier), &mut doc);
    let three = [EntityType::Person, EntityType::Organization, EntityType::Location];
    let found: Vec<_> = doc
        .mentions
        .iter()
        .filter(|m| three.contains(&m.label))
        .map(|m| (doc.slice(m.span).to_owned(), m.label))
        .collect();
    assert!(doc.mentions.iter().all(|m| (0.0..=1.0).contains(&m.confidence)), "confidences are probabilities");
    let right = found.iter().filter(|f| gold.contains(f)).count();
    2.0 * right as f64 / (found.len() + gold.len()) as f64
}

#[test]
fn the_fast_tier_keeps_its_floor() {
    let f1 = f1(Tier::Fast);
    assert!(f1 >= 0.8, "F1 {f1:.2}");
}

#[test]
#[cfg(feature = "accurate")]
fn the_accurate_tier_keeps_its_floor() {
    let f1 = f1(Tier::Accurate);
    assert!(f1 >= 0.85, "F1 {f1:.2}");
}

#[test]
fn peoples_of_two_words_are_no_places() {
    let text = "A South African judge met the Sri Lankan minister in South Africa.";
    let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    names::annotate(&LanguageModels::english().names(Tier::Fast), &mut doc);
    let found: Vec<_> = doc.mentions.iter().map(|m| (doc.slice(m.span), m.label)).collect();
    assert!(found.contains(&("South African", EntityType::Nationality)), "{found:?}");
    assert!(found.contains(&("South Africa", EntityType::Location)), "{found:?}");
}
