//! Finds the descriptions and pronouns that may refer to somebody or something.

use crate::document::{Document, EntityType, MentionKind, Number, Span, TokenRange};
use crate::interrupt;
use crate::languages::{Case, Class, Gender, Noun, NounFlags, NounKind, Person, Pronoun};

/// The most words between a determiner and its noun.
const LONGEST_PHRASE: usize = 7;

/// What opens a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// "the", "this", "that": known to the reader.
    Definite,
    /// "a", "another": new.
    Indefinite,
    /// "his", "Germany's": known through somebody else.
    Possessive,
    /// A bare plural: "officials".
    Bare,
}

/// A description: "the German leader".
#[derive(Debug, Clone, Copy)]
pub(super) struct Nominal {
    /// The noun's token.
    pub(super) head: usize,
    /// What the noun says; nothing where the pack does not list it.
    pub(super) noun: Option<Noun>,
    /// What opens it.
    pub(super) opening: Opening,
    /// Several or one.
    pub(super) number: Number,
}

/// The type of entity that a kind of noun describes.
pub(super) fn label(kind: NounKind) -> EntityType {
    match kind {
        NounKind::Person => EntityType::Person,
        NounKind::Body => EntityType::Organization,
        NounKind::Country | NounKind::City | NounKind::Region => EntityType::Location,
    }
}

impl Nominal {
    /// The type of entity that it suggests.
    pub(super) fn label(&self) -> Option<EntityType> {
        self.noun.map(|noun| label(noun.kind))
    }
}

/// What a mention is.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// A name of a referent that is known beforehand.
    Name(usize),
    /// A description.
    Nominal(Nominal),
    /// A personal pronoun of the third person: its readings and the case that the context shows.
    Pronoun(&'static [Pronoun], Case),
    /// A relative pronoun that speaks; it is no mention of its own.
    Relative,
}

/// A mention to be resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) what: What,
    pub(super) tokens: TokenRange,
    pub(super) span: Span,
    /// The whole noun phrase, as far as it is known: "a spokesman for Boeing".
    pub(super) phrase: Span,
    /// Whether it heads the phrase that speaks a quote.
    pub(super) speaks: bool,
    /// Whether it asks something.
    pub(super) asks: bool,
    /// Whether it answers.
    pub(super) answers: bool,
}

impl Item {
    pub(super) fn new(doc: &Document, what: What, tokens: TokenRange) -> Self {
        let span = doc.tokens_span(tokens);
        Item { what, tokens, span, phrase: span, speaks: false, asks: false, answers: false }
    }

    /// The same at a span that its tokens only cover.
    pub(super) fn at(self, span: Span) -> Self {
        Item { span, phrase: span, ..self }
    }

    /// How it refers.
    pub(super) fn kind(&self) -> MentionKind {
        match self.what {
            What::Name(_) => MentionKind::Name,
            What::Nominal(_) => MentionKind::Nominal,
            What::Pronoun(..) | What::Relative => MentionKind::Pronoun,
        }
    }
}

/// Finds descriptions and pronouns in text order, leaving out what stands within names.
pub(super) fn find(doc: &Document) -> Vec<Item> {
    let mut found = Vec::new();
    let mut names = doc.mentions.iter().map(|mention| mention.tokens).peekable();
    for sentence in &doc.sentences {
        interrupt::check();
        let mut token = sentence.tokens.start;
        while token < sentence.tokens.end {
            interrupt::check();
            while names.peek().is_some_and(|name| name.end <= token) {
                names.next();
            }
            if names.peek().is_some_and(|name| name.holds(token)) {
                token += 1;
                continue;
            }
            if let Some(what) = pronoun(doc, token, sentence.tokens) {
                found.push(Item::new(doc, what, TokenRange::new(token, token + 1)));
            }
            match nominal(doc, token, sentence.tokens) {
                Some(nominal) => {
                    let tokens = TokenRange::new(token, nominal.head + 1);
                    let item = Item::new(doc, What::Nominal(nominal), tokens);
                    found.push(Item { phrase: whole_phrase(doc, item), ..item });
                    token = tokens.end;
                }
                None => token += 1,
            }
        }
    }
    found
}

fn opening(doc: &Document, token: usize) -> Option<Opening> {
    let is = |class| doc.is(token, class);
    let has = |classes: &[Class]| doc.classes[token].contains_any(classes);
    if has(&[Class::DefiniteArticle, Class::Demonstrative]) {
        return Some(Opening::Definite);
    }
    if has(&[Class::IndefiniteArticle, Class::Quantifier]) {
        return Some(Opening::Indefinite);
    }
    (is(Class::Possessive) && !is(Class::Relative) || is(Class::PossessiveMarker)).then_some(Opening::Possessive)
}

fn in_name(doc: &Document, token: usize) -> bool {
    let index = doc.mentions.partition_point(|mention| mention.tokens.end <= token);
    doc.mentions.get(index).is_some_and(|mention| mention.tokens.holds(token))
}

fn nominal(doc: &Document, start: usize, sentence: TokenRange) -> Option<Nominal> {
    let noun_at = |token: usize| doc.words().noun(doc.token_text(token));
    let (opening, first) = match opening(doc, start) {
        Some(opening) => (opening, start + 1),
        None => {
            let noun = noun_at(start)?;
            let bare = noun.number == Number::Plural && noun.kind == NounKind::Person && !noun.is(NounFlags::SEVERAL);
            if !bare && !noun.is(NounFlags::COLLECTIVE) {
                return None;
            }
            (Opening::Bare, start)
        }
    };
    let mut head = None;
    for token in first..(first + LONGEST_PHRASE).min(sentence.end) {
        let text = doc.token_text(token);
        if text.starts_with(char::is_uppercase) && in_name(doc, token) {
            // "the Trump campaign" goes on behind the name, "the World Bank" is one.
            if head.is_some() {
                break;
            }
            continue;
        }
        if let Some(noun) = noun_at(token) {
            head = Some((token, noun));
            continue;
        }
        let tagged = doc.syntax.tags.get(token);
        let goes_on = match tagged {
            Some(tag) if head.is_some() => tag.is_common_noun(),
            Some(tag) => {
                tag.is_adjective()
                    || tag.is_noun() && !tag.is_plural_noun()
                    || tag.is_participle()
                    || tag.is_gerund()
                    || tag.is_number()
                    || text == "-"
            }
            None => {
                head.is_none()
                    && !doc.classes[token].is_function_word()
                    && text.chars().all(|c| c.is_alphanumeric() || c == '-')
            }
        };
        if !goes_on {
            break;
        }
        // "the company car": the noun that follows is the head, and none of ours. "the 38-year-old farm worker": an age describes it.
        match head {
            Some((_, noun)) if noun.is_ending() && noun.kind == NounKind::Person => head = None,
            // "the chief executive plans to": a tagger takes the verb of whoever holds an office for a noun.
            Some((_, noun))
                if noun.is_role() && token + 1 < sentence.end && doc.is(token + 1, Class::InfinitiveMarker) =>
            {
                break;
            }
            Some(_) => return None,
            None => {}
        }
    }
    let (head, noun) = head?;
    // "the German chancellor Angela Merkel": a title, seen from the name.
    let titles_a_name = noun.is_role()
        && noun.number == Number::Singular
        && doc.tokens.get(head + 1).is_some_and(|next| {
            doc.mentions.binary_search_by_key(&next.span.start, |mention| mention.span.start).is_ok()
        });
    // "The police … they": several as much as one.
    let number = if noun.is(NounFlags::COLLECTIVE) { Number::Unknown } else { noun.number };
    (!titles_a_name).then_some(Nominal { head, noun: Some(noun), opening, number })
}

/// "a spokesman for Boeing": a description with the name that a preposition ties to it, and with its possessor.
fn whole_phrase(doc: &Document, item: Item) -> Span {
    let is = |token: usize, class: Class| token < doc.tokens.len() && doc.is(token, class);
    let name_at = |token: usize| {
        let name = doc.mentions.partition_point(|mention| mention.tokens.end <= token);
        doc.mentions.get(name).filter(|mention| mention.tokens.holds(token))
    };
    // "Lee's three-year-old son": the possessor, and not the mark alone.
    let possessor = item.tokens.start.checked_sub(1).filter(|_| is(item.tokens.start, Class::PossessiveMarker));
    let span = possessor
        .map_or(item.span, |token| item.span.cover(name_at(token).map_or(doc.tokens[token].span, |name| name.span)));
    let mut next = item.tokens.end;
    if !is(next, Class::Preposition) {
        return span;
    }
    next += 1;
    next += usize::from(is(next, Class::DefiniteArticle));
    name_at(next).map_or(span, |name| span.cover(name.span))
}

/// The readings of a pronoun of the third person with its case as used; nothing where it stands for nothing.
fn pronoun(doc: &Document, token: usize, sentence: TokenRange) -> Option<What> {
    let text = doc.token_text(token);
    let readings = doc.words().pronoun(text, token == sentence.start);
    let first = readings.first().filter(|_| readings.iter().all(|reading| reading.person == Person::Third))?;
    let has = |case: Case| readings.iter().any(|reading| reading.case == case);
    let case = if has(Case::Possessive) && has(Case::Object) {
        if is_object(doc, token, sentence) { Case::Object } else { Case::Possessive }
    } else if has(Case::Subject) && has(Case::Object) {
        if is_expletive(doc, token, sentence) {
            return None;
        }
        if follows_governor(doc, token, sentence) { Case::Object } else { Case::Subject }
    } else {
        if first.case == Case::Subject && is_expletive(doc, token, sentence) {
            return None;
        }
        first.case
    };
    Some(What::Pronoun(readings, case))
}

/// "told her that": a form that may be possessive is an object where no noun phrase follows.
fn is_object(doc: &Document, token: usize, sentence: TokenRange) -> bool {
    match doc.syntax.tags.get(token) {
        Some(own) => own.is_personal_pronoun(),
        None => {
            let next = token + 1;
            next >= sentence.end
                || doc.classes[next].is_function_word()
                || !doc.token_text(next).chars().all(char::is_alphanumeric)
        }
    }
}

/// "saw it", "of it": behind a verb or preposition, with no finite verb of its own.
fn follows_governor(doc: &Document, token: usize, sentence: TokenRange) -> bool {
    let before = token.checked_sub(1).filter(|&t| t >= sentence.start).map(|t| doc.syntax.tag(t));
    let governed = before.is_some_and(|tag| tag.is_verb() || tag.is_adposition() || tag.is_infinitive_marker());
    governed && !(token + 1 < sentence.end && doc.syntax.tag(token + 1).is_finite())
}

/// "It is likely that", "it seems", "it rained": no referent.
fn is_expletive(doc: &Document, token: usize, sentence: TokenRange) -> bool {
    let is = |at: usize, class: Class| at < sentence.end && doc.is(at, class);
    let mut at = token + 1;
    let neuter = doc.words().pronoun(doc.token_text(token), true).iter().any(|p| p.gender == Gender::Neuter);
    if !neuter {
        return false;
    }
    // "made it clear", "find it hard"
    if is(at, Class::ExpletiveVerb) || is(at, Class::ExpletivePredicate) && !is(at, Class::Negation) {
        return true;
    }
    if !is(at, Class::Auxiliary) {
        return false;
    }
    let copula = is(at, Class::Copula);
    at += 1;
    if !copula {
        if !is(at, Class::Copula) {
            return false;
        }
        at += 1;
    }
    // A copula with an adjective or participle, and a clause behind it.
    let opens_clause = |at: usize| {
        [Class::Complementizer, Class::InfinitiveMarker, Class::Interrogative].into_iter().any(|class| is(at, class))
    };
    is(at, Class::ExpletivePredicate) || (at..at + 5).any(opens_clause)
}
