//! Scores quotes and their speakers on labelled articles, and how well confidences say what is right.
//!
//! A labelled article is a line of JSON with `id`, `text` and `quotes`, each with `content` (code-point ranges of
//! `text`), `kind`, and for the speaker any of `speaker` (ranges), `speaker_text`, `speaker_canonical` and
//! `speaker_resolved` (who is meant by a pronoun).

use std::fmt;

use serde::Deserialize;

use crate::enriched::{EnrichedArticle, Field};

/// A labelled article.
#[derive(Debug, Deserialize)]
pub struct Labelled {
    /// Its id.
    pub id: String,
    /// Its running text, headline and all.
    pub text: String,
    /// What somebody says in it.
    pub quotes: Vec<LabelledQuote>,
}

/// A labelled quote.
#[derive(Debug, Deserialize)]
pub struct LabelledQuote {
    content: Vec<(usize, usize)>,
    kind: Option<String>,
    speaker: Option<Vec<(usize, usize)>>,
    speaker_text: Option<String>,
    speaker_canonical: Option<String>,
    speaker_resolved: Option<String>,
}

/// Counts of one kind of quote, or of speakers.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    /// Given and right.
    correct: usize,
    given: usize,
    /// Labelled and found, as whatever kind.
    found: usize,
    wanted: usize,
}

/// One bin of a reliability table.
#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    count: usize,
    right: usize,
    confidence: f64,
}

/// The figures over all articles so far.
#[derive(Debug, Default)]
pub struct Score {
    kinds: [Counts; 3],
    /// Right to the letter, of whatever kind.
    exact: Counts,
    /// Found, with the right speaker.
    spoken: Counts,
    speakers: Counts,
    quote_bins: [Bin; 10],
    speaker_bins: [Bin; 10],
    unaligned: usize,
}

const KINDS: [&str; 3] = ["direct", "mixed", "indirect"];

impl Score {
    /// Adds one article. Offsets are carried over by the visible characters; where those differ the article is left out
    /// and counted.
    pub fn add(&mut self, labelled: &Labelled, found: &EnrichedArticle) {
        if visible(&labelled.text).len() != visible(&found.text).len() {
            self.unaligned += 1;
            return;
        }
        // Positions as ordinals of letters and figures, the same in both texts.
        let (wanted_chars, found_chars) = (letters(&labelled.text), letters(&found.text));
        let places = |chars: &[usize], ranges: &mut dyn Iterator<Item = (usize, usize)>| -> Vec<usize> {
            ranges.flat_map(|(s, e)| chars.partition_point(|&c| c < s)..chars.partition_point(|&c| c < e)).collect()
        };
        let wanted: Vec<(Vec<usize>, &LabelledQuote)> = labelled
            .quotes
            .iter()
            .map(|q| (places(&wanted_chars, &mut q.content.iter().copied()), q))
            .filter(|(content, _)| !content.is_empty())
            .collect();
        let mut free: Vec<bool> = vec![true; wanted.len()];
        for (_, quote) in &wanted {
            self.kinds[kind(quote.kind.as_deref())].wanted += 1;
        }
        for counts in [&mut self.exact, &mut self.spoken] {
            counts.wanted += wanted.len();
        }
        for quote in found.quotes.iter().filter(|q| q.field == Field::Text) {
            let content = places(&found_chars, &mut quote.spans.iter().map(|s| (s.start, s.end)));
            let best = (0..wanted.len())
                .filter(|&i| free[i])
                .map(|i| (overlap(&content, &wanted[i].0), i))
                .filter(|(share, _)| *share >= 0.5)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let counts = &mut self.kinds[kind(Some(quote.kind.as_str()))];
            counts.given += 1;
            counts.correct += usize::from(best.is_some());
            self.exact.given += 1;
            self.spoken.given += 1;
            note(&mut self.quote_bins, quote.confidence, best.is_some());
            let Some((share, index)) = best else { continue };
            free[index] = false;
            self.exact.hit(share >= 1.0);
            let labelled = wanted[index].1;
            self.kinds[kind(labelled.kind.as_deref())].found += 1;
            let Some(speaker) = &quote.speaker else {
                self.speakers.wanted += usize::from(labelled.names_someone());
                self.spoken.hit(!labelled.names_someone());
                continue;
            };
            let mention = places(&found_chars, &mut std::iter::once((speaker.start, speaker.end)));
            let there = places(&wanted_chars, &mut labelled.speaker.iter().flatten().copied());
            let right = labelled.is_spoken_by(
                speaker.name.as_deref().unwrap_or(&speaker.text),
                mention.iter().any(|place| there.contains(place)),
            );
            self.speakers.given += 1;
            self.speakers.wanted += usize::from(labelled.names_someone());
            self.speakers.correct += usize::from(right);
            self.spoken.hit(right);
            note(&mut self.speaker_bins, speaker.confidence, right);
        }
    }
}

/// The positions of letters and figures.
fn letters(text: &str) -> Vec<usize> {
    text.chars().enumerate().filter(|(_, c)| c.is_alphanumeric()).map(|(i, _)| i).collect()
}

/// The positions of the characters that are neither space nor control characters.
pub fn visible(text: &str) -> Vec<usize> {
    text.chars().enumerate().filter(|(_, c)| !c.is_whitespace() && !c.is_control()).map(|(i, _)| i).collect()
}

impl LabelledQuote {
    fn names_someone(&self) -> bool {
        self.speaker.is_some() || self.speaker_text.is_some() || self.speaker_canonical.is_some()
    }

    /// Whether a name, or a mention at the labelled place, is the labelled speaker. Where the label says who is meant,
    /// only the name counts.
    fn is_spoken_by(&self, name: &str, same_place: bool) -> bool {
        let meant = self.speaker_canonical.as_deref().or(self.speaker_resolved.as_deref());
        match meant {
            Some(meant) => same_name(name, meant),
            None => same_place || self.speaker_text.as_deref().is_some_and(|text| same_name(name, text)),
        }
    }
}

impl Counts {
    /// Counts an answer that is labelled too, if it is right.
    fn hit(&mut self, right: bool) {
        self.correct += usize::from(right);
        self.found += usize::from(right);
    }

    fn f1(&self) -> f64 {
        let (p, r) = (self.correct as f64 / self.given.max(1) as f64, self.found as f64 / self.wanted.max(1) as f64);
        200.0 * p * r / (p + r).max(1e-9)
    }
}

impl Score {
    /// The figures that a rule may move, in per cent.
    pub fn summary(&self) -> Vec<(&'static str, f64)> {
        vec![("found", self.all().f1()), ("exact", self.exact.f1()), ("speaker", self.spoken.f1())]
    }

    /// Quotes of all kinds.
    fn all(&self) -> Counts {
        let sum = |of: fn(&Counts) -> usize| self.kinds.iter().map(of).sum();
        Counts {
            correct: sum(|c| c.correct),
            given: sum(|c| c.given),
            found: sum(|c| c.found),
            wanted: sum(|c| c.wanted),
        }
    }
}

fn kind(kind: Option<&str>) -> usize {
    KINDS.iter().position(|k| Some(*k) == kind).unwrap_or(2)
}

/// Shared places over all places; both lists ascend.
fn overlap(a: &[usize], b: &[usize]) -> f64 {
    let shared = a.iter().filter(|place| b.binary_search(place).is_ok()).count();
    shared as f64 / (a.len() + b.len() - shared).max(1) as f64
}

/// Whether two names agree: the same, or the same last capitalised word in front of any comma.
fn same_name(a: &str, b: &str) -> bool {
    let last = |name: &str| -> Option<String> {
        let head = name.split([',', '(']).next().unwrap_or(name);
        let word = head.split_whitespace().rfind(|w| w.starts_with(char::is_uppercase))?;
        Some(word.trim_end_matches(['.', '\'', '’']).trim_end_matches("'s").trim_end_matches("’s").to_lowercase())
    };
    a.eq_ignore_ascii_case(b) || last(a).is_some_and(|a| last(b) == Some(a))
}

fn note(bins: &mut [Bin; 10], confidence: f64, right: bool) {
    let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
    bin.count += 1;
    bin.right += usize::from(right);
    bin.confidence += confidence;
}

/// How far confidence and accuracy lie apart, on average over all answers.
fn calibration_error(bins: &[Bin; 10]) -> f64 {
    let all: usize = bins.iter().map(|b| b.count).sum();
    bins.iter().map(|b| (b.confidence - b.right as f64).abs()).sum::<f64>() / all.max(1) as f64
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        writeln!(f, "content, overlap of at least half   given  labelled  precision  recall     F1")?;
        let all = self.all();
        for (name, counts) in KINDS.iter().zip(&self.kinds).chain([(&"all", &all)]) {
            let (p, r) = (share(counts.correct, counts.given), share(counts.found, counts.wanted));
            let f1 = 2.0 * p * r / (p + r).max(1e-9);
            writeln!(f, "  {name:31} {:6} {:9} {p:10.1} {r:7.1} {f1:6.1}", counts.given, counts.wanted)?;
        }
        let s = self.speakers;
        writeln!(
            f,
            "speakers of quotes that were found: {:.1} % of {} answers right, {:.1} % of {} labelled ones found",
            share(s.correct, s.given),
            s.given,
            share(s.correct, s.wanted),
            s.wanted
        )?;
        for (what, bins) in [("quote", &self.quote_bins), ("speaker", &self.speaker_bins)] {
            writeln!(f, "confidence of the {what}      answers  mean confidence  right %")?;
            for (i, bin) in bins.iter().enumerate() {
                let mean = bin.confidence / bin.count.max(1) as f64;
                let (low, high) = (i as f64 / 10.0, (i + 1) as f64 / 10.0);
                writeln!(
                    f,
                    "  {low:.1} to {high:.1} {:18} {mean:16.3} {:8.1}",
                    bin.count,
                    share(bin.right, bin.count)
                )?;
            }
            writeln!(f, "  expected calibration error {:.3}", calibration_error(bins))?;
        }
        if self.unaligned > 0 {
            writeln!(f, "left out, because normalisation changed visible characters: {}", self.unaligned)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_by_their_last_capitalised_word() {
        assert!(same_name("Angela Merkel", "Chancellor Merkel"));
        assert!(same_name("Rubio", "Sen. Marco Rubio (R-Fla.)"));
        assert!(same_name("the ministry", "The Ministry"));
        assert!(!same_name("Angela Merkel", "Angela Davis"));
        assert!(!same_name("he", "she"));
    }

    #[test]
    fn overlap_counts_shared_places() {
        assert!((overlap(&[1, 2, 3], &[2, 3, 4]) - 0.5).abs() < 1e-9);
        assert!(overlap(&[], &[1]).abs() < 1e-9);
    }
}
