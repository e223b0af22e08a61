//! What was published lately: the last articles, and who and what was named and quoted most.
//!
//! The worker tells each enriched article that was published. Ranges are code points of its text, half-open.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// Articles that are kept.
pub const KEPT: usize = 8;
/// Code points of an article's text that are kept: more than the page shows, so that it sees where the text goes on.
pub const TEXT: usize = 1000;
/// Names that are counted. The rarest half is forgotten when there are more.
const NAMES: usize = 20_000;
/// Counts begin anew after so long.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// An article as far as the page shows it.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Article {
    pub title: String,
    pub url: Option<String>,
    /// Name or domain of its outlet.
    pub source: Option<String>,
    pub text: String,
    pub entities: Vec<Entity>,
    pub quotes: Vec<Quote>,
}

/// One of its entities.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Entity {
    pub kind: &'static str,
    pub name: String,
    /// Where its names stand in the text.
    pub names: Vec<Range<usize>>,
}

/// One of its quotes.
#[derive(Debug, Clone)]
pub struct Quote {
    /// The name of a speaker who is one of the article's entities; "a spokesman" is nobody to be counted.
    pub speaker: Option<String>,
    /// Where it stands in the text; nowhere if it stands in the title.
    pub spans: Vec<Range<usize>>,
}

/// Names with how often they came.
pub type Counted = Vec<(String, u64)>;

#[derive(Debug)]
struct State {
    latest: VecDeque<Arc<Article>>,
    entities: HashMap<String, u64>,
    speakers: HashMap<String, u64>,
    rejections: BTreeMap<String, u64>,
    since: Instant,
    depths: Counted,
}

/// Holds them; every method may be called from any task.
#[derive(Debug)]
pub struct Recent {
    state: Mutex<State>,
    looks: Notify,
}

impl Default for Recent {
    fn default() -> Self {
        let state = State {
            latest: VecDeque::new(),
            entities: HashMap::new(),
            speakers: HashMap::new(),
            rejections: BTreeMap::new(),
            since: Instant::now(),
            depths: Vec::new(),
        };
        Recent { state: Mutex::new(state), looks: Notify::new() }
    }
}

impl Recent {
    /// This enriched article was published and confirmed.
    pub fn article(&self, article: Article) {
        let mut state = self.lock();
        if state.since.elapsed() > DAY {
            state.entities.clear();
            state.speakers.clear();
            state.rejections.clear();
            state.since = Instant::now();
        }
        for entity in &article.entities {
            count(&mut state.entities, &entity.name);
        }
        for speaker in article.quotes.iter().filter_map(|quote| quote.speaker.as_ref()) {
            count(&mut state.speakers, speaker);
        }
        state.latest.push_front(Arc::new(article));
        state.latest.truncate(KEPT);
    }

    /// A message went to the dead letters for the reason with this code.
    pub fn rejected(&self, code: &str) {
        *self.lock().rejections.entry(code.to_owned()).or_default() += 1;
    }

    /// Messages waiting in each queue, as counted just now.
    pub fn depths(&self, depths: Counted) {
        self.lock().depths = depths;
    }

    /// Resolves when somebody has looked at the page since the last call.
    pub async fn looked_at(&self) {
        self.looks.notified().await;
    }

    /// What the page shows.
    pub fn shown(&self) -> Shown {
        self.looks.notify_one();
        let state = self.lock();
        Shown {
            latest: state.latest.iter().cloned().collect(),
            entities: top(&state.entities),
            speakers: top(&state.speakers),
            rejections: state.rejections.clone().into_iter().collect(),
            depths: state.depths.clone(),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// A copy of what is known.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// Newest first.
    pub latest: Vec<Arc<Article>>,
    /// The entities in the most articles.
    pub entities: Counted,
    /// The speakers of the most quotes.
    pub speakers: Counted,
    /// Dead letters by code.
    pub rejections: Counted,
    /// Queues with what waits in them.
    pub depths: Counted,
}

fn count(counts: &mut HashMap<String, u64>, name: &str) {
    match counts.get_mut(name) {
        Some(count) => *count += 1,
        None => _ = counts.insert(name.to_owned(), 1),
    }
    if counts.len() > NAMES {
        let mut all: Vec<u64> = counts.values().copied().collect();
        let middle = all.len() / 2;
        let (_, median, _) = all.select_nth_unstable(middle);
        let median = *median;
        counts.retain(|_, count| *count > median);
    }
}

/// The ten largest, alike ones by name.
fn top(counts: &HashMap<String, u64>) -> Counted {
    let mut all: Vec<(&String, &u64)> = counts.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    all.into_iter().take(10).map(|(name, count)| (name.clone(), *count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_as_published_is_counted_and_kept() {
        let recent = Recent::default();
        let quote = |speaker: Option<&str>| Quote { speaker: speaker.map(str::to_owned), spans: Vec::new() };
        let article = Article {
            entities: vec![Entity { kind: "person", name: "Ines Cobo".to_owned(), names: Vec::new() }],
            quotes: vec![quote(Some("Ines Cobo")), quote(None), quote(Some("Ines Cobo"))],
            ..Article::default()
        };
        for _ in 0..KEPT + 2 {
            recent.article(article.clone());
        }
        recent.rejected("no_text");
        let shown = recent.shown();
        assert_eq!(shown.latest.len(), KEPT);
        assert_eq!(shown.speakers, [("Ines Cobo".to_owned(), 20)], "two quotes in each");
        assert_eq!(shown.entities, [("Ines Cobo".to_owned(), 10)]);
        assert_eq!(shown.rejections, [("no_text".to_owned(), 1)]);
    }
}
