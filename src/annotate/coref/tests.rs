use expect_test::{Expect, expect};

use super::*;
use crate::annotate::{sentences, tokenizer};
use crate::document::BlockKind;
use crate::document::Span;

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
    read(&mut doc);
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
    annotate(&mut doc, Gazetteer::embedded(), &Watchlist::default(), &Weights::default());
    let lines: Vec<String> = doc.entities.iter().map(|entity| line(&doc, entity)).collect();
    expected.assert_eq(&(lines.join("\n") + "\n"));
}

/// The layers below.
fn read(doc: &mut Document) {
    tokenizer::annotate(doc);
    sentences::annotate(doc);
    if let Some(models) = LanguageModels::of(doc.language()) {
        models.tagger().annotate(doc);
        models.parser().annotate(doc);
    }
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
fn a_body_is_meant_by_its_noun_with_a_capital_where_the_text_names_one_alone() {
    check(
        "The [Harbour Safety Commission|org] met the [Ministry of Tides|org]. The [Commission|org] agreed, the [Ministry|org] did not.",
        expect![[r#"
            Harbour Safety Commission (organization): Harbour Safety Commission, Commission
            Ministry of Tides (organization): Ministry of Tides, Ministry
        "#]],
    );
    check(
        "The [Harbour Safety Commission|org] met the [Tides Commission|org]. The [Commission|org] agreed.",
        expect![[r#"
            Harbour Safety Commission (organization): Harbour Safety Commission
            Tides Commission (organization): Tides Commission
            Commission (organization): Commission
        "#]],
    );
}

#[test]
fn a_firm_keeps_the_name_that_it_shares_with_its_founder() {
    check(
        "[Corden Shipping|org] will sell. [Uwe Corden|person], its founder, left [Corden|org] in May.",
        expect![[r#"
            Corden Shipping (organization): Corden Shipping, its, Corden
            Uwe Corden (person) [founder]: Uwe Corden, its founder
        "#]],
    );
}

#[test]
fn an_agency_in_a_dateline_is_no_part_of_the_story() {
    check(
        "OSLO ([Tidemark|org]) - [Corden Shipping|org] will sell. The company has debts.",
        expect![[r#"
            Tidemark (organization): Tidemark
            Corden Shipping (organization): Corden Shipping, The company
        "#]],
    );
}

#[test]
fn roles_stand_before_and_behind_names() {
    check(
        "[Kremlin|org] spokesman [Dmitry Orlov|person] declined. [Jane Roe|person], 54, head of the agency, did not. Former \
         Secretary of State [Ann Poe|person] agreed with the mayor, [Tom Lee|person], who left. Late news - Chancellor [Eva \
         Holt|person] resigned.",
        expect![[r#"
            Kremlin (organization): Kremlin
            Dmitry Orlov (person, male) [Kremlin spokesman]: Dmitry Orlov
            Jane Roe (person, female) [head of the agency]: Jane Roe
            Ann Poe (person, female) [Former Secretary of State]: Ann Poe
            Tom Lee (person, male) [mayor]: the mayor, Tom Lee
            Eva Holt (person, female) [Chancellor]: Eva Holt
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
fn an_office_may_be_called_by_its_initials() {
    check(
        "Chief Harbour Commissioner [Ann Lee|person] met the [Pilots Union|org]. The [CHC|org] said that she was content.",
        expect![[r#"
            Ann Lee (person, female) [Chief Harbour Commissioner]: Ann Lee, CHC, she
            Pilots Union (organization): Pilots Union
        "#]],
    );
}

#[test]
fn descriptions_by_a_wider_noun_reach_back() {
    check(
        "Senator [Ann Lee|person] spoke first. [Bo Lund|person], a pilot, sat beside her. The talk was long. Nobody left. The \
         lawmaker thanked the aviator.",
        expect![[r#"
            Ann Lee (person, female) [Senator]: Ann Lee, her, The lawmaker
            Bo Lund (person, male) [pilot]: Bo Lund, a pilot
        "#]],
    );
}

#[test]
fn a_body_is_taken_up_by_a_noun_of_its_name_or_kind() {
    check(
        "The [Ministry of Ports|org] sold a pier to [Lund Shipping|org]. The ministry was pleased. The company was not, and it \
         left.",
        expect![[r#"
            Ministry of Ports (organization): Ministry of Ports, The ministry
            Lund Shipping (organization): Lund Shipping, The company, it
        "#]],
    );
}

#[test]
fn a_surname_alone_is_who_was_last_spoken_of() {
    check(
        "[Ann Lee|person] and [Bo Lee|person] met. [Ann Lee|person] left early. [Lee|person] was tired. [Bo Lee|person] stayed, \
         and [Lee|person] sang.",
        expect![[r#"
            Ann Lee (person, female): Ann Lee, Ann Lee, Lee
            Bo Lee (person, male): Bo Lee, Bo Lee, Lee
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
    check(
        "[Batumi|loc] is quiet. [Georgia|loc] votes on Sunday.",
        expect![[r#"
            Batumi (location): Batumi
            Georgia (location, Q230): Georgia
        "#]],
    );
    check(
        "[Goma|loc] is a city in the east of [Congo|loc].",
        expect![[r#"
            Goma (location): Goma
            Democratic Republic of the Congo (location, Q974): Congo
        "#]],
    );
    // A region of Ghana is called so too.
    check(
        "[Atlanta|loc] and [Savannah|loc] vote first in [Georgia|loc].",
        expect![[r#"
            Atlanta (location): Atlanta
            Savannah (location): Savannah
            Georgia (location, Q1428): Georgia
        "#]],
    );
}

#[test]
fn the_users_list_gives_its_fields_and_needs_no_tagger() {
    let list = "name,aliases,type,id,desk\nHarbour Trust,HT,organization,ht-1,business\n";
    let watchlist = Watchlist::new(gazetteer::read_csv(list).expect("well formed"));
    let body = [(BlockKind::Body, "The Harbour Trust fell. HT shares rose. Nothing happened at HTML Ltd.")];
    let mut doc = Document::new("", &body, "en", None);
    read(&mut doc);
    annotate(&mut doc, Gazetteer::embedded(), &watchlist, &Weights::default());
    let lines: Vec<String> = doc.entities.iter().map(|e| format!("{} {:?}", line(&doc, e), e.fields)).collect();
    assert_eq!(lines, [r#"Harbour Trust (organization): Harbour Trust, HT [("id", "ht-1"), ("desk", "business")]"#]);
}

#[test]
fn other_languages_get_the_names_of_the_gazetteer() {
    let body = [(BlockKind::Body, "Il presidente Emmanuel Macron ha incontrato Olaf Scholz a Berlin, con la NATO.")];
    let mut doc = Document::new("", &body, "it", None);
    read(&mut doc);
    annotate(&mut doc, Gazetteer::embedded(), &Watchlist::default(), &Weights::default());
    let names: Vec<_> =
        doc.entities.iter().map(|e| format!("{} {}", e.name, e.wikidata.as_deref().unwrap_or("-"))).collect();
    assert_eq!(names, ["Emmanuel Macron Q3052772", "Olaf Scholz Q61053", "Berlin Q64", "NATO Q7184"]);
}

#[test]
fn a_country_is_meant_before_the_province_and_the_city_of_its_name() {
    check(
        "[Denmark|loc], [Venezuela|loc] and [Singapore|loc] voted. [Denmark|loc] won. The [Hellenic Republic|loc] did not vote.",
        expect![[r#"
            Denmark (location, Q35): Denmark, Denmark
            Venezuela (location, Q717): Venezuela
            Singapore (location, Q334): Singapore
            Greece (location, Q41): Hellenic Republic
        "#]],
    );
}

#[test]
fn a_surname_that_nobody_has_is_the_one_spelt_nearly_so() {
    check(
        "[Elisa Haldorssen|person] opened the pier. [Haldorsen|person] left.",
        expect![[r#"
            Elisa Haldorssen (person, female): Elisa Haldorssen, Haldorsen
        "#]],
    );
    check(
        "[Elisa Jensen|person] opened the pier. [Jansen|person] left.",
        expect![[r#"
            Elisa Jensen (person, female): Elisa Jensen
            Jansen (person, male): Jansen
        "#]],
    );
}

#[test]
fn a_word_within_a_name_may_stand_for_it() {
    check(
        "[Aminu Tofa Bello|person] opened the pier. [Tofa|person] left.",
        expect![[r#"
            Aminu Tofa Bello (person): Aminu Tofa Bello, Tofa
        "#]],
    );
}

#[test]
fn a_son_goes_by_his_surname_and_what_tells_him_from_his_father() {
    check(
        "[Tom Crane|person] and [Tom Crane Jr.|person] met. [Crane Jr.|person] left.",
        expect![[r#"
            Tom Crane (person, male): Tom Crane
            Tom Crane Jr. (person, male): Tom Crane Jr., Crane Jr.
        "#]],
    );
}

#[test]
fn later_pronouns_tell_what_the_first_left_open() {
    check(
        "[Koh Peng|person] sells tissues. [Ti Lian|person] said it was made to seem as though she was neglected. Asked again, \
         [Ti|person] said he had met her. He would meet her again, he said. He went home.",
        expect![[r#"
            Koh Peng (person, female): Koh Peng, she, her, her
            Ti Lian (person, male): Ti Lian, Ti, he, He, he, He
        "#]],
    );
}
