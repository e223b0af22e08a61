//! What is found in sentences that we wrote: one line a quote, with kind, content, cue and the speaker's noun phrase.

use expect_test::{Expect, expect};

use crate::annotate::{LanguageModels, Tier, names, quotation_marks, sentences, tokenizer};
use crate::document::{BlockKind, Document, QuoteKind};

/// A document with the layers below quotes. Paragraphs are separated by `|`.
fn read_document(text: &str, language: &str) -> Document {
    let body: Vec<_> = text.split('|').map(|t| (BlockKind::Body, t.trim())).collect();
    let mut doc = Document::new("", &body, language, None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    // The Spanish examples are those of languages without a tree.
    if let Some(models) = LanguageModels::of(language).filter(|_| matches!(language, "en" | "de")) {
        models.tagger().annotate(&mut doc);
        models.parser().annotate(&mut doc);
        names::annotate(&models.names(Tier::Fast), &mut doc);
    }
    quotation_marks::annotate(&mut doc);
    doc
}

/// Paragraphs are separated by `|`.
fn check(text: &str, expected: Expect) {
    check_in("en", text, expected);
}

fn check_in(language: &str, text: &str, expected: Expect) {
    let mut doc = read_document(text, language);
    super::annotate(&mut doc, &super::rules::Rules::default());
    let mut lines = String::new();
    for quote in &doc.quotes {
        let kind = match quote.kind {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
        };
        let content: Vec<_> = quote.spans.iter().map(|&span| doc.slice(span)).collect();
        let cue = quote.cue.as_ref().map_or("-", |cue| doc.slice(cue.span));
        let speaker = quote.speaker.as_ref().map_or("-", |s| doc.slice(s.span));
        lines.push_str(&format!("{kind}: {} | {cue} | {speaker}\n", content.join(" … ")));
    }
    expected.assert_eq(&lines);
}

mod edges;
mod german;
mod mixed;
mod rules;
mod speakers;

mod direct {
    use super::*;

    #[test]
    fn the_attribution_stands_behind_before_or_between() {
        check(
            "“We will rebuild the pier,” said Ann Lee, the mayor. | The mayor said: “It will cost us dearly.” | \
             “That,” she added, “is the price of waiting.”",
            expect![[r#"
                direct: We will rebuild the pier, | said | Ann Lee
                direct: It will cost us dearly. | said | The mayor
                direct: That, … is the price of waiting. | added | she
            "#]],
        );
    }

    #[test]
    fn what_goes_on_without_an_attribution_joins_the_quote_before() {
        check(
            "“The roof leaks,” Ann Lee said on Monday. “Nobody mends it.” | “We asked twice.”",
            expect![[r#"
            direct: The roof leaks, … Nobody mends it. … We asked twice. | said | Ann Lee
        "#]],
        );
    }

    #[test]
    fn an_unknown_verb_attributes_right_beside_the_marks() {
        check(
            "“Never again!” an angry Lee retaliated. | “Why not?” reacted Bo Lund.",
            expect![[r#"
            direct: Never again! | retaliated | an angry Lee
            direct: Why not? | reacted | Bo Lund
        "#]],
        );
    }

    #[test]
    fn a_name_under_a_quote_signs_it() {
        check(
            "“The sea gives and the sea takes.” | – Ann Lee",
            expect![[r#"
            direct: The sea gives and the sea takes. |  | Ann Lee
        "#]],
        );
    }

    #[test]
    fn whoever_is_told_does_not_speak() {
        check(
            "Ann Lee, meanwhile, told the Courier: “We are ready to go.”",
            expect![[r#"
            direct: We are ready to go. | told | Ann Lee
        "#]],
        );
    }
}

mod reported {
    use super::*;

    #[test]
    fn clauses_infinitives_and_phrases() {
        check(
            "Ann Lee said that the pier would close. The ministry urged owners to wait. Bo Lund criticised the plan. \
             According to the harbour office, three boats sank.",
            expect![[r#"
                indirect: that the pier would close | said | Ann Lee
                indirect: owners to wait | urged | The ministry
                indirect: the plan | criticised | Bo Lund
                indirect: three boats sank | According to | the harbour office
            "#]],
        );
    }

    #[test]
    fn a_clause_beside_the_attribution_is_no_content() {
        check(
            "Ann Lee said that the pier would close, while Bo Lund said it would not. \
             Asked what had changed, she pointed to the weather.",
            expect![[r#"
                indirect: that the pier would close | said | Ann Lee
                indirect: it would not | said | Bo Lund
                indirect: what had changed | Asked | -
                indirect: the weather | pointed to | she
            "#]],
        );
    }

    #[test]
    fn the_content_starts_behind_the_hearer_and_with_its_subject() {
        check(
            "Two brokers told Reuters the loan had been delayed. | \
             Lee said Lund, who was ill for six weeks, deserved the prize. | \
             One trader, who asked not to be named, said the market was nervous.",
            expect![[r#"
                indirect: the loan had been delayed | told | Two brokers
                indirect: Lund, who was ill for six weeks, deserved the prize | said | Lee
                indirect: the market was nervous | said | One trader
            "#]],
        );
    }

    #[test]
    fn what_will_be_said_or_is_denied_is_not_said() {
        check(
            "The council will discuss the fees on Monday. Lee did not attack the mayor. \
             Three pledged delegates stayed away.",
            expect![[""]],
        );
    }

    #[test]
    fn relayed_speech_belongs_to_the_speaker() {
        check(
            "State television quoted the minister as saying that talks had failed. \
             Lee issued a statement saying the harbour was safe.",
            expect![[r#"
                indirect: that talks had failed | saying | the minister
                indirect: the harbour was safe | saying | Lee
            "#]],
        );
    }

    #[test]
    fn the_whole_noun_phrase_speaks() {
        check(
            "The national government in Oslo has agreed to pay for the pier. \
             Ann Lee, the leader of the fishermen, warned that nets would stay empty.",
            expect![[r#"
                indirect: to pay for the pier | agreed | The national government in Oslo
                indirect: that nets would stay empty | warned | Ann Lee
            "#]],
        );
    }

    #[test]
    fn speech_nouns_with_a_possessor() {
        check(
            "Bo Lund resented her remark that the pier was lost. They recalled Lee’s pledge to rebuild it.",
            expect![[r#"
                indirect: that the pier was lost | remark | her
                indirect: Lee’s pledge to rebuild it | recalled | They
            "#]],
        );
    }
}

mod loose {
    use super::*;

    #[test]
    fn a_fragment_takes_its_clause_and_a_title_is_nobodys() {
        check(
            "Ann Lee called the report “a car park with a view” in the autumn. \
             Bo Lund sang on “The Late Tide” twice. She vowed to “bomb the hell” out of them.",
            expect![[r#"
                mixed: the report “a car park with a view” in the autumn | called | Ann Lee
                mixed: to “bomb the hell” out of them | vowed | She
            "#]],
        );
    }

    #[test]
    fn a_list_of_fragments_is_one_quote() {
        check(
            "The crowd chanted “stop it now” and “go home”.",
            expect![[r#"
                mixed: “stop it now” and “go home” | chanted | The crowd
            "#]],
        );
    }

    #[test]
    fn a_sentence_behind_a_quote_is_said_with_it() {
        check(
            "“The pier leaks,” Ann Lee said. Closing it “would be the end of us all.”",
            expect![[r#"
                mixed: The pier leaks, … Closing it “would be the end of us all.” | said | Ann Lee
            "#]],
        );
    }
}

#[test]
fn a_headline_names_its_speaker_before_a_colon() {
    check(
        "Lee: No ‘Easy Way’ Out Of Harbour Dispute | The council met on Monday.",
        expect![[r#"
        mixed: No ‘Easy Way’ Out Of Harbour Dispute | : | Lee
    "#]],
    );
}
