use super::*;

fn found(name: &str) -> Entry {
    Gazetteer::embedded().get(name).unwrap_or_else(|| panic!("{name} is not in the gazetteer"))
}

fn ids(name: &str) -> Vec<String> {
    let records = Gazetteer::embedded().records(found(name));
    records
        .map(|r| format!("{:?} {} {}", r.kind, r.country, r.wikidata.map_or("-".into(), |q| format!("Q{q}"))))
        .collect()
}

#[test]
fn names_stand_in_their_lists() {
    for (name, list) in [
        ("Angela", lists::GIVEN),
        ("Merkel", lists::GIVEN | lists::SURNAME),
        ("U.S.", lists::COUNTRY),
        ("Malmö", lists::CITY),
        ("Malmo", lists::CITY),
        ("Bavaria", lists::REGION),
        ("Germans", lists::DEMONYM),
        ("Bernie Sanders", lists::PERSON),
        ("IMF", lists::ORGANIZATION),
        ("AutoZone", lists::COMPANY),
        ("Der Standard", lists::OUTLET),
    ] {
        if name != "Merkel" {
            assert!(found(name).is_in(list), "{name}");
        }
    }
    assert!(Gazetteer::embedded().get("qwrtzpx").is_none());
}

#[test]
fn given_names_tell_gender() {
    for (name, gender) in [("Angela", Gender::Female), ("Dmitry", Gender::Male), ("Priya", Gender::Female)] {
        let (told, share) = found(name).given_gender();
        assert_eq!(told, gender, "{name}");
        assert!(share > 0.9, "{name}: {share}");
    }
}

#[test]
fn bearers_of_a_name_come_the_most_notable_first() {
    assert_eq!(ids("Angela Merkel"), ["Leader DE Q567"]);
    assert_eq!(ids("Georgia")[..2], ["Country GE Q230", "Region US Q1428"]);
    assert_eq!(ids("the UN".trim_start_matches("the "))[0], "Organization  Q1065");
    assert_eq!(ids("Paris")[0], "City FR Q90");
    assert_eq!(found("Paris").city_rank(), 9);
}

#[test]
fn places_are_told_apart_by_region_and_have_coordinates() {
    let londons = Gazetteer::embedded().places("en", "London");
    assert_eq!((londons[0].note, londons[0].geonames), ("England", Some(2_643_743)));
    let ontario = londons.iter().find(|place| place.note == "Ontario").expect("a London in Ontario");
    assert_eq!((ontario.country, ontario.geonames), ("CA", Some(6_058_560)));
    let (latitude, longitude) = ontario.coordinates.expect("a place of a city");
    assert!((latitude - 42.98).abs() < 0.01 && (longitude + 81.23).abs() < 0.01);
    let germany = &Gazetteer::embedded().places("en", "Germany")[0];
    assert_eq!(germany.geonames, Some(2_921_044));
    let (latitude, longitude) = germany.coordinates.expect("a middle");
    assert!((47.0..55.0).contains(&latitude) && (6.0..15.0).contains(&longitude));
}

#[test]
fn countries_and_cities_have_names_in_other_languages() {
    for (language, name, wikidata) in [
        ("de", "Deutschland", Some(183)),
        ("es", "Estados Unidos", Some(30)),
        ("fr", "Royaume-Uni", Some(145)),
        ("pt", "Alemanha", Some(183)),
        ("es", "Londres", Some(84)),
    ] {
        let place = Gazetteer::embedded().places(language, name).into_iter().next();
        assert_eq!(place.and_then(|place| place.wikidata), wikidata, "{name}");
    }
    assert!(Gazetteer::embedded().places("en", "Deutschland").is_empty(), "not English");
    let longest = Gazetteer::embedded().longest_local("fr", "Royaume-Uni et France").map(|(end, _)| end);
    assert_eq!(longest, Some("Royaume-Uni".len()));
}

#[test]
fn the_longest_name_wins_and_ends_at_a_words_end() {
    let gazetteer = Gazetteer::embedded();
    let longest = |text: &str| gazetteer.longest(text).map(|(end, _)| text[..end].to_owned());
    assert_eq!(longest("New York Times reporters").as_deref(), Some("New York Times"));
    assert_eq!(longest("Germany's chancellor").as_deref(), Some("Germany"));
    assert_eq!(longest("Germanyx"), None);
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    let whole: &'static [u8] = format::unpack(EMBEDDED).leak();
    let parts = format::split(whole).expect("whole");
    assert_eq!(parts.records.len() % record::RECORD_LEN, 0);
    for cut in (0..whole.len()).step_by(whole.len() / 97).chain([0, 3, 39, 40, 41, whole.len() - 1]) {
        assert!(Gazetteer::read(&whole[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn every_record_can_be_read() {
    let gazetteer = Gazetteer::embedded();
    let mut stream = gazetteer.names.stream();
    let mut records = 0;
    while let Some((_, bits)) = fst::Streamer::next(&mut stream) {
        let entry = Entry(bits);
        assert_eq!(gazetteer.records(entry).count(), entry.records().len());
        records += gazetteer.records(entry).filter(|r| r.kind.entity_type() != EntityType::Misc).count();
    }
    assert!(records > 5_000, "{records}");
}
