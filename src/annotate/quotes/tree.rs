//! One sentence's dependency tree, asked what reported speech needs: a verb's subject, a noun phrase's extent, the
//! stretch that a clause covers.

use super::context::{Context, Cue};
use crate::document::{Document, Relation, Sentence, Span, Tag, TokenRange, Upos};
use crate::languages::{Class, Frames};

/// Sentences longer than this, in tokens, are lists or broken text; they are not analysed.
const LONGEST: usize = 300;

/// The tree of one sentence.
pub struct SentenceTree<'a> {
    /// What is known of the article.
    pub cx: &'a Context<'a>,
    doc: &'a Document,
    /// The sentence's tokens.
    pub tokens: TokenRange,
    /// First and one past the last token of each token's subtree, indexed from the sentence's first token.
    extents: Vec<(usize, usize)>,
    /// How many tokens before each one stand in marks, the marks included; one entry more than tokens.
    marked_before: Vec<u32>,
}

impl<'a> SentenceTree<'a> {
    /// Reads a sentence's tree; none without one.
    pub fn new(cx: &'a Context<'a>, sentence: &Sentence) -> Option<Self> {
        let Context { doc, marked, .. } = *cx;
        let tokens = sentence.tokens;
        if !doc.syntax.is_parsed() || tokens.is_empty() || tokens.len() > LONGEST {
            return None;
        }
        let mut extents: Vec<(usize, usize)> = tokens.iter().map(|t| (t, t + 1)).collect();
        for token in tokens.iter() {
            let mut at = token;
            // A tree is no deeper than its sentence is long; the bound guards against a broken one.
            for _ in 0..tokens.len() {
                let head = doc.syntax.heads[at] as usize;
                if head == at || !tokens.holds(head) {
                    break;
                }
                let extent = &mut extents[head - tokens.start];
                *extent = (extent.0.min(token), extent.1.max(token + 1));
                at = head;
            }
        }
        let first = marked.partition_point(|m| m.outer.end <= sentence.span.start);
        let mut inside = vec![false; tokens.len()];
        for stretch in marked[first..].iter().take_while(|m| m.outer.start < sentence.span.end) {
            let range = doc.tokens_in(stretch.outer);
            for token in range.iter().filter(|&t| tokens.holds(t)) {
                inside[token - tokens.start] = true;
            }
        }
        let mut count = 0;
        let mut marked_before = Vec::with_capacity(tokens.len() + 1);
        marked_before.push(0);
        marked_before.extend(inside.into_iter().map(|inside| {
            count += u32::from(inside);
            count
        }));
        Some(SentenceTree { cx, doc, tokens, extents, marked_before })
    }

    /// Part of speech; without features outside the sentence.
    pub fn tag(&self, token: usize) -> Tag {
        if self.tokens.holds(token) { self.doc.syntax.tag(token) } else { Tag::default() }
    }

    /// Whether a token is a finite verb or a modal.
    pub fn is_finite(&self, token: usize) -> bool {
        self.tag(token).is_finite()
    }

    /// Whether a token of the sentence belongs to a closed class.
    pub fn is(&self, token: usize, class: Class) -> bool {
        self.tokens.holds(token) && self.doc.is(token, class)
    }

    /// Whether a token of the sentence belongs to any of these.
    pub fn is_any(&self, token: usize, classes: &[Class]) -> bool {
        self.tokens.holds(token) && self.doc.classes[token].contains_any(classes)
    }

    /// The reporting verb that a token of the sentence is a form of.
    pub fn cue(&self, token: usize) -> Option<Cue> {
        self.cx.verb(token).filter(|_| self.tokens.holds(token))
    }

    /// The last token before `token` within the sentence that fulfils a condition.
    pub fn last_before(&self, token: usize, reach: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        (self.tokens.start.max(token.saturating_sub(reach))..token).rev().find(|&t| fits(t))
    }

    /// The tokens from `token` on, at most so many, within the sentence.
    pub fn next(&self, token: usize, reach: usize) -> std::ops::Range<usize> {
        token..self.tokens.end.min(token + reach).max(token)
    }

    /// The token in front, within the sentence.
    pub fn previous(&self, token: usize) -> Option<usize> {
        token.checked_sub(1).filter(|&t| self.tokens.holds(t))
    }

    /// Whether a token stands within quotation marks, or is one of them.
    pub fn in_marks(&self, token: usize) -> bool {
        self.tokens.holds(token) && self.marked_between(token, token + 1) > 0
    }

    /// How many tokens from `from` to before `to`, within the sentence, stand in marks.
    pub fn marked_between(&self, from: usize, to: usize) -> u32 {
        let index = |token: usize| token.clamp(self.tokens.start, self.tokens.end) - self.tokens.start;
        self.marked_before[index(to)].saturating_sub(self.marked_before[index(from)])
    }

    /// Where a token stands in the text.
    pub fn span(&self, token: usize) -> Span {
        self.doc.tokens[token].span
    }

    /// Relation to the head.
    pub fn relation(&self, token: usize) -> Relation {
        self.doc.syntax.relations[token]
    }

    /// The head; the root is its own.
    pub fn head(&self, token: usize) -> usize {
        self.doc.syntax.heads[token] as usize
    }

    /// The token as written.
    pub fn text(&self, token: usize) -> &'a str {
        self.doc.token_text(token)
    }

    /// The dependents of a token, in text order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.doc.syntax.children(head, self.tokens)
    }

    /// The first dependent with one of these relations.
    pub fn child(&self, head: usize, relations: &[Relation]) -> Option<usize> {
        self.children(head).find(|&c| relations.contains(&self.relation(c)))
    }

    /// The tokens from the first to the last of a subtree.
    pub fn extent(&self, token: usize) -> TokenRange {
        let (start, end) = self.extents[token - self.tokens.start];
        TokenRange::new(start, end)
    }

    /// The head of a verb's subject: its own, else the one that it shares with the verb it hangs on.
    pub fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..6 {
            if let Some(subject) = self.child(at, &[Relation::Nsubj, Relation::NsubjPass, Relation::Csubj]) {
                return Some(subject);
            }
            let head = self.head(at);
            match self.relation(at) {
                // "has a chance to show that …": whoever has it shows it.
                Relation::Acl
                    if self.is(at.wrapping_sub(1), Class::InfinitiveMarker)
                        && self.relation(head) == Relation::Obj
                        && self.is_predicate(self.head(head)) =>
                {
                    at = self.head(head);
                }
                Relation::Acl | Relation::AclRelcl => return Some(head),
                // "leading advisers to counter that …": the object acts.
                Relation::Xcomp
                    if self.child(head, &[Relation::Obj]).is_some_and(|o| head < o && o < at)
                        && !self.cue(head).is_some_and(|cue| cue.has(Frames::INFINITIVE)) =>
                {
                    return self.child(head, &[Relation::Obj]);
                }
                Relation::Conj
                | Relation::Xcomp
                | Relation::Advcl
                | Relation::Parataxis
                | Relation::Dep
                | Relation::Ccomp
                    if head != at && self.is_predicate(head) =>
                {
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether a subject and its finite verb stand behind a comma.
    pub fn main_clause_follows(&self, next: usize) -> bool {
        self.tag(next).opens_subject() && self.next(next, 12).any(|t| self.is_finite(t))
    }

    /// Whether a token is a relative pronoun. Where a comma parts every clause, a word of the form of an article is one that has no noun
    /// behind it.
    pub fn is_relative(&self, token: usize) -> bool {
        let tag = self.tag(token);
        let opens = self.cx.parts_clauses && self.is(token, Class::Relative) && !tag.is_determiner();
        tag.is_interrogative() && tag.upos != Upos::Adv
            || opens && self.previous(token).is_some_and(|t| self.is(t, Class::ClauseMark))
    }

    /// Whether a token is the participle of "as saying" or "as having said".
    pub fn says_as(&self, token: usize) -> bool {
        let Some(before) = self.previous(token) else { return false };
        let perfect = self.is(before, Class::PerfectAuxiliary)
            && self.tag(before).is_gerund()
            && self.previous(before).is_some_and(|t| self.is(t, Class::RoleMarker));
        perfect || self.tag(token).is_gerund() && self.is(before, Class::RoleMarker)
    }

    /// Whether a token heads a clause: a verb, or anything with a copula or subject.
    pub fn is_predicate(&self, token: usize) -> bool {
        self.tag(token).is_verb() || self.child(token, &[Relation::Cop, Relation::Nsubj, Relation::NsubjPass]).is_some()
    }

    /// Whether a verb is passive ("was told"). The form counts, because a parser calls a leading adverbial a passive subject
    /// now and then.
    pub fn is_passive(&self, verb: usize) -> bool {
        !self.tag(verb).is_finite_verb() && self.child(verb, &[Relation::AuxPass, Relation::NsubjPass]).is_some()
    }

    /// Whether a form of "be" stands in front of a participle, adverbs aside. Taggers take such participles for the past
    /// tense now and then.
    pub fn follows_be(&self, verb: usize) -> bool {
        let tag = self.tag(verb);
        let auxiliary = self.last_before(verb, 3, |t| !self.tag(t).is_adverb());
        (tag.is_participle() || tag.is_past()) && auxiliary.is_some_and(|t| self.is(t, Class::Copula))
    }

    /// A noun phrase from its first modifier to its last one, without relative clauses and what commas set off.
    pub fn noun_phrase(&self, head: usize) -> TokenRange {
        let mut start = head;
        let mut end = head + 1;
        // A name is one phrase, whatever the tree makes of its last words.
        while self.tag(head).is_proper() && self.tag(end).is_proper() {
            end += 1;
        }
        for child in self.children(head) {
            let extent = self.extent(child);
            match self.relation(child) {
                // "and officials": the conjunction joins clauses.
                Relation::Cc if !self.is(child, Class::Correlative) => {}
                Relation::Det
                | Relation::Amod
                | Relation::Compound
                | Relation::Nummod
                | Relation::NmodPoss
                | Relation::Flat
                | Relation::Cc
                | Relation::Advmod
                    if child < head && self.unbroken(extent.start, head) =>
                {
                    start = start.min(extent.start);
                }
                Relation::Flat
                | Relation::Nmod
                | Relation::Appos
                | Relation::Compound
                | Relation::Nummod
                | Relation::Conj
                | Relation::NmodUnmarked
                | Relation::Case
                    if child > head && self.unbroken(head, extent.start) =>
                {
                    let inner = self.noun_phrase(child);
                    // The phrase of a case-marked child starts with its preposition.
                    end = end.max(inner.end.min(extent.end));
                }
                _ => {}
            }
        }
        TokenRange::new(start, end)
    }

    /// Whether no comma, dash or bracket stands between two tokens.
    fn unbroken(&self, from: usize, to: usize) -> bool {
        (from..to).all(|t| {
            let tag = self.tag(t);
            !(tag.is_comma() || tag.is_colon() || tag.is_open_bracket() || tag.is_stop())
        })
    }
}
