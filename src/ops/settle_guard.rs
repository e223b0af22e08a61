//! A delivery in hand.

use std::time::Instant;

use super::{Ops, metrics};

/// Counts a delivery when it comes and when it is settled; one that is dropped has gone back to its queue.
#[derive(Debug)]
pub struct SettleGuard {
    ops: Ops,
    lane: &'static str,
    bytes: usize,
    since: Instant,
    settled: bool,
}

impl SettleGuard {
    /// A delivery of so many bytes has come by a lane.
    pub fn open(ops: &Ops, lane: &'static str, bytes: usize, redelivered: bool) -> Self {
        if ops.metrics.in_flight_messages.get() == 0 {
            // The time for settling one begins now, however long nothing came.
            ops.health.progress();
        }
        ops.metrics.received(lane, bytes);
        if redelivered {
            ops.metrics.redelivered.inc();
        }
        SettleGuard { ops: ops.clone(), lane, bytes, since: Instant::now(), settled: false }
    }

    /// It was acknowledged.
    pub fn settle(mut self, outcome: metrics::Settlement) {
        self.close(outcome);
    }

    fn close(&mut self, outcome: metrics::Settlement) {
        self.settled = true;
        self.ops.settled(self.lane, outcome, self.bytes, self.since.elapsed());
    }
}

impl Drop for SettleGuard {
    fn drop(&mut self) {
        if !self.settled {
            self.close(metrics::Settlement::Requeued);
        }
    }
}
