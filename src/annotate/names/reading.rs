//! What the rules about names see of a text: its words, their classes, what the gazetteer has of them.

use crate::annotate::gazetteer::{Entry, Lookups, lists};
use crate::document::{Document, EntityType, Features, Mention, MentionKind, TokenRange};
use crate::languages::{NameClass, NameClasses};

/// A text with the words and lists that rules about names ask for.
#[derive(Clone, Copy)]
pub(super) struct NameText<'a> {
    pub(super) doc: &'a Document,
    /// Of each token; the rules ask for them again and again.
    classes: &'a [NameClasses],
    gazetteer: &'a Lookups,
}

/// The classes of each token of a document.
pub(super) fn classes(doc: &Document) -> Vec<NameClasses> {
    let words = doc.words().names();
    (0..doc.tokens.len()).map(|token| words.classes(doc.token_text(token))).collect()
}

impl<'a> NameText<'a> {
    /// A text whose tokens have these [`classes`].
    pub(super) fn new(doc: &'a Document, classes: &'a [NameClasses], gazetteer: &'a Lookups) -> Self {
        NameText { doc, classes, gazetteer }
    }

    /// The words of a token; nothing beyond the text.
    pub(super) fn text(self, token: usize) -> &'a str {
        if token < self.doc.tokens.len() { self.doc.token_text(token) } else { "" }
    }

    pub(super) fn is(self, token: usize, class: NameClass) -> bool {
        self.is_any(token, &[class])
    }

    pub(super) fn is_any(self, token: usize, classes: &[NameClass]) -> bool {
        self.classes.get(token).is_some_and(|of_token| of_token.have_any(classes))
    }

    /// Whether a token begins with a capital.
    pub(super) fn capital(self, token: usize) -> bool {
        self.text(token).starts_with(char::is_uppercase)
    }

    /// Whether a token is a quotation mark of any shape.
    pub(super) fn is_mark(self, token: usize) -> bool {
        let text = self.text(token);
        text.chars().count() == 1 && text.contains(['"', '“', '”', '„', '‘', '’', '\'', '«', '»'])
    }

    /// Whether a token is the mark of a possessive: "'s".
    pub(super) fn is_possessive(self, token: usize) -> bool {
        self.doc.syntax.tag(token).has(Features::POSSESSIVE) && self.text(token).starts_with(['\'', '’'])
    }

    /// What the gazetteer has of one token.
    pub(super) fn entry(self, token: usize) -> Option<Entry> {
        self.gazetteer.get(self.text(token))
    }

    /// What the gazetteer has of a phrase.
    pub(super) fn phrase(self, tokens: TokenRange) -> Option<Entry> {
        self.gazetteer.get(self.doc.slice(self.doc.tokens_span(tokens)))
    }

    /// How common a token is as a given name: 0 to 15.
    pub(super) fn given_rank(self, token: usize) -> u8 {
        self.entry(token).map_or(0, Entry::given_rank)
    }

    /// Whether words begin with a given name and go on: a whole name of a person, as far as the lists tell.
    pub(super) fn begins_with_given(self, tokens: TokenRange) -> bool {
        tokens.len() > 1 && self.given_rank(tokens.start) > 0
    }

    /// Whether a token names a country or a people.
    pub(super) fn is_country(self, token: usize) -> bool {
        self.entry(token).is_some_and(|entry| entry.is_in(lists::COUNTRY | lists::DEMONYM))
    }

    /// Whether the lists know words as a country and as nothing else: "UAE", "Holy See", "Tuvalu".
    pub(super) fn is_only_country(self, tokens: TokenRange) -> bool {
        let others = lists::BODY | lists::GIVEN | lists::SURNAME | lists::CITY;
        self.capital(tokens.start)
            && self.phrase(tokens).is_some_and(|entry| entry.is_in(lists::COUNTRY) && !entry.is_in(others))
    }

    /// Whether a token is somebody's given name or surname for the lists.
    pub(super) fn is_personal(self, token: usize) -> bool {
        self.entry(token).is_some_and(|entry| entry.is_in(lists::GIVEN | lists::SURNAME))
    }

    /// The type of a place, people or body that the lists know by these words.
    pub(super) fn listed_type(self, tokens: TokenRange) -> Option<EntityType> {
        let entry = self.phrase(tokens)?;
        let types = [
            (lists::COUNTRY, EntityType::Location),
            (lists::DEMONYM, EntityType::Nationality),
            (lists::REGION, EntityType::Location),
            (lists::BODY, EntityType::Organization),
            (lists::CITY, EntityType::Location),
        ];
        types.into_iter().find(|(list, _)| entry.is_in(*list)).map(|(_, label)| label)
    }

    /// The tokens of the sentence that holds a token.
    pub(super) fn sentence(self, token: usize) -> TokenRange {
        let index = self.doc.sentences.partition_point(|sentence| sentence.tokens.end <= token);
        self.doc.sentences.get(index).map_or(TokenRange::new(token, token), |sentence| sentence.tokens)
    }

    /// A mention of these tokens by name.
    pub(super) fn mention(self, tokens: TokenRange, label: EntityType, confidence: f32) -> Mention {
        let span = self.doc.tokens_span(tokens);
        Mention { span, tokens, kind: MentionKind::Name, label, confidence, entity: None }
    }

    /// Gives a mention other tokens.
    pub(super) fn resize(self, mention: &mut Mention, tokens: TokenRange) {
        mention.tokens = tokens;
        mention.span = self.doc.tokens_span(tokens);
    }
}
