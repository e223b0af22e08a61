//! What the rules make of a tagger's names: kinds of personal names, offices, firms, pairs of peoples, descriptions.

use super::*;
use crate::annotate::{LanguageModels, sentences, tokenizer};
use crate::document::{BlockKind, EntityType, Span};

/// The names of a text, as `[words|type]` in it, after a tagger has found those marked so in `tagged`.
fn corrected(tagged: &str, language: &str) -> String {
    let label = |name: &str| match name {
        "per" => EntityType::Person,
        "org" => EntityType::Organization,
        "loc" => EntityType::Location,
        "nat" => EntityType::Nationality,
        _ => EntityType::Misc,
    };
    let (mut text, mut found) = (String::new(), Vec::new());
    for part in tagged.split(['[', ']']) {
        let start = text.len();
        let (words, kind) = part.split_once('|').map_or((part, None), |(words, kind)| (words, Some(label(kind))));
        text.push_str(words);
        found.extend(kind.map(|kind| (Span::new(start, text.len()), kind)));
    }
    let mut doc = Document::new("", &[(BlockKind::Body, &text)], language, None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    LanguageModels::of(language).expect("a language with models").tagger().annotate(&mut doc);
    let mention = |(span, label): (Span, EntityType)| {
        let tokens = doc.tokens_in(span);
        Mention { span, tokens, kind: MentionKind::Name, label, confidence: 0.8, entity: None }
    };
    let mut mentions: Vec<Mention> = found.into_iter().map(mention).collect();
    correct(&doc, &mut mentions);
    let (mut out, mut at) = (String::new(), 0);
    for mention in &mentions {
        let kind = format!("{:?}", mention.label).to_lowercase();
        out += &format!("{}[{}|{}]", &text[at..mention.span.start], doc.slice(mention.span), &kind[..3]);
        at = mention.span.end;
    }
    out + &text[at..]
}

fn check(cases: &[(&str, &str)]) {
    for (tagged, expected) in cases {
        assert_eq!(corrected(tagged, "en"), *expected, "{tagged}");
    }
}

#[test]
fn forms_of_address_and_ranks_are_no_part_of_a_name_and_make_one() {
    check(&[
        ("Later [Ms Halloran|per] left.", "Later Ms [Halloran|per] left."),
        ("Later [Mrs|per] May left.", "Later Mrs [May|per] left."),
        ("Later Mr [Paris|loc] left.", "Later Mr [Paris|per] left."),
        (
            "Then Cllr Ines Bray and [Dame Ruth Oakley|per] spoke.",
            "Then Cllr [Ines Bray|per] and Dame [Ruth Oakley|per] spoke.",
        ),
        (
            "[Det Ch Insp Carla Webb|per] and PC Dan Sykes came.",
            "Det Ch Insp [Carla Webb|per] and PC [Dan Sykes|per] came.",
        ),
        ("[Justice Kovacs|per] and [Rabbi Adler|per] met.", "Justice [Kovacs|per] and Rabbi [Adler|per] met."),
        (
            "[Flt Lt Sara Dean|per] and [Wing Cdr Ade Cole|mis] came.",
            "Flt Lt [Sara Dean|per] and Wing Cdr [Ade Cole|per] came.",
        ),
        ("He bought a copy of PC World.", "He bought a copy of PC World."),
        ("Thank you, Mr. [President|per].", "Thank you, Mr. President."),
        ("She sang [Mrs. Dalloway|mis] again.", "She sang [Mrs. Dalloway|mis] again."),
        ("[Dean Ashby|per] agreed.", "[Dean Ashby|per] agreed."),
    ]);
}

#[test]
fn letters_behind_a_name_are_cut_and_generations_belong_to_it() {
    check(&[
        ("[Nora Blake KC|per] won.", "[Nora Blake|per] KC won."),
        ("[Ian Fell|per], [M.D.|org], agreed.", "[Ian Fell|per], M.D., agreed."),
        ("[Owen Tate|per] Sr. and [Owen Tate|per], Jr. met.", "[Owen Tate Sr.|per] and [Owen Tate, Jr.|per] met."),
        ("[Jack Ma|per] agreed.", "[Jack Ma|per] agreed."),
    ]);
}

#[test]
fn a_nickname_stands_within_a_name() {
    check(&[
        ("[Leon|per] “Tiny” [Marsh|per] sang.", "[Leon “Tiny” Marsh|per] sang."),
        ("[Ada|per] (Addie) [Cole|per] sang.", "[Ada (Addie) Cole|per] sang."),
        ("[Mark Lowe|per] (AP) [Oslo|loc]", "[Mark Lowe|per] (AP) [Oslo|loc]"),
    ]);
}

#[test]
fn a_name_is_as_full_as_elsewhere() {
    check(&[(
        "[Sunday Bello|per] won. Sunday [Bello|per] will rest.",
        "[Sunday Bello|per] won. [Sunday Bello|per] will rest.",
    )]);
    check(&[(
        "[Jim Baron Hale|per] sang. [Baron Hale|per] bowed.",
        "[Jim Baron Hale|per] sang. [Baron Hale|per] bowed.",
    )]);
}

#[test]
fn offices_are_no_names() {
    check(&[
        ("The Minister for [Fisheries Carl Dunn|org] spoke.", "The Minister for Fisheries [Carl Dunn|per] spoke."),
        ("US Secretary of [State Lena Orr|per] spoke.", "US Secretary of State [Lena Orr|per] spoke."),
        ("[UK Foreign Secretary Hart|per] spoke.", "[UK|loc] Foreign Secretary [Hart|per] spoke."),
        (
            "[German Finance|org] Minister [Anke Voss|per] spoke.",
            "[German|nat] Finance Minister [Anke Voss|per] spoke.",
        ),
        ("The [Prime Minister|mis] spoke.", "The Prime Minister spoke."),
        (
            "[General Mills|org] and the [State Department|org] agreed.",
            "[General Mills|org] and the [State Department|org] agreed.",
        ),
        ("[Bina Shah MBE|per] won.", "[Bina Shah|per] MBE won."),
        ("The [Emperor Norton Bridge|mis] is closed.", "The [Emperor Norton Bridge|mis] is closed."),
    ]);
}

#[test]
fn small_words_go_on_with_a_portfolio() {
    let tagged = "La ministre des [Affaires étrangères|org], [Anne Roux|per], a parlé.";
    assert_eq!(corrected(tagged, "fr"), "La ministre des Affaires étrangères, [Anne Roux|per], a parlé.");
}

#[test]
fn firms_keep_what_belongs_to_their_names() {
    check(&[
        ("[Dobson|per]'s fell and rose again.", "[Dobson's|org] fell and rose again."),
        (
            "[Dobson|per]'s and [Hart|per]'s, both of Leeds, closed.",
            "[Dobson's|org] and [Hart's|org], both of Leeds, closed.",
        ),
        ("[Lowe|per]'s of [Leeds|loc] closed.", "[Lowe's of Leeds|org] closed."),
        (
            "[Anna|per]'s brother and [Germany|loc]'s leader met.",
            "[Anna|per]'s brother and [Germany|loc]'s leader met.",
        ),
        (
            "[Ruth Dobson|per] spoke. She is a friend of [Mary|per]'s.",
            "[Ruth Dobson|per] spoke. She is a friend of [Mary|per]'s.",
        ),
        ("[Brightwell|mis] plc and [Tern|mis], Inc. merged.", "[Brightwell plc|org] and [Tern, Inc.|org] merged."),
    ]);
}

#[test]
fn two_peoples_in_one_word_are_no_place() {
    check(&[
        (
            "The [Franco-Spanish|loc] border and Kenyan-Ugandan trade.",
            "The [Franco-Spanish|nat] border and [Kenyan-Ugandan|nat] trade.",
        ),
        ("The [France-Italy|org] match.", "The [France|loc]-[Italy|loc] match."),
        ("[Guinea-Bissau|loc] voted.", "[Guinea-Bissau|loc] voted."),
    ]);
}

#[test]
fn a_country_is_one_place_by_each_of_its_names() {
    check(&[
        (
            "[Saint Kitts|loc] and [Nevis|per] voted with the [Russian Federation|org].",
            "[Saint Kitts and Nevis|loc] voted with the [Russian Federation|loc].",
        ),
        ("[Tuvalu|per] and [Nauru|org] voted.", "[Tuvalu|loc] and [Nauru|loc] voted."),
        ("[Jordan|per] and [Chad|per] laughed.", "[Jordan|per] and [Chad|per] laughed."),
    ]);
}

#[test]
fn what_the_text_calls_a_bearer_decides_on_the_type() {
    check(&[
        (
            "[Oakmere|per], a small village, voted. [Oakmere|per] is quiet.",
            "[Oakmere|loc], a small village, voted. [Oakmere|loc] is quiet.",
        ),
        ("[Quint|loc] is a shipping company.", "[Quint|org] is a shipping company."),
        ("They met in the village of [Tarn|org].", "They met in the village of [Tarn|loc]."),
        (
            "The ferry [Solveig|per] sank near the [HMS Tern|mis].",
            "The ferry [Solveig|pro] sank near the [HMS Tern|pro].",
        ),
        ("[Storm Edna|per] hit [Cork|loc].", "[Storm Edna|eve] hit [Cork|loc]."),
        ("Leeds-based [Vireo|per] hired the pilot [Nash|loc].", "Leeds-based [Vireo|org] hired the pilot [Nash|per]."),
        ("The [Arden Gazette|mis] reported it.", "The [Arden Gazette|org] reported it."),
        ("[Nyati Freight|loc] and [Hale & Sons|per] merged.", "[Nyati Freight|org] and [Hale & Sons|org] merged."),
        ("A [Fellow of the Sund Society|mis] left.", "A [Fellow of the Sund Society|mis] left."),
        ("She sings [R & B|mis] now.", "She sings [R & B|mis] now."),
        ("She sold [Pipit|mis] (now [Zed|mis]) in May.", "She sold [Pipit|org] (now [Zed|org]) in May."),
    ]);
}

#[test]
fn the_short_form_in_brackets_is_what_the_whole_is() {
    check(&[
        (
            "The [Harbour Pilots Relief Fund|org] ([Harpil|per]) pays. [Harpil|per] was set up in May.",
            "The [Harbour Pilots Relief Fund|org] ([Harpil|org]) pays. [Harpil|org] was set up in May.",
        ),
        ("The [Lucy Moss Museum|org] ([Oslo|loc]) opened.", "The [Lucy Moss Museum|org] ([Oslo|loc]) opened."),
    ]);
}

#[test]
fn nobody_is_called_with_the_article() {
    check(&[
        (
            "The [Volksraad|per] met. Members of the [Volksraad|per] voted.",
            "The [Volksraad|org] met. Members of the [Volksraad|org] voted.",
        ),
        ("The [Obama|per] years and the [Clintons|per].", "The [Obama|per] years and the [Clintons|per]."),
    ]);
}

#[test]
fn people_are_called_like_days_and_months() {
    check(&[
        ("Sunday [Okoro|per] scored.", "[Sunday Okoro|per] scored."),
        (
            "On Sunday [Okoro|per] scored. Today [Okoro|per] rests.",
            "On Sunday [Okoro|per] scored. Today [Okoro|per] rests.",
        ),
        ("April [Jonas|per] and [Augusta|loc] March agreed.", "[April Jonas|per] and [Augusta March|per] agreed."),
        ("In [Augusta|loc] March was wet.", "In [Augusta|loc] March was wet."),
    ]);
}

#[test]
fn storms_keep_their_kind_and_are_storms_without_it() {
    check(&[(
        "Hurricane [Odette|per] weakened. [Odette|per] moved on.",
        "[Hurricane Odette|eve] weakened. [Odette|eve] moved on.",
    )]);
}

#[test]
fn titles_make_a_person_of_a_name_that_nobody_knows() {
    check(&[
        ("Then [DSP Chidi Okonjo|mis] spoke.", "Then DSP [Chidi Okonjo|per] spoke."),
        ("Later [Shri Mohan Bhatt|org] left.", "Later Shri [Mohan Bhatt|per] left."),
        ("[Det Ch Insp|mis] [Carla Webb|per] left.", "Det Ch Insp [Carla Webb|per] left."),
        ("[Housewife Dora Venn|per] left.", "Housewife [Dora Venn|per] left."),
        ("The [Harbour Relations Officer|org] left.", "The Harbour Relations Officer left."),
        ("The [Tolga North MP|loc] left.", "The Tolga North MP left."),
    ]);
}

#[test]
fn a_short_word_behind_an_apostrophe_belongs_to_a_name() {
    check(&[
        ("They left 's-[Gravenhage|loc] in May.", "They left ['s-Gravenhage|loc] in May."),
        ("They left 't [Loo|loc] in May.", "They left ['t Loo|loc] in May."),
        ("They heard Rock 'n [Roll|mis] in May.", "They heard Rock 'n [Roll|mis] in May."),
    ]);
}

#[test]
fn occupations_in_front_of_whole_names_are_no_part_of_them() {
    check(&[
        ("Later [Nurse Ann Lee|per] left.", "Later Nurse [Ann Lee|per] left."),
        ("Later [Plumber Thandeka Mbovu|mis] left.", "Later Plumber [Thandeka Mbovu|per] left."),
        ("Later [Baker Street Hall|mis] burned.", "Later [Baker Street Hall|mis] burned."),
    ]);
}

#[test]
fn what_has_shareholders_is_a_body_whatever_its_name() {
    check(&[
        ("[Corden|per]’s chief executive resigned.", "[Corden|org]’s chief executive resigned."),
        (
            "Shares in [Corden|per] rose after [Corden|per] grew.",
            "Shares in [Corden|org] rose after [Corden|org] grew.",
        ),
        ("[Corden|per], which is listed in Oslo, grew.", "[Corden|org], which is listed in Oslo, grew."),
        (
            "The new company, to be called [Alden Corden|per], will grow.",
            "The new company, to be called [Alden Corden|org], will grow.",
        ),
        ("[Alden Shipping|per] grew.", "[Alden Shipping|org] grew."),
        ("[Corden’s|org] of [London|loc] grew.", "[Corden’s of London|org] grew."),
        // A surname is its bearer's first of all, and a place has chief executives, too.
        (
            "[Anna Corden|per] left. [Corden|per]’s chief executive stayed.",
            "[Anna Corden|per] left. [Corden|per]’s chief executive stayed.",
        ),
        (
            "[Anna Corden|per] left. [Corden|per]’s shares were sold.",
            "[Anna Corden|per] left. [Corden|per]’s shares were sold.",
        ),
        (
            "[Corden|per]’s brother met [Anna Corden|per], which surprised us.",
            "[Corden|per]’s brother met [Anna Corden|per], which surprised us.",
        ),
        ("[London|loc]’s chief executive left.", "[London|loc]’s chief executive left."),
    ]);
}

#[test]
fn what_a_founder_runs_is_part_of_the_firms_name() {
    check(&[
        ("Later [Tolan|per]'s Bakeries closed.", "Later [Tolan's Bakeries|org] closed."),
        ("Later [Tolan|per]'s bakeries closed.", "Later [Tolan|per]'s bakeries closed."),
        ("Later [Oslo|loc]'s Hotels closed.", "Later [Oslo|loc]'s Hotels closed."),
    ]);
}
