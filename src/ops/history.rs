//! The last hour in short steps: what was settled and how long it took. Kept for the page; Prometheus keeps its own.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::metrics::Settlement;

/// Length of one step.
pub const STEP: Duration = Duration::from_secs(5);
/// Steps that are kept: an hour.
pub const STEPS: usize = 720;

/// Latencies from a tenth of a millisecond on, each bucket a quarter wider than the one before; the last is over a
/// minute.
const BUCKETS: usize = 62;

/// One step.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Step {
    /// Messages accepted per second.
    pub accepted: f64,
    /// Messages that went to the dead letters or to a retry, per second.
    pub troubled: f64,
    /// Median seconds from delivery to acknowledgement; `None` when nothing was settled.
    pub median: Option<f64>,
    /// The 99th percentile of them.
    pub p99: Option<f64>,
}

/// Collects the current step and keeps the ones before.
#[derive(Debug)]
pub struct History {
    accepted: AtomicU64,
    troubled: AtomicU64,
    latencies: [AtomicU64; BUCKETS],
    steps: Mutex<VecDeque<Step>>,
}

impl Default for History {
    fn default() -> Self {
        History {
            accepted: AtomicU64::new(0),
            troubled: AtomicU64::new(0),
            latencies: [const { AtomicU64::new(0) }; BUCKETS],
            steps: Mutex::default(),
        }
    }
}

impl History {
    /// A message was settled so long after it came.
    pub fn settled(&self, outcome: Settlement, after: Duration) {
        match outcome {
            Settlement::Accepted | Settlement::Skipped => _ = self.accepted.fetch_add(1, Ordering::Relaxed),
            Settlement::Dead | Settlement::Retried => _ = self.troubled.fetch_add(1, Ordering::Relaxed),
            Settlement::Requeued => return,
        }
        self.latencies[bucket(after)].fetch_add(1, Ordering::Relaxed);
    }

    /// Ends the current step, which took so long.
    pub fn step(&self, took: Duration) {
        let seconds = took.as_secs_f64().max(f64::EPSILON);
        let counts: Vec<u64> = self.latencies.iter().map(|bucket| bucket.swap(0, Ordering::Relaxed)).collect();
        let step = Step {
            accepted: self.accepted.swap(0, Ordering::Relaxed) as f64 / seconds,
            troubled: self.troubled.swap(0, Ordering::Relaxed) as f64 / seconds,
            median: quantile(&counts, 0.5),
            p99: quantile(&counts, 0.99),
        };
        let mut steps = self.lock();
        if steps.len() == STEPS {
            steps.pop_front();
        }
        steps.push_back(step);
    }

    /// The steps, oldest first.
    pub fn steps(&self) -> Vec<Step> {
        self.lock().iter().copied().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<Step>> {
        self.steps.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn bucket(after: Duration) -> usize {
    let widths = (after.as_secs_f64() / 0.0001).max(1.0).log(1.25);
    (widths as usize).min(BUCKETS - 1)
}

/// The upper end of the bucket that holds the quantile.
fn quantile(counts: &[u64], share: f64) -> Option<f64> {
    let total: u64 = counts.iter().sum();
    let rank = (share * total as f64).ceil().max(1.0) as u64;
    let mut seen = 0;
    let at = counts.iter().position(|count| {
        seen += count;
        seen >= rank
    })?;
    Some(0.0001 * 1.25_f64.powi(i32::try_from(at).unwrap_or(i32::MAX) + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_has_rates_and_latencies() {
        let history = History::default();
        for i in 0..100 {
            history.settled(Settlement::Accepted, Duration::from_millis(if i < 98 { 10 } else { 1000 }));
        }
        history.settled(Settlement::Dead, Duration::from_millis(10));
        history.settled(Settlement::Requeued, Duration::from_secs(50));
        history.step(Duration::from_secs(5));
        let step = history.steps()[0];
        assert_eq!((step.accepted, step.troubled), (20.0, 0.2));
        let (median, p99) = (step.median.expect("settled"), step.p99.expect("settled"));
        assert!((0.010..0.0125).contains(&median), "{median}");
        assert!((1.0..1.25).contains(&p99), "{p99}");
        history.step(Duration::from_secs(5));
        assert_eq!(history.steps()[1], Step::default());
    }

    #[test]
    fn an_hour_is_kept() {
        let history = History::default();
        for _ in 0..STEPS + 5 {
            history.step(STEP);
        }
        assert_eq!(history.steps().len(), STEPS);
    }
}
