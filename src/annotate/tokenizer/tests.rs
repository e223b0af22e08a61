use expect_test::{Expect, expect};

use super::*;
use crate::document::BlockKind;

fn tokens(text: &str, language: &str) -> Vec<String> {
    let mut doc = Document::new("", &[(BlockKind::Body, text)], language, None);
    annotate(&mut doc);
    doc.tokens.iter().map(|t| doc.slice(t.span).to_owned()).collect()
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&tokens(text, "en").join(" | "));
}

#[test]
fn contractions_and_possessives_are_split() {
    check(
        "He doesn't say they'll go; we couldn't've. I cannot, you’re Merkel’s.",
        expect![
            "He | does | n't | say | they | 'll | go | ; | we | could | n't | 've | . | I | can | not | , | you | ’re | Merkel | ’s | ."
        ],
    );
    check(
        "the workers' rights, O'Neill's rock 'n' roll of the '90s, five o'clock, get 'em",
        expect![
            "the | workers | ' | rights | , | O'Neill | 's | rock | 'n' | roll | of | the | '90s | , | five | o'clock | , | get | 'em"
        ],
    );
}

#[test]
fn stops_belong_to_abbreviations_and_numbers() {
    check(
        "U.S.-led forces (the U.N.) left at 5 p.m. Mr. J.K. Lee, of Acme Corp., paid No. 10.",
        expect![
            "U.S.-led | forces | ( | the | U.N. | ) | left | at | 5 | p.m. | Mr. | J.K. | Lee | , | of | Acme | Corp. | , | paid | No. | 10 | ."
        ],
    );
    check(
        "It rose 3.5% to $1,000.50, US$5 or £3m, 10:30 on 24/7; said no. Then he left.The end.",
        expect![
            "It | rose | 3.5 | % | to | $ | 1,000.50 | , | US$ | 5 | or | £ | 3m | , | 10:30 | on | 24/7 | ; | said | no | . | Then | he | left | . | The | end | ."
        ],
    );
}

#[test]
fn quotation_marks_dashes_and_brackets_stand_alone() {
    check(
        "“So,” he said, “it’s—well—‘done’.” (Really?!) \"Yes...\" ``old'' -- end",
        expect![[
            r#"“ | So | , | ” | he | said | , | “ | it | ’s | — | well | — | ‘ | done | ’ | . | ” | ( | Really | ?! | ) | " | Yes | ... | " | `` | old | '' | -- | end"#
        ]],
    );
    check(
        "well-known Jean-Claude and/or 2010–2015 AT&T Q&A Disney+ 20°C",
        expect!["well-known | Jean-Claude | and | / | or | 2010 | – | 2015 | AT&T | Q&A | Disney+ | 20 | °C"],
    );
}

#[test]
fn addresses_names_and_tags_are_whole() {
    check(
        "See https://example.org/a?b=c(d). Mail a.b@example.co.uk, www.example.com, bbc.co.uk!",
        expect![
            "See | https://example.org/a?b=c(d) | . | Mail | a.b@example.co.uk | , | www.example.com | , | bbc.co.uk | !"
        ],
    );
    check(
        "@desk_1 on #Brexit, item #1, 👍🏽👩‍👩‍👧 🇩🇪 :-)",
        expect!["@desk_1 | on | #Brexit | , | item | # | 1 | , | 👍🏽 | 👩‍👩‍👧 | 🇩🇪 | :-)"],
    );
}

#[test]
fn other_scripts_and_languages_have_their_own_words() {
    check("新闻 报道 नमस्ते e\u{301}te\u{301} a\u{200b}b", expect!["新 | 闻 | 报 | 道 | नमस्ते | été | a | b"]);
    let french = tokens("l'homme qu’il a dit aujourd'hui n'est pas d'accord", "fr").join(" | ");
    expect!["l' | homme | qu’ | il | a | dit | aujourd'hui | n' | est | pas | d' | accord"].assert_eq(&french);
}

#[test]
fn tokens_lie_in_order_on_character_boundaries_whatever_the_text() {
    let hostile = [
        "\"".repeat(2000),
        "a.1".repeat(700),
        "x@".repeat(700),
        "http://(".repeat(300),
        "'n'’s".repeat(400),
        "é\u{301}\u{302}".repeat(500),
        "\u{202e}abc\u{202c}-".repeat(300),
        "👩\u{200d}".repeat(400),
        "-.-'".repeat(500),
    ];
    for text in &hostile {
        let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", None);
        annotate(&mut doc);
        assert!(!doc.tokens.is_empty());
        let mut last = 0;
        for token in &doc.tokens {
            assert!(token.span.start >= last && !token.span.is_empty());
            assert!(!doc.slice(token.span).contains(char::is_whitespace));
            last = token.span.end;
        }
    }
}
