//! Speakers who are described, resolved: ages, peoples, parties, offices, kin.

use expect_test::expect;

use super::check;

#[test]
fn an_age_in_front_of_an_occupation_is_no_noun_of_its_own() {
    check(
        "Ruta Voss, a 41-year-old hospital cleaner, sued the port. Her brother, Per, did not. | “They took my job,” the cleaner said.",
        expect!["the cleaner: Ruta Voss"],
    );
}

#[test]
fn an_age_is_no_other_occupation() {
    check(
        "Goalkeeper Ivo Brandt saved two penalties. The 29-year-old was booked once. | “I guessed,” the former Tromsø captain said.",
        expect!["the former Tromsø captain: Ivo Brandt"],
    );
}

#[test]
fn whoever_has_come_in_goes_on_being_described_after_a_sentence_without_a_verb() {
    check(
        "A year after the fire Ivo Brandt still sweeps. Nine rooms, two stairs. | The caretaker from Bergen lost his flat. | “I had a \
         cat,” he said.",
        expect!["he: Ivo Brandt"],
    );
}

#[test]
fn one_of_a_people_is_whoever_comes_from_there() {
    check(
        "Ghanaian winger Kofi Darko signed for Brandby. Manager Ole Lund praised him. | “It is cold,” the Ghanaian said.",
        expect!["Manager Ole Lund: Ole Lund, the Ghanaian: Kofi Darko"],
    );
}

#[test]
fn letters_behind_a_name_are_an_office() {
    check(
        "Ann Lee MP met the baker Bo Lund in the hall. | “We spoke of bread,” the MP said.",
        expect!["the MP: Ann Lee"],
    );
}

#[test]
fn a_noun_that_opens_a_sentence_in_front_of_a_name_is_a_title() {
    check(
        "Resident Ann Lee called the fire brigade, which sent Ole Lund. | The street was closed. | “It smelled of tar,” the resident said.",
        expect!["the resident: Ann Lee"],
    );
}

#[test]
fn names_that_share_a_surname_are_whole_names_both() {
    check(
        "Peter and Ann Lund keep the inn. “We open at noon,” Mrs Lund said. | “At noon,” said Mr Lund.",
        expect!["Mrs Lund: Ann Lund, Mr Lund: Peter"],
    );
}

#[test]
fn an_article_and_a_noun_in_front_of_a_name_describe() {
    check(
        "Striker Ivo Brandt scored twice. His coach, the Frenchman Luc Morel, was late. | “He can sleep on the bus,” the Frenchman said.",
        expect!["the Frenchman: Luc Morel"],
    );
}

#[test]
fn a_new_description_is_whoever_has_its_gender() {
    check(
        "Grocer Bo Lund chased two men with a mop. “It was wet,” the grocer said. | Lund's wife, Ida, was upstairs. “I slept,” she said. | \
         The father of two has kept a shoe. | “It fits,” he said.",
        expect!["the grocer: Bo Lund, she: Ida, he: Bo Lund"],
    );
}
