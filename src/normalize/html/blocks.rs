//! The lines of a page in order, with what is known of each.
//!
//! A subtree of the page is a run of blocks, so everything that comes later works on runs and never walks the
//! tree again.

mod drop_caps;
mod reader;
mod table_rows;

use std::collections::HashMap;
use std::ops::Range;

use super::dom::{Dom, NodeId, ROOT, Step};
use super::labels::Boilerplate;
use crate::languages::is_wide;
use reader::Reader;

/// One line of text of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its clean text, never empty.
    pub text: String,
    /// The nearest block-level element that holds it.
    pub node: NodeId,
    /// What that element is; of nested ones the most telling (a paragraph in a list item is an item).
    pub form: Form,
    /// Visible characters; those of scripts that write a word with one or two count twice.
    pub chars: usize,
    /// Visible characters within links.
    pub link_chars: usize,
    /// Visible characters in bold.
    pub bold_chars: usize,
    /// Commas of any script.
    pub commas: usize,
    /// What marks it as no part of the text, once `boilerplate` has looked.
    pub boilerplate: Boilerplate,
    /// The element around `node`.
    pub parent: Option<NodeId>,
}

/// How a block is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `<p>` and its like.
    Paragraph,
    /// Text directly in a `<div>` or another container.
    Loose,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A cell of a table.
    Cell,
    /// Preformatted.
    Pre,
}

impl Block {
    /// The share of the text that is links, 0 to 1.
    pub fn link_density(&self) -> f32 {
        self.link_chars as f32 / self.chars.max(1) as f32
    }

    /// Whether it is the text of a picture; a table in a figure is none.
    pub fn is_caption(&self) -> bool {
        self.boilerplate.intersects(Boilerplate::CAPTION) && self.form != Form::Cell
    }

    /// Whether it reads like a piece of running text.
    pub fn is_prose(&self) -> bool {
        self.chars >= 60 && self.link_density() < 0.4 && !matches!(self.form, Form::Heading(_))
    }
}

/// A page with less prose in characters tells its story in lines that are too short to be prose: all of these count.
const LITTLE_PROSE: usize = 400;

/// Characters of the blocks that count in front of each block, and in all at the end.
fn sums(blocks: &[Block], counts: impl Fn(&Block) -> bool) -> Vec<usize> {
    let ends = blocks.iter().scan(0, |sum, block| {
        *sum += if counts(block) { block.chars } else { 0 };
        Some(*sum)
    });
    std::iter::once(0).chain(ends).collect()
}

/// The blocks of a page, and which of them each node holds.
#[derive(Debug, Default)]
pub struct Blocks {
    /// In document order.
    pub list: Vec<Block>,
    /// What elements say of all that they hold, in document order.
    pub labelled: Vec<(NodeId, Boilerplate)>,
    pub(super) ranges: Vec<(u32, u32)>,
    /// Characters of prose before each block, and in all at the end.
    prose: Vec<usize>,
    /// For each block the first one with the same text.
    same_text: Vec<usize>,
}

impl Blocks {
    /// Reads the blocks of a document.
    pub fn read(dom: &Dom) -> Self {
        let mut reader = Reader::new(dom);
        dom.walk(ROOT, |step| match step {
            Step::Enter(node) => reader.enter(node),
            Step::Leave(node) => {
                reader.leave(node);
                true
            }
        });
        let mut this = reader.finish();
        this.tell_layout_from_data();
        table_rows::join(dom, &mut this);
        this.prose = sums(&this.list, Block::is_prose);
        if this.prose.last().is_some_and(|&all| all < LITTLE_PROSE) {
            this.prose =
                sums(&this.list, |b| b.chars >= 20 && b.link_density() < 0.4 && !matches!(b.form, Form::Heading(_)));
        }
        let mut first: HashMap<&str, usize> = HashMap::with_capacity(this.list.len());
        this.same_text =
            this.list.iter().enumerate().map(|(i, b)| *first.entry(b.text.as_str()).or_insert(i)).collect();
        this
    }

    /// The blocks below a node.
    pub fn range(&self, node: NodeId) -> Range<usize> {
        let (start, end) = self.ranges[node as usize];
        start as usize..(end as usize).max(start as usize)
    }

    /// Characters of prose in a run of blocks.
    pub fn prose(&self, range: &Range<usize>) -> usize {
        self.prose[range.end] - self.prose[range.start]
    }

    /// The first block with the same text as this one.
    pub fn first_with_same_text(&self, block: usize) -> usize {
        self.same_text[block]
    }

    /// Cells that hold several lines and prose lay out a page: their text is loose, not data.
    fn tell_layout_from_data(&mut self) {
        for at in 0..self.list.len() {
            let range = self.range(self.list[at].node);
            if self.list[at].form == Form::Cell
                && range.len() > 1
                && self.list[range].iter().any(|block| block.chars >= 60 && block.link_density() < 0.4)
            {
                self.list[at].form = Form::Loose;
            }
        }
    }
}

/// Where one element in a line ends and the next begins at once. The parts of a byline are set apart by style sheets
/// alone ("Ann LeeUpdated 4 May"), the letters of a word hardly ever.
#[derive(Debug, Default)]
pub struct InlineGap {
    has_left: bool,
    is_parted: bool,
}

impl InlineGap {
    /// An element in a line begins.
    pub fn enter(&mut self) {
        self.is_parted |= self.has_left;
    }

    /// An element in a line ends.
    pub fn leave(&mut self) {
        self.has_left = true;
    }

    /// Whether an element in the line has just ended.
    pub fn has_left(&self) -> bool {
        self.has_left
    }

    /// Puts a text behind a line, and a space between them where two words touch at the gap.
    pub fn push(&mut self, line: &mut String, text: &str) {
        let ends_word = |c: char| c.is_lowercase() || c.is_ascii_digit();
        if self.is_parted && line.ends_with(ends_word) && text.starts_with(char::is_uppercase) {
            line.push(' ');
        }
        line.push_str(text);
        *self = InlineGap::default();
    }
}

/// Visible characters, where Han, kana and Hangul count twice: a sentence of these has half the letters, and all
/// thresholds of length are meant for alphabets.
pub fn visible_chars(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    }
    let columns = |c: char| match c {
        c if is_wide(c) => 2,
        c => usize::from(!c.is_whitespace()),
    };
    text.chars().map(columns).sum()
}

/// Compares the texts of a page's blocks, parted by slashes.
#[cfg(test)]
#[track_caller]
fn check_texts(page: &str, want: &str) {
    let blocks = Blocks::read(&Dom::parse(page)).list;
    assert_eq!(blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" / "), want, "{page}");
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(page: &str, want: Expect) {
        let shown: Vec<String> = Blocks::read(&Dom::parse(page))
            .list
            .iter()
            .map(|b| format!("{:?} {}/{}: {}\n", b.form, b.link_chars, b.chars, b.text))
            .collect();
        want.assert_eq(&shown.concat());
    }

    #[test]
    fn block_elements_end_lines() {
        check(
            "<div>Loose <a href=/x>link</a><p><span>T</span>he drop cap<ul><li><p>Item</p>\
             <li>Two</ul><h2>A <b>heading</b></h2><table><tr><td>One<td>Two</table><style>p{}</style>",
            expect![[r#"
                Loose 4/9: Loose link
                Paragraph 0/10: The drop cap
                Item 0/4: Item
                Item 0/3: Two
                Heading(2) 0/8: A heading
                Cell 0/6: One | Two
            "#]],
        );
    }

    #[test]
    fn breaks_part_lines_but_not_sentences() {
        check(
            "<p>First paragraph.<br><br>Second paragraph, whose sentence goes on over a line that<br>was broken by hand.<br>Third.",
            expect![[r#"
                Paragraph 0/15: First paragraph.
                Paragraph 0/64: Second paragraph, whose sentence goes on over a line that was broken by hand.
                Paragraph 0/6: Third.
            "#]],
        );
    }
}
