//! Where content that is partly in marks starts and ends, and whose it is.

use super::*;

#[test]
fn what_something_is_called_ends_with_the_marks() {
    check(
        "Bo Lund called the merger \"a terrible deal\" and ranked Lee among the worst. \
         Ann Lee called him a “clown” on her radio show. \
         The mayor has called the levies \"unfair,\" and his office has made a great effort to stop them.",
        expect![[r#"
            mixed: the merger "a terrible deal" | called | Bo Lund
            mixed: him a “clown” | called | Ann Lee
            mixed: the levies "unfair," | called | The mayor
        "#]],
    );
}

#[test]
fn marks_that_disturb_the_parser_hide_no_quote() {
    check(
        "In her speech to the fishermen, Ann Lee also called some harbour voters “stupid” for supporting Lund. \
         On his website, Lund promises to “end” the Common Rule.",
        expect![[r#"
            mixed: some harbour voters “stupid” for supporting Lund | called | Ann Lee
            mixed: to “end” the Common Rule | promises | Lund
        "#]],
    );
}

#[test]
fn the_writers_own_remark_is_not_said() {
    check(
        "The captain complained that the race had been \"rigged\" against him, a charge that the harbour office denied. \
         Lee posted that the claims were “a joke” but, well, that took a long time. \
         While Lund said the plan was “unwise,” he voted for it.",
        expect![[r#"
            mixed: that the race had been "rigged" against him | complained | The captain
            mixed: that the claims were “a joke” | posted | Lee
            mixed: the plan was “unwise,” | said | Lund
        "#]],
    );
}

#[test]
fn a_further_attribution_starts_a_further_quote() {
    check(
        "The mayor said the system was \"corrupt,\" noting that it is \"very strange indeed.\" | \
         The city will play the \"harbour card,\" Lee said, adding that the way out \"is to sell the pier.\" | \
         Lund used to boast that he had beaten “the sea,” on Tuesday night he said it was “a threat” to the town.",
        expect![[r#"
            mixed: the system was "corrupt," | said | The mayor
            mixed: that it is "very strange indeed." | noting | The mayor
            mixed: The city will play the "harbour card," | said | Lee
            mixed: that the way out "is to sell the pier." | adding | Lee
            mixed: that he had beaten “the sea,” | boast | Lund
            mixed: it was “a threat” to the town | said | he
        "#]],
    );
}

#[test]
fn an_apposition_to_the_speaker_is_not_said() {
    check(
        "Any “clear” reading of the treaty, said Ann Lee, an expert on Norway at the centre in Oslo, would be a mistake.",
        expect![[r#"
            mixed: Any “clear” reading of the treaty … would be a mistake | said | Ann Lee
        "#]],
    );
}

#[test]
fn who_acts_around_the_marks() {
    check(
        "As Ann Lee, author of “Our Laws,” put it, “Ministers should remember that the sea is near.” | \
         The people of the town “deserve someone who stays. That is Bo Lund,” said the man who built the pier. | \
         Lund rallied his friends, with one of his leaflets asking, “Is the sea cruel enough for us all?” | \
         Weighing in on the matter, Bo Lund agreed, praising Lee as \"one of the most gifted captains that we have.\"",
        expect![[r#"
            direct: Ministers should remember that the sea is near. | put it | Ann Lee
            mixed: The people of the town “deserve someone who stays. That is Bo Lund,” | said | the man
            direct: Is the sea cruel enough for us all? | asking | one of his leaflets
            mixed: Lee as "one of the most gifted captains that we have." | praising | Bo Lund
        "#]],
    );
}

#[test]
fn a_claim_that_is_named_is_said() {
    check(
        "Lee’s boldest claim is that the council is a “nest” of crabs. \
         Lund's remark that the pier is a \"ruin\" stirred a debate in the town.",
        expect![[r#"
            mixed: that the council is a “nest” of crabs | claim | Lee
            mixed: that the pier is a "ruin" | remark | Lund
        "#]],
    );
}

#[test]
fn a_fragment_with_a_stop_takes_its_clause_too() {
    check(
        "Lund pleaded in a letter to the council for an end of what he termed a “war on the fishermen of the coast.” | \
         He said on Monday, “which is a phenomenal area for nets.”",
        expect![[r#"
            mixed: a “war on the fishermen of the coast.” | termed | he
            direct: which is a phenomenal area for nets. | said | He
        "#]],
    );
}

#[test]
fn a_verb_beside_the_reporting_one_starts_anew() {
    check(
        "Lund later suggested the storm was behind her tone, called her “third-rate” and left the hall. | \
         When asked whether the plan was “secret,” a speaker for the harbour office declined.",
        expect![[r#"
            indirect: the storm was behind her tone | suggested | Lund
            mixed: her “third-rate” | called | Lund
            mixed: whether the plan was “secret,” | asked | -
        "#]],
    );
}

#[test]
fn what_something_is_called_in_marks() {
    check(
        "The minister heralded the deal as a “breakthrough.” | The harbour is known as the “iron mouth.” | \
         Ann Lee described an option seen by owners as a “lifeboat” for the town.",
        expect![[r#"
            mixed: the deal as a “breakthrough.” | heralded | The minister
            mixed: an option seen by owners as a “lifeboat” for the town | described | Ann Lee
        "#]],
    );
}

#[test]
fn the_writer_goes_on_behind_a_comma() {
    check(
        "The minister rejected the plan, throwing the council into disarray. | \
         While Ann Lee said that the port could not wait, the owners seem to be in no hurry. | \
         The mayor criticised a protracted, costly fight over the pier.",
        expect![[r#"
            indirect: the plan | rejected | The minister
            indirect: that the port could not wait | said | Ann Lee
            indirect: a protracted, costly fight over the pier | criticised | The mayor
        "#]],
    );
}

#[test]
fn left_over_markup_reports_nothing() {
    check("<tweet id=\"12\" author=\"lee\">The pier is open again and the boats are back.</tweet>", expect![[r#""#]]);
}

#[test]
fn speech_that_follows_marked_words_goes_on_with_them() {
    check(
        "The harbour needs people “who can keep calm,” Lund said. | “That is why he should go.” | \
         Lee called the plan “unwise.” “It will ruin the town.” | \
         Lee said that the talks had failed. “We stop here.”",
        expect![[r#"
            mixed: The harbour needs people “who can keep calm,” … That is why he should go. | said | Lund
            mixed: the plan “unwise.” … It will ruin the town. | called | Lee
            indirect: that the talks had failed | said | Lee
            direct: We stop here. | said | Lee
        "#]],
    );
}

#[test]
fn the_start_of_a_sentence_is_said_with_the_marked_words_that_end_it() {
    check(
        "If the pier is closed, Lee said, “the boats will have to leave.” | \
         On Monday, Lee said, “the boats will leave.” | \
         Lund said that it was simple: “The town has no money.”",
        expect![[r#"
            mixed: If the pier is closed … the boats will have to leave | said | Lee
            direct: the boats will leave | said | Lee
            mixed: that it was simple: “The town has no money.” | said | Lund
        "#]],
    );
}

#[test]
fn an_attribution_at_the_end_of_a_sentence_holds_all_of_it() {
    check(
        "The lack of piers was “a heavy burden” on the town’s fishermen, the lawsuit alleges. | \
         Lund’s words on “the mood of the street” fostered by others, the groups say. | \
         The houses on the northern shore, he added, are “just too old.”",
        expect![[r#"
            mixed: The lack of piers was “a heavy burden” on the town’s fishermen | alleges | the lawsuit
            mixed: Lund’s words on “the mood of the street” fostered by others | say | the groups
            mixed: The houses on the northern shore … are “just too old.” | added | he
        "#]],
    );
}

#[test]
fn a_second_half_with_but_is_said_too() {
    check(
        "Lee says the fishermen are “right to be angry,” but also hungry for change. | \
         Lund noted that the town would not “close” the pier, but rather move it. | \
         Lund, the mayor, said that according to the survey, the town has “no money” left.",
        expect![[r#"
            mixed: the fishermen are “right to be angry,” but also hungry for change | says | Lee
            mixed: that the town would not “close” the pier, but rather move it | noted | Lund
            mixed: that according to the survey, the town has “no money” left | said | Lund
        "#]],
    );
}

#[test]
fn a_clause_before_a_colon_is_said_with_the_marked_words() {
    check(
        "Dr. Lee said she had not slept since Sunday: “We just keep going.” | \
         The fishermen say new mooring rules “make no sense” at all.",
        expect![[r#"
            mixed: she had not slept since Sunday: “We just keep going.” | said | Dr. Lee
            mixed: new mooring rules “make no sense” at all | say | The fishermen
        "#]],
    );
}

#[test]
fn one_word_is_said_right_behind_a_verb_of_speech() {
    check(
        "Do you row? Bo Lund answered “never”. | Ann Lee said “north” and Bo Lund “south”. | The town hates the “smart” pier.",
        expect![[r#"
            direct: never | answered | Bo Lund
            direct: north | said | Ann Lee
            direct: south | said | Bo Lund
        "#]],
    );
}

#[test]
fn marks_that_hold_the_verb_are_said_by_its_subject() {
    check(
        "The pilots’ club “deplores the state of the quay”. | The harbour board “stands by what it wrote in March”.",
        expect![[r#"
            direct: deplores the state of the quay | deplores | The pilots’ club
            direct: stands by what it wrote in March | stands | The harbour board
        "#]],
    );
}

#[test]
fn words_that_are_named_are_no_speech() {
    check(
        "The ugliest word of spring was “quaywash”, a jury said. It beat “pierpunk” and “fogfare”. | \
         She is known for songs such as “The Late Tide” and “Salt in the Bread”.",
        expect![[r#"
            indirect: The ugliest word of spring was “quaywash” | said | a jury
        "#]],
    );
}

#[test]
fn whoever_speaks_without_a_name_says_nothing_by_it() {
    check(
        "A clerk, who spoke on condition of anonymity, shut the gate. | A diver agreed to speak anonymously.",
        expect![[""]],
    );
}
