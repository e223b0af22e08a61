//! Scores stretches between quotation marks: which are speech, and whose.
//!
//! A labelled article is a line of JSON with `id`, `text`, `stretches` (code-point ranges of `text`) and `labels`: for each
//! stretch, counted from 1, `q` (`speech` or `not`), `speaker` and other names for them in `alt`. A stretch is found when
//! at least half of it lies in one quote; its speaker is right when the names share their last word, or two words.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::score::visible;
use crate::enriched::{EnrichedArticle, Field, Quote};

/// A labelled article.
#[derive(Debug, Deserialize)]
pub struct Labelled {
    text: String,
    stretches: Vec<(usize, usize)>,
    labels: BTreeMap<String, Label>,
}

#[derive(Debug, Deserialize)]
struct Label {
    q: String,
    speaker: Option<String>,
    #[serde(default)]
    alt: Vec<String>,
}

/// Counts of all articles so far.
#[derive(Debug, Default)]
pub struct Segments {
    speech: usize,
    found: usize,
    right: usize,
    not_speech: usize,
    false_speech: usize,
    unaligned: usize,
}

impl Segments {
    /// Adds one article. Offsets are carried over by the visible characters; where those differ the article is left out
    /// and counted.
    pub fn add(&mut self, labelled: &Labelled, article: &EnrichedArticle) {
        let (wanted, given) = (visible(&labelled.text), visible(&article.text));
        if wanted.len() != given.len() {
            self.unaligned += 1;
            return;
        }
        for (number, &(start, end)) in (1..).zip(&labelled.stretches) {
            let Some(label) = labelled.labels.get(&number.to_string()) else { continue };
            let from = wanted.partition_point(|&c| c < start);
            let places = &given[from..wanted.partition_point(|&c| c < end).max(from)];
            if !places.is_empty() {
                self.judge(label, article, places);
            }
        }
    }

    fn judge(&mut self, label: &Label, article: &EnrichedArticle, places: &[usize]) {
        let inside =
            |quote: &Quote| places.iter().filter(|&&p| quote.spans.iter().any(|s| s.start <= p && p < s.end)).count();
        let quotes = article.quotes.iter().filter(|q| q.field == Field::Text);
        let best = quotes.map(|q| (inside(q), q)).filter(|(n, _)| 2 * n >= places.len());
        let best = best.fold(None, |best: Option<(usize, &Quote)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
        if label.q != "speech" {
            self.not_speech += 1;
            self.false_speech += usize::from(best.is_some());
            return;
        }
        self.speech += 1;
        let Some((_, quote)) = best else { return };
        self.found += 1;
        let wanted = label.speaker.iter().chain(&label.alt);
        let names = names(article, quote);
        let agrees = wanted.clone().any(|wanted| names.iter().any(|name| same(wanted, name)));
        self.right += usize::from(label.speaker.is_none() || agrees);
    }

    /// The figures that a rule may move, in per cent.
    pub fn summary(&self) -> Vec<(&'static str, f64)> {
        vec![("found", self.f1(self.found)), ("speaker", self.f1(self.right))]
    }

    fn f1(&self, hits: usize) -> f64 {
        200.0 * hits as f64 / (self.found + self.false_speech + self.speech).max(1) as f64
    }
}

/// What a quote's speaker is called.
fn names<'a>(article: &'a EnrichedArticle, quote: &'a Quote) -> Vec<&'a str> {
    let Some(speaker) = &quote.speaker else { return Vec::new() };
    let entity = article.speaking(quote);
    let name = speaker.name.as_deref().or(entity.map(|e| e.name.as_str())).unwrap_or(&speaker.text);
    std::iter::once(name).chain(entity.iter().flat_map(|e| e.aliases.iter().map(String::as_str))).collect()
}

/// Whether two names share their last word, or two words.
fn same(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 3).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    let last = |x: &[String], y: &[String]| x.last().is_some_and(|word| y.contains(word));
    last(&a, &b) || last(&b, &a) || a.iter().filter(|word| b.contains(word)).count() >= 2
}

impl fmt::Display for Segments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Segments { speech, found, right, not_speech, false_speech, unaligned } = self;
        writeln!(f, "stretches of speech: {found} of {speech} found, {right} with the right speaker")?;
        writeln!(f, "other stretches: {false_speech} of {not_speech} taken for speech")?;
        writeln!(f, "F1: found {:.1}, with the right speaker {:.1}", self.f1(*found), self.f1(*right))?;
        if *unaligned > 0 {
            writeln!(f, "left out, because normalisation changed visible characters: {unaligned}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn names_agree_by_their_last_word_or_two() {
        assert!(same("Angela Merkel", "Chancellor Merkel"));
        assert!(same("the finance ministry of Oslo", "finance ministry"));
        assert!(!same("Angela Merkel", "Angela Davis"));
    }
}
