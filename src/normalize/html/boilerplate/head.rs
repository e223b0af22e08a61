//! What stands in front of an article's text.

use super::{ends_sentence, phrases};
use crate::normalize::html::blocks::{Block, Blocks, Form};
use crate::normalize::text::fold;

/// Characters from which a line in front of the text is text without more ado: longer than bylines and teasers are.
const LONG_LINE: usize = 70;

/// Characters from which a line that ends like a sentence is one, alone and of four words or more. The shorter begins
/// stories that the longer would cut (four pages of the second development set gain 2 points, none loses).
const SENTENCE: usize = 25;
const SHORT_SENTENCE: usize = 12;

/// How many lines behind the first of the text may still be a byline: the standfirst is the first on some pages.
const BYLINE_LINES: usize = 3;

/// Whether a heading is "Re:" and the page's headline, as over the answers in a thread.
fn answers_headline(block: &Block, headline: &str) -> bool {
    matches!(block.form, Form::Heading(_)) && fold(&block.text).strip_prefix("re ") == Some(headline)
}

/// In front of the first paragraph stand headline, byline, date and buttons; short sentences there are text once one
/// of ordinary length has come.
pub fn trim(blocks: &Blocks, headline: &str, kept: &mut Vec<usize>) {
    let reads_like_text = |block: &Block| {
        let is_long = block.chars >= SENTENCE || block.chars >= SHORT_SENTENCE && block.text.split(' ').count() >= 4;
        is_long && ends_sentence(&block.text) && block.link_density() < 0.4
    };
    kept.retain(|&i| !answers_headline(&blocks.list[i], headline));
    let is_headline = |block: &Block| !headline.is_empty() && fold(&block.text) == headline;
    let is_heading = |block: &Block| matches!(block.form, Form::Heading(_)) || is_headline(block);
    let position = |test: &dyn Fn(&Block) -> bool| kept.iter().position(|&i| test(&blocks.list[i]));
    let first = position(&|b| b.chars >= LONG_LINE && !is_heading(b))
        .or_else(|| position(&|b| reads_like_text(b) && !is_heading(b)));
    let Some(first) = first else { return };
    let (mut at, mut has_begun) = (0, false);
    kept.retain(|&i| {
        at += 1;
        let block = &blocks.list[i];
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
