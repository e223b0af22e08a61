//! What was published lately: the last articles, and who and what was named and quoted most.
//!
//! The worker tells each enriched article as it was published, with the names in it. Bodies are read only when somebody
//! looks at the page.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde::Deserialize;
use tokio::sync::Notify;

/// Articles that are kept.
const KEPT: usize = 8;
/// Names that are counted. The rarest half is forgotten when there are more.
const NAMES: usize = 20_000;
/// Counts begin anew after so long.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// An article as far as the page shows it.
#[derive(Debug, Clone, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Article {
    #[serde(default)]
    pub title: String,
    pub url: Option<String>,
    #[serde(default)]
    pub source: Source,
    pub text: String,
    #[serde(default)]
    pub entities: Vec<Entity>,
    #[serde(default)]
    pub quotes: Vec<Quote>,
}

/// Its outlet.
#[derive(Debug, Clone, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Source {
    pub name: Option<String>,
    pub domain: Option<String>,
}

/// One of its entities.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub name: String,
    pub mentions: Vec<Place>,
}

/// One of its quotes.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Quote {
    #[serde(rename = "in")]
    pub field: String,
    pub spans: Vec<Range>,
    pub speaker: Option<Speaker>,
}

/// Code points of a text, half-open.
#[derive(Debug, Clone, Copy, Deserialize)]
#[allow(missing_docs)]
pub struct Range {
    pub start: usize,
    pub end: usize,
}

/// Where a mention stands.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Place {
    #[serde(rename = "in")]
    pub field: String,
    pub start: usize,
    pub end: usize,
    pub kind: String,
}

/// Who said it.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Speaker {
    pub name: Option<String>,
    pub entity: Option<String>,
}

impl Speaker {
    /// The name of a speaker who is one of the article's entities; "a spokesman" is nobody to be counted.
    pub fn known(&self) -> Option<&str> {
        self.entity.as_ref().and(self.name.as_deref())
    }
}

/// The names in one article that are counted.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Of its entities.
    pub entities: Vec<String>,
    /// Of the speaker of each of its quotes.
    pub speakers: Vec<String>,
}

/// Names with how often they came.
pub type Counted = Vec<(String, u64)>;

#[derive(Debug)]
struct State {
    latest: VecDeque<Vec<u8>>,
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
    /// An enriched article with this body was published and confirmed.
    pub fn article(&self, body: Vec<u8>, names: &Names) {
        let mut state = self.lock();
        if state.since.elapsed() > DAY {
            state.entities.clear();
            state.speakers.clear();
            state.rejections.clear();
            state.since = Instant::now();
        }
        for entity in &names.entities {
            count(&mut state.entities, entity);
        }
        for speaker in &names.speakers {
            count(&mut state.speakers, speaker);
        }
        state.latest.push_front(body);
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

    /// What the page shows. An article that cannot be read is left out.
    pub fn shown(&self) -> Shown {
        self.looks.notify_one();
        let state = self.lock();
        Shown {
            latest: state.latest.iter().filter_map(|body| serde_json::from_slice(body).ok()).collect(),
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
    pub latest: Vec<Article>,
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
        let body = include_bytes!("../../tests/fixtures/enriched.json");
        let named = |name: &str| vec![name.to_owned()];
        for _ in 0..KEPT + 2 {
            let names =
                Names { entities: named("Ines Cobo"), speakers: [named("Ines Cobo"), named("Ines Cobo")].concat() };
            recent.article(body.to_vec(), &names);
        }
        recent.article(b"no article".to_vec(), &Names::default());
        recent.rejected("no_text");
        let shown = recent.shown();
        assert_eq!(shown.latest.len(), KEPT - 1, "what cannot be read is left out");
        assert_eq!(shown.speakers[0], ("Ines Cobo".to_owned(), 20), "two quotes in each");
        assert!(shown.entities.iter().any(|(name, count)| name == "Ines Cobo" && *count == 10));
        assert_eq!(shown.rejections, [("no_text".to_owned(), 1)]);
    }
}
