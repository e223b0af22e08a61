//! Drops from the blocks of an article what is no part of its text.

mod phrases;
mod tail;
mod wording;

pub use phrases::asks_to_subscribe;

use std::cell::RefCell;

use super::dom::Dom;
use super::marks::Marks;
use super::page::{Block, Form, Page};
use crate::normalize::text::fold;

/// Characters from which a line in front of the text is text without more ado: longer than bylines and teasers are.
const LONG_LINE: usize = 70;

/// Characters from which a line that ends like a sentence is one, alone and of four words or more. The shorter begins
/// stories that the longer would cut (four pages of the second development set gain 2 points, none loses).
const SENTENCE: usize = 25;
const SHORT_SENTENCE: usize = 12;

/// How many lines behind the first of the text may still be a byline: the standfirst is the first on some pages.
const BYLINE_LINES: usize = 3;

/// Filters runs of one page's blocks; a block is judged once however many runs hold it.
pub struct Filter<'a> {
    dom: &'a Dom,
    page: &'a Page,
    /// The page's headline, folded.
    headline: String,
    /// The names of its authors, folded.
    authors: Vec<String>,
    noise: RefCell<Vec<Option<bool>>>,
}

impl<'a> Filter<'a> {
    /// No block is judged yet.
    pub fn new(dom: &'a Dom, page: &'a Page, headline: Option<&str>, authors: &[String]) -> Self {
        let headline = headline.map(fold).unwrap_or_default();
        let authors = authors.iter().map(|name| fold(name)).collect();
        Filter { dom, page, headline, authors, noise: RefCell::new(vec![None; page.blocks.len()]) }
    }

    /// The blocks that stay, of those given in order.
    pub fn apply(&self, candidate: impl IntoIterator<Item = usize>) -> Vec<usize> {
        let page = self.page;
        let is_unwanted = |block: &Block| block.marks.any(Marks::BOILERPLATE) || block.is_caption();
        let mut run: Vec<usize> = candidate.into_iter().filter(|&i| !is_unwanted(&page.blocks[i])).collect();
        run.sort_unstable();
        run.dedup();
        let is_links = |i: Option<&usize>| i.is_some_and(|&i| page.blocks[i].link_density() > 0.6);
        let mut kept = Vec::with_capacity(run.len());
        for (at, &i) in run.iter().enumerate() {
            let block = &page.blocks[i];
            let among_links = is_links(at.checked_sub(1).and_then(|j| run.get(j))) || is_links(run.get(at + 1));
            let is_noise = is_links(Some(&i)) && is_link_noise(block, among_links)
                || self.is_noise(i)
                || self.answers_headline(block);
            if !is_noise {
                kept.push(i);
            }
        }
        drop_repeated(page, &mut kept);
        trim_head(page, &self.headline, &mut kept);
        tail::cut(self.dom, page, &self.authors, &mut kept);
        kept
    }

    /// Whether a heading is "Re:" and the page's headline, as over the answers in a thread.
    fn answers_headline(&self, block: &Block) -> bool {
        matches!(block.form, Form::Heading(_)) && fold(&block.text).strip_prefix("re ") == Some(&self.headline)
    }

    fn is_noise(&self, block: usize) -> bool {
        *self.noise.borrow_mut()[block].get_or_insert_with(|| phrases::is_noise(&self.page.blocks[block]))
    }
}

/// The blocks of a fragment: there is no page around it, so only lines that point elsewhere go, and the headline.
pub fn fragment(page: &Page) -> Vec<usize> {
    let unwanted = Marks::HIDDEN.with(Marks::SHARE).with(Marks::COMMENTS).with(Marks::NAVIGATION);
    let is_text = |(i, block): (usize, &Block)| {
        let is_headline = i == 0 && block.form == Form::Heading(1);
        (!is_headline && !block.marks.any(unwanted) && !phrases::is_noise(block)).then_some(i)
    };
    page.blocks.iter().enumerate().filter_map(is_text).collect()
}

/// A line of links is a teaser, a menu or a button, unless it stands alone among text and reads like it.
fn is_link_noise(block: &Block, among_links: bool) -> bool {
    if ends_sentence(&block.text) && block.chars >= 20 {
        return false;
    }
    match block.form {
        Form::Heading(_) => block.chars > 80 || among_links && block.chars > 30,
        Form::Item | Form::Cell => among_links && block.chars > 10,
        _ => true,
    }
}

/// Text that comes again word for word: a promotion when it comes often, else a pull quote or a summary. Where two
/// fifths of the text are such beside itself, as in a song, they are meant to be.
fn drop_repeated(page: &Page, kept: &mut Vec<usize>) {
    let mut counts = vec![0usize; page.blocks.len()];
    kept.iter().for_each(|&i| counts[page.twin(i)] += 1);
    let is_repeated = |i: usize| {
        let block = &page.blocks[i];
        block.chars >= 20 && counts[page.twin(i)] > 1 && !matches!(block.form, Form::Heading(_) | Form::Cell)
    };
    let chars = |test: &dyn Fn(usize) -> bool| -> usize {
        kept.iter().filter(|&&i| test(i)).map(|&i| page.blocks[i].chars).sum()
    };
    let is_refrain = |i: usize| {
        let first = page.twin(i);
        i != first && is_repeated(i) && page.blocks[i].parent == page.blocks[first].parent
    };
    if chars(&is_refrain) * 5 >= chars(&|_| true) * 2 {
        return;
    }
    let mut seen = vec![0usize; page.blocks.len()];
    kept.retain(|&i| {
        let (count, nth) = (counts[page.twin(i)], &mut seen[page.twin(i)]);
        *nth += 1;
        !is_repeated(i) || *nth == 1 && (count < 3 || page.blocks[i].chars > 200)
    });
}

/// In front of the first paragraph stand headline, byline, date and buttons; short sentences there are text once one
/// of ordinary length has come.
fn trim_head(page: &Page, headline: &str, kept: &mut Vec<usize>) {
    let reads_like_text = |block: &Block| {
        let is_long = block.chars >= SENTENCE || block.chars >= SHORT_SENTENCE && block.text.split(' ').count() >= 4;
        is_long && ends_sentence(&block.text) && block.link_density() < 0.4
    };
    let is_headline = |block: &Block| !headline.is_empty() && fold(&block.text) == headline;
    let is_heading = |block: &Block| matches!(block.form, Form::Heading(_)) || is_headline(block);
    let position = |test: &dyn Fn(&Block) -> bool| kept.iter().position(|&i| test(&page.blocks[i]));
    let first = position(&|b| b.chars >= LONG_LINE && !is_heading(b))
        .or_else(|| position(&|b| reads_like_text(b) && !is_heading(b)));
    let Some(first) = first else { return };
    let (mut at, mut has_begun) = (0, false);
    kept.retain(|&i| {
        at += 1;
        let block = &page.blocks[i];
        match block.form {
            Form::Heading(1) => at > first + 1,
            _ if at <= first + BYLINE_LINES && (phrases::is_byline(block) || phrases::is_date_alone(block)) => false,
            _ if at > first => true,
            _ if is_headline(block) => false,
            // A crosshead, or the standfirst.
            Form::Heading(_) => !phrases::is_date_alone(block),
            _ if has_begun => block.link_density() < 0.4 && (block.form == Form::Item || ends_sentence(&block.text)),
            _ => {
                has_begun = reads_like_text(block);
                has_begun
            }
        }
    });
}

/// Whether a text ends like a sentence.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' '])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।'])
}
