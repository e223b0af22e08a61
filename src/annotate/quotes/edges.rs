//! The edges of what is found: no quote begins in front of the end of its dateline, and a part in marks keeps both of them
//! or none.

use std::cell::OnceCell;

use crate::dateline;
use crate::document::{Document, Span};

/// Where the text behind the dateline of each paragraph begins; found when it is first asked for.
pub struct Datelines<'a> {
    doc: &'a Document,
    ends: Vec<OnceCell<usize>>,
}

impl<'a> Datelines<'a> {
    /// Of an article's paragraphs.
    pub fn new(doc: &'a Document) -> Self {
        Datelines { doc, ends: vec![OnceCell::new(); doc.blocks().len()] }
    }

    /// "OSLO (AP) — The ferry is late, she said": the paper says where the report comes from, and nobody in it.
    pub fn end(&self, block: usize) -> usize {
        *self.ends[block].get_or_init(|| {
            let span = self.doc.blocks()[block].span;
            let text = self.doc.slice(span);
            let found = dateline::read(text).filter(|d| d.capitals || d.agency.is_some());
            // "NATO — the alliance — will act": what goes on in small letters is a sentence.
            let end = found.map(|found| found.end(text)).filter(|&end| !text[end..].starts_with(char::is_lowercase));
            span.start + end.unwrap_or(0)
        })
    }
}

/// A span of content behind the dateline of its paragraph and with whole marks; none where nothing is left.
pub fn settled(doc: &Document, datelines: &Datelines, span: Span) -> Option<Span> {
    let sentence = doc.sentences.get(doc.sentence_at(span.start));
    let start = sentence.map_or(span.start, |sentence| span.start.max(datelines.end(sentence.block)));
    (start < span.end).then(|| with_both_marks(doc, Span::new(start, span.end)))
}

/// A part in marks at the edge of a span has lost one of them with the space and stops there: it gets it back. Words that are all in marks
/// have neither, and the dash of a turn of talk is no mark of a pair.
fn with_both_marks(doc: &Document, span: Span) -> Span {
    let says = |from: usize, to: usize| doc.text().get(from..to).is_some_and(|gap| gap.contains(char::is_alphanumeric));
    let first = doc.marked.partition_point(|m| m.outer.end <= span.start);
    let mut whole = span;
    for marked in doc.marked[first..].iter().take_while(|m| m.outer.start < span.end) {
        let (outer, inner) = (marked.outer, marked.inner);
        if outer.start == inner.start || outer.end == inner.end {
            continue;
        }
        let (opens, closes) = (span.start <= outer.start, outer.end <= span.end);
        if opens && !closes && !says(span.end, inner.end) {
            whole.end = outer.end;
        } else if closes && !opens && !says(inner.start, span.start) {
            whole.start = outer.start;
        }
    }
    whole
}
