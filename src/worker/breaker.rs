//! The circuit breaker: when most articles suddenly fail, the fault is ours, not theirs.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::WorkerSettings;

/// Articles that are tried after a pause before the breaker closes again.
const TRIALS: usize = 10;
/// `worker.breaker_pause` doubles up to this; a longer one stays as it is.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

/// Counts rejections and says when to stop. Reads no clock.
#[derive(Debug)]
pub struct Breaker {
    window: usize,
    percent: usize,
    first_pause: Duration,
    pause: Duration,
    latest: VecDeque<bool>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Closed,
    /// Nothing is processed before this moment.
    Open(Instant),
    /// So many may still be tried.
    Trying {
        left: usize,
    },
}

/// Whether an article may be processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It may.
    Go,
    /// Ask again after so long.
    Wait(Duration),
}

impl Breaker {
    /// Closed.
    pub fn new(settings: &WorkerSettings) -> Self {
        Breaker {
            window: settings.breaker_window,
            percent: usize::from(settings.breaker_percent),
            first_pause: settings.breaker_pause,
            pause: settings.breaker_pause,
            latest: VecDeque::new(),
            state: State::Closed,
        }
    }

    /// Asks for one article.
    pub fn admit(&mut self, now: Instant) -> Admission {
        if let State::Open(until) = self.state {
            if now < until {
                return Admission::Wait(until - now);
            }
            self.state = State::Trying { left: TRIALS };
        }
        match &mut self.state {
            // The trials are under way; what comes of them will be told soon.
            State::Trying { left: 0 } => Admission::Wait(Duration::from_millis(100)),
            State::Trying { left } => {
                *left -= 1;
                Admission::Go
            }
            State::Closed | State::Open(_) => Admission::Go,
        }
    }

    /// Tells what came of one article. True when this opened the breaker.
    pub fn record(&mut self, rejected: bool, now: Instant) -> bool {
        if self.window == 0 || matches!(self.state, State::Open(_)) {
            return false;
        }
        let needed = if self.state == State::Closed { self.window } else { TRIALS };
        self.latest.push_back(rejected);
        while self.latest.len() > needed {
            self.latest.pop_front();
        }
        if self.latest.len() < needed {
            return false;
        }
        let failed = self.latest.iter().filter(|rejected| **rejected).count();
        let most = failed * 100 >= self.percent * needed;
        match (self.state, most) {
            (State::Closed, false) => false,
            (_, true) => {
                self.latest.clear();
                self.state = State::Open(now + self.pause);
                self.pause = (self.pause * 2).min(LONGEST_PAUSE.max(self.first_pause));
                true
            }
            (_, false) => {
                self.latest.clear();
                self.state = State::Closed;
                self.pause = self.first_pause;
                false
            }
        }
    }

    /// A new session has begun: trials that were under way in the old one will never be told.
    pub fn new_session(&mut self) {
        if let State::Trying { left } = &mut self.state {
            *left = TRIALS;
            self.latest.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaker() -> Breaker {
        Breaker::new(&WorkerSettings { breaker_window: 20, breaker_percent: 80, ..WorkerSettings::default() })
    }

    fn feed(breaker: &mut Breaker, outcomes: impl IntoIterator<Item = bool>, now: Instant) -> bool {
        // All of them, also behind the one that opens it.
        outcomes.into_iter().filter(|&rejected| breaker.record(rejected, now)).count() > 0
    }

    #[test]
    fn opens_when_most_of_the_window_failed_and_not_before() {
        let now = Instant::now();
        let mut breaker = breaker();
        assert!(!feed(&mut breaker, [true; 19], now), "the window is not full");
        assert!(feed(&mut breaker, [true], now));
        assert_eq!(breaker.admit(now), Admission::Wait(Duration::from_secs(60)));
        assert!(
            !feed(&mut super::tests::breaker(), [true, false].into_iter().cycle().take(200), now),
            "half is not most"
        );
    }

    #[test]
    fn tries_a_few_after_the_pause_and_closes_when_they_succeed() {
        let now = Instant::now();
        let mut breaker = breaker();
        feed(&mut breaker, [true; 20], now);
        let later = now + Duration::from_secs(61);
        for _ in 0..TRIALS {
            assert_eq!(breaker.admit(later), Admission::Go);
        }
        assert!(matches!(breaker.admit(later), Admission::Wait(_)), "only a few are tried");
        feed(&mut breaker, [false; TRIALS], later);
        assert_eq!(breaker.state, State::Closed);
        assert_eq!(breaker.admit(later), Admission::Go);
    }

    #[test]
    fn trials_that_are_lost_with_their_session_are_made_again() {
        let now = Instant::now();
        let mut breaker = breaker();
        feed(&mut breaker, [true; 20], now);
        let later = now + Duration::from_secs(61);
        while breaker.admit(later) == Admission::Go {}
        breaker.new_session();
        assert_eq!(breaker.admit(later), Admission::Go);
    }

    #[test]
    fn waits_longer_each_time_the_trials_fail() {
        let mut now = Instant::now();
        let mut breaker = breaker();
        feed(&mut breaker, [true; 20], now);
        for pause in [120, 240, 480, 600, 600] {
            now += LONGEST_PAUSE;
            while breaker.admit(now) == Admission::Go {}
            assert!(feed(&mut breaker, [true; TRIALS], now));
            assert_eq!(breaker.admit(now), Admission::Wait(Duration::from_secs(pause)));
        }
    }

    #[test]
    fn a_window_of_zero_switches_it_off() {
        let mut off = Breaker::new(&WorkerSettings { breaker_window: 0, ..WorkerSettings::default() });
        assert!(!feed(&mut off, [true; 1000], Instant::now()));
    }

    #[test]
    fn a_pause_that_is_longer_than_the_longest_never_gets_shorter() {
        let hour = Duration::from_secs(3600);
        let mut now = Instant::now();
        let settings = WorkerSettings { breaker_window: 1, breaker_pause: hour, ..WorkerSettings::default() };
        let mut breaker = Breaker::new(&settings);
        assert!(breaker.record(true, now));
        for _ in 0..2 {
            assert_eq!(breaker.admit(now), Admission::Wait(hour));
            now += hour;
            assert_eq!(breaker.admit(now), Admission::Go);
            assert!(feed(&mut breaker, [true; TRIALS], now));
        }
    }
}
