//! Words that give away a line that is no part of an article.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::languages::{Wording, wording};
use crate::normalize::byline;
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::blocks::{Block, Form};
use crate::normalize::wording::Phrases;

/// Longest line that may be a pointer elsewhere, in visible characters.
const LONGEST_POINTER: usize = 180;

/// Most words of who took a picture.
const PHOTOGRAPHER_WORDS: usize = 6;

/// Longest line that invites to a newsletter, in visible characters; the longer tell of one as often.
const LONGEST_INVITATION: usize = 120;

/// Whether a line points elsewhere, sells something, or only says who wrote the article and when.
pub fn is_boilerplate(block: &Block) -> bool {
    // "* * *", "💡": ornaments. A rule of underscores parts the sections of wire copy.
    if !block.text.contains(|c: char| c.is_alphanumeric() || c == '_') {
        return true;
    }
    if block.chars > LONGEST_POINTER {
        return false;
    }
    let text = block.text.to_lowercase();
    if text.starts_with('©') || is_about_rights(&text) {
        return block.chars < 120;
    }
    if matches!(block.form, Form::Heading(_)) {
        return false;
    }
    block.chars < 60 && (PAY_WALLS.are_in(&text) || is_pager(&text) || byline::is_label(&text))
        || is_feed_tail(&text)
        || POINTERS.begin(&text) && (block.link_chars > 0 || block.chars < 60)
        || is_button(&text) && (block.link_chars > 0 || block.form != Form::Item)
        || says_who_took_it(&text)
        || block.link_density() > 0.25 && block.chars < LONGEST_INVITATION && INVITATIONS.are_in(&text)
        || is_date_line(&text, block)
}

/// Whether a lower-case line holds words about rights; those that end in a blank begin it.
fn is_about_rights(text: &str) -> bool {
    let holds = |words: &&str| text.starts_with(*words) || !words.ends_with(' ') && text.contains(*words);
    wording(Wording::Copyright).iter().any(holds)
}

/// Whether a line says that the rest is for subscribers.
pub fn asks_to_subscribe(block: &Block) -> bool {
    block.chars < LONGEST_POINTER && PAY_WALLS.are_in(&block.text.to_lowercase())
}

/// Whether a line speaks of a newsletter or the like.
pub fn invites(block: &Block) -> bool {
    block.chars < LONGEST_INVITATION && INVITATIONS.are_in(&block.text.to_lowercase())
}

/// How surely a heading begins what follows an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// It does.
    Certain,
    /// It does when what stands after it points elsewhere.
    Likely,
    /// It does not.
    No,
}

/// How surely a heading, or a line that stands for one, begins what follows an article.
pub fn tail_heading(block: &Block) -> Tail {
    let is_heading = match block.form {
        Form::Heading(_) => true,
        Form::Item | Form::Cell => false,
        _ => block.chars < 40 && !block.text.ends_with('.'),
    };
    if !is_heading || block.chars >= 80 {
        return Tail::No;
    }
    let text = block.text.to_lowercase();
    match () {
        _ if TAILS.begin(&text) => Tail::Certain,
        // "12 Comments"
        _ if text
            .split_once(' ')
            .is_some_and(|(count, word)| is_count(count) && !word.contains(' ') && TAILS.begin(word)) =>
        {
            Tail::Certain
        }
        _ if LIKELY_TAILS.begin(&text) => Tail::Likely,
        _ => Tail::No,
    }
}

fn is_count(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// "Published 19 June 2019", "Last updated: 08:00", "5 min read".
fn is_date_line(text: &str, block: &Block) -> bool {
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    if block.chars > 90 || !has_digit {
        return false;
    }
    let words = text.split_whitespace().count();
    let is_reading_time = wording(Wording::ReadingTime).iter().any(|end| text.ends_with(end));
    let ends = text.ends_with(['.', '!', '?']);
    is_reading_time
        || !ends && (words <= 12 && DATE_LINES.begin(text) || words <= 16 && DATE_LINES.are_in(text) && says_day(text))
        || words <= 7 && !ends && block.form != Form::Item && block.form != Form::Cell && says_day(text)
}

/// "The quay in May. Foto: Jan Moll": the text of a picture that nothing else says to be one.
fn says_who_took_it(text: &str) -> bool {
    PICTURE_BY.ends(text).last().is_some_and(|at| {
        let name = text[at..].trim_end_matches([')', ']']);
        (1..=PHOTOGRAPHER_WORDS).contains(&name.split_whitespace().count()) && !name.trim_end().ends_with('.')
    })
}

fn says_day(text: &str) -> bool {
    date::parse(text, DayOrder::DayFirst).is_some()
}

/// Whether a line is a date and nothing else.
pub fn is_date_alone(block: &Block) -> bool {
    block.chars < 40
        && block.text.split_whitespace().count() <= 7
        && block.text.bytes().any(|b| b.is_ascii_digit())
        && says_day(&block.text)
}

/// Whether a line in front of the text only says who wrote it: "By Ann Lee", "Interview: Ann Lee".
pub fn is_byline(block: &Block) -> bool {
    block.chars < 60
        && !block.text.ends_with(['.', '!', '?', ':'])
        && byline::after_by(&block.text).is_some()
        && !byline::signed(&block.text).is_empty()
}

/// "Share", "Drucken (3)", "Tweet Share": the words of a button, alone or in a row.
fn is_button(text: &str) -> bool {
    let is_one = |words: &str| BUTTONS.contains(words.trim_matches(|c: char| !c.is_alphabetic() && c != '+'));
    let mut words = text.split([' ', '|', '·', '/']).filter(|word| word.contains(char::is_alphabetic)).peekable();
    is_one(text) || words.peek().is_some() && words.all(is_one)
}

/// "Page 2 of 3", "Continued on next page": what speaks of the pages of an article.
fn is_pager(text: &str) -> bool {
    // Any number stands as 9 in the packs.
    let mut line = String::with_capacity(text.len());
    for c in text.trim_matches(|c: char| !c.is_alphanumeric()).chars() {
        match c.is_numeric() {
            true if line.ends_with('9') => {}
            true => line.push('9'),
            false => line.push(c),
        }
    }
    PAGERS.contains(line.as_str())
}

/// "The post … appeared first on …": what content systems set below the items of feeds.
fn is_feed_tail(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or_default();
    FEED_TAILS[usize::from(first)]
        .iter()
        .any(|(head, rest)| text.strip_prefix(head).is_some_and(|after| after.contains(rest)))
}

static BUTTONS: LazyLock<HashSet<&str>> = LazyLock::new(|| wording(Wording::Button).iter().copied().collect());
static PAGERS: LazyLock<HashSet<&str>> = LazyLock::new(|| wording(Wording::Pager).iter().copied().collect());
/// How the lines below the items of feeds begin, by their first byte, and what follows in them.
static FEED_TAILS: LazyLock<Vec<Vec<(&str, &str)>>> = LazyLock::new(|| {
    let mut by_first = vec![Vec::new(); 256];
    for pattern in wording(Wording::FeedTail) {
        let (head, rest) = pattern.split_once('*').unwrap_or((pattern, ""));
        by_first[usize::from(head.bytes().next().unwrap_or_default())].push((head.trim_end(), rest));
    }
    by_first
});
static POINTERS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::Pointer]));
static TAILS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::Tail]));
static LIKELY_TAILS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::LikelyTail]));
static PAY_WALLS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::PayWall]));
static INVITATIONS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::Invitation]));
static PICTURE_BY: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::PictureBy]));
static DATE_LINES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::DateLine]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::html::blocks::Blocks;
    use crate::normalize::html::dom::Dom;

    fn block(html: &str) -> Block {
        Blocks::read(&Dom::parse(html)).list.remove(0)
    }

    #[test]
    fn tells_noise_from_text() {
        for html in [
            "<p>Read more: <a href=/x>Another story</a>",
            "<p>Lesen Sie auch: <a href=/x>Noch ein Text</a>",
            "<p>Published on 19 June 2019 at 8:00",
            "<p>19.06.2019, 14:30 Uhr",
            "<p>5 min read",
            "<p>© 2019 The Example Times",
            "<p>Page 3 of 12",
            "<p>Seite 3 / 12",
            "<p>Suite à la page suivante",
            "<p>下一页",
            "<p><a href=/x>Share</a> <a href=/y>Print</a>",
            "<p>Der Beitrag <a href=/x>Fähre fährt</a> erschien zuerst auf <a href=/>Küstenbote</a>.",
            "<p>La entrada Vuelve el barco se publicó primero en Costa.",
            "<p>» <a href=/x>Another story</a>",
        ] {
            assert!(is_boilerplate(&block(html)), "{html}");
        }
        for html in [
            "<p>Related problems were found in three other towns of the district, the auditors said, and more may follow soon.",
            "<p>He published his first book in 2019.",
            "<p>The post of harbour master is to be filled in May, the council said, and first of all on a trial basis.",
            "<p>Page 3 of the report is blank.",
            "<p>The fair opens on 19 June 2019.",
            "<h2>Read more</h2>",
        ] {
            assert!(!is_boilerplate(&block(html)), "{html}");
        }
    }
}
