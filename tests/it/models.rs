//! The models of every language: names in a text of our own, a tag and a tree for each sentence, an honest warning.

use copydesk::annotate::{Annotators, LanguageModels, ModelSettings, Tier};
use copydesk::document::{BlockKind, Document, EntityType, MentionKind, Upos};

/// A text in each language that has models, with its names and their types.
const TEXTS: &[(&str, &str, &[(&str, EntityType)])] = &[
    (
        "de",
        "Die Bürgermeisterin von Leipzig hat am Montag einen Vertrag mit Siemens unterzeichnet. Anna Schneider sagte, \
         Deutschland brauche mehr Züge.",
        &[
            ("Leipzig", EntityType::Location),
            ("Siemens", EntityType::Organization),
            ("Anna Schneider", EntityType::Person),
            ("Deutschland", EntityType::Location),
        ],
    ),
    (
        "fr",
        "La maire de Toulouse a signé lundi un contrat avec Renault. Claire Dubois a déclaré que la France manquait de trains.",
        &[
            ("Toulouse", EntityType::Location),
            ("Renault", EntityType::Organization),
            ("Claire Dubois", EntityType::Person),
            ("France", EntityType::Location),
        ],
    ),
    (
        "es",
        "La alcaldesa de Sevilla firmó el lunes un contrato con la empresa Repsol. Carmen Ruiz dijo que España necesita más \
         trenes.",
        &[
            ("Sevilla", EntityType::Location),
            ("Repsol", EntityType::Organization),
            ("Carmen Ruiz", EntityType::Person),
            ("España", EntityType::Location),
        ],
    ),
    (
        "pt",
        "A prefeita de Salvador assinou na segunda-feira um contrato com a Petrobras. Marta Ferreira disse que o Brasil \
         precisa de mais trens.",
        &[
            ("Salvador", EntityType::Location),
            ("Petrobras", EntityType::Organization),
            ("Marta Ferreira", EntityType::Person),
            ("Brasil", EntityType::Location),
        ],
    ),
];

/// Share of the names above that may be missed: the models are right about four in five.
const MISSED: usize = 1;

fn annotated(language: &str, text: &str, tier: Tier) -> (Document, Option<&'static str>) {
    let annotators = Annotators::load(&ModelSettings { names: tier }).expect("a tier that is built in");
    let mut doc = Document::new("", &[(BlockKind::Body, text)], language, None);
    annotators.annotate(&mut doc);
    let warning = annotators.warning(&doc);
    (doc, warning)
}

#[test]
fn every_language_with_models_finds_names() {
    let covered = |code: &str| code == "en" || TEXTS.iter().any(|(language, _, _)| *language == code);
    assert!(LanguageModels::all().iter().all(|models| covered(models.code())), "a language has no text here");
    let mut checked = 0;
    for (language, text, names) in TEXTS.iter().filter(|(language, _, _)| LanguageModels::of(language).is_some()) {
        let (doc, warning) = annotated(language, text, Tier::Fast);
        assert_eq!(warning, None, "{language}");
        let name = |mention: &&copydesk::document::Mention| mention.kind == MentionKind::Name;
        let found: Vec<_> = doc.mentions.iter().filter(name).map(|m| (doc.slice(m.span), m.label)).collect();
        let missed = names.iter().filter(|name| !found.contains(name)).count();
        assert!(missed <= MISSED, "{language}: {found:?}");
        checked += 1;
    }
    assert!(checked >= 3, "only {checked} languages have models");
}

#[test]
fn every_sentence_has_tags_and_one_tree() {
    for (language, text, _) in TEXTS.iter().filter(|(language, _, _)| LanguageModels::of(language).is_some()) {
        let (doc, _) = annotated(language, text, Tier::Fast);
        let syntax = &doc.syntax;
        assert_eq!([syntax.tags.len(), syntax.heads.len(), syntax.relations.len()], [doc.tokens.len(); 3]);
        let verbs = doc.syntax.tags.iter().filter(|tag| tag.upos == Upos::Verb && tag.is_finite()).count();
        assert!(verbs > 0, "{language}: no finite verb among {:?}", doc.syntax.tags);
        for sentence in &doc.sentences {
            let roots = sentence.tokens.iter().filter(|&t| doc.syntax.heads[t] as usize == t).count();
            assert_eq!(roots, 1, "{language}: {}", doc.slice(sentence.span));
        }
    }
}

/// One short sentence in each language: an encoder that is not optimised takes seconds for more.
#[cfg(feature = "accurate")]
#[test]
fn every_language_finds_names_with_its_encoder() {
    for (language, text, name) in [
        ("de", "Krzysztof Wiśniewski wohnt in Görlitz.", "Krzysztof Wiśniewski"),
        ("fr", "Ngozi Mbarga vit à Saint-Étienne.", "Ngozi Mbarga"),
        ("es", "Itziar Goñi vive en Logroño.", "Itziar Goñi"),
        ("pt", "Iracema Falcão mora em Maceió.", "Iracema Falcão"),
    ] {
        assert!(LanguageModels::of(language).is_some_and(LanguageModels::has_encoder), "{language}");
        let (doc, warning) = annotated(language, text, Tier::Accurate);
        assert_eq!(warning, None, "{language}");
        let found: Vec<_> = doc.mentions.iter().map(|m| (doc.slice(m.span), m.label)).collect();
        assert!(found.contains(&(name, EntityType::Person)), "{language}: {found:?}");
    }
}

#[test]
fn where_there_is_no_encoder_the_warning_says_so() {
    for models in LanguageModels::all() {
        let (_, warning) = annotated(models.code(), "Ada Lovelace.", Tier::Accurate);
        let expected = if models.has_encoder() { None } else { Some("names_fast:no_encoder") };
        assert_eq!(warning, expected, "{}", models.code());
    }
}
