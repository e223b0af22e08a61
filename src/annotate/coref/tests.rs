use expect_test::{Expect, expect};

use super::*;
use crate::annotate::{sentences, tokenizer};
use crate::document::BlockKind;

/// Resolves a text whose names are marked as `[Angela Merkel|person]`, and prints one line per entity.
fn check(marked: &str, expected: Expect) {
    let mut text = String::new();
    let mut names = Vec::new();
    for (index, part) in marked.split(['[', ']']).enumerate() {
        match part.split_once('|').filter(|_| index % 2 == 1) {
            Some((name, label)) => {
                names.push((Span::new(text.len(), text.len() + name.len()), label.to_owned()));
                text.push_str(name);
            }
            None => text.push_str(part),
        }
    }
    let body: Vec<_> = text.split("\n\n").map(|paragraph| (BlockKind::Body, paragraph)).collect();
    let mut doc = Document::new("", &body, "en", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    doc.mentions = names
        .into_iter()
        .map(|(span, label)| Mention {
            span,
            tokens: doc.tokens_in(span),
            kind: MentionKind::Name,
            label: match label.as_str() {
                "person" => EntityType::Person,
                "org" => EntityType::Organization,
                "loc" => EntityType::Location,
                "norp" => EntityType::Nationality,
                other => panic!("unknown label {other}"),
            },
            confidence: 1.0,
            entity: None,
        })
        .collect();
    annotate(&mut doc, Gazetteer::embedded(), &Watchlist::default());
    let lines: Vec<String> = doc.entities.iter().map(|entity| line(&doc, entity)).collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

fn line(doc: &Document, entity: &Entity) -> String {
    let mut line = format!("{} ({:?}", entity.name, entity.label).to_lowercase();
    line.replace_range(..entity.name.len(), &entity.name);
    if entity.gender != Gender::Unknown {
        line += &format!(", {:?}", entity.gender).to_lowercase();
    }
    if let Some(id) = &entity.wikidata {
        line += &format!(", {id}");
    }
    line += ")";
    if !entity.roles.is_empty() {
        line += &format!(" [{}]", entity.roles.join("; "));
    }
    let mentions: Vec<_> = entity.mentions.iter().map(|&m| doc.slice(doc.mentions[m].span)).collect();
    line + ": " + &mentions.join(", ")
}

#[test]
fn names_titles_descriptions_and_pronouns_are_one_entity() {
    check(
        "German Chancellor [Angela Merkel|person] met [Emmanuel Macron|person] in [Paris|loc] on Friday. [Merkel|person] \
         said she was pleased. The German leader praised the French president, and he thanked her.",
        expect![[r#"
            Angela Merkel (person, female, Q567) [German Chancellor]: Angela Merkel, Merkel, she, The German leader, her
            Emmanuel Macron (person, male, Q3052772): Emmanuel Macron, the French president, he
            Paris (location, Q90): Paris
        "#]],
    );
}

#[test]
fn relatives_stay_apart() {
    check(
        "[Bill Clinton|person] and [Hillary Clinton|person] arrived. Mrs. [Clinton|person] spoke first. Mr. \
         [Clinton|person] listened. [Hillary|person] smiled.",
        expect![[r#"
            Bill Clinton (person, male, Q1124): Bill Clinton, Clinton
            Hillary Clinton (person, female, Q6294): Hillary Clinton, Clinton, Hillary
        "#]],
    );
}

#[test]
fn acronyms_and_short_forms_join_the_full_name() {
    check(
        "The [United Nations|org] and the [World Health Organization|org] agreed. The [UN|org] and the [WHO|org] will meet \
         [Goldman Sachs|org] bankers. [Goldman|org] declined. The [Harbour Workers Union|org], or [HWU|org], did not.",
        expect![[r#"
            United Nations (organization, Q1065): United Nations, UN
            World Health Organization (organization, Q7817): World Health Organization, WHO
            Goldman Sachs (organization, Q193326): Goldman Sachs, Goldman
            Harbour Workers Union (organization): Harbour Workers Union, HWU
        "#]],
    );
}

#[test]
fn roles_stand_before_and_behind_names() {
    check(
        "[Kremlin|org] spokesman [Dmitry Orlov|person] declined. [Jane Roe|person], 54, head of the agency, did not. Former \
         Secretary of State [Ann Poe|person] agreed with the mayor, [Tom Lee|person], who left.",
        expect![[r#"
            Kremlin (organization): Kremlin
            Dmitry Orlov (person, male) [Kremlin spokesman]: Dmitry Orlov
            Jane Roe (person, female) [head of the agency]: Jane Roe
            Ann Poe (person, female) [Former Secretary of State]: Ann Poe
            Tom Lee (person, male) [mayor]: the mayor, Tom Lee
        "#]],
    );
}

#[test]
fn surnames_may_come_first() {
    check(
        "[Abe Shinzo|person] spoke to [Kim Jong Un|person]. [Abe|person] left. [Kim|person] stayed. Later [Shinzo Abe|person] \
         called.",
        expect![[r#"
            Abe Shinzo (person, male, Q132345): Abe Shinzo, Abe, Shinzo Abe
            Kim Jong Un (person, Q56226): Kim Jong Un, Kim
        "#]],
    );
}

#[test]
fn a_pronoun_may_come_before_its_name() {
    check(
        "[Tom Lee|person] resigned. After she left office, [Jane Roe|person] moved to [Oslo|loc]. “They asked him to \
         stay,” [Roe|person] said.",
        expect![[r#"
            Tom Lee (person, male): Tom Lee, him
            Jane Roe (person, female): she, Jane Roe, Roe
            Oslo (location, Q585): Oslo
        "#]],
    );
}

#[test]
fn somebody_without_a_name_takes_the_pronoun() {
    check(
        "[Tom Lee|person] was there. A police officer spoke to reporters. He said nobody was hurt. The officer left.",
        expect![[r#"
            Tom Lee (person, male): Tom Lee
        "#]],
    );
}

#[test]
fn places_of_one_name_follow_the_context() {
    check(
        "Voters in [Georgia|loc] and [Florida|loc], in the [United States|loc], went to the polls.",
        expect![[r#"
            Georgia (location, Q1428): Georgia
            Florida (location, Q812): Florida
            United States (location, Q30): United States
        "#]],
    );
    check(
        "[Georgia|loc] and [Russia|loc] talked. The country said its army was ready.",
        expect![[r#"
            Georgia (location, Q230): Georgia
            Russia (location, Q159): Russia, The country, its
        "#]],
    );
}

#[test]
fn a_phrase_refers_by_its_head() {
    let mut doc = Document::new(
        "",
        &[(BlockKind::Body, "A spokesman for Boeing said so. Boeing spokesman Jim Roe did not. He left.")],
        "en",
        None,
    );
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    for (name, label) in [
        ("Boeing said", EntityType::Organization),
        ("Boeing spokesman", EntityType::Organization),
        ("Jim Roe", EntityType::Person),
    ] {
        let start = doc.text().find(name).expect("in the text");
        let span = Span::new(start, start + name.split(" s").next().expect("some").len());
        doc.mentions.push(Mention {
            span,
            tokens: doc.tokens_in(span),
            kind: MentionKind::Name,
            label,
            confidence: 1.0,
            entity: None,
        });
    }
    annotate(&mut doc, Gazetteer::embedded(), &Watchlist::default());
    let who = |phrase: &str| {
        let start = doc.text().find(phrase).expect("in the text");
        match referent(&doc, Span::new(start, start + phrase.len())) {
            Some((Referring::Entity(entity), _)) => doc.entities[entity].name.clone(),
            Some((Referring::Described(mention), _)) => format!("“{}”", doc.slice(doc.mentions[mention].span)),
            None => "nobody".to_owned(),
        }
    };
    assert_eq!(who("A spokesman for Boeing"), "“A spokesman”");
    assert_eq!(who("Boeing spokesman Jim Roe"), "Jim Roe");
    assert_eq!(who("He"), "Jim Roe");
}

#[test]
fn the_users_list_gives_its_fields_and_needs_no_tagger() {
    let list = "name,aliases,type,id,desk\nHarbour Trust,HT,organization,ht-1,business\n";
    let watchlist = Watchlist::new(gazetteer::read_csv(list).expect("well formed"));
    let body = [(BlockKind::Body, "The Harbour Trust fell. HT shares rose. Nothing happened at HTML Ltd.")];
    let mut doc = Document::new("", &body, "en", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    annotate(&mut doc, Gazetteer::embedded(), &watchlist);
    let lines: Vec<String> = doc.entities.iter().map(|e| format!("{} {:?}", line(&doc, e), e.fields)).collect();
    assert_eq!(lines, [r#"Harbour Trust (organization): Harbour Trust, HT [("id", "ht-1"), ("desk", "business")]"#]);
}

#[test]
fn other_languages_get_the_names_of_the_gazetteer() {
    let body =
        [(BlockKind::Body, "Le président Emmanuel Macron a rencontré Olaf Scholz à Berlin, avec l’OTAN et la NATO.")];
    let mut doc = Document::new("", &body, "fr", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    annotate(&mut doc, Gazetteer::embedded(), &Watchlist::default());
    let names: Vec<_> =
        doc.entities.iter().map(|e| format!("{} {}", e.name, e.wikidata.as_deref().unwrap_or("-"))).collect();
    assert_eq!(names, ["Emmanuel Macron Q3052772", "Olaf Scholz Q61053", "Berlin Q64", "NATO Q7184"]);
}
