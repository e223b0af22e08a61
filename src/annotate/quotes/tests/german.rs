//! Reported speech in a language that parts its clauses by commas and has a mood of its own for it.

use super::{check_in, expect};

#[test]
fn a_clause_needs_no_conjunction() {
    check_in(
        "de",
        "Die Bürgermeisterin sagte, der Hafen werde im Herbst geschlossen. | Bo Lund behauptete gestern in Kiel, er habe nichts \
         gewusst. | Der Fischer erklärte, dass die Boote sicher seien.",
        expect![[r#"
            indirect: der Hafen werde im Herbst geschlossen | sagte | Die Bürgermeisterin
            indirect: er habe nichts gewusst | behauptete | Bo Lund
            indirect: dass die Boote sicher seien | erklärte | Der Fischer
        "#]],
    );
}

#[test]
fn the_mood_goes_on_with_whoever_spoke() {
    check_in(
        "de",
        "Die Ministerin sagte, es gebe kein Geld. Man habe lange gerechnet. Nun müsse gespart werden. Der Saal war leer. | Der \
         Verband lehnte den Plan ab. Die Fähre sei zu teuer. Sie wäre bald veraltet.",
        expect![[r#"
            indirect: es gebe kein Geld | sagte | Die Ministerin
            indirect: Man habe lange gerechnet … Nun müsse gespart werden | sagte | Die Ministerin
            indirect: Die Fähre sei zu teuer … Sie wäre bald veraltet | - | Der Verband
        "#]],
    );
}

#[test]
fn doubt_alone_is_nobody_s_speech() {
    check_in("de", "Der Hafen liegt im Norden. Ein Tunnel wäre teuer. Es könnte regnen.", expect![[r#""#]]);
}

#[test]
fn a_source_stands_before_behind_or_aside() {
    check_in(
        "de",
        "Laut der Hafenzeitung verkaufte das Amt zwei Boote. | Die Brücke ist gesperrt, so die Polizei. | Dem Bericht zufolge sei die \
         Halle nie geprüft worden. | Wie das Amt am Abend mitteilte, sank die Fähre vor Bergen. | Die so genannte Alte Werft ist leer.",
        expect![[r#"
            indirect: verkaufte das Amt zwei Boote | Laut | der Hafenzeitung
            indirect: Die Brücke ist gesperrt | so | die Polizei
            indirect: sei die Halle nie geprüft worden | zufolge | Dem Bericht
            indirect: sank die Fähre vor Bergen | mitteilte | das Amt
        "#]],
    );
}

#[test]
fn a_noun_of_speech_has_its_possessor_behind_it() {
    check_in(
        "de",
        "Der Vorwurf der Fischer, das Amt habe geschlafen, ist alt. | Die Ministerin versprach, die Werft zu retten.",
        expect![[r#"
            indirect: das Amt habe geschlafen | Vorwurf | der Fischer
            indirect: die Werft zu retten | versprach | Die Ministerin
        "#]],
    );
}

#[test]
fn what_stands_in_front_of_the_verb_may_be_no_subject() {
    check_in(
        "de",
        "Dem Verband sagte die Ministerin, die Werft werde gerettet. | Der Fischer hatte in einem Brief versprochen, die Fähre zu kaufen. | \
         Als Grund sagte er: „Das Wetter war zu schlecht dafür.“",
        expect![[r#"
            indirect: die Werft werde gerettet | sagte | die Ministerin
            indirect: die Fähre zu kaufen | versprochen | Der Fischer
            direct: Das Wetter war zu schlecht dafür. | sagte | er
        "#]],
    );
}

#[test]
fn what_is_reported_reports_nothing_itself() {
    check_in(
        "de",
        "Die Ministerin sagte, es gebe kein Geld. Sie wisse auch nicht, was die Reise koste. | Die Leute, die der Verband verteidigt, \
         schwiegen.",
        expect![[r#"
            indirect: es gebe kein Geld | sagte | Die Ministerin
            indirect: Sie wisse auch nicht, was die Reise koste | sagte | Die Ministerin
        "#]],
    );
}
