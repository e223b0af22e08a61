//! A publisher whose messages go to a test in place of a broker.

use tokio::sync::{mpsc, oneshot, watch};

use super::{Job, PublishOutcome, Publisher};
use crate::broker::Publication;

/// Where they arrive. Dropped, it is a connection that is lost.
pub struct Arriving {
    jobs: mpsc::Receiver<Job>,
    _end: watch::Sender<bool>,
}

/// Messages that wait for their answer. Dropped, they are lost.
pub struct Waiting {
    /// What was published together.
    pub publications: Vec<Publication>,
    /// Whether none of them may be sent when one is too large.
    pub whole: bool,
    answer: oneshot::Sender<Vec<PublishOutcome>>,
}

impl Publisher {
    /// One that a test answers.
    pub(crate) fn stand_in() -> (Publisher, Arriving) {
        let (jobs, arriving) = mpsc::channel(64);
        let (end, ended) = watch::channel(false);
        (Publisher { jobs, ended }, Arriving { jobs: arriving, _end: end })
    }
}

impl Arriving {
    /// The next messages; `None` when nobody can send any more.
    pub async fn next(&mut self) -> Option<Waiting> {
        self.jobs.recv().await.map(|Job { publications, whole, answer }| Waiting { publications, whole, answer })
    }
}

impl Waiting {
    /// Says what became of each.
    pub fn answer(self, outcomes: Vec<PublishOutcome>) {
        // Nobody waits for it any more when its task was cancelled.
        let _ = self.answer.send(outcomes);
    }
}
