//! A limit on messages per second.

use std::time::Duration;

use tokio::time::Instant;

/// Lets through so many per second, evenly.
#[derive(Debug)]
pub struct RateLimit {
    per_second: Option<f64>,
    next: Instant,
}

impl RateLimit {
    /// `None` is without limit.
    pub fn new(per_second: Option<f64>) -> Self {
        RateLimit { per_second, next: Instant::now() }
    }

    /// Whether [`RateLimit::wait`] would wait.
    pub fn is_ahead(&self) -> bool {
        self.per_second.is_some() && self.next > Instant::now()
    }

    /// Waits for the next one's turn.
    pub async fn wait(&mut self) {
        let Some(rate) = self.per_second else { return };
        tokio::time::sleep_until(self.next).await;
        // Time that was lost elsewhere is not made up for by a burst.
        self.next = self.next.max(Instant::now()) + Duration::from_secs_f64(1.0 / rate);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_rate_is_never_exceeded() {
        let start = Instant::now();
        let mut pace = RateLimit::new(Some(1000.0));
        for _ in 0..51 {
            pace.wait().await;
        }
        assert!(start.elapsed() >= Duration::from_millis(50), "{:?}", start.elapsed());
    }
}
