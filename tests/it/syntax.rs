//! The scores of the tokenizer, the tagger and the parser are floors; hostile text is annotated like any other.

use std::path::PathBuf;

use copydesk::annotate::{LanguageModels, sentences, tokenizer};
use copydesk::document::{BlockKind, Document};
use copydesk::evaluation::score::share;
use copydesk::evaluation::{boundaries, conllu, parser, pos, tagged};

/// A treebank of the shared corpora; says so where there is none.
fn treebank(name: &str) -> Option<PathBuf> {
    let shared = std::env::var("COPYDESK_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let path = PathBuf::from(shared).join("corpora/ud").join(name);
    if !path.exists() {
        crate::tidy::skipped(&format!("{} is not there", path.display()));
        return None;
    }
    Some(path)
}

#[test]
fn tokens_and_sentences_keep_their_scores() {
    let Some(path) = treebank("gum.dev.conllu.gz") else { return };
    let score = boundaries::score(&conllu::read(&path).expect("CoNLL-U"), "en", boundaries::Layout::Paragraphs, |_| ());
    assert!(score.tokens.f1() > 0.998, "{}", score.tokens);
    assert!(score.sentences.f1() > 0.95, "{}", score.sentences);
}

#[test]
fn tags_and_trees_keep_their_scores() {
    let Some(path) = treebank("gum.dev.conllu.gz") else { return };
    let models = LanguageModels::english();
    let tagger = models.tagger();
    let accuracy = pos::score(tagger, &tagged::read(&path, "en", tagged::Scheme::Own).expect("CoNLL-U"), |_, _, _| ());
    let mut all = pos::Accuracy::default();
    accuracy.values().for_each(|&counts| all.add(counts));
    assert!(share(all.tags, all.words) > 0.96, "{all:?}");

    let scores = parser::score(tagger, models.parser(), &conllu::read(&path).expect("CoNLL-U"), "en", |_, _, _, _| ());
    let mut all = parser::Attachment::default();
    scores.values().for_each(|&score| all.add(score));
    assert!(share(all.heads, all.words) > 0.84 && share(all.labelled, all.words) > 0.80, "{all:?}");
}

#[test]
fn hostile_text_gets_whole_layers() {
    let texts = [
        "\"".repeat(5_000),
        "x".repeat(50_000),
        "e\u{301}\u{302}\u{303}".repeat(3_000),
        "\u{202e}שלום עולם. ".repeat(1_000),
        "👩\u{200d}👩\u{200d}👧!".repeat(1_000),
        "a@b.c/d#e".repeat(1_000),
        "(".repeat(5_000),
        "http://a.b?c=1,".repeat(1_000),
        "Mr. U.S. p.m. J. K. 'n' ".repeat(500),
        "新闻。".repeat(2_000),
        "\u{0}\u{1}\u{7f}word".repeat(1_000),
    ];
    let models = LanguageModels::english();
    let (tagger, parser) = (models.tagger(), models.parser());
    for text in &texts {
        let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", None);
        tokenizer::annotate(&mut doc);
        sentences::annotate(&mut doc);
        tagger.annotate(&mut doc);
        parser.annotate(&mut doc);
        assert!(!doc.tokens.is_empty());
        assert_eq!(doc.sentences.iter().map(|s| s.tokens.len()).sum::<usize>(), doc.tokens.len());
        assert!(doc.sentences.iter().all(|s| s.tokens.len() <= sentences::MAX_TOKENS));
        assert_eq!(doc.syntax.tags.len(), doc.tokens.len());
        for sentence in &doc.sentences {
            assert!(sentence.tokens.iter().all(|t| sentence.tokens.holds(doc.syntax.heads[t] as usize)));
        }
    }
}
