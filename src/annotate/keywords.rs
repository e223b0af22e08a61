//! Words and phrases that tell what an article is about.
//!
//! Candidates are the names of entities and runs of up to three content words (nouns with their adjectives where there
//! are part-of-speech tags). A candidate's weight is the number of its uses, those in the headline counting four times and
//! those in the first paragraph twice, times its number of words; a single use outside the headline is no keyword, and what is part of a better keyword is
//! left out. Scores are relative to the best. Whole numbers throughout: the same text gives the same keywords.

use rustc_hash::FxHashMap;

use crate::document::{BlockKind, Document, EntityType, Features, Keyword, MentionKind, TokenRange};
use crate::interrupt;

/// Keywords of an article.
const KEYWORDS: usize = 10;
/// Words of the longest phrase.
const LONGEST: usize = 3;
/// Candidates that the best are chosen from without repetition.
const SHORTLIST: usize = 60;

/// A phrase with its uses so far.
struct Candidate {
    text: String,
    first: usize,
    weight: u64,
    uses: u64,
    words: u64,
}

/// Writes `Document::keywords`.
pub fn annotate(doc: &mut Document) {
    let mut candidates = phrases(doc);
    candidates.extend(names(doc));
    let in_title = |candidate: &Candidate| doc.title().is_some_and(|title| candidate.first < title.end);
    candidates.retain(|candidate| candidate.uses > 1 || in_title(candidate));
    let rank = |c: &Candidate| c.weight * (c.words + 1);
    candidates.sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.first.cmp(&b.first)).then(a.text.cmp(&b.text)));
    candidates.truncate(SHORTLIST);
    let mut chosen: Vec<(&Candidate, String)> = Vec::new();
    for candidate in &candidates {
        interrupt::check();
        let lower = candidate.text.to_lowercase();
        let repeats = chosen.iter().any(|(_, known)| {
            let shared =
                lower.split(' ').filter(|word| known.split(' ').any(|other| same_word(doc, word, other))).count();
            shared * 2 >= lower.split(' ').count()
        });
        if !repeats {
            chosen.push((candidate, lower));
        }
        if chosen.len() == KEYWORDS {
            break;
        }
    }
    let best = chosen.first().map_or(1, |(candidate, _)| rank(candidate)).max(1);
    let score = |candidate: &Candidate| (rank(candidate) * 1000 / best) as f32 / 1000.0;
    let keywords = chosen.iter().map(|(c, _)| Keyword { text: c.text.clone(), score: score(c) }).collect();
    doc.keywords = keywords;
}

/// "election" and "elections", by the endings that the language has in the plural alone.
fn same_word(doc: &Document, a: &str, b: &str) -> bool {
    let plural = |a: &str, b: &str| {
        doc.words().stopwords().plural_endings().iter().any(|ending| a.strip_suffix(ending) == Some(b))
    };
    a == b || plural(a, b) || plural(b, a)
}

/// Names of entities; their numbers of uses are those of the names, not of the pronouns.
fn names(doc: &Document) -> Vec<Candidate> {
    let lead = lead(doc);
    let telling = doc.entities.iter().filter(|entity| entity.label != EntityType::Nationality);
    telling
        .filter_map(|entity| {
            let names = entity.mentions.iter().map(|&m| &doc.mentions[m]).filter(|m| m.kind == MentionKind::Name);
            let (mut weight, mut uses, mut first) = (0, 0, usize::MAX);
            for mention in names {
                weight += place_weight(doc, lead, mention.span.start);
                uses += 1;
                first = first.min(mention.span.start);
            }
            let text = entity.name.clone();
            (uses > 0).then_some(Candidate { text, first, weight, uses, words: 2 })
        })
        .collect()
}

fn lead(doc: &Document) -> usize {
    doc.blocks().iter().find(|block| block.kind != BlockKind::Title).map_or(0, |block| block.span.end)
}

fn place_weight(doc: &Document, lead: usize, at: usize) -> u64 {
    match doc.title() {
        Some(title) if at < title.end => 4,
        _ if at < lead => 2,
        _ => 1,
    }
}

/// Runs of content words outside names, and the words in them.
fn phrases(doc: &Document) -> Vec<Candidate> {
    let lead = lead(doc);
    let mut found: FxHashMap<String, Candidate> = FxHashMap::default();
    // Without stopwords or parts of speech the words of the grammar would be the commonest phrases.
    if doc.words().stopwords().is_empty() && !doc.syntax.is_tagged() {
        return Vec::new();
    }
    let mut names = doc.mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.tokens).peekable();
    for sentence in &doc.sentences {
        interrupt::check();
        let mut run = sentence.tokens.start;
        for token in sentence.tokens.start..=sentence.tokens.end {
            interrupt::check();
            while names.peek().is_some_and(|name| name.end <= token) {
                names.next();
            }
            let named = names.peek().is_some_and(|name| name.holds(token));
            if token < sentence.tokens.end && !named && is_content(doc, token) {
                continue;
            }
            for start in run..token {
                for end in start + 1..=token.min(start + LONGEST) {
                    add(doc, &mut found, TokenRange::new(start, end), lead);
                }
            }
            run = token + 1;
        }
    }
    found.into_values().collect()
}

fn is_content(doc: &Document, token: usize) -> bool {
    let text = doc.token_text(token);
    let tag = doc.syntax.tag(token);
    let positive = !tag.features.intersects(Features::COMPARATIVE | Features::SUPERLATIVE);
    let fits = !doc.syntax.is_tagged() || tag.is_noun() || tag.is_adjective() && positive;
    fits && text.chars().count() > 2
        && text.chars().all(|c| c.is_alphabetic() || c == '-')
        && !doc.words().stopwords().contains(text)
}

fn add(doc: &Document, found: &mut FxHashMap<String, Candidate>, tokens: TokenRange, lead: usize) {
    // A phrase ends with a noun, where we can tell.
    if doc.syntax.is_tagged() && !doc.syntax.tag(tokens.end - 1).is_noun() {
        return;
    }
    let span = doc.tokens_span(tokens);
    let text = doc.slice(span);
    let weight = place_weight(doc, lead, span.start);
    let candidate = found.entry(text.to_lowercase()).or_insert_with(|| {
        let words = tokens.len() as u64;
        Candidate { text: text.to_owned(), first: span.start, weight: 0, uses: 0, words }
    });
    candidate.weight += weight;
    candidate.uses += 1;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{sentences, tokenizer};

    #[test]
    fn repeated_phrases_and_title_words_are_keywords() {
        let mut doc = Document::new(
            "Harbour strike ends",
            &[
                (BlockKind::Lead, "The harbour strike ended on Friday after the dock workers agreed to new contracts."),
                (BlockKind::Body, "The dock workers had asked for safer cranes. The harbour strike lasted two weeks."),
            ],
            "en",
            None,
        );
        tokenizer::annotate(&mut doc);
        sentences::annotate(&mut doc);
        annotate(&mut doc);
        let keywords: Vec<_> = doc.keywords.iter().map(|k| format!("{} {:.3}", k.text, k.score)).collect();
        assert_eq!(keywords, ["Harbour strike 1.000", "dock workers 0.428", "ends 0.380"]);
    }
}
