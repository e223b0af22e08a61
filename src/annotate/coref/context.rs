//! Where a mention stands: its function in the clause, the marked stretch around it, the sentences in between.

use crate::annotate::quotes::Datelines;
use crate::document::{Document, Relation, Sentence, TokenRange};
use crate::interrupt;
use crate::languages::Class;

/// Shorter marked stretches hold no clause of their own, and what stands in them counts as the article's words. In bytes.
const SHORTEST_SPEECH: usize = 12;
/// The most words of a description in commas between a subject and its verb.
const LONGEST_ASIDE: usize = 14;

/// Function of a phrase in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Subject,
    Object,
    Possessor,
    /// A noun follows that it modifies: "the Obama administration".
    Modifier,
    Oblique,
}

/// What is known of the places of a document before anything is resolved.
pub(super) struct MentionContext<'a> {
    pub(super) doc: &'a Document,
    /// Indexes of the marked stretches that hold speech, in text order.
    stretches: Vec<usize>,
    /// For each sentence how many before it stand outside quotation marks.
    outside_quotes: Vec<usize>,
    datelines: Datelines<'a>,
}

impl<'a> MentionContext<'a> {
    pub(super) fn new(doc: &'a Document) -> Self {
        let stretches =
            (0..doc.marked.len()).filter(|&index| doc.marked[index].inner.len() > SHORTEST_SPEECH).collect();
        let outside_quotes = Vec::with_capacity(doc.sentences.len());
        let mut context = MentionContext { doc, stretches, outside_quotes, datelines: Datelines::new(doc) };
        let mut outside = 0;
        for sentence in &doc.sentences {
            interrupt::check();
            context.outside_quotes.push(outside);
            let ends = [sentence.span.start, sentence.span.end - 1];
            outside += usize::from(ends.into_iter().any(|end| context.stretch_at(end).is_none()));
        }
        context
    }

    /// Whether a token stands in the dateline of its paragraph.
    pub(super) fn in_dateline(&self, token: usize) -> bool {
        let block = self.doc.sentences.get(self.sentence(token)).map(|sentence| sentence.block);
        block.is_some_and(|block| self.doc.tokens[token].span.start < self.datelines.end(block))
    }

    /// How many sentences before this one stand outside quotation marks.
    pub(super) fn sentences_outside_quotes(&self, sentence: usize) -> usize {
        self.outside_quotes.get(sentence).copied().unwrap_or(0)
    }

    /// Index of the sentence that holds a token.
    pub(super) fn sentence(&self, token: usize) -> usize {
        self.doc.sentences.partition_point(|s| s.tokens.end <= token).min(self.doc.sentences.len().saturating_sub(1))
    }

    fn tokens_around(&self, token: usize) -> TokenRange {
        self.doc.sentences.get(self.sentence(token)).map_or(TokenRange::default(), |s: &Sentence| s.tokens)
    }

    /// The index in `Document::marked` of the span that holds a position.
    pub(super) fn stretch_at(&self, at: usize) -> Option<usize> {
        let index = self.stretches.partition_point(|&index| self.doc.marked[index].inner.end <= at);
        self.stretches.get(index).copied().filter(|&index| self.doc.marked[index].inner.start <= at)
    }

    /// The token that a phrase hangs by, when there is a dependency tree.
    fn head(&self, tokens: TokenRange) -> Option<usize> {
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
        text.starts_with(char::is_lowercase)
            && match self.doc.syntax.tags.get(next) {
                Some(tag) => tag.is_common_noun(),
                None => self.doc.words().noun(text).is_some(),
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
            Relation::NmodPoss => Function::Possessor,
            _ => Function::Oblique,
        }
    }

    /// Whether a preposition stands before a phrase, or before the names that it is joined to: "goals from Lee and Lund".
    fn hangs_by_preposition(&self, start: usize, sentence: TokenRange) -> bool {
        let doc = self.doc;
        let mut before = start.checked_sub(1).filter(|&t| t >= sentence.start);
        while let Some(t) = before.filter(|&t| doc.is(t, Class::Coordinator) || doc.token_text(t) == ",") {
            let index = doc.mentions.partition_point(|mention| mention.tokens.end < t);
            let joined = doc.mentions.get(index).filter(|mention| mention.tokens.end == t);
            before = joined.and_then(|name| name.tokens.start.checked_sub(1)).filter(|&t| t >= sentence.start);
        }
        before.is_some_and(|t| doc.is(t, Class::Preposition))
    }

    fn function_by_words(&self, tokens: TokenRange) -> Function {
        let doc = self.doc;
        let sentence = self.tokens_around(tokens.start);
        let inside = |token: usize| token < sentence.end;
        let is = |token: usize, class: Class| inside(token) && doc.is(token, class);
        let is_sign = |token: usize, sign: &str| inside(token) && doc.token_text(token) == sign;
        let next = tokens.end;
        if is(next, Class::PossessiveMarker) {
            return Function::Possessor;
        }
        let after_preposition = self.hangs_by_preposition(tokens.start, sentence);
        // "Edwards and others said", "Merkel, who": what opens a sentence mostly is its subject.
        let goes_on = [Class::Coordinator, Class::Relative].into_iter().any(|class| is(next, class));
        if tokens.start == sentence.start && (goes_on || is_sign(next, ",") || is_sign(next, "(")) {
            return Function::Subject;
        }
        // A description in commas may stand between the subject and its verb.
        let mut verb = next;
        if is_sign(next, ",") {
            let closing = (next + 1..(next + LONGEST_ASIDE).min(sentence.end)).find(|&t| is_sign(t, ","));
            verb = closing.map_or(verb, |comma| comma + 1);
        }
        let finite = |token: usize| {
            inside(token)
                && match doc.syntax.tags.get(token) {
                    Some(tag) => tag.is_finite(),
                    None => doc.is(token, Class::Auxiliary),
                }
        };
        // "One of her pupils, Dr Bo Lund, now works": behind the comma that closes an apposition stands the verb of its head.
        let mut opener = tokens.start;
        let belongs = |t: usize| {
            let text = doc.token_text(t);
            let capital = text.starts_with(char::is_uppercase) && !doc.classes[t].is_function_word();
            text == "." || capital || doc.is(t, Class::PossessiveMarker)
        };
        while opener > sentence.start && belongs(opener - 1) {
            opener -= 1;
        }
        if verb == next && is_sign(next, ",") && opener > sentence.start && doc.token_text(opener - 1) == "," {
            verb = next + 1;
        }
        let adverb_between = || inside(verb) && !doc.classes[verb].is_function_word() && finite(verb + 1);
        match after_preposition {
            false if finite(verb) || adverb_between() => Function::Subject,
            false => Function::Object,
            true => Function::Oblique,
        }
    }
}
