//! What every step of quotes sees: the article, its quotation marks, the words of its language and the rules in use.

use super::rules::Rules;
use super::stretch;
use crate::annotate::quotation_marks::{is_double_mark, is_mark, leads_to_verb};
use crate::document::{
    BlockKind, Document, EntityType, Features, MarkedStretch, MentionKind, Sentence, Span, Tag, TokenRange,
};
use crate::languages::{Class, Frames, Language, Mood, Reporting, Verb, VerbForm, is_wide, without_hyphens};

/// The shared view.
pub struct Context<'a> {
    /// The article.
    pub doc: &'a Document,
    /// Stretches between quotation marks, those that a list joins made one.
    pub marked: &'a [MarkedStretch],
    /// The rules in use.
    pub rules: &'a Rules,
    /// The words of the article's language.
    pub language: &'static Language,
    /// Whether the language parts every subordinate clause by a comma.
    pub parts_clauses: bool,
    /// Marked stretches within names: “Ducky” in Raymond “Ducky” Holt.
    nicknames: Vec<Span>,
    /// The reporting verb that each token is a form of.
    verbs: Vec<Option<Cue>>,
}

/// A form of a reporting verb.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// The verb.
    pub verb: &'static Verb,
    /// The form it is in.
    pub form: VerbForm,
    /// Whether it may go with direct speech: its particle, if it needs one, stands with it.
    pub tells: bool,
}

impl Cue {
    /// Whether the verb has all of these constructions.
    pub fn has(&self, frames: Frames) -> bool {
        self.verb.has(frames)
    }

    /// Whether the verb tells of a thought.
    pub fn is_thought(&self) -> bool {
        self.has(Frames::THOUGHT)
    }
}

/// How far behind its verb a particle may stand, in tokens: "kündigte die Leiterin der Schule am Montag an".
const PARTICLE_REACH: usize = 16;

impl<'a> Context<'a> {
    /// Reads the reporting verbs of an article.
    pub fn new(doc: &'a Document, marked: &'a [MarkedStretch], rules: &'a Rules) -> Self {
        let language = doc.words();
        let reporting = language.reporting();
        let mut lower = String::new();
        let verbs = (0..doc.tokens.len())
            .map(|token| {
                let text = doc.token_text(token);
                if !reporting.may_be_verb(text) && !text.contains('-') {
                    return None;
                }
                lower.clear();
                lower.extend(text.chars().flat_map(char::to_lowercase));
                // "dit-il", "disse-lhe": the verb in front of the hyphen.
                let form = lower.split('-').next().unwrap_or(&lower);
                cue(doc, reporting, token, &lower)
                    .or_else(|| cue(doc, reporting, token, form).filter(|_| form != lower))
            })
            .collect();
        let nicknames = doc.marked.iter().filter(|m| stretch::is_nickname(doc, m)).map(|m| m.outer).collect();
        let parts_clauses = language.has(Class::ClauseMark);
        Context { doc, marked, rules, language, parts_clauses, nicknames, verbs }
    }

    /// Whether a finite verb is in the mood of reported speech. What a speaker says of themselves looks the same in the mood
    /// of fact: "ich habe".
    pub fn mood(&self, token: usize) -> Option<Mood> {
        let mood = self.language.reporting().mood();
        let tag = self.tag(token);
        let first = |t: usize| self.tag(t).is_personal_pronoun() && self.tag(t).has(Features::SPEAKER_OR_HEARER);
        if !mood.is_known() || !tag.is_finite() || first(token + 1) || token > 0 && first(token - 1) {
            return None;
        }
        let tagged = tag.has(Features::SUBJUNCTIVE) && !tag.has(Features::SPEAKER_OR_HEARER);
        mood.of(&self.doc.token_text(token).to_lowercase(), tagged)
    }

    /// Whether a block is the article's headline: its first one, or the one below that has the same words, where a text without
    /// a title begins with its headline.
    pub fn is_headline(&self, block: usize) -> bool {
        let blocks = self.doc.blocks();
        let words = |block: usize| self.doc.slice(blocks[block].span);
        block == 0 || block == 1 && blocks[0].kind == BlockKind::Title && words(0) == words(1)
    }

    /// Whether a span lies in a nickname in marks within a name.
    pub fn is_within_name(&self, span: Span) -> bool {
        let next = self.nicknames.partition_point(|nickname| nickname.end <= span.start);
        self.nicknames.get(next).is_some_and(|nickname| nickname.contains(span))
    }

    /// The first person by name in a span.
    pub fn person_in(&self, span: Span) -> Option<Span> {
        let mentions = &self.doc.mentions;
        let first = mentions.partition_point(|m| m.span.start < span.start);
        let inside = mentions[first..].iter().take_while(|m| m.span.end <= span.end);
        inside.filter(|m| m.kind == MentionKind::Name && m.label == EntityType::Person).map(|m| m.span).next()
    }

    /// Whether the first mention in a phrase is a name.
    pub fn is_named(&self, phrase: Span) -> bool {
        let mentions = &self.doc.mentions;
        let first = mentions.partition_point(|m| m.span.end <= phrase.start);
        mentions.get(first).is_some_and(|m| m.kind == MentionKind::Name && m.span.overlaps(phrase))
    }

    /// Whether a noun phrase is a person by name or pronoun.
    pub fn is_somebody(&self, phrase: Span) -> bool {
        let tokens = self.tokens(phrase);
        self.is_named(phrase)
            || tokens.len() == 1 && self.is(tokens.start, Class::Pronoun) && !self.is(tokens.start, Class::Impersonal)
    }

    /// The reporting verb that a token is a form of, whatever part of speech it has here.
    pub fn verb(&self, token: usize) -> Option<Cue> {
        self.verbs.get(token).copied().flatten()
    }

    /// Whether a token belongs to a closed class.
    pub fn is(&self, token: usize, class: Class) -> bool {
        token < self.doc.classes.len() && self.doc.is(token, class)
    }

    /// How many tokens, from `token` on, are a phrase or word of a closed class.
    pub fn phrase(&self, token: usize, class: Class) -> Option<usize> {
        if token < self.doc.tokens.len() { self.doc.phrase(token, class) } else { None }
    }

    /// A token's part of speech; without features where none is known.
    pub fn tag(&self, token: usize) -> Tag {
        self.doc.syntax.tags.get(token).copied().unwrap_or_default()
    }

    /// Whether parts of speech are known.
    pub fn is_tagged(&self) -> bool {
        !self.doc.syntax.tags.is_empty()
    }

    /// The sentence that holds a byte.
    pub fn sentence(&self, byte: usize) -> Option<&'a Sentence> {
        self.doc.sentences.get(self.doc.sentence_at(byte)).filter(|s| s.span.start <= byte)
    }

    /// How many words stand in a span; in scripts without blanks two letters count as one.
    pub fn words_in(&self, span: Span) -> usize {
        let words = self.doc.slice(span).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric));
        words.map(|word| 1.max(word.chars().filter(|&c| is_wide(c)).count() / 2)).sum()
    }

    /// Whether marked words begin a sentence and a reporting verb follows them, behind no more than a comma or dash.
    pub fn leads_to_verb(&self, marked: &MarkedStretch) -> bool {
        let block = self.doc.blocks()[marked.block].span;
        let before = self.doc.text()[block.start..marked.outer.start].trim_end();
        let begins = |c: char| is_double_mark(c) || matches!(c, '.' | '!' | '?' | '…' | ':' | ')');
        let behind = &self.doc.text()[marked.outer.end..block.end];
        let rest = behind.trim_start_matches(|c: char| c.is_whitespace() || ",—–-，،".contains(c));
        let parted = behind[..behind.len() - rest.len()].contains(|c: char| !c.is_whitespace());
        let stopped = self.doc.slice(marked.inner).ends_with(['!', '?', '，', '。', '！', '？']);
        (before.is_empty() || before.ends_with(begins))
            && (parted || stopped)
            && leads_to_verb(self.language, rest, false)
    }

    /// The tokens of a span that are words.
    pub fn word_tokens(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        self.tokens(span).iter().filter(|&t| self.doc.token_text(t).contains(char::is_alphanumeric))
    }

    /// The tokens of a span.
    pub fn tokens(&self, span: Span) -> TokenRange {
        self.doc.tokens_in(span)
    }

    /// Without the hyphens that join a pronoun to its verb: "il" of "a-t-il".
    pub fn without_hyphen(&self, span: Span) -> Span {
        Span::new(span.end - without_hyphens(self.doc.slice(span)).len(), span.end)
    }

    /// Without space, stops and quotation marks at the ends.
    pub fn trimmed(&self, span: Span) -> Span {
        let outer = |c: char| c.is_whitespace() || is_double_mark(c) || ",;:.`—–".contains(c);
        let text = self.doc.slice(span);
        let start = text.len() - text.trim_start_matches(outer).len();
        let text = text[start..].trim_end_matches(|c: char| outer(c) || c == '\'' && text.matches('\'').count() != 1);
        Span::new(span.start + start, span.start + start + text.len())
    }
}

fn cue(doc: &Document, reporting: &'static Reporting, token: usize, form: &str) -> Option<Cue> {
    // A particle stands right behind its verb, or ends the clause.
    let particle = |particle: &str| {
        let is_word = |t: usize| t < doc.tokens.len() && doc.token_text(t).contains(char::is_alphanumeric);
        // "in einem Gespräch mit der „Küstenpost“ an": marks around a name part nothing.
        let is_mark = |t: usize| t < doc.tokens.len() && doc.token_text(t).chars().all(is_mark);
        // "gab der Leiter der Werft, Emil Krause, bekannt": what describes the subject has no verb.
        let is_comma = |t: usize| t < doc.tokens.len() && doc.is(t, Class::ClauseMark);
        let acts = |t: usize| doc.syntax.tags.get(t).is_some_and(|tag| tag.is_finite());
        let within = |t: usize| is_word(t) && !(acts(t) && (token + 1..t).any(is_comma)) || is_mark(t) || is_comma(t);
        let mut rest = (token + 1..token + 1 + PARTICLE_REACH).take_while(|&t| within(t));
        rest.any(|t| doc.token_text(t) == particle && (t == token + 1 || !is_word(t + 1)))
    };
    let (verb, how) = reporting.verb(form, particle)?;
    let stands = |with: &str| form.starts_with(with) || particle(with);
    Some(Cue { verb, form: how, tells: verb.tells_of_speech() && verb.particle.is_none_or(stands) })
}
