//! Where quotes begin and end at datelines and marks, and what nobody says.

use super::*;

#[test]
fn no_quote_begins_in_a_dateline() {
    for dateline in ["OSLO (AP) — ", "OSLO, Nov 28 (Reuters) - ", "OSLO (Reuters) - ", "OSLO — "] {
        check(
            &format!("{dateline}The ferry will sail in June, the captain said."),
            expect![[r#"
                indirect: The ferry will sail in June | said | the captain
            "#]],
        );
    }
    check_in(
        "de",
        "Kiel (dpa) - Die Fähre werde im Juni fahren, sagte der Kapitän.",
        expect![[r#"
            indirect: Die Fähre werde im Juni fahren | sagte | der Kapitän
        "#]],
    );
}

#[test]
fn a_marked_part_at_an_edge_has_both_marks() {
    check(
        "Ann Lee called the new ferry “a gift to the islands”. She said that the fares were “far too high”, and went home.",
        expect![[r#"
            mixed: the new ferry “a gift to the islands” | called | Ann Lee
            mixed: that the fares were “far too high” | said | She
        "#]],
    );
}

#[test]
fn the_dash_of_a_turn_is_no_mark_of_a_pair() {
    check_in(
        "es",
        "—El barco no saldrá hoy —afirmó la capitana.",
        expect![[r#"
            direct: El barco no saldrá hoy | afirmó | la capitana
        "#]],
    );
}

#[test]
fn claims_of_others_are_not_said_by_whoever_denies_them() {
    check("Ann Lee dismissed reports that the ferry was unsafe.", expect![[""]]);
}
