//! What can be set about the worker.

use std::num::NonZeroU16;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `worker`: how much at a time, how long, and when to stop and ask a human.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WorkerSettings {
    /// Live articles taken and not yet acknowledged, at most. They wait for a processor, are processed, or wait for
    /// the confirms of their outputs; more than that gains nothing and costs memory.
    pub prefetch: NonZeroU16,
    /// Replayed articles taken and not yet acknowledged, at most.
    pub replay_prefetch: NonZeroU16,
    /// Bodies in hand, in bytes: when large articles come, fewer are taken at a time. What the broker has sent
    /// before the worker noticed comes on top.
    pub in_flight_bytes: usize,
    /// Articles processed at the same time; 0 is the number of cores. Replayed ones get half of these at most.
    pub threads: usize,
    /// Longest time to process one message; then it is rejected as `timeout`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub time_budget: Duration,
    /// Articles that nearly repeat one of so many that this worker enriched before say so in the header
    /// `x-copydesk-duplicate-of`; 0 switches it off. Up to 10,000 cost no time worth speaking of.
    pub duplicate_window: usize,
    /// After SIGTERM: longest time until the process ends. What is unfinished then goes back to its queue.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub drain_timeout: Duration,
    /// The circuit breaker looks at so many of the latest articles; 0 switches it off.
    pub breaker_window: usize,
    /// It opens when at least this share of them was rejected, in percent: a bad release must not drain the queue
    /// into the dead letters.
    pub breaker_percent: u8,
    /// The worker then takes nothing for so long, tries a few, and waits twice as long when they fail as well.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub breaker_pause: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        let number = |n| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
        WorkerSettings {
            prefetch: number(64),
            replay_prefetch: number(16),
            in_flight_bytes: 64 * 1024 * 1024,
            threads: 0,
            time_budget: Duration::from_secs(2),
            duplicate_window: 0,
            drain_timeout: Duration::from_secs(25),
            breaker_window: 100,
            breaker_percent: 80,
            breaker_pause: Duration::from_secs(60),
        }
    }
}
