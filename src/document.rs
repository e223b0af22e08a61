//! `Document`: one immutable text and the layers of findings over it.
//!
//! The text is the title (if any) followed by the blocks of the body, joined by `\n\n`. Every position in
//! here is a byte range ([`Span`]) into that text or a range of token indexes ([`TokenRange`]); code points
//! appear only in [`crate::enriched`]. Each layer is a public field that exactly one annotator writes; the
//! field's doc names it. Layers that have not been written are empty, and every annotator must cope with that.

mod findings;
mod span;
mod syntax;
mod tag;

use crate::interrupt;
use crate::languages::{Class, Classes, Language};
pub use crate::languages::{Gender, Number};

pub use findings::{
    Entity, EntityId, EntityType, Evidence, Expression, ExpressionType, GenderEvidence, Geo, Keyword, MOST_MARKED,
    MarkedStretch, Mention, MentionId, MentionKind, Quote, QuoteCue, QuoteKind, QuoteSpeaker,
};
pub use span::{Span, TokenRange};
pub use syntax::{Relation, Sentence, Syntax, Token};
pub use tag::{Features, Tag, Upos};

/// What a block of the article is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline; at most one, always the first block.
    Title,
    /// The first paragraph of the body.
    Lead,
    /// A paragraph.
    Body,
    /// A heading inside the article.
    Heading,
    /// The caption of an image or table.
    Caption,
    /// An item of a list.
    List,
    /// A quotation set as a block of its own.
    Blockquote,
}

/// A paragraph, heading, caption, list item or the title; blocks never overlap and stand in text order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Where it stands, without the `\n\n` around it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// One article's text with the layers of findings over it.
#[derive(Debug, Clone, Default)]
pub struct Document {
    text: String,
    blocks: Vec<Block>,
    language: String,
    words: &'static Language,
    reference_date: Option<jiff::civil::Date>,
    /// Tokens in text order (annotate/tokenizer).
    pub tokens: Vec<Token>,
    /// The closed classes of each token (annotate/tokenizer).
    pub classes: Vec<Classes>,
    /// Stretches between quotation marks, in text order (annotate/quotation_marks).
    pub marked: Vec<MarkedStretch>,
    /// Sentences in text order; none crosses a block (annotate/sentences).
    pub sentences: Vec<Sentence>,
    /// Part of speech, head and relation of each token (annotate/pos, annotate/parser).
    pub syntax: Syntax,
    /// All mentions in text order: names (annotate/names), nominals and pronouns (annotate/coref).
    pub mentions: Vec<Mention>,
    /// What the mentions name, in order of first mention (annotate/coref; linking and salience fill their fields).
    pub entities: Vec<Entity>,
    /// For each mention of somebody whom the article describes but never names: the mention and the first mention of
    /// the same one, by mention (annotate/coref).
    pub described: Vec<(MentionId, MentionId)>,
    /// Dates, money, quantities… in text order (annotate/expressions).
    pub expressions: Vec<Expression>,
    /// Quotes in text order (annotate/quotes; who speaks by annotate/coref).
    pub quotes: Vec<Quote>,
    /// For each block its language (ISO 639-1), where that is surely not the article's (annotate/passages).
    pub block_languages: Vec<Option<&'static str>>,
    /// The same for each quote (annotate/passages).
    pub quote_languages: Vec<Option<&'static str>>,
    /// Keywords, best first (annotate/keywords).
    pub keywords: Vec<Keyword>,
}

impl Document {
    /// Lays out a title (may be empty) and the blocks of a body as one text.
    ///
    /// `language` is a lower-case ISO 639-1 code. `reference_date` is the day that "Friday" and "last week" are
    /// resolved against, in the article's own zone.
    pub fn new(
        title: &str,
        body: &[(BlockKind, &str)],
        language: &str,
        reference_date: Option<jiff::civil::Date>,
    ) -> Self {
        let mut text = String::with_capacity(title.len() + body.iter().map(|(_, t)| t.len() + 2).sum::<usize>() + 2);
        let mut blocks = Vec::with_capacity(body.len() + 1);
        let title = (!title.is_empty()).then_some((BlockKind::Title, title));
        for (kind, part) in title.into_iter().chain(body.iter().copied()) {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(part);
            blocks.push(Block { span: Span::new(start, text.len()), kind });
        }
        let words = Language::of(language);
        Document { text, blocks, language: language.to_owned(), words, reference_date, ..Document::default() }
    }

    /// The same, read with the words of this language.
    pub fn with_words(self, words: &'static Language) -> Self {
        Document { language: words.code().to_owned(), words, ..self }
    }

    /// The whole text: title, blank line, body.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under a span.
    ///
    /// # Panics
    /// If the span is out of range or not on character boundaries, which is a bug of whoever made it.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The text of a token.
    pub fn token_text(&self, token: usize) -> &str {
        self.slice(self.tokens[token].span)
    }

    /// Whether a token belongs to a closed class of the document's language.
    ///
    /// # Panics
    /// If there is no such token, or none have been written.
    pub fn is(&self, token: usize, class: Class) -> bool {
        self.classes[token].contains(class)
    }

    /// How many tokens, from `token` on, are a phrase of a closed class: 1 for a single word.
    pub fn phrase(&self, token: usize, class: Class) -> Option<usize> {
        let words = self.tokens[token..].iter().map(|token| self.slice(token.span));
        self.words.phrase(class, words).or_else(|| self.is(token, class).then_some(1))
    }

    /// The index of the sentence that holds a byte, or of the first one behind it; the number of sentences behind all.
    pub fn sentence_at(&self, byte: usize) -> usize {
        interrupt::check();
        self.sentences.partition_point(|sentence| sentence.span.end <= byte)
    }

    /// The span from the first to the last token of a range; empty at the text's start for an empty range.
    pub fn tokens_span(&self, range: TokenRange) -> Span {
        if range.is_empty() {
            return Span::default();
        }
        Span::new(self.tokens[range.start].span.start, self.tokens[range.end - 1].span.end)
    }

    /// The tokens that overlap a span (binary search). Whoever goes through a long text asks this again and again, so the
    /// work of an annotator whose time is up ends here.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        interrupt::check();
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        TokenRange::new(start, end.max(start))
    }

    /// Title and body blocks in text order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Where the title stands, if there is one.
    pub fn title(&self) -> Option<Span> {
        self.blocks.first().filter(|b| b.kind == BlockKind::Title).map(|b| b.span)
    }

    /// Where the body stands: everything behind the title.
    pub fn body(&self) -> Span {
        match (self.title(), self.blocks.get(1)) {
            (None, _) => Span::new(0, self.text.len()),
            (Some(_), Some(first)) => Span::new(first.span.start, self.text.len()),
            (Some(_), None) => Span::new(self.text.len(), self.text.len()),
        }
    }

    /// ISO 639-1 code of the article's language, lower case.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The words of the article's language; an empty pack where there is none.
    pub fn words(&self) -> &'static Language {
        self.words
    }

    /// The day that relative dates are counted from, if the article has one.
    pub fn reference_date(&self) -> Option<jiff::civil::Date> {
        self.reference_date
    }
}
