//! Speakers of quotes, resolved.

mod description_tests;

use expect_test::{Expect, expect};

use crate::annotate::Annotators;
use crate::document::{BlockKind, Document, QuoteSpeaker};

/// Paragraphs are separated by `|`; each quote comes back as its speaker's mention and who that is.
pub fn check(text: &str, expected: Expect) {
    check_in("en", text, expected);
}

fn check_in(language: &str, text: &str, expected: Expect) {
    let body: Vec<_> = text.split('|').map(|t| (BlockKind::Body, t.trim())).collect();
    let mut doc = Document::new("", &body, language, None);
    Annotators::default().annotate(&mut doc);
    let speakers: Vec<_> = doc
        .quotes
        .iter()
        .filter_map(|quote| Some((quote.speaker.as_ref()?, &quote.speakers)))
        .map(|(speaker, speakers)| {
            let name = |speaker: &QuoteSpeaker| {
                let entity = speaker.entity.map(|entity| doc.entities[entity].name.clone());
                entity.or(speaker.name.clone()).unwrap_or("-".to_owned())
            };
            let all: Vec<String> =
                if speakers.is_empty() { vec![name(speaker)] } else { speakers.iter().map(name).collect() };
            format!("{}: {}", doc.slice(speaker.span), all.join(" + "))
        })
        .collect();
    expected.assert_eq(&speakers.join(", "));
}

#[test]
fn a_pronoun_may_stand_for_somebody_without_a_name() {
    check(
        "Mayor Ann Lee opened the harbour office on Monday. | A police officer said the pier was closed. “It is not \
         safe,” he said.",
        expect!["A police officer: A police officer, he: A police officer"],
    );
}

#[test]
fn things_and_places_rarely_answer_to_it_and_they() {
    check(
        "The inspectors told the council in Oslo that the wall was weak. “It will not hold,” they said.",
        expect!["The inspectors: The inspectors, they: The inspectors"],
    );
}

#[test]
fn a_name_in_apposition_tells_who_the_description_is() {
    check(
        "The bill’s author, Senator Ann Lee (D-Oakland) said the pier was closed.",
        expect!["The bill’s author: Ann Lee"],
    );
}

#[test]
fn a_husband_is_not_his_wife() {
    check(
        "Ann Lee opened the harbour office. | Lee’s husband, the novelist Peter Lund, told the Courier that she \
         slept badly. “She worries,” he said.",
        expect!["Lee’s husband: Peter Lund, he: Peter Lund"],
    );
}

#[test]
fn who_stands_for_the_whole_phrase() {
    check(
        "The mass was led by the bishop of Oslo, who told mourners that the sea gives nothing back. | It was seen by \
         Ann Lee, a professor of history at the University of Oslo, who called it moving.",
        expect!["who: the bishop of Oslo, who: Ann Lee"],
    );
}

#[test]
fn a_new_description_is_whoever_is_in_focus() {
    check(
        "Roy Keane left the club on Monday. “I have no regrets,” Keane said. | “It was time to go,” the Irishman said. \
         The midfielder said he would rest.",
        expect!["Keane: Roy Keane, the Irishman: Roy Keane, The midfielder: Roy Keane"],
    );
}

#[test]
fn somebody_just_introduced_is_taken_up_by_what_nobody_said_of_them() {
    check(
        "Greta Sund opened the pier on Monday. | Her neighbour, Ann Lee, 31, mended the nets. | “They had rotted through,” the \
         plumber said. | Bo Lund, 44, who sells the fish, was less sure. | “The price is bad,” the father-of-two said.",
        expect!["the plumber: Ann Lee, the father-of-two: Bo Lund"],
    );
    // An office may be somebody new, and so is a second occupation.
    check(
        "Greta Sund, a teacher, opened the pier on Monday. | “It is late,” the prosecutor said. | “It is not,” the welder said.",
        expect!["the prosecutor: the prosecutor, the welder: the welder"],
    );
}

#[test]
fn whom_the_article_opens_with_may_be_named_later() {
    check(
        "A nurse who lost a finger at the harbour has won her case. | “I could not hold a cup,” the mother of two said. | \
         Greta Sund, 41, worked on the pier for years. Sund said she was glad.",
        expect!["the mother of two: Greta Sund, Sund: Greta Sund"],
    );
    // A judge is no nurse, and who speaks of somebody found is a witness.
    check(
        "A nurse has won her case. | “I could not hold a cup,” she said. | Judge Greta Sund said the owners had erred.",
        expect!["she: A nurse, Judge Greta Sund: Greta Sund"],
    );
    check(
        "A man was found at the pier on Monday. | Greta Sund said she had heard a cry. | “He was cold,” she said.",
        expect!["Greta Sund: Greta Sund, she: Greta Sund"],
    );
}

#[test]
fn a_group_is_the_one_whose_name_stands_in_front_of_it() {
    check(
        "Doctors Without Borders left. | The UNICEF aid group, which works in Oslo, said the winter was hard.",
        expect!["The UNICEF aid group: UNICEF"],
    );
}

#[test]
fn a_phrase_speaks_by_its_head() {
    check(
        "A spokesman for Boeing said that it was late. Boeing spokesman Jim Roe said that it was not. “We wait,” he said.",
        expect!["A spokesman for Boeing: A spokesman for Boeing, Boeing spokesman Jim Roe: Jim Roe, he: Jim Roe"],
    );
}

#[test]
fn the_name_may_stand_behind_what_completes_the_description() {
    check(
        "The director of the Institute of Harbour Studies, Ann Lee, said that the pier was closed. “It rots,” said the head of \
         the port, Bo Lund.",
        expect!["The director of the Institute of Harbour Studies: Ann Lee, the head of the port: Bo Lund"],
    );
}

#[test]
fn an_article_may_describe_before_it_names_no_one() {
    check(
        "A spokesperson for the Pilots Union said the tide was high. Boats lay in port. Nobody worked. “We will wait,” the \
         spokesman added.",
        expect![
            "A spokesperson for the Pilots Union: A spokesperson for the Pilots Union, the spokesman: A spokesperson for the Pilots Union"
        ],
    );
}

#[test]
fn what_is_not_in_the_list_of_nouns_speaks_too() {
    check(
        "A lampmaker told the Courier that trade was slow. “It is the rain,” the lampmaker said. “And the wind,” she said.",
        expect!["A lampmaker: A lampmaker, the lampmaker: A lampmaker, she: A lampmaker"],
    );
}

#[test]
fn words_of_one_speaker_are_no_other_speakers() {
    check(
        "Ann Lee met Bo Lund. “I told him that I would go,” Lee said. “She did,” he said.",
        expect!["Lee: Ann Lee, he: Bo Lund"],
    );
}

#[test]
fn pronouns_speak_in_languages_without_a_tree() {
    for (language, text, expected) in [
        ("de", "Olaf Scholz kam nach Berlin. „Es regnet“, sagte er.", expect!["er: Olaf Scholz"]),
        ("fr", "Emmanuel Macron est arrivé à Berlin. « Il pleut », a-t-il dit.", expect!["il: Emmanuel Macron"]),
        ("pt", "Emmanuel Macron chegou a Berlim. “Está chovendo”, disse ele.", expect!["ele: Emmanuel Macron"]),
    ] {
        check_in(language, text, expected);
    }
}

#[test]
fn those_who_are_named_together_speak_together() {
    check(
        "Ann Lee and the pilot Bo Lund opened the pier. “We are glad,” they said. “It was time,” Lund said. “It was,” the pair \
         added.",
        expect!["they: Ann Lee + Bo Lund, Lund: Bo Lund, the pair: Ann Lee + Bo Lund"],
    );
}

#[test]
fn two_subjects_of_one_verb_speak_together() {
    check(
        "“The pier is safe,” Ann Lee and Bo Lund said. “It is old,” said a spokesman for Lee and Lund.",
        expect!["Ann Lee: Ann Lee + Bo Lund, a spokesman for Lee and Lund: a spokesman for Lee and Lund"],
    );
}

#[test]
fn a_verb_may_do_without_its_subject() {
    check_in("es", "Pedro Sánchez llegó a Berlín. “Llueve”, dijo.", expect!["Pedro Sánchez: Pedro Sánchez"]);
}

#[test]
fn what_belongs_to_one_does_not_belong_to_another() {
    check(
        "Ann Lee’s campaign said that it was ready. “We are not,” Bo Lund’s campaign said. “You will see,” her team said.",
        expect!["Ann Lee’s campaign: Ann Lee’s campaign, Bo Lund’s campaign: Bo Lund’s campaign, her team: her team"],
    );
}

#[test]
fn whoever_has_just_been_introduced_speaks_next() {
    check(
        "Mayor Ann Lee closed the hall on Monday. “It leaks,” she said. | Dora Venn, who leads the choir, has sung there for \
         years. “It always leaked,” she said.",
        expect!["she: Ann Lee, she: Dora Venn"],
    );
    check(
        "Mayor Bo Lund said the street was quiet. | At the Blue Oar, a bar by the quay, the owner says he sees fights each week. \
         “I sweep up the glass,” he says.",
        expect!["Mayor Bo Lund: Bo Lund, the owner: the owner, he: the owner"],
    );
}

#[test]
fn an_age_tells_who_is_meant() {
    check(
        "Olive Tarn, 44, rows to work. Her neighbour, Max Orde, 19, takes the bus. “It is warmer,” the 19-year-old said. “I like \
         the rain,” said the 44-year-old.",
        expect!["the 19-year-old: Max Orde, the 44-year-old: Olive Tarn"],
    );
}

#[test]
fn whoever_gives_a_name_is_called_so() {
    check(
        "A cook at the camp, who gave her name only as Mirela, said the oven was cold. “We live on bread,” she said. | A man \
         identified only as Tito shook his head. “We live on tea,” he said.",
        expect!["A cook at the camp: Mirela, she: Mirela, he: Tito"],
    );
}

#[test]
fn the_former_and_the_latter_are_two_who_were_named_together() {
    check(
        "Ann Lee and Bo Lund do not agree. “Never again,” the former said. “At long last,” the latter said.",
        expect!["the former: Ann Lee, the latter: Bo Lund"],
    );
}

#[test]
fn the_name_behind_an_office_and_its_complement_speaks() {
    check(
        "Opposition leader in the Senate Ann Lee said the wall was weak. | The Harbour Relations Officer in the \
         province, DSP Chidi Okonjo, said two men were held. The HRO said they were “caught with nets”.",
        expect![
            "Opposition leader in the Senate Ann Lee: Ann Lee, The Harbour Relations Officer: Chidi Okonjo, The HRO: Chidi Okonjo"
        ],
    );
}

#[test]
fn a_clause_about_the_subject_does_not_speak() {
    check(
        "A Ballow man who lost his boat in the harbour fire has called the inquiry “a wall of fog”. | When asked whom she backed, \
         Ann Lee laughed and said, “The cheapest of them.”",
        expect!["A Ballow man: A Ballow man, Ann Lee: Ann Lee"],
    );
}

#[test]
fn kinship_tells_the_gender_of_an_unknown_name() {
    check(
        "Mrs Ann Lee said the pier was closed. | Their daughter Quen, a lawyer, grew up in Oslo. | “It is not safe,” he said. | \
         “It never was,” she said.",
        expect!["Mrs Ann Lee: Ann Lee, he: -, she: Quen"],
    );
}

#[test]
fn forms_of_address_in_brackets_belong_to_the_name_behind_them() {
    check(
        "The harbour's education officer, Dr (Mrs) Ann Lee, said the pier was closed.",
        expect!["The harbour's education officer: Ann Lee"],
    );
}

#[test]
fn a_place_speaks_with_no_person() {
    check(
        "Trinidad and Tobago Harbour chief Ann Lee said the pier was closed.",
        expect!["Trinidad and Tobago Harbour chief Ann Lee: Ann Lee"],
    );
}

#[test]
fn an_office_that_opens_a_sentence_is_no_name() {
    check(
        "Counsel to the council, Mr Bo Lund, asked the court for a date. “We have waited long enough,” he said.",
        expect!["he: Bo Lund"],
    );
}

#[test]
fn whoever_speaks_tells_the_gender_better_than_whom_somebody_speaks_of() {
    check(
        "Ann Lee sells fish on the pier. | Deputy Minister Ti Quen said the case was told as if she was neglected. | \
         “She lives in Oslo,” he said. | “I met her on Monday,” he added.",
        expect!["Deputy Minister Ti Quen: Ti Quen, he: Ti Quen, he: Ti Quen"],
    );
}

#[test]
fn whom_the_words_address_does_not_say_them() {
    check(
        "The solicitor, Otto Mager, jumped to his feet. “The witness is being led,” he cried. | The judge, Eva Lund, had \
         heard enough, and so had Bo Vik, the clerk. “Not now, Mr Vik,” said the judge. | The clerk, Bo Vik, looked at \
         Otto Mager. “Sit, Mr Mager,” he said.",
        expect!["he: Otto Mager, the judge: Eva Lund, he: Bo Vik"],
    );
}

#[test]
fn a_former_minister_is_not_the_minister() {
    check(
        "Energy minister Per Holm denied the charge. “We signed nothing,” he said. | Former finance minister Bo Vik rose. \
         “You signed page nine,” he cried. | “I sign many things,” the minister said.",
        expect!["Energy minister Per Holm: Per Holm, he: Per Holm, he: Bo Vik, the minister: Per Holm"],
    );
}

#[test]
fn a_second_witness_is_somebody_else() {
    check(
        "“They called at night,” the witness said. | The second witness said she saw the men. “He was crying,” she said.",
        expect!["the witness: the witness, The second witness: The second witness, she: The second witness"],
    );
}

#[test]
fn one_of_several_is_no_she() {
    check(
        "Ann Lee leads the band. “I like the old songs,” she said. | Some of the players left. One wrote that the band was \
         “no youth club”. | “People get used to things,” she said.",
        expect!["she: Ann Lee, One: One, she: Ann Lee"],
    );
}

#[test]
fn a_body_is_named_behind_its_description() {
    check(
        "The company behind the plan, Owenny Gaothe Teo, said in a statement that it “fully respects the process”.",
        expect!["The company: Owenny Gaothe Teo"],
    );
    check(
        "The head of the union (Federation of Fishers), Nora Pell, called the sentence “dangerous and hard”.",
        expect!["The head of the union: Nora Pell"],
    );
}

#[test]
fn a_surname_alone_shows_whose_the_full_name_is() {
    check(
        "On a red track outside Merbein, Con Stavrak watches a digger tear through vines his father planted. “Dad would \
         have had a fit,” he says. | “You get two hundred a tonne,” says the 58-year-old. | Stavrak has no plans to stay.",
        expect!["he: Con Stavrak, the 58-year-old: Con Stavrak"],
    );
}

#[test]
fn kin_of_kin_is_whom_the_first_belonged_to() {
    check(
        "Harriet Nakim, 41, won the prize. “I was afraid,” she said. | Nakim’s husband, a rider, missed the feast. “He wanted \
         to be paid for the trip,” his wife said.",
        expect!["she: Harriet Nakim, his wife: Harriet Nakim"],
    );
}

#[test]
fn a_description_in_apposition_is_the_same_somebody() {
    check(
        "The flat was sold in May, Paul Chan said. | The buyer, a pharmacist surnamed Lau, said she felt no joy. “Maybe next \
         year it will be less,” she said.",
        expect!["Paul Chan: Paul Chan, The buyer: Lau, she: Lau"],
    );
}

#[test]
fn a_rank_in_front_of_a_form_of_address_is_an_office() {
    check(
        "Harriet Nakim received the prize from First Lady Edith Kasoz on Friday. | The First Lady promised new sheets. “You \
         have my word and you have witnesses,” she told the guests.",
        expect!["The First Lady: Edith Kasoz, she: Edith Kasoz"],
    );
}

#[test]
fn a_name_in_apposition_to_the_subject_is_the_subject() {
    check(
        "Head teacher Moses Byaruh called Ann Lee “the roof of this school”. “She never misses a day,” he said. | One of her \
         pupils, Dr Peter Ssal, now works in the city. He remembers a woman who “marked our books by a lamp”.",
        expect!["Head teacher Moses Byaruh: Moses Byaruh, he: Moses Byaruh, He: Peter Ssal"],
    );
}

#[test]
fn who_answers_is_not_who_asked() {
    check(
        "Bo Lund told the inquiry that he had closed the valve. “I turned it twice,” he said. | Lawyer \
         Ivar Moe asked whether anybody had watched. “Nobody was there at night,” he replied.",
        expect!["Bo Lund: Bo Lund, he: Bo Lund, Lawyer Ivar Moe: Ivar Moe, he: Ivar Moe"],
    );
}

#[test]
fn whoever_is_in_focus_goes_on_being_spoken_of() {
    check(
        "Greta Sund opened the pier on Monday. “It took nine years,” Sund said. | The engineer has never learnt to swim. “I trust \
         the planks,” she said. | Bo Lund sells fish at its end. The 58-year-old gets up at four. “The gulls wake me,” he said.",
        expect!["Sund: Greta Sund, she: Greta Sund, he: Bo Lund"],
    );
}

#[test]
fn who_a_relative_is_to_somebody_leads_back() {
    check(
        "Ann Lee mends sails in Vigra. | Her grandson Peter keeps the books. “She never counts them,” Peter said. | Is she ever \
         wrong? “Twice,” his grandmother said.",
        expect!["Peter: Peter, his grandmother: Ann Lee"],
    );
}

#[test]
fn a_name_with_a_complement_may_stand_in_apposition() {
    check(
        "A rival, Bo Lund of Lund Shipping, doubts that the tiles will last. “The birds will eat them,” he said.",
        expect!["A rival: Bo Lund, he: Bo Lund"],
    );
    check(
        "“It was a bad year,” said Ann Lee of the Fishermen's Bank. | Bo Lund disagreed.",
        expect!["Ann Lee of the Fishermen's Bank: Ann Lee"],
    );
}

#[test]
fn names_joined_behind_a_preposition_are_no_subject() {
    check(
        "Ann Lee's choir won on Sunday. The conductor, Roy Moe, praised everybody. | Solos from Bo Lund and Ivar Dahl won over the judges \
         before the break. | “They sang like gulls,” he said.",
        expect!["The conductor: Roy Moe, he: Roy Moe"],
    );
}

#[test]
fn who_is_called_with_the_ending_of_a_case_keeps_it() {
    check_in(
        "de",
        "Andrea und Andreas haben in Ulm geheiratet. „Es regnete“, sagte Andreas.",
        expect!["Andreas: Andreas"],
    );
    check_in(
        "de",
        "Peter ist acht Jahre alt. Sein Trainer Jan Peters lobte ihn. „Er ist flink“, sagte Peters.",
        expect!["Peters: Jan Peters"],
    );
    check_in(
        "de",
        "Merkels Rede war kurz. Angela Merkel kam spät. „Danke“, sagte Merkel. Der Abschied Merkels war still.",
        expect!["Merkel: Angela Merkel"],
    );
}
