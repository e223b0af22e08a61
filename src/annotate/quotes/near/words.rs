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
    // A byte bound first, so that a long gap is not read again for each mark.
    const BYTES: usize = REACH * 9;
    let text = doc.text();
    let mut span = span;
    if span.len() > BYTES {
        if from_end {
            span.start = span.end - BYTES;
            while !text.is_char_boundary(span.start) {
                span.start += 1;
            }
        } else {
            span.end = span.start + BYTES;
            while !text.is_char_boundary(span.end) {
                span.end -= 1;
            }
        }
    }
    let slice = doc.slice(span);
    let last_word = from_end.then(|| slice.trim_end_matches(|c: char| !c.is_alphanumeric()).len() + span.start);
    let mut found: Vec<Word> = Vec::new();
    let mut start = None;
    let mut breaks = false;
    let mut push = |start: usize, end: usize, breaks: &mut bool| {
        let word = Span::new(span.start + start, span.start + end);
        let raw = doc.slice(word);
        let lower = raw.to_lowercase();
        let mut class = language.class(lower.trim_end_matches("'s").trim_end_matches("’s"));
        let capital = raw.starts_with(char::is_uppercase);
        // Right before a mark a reporting form is a verb, whatever the tagger says ("Article 33 affirms:"), unless it
        // follows what a noun follows ("in an email:", "a sharp retort:").
        let described = found.len() >= 2
            && found[found.len() - 2].class == Class::Determiner
            && doc.syntax.pos.get(doc.tokens_in(word).start).is_some_and(|pos| *pos == Pos::NN);
        let opens_noun = described || found.last().is_some_and(Word::opens_noun);
        // "says the new rules “make no sense”": with a verb in front of it the last word is what it is tagged as.
        let noun = doc.syntax.pos.get(doc.tokens_in(word).start).is_some_and(|pos| *pos == Pos::NNS)
            && found.iter().any(|before| matches!(before.class, Class::Verb(_)));
        let at_mark = last_word == Some(word.end) && !opens_noun && !noun;
        // "in a written statement": a participle in a noun phrase.
        let describes = found.last().is_some_and(|before| before.class == Class::Determiner && !before.is("that"))
            && doc.syntax.pos.get(doc.tokens_in(word).start).is_some_and(|pos| matches!(pos, Pos::VBN | Pos::JJ));
        if matches!(class, Class::Verb(_)) && strict && describes && !at_mark {
            class = Class::Other;
        }
        if matches!(class, Class::Verb(_)) && strict && !at_mark && !is_verb(doc, word, capital && !found.is_empty()) {
            class = Class::Other;
        }
        // "he's said": the pronoun speaks, the verb is its auxiliary's.
        let bare = raw.find(['\'', '’']).filter(|_| class == Class::Pronoun);
        let word = bare.map_or(word, |at| Span::new(word.start, word.start + at));
        // Taggers take surnames at the start of a sentence for verbs ("Early", "Will").
        let named = capital && is_name(doc, word);
        let pos = doc.syntax.pos.get(doc.tokens_in(word).start).filter(|_| !named);
        if named && matches!(class, Class::Verb(_) | Class::Auxiliary) {
            class = Class::Other;
        }
        found.push(Word {
            span: word,
            class,
            capital,
            breaks: std::mem::take(breaks),
            adverb: lower.ends_with("ly") && !capital,
            gerund: lower.ends_with("ing") && !capital,
            participle: lower.ends_with("ing") && capital,
            finite: matches!(pos, Some(Pos::VBD | Pos::VBZ | Pos::VBP)),
            verbal: matches!(pos, Some(Pos::VBD | Pos::VBZ | Pos::VBP | Pos::VBN)),
            small: (lower.len() <= 8).then(|| word_id(&lower)),
            nominal: !matches!(
                pos,
                Some(
                    Pos::VBD
                        | Pos::VBZ
                        | Pos::VBP
                        | Pos::VBN
                        | Pos::VBG
                        | Pos::RB
                        | Pos::IN
                        | Pos::CC
                        | Pos::WRB
                        | Pos::TO
                )
            ),
        });
    };
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
                push(from, at, &mut breaks);
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
        push(from, slice.len(), &mut breaks);
    }
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
