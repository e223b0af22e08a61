//! A sentence as the rules see it: pieces with what they can mean.

use super::digits::Convention;
use crate::document::{Document, ExpressionType, Span, TokenRange};
use crate::languages::{Language, Meaning, PieceKind, Term, pieces};

/// A piece of a token (see [`crate::languages::pieces`]).
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
    pub(super) kind: PieceKind,
    /// The token that it is part of.
    pub(super) token: usize,
    /// Whether nothing stands between it and the piece before it.
    pub(super) glued: bool,
    /// Whether it is several number words in one: "einundzwanzig".
    fused: bool,
    /// What begins with it in the language's pack, and in that of all languages.
    own: &'static [Term],
    any: &'static [Term],
}

/// The longest term at a piece that has one of these meanings, with what they hold, and the piece after it.
macro_rules! term {
    ($reader:expr, $at:expr, $($meaning:pat $(if $guard:expr)? => $value:expr),+) => {
        $reader.term($at, |meaning| match meaning {
            $($meaning $(if $guard)? => Some($value),)+
            _ => None,
        })
    };
}
pub(super) use term;

impl Piece<'_> {
    fn terms(&self) -> impl Iterator<Item = &'static Term> {
        self.own.iter().chain(self.any)
    }

    /// Whether it is no word, or one that the packs know.
    pub(super) fn is_telling(&self) -> bool {
        self.kind != PieceKind::Word || !self.own.is_empty() || !self.any.is_empty() || self.fused || self.is_roman()
    }

    /// Whether an expression may begin with it: digits, the apostrophe of a decade, and what the packs say.
    pub(super) fn may_begin(&self) -> bool {
        match self.kind {
            PieceKind::Digits => true,
            _ if self.terms().any(|term| begins_expression(term.meaning)) => true,
            PieceKind::Word => self.fused || self.is_roman(),
            _ => matches!(self.text, "'" | "’" | "‘"),
        }
    }

    fn is_roman(&self) -> bool {
        self.text.len() > 1 && self.text.starts_with(['I', 'V', 'X'])
    }
}

/// What a rule has found: pieces from `start` up to `end`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) label: ExpressionType,
    pub(super) value: Option<String>,
}

impl Found {
    pub(super) fn new(start: usize, end: usize, label: ExpressionType, value: impl Into<Option<String>>) -> Self {
        Found { start, end, label, value: value.into() }
    }

    /// A date.
    pub(super) fn date(start: usize, end: usize, value: impl Into<Option<String>>) -> Self {
        Found::new(start, end, ExpressionType::Date, value)
    }
}

/// A sentence's pieces, read by index; beyond its ends there is nothing.
pub(super) struct Reader<'a> {
    pub(super) doc: &'a Document,
    pub(super) sentence: TokenRange,
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) words: &'static Language,
    pub(super) convention: Convention,
    /// Whether the article counts money or percentages: its quarters are those of a year, and no game's.
    pub(super) speaks_of_business: bool,
}

impl<'a> Reader<'a> {
    /// Of no sentence yet.
    pub(super) fn new(doc: &'a Document, convention: Convention, speaks_of_business: bool) -> Self {
        let (sentence, words) = (TokenRange::new(0, 0), doc.words());
        Reader { doc, sentence, pieces: Vec::new(), words, convention, speaks_of_business }
    }

    /// Goes on to a sentence.
    pub(super) fn read(&mut self, sentence: TokenRange) {
        let (doc, words, any) = (self.doc, self.words, Language::any());
        self.sentence = sentence;
        self.pieces.clear();
        for token in sentence.iter() {
            let text = doc.token_text(token);
            let start = doc.tokens[token].span.start;
            for (kind, first, last) in pieces(text) {
                let span = Span::new(start + first, start + last);
                let text = &text[first..last];
                let glued = self.pieces.last().is_some_and(|piece| piece.span.end == span.start);
                let (own, any) = match kind {
                    PieceKind::Digits => (&[][..], &[][..]),
                    _ => (words.terms().starting_with(text), any.terms().starting_with(text)),
                };
                let fused = kind == PieceKind::Word && own.is_empty() && words.unfused(text).is_some();
                self.pieces.push(Piece { text, span, kind, token, glued, fused, own, any });
            }
        }
    }

    /// The text of a piece; empty outside the sentence.
    pub(super) fn text(&self, at: usize) -> &'a str {
        self.pieces.get(at).map_or("", |piece| piece.text)
    }

    pub(super) fn kind(&self, at: usize) -> Option<PieceKind> {
        self.pieces.get(at).map(|piece| piece.kind)
    }

    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.kind(at) == Some(PieceKind::Digits)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(PieceKind::Word)
    }

    /// Whether a piece touches the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.glued)
    }

    /// Whether a piece goes on with the word or number before it: the two are one token.
    pub(super) fn continues(&self, at: usize) -> bool {
        at > 0 && self.glued(at) && self.pieces[at].token == self.pieces[at - 1].token
    }

    /// The longest term at a piece whose meaning `pick` takes, and the piece after it.
    pub(super) fn term<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<(T, usize)> {
        let mut best: Option<(T, usize)> = None;
        for term in self.pieces.get(at)?.terms() {
            let end = at + term.pieces.len();
            if best.as_ref().is_some_and(|(_, longest)| end <= *longest) {
                continue;
            }
            if let Some(picked) = pick(term.meaning)
                && self.matches(at, &term.pieces)
            {
                best = Some((picked, end));
            }
        }
        best
    }

    /// The piece after a term of this meaning.
    pub(super) fn has(&self, at: usize, meaning: Meaning) -> Option<usize> {
        self.term(at, |found| (found == meaning).then_some(())).map(|(_, end)| end)
    }

    /// The piece after a term of this meaning; the same piece where there is none.
    pub(super) fn skip(&self, at: usize, meaning: Meaning) -> usize {
        self.has(at, meaning).unwrap_or(at)
    }

    /// Whether a term of this meaning ends where a piece begins; a definite article may stand between.
    pub(super) fn comes_after(&self, at: usize, meaning: Meaning) -> bool {
        let ends = |end: usize| (end.saturating_sub(3)..end).any(|start| self.has(start, meaning) == Some(end));
        ends(at) || (at.saturating_sub(2)..at).any(|the| self.has(the, Meaning::The) == Some(at) && ends(the))
    }

    fn matches(&self, at: usize, entry: &[&str]) -> bool {
        entry.iter().enumerate().all(|(offset, part)| {
            let Some(piece) = self.pieces.get(at + offset) else { return false };
            let inner_mark = offset > 0 && !part.starts_with(char::is_alphanumeric);
            (!inner_mark || piece.glued) && same(part, piece.text)
        })
    }

    /// Whether a piece is this word, in any case.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        same(word, self.text(at))
    }

    /// Whether the piece starts with a capital.
    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.text(at).starts_with(char::is_uppercase)
    }

    /// A hyphen or dash.
    pub(super) fn is_dash(&self, at: usize) -> bool {
        matches!(self.text(at), "-" | "–" | "—" | "‐" | "‑" | "−")
    }

    /// A hyphen or dash that touches what stands on both sides.
    pub(super) fn is_hyphen(&self, at: usize) -> bool {
        self.is_dash(at) && self.glued(at) && self.glued(at + 1)
    }

    /// The piece after the mark between the ends of a range: "3-5", "3 – 5", "3 to 5".
    pub(super) fn range(&self, at: usize) -> Option<usize> {
        if self.is_dash(at) && self.glued(at) == self.glued(at + 1) {
            return Some(at + 1);
        }
        self.has(at, Meaning::To)
    }

    /// The document's tokens of these pieces.
    pub(super) fn tokens(&self, start: usize, end: usize) -> TokenRange {
        let token = |at: usize| self.pieces.get(at).map_or(self.sentence.end, |piece| piece.token);
        TokenRange::new(token(start), token(end - 1) + 1)
    }
}

/// Whether an expression may begin with it. Units, scales, conjunctions, prepositions and what stands after a number,
/// a span or an hour go on with one, or announce it from outside.
fn begins_expression(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::About
            | Meaning::AmbiguousMonth(_)
            | Meaning::Article
            | Meaning::Cardinal(_)
            | Meaning::CenturyBefore
            | Meaning::Day(_)
            | Meaning::DecadeBefore
            | Meaning::DecadeNamed(_)
            | Meaning::EveryWeekday
            | Meaning::Fraction(..)
            | Meaning::LetterSign(_)
            | Meaning::Mixed(_)
            | Meaning::Month(_)
            | Meaning::Noon(_)
            | Meaning::Ordinal(_)
            | Meaning::Part(_)
            | Meaning::PatternStart
            | Meaning::QuarterLetter
            | Meaning::Scale(_)
            | Meaning::ScaleAlone(_)
            | Meaning::ScalePlural(_)
            | Meaning::Season(_)
            | Meaning::Sign(_)
            | Meaning::Span(_)
            | Meaning::Spans(_)
            | Meaning::Vague
            | Meaning::Weekday(_)
            | Meaning::Which(_)
    )
}

/// Whether a text's word is an entry of a pack: in any case, unless the entry has capitals; a last stop counts only where
/// the entry has one.
fn same(entry: &str, text: &str) -> bool {
    let text = match text.strip_suffix('.') {
        Some(bare) if !bare.is_empty() && !entry.ends_with('.') => bare,
        _ => text,
    };
    if entry == text {
        return true;
    }
    let lower = |c: char| if c == '’' { '\'' } else { c };
    !entry.contains(char::is_uppercase) && entry.chars().eq(text.chars().flat_map(char::to_lowercase).map(lower))
}
