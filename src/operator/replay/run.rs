//! One replay, from its first article to its last.

use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{OffsetRange, Position, PositionError, Selection};
use crate::broker::{Broker, BrokerError, Consume, Delivery, Publication, PublishOutcome, StreamOffset};
use crate::headers;
use crate::operator::{Conveyor, RateLimit, reason};

/// How often the position is stored. A crash repeats what was confirmed since.
const STORE_EVERY: Duration = Duration::from_millis(200);
/// Deliveries under way to us. Acknowledging makes room for more; the position is what says how far we are.
const PREFETCH: NonZeroU16 = NonZeroU16::new(1024).expect("not zero");
/// Deliveries that are acknowledged together: one by one, acknowledging takes longer than publishing.
const ACK_EVERY: u64 = 256;
/// How long the stream may give nothing although its end has not come.
const SILENCE: Duration = Duration::from_secs(20);

/// What to do.
#[derive(Debug)]
pub struct ReplayPlan {
    /// The stream that is read.
    pub stream: String,
    /// The queue that gets the articles.
    pub lane: String,
    /// Which of them.
    pub selection: Selection,
    /// Where they are.
    pub range: OffsetRange,
    /// Name of the run.
    pub run: String,
    /// Articles of this run that are in the lane already.
    pub published: u64,
    /// Where the position is kept; `None` counts only and publishes nothing.
    pub position: Option<PathBuf>,
    /// Articles per second at most.
    pub rate: Option<f64>,
}

/// What is told while it runs.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// The offset that was confirmed last or found not to be meant.
    pub offset: u64,
    /// What has been published, or would have been.
    pub published: u64,
}

/// What it came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Messages read.
    pub read: u64,
    /// Those of them that were meant, and confirmed unless only counted.
    pub published: u64,
    /// Bytes of their bodies.
    pub bytes: u64,
}

/// Why it stopped half-way; the position is stored, so the same command goes on.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The broker.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// The position's file.
    #[error(transparent)]
    Position(#[from] PositionError),
    /// An article that the lane did not take.
    #[error("offset {offset}: {reason}")]
    Refused {
        /// Where it stands in the stream.
        offset: u64,
        /// Why not.
        reason: String,
    },
    /// The stream gave nothing more before its end.
    #[error("{stream} gave nothing for {} s after offset {offset}; is the broker overloaded?", SILENCE.as_secs())]
    Silent {
        /// Its name.
        stream: String,
        /// The last offset it gave.
        offset: u64,
    },
}

/// Reads the range and puts what is meant into the lane, in order. `reading` and `publishing` are two connections, so
/// that a broker that blocks publishers does not stop the acknowledgements.
///
/// # Errors
/// See [`ReplayError`]; nothing that was counted as published is lost.
pub async fn run(
    plan: &ReplayPlan,
    reading: &Broker,
    publishing: &Broker,
    mut tell: impl FnMut(Event),
) -> Result<Report, ReplayError> {
    let offset = Some(StreamOffset::At(plan.range.first));
    let mut consumer = reading.consume(&Consume { queue: plan.stream.clone(), prefetch: PREFETCH, offset }).await?;
    let mut conveyor = Conveyor::new(publishing.publisher().await?);
    let mut pace = RateLimit::new(plan.rate);
    let mut state = State::new(plan);
    let mut at = plan.range.first;
    let mut delivered = 0_u64;
    while at < plan.range.last || state.report.read == 0 {
        let Ok(delivery) = tokio::time::timeout(SILENCE, consumer.next()).await else {
            // Offsets are not dense: the last one of the range may be none that is given to readers.
            if at.saturating_add(1) >= plan.range.last {
                break;
            }
            return Err(ReplayError::Silent { stream: plan.stream.clone(), offset: at });
        };
        let delivery = delivery?;
        delivered += 1;
        if delivered.is_multiple_of(ACK_EVERY) {
            delivery.acker.ack_through().await?;
        }
        at = delivery.stream_offset().unwrap_or(at);
        if at > plan.range.last {
            break;
        }
        // Reading may begin at the start of the chunk that holds the first offset.
        if at < plan.range.first {
            continue;
        }
        state.report.read += 1;
        if !plan.selection.includes(&delivery) || plan.position.is_none() {
            state.pass(&delivery, at, &plan.selection, &mut tell);
            continue;
        }
        if pace.is_ahead() {
            // What waits for its turn must not keep the rest from being confirmed.
            conveyor.send();
        }
        pace.wait().await;
        let publication = replayed(&delivery, plan);
        state.report.bytes += publication.body.len() as u64;
        let answered = conveyor.put(at, publication).await;
        state.settle(answered, &mut tell)?;
    }
    state.settle(conveyor.finish().await, &mut tell)?;
    state.store(true)?;
    Ok(state.report)
}

/// The message for the lane: as it came, with the name of the run.
fn replayed(delivery: &Delivery, plan: &ReplayPlan) -> Publication {
    let mut publication = delivery.moved_to("", &plan.lane);
    let headers = &mut publication.properties.headers;
    headers.insert(headers::REPLAY, plan.run.as_str());
    headers.insert(headers::ORIGIN_EXCHANGE, delivery.exchange.as_str());
    headers.insert(headers::ORIGIN_ROUTING_KEY, delivery.routing_key.as_str());
    publication
}

/// What has been confirmed, and what of it has been stored.
struct State<'a> {
    plan: &'a ReplayPlan,
    report: Report,
    position: Position,
    stored: Instant,
}

impl<'a> State<'a> {
    fn new(plan: &'a ReplayPlan) -> Self {
        let position = Position {
            run: plan.run.clone(),
            next_offset: plan.range.first,
            end_offset: plan.range.last,
            published: plan.published,
        };
        State { plan, report: Report::default(), position, stored: Instant::now() }
    }

    /// A message that is not meant, or only counted.
    fn pass(&mut self, delivery: &Delivery, at: u64, selection: &Selection, tell: &mut impl FnMut(Event)) {
        if self.plan.position.is_none() && selection.includes(delivery) {
            self.report.published += 1;
            self.report.bytes += delivery.body.len() as u64;
        }
        tell(Event { offset: at, published: self.report.published });
    }

    /// Answers came: stops at the first that the lane did not take.
    fn settle(
        &mut self,
        answered: Vec<(u64, PublishOutcome)>,
        tell: &mut impl FnMut(Event),
    ) -> Result<(), ReplayError> {
        for (offset, outcome) in answered {
            if outcome != PublishOutcome::Confirmed {
                self.store(true)?;
                return Err(ReplayError::Refused { offset, reason: reason(&outcome, &self.plan.lane) });
            }
            self.position.next_offset = offset + 1;
            self.position.published += 1;
            self.report.published += 1;
            tell(Event { offset, published: self.report.published });
        }
        self.store(false).map_err(ReplayError::from)
    }

    fn store(&mut self, now: bool) -> Result<(), PositionError> {
        if let Some(path) = &self.plan.position
            && (now || self.stored.elapsed() >= STORE_EVERY)
        {
            self.position.write(path)?;
            self.stored = Instant::now();
        }
        Ok(())
    }
}
