//! What state the worker is in, as it reports it, and what follows for `/livez` and `/readyz`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;

/// How long the supervisor may stay silent before the process counts as hung. It beats at least once a second.
const SILENT_AFTER: Duration = Duration::from_secs(30);

/// Which of the two connections is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Deliveries and acknowledgements.
    Consume,
    /// Publishes and confirms.
    Publish,
}

/// The state that the worker reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct State {
    /// The consuming connection is open.
    pub consume_connected: bool,
    /// The publishing connection is open.
    pub publish_connected: bool,
    /// A consumer is registered with the broker.
    pub consuming: bool,
    /// The broker said `connection.blocked` (a memory or disk alarm).
    pub blocked: bool,
    /// Why nothing is settled on purpose, while that is so: the breaker is open, or the archive's store does not answer.
    pub paused: Option<String>,
    /// The worker was told to stop.
    pub draining: bool,
    /// The last trouble with the broker, until a session stands again.
    pub trouble: Option<String>,
    /// Threads that did not end an article in time and are still at it.
    pub stuck_threads: usize,
}

/// The answer of a probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether all is well.
    pub ok: bool,
    /// What is not, in words; empty when all is well.
    pub reasons: Vec<String>,
}

impl Verdict {
    fn new(reasons: Vec<String>) -> Self {
        Verdict { ok: reasons.is_empty(), reasons }
    }
}

/// Holds the state; every method may be called from any task.
#[derive(Debug)]
pub struct Health {
    state: Mutex<State>,
    started: Instant,
    // Milliseconds since `started`.
    beat: AtomicU64,
    progress: AtomicU64,
    threads: AtomicUsize,
    stuck: AtomicUsize,
}

impl Default for Health {
    fn default() -> Self {
        Health {
            state: Mutex::default(),
            started: Instant::now(),
            beat: AtomicU64::new(0),
            progress: AtomicU64::new(0),
            threads: AtomicUsize::new(0),
            stuck: AtomicUsize::new(0),
        }
    }
}

impl Health {
    /// Not connected, not consuming, started now.
    pub fn new() -> Self {
        Self::default()
    }

    /// A connection was opened or is gone.
    pub fn connected(&self, role: Role, is: bool) {
        self.update(|state| match role {
            Role::Consume => state.consume_connected = is,
            Role::Publish => state.publish_connected = is,
        });
    }

    /// A consumer was registered or is gone.
    pub fn consuming(&self, is: bool) {
        self.update(|state| {
            state.consuming = is;
            if is {
                state.trouble = None;
            }
        });
    }

    /// The broker blocked or unblocked the publishing connection.
    pub fn blocked(&self, is: bool) {
        self.update(|state| state.blocked = is);
    }

    /// Nothing is settled for this reason, or work goes on (`None`). Who stood still on purpose has all the time of
    /// [`Health::live`] again.
    pub fn paused(&self, reason: Option<String>) {
        let mut state = self.lock();
        if state.paused.is_some() && reason.is_none() {
            self.progress();
        }
        state.paused = reason;
    }

    /// The worker was told to stop and finishes what is in flight.
    pub fn draining(&self) {
        self.update(|state| state.draining = true);
    }

    /// The session broke: nothing is connected any more. `reason` is in words, without secrets.
    pub fn disconnected(&self, reason: impl Into<String>) {
        self.update(|state| {
            state.consume_connected = false;
            state.publish_connected = false;
            state.consuming = false;
            state.blocked = false;
            state.trouble = Some(reason.into());
        });
    }

    /// The supervisor is alive; called at least once a second whatever the broker does.
    pub fn beat(&self) {
        self.beat.store(self.now(), Ordering::Relaxed);
    }

    /// An article was settled, or taken while none was in hand.
    pub fn progress(&self) {
        self.progress.store(self.now(), Ordering::Relaxed);
    }

    /// So many threads process articles.
    pub fn threads(&self, number: usize) {
        self.threads.store(number, Ordering::Relaxed);
    }

    /// A thread did not end its work in time and was left behind.
    pub fn thread_stuck(&self) {
        self.stuck.fetch_add(1, Ordering::Relaxed);
    }

    /// A thread that was left behind has ended its work after all.
    pub fn thread_freed(&self) {
        self.stuck.fetch_sub(1, Ordering::Relaxed);
    }

    /// Threads that were left behind and are still at it.
    pub fn stuck_threads(&self) -> usize {
        self.stuck.load(Ordering::Relaxed)
    }

    /// What to say when no thread is left to process anything.
    fn all_stuck(&self) -> Option<String> {
        let (stuck, threads) = (self.stuck_threads(), self.threads.load(Ordering::Relaxed));
        (threads > 0 && stuck >= threads)
            .then(|| format!("all {threads} threads are stuck in articles that do not end"))
    }

    /// A copy of what was reported.
    pub fn state(&self) -> State {
        State { stuck_threads: self.stuck_threads(), ..self.lock().clone() }
    }

    /// Time since start.
    pub fn uptime(&self) -> Duration {
        self.started.elapsed()
    }

    /// Not live: the supervisor is silent, all threads are stuck, or articles are in flight and none gets settled although the broker
    /// could take it. A broker that is away or blocked is no reason to restart the worker, and neither is an open
    /// breaker: the restart would close it.
    pub fn live(&self, in_flight: bool, stalled_after: Duration) -> Verdict {
        let age = |mark: &AtomicU64| Duration::from_millis(self.now().saturating_sub(mark.load(Ordering::Relaxed)));
        let state = self.state();
        let mut reasons = Vec::new();
        if age(&self.beat) > SILENT_AFTER {
            reasons.push(format!("the supervisor has been silent for {} s", age(&self.beat).as_secs()));
        }
        reasons.extend(self.all_stuck());
        let broker_is_there = state.consuming && state.publish_connected && !state.blocked;
        if in_flight && broker_is_there && state.paused.is_none() && age(&self.progress) > stalled_after {
            reasons
                .push(format!("articles are in flight and none was settled for {} s", age(&self.progress).as_secs()));
        }
        Verdict::new(reasons)
    }

    /// Ready: consuming, able to publish, not blocked, not paused, not about to stop.
    pub fn ready(&self) -> Verdict {
        let state = self.state();
        let mut reasons = Vec::new();
        if !state.consume_connected {
            reasons.push("the consuming connection is down".to_owned());
        } else if !state.consuming {
            reasons.push("no consumer is registered".to_owned());
        }
        if !state.publish_connected {
            reasons.push("the publishing connection is down".to_owned());
        }
        if state.blocked {
            reasons.push("the broker blocks publishing (memory or disk alarm)".to_owned());
        }
        if let Some(reason) = &state.paused {
            reasons.push(format!("paused: {reason}"));
        }
        reasons.extend(self.all_stuck());
        if state.draining {
            reasons.push("stopping".to_owned());
        }
        if let Some(trouble) = &state.trouble {
            reasons.push(trouble.clone());
        }
        Verdict::new(reasons)
    }

    fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A panic between two field writes leaves a state that is as good as any other.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing() -> Health {
        let health = Health::new();
        health.connected(Role::Consume, true);
        health.connected(Role::Publish, true);
        health.consuming(true);
        health.beat();
        health
    }

    #[test]
    fn ready_needs_both_connections_and_a_consumer() {
        let health = Health::new();
        assert_eq!(
            health.ready().reasons,
            ["the consuming connection is down", "the publishing connection is down"].map(String::from)
        );
        assert!(standing().ready().ok);
    }

    #[test]
    fn every_trouble_is_named() {
        let health = standing();
        health.blocked(true);
        health.paused(Some("most articles fail".into()));
        health.draining();
        assert_eq!(health.ready().reasons.len(), 3);
        health.disconnected("connection reset");
        assert!(health.ready().reasons.contains(&"connection reset".to_owned()));
        health.connected(Role::Consume, true);
        health.consuming(true);
        assert!(!health.ready().reasons.contains(&"connection reset".to_owned()), "a new session clears the trouble");
    }

    #[test]
    fn neither_live_nor_ready_when_all_threads_are_stuck() {
        let health = standing();
        let minute = Duration::from_secs(60);
        health.threads(2);
        health.thread_stuck();
        assert!(health.live(true, minute).ok && health.ready().ok, "one is left");
        health.thread_stuck();
        let reasons = health.live(true, minute).reasons;
        assert_eq!(reasons, ["all 2 threads are stuck in articles that do not end"]);
        assert_eq!(health.ready().reasons, reasons);
        health.thread_freed();
        assert!(health.live(true, minute).ok && health.ready().ok);
    }

    #[test]
    fn live_fails_only_when_work_is_stuck_and_the_broker_is_not_to_blame() {
        let health = standing();
        let stalled = Duration::ZERO;
        std::thread::sleep(Duration::from_millis(2));
        assert!(!health.live(true, stalled).ok);
        assert!(health.live(false, stalled).ok, "an idle worker is live");
        health.paused(Some("most articles fail".into()));
        assert!(health.live(true, stalled).ok, "a worker that holds articles back is live");
        health.paused(None);
        assert!(health.live(true, Duration::from_secs(60)).ok, "it has its time again");
        health.blocked(true);
        assert!(health.live(true, stalled).ok, "a blocked worker is live");
        health.disconnected("gone");
        assert!(health.live(true, stalled).ok, "a worker without a broker is live");
    }
}
