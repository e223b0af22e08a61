//! The words beside a marked stretch, with what their form, class and part of speech tell.

use super::context::{Context, Cue};
use crate::annotate::quotation_marks::is_mark;
use crate::document::{MentionKind, Span, Tag};
use crate::languages::{Class, Classes, Frames, NounKind, VerbForm};

/// How many words beside the marks are looked at.
const REACH: usize = 48;

/// What a word does around a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A reporting verb.
    Verb,
    /// A pronoun that can speak.
    Pronoun,
    /// Starts a noun phrase.
    Determiner,
    /// Stands between subject and verb, or before a participle.
    Auxiliary,
    /// Continues a noun phrase ("of", "and").
    Link,
    /// Ends a noun phrase.
    Stop,
    /// Names a source: "according to"; the words of a phrase are one.
    According,
    /// Any other word.
    Other,
}

/// A word beside the marks.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Where it stands, a possessive marker included.
    pub span: Span,
    /// What it does around a quote.
    pub role: Role,
    /// The reporting verb that it is a form of.
    pub cue: Option<Cue>,
    /// Its closed classes.
    pub classes: Classes,
    /// Its part of speech; empty within names and where none is known.
    pub tag: Tag,
    /// Whether it starts with a capital letter.
    pub capital: bool,
    /// Whether it starts with a digit.
    pub starts_in_digit: bool,
    /// Whether a comma, dash, bracket or the like stands before it.
    pub breaks: bool,
    /// Whether it is a possessor: "Roe's".
    pub possessive: bool,
}

impl Word {
    /// Whether it belongs to a closed class.
    pub fn is(&self, class: Class) -> bool {
        self.classes.contains(class)
    }

    /// Whether it belongs to any of these.
    pub fn is_any(&self, classes: &[Class]) -> bool {
        self.classes.contains_any(classes)
    }

    /// Whether it is a reporting verb here.
    pub fn reports(&self) -> bool {
        self.role == Role::Verb
    }

    /// Whether it is a reporting verb here that has these constructions.
    pub fn reports_with(&self, frames: Frames) -> bool {
        self.reports() && self.cue.is_some_and(|cue| cue.has(frames))
    }

    /// Whether the noun behind the verb is who is told: with "tell" it always is, while "asked Roe" may be either.
    pub fn is_telling(&self) -> bool {
        self.cue.is_some_and(|cue| {
            cue.has(Frames::HEARER.union(Frames::CLAUSE).union(Frames::QUESTION)) && !cue.has(Frames::ASKS)
        })
    }

    /// Gerund or present participle.
    pub fn is_gerund(&self) -> bool {
        !self.capital
            && (self.tag.is_gerund() || self.reports() && self.cue.is_some_and(|c| c.form == VerbForm::Gerund))
    }

    /// Finite verb, reporting or not, modals apart.
    pub fn is_finite(&self) -> bool {
        self.tag.is_finite_verb()
    }

    /// Finite verb or past participle.
    pub fn is_verbal(&self) -> bool {
        self.is_finite() || self.tag.is_participle()
    }

    /// Adverb that may stand between subject and verb.
    pub fn is_adverb(&self) -> bool {
        !self.capital && self.tag.is_adverb()
    }

    /// Whether it may stand between a subject and its verb.
    pub fn is_between(&self) -> bool {
        self.role == Role::Auxiliary || self.is_adverb()
    }

    /// Whether its part of speech, where known, may start a noun phrase.
    pub fn is_nominal(&self) -> bool {
        let tag = self.tag;
        let verb = tag.is_verb() && !tag.is_infinitive();
        let question = tag.is_interrogative() && tag.upos == crate::document::Upos::Adv;
        !(verb
            || tag.is_adverb()
            || tag.is_adposition()
            || tag.is_coordinator()
            || question
            || tag.is_infinitive_marker())
    }
}

/// Which end of a span words are taken from when it holds too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The first ones.
    Start,
    /// The last ones.
    End,
}

/// How a form of a reporting verb is taken for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Only where its part of speech is that of a verb.
    Tagged,
    /// Always: taggers take "notes" and "answers" behind a quote for nouns now and then.
    Lenient,
}

/// The words in a span.
pub fn read(cx: &Context, span: Span, from: From, reading: Reading) -> Vec<Word> {
    let doc = cx.doc;
    let tokens = doc.tokens_in(span);
    let tokens = match from {
        From::Start => tokens.start..tokens.end.min(tokens.start + 2 * REACH),
        From::End => tokens.start.max(tokens.end.saturating_sub(2 * REACH))..tokens.end,
    };
    let last_word = (from == From::End).then(|| tokens.clone().rev().find(|&t| is_word(doc.token_text(t)))).flatten();
    let mut reader = Reader { cx, reading, last_word, found: Vec::with_capacity(tokens.len().min(REACH)) };
    let mut breaks = false;
    let mut token = tokens.start;
    while token < tokens.end {
        let text = doc.token_text(token);
        if !is_word(text) {
            let joins = matches!(text, "." | "'" | "’" | "\u{a0}")
                || cx.is_within_name(doc.tokens[token].span)
                || is_name(cx, doc.tokens[token].span)
                || is_measure(cx, token);
            breaks |= !joins;
        } else if reader.found.last().is_some() && !breaks && is_possessive_marker(cx, token) {
            let word = reader.found.last_mut().expect("checked");
            word.span.end = doc.tokens[token].span.end;
            word.possessive = true;
        } else {
            let phrase = doc.phrase(token, Class::AccordingTo).filter(|n| token + n <= tokens.end).unwrap_or(1);
            reader.push(token, phrase, std::mem::take(&mut breaks));
            token += phrase - 1;
        }
        token += 1;
    }
    let mut found = reader.found;
    if from == From::End && found.len() > REACH {
        found.drain(..found.len() - REACH);
    }
    found.truncate(REACH);
    found
}

/// A mark for inches, feet, minutes or seconds: `the 6'2" goalkeeper`.
fn is_measure(cx: &Context, token: usize) -> bool {
    let Span { start, .. } = cx.doc.tokens[token].span;
    cx.doc.token_text(token).chars().all(is_mark) && cx.doc.text()[..start].ends_with(|c: char| c.is_ascii_digit())
}

fn is_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric) || matches!(text, "$" | "&")
}

fn is_possessive_marker(cx: &Context, token: usize) -> bool {
    cx.tag(token).is_possessive_marker()
}

/// Words read so far, and what the next one is judged by.
struct Reader<'a> {
    cx: &'a Context<'a>,
    reading: Reading,
    /// The token of the last word, right before the mark.
    last_word: Option<usize>,
    found: Vec<Word>,
}

impl Reader<'_> {
    /// Adds the word of a token, or of several that are a phrase; `breaks`: a comma or the like stands before it.
    fn push(&mut self, token: usize, tokens: usize, breaks: bool) {
        let cx = self.cx;
        let mut span = cx.doc.tokens[token].span.cover(cx.doc.tokens[token + tokens - 1].span);
        // "-Commissioner Marsh": a hyphen for a dash.
        span.start += usize::from(cx.doc.slice(span).starts_with('-'));
        let text = cx.doc.slice(span);
        // "dit-il", "a-t-elle": a pronoun behind a hyphen is a word of its own.
        let may_join = tokens == 1 && text.bytes().any(|byte| byte == b'-') && !text.starts_with('-');
        if may_join
            && let Some((verb, pronoun)) = text.rsplit_once('-')
            && cx.language.classes(pronoun).contains(Class::Pronoun)
            && (cx.verb(token).is_some()
                || cx.language.classes(verb.split('-').next().unwrap_or(verb)).contains(Class::Auxiliary))
        {
            let end = span.start + verb.split('-').next().unwrap_or(verb).len();
            self.push_part(token, Span::new(span.start, end), breaks);
            self.push_part(token, Span::new(span.end - pronoun.len(), span.end), false);
            return;
        }
        if tokens > 1 {
            let classes = cx.doc.classes[token];
            let (tag, capital) = (Tag::default(), text.starts_with(char::is_uppercase));
            let role = Role::According;
            let (cue, possessive) = (None, false);
            let starts_in_digit = false;
            return self.found.push(Word {
                span,
                role,
                cue,
                classes,
                tag,
                capital,
                starts_in_digit,
                breaks,
                possessive,
            });
        }
        self.push_part(token, span, breaks);
    }

    fn push_part(&mut self, token: usize, span: Span, breaks: bool) {
        let cx = self.cx;
        let text = cx.doc.slice(span);
        let whole = span == cx.doc.tokens[token].span;
        let capital = text.starts_with(char::is_uppercase);
        // Taggers take surnames at the start of a sentence for verbs ("Early", "Will").
        let named = capital && is_name(cx, span);
        let classes = if whole { cx.doc.classes[token] } else { cx.language.classes(text) };
        let cue = cx.verb(token).filter(|_| whole || span.start == cx.doc.tokens[token].span.start);
        // "said referee Lee": behind a verb of speech an occupation is a noun, whatever the tagger says.
        let occupation = !breaks
            && self.found.last().is_some_and(|w| w.role == Role::Verb)
            && cx.language.noun(text).is_some_and(|noun| noun.kind == NounKind::Person);
        let tag = if named || !whole || occupation { Tag::default() } else { cx.tag(token) };
        let starts_in_digit = text.starts_with(|c: char| c.is_ascii_digit());
        let role = Role::Other;
        let mut word = Word { span, role, cue, classes, tag, capital, starts_in_digit, breaks, possessive: false };
        word.role = self.role(token, &word);
        if named && matches!(word.role, Role::Verb | Role::Auxiliary) {
            word.role = Role::Other;
        }
        self.found.push(word);
    }

    fn role(&self, token: usize, word: &Word) -> Role {
        if word.cue.is_some_and(|cue| cue.tells) && self.is_verb(token, word) {
            return Role::Verb;
        }
        closed_role(word.classes)
    }

    /// Whether a form that may report is a verb here.
    fn is_verb(&self, token: usize, word: &Word) -> bool {
        if self.reading == Reading::Lenient {
            return true;
        }
        if self.last_word == Some(token) && !self.is_noun_before_mark(token) {
            return true;
        }
        let tag = self.cx.tag(token);
        // "in a written statement": a participle in a noun phrase.
        let describes = self.found.last().is_some_and(|w| w.role == Role::Determiner && !w.is(Class::Complementizer))
            && (tag.is_participle() || tag.is_adjective());
        let capital_inside = word.capital && !self.found.is_empty();
        let verb = if self.cx.is_tagged() { tag.is_verb() || tag.is_adjective() } else { !capital_inside };
        verb && !describes
    }

    /// Right before a mark a reporting form is a verb, whatever the tagger says ("Article 33 affirms:"), unless it follows
    /// what a noun follows ("in an email:", "a sharp retort:"), or another verb ("says the new rules “make no sense”").
    fn is_noun_before_mark(&self, token: usize) -> bool {
        let tag = self.cx.tag(token);
        let plural = tag.is_common_noun() && tag.is_plural_noun();
        let second = self.found.len().checked_sub(2).map(|i| &self.found[i]);
        let described =
            second.is_some_and(|w| w.role == Role::Determiner) && tag.is_common_noun() && !tag.is_plural_noun();
        // "El sindicato denuncia “…”": a noun has a subject's verb nowhere else.
        let verbless = !self.found.iter().any(|w| w.is_finite() || w.reports());
        let described = described && !(verbless && self.found.last().is_some_and(|w| w.tag.is_noun()));
        let opens_noun = |w: &Word| w.role == Role::Determiner || w.is(Class::Preposition) && !w.is(Class::RoleMarker);
        described || self.found.last().is_some_and(opens_noun) || plural && self.found.iter().any(Word::reports)
    }
}

/// What a word of these classes does around a quote.
fn closed_role(classes: Classes) -> Role {
    let is = |class| classes.contains(class);
    const STOPS: [Class; 7] = [
        Class::Preposition,
        Class::Time,
        Class::Coordinator,
        Class::Subordinator,
        Class::Relative,
        Class::Interrogative,
        Class::Complementizer,
    ];
    if is(Class::Pronoun) {
        Role::Pronoun
    } else if is(Class::AccordingTo) {
        Role::According
    } else if is(Class::Determiner) {
        Role::Determiner
    } else if classes.contains_any(&[Class::Auxiliary, Class::Modal, Class::Negation, Class::MidAdverb]) {
        Role::Auxiliary
    } else if classes.contains_any(&[Class::NounLink, Class::Addition]) {
        Role::Link
    } else if classes.contains_any(&STOPS) {
        Role::Stop
    } else {
        Role::Other
    }
}

/// Whether a word belongs to a name.
fn is_name(cx: &Context, word: Span) -> bool {
    let mentions = &cx.doc.mentions;
    let next = mentions.partition_point(|m| m.span.end <= word.start);
    mentions.get(next).is_some_and(|m| m.kind == MentionKind::Name && m.span.contains(word))
}
