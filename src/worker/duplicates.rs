//! Recognises the same wire story in another outlet's words: near-duplicates among the latest articles.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::enriched::EnrichedArticle;

/// Bits in which the fingerprints of near-duplicates differ at most. Those of unrelated articles differ in 32 bits on
/// average, with a standard deviation of 4.
const MOST_BITS: u32 = 6;

/// Fewest words of an article that is compared: the fingerprints of shorter ones say little.
const FEWEST_WORDS: usize = 50;

/// The latest articles that this worker has enriched.
///
/// What it says depends on what came before, so it goes into a header and never into a body.
#[derive(Debug)]
pub struct Duplicates {
    window: usize,
    latest: Mutex<VecDeque<Seen>>,
}

#[derive(Debug)]
struct Seen {
    simhash: u64,
    id: String,
}

impl Duplicates {
    /// Remembers the last `window` articles; with 0 none is ever a duplicate.
    pub fn new(window: usize) -> Self {
        Duplicates { window, latest: Mutex::default() }
    }

    /// The id of the earliest of the latest articles that this one repeats, and remembers this one.
    ///
    /// The same article again (a redelivery, a replay, a correction) is not its own duplicate.
    pub fn original(&self, article: &EnrichedArticle) -> Option<String> {
        if self.window == 0 || article.word_count < FEWEST_WORDS {
            return None;
        }
        let simhash = u64::from_str_radix(&article.fingerprint.simhash, 16).ok()?;
        let mut latest = self.latest.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if latest.iter().any(|seen| seen.id == article.id) {
            latest.retain(|seen| seen.id != article.id);
        }
        let is_near = |seen: &&Seen| (seen.simhash ^ simhash).count_ones() <= MOST_BITS;
        let original = latest.iter().find(is_near).map(|seen| seen.id.clone());
        if latest.len() == self.window {
            latest.pop_front();
        }
        latest.push_back(Seen { simhash, id: article.id.clone() });
        original
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Input;
    use crate::pipeline::Pipeline;

    const STORY: &str = "The harbour authority said on Monday that it would close the northern basin for two weeks \
        because the dredging of the channel had taken longer than foreseen. Ships will be sent to the southern basin \
        where there is room enough for all of them, the authority said in a statement. The fishermen of the town \
        had asked for a later date, but the mayor said that the autumn storms left no choice to anybody. Work on the \
        channel began in spring, and the town pays a third of its price, which has risen twice since then.";

    const OTHER: &str = "A court in the capital has fined the operator of three ferries, whose crews had worked for \
        twenty hours without a break in the summer. The judge spoke of a danger for all passengers, and the company \
        has said that it will appeal. Its lawyer told reporters that the books had been kept in order, and that the \
        union had made up the numbers. The union called the fine a beginning, and asked for inspectors on board.";

    fn article(id: &str, text: &str) -> EnrichedArticle {
        let body = serde_json::json!({"id": id, "text": text}).to_string();
        let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        Pipeline::default().process(&input).expect("an article").remove(0)
    }

    #[test]
    fn wire_copy_points_to_what_came_first() {
        let window = Duplicates::new(2);
        assert_eq!(window.original(&article("a", STORY)), None);
        assert_eq!(window.original(&article("b", &STORY.replace("on Monday", "late on Monday"))), Some("a".to_owned()));
        assert_eq!(window.original(&article("c", OTHER)), None);
        // "a" has left the window.
        assert_eq!(window.original(&article("d", STORY)), Some("b".to_owned()));
    }

    #[test]
    fn an_article_is_not_its_own_duplicate() {
        let window = Duplicates::new(10);
        assert_eq!(window.original(&article("a", STORY)), None);
        assert_eq!(window.original(&article("a", STORY)), None);
    }

    #[test]
    fn short_articles_and_a_window_of_none_say_nothing() {
        let (window, none) = (Duplicates::new(10), Duplicates::new(0));
        for id in ["a", "b"] {
            assert_eq!(window.original(&article(id, "The council met on Tuesday.")), None);
            assert_eq!(none.original(&article(id, STORY)), None);
        }
    }
}
