//! Going through the queue: to look, to send back, to drop.

use jiff::Timestamp;

use super::{Filter, Letter};
use crate::broker::{Broker, BrokerError, Delivery, Publication, PublishOutcome, TopologySettings};
use crate::headers;
use crate::operator::{Conveyor, reason};

/// What is done with the letters that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Back to the lane that they came from.
    Redrive {
        /// A name for this run, not used before.
        run: String,
    },
    /// Out of the queue, for good.
    Drop,
}

/// What an action came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Letters that left the queue.
    pub done: u64,
    /// Letters that stayed because the broker did not take them, with the reason of the last.
    pub stayed: u64,
    /// That reason.
    pub reason: Option<String>,
    /// Letters that were looked at.
    pub seen: u64,
}

/// Shows every letter that is meant to `each`, which says whether to go on. Gives the number of letters looked at.
///
/// # Errors
/// As the broker says.
pub async fn look(
    broker: &Broker,
    queue: &str,
    filter: &Filter,
    mut each: impl FnMut(&Letter, &Delivery) -> bool,
) -> Result<u64, BrokerError> {
    let now = Timestamp::now();
    let mut browser = broker.browse(queue).await?;
    let mut seen = 0;
    while let Some(delivery) = browser.next().await? {
        seen += 1;
        let letter = Letter::new(&delivery);
        if filter.matches(&letter, &delivery, now) && !each(&letter, &delivery) {
            break;
        }
    }
    Ok(seen)
}

/// Does it to every letter that is meant, `limit` of them at most. `looking` and `publishing` are two connections.
///
/// # Errors
/// As the broker says. Whatever had not been confirmed by then is still in the queue.
pub async fn act(
    action: &Action,
    topology: &TopologySettings,
    filter: &Filter,
    limit: u64,
    looking: &Broker,
    publishing: &Broker,
) -> Result<Moved, BrokerError> {
    let now = Timestamp::now();
    let mut browser = looking.browse(&topology.dead_queue).await?;
    let mut conveyor = Conveyor::new(publishing.publisher().await?);
    let mut moved = Moved::default();
    let mut begun = 0;
    while begun < limit
        && let Some(delivery) = browser.next().await?
    {
        moved.seen += 1;
        if !filter.matches(&Letter::new(&delivery), &delivery, now) {
            continue;
        }
        match action {
            Action::Drop => {
                delivery.acker.ack().await?;
                moved.done += 1;
            }
            Action::Redrive { run } if delivery.properties.headers.text(headers::REDRIVE_RUN) == Some(run) => continue,
            Action::Redrive { run } => {
                let publication = redriven(&delivery, lane(&delivery, topology), run);
                settle(conveyor.put(delivery, publication).await, &mut moved).await?;
            }
        }
        begun += 1;
    }
    settle(conveyor.finish().await, &mut moved).await?;
    browser.settle().await?;
    Ok(moved)
}

/// Only now that they are confirmed elsewhere the letters leave the queue.
async fn settle(answered: Vec<(Delivery, PublishOutcome)>, moved: &mut Moved) -> Result<(), BrokerError> {
    for (delivery, outcome) in answered {
        if outcome == PublishOutcome::Confirmed {
            delivery.acker.ack().await?;
            moved.done += 1;
        } else {
            moved.stayed += 1;
            moved.reason = Some(reason(&outcome, "the lane"));
        }
    }
    Ok(())
}

/// The queue that a letter came from.
fn lane<'a>(delivery: &'a Delivery, topology: &'a TopologySettings) -> &'a str {
    let headers = &delivery.properties.headers;
    // Whoever wrote the letter set its stage, so nobody else chose the queue.
    if headers.text(headers::STAGE) == Some(headers::STAGE_ARCHIVE)
        && let Some(queue) = headers.text(headers::ORIGIN_QUEUE)
    {
        return queue;
    }
    let from_lane = headers.text("x-first-death-queue") == Some(&topology.replay_queue);
    if from_lane || headers.text(headers::REPLAY).is_some() { &topology.replay_queue } else { &topology.input_queue }
}

/// The letter as a new article: attempts begin anew, the count of redrives goes up, all else stays.
fn redriven(delivery: &Delivery, lane: &str, run: &str) -> Publication {
    let mut publication = delivery.moved_with_origin("", lane);
    let headers = &mut publication.properties.headers;
    for name in [headers::ATTEMPT, headers::ERROR_CODE, headers::ERROR, headers::STAGE] {
        headers.0.remove(name);
    }
    let redrives = headers.integer(headers::REDRIVE_COUNT).unwrap_or(0);
    headers.insert(headers::REDRIVE_COUNT, redrives + 1);
    headers.insert(headers::REDRIVE_RUN, run);
    publication
}
