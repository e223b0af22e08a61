//! Where a mention stands: its function in the clause, the quote around it, whether it speaks.

use super::lexicon;
use super::roles::is_function_word;
use crate::annotate::lower::Lower;
use crate::document::{Document, Pos, Relation, Sentence, Span, TokenRange};

/// Function of a phrase in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Subject,
    Object,
    Possessive,
    /// A noun follows that it modifies: "the Obama administration".
    Modifier,
    Oblique,
}

/// What is known of the places of a document before anything is resolved.
pub(super) struct Scene<'a> {
    pub(super) doc: &'a Document,
    /// Stretches in quotation marks, in text order.
    marked: Vec<Span>,
    /// For each sentence how many before it stand outside quotation marks.
    narrated: Vec<usize>,
    /// Speakers' phrases of the quotes found so far with the quote's index, in text order.
    speakers: Vec<(Span, usize)>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(doc: &'a Document) -> Self {
        let long_enough = |span: &Span| span.len() > 12;
        let marked = doc.quoted.iter().map(|quoted| quoted.inner).filter(long_enough).collect();
        let mut speakers: Vec<(Span, usize)> = doc
            .quotes
            .iter()
            .enumerate()
            .filter_map(|(index, quote)| Some((quote.speaker.as_ref()?.span, index)))
            .collect();
        speakers.sort_unstable();
        let mut scene = Scene { doc, marked, narrated: Vec::with_capacity(doc.sentences.len()), speakers };
        let mut outside = 0;
        for sentence in &doc.sentences {
            scene.narrated.push(outside);
            outside +=
                usize::from(scene.zone(sentence.span.end - 1).is_none() || scene.zone(sentence.span.start).is_none());
        }
        scene
    }

    /// How many sentences before this one stand outside quotation marks.
    pub(super) fn narrated(&self, sentence: usize) -> usize {
        self.narrated.get(sentence).copied().unwrap_or(0)
    }

    /// Index of the sentence that holds a token.
    pub(super) fn sentence(&self, token: usize) -> usize {
        self.doc.sentences.partition_point(|s| s.tokens.end <= token).min(self.doc.sentences.len().saturating_sub(1))
    }

    fn tokens_around(&self, token: usize) -> TokenRange {
        self.doc.sentences.get(self.sentence(token)).map_or(TokenRange::default(), |s: &Sentence| s.tokens)
    }

    /// The stretch in quotation marks that holds a position.
    pub(super) fn zone(&self, at: usize) -> Option<usize> {
        let index = self.marked.partition_point(|span| span.end <= at);
        self.marked.get(index).is_some_and(|span| span.start <= at).then_some(index)
    }

    /// The span of a zone.
    pub(super) fn zone_span(&self, zone: usize) -> Span {
        self.marked[zone]
    }

    /// The speaker's phrase of the first quote that lies in a span.
    pub(super) fn speaker_of(&self, span: Span) -> Option<Span> {
        // Quotes stand in text order; only those that start in or before the stretch can hold it.
        let first = self.doc.quotes.partition_point(|q| q.spans.last().is_none_or(|s| s.end <= span.start));
        let near = self.doc.quotes[first..].iter().take(4);
        near.filter(|q| q.spans.iter().any(|s| s.overlaps(span))).find_map(|q| q.speaker.as_ref()).map(|s| s.span)
    }

    /// Whether a phrase is, or is the head of, the speaker's phrase of a quote.
    pub(super) fn speaks(&self, span: Span) -> bool {
        let index = self.speakers.partition_point(|(speaker, _)| speaker.end <= span.start);
        self.speakers[index..].iter().take(2).any(|(speaker, _)| speaker.overlaps(span))
    }

    /// The token that a phrase hangs by, when there is a dependency tree.
    pub(super) fn head(&self, tokens: TokenRange) -> Option<usize> {
        let syntax = &self.doc.syntax;
        if !syntax.is_parsed() || tokens.is_empty() {
            return None;
        }
        tokens.iter().rev().find(|&t| !tokens.holds(syntax.heads[t] as usize) || syntax.heads[t] as usize == t)
    }

    /// The token that governs a phrase, when there is a dependency tree.
    pub(super) fn governor(&self, tokens: TokenRange) -> Option<usize> {
        let head = self.head(tokens)?;
        let governor = self.doc.syntax.heads[head] as usize;
        (governor != head).then_some(governor)
    }

    /// The function of a phrase: from the tree, else from the words beside it.
    pub(super) fn function(&self, tokens: TokenRange) -> Function {
        if tokens.is_empty() {
            return Function::Oblique;
        }
        if self.modifies_a_noun(tokens.end) {
            return Function::Modifier;
        }
        match self.head(tokens) {
            // A tree misses some subjects that the words beside them show, and the words some that the tree shows.
            Some(head) => match self.function_in_tree(head) {
                Function::Subject => Function::Subject,
                other if self.function_by_words(tokens) != Function::Subject => other,
                _ => Function::Subject,
            },
            None => self.function_by_words(tokens),
        }
    }

    /// Whether a common noun follows directly; a name or title in front of it is only part of its phrase.
    fn modifies_a_noun(&self, next: usize) -> bool {
        let Some(text) = self.doc.tokens.get(next).map(|_| self.doc.token_text(next)) else { return false };
        if !text.starts_with(char::is_lowercase) {
            return false;
        }
        match self.doc.syntax.pos.get(next) {
            Some(pos) => matches!(pos, Pos::NN | Pos::NNS),
            None => lexicon::noun(&Lower::new(text)).is_some(),
        }
    }

    fn function_in_tree(&self, mut head: usize) -> Function {
        let syntax = &self.doc.syntax;
        // A name in apposition or coordination has the function of what it hangs on.
        for _ in 0..3 {
            match syntax.relations[head] {
                Relation::Appos | Relation::Conj | Relation::Flat | Relation::Compound => {
                    head = syntax.heads[head] as usize;
                }
                _ => break,
            }
        }
        match syntax.relations[head] {
            Relation::Nsubj | Relation::NsubjPass | Relation::Csubj | Relation::CsubjPass => Function::Subject,
            Relation::Obj | Relation::Iobj => Function::Object,
            Relation::NmodPoss => Function::Possessive,
            _ => Function::Oblique,
        }
    }

    fn function_by_words(&self, tokens: TokenRange) -> Function {
        let sentence = self.tokens_around(tokens.start);
        let word = |token: usize| Lower::new(if token < sentence.end { self.doc.token_text(token) } else { "" });
        let next = word(tokens.end);
        if matches!(&*next, "'s" | "’s" | "'" | "’") {
            return Function::Possessive;
        }
        // A description in commas may stand between the subject and its verb.
        let mut verb = tokens.end;
        if &*next == "," {
            verb =
                (verb + 1..(verb + 14).min(sentence.end)).find(|&t| &*word(t) == ",").map_or(verb, |comma| comma + 1);
        }
        let finite = |token: usize| match self.doc.syntax.pos.get(token).filter(|_| token < sentence.end) {
            Some(pos) => pos.is_finite(),
            None => is_finite_by_ending(&word(token)),
        };
        let after_preposition = tokens.start.checked_sub(1).filter(|&t| t >= sentence.start).is_some_and(|t| {
            matches!(&*word(t), "of" | "in" | "on" | "at" | "by" | "for" | "from" | "with" | "to" | "against" | "about")
        });
        // "Edwards and others said", "Merkel, who": what opens a sentence mostly is its subject.
        let opens = tokens.start == sentence.start && matches!(&*next, "and" | "," | "who" | "(" | "or" | "also");
        if opens {
            return Function::Subject;
        }
        if !after_preposition && (finite(verb) || finite(verb + 1) && !is_function_word(&word(verb))) {
            return Function::Subject;
        }
        if after_preposition { Function::Oblique } else { Function::Object }
    }
}

/// Whether a word looks like a finite verb of reporting prose, where there are no part-of-speech tags.
fn is_finite_by_ending(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "are"
            | "were"
            | "has"
            | "had"
            | "have"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "should"
            | "did"
            | "does"
            | "says"
            | "said"
            | "told"
            | "wrote"
            | "went"
            | "came"
            | "took"
            | "made"
            | "won"
            | "lost"
            | "met"
            | "left"
            | "led"
            | "held"
            | "spoke"
            | "began"
            | "became"
            | "thinks"
            | "wants"
    ) || word.len() > 4 && word.ends_with("ed")
}
