//! Whose words they are, where the sentence makes it hard.

use super::*;

#[test]
fn a_source_in_front_of_the_marks() {
    check(
        "According to Bo Lund of the harbour office, “the pier will be closed for a year.” | \
         From the report: “The sea took the wall.”",
        expect![[r#"
            direct: the pier will be closed for a year. | According to | Bo Lund of the harbour office
            direct: The sea took the wall. | : | the report
        "#]],
    );
}

#[test]
fn what_is_said_of_a_source_is_not_the_source() {
    check(
        "A fisherman speaking to the Courier said, “Nets stay empty when the wind is in the east.” | \
         Lee told the Courier in a written statement, “I do not want his endorsement.” | \
         “That is the rule,” Ann Lee said on “Today,” adding, “We keep to it.”",
        expect![[r#"
            direct: Nets stay empty when the wind is in the east. | said | A fisherman speaking to the Courier
            direct: I do not want his endorsement. | told | Lee
            direct: That is the rule, | said | Ann Lee
            direct: We keep to it. | adding | Ann Lee
        "#]],
    );
}

#[test]
fn a_question_belongs_to_the_verb_behind_it() {
    check(
        "The port denies it, but “why would you not raise the matter?” asked Lund, now a lawyer in Oslo.",
        expect![[r#"
            mixed: The port denies it, but “why would you not raise the matter?” | asked | Lund
        "#]],
    );
}

#[test]
fn the_first_name_of_a_headline_speaks() {
    check(
        "Ann Lee scolds rival fishermen: ‘Be serious for once’ | The council met on Monday.",
        expect![[r#"
            direct: Be serious for once | scolds | Ann Lee
        "#]],
    );
}

#[test]
fn a_relative_clause_has_no_words_in_front() {
    check(
        "Lund praised the captain, Ann Lee, who has vowed not to sell the pier because of its “view of the sea.”",
        expect![[r#"
            indirect: the captain | praised | Lund
            mixed: not to sell the pier because of its “view of the sea.” | vowed | who
        "#]],
    );
}

#[test]
fn words_in_front_of_the_marks_are_said_with_them() {
    check(
        "After the storms of the last two winters, “there is a sense of urgency that we build the wall,” Lund said. | \
         The town’s “excesses” are costly, Lund said on Monday in Oslo, noting the pier “makes a good wreck.”",
        expect![[r#"
            direct: there is a sense of urgency that we build the wall, | said | Lund
            mixed: The town’s “excesses” are costly | said | Lund
            mixed: the pier “makes a good wreck.” | noting | Lund
        "#]],
    );
}

#[test]
fn a_forgotten_comma_parts_no_quote() {
    check(
        "“We are going to build a wall,” Lund said “and nobody will pay for it.” | \
         “Many people are uncertain,” Lee wrote in a letter to the Courier explaining why she left, \
         “but most agree that the town is lost.”",
        expect![[r#"
            direct: We are going to build a wall, … and nobody will pay for it. | said | Lund
            direct: Many people are uncertain, … but most agree that the town is lost. | wrote | Lee
            indirect: why she left | explaining | Lee
        "#]],
    );
}

#[test]
fn an_apposition_in_front_of_the_verb_is_no_content() {
    check(
        "Bo Lund, chief of the harbour office, urged a strong stand on the pier. \
         Most boats are safe, according to the survey. Lee said she would go, according to the Courier.",
        expect![[r#"
            indirect: a strong stand on the pier | urged | Bo Lund
            indirect: Most boats are safe | according to | the survey
            indirect: Lee said she would go | according to | the Courier
        "#]],
    );
}

#[test]
fn polls_and_placards_speak_for_themselves() {
    check(
        "The mayor dismissed polls indicating that the town had turned against him. \
         Lee released a video saying the pier was safe.",
        expect![[r#"
            indirect: polls indicating that the town had turned against him | dismissed | The mayor
            indirect: the pier was safe | saying | Lee
        "#]],
    );
}

#[test]
fn whose_words_the_lead_says_they_are() {
    check(
        "As Professor Ann Lee put it: “The council does a good job at accepting boats.” | \
         The fair was held here because, in the mayor’s words, “they are the most lively places on the coast.” | \
         According to the old playbook, his men were told, “You sell feelings and not boats.” | \
         Lund delivered a snappy retort: “No one is tearing this up.”",
        expect![[r#"
            direct: The council does a good job at accepting boats. | put it | Professor Ann Lee
            direct: they are the most lively places on the coast. | words | the mayor
            mixed: his men were told, “You sell feelings and not boats.” | According to | the old playbook
            direct: No one is tearing this up. | : | Lund
        "#]],
    );
}

#[test]
fn when_it_was_said_does_not_speak() {
    check(
        "The Ministry of Trade less than two weeks ago said that “secret” papers had passed through the office. | \
         “There were some of us who thought so,” Lund points out.",
        expect![[r#"
            mixed: that “secret” papers had passed through the office | said | The Ministry of Trade
            direct: There were some of us who thought so, | points out | Lund
        "#]],
    );
}

#[test]
fn the_subject_stands_before_what_only_describes_it() {
    check(
        "A woman who has accused the senator of fraud said the trial must begin. | \
         Letters seen by the Courier show that the owners knew. | \
         Bo Lund, whose plans anger many owners, last year proposed a ban on nets. | \
         Ann Lee, a lawyer from Bergen, asked the board whether the pier would close.",
        expect![[r#"
            indirect: the senator of fraud | accused | who
            indirect: the trial must begin | said | A woman
            indirect: that the owners knew | show | Letters seen by the Courier
            indirect: a ban on nets | proposed | Bo Lund
            indirect: whether the pier would close | asked | Ann Lee
        "#]],
    );
}

#[test]
fn labels_of_an_interview_say_who_speaks() {
    check(
        "The Courier sat down with Ann Lee to discuss the harbour. | Q: Will the pier close? | \
         A: No. “Never” is what I told the owners. | We will mend it. | Q: When? | A: In May.",
        expect![[r#"
            direct: Will the pier close? | Q | Q
            direct: No. “Never” is what I told the owners. … We will mend it. | A | A
            direct: When? | Q | Q
            direct: In May. | A | A
        "#]],
    );
    check(
        "Bo Lund met Ann Lee and Per Roe at the harbour. | Q. Will the pier close? | A. No, it will not. | Q. When?",
        expect![[r#"
            direct: Will the pier close? | Q | Q
            direct: No, it will not. | A | A
            direct: When? | Q | Q
        "#]],
    );
    check(
        "Here is what they said. | LUND: The pier is safe. | LEE: It is not, and you know it. | LUND: I walk on it. | \
         UPDATE: The pier was closed on Friday.",
        expect![[r#"
            direct: The pier is safe. | LUND | LUND
            direct: It is not, and you know it. | LEE | LEE
            direct: I walk on it. | LUND | LUND
        "#]],
    );
}

#[test]
fn whoever_issues_a_document_speaks() {
    check(
        "Ann Lee released an advertisement that urges the town to “build the wall.” | \
         The mayor has a rare chance to show that the harbour pays its way.",
        expect![[r#"
            mixed: the town to “build the wall.” | urges | that
            indirect: that the harbour pays its way | show | The mayor
        "#]],
    );
}

#[test]
fn whoever_is_asked_does_not_ask() {
    check(
        "In an interview on Monday Ann Lee was asked, “Where is the most dangerous pier?”",
        expect![[r#"
            direct: Where is the most dangerous pier? | - | -
        "#]],
    );
}

#[test]
fn a_second_verb_has_the_subject_of_the_first() {
    check(
        "Lund argued that the plan had been careless, but suggested that the mayor went too far. | \
         Judge Holt ruled that the farmers “failed to heed the law” and chided their lawyers for “wasting our time.” | \
         The fans’ group said in a statement that the club had been “run like a bank” and called on the owners to sell. | \
         Bo Lund, who had led the harbour office for years, hopes the wall will hold. | \
         But Mr. Lund, a captain who was known as a careful man, said he trusted the wall.",
        expect![[r#"
            indirect: that the plan had been careless | argued | Lund
            indirect: that the mayor went too far | suggested | Lund
            mixed: that the farmers “failed to heed the law” | ruled | Judge Holt
            mixed: their lawyers for “wasting our time.” | chided | Judge Holt
            mixed: that the club had been “run like a bank” | said | The fans’ group
            indirect: the owners to sell | called on | The fans’ group
            indirect: the wall will hold | hopes | Bo Lund
            indirect: he trusted the wall | said | Lund, a captain
        "#]],
    );
}

#[test]
fn nobody_speaks_from_a_dateline() {
    check(
        "OSLO, Aug 31 (AP) - The harbour’s master, Ann Lee, praised the mayor on Monday, saying the wall would hold.",
        expect![[r#"
            indirect: the mayor on Monday | praised | The harbour’s master
            indirect: the wall would hold | saying | The harbour’s master
        "#]],
    );
}

#[test]
fn a_sentence_that_only_names_the_speaker_belongs_to_the_words_before() {
    check(
        "Several of the piers are closed. “The sea is not the harbour’s friend in these cold months.” Lund said.",
        expect![[r#"
            direct: The sea is not the harbour’s friend in these cold months. | said | Lund
        "#]],
    );
}

#[test]
fn a_verb_that_reports_nothing_names_no_speaker() {
    check(
        "“It is cold in here,” said Ann Lee. | The stove broke in May, and the owner, Bo Lund, did not answer letters. | \
         “We sleep in our coats.”",
        expect![[r#"
            direct: It is cold in here, | said | Ann Lee
            direct: We sleep in our coats. | - | Ann Lee
        "#]],
    );
}

#[test]
fn two_words_belong_to_whoever_acts_before_them() {
    check(
        "“You never wrote,” said Ann Lee. Bo Lund shrugged. “I forgot.”",
        expect![[r#"
        direct: You never wrote, | said | Ann Lee
        direct: I forgot. | shrugged | Bo Lund
    "#]],
    );
}

#[test]
fn a_person_described_without_commas_is_who_speaks() {
    check(
        "Ann Lee with the press office of the harbour said, “The wall is old and the sea is young.” | \
         Mayor Eva Moe in a statement on the website of the club said, “Nobody asked the fishermen about the wall.” | \
         Eva Berg who is the head of the fishing union said, “We shall not pay for a new wall.”",
        expect![[r#"
            direct: The wall is old and the sea is young. | said | Ann Lee
            direct: Nobody asked the fishermen about the wall. | said | Mayor Eva Moe
            direct: We shall not pay for a new wall. | said | Eva Berg
        "#]],
    );
}

#[test]
fn no_number_speaks() {
    check(
        "Speaking at the pier on Friday, July 22, 2022 Mayor Ann Lee said the wall was “older than the town itself”. | \
         The 6'2\" goalkeeper Bo Lund said he was “ready to start again”.",
        expect![[r#"
            mixed: the wall was “older than the town itself” | said | Ann Lee
            mixed: he was “ready to start again” | said | The 6'2" goalkeeper Bo Lund
        "#]],
    );
}

#[test]
fn a_time_of_day_in_front_of_an_entry_does_not_speak() {
    check(
        "8.15am: Councillor Ann Berg said the roads were “closed until noon”. | 9.40am: Fisherman Jon Vik, 52, of Bodo: \
         “We got the boats in at three.”",
        expect![[r#"
            mixed: the roads were “closed until noon” | said | Councillor Ann Berg
            direct: We got the boats in at three. | : | Fisherman Jon Vik
        "#]],
    );
}

#[test]
fn a_colon_leads_to_words_of_whoever_sent_them() {
    check(
        "“One at a time,” Ann Berg said. | And from the back of the hall came a question from baker Per Holm: “Is there \
         any coffee?” | And this from chief engineer Bo Vik: “The pumps will hold.”",
        expect![[r#"
            direct: One at a time, | said | Ann Berg
            direct: Is there any coffee? | : | Per Holm
            direct: The pumps will hold. | : | Bo Vik
        "#]],
    );
}

#[test]
fn a_colon_behind_other_marks_leads_to_words_of_the_subject() {
    check(
        "“It is late,” said campaigner Ruth Moss. | During questions, Lund defended the plan whilst promising a “full \
         update” from Moss was coming: “We are working as fast as we can to bring it in.”",
        expect![[r#"
            direct: It is late, | said | campaigner Ruth Moss
            mixed: the plan whilst promising a “full update” from Moss was coming | defended | Lund
            direct: We are working as fast as we can to bring it in. | : | Lund
        "#]],
    );
}

#[test]
fn words_of_somebody_are_named_as_such() {
    check(
        "The roof fell in May, and in the words of the town architect, Mark Tedman, “nobody with eyes could be surprised.”",
        expect![[r#"
            direct: nobody with eyes could be surprised. | words | Mark Tedman
        "#]],
    );
}

#[test]
fn the_name_right_in_front_of_the_verb_speaks() {
    check(
        "“This reminds me of the sixties,” the dawn of the modern movement, Bozell says. | The talks upset Norland, a \
         country that the former premier, Mitt Holm, called “our first rival.”",
        expect![[r#"
            direct: This reminds me of the sixties, | says | Bozell
            direct: our first rival | called | the former premier
        "#]],
    );
}

#[test]
fn who_was_asked_speaks_and_not_what_about() {
    check(
        "Ivo Bilic scored twice. | Asked about his own plans, Bilic smiled. “That is for others to decide.”",
        expect![[r#"
            indirect: his own plans | Asked about | -
            direct: That is for others to decide. | smiled | Bilic
        "#]],
    );
}

#[test]
fn a_short_sentence_tells_who_speaks_behind_it() {
    check(
        "The ministry said the bridge was “under review again”. | Novak shrugs. “We put it over the stove.” | The porter, \
         a young man from Split, leans out. “Where do you want the chairs?”",
        expect![[r#"
            mixed: the bridge was “under review again” | said | The ministry
            direct: We put it over the stove. | - | Novak
            direct: Where do you want the chairs? | - | The porter
        "#]],
    );
}

#[test]
fn a_comma_within_a_name_parts_nothing() {
    check(
        "The Department of Agriculture, Environment and Rural Affairs said the charge had cut use by “some 84 per cent”.",
        expect![[r#"
            mixed: the charge had cut use by “some 84 per cent” | said | The Department of Agriculture, Environment and Rural Affairs
        "#]],
    );
}

#[test]
fn whoever_is_heard_saying_words_says_them() {
    check(
        "The apology followed a video in which a nurse is heard saying: “There are no beds, there is only hope.” | Ann Lee \
         wants the court to order a study, “paid for by the company and not written by it”.",
        expect![[r#"
            direct: There are no beds, there is only hope. | saying | a nurse
            direct: paid for by the company and not written by it | order | Ann Lee
        "#]],
    );
}

#[test]
fn an_hour_or_an_adverb_in_front_of_a_time_is_no_speaker() {
    check(
        "Late on Monday Bo Lund, the harbour master, said the pier “opens on time”. | \
         Earlier this week Ann Lee, a baker, told the council that bread “has no lobby”. | \
         09:42 Union leader Bo Lund: “We will stay out.”",
        expect![[r#"
            mixed: the pier “opens on time” | said | Bo Lund
            mixed: that bread “has no lobby” | told | Ann Lee
            direct: We will stay out. | : | Union leader Bo Lund
        "#]],
    );
}

#[test]
fn a_clause_in_commas_has_a_subject_of_its_own() {
    check(
        "A porter, speaking in the yard because he feared for his job, said the lifts “stopped in May”.",
        expect![[r#"
            mixed: the lifts “stopped in May” | said | A porter
        "#]],
    );
    check(
        "“The whistle was late,” said umpire Ann Lee.",
        expect![[r#"
            direct: The whistle was late, | said | umpire Ann Lee
        "#]],
    );
}

#[test]
fn a_lost_mark_leaves_the_speaker() {
    check(
        "“The bell is cracked, Ann Lee told the council. | “It will be cast again,” said Bo Lund.",
        expect![[r#"
            direct: The bell is cracked | told | Ann Lee
            direct: It will be cast again, | said | Bo Lund
        "#]],
    );
}

#[test]
fn relayed_words_are_reported_too() {
    check(
        "“The lorry was empty,” news agency Nordlys reported Inspector Bo Lund as saying.",
        expect![[r#"
            direct: The lorry was empty, | saying | Inspector Bo Lund
        "#]],
    );
}
