//! The words beside a marked stretch, with what their form, class and part of speech tell.

use crate::annotate::quotes::languages::{Class, Language};
use crate::document::{Document, MentionKind, Pos, Span};

/// How many words beside the marks are looked at.
const REACH: usize = 48;

/// A word beside the marks.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// What it does around a quote.
    pub class: Class,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether a comma, dash, bracket or the like stands before it.
    pub breaks: bool,
    /// Whether it ends in -ly and may stand between subject and verb.
    pub adverb: bool,
    /// Whether it is an English -ing form.
    pub gerund: bool,
    /// Whether it is one with a capital, as at the start of a sentence.
    pub participle: bool,
    /// Whether it is a finite verb, reporting or not; known only where parts of speech are.
    pub finite: bool,
    /// Whether it is a verb in the past, present or participle; known only where parts of speech are.
    pub verbal: bool,
    /// Whether its part of speech, where known, may start a noun phrase.
    pub nominal: bool,
    /// Identity of a short word, to compare without its text.
    small: Option<u64>,
}

/// The bytes of a word of at most eight letters, as a number.
fn word_id(word: &str) -> u64 {
    word.bytes().take(8).fold(0, |id, byte| id << 8 | u64::from(byte))
}

impl Word {
    /// Whether it is this word of the closed classes.
    pub fn is(&self, word: &str) -> bool {
        self.small == Some(word_id(word))
    }

    /// Whether a noun follows rather than a verb: a determiner or preposition.
    fn opens_noun(&self) -> bool {
        self.class == Class::Determiner || ["in", "by", "via", "of", "with"].iter().any(|w| self.is(w))
    }
}

/// The words in a span, at most [`REACH`]: the first ones, or the last ones when `from_end`.
pub fn words(doc: &Document, language: &Language, span: Span, from_end: bool) -> Vec<Word> {
    read(doc, language, span, from_end, true)
}

/// As [`words`]; `strict`: a reporting form counts as a verb only where it is tagged as one.
pub fn read(doc: &Document, language: &Language, span: Span, from_end: bool, strict: bool) -> Vec<Word> {
    let span = within_reach(doc, span, from_end);
    let slice = doc.slice(span);
    let last_word = from_end.then(|| slice.trim_end_matches(|c: char| !c.is_alphanumeric()).len() + span.start);
    let mut reader = Reader { doc, language, strict, last_word, found: Vec::new() };
    let mut start = None;
    let mut breaks = false;
    for (at, c) in slice.char_indices() {
        let next = || slice[at + c.len_utf8()..].chars().next();
        let inner = match c {
            '\'' | '’' => start.is_some() && !language.splits && next().is_some_and(char::is_alphanumeric),
            '-' | '.' | '&' => {
                start.is_some() && !(language.splits && c == '-') && next().is_some_and(char::is_alphanumeric)
            }
            _ => c.is_alphanumeric() || c == '$' || c == '@',
        };
        match (inner, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                reader.push(Span::new(span.start + from, span.start + at), std::mem::take(&mut breaks));
                start = None;
            }
            _ => {}
        }
        // A full stop behind an abbreviation ("Mr.") is no break; the caller cuts at sentences. A hyphen is one where it
        // stands for a dash.
        let joins = matches!(c, '.' | '\'' | '’') || c == '-' && !slice[..at].ends_with(' ');
        if !inner && !c.is_whitespace() && !joins {
            breaks = true;
        }
    }
    if let Some(from) = start {
        reader.push(Span::new(span.start + from, span.end), breaks);
    }
    let mut found = reader.found;
    // "to point out" reports, a point does not.
    for i in 0..found.len() {
        if found[i].class == Class::Verb("point") && !found.get(i + 1).is_some_and(|next| next.is("out")) {
            found[i].class = Class::Other;
        }
    }
    if from_end && found.len() > REACH {
        found.drain(..found.len() - REACH);
    }
    found.truncate(REACH);
    found
}

/// The part of a span that [`REACH`] words may fill, so that a long gap is not read again for each mark.
fn within_reach(doc: &Document, mut span: Span, from_end: bool) -> Span {
    const BYTES: usize = REACH * 9;
    let text = doc.text();
    if span.len() > BYTES && from_end {
        span.start = span.end - BYTES;
        while !text.is_char_boundary(span.start) {
            span.start += 1;
        }
    } else if span.len() > BYTES {
        span.end = span.start + BYTES;
        while !text.is_char_boundary(span.end) {
            span.end -= 1;
        }
    }
    span
}

/// Words read so far, and what the next one is judged by.
struct Reader<'a> {
    doc: &'a Document,
    language: &'a Language,
    strict: bool,
    /// Where the word ends that stands right before the mark.
    last_word: Option<usize>,
    found: Vec<Word>,
}

impl Reader<'_> {
    /// Adds a word; `breaks`: a comma or the like stands before it.
    fn push(&mut self, word: Span, breaks: bool) {
        let raw = self.doc.slice(word);
        let lower = raw.to_lowercase();
        let capital = raw.starts_with(char::is_uppercase);
        // Taggers take surnames at the start of a sentence for verbs ("Early", "Will").
        let named = capital && is_name(self.doc, word);
        let mut class = self.class(word, &lower, capital);
        // "he's said": the pronoun speaks, the verb is its auxiliary's.
        let bare = raw.find(['\'', '’']).filter(|_| class == Class::Pronoun);
        if named && matches!(class, Class::Verb(_) | Class::Auxiliary) {
            class = Class::Other;
        }
        let word = bare.map_or(word, |at| Span::new(word.start, word.start + at));
        let pos = self.pos(word).filter(|_| !named);
        self.found.push(Word {
            span: word,
            class,
            capital,
            breaks,
            adverb: lower.ends_with("ly") && !capital,
            gerund: lower.ends_with("ing") && !capital,
            participle: lower.ends_with("ing") && capital,
            finite: matches!(pos, Some(Pos::VBD | Pos::VBZ | Pos::VBP)),
            verbal: matches!(pos, Some(Pos::VBD | Pos::VBZ | Pos::VBP | Pos::VBN)),
            small: (lower.len() <= 8).then(|| word_id(&lower)),
            nominal: !pos.is_some_and(|pos| {
                pos.is_verb() && pos != Pos::VB || matches!(pos, Pos::RB | Pos::IN | Pos::CC | Pos::WRB | Pos::TO)
            }),
        });
    }

    fn pos(&self, word: Span) -> Option<Pos> {
        self.doc.syntax.pos.get(self.doc.tokens_in(word).start).copied()
    }

    /// What a word does around a quote: reporting forms are verbs only where nothing speaks against it.
    fn class(&self, word: Span, lower: &str, capital: bool) -> Class {
        let class = self.language.class(lower.trim_end_matches("'s").trim_end_matches("’s"));
        if !matches!(class, Class::Verb(_)) || !self.strict || self.is_right_before_mark(word) {
            return class;
        }
        // "in a written statement": a participle in a noun phrase.
        let describes = self.found.last().is_some_and(|before| before.class == Class::Determiner && !before.is("that"))
            && matches!(self.pos(word), Some(Pos::VBN | Pos::JJ));
        if describes || !is_verb(self.doc, word, capital && !self.found.is_empty()) { Class::Other } else { class }
    }

    /// Right before a mark a reporting form is a verb, whatever the tagger says ("Article 33 affirms:"), unless it follows
    /// what a noun follows ("in an email:", "a sharp retort:"), or another verb ("says the new rules “make no sense”").
    fn is_right_before_mark(&self, word: Span) -> bool {
        let described = self.found.len() >= 2
            && self.found[self.found.len() - 2].class == Class::Determiner
            && self.pos(word) == Some(Pos::NN);
        let opens_noun = described || self.found.last().is_some_and(Word::opens_noun);
        let plural =
            self.pos(word) == Some(Pos::NNS) && self.found.iter().any(|before| matches!(before.class, Class::Verb(_)));
        self.last_word == Some(word.end) && !opens_noun && !plural
    }
}

/// Whether a word belongs to a name.
fn is_name(doc: &Document, word: Span) -> bool {
    let next = doc.mentions.partition_point(|m| m.span.end <= word.start);
    doc.mentions.get(next).is_some_and(|m| m.kind == MentionKind::Name && m.span.contains(word))
}

/// Whether a form that may report is a verb here: by its part of speech where that is known.
fn is_verb(doc: &Document, word: Span, capital_inside: bool) -> bool {
    let tokens = doc.tokens_in(word);
    match doc.syntax.pos.get(tokens.start) {
        Some(pos) => pos.is_verb() || *pos == Pos::JJ,
        None => !capital_inside,
    }
}
