//! The same document with its offsets in another unit, for readers whose strings are not made of code points.

use super::{EnrichedArticle, Field};

/// What an offset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OffsetUnit {
    /// Unicode code points, as Python counts: what is published.
    #[default]
    CodePoints,
    /// UTF-16 code units, as JavaScript, Java and C# count.
    Utf16,
    /// Bytes of UTF-8, as Rust and Go count.
    Bytes,
}

/// Where each code point of title and text begins, in another unit, and where the last one ends.
struct Positions {
    title: Vec<usize>,
    text: Vec<usize>,
}

impl EnrichedArticle {
    /// Turns all offsets, which count code points, into another unit.
    ///
    /// # Panics
    /// If an offset is behind the end of its field, which no document of ours has.
    pub fn with_offsets(mut self, unit: OffsetUnit) -> Self {
        let width = match unit {
            OffsetUnit::CodePoints => return self,
            OffsetUnit::Utf16 => char::len_utf16,
            OffsetUnit::Bytes => char::len_utf8,
        };
        let positions = Positions { title: positions(&self.title, width), text: positions(&self.text, width) };
        for paragraph in &mut self.paragraphs {
            positions.turn(Field::Text, &mut paragraph.start, &mut paragraph.end);
        }
        for sentence in &mut self.sentences {
            positions.turn(Field::Text, &mut sentence.start, &mut sentence.end);
        }
        for mention in self.entities.iter_mut().flat_map(|entity| &mut entity.mentions) {
            positions.turn(mention.field, &mut mention.start, &mut mention.end);
        }
        for expression in &mut self.expressions {
            positions.turn(expression.field, &mut expression.start, &mut expression.end);
        }
        for quote in &mut self.quotes {
            positions.turn(quote.field, &mut quote.start, &mut quote.end);
            for span in &mut quote.spans {
                positions.turn(quote.field, &mut span.start, &mut span.end);
            }
            if let Some(cue) = &mut quote.cue {
                positions.turn(quote.field, &mut cue.start, &mut cue.end);
            }
            for speaker in quote.speaker.iter_mut().chain(&mut quote.speakers) {
                positions.turn(quote.field, &mut speaker.start, &mut speaker.end);
            }
        }
        self
    }
}

impl Positions {
    fn turn(&self, field: Field, start: &mut usize, end: &mut usize) {
        let positions = match field {
            Field::Title => &self.title,
            Field::Text => &self.text,
        };
        (*start, *end) = (positions[*start], positions[*end]);
    }
}

fn positions(text: &str, width: impl Fn(char) -> usize) -> Vec<usize> {
    let ends = text.chars().scan(0, |at, c| {
        *at += width(c);
        Some(*at)
    });
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many code points as before, but more bytes and UTF-16 units.
    fn article() -> EnrichedArticle {
        let fixture = include_str!("../../tests/fixtures/enriched.json").replace("It is", "é😀 is");
        serde_json::from_str(&fixture).expect("an enriched article")
    }

    /// The words that each kind of offset points at, cut out by `slice`.
    fn words(article: &EnrichedArticle, slice: impl Fn(usize, usize) -> String) -> Vec<String> {
        let quotes = article.quotes.iter().flat_map(|quote| {
            let cue = quote.cue.iter().map(|c| (c.start, c.end));
            let speaker = quote.speaker.iter().map(|s| (s.start, s.end));
            quote.spans.iter().map(|s| (s.start, s.end)).chain(cue).chain(speaker).chain([(quote.start, quote.end)])
        });
        let mentions = article.entities.iter().flat_map(|e| &e.mentions).map(|m| (m.start, m.end));
        let sentences = article.sentences.iter().map(|s| (s.start, s.end));
        let paragraphs = article.paragraphs.iter().map(|p| (p.start, p.end));
        quotes.chain(mentions).chain(sentences).chain(paragraphs).map(|(start, end)| slice(start, end)).collect()
    }

    #[test]
    fn bytes_and_utf16_units_find_the_words_that_code_points_find() {
        let points = article();
        let chars: Vec<char> = points.text.chars().collect();
        let expected = words(&points, |start, end| chars[start..end].iter().collect());
        assert!(expected.contains(&"é😀 is a start,".to_owned()), "{expected:?}");

        let bytes = points.clone().with_offsets(OffsetUnit::Bytes);
        assert_eq!(words(&bytes, |start, end| bytes.text[start..end].to_owned()), expected);

        let utf16 = points.clone().with_offsets(OffsetUnit::Utf16);
        let units: Vec<u16> = utf16.text.encode_utf16().collect();
        assert_eq!(words(&utf16, |start, end| String::from_utf16_lossy(&units[start..end])), expected);
        assert_ne!(bytes, utf16);
        assert_eq!(points.clone().with_offsets(OffsetUnit::CodePoints), points);
    }
}
