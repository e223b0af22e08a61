//! One session: the archive, two connections to the broker, a consumer. It ends as a whole.
//!
//! While a batch is written, the next one is taken and read, so that reading costs no time of the archive's.

use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::message::{Message, Metadata};
use super::postgres::StoreError;
use super::{Setup, Store};
use crate::article::{Rejection, RejectionCode};
use crate::broker::{Broker, Consume, Consumer, Delivery, PrefetchBudget, PublishOutcome, Publisher, Topology};
use crate::headers;
use crate::ops::health::Role;
use crate::ops::{Ops, SettleGuard, metrics};
use crate::worker::messages;
use crate::worker::supervisor::{Before, SessionError, provide, tell_blocked};

/// The lane's name in metrics.
const LANE: &str = "archive";

/// Batches of bodies that may be in memory: one being written, one gathered, and as much under way.
const BATCHES_IN_HAND: usize = 4;

/// A write that takes longer than this is told as a trouble of the store's.
const SLOW_STORE: Duration = Duration::from_secs(30);

/// What every session is made from.
pub(super) struct SessionContext {
    pub setup: Setup,
    pub ops: Ops,
    pub stopping: watch::Receiver<bool>,
}

/// Opens a session and works until told to stop or something goes wrong. The archive stays open for the next session
/// unless it was the trouble.
pub(super) async fn run(
    context: &SessionContext,
    store: &mut Option<Store>,
    before: Before,
) -> Result<(), SessionError> {
    let mut stopping = context.stopping.clone();
    let mut session = tokio::select! {
        session = Session::open(context, store, before) => session?,
        _ = stopping.wait_for(|stop| *stop) => return Ok(()),
    };
    tracing::info!(queue = context.setup.archive.queue, to = %context.setup.destination, "archiving");
    let limit = context.setup.drain_timeout.saturating_sub(context.setup.broker.close_timeout);
    let end = tokio::select! {
        end = session.work(context) => end,
        () = drained(context, limit) => {
            tracing::warn!("the drain timeout is up; what is in hand goes back to the queue");
            Ok(())
        }
    };
    let (consuming, publishing, open) = (session.consuming, session.publishing, session.store);
    if !matches!(end, Err(SessionError::Store(_) | SessionError::Fatal(_))) {
        *store = Some(open);
    }
    tokio::join!(consuming.close(), publishing.close());
    end
}

/// Resolves when the time for draining is up.
async fn drained(context: &SessionContext, limit: Duration) {
    let mut stopping = context.stopping.clone();
    if stopping.wait_for(|stop| *stop).await.is_err() {
        return std::future::pending().await;
    }
    context.ops.health.draining();
    tracing::info!("stopping");
    tokio::time::sleep(limit).await;
}

struct Session {
    store: Store,
    consuming: Broker,
    publishing: Broker,
    publisher: Publisher,
    consumer: Consumer,
    prefetch: NonZeroU16,
    sizes: PrefetchBudget,
    /// Tells the health state when the broker blocks; ends with the session.
    _watcher: JoinSet<()>,
}

/// Deliveries that are settled together.
#[derive(Default)]
struct Batch {
    taken: Vec<(Delivery, SettleGuard)>,
    /// What can be archived, with its place among `taken`.
    messages: Vec<(usize, Message)>,
    /// What cannot, and why.
    rejected: Vec<(usize, Rejection)>,
    bytes: usize,
    /// When it is settled, full or not.
    deadline: Option<tokio::time::Instant>,
}

impl Session {
    async fn open(
        context: &SessionContext,
        store: &mut Option<Store>,
        before: Before,
    ) -> Result<Session, SessionError> {
        let setup = &context.setup;
        // Before the broker, so that nothing is taken while there is nowhere to put it.
        let store = match store.take() {
            Some(store) => store,
            None => Store::open(&setup.destination, &setup.archive).await.map_err(|error| trouble(context, error))?,
        };
        let connect = |role| Broker::connect(&setup.broker, role);
        let (consuming, publishing) = tokio::try_join!(connect("archive"), connect("archive dead letters"))?;
        if before.outage {
            tokio::time::sleep(setup.broker.settle_after_outage).await;
        }
        context.ops.health.connected(Role::Consume, true);
        context.ops.health.connected(Role::Publish, true);
        let mut watcher = JoinSet::new();
        watcher.spawn(tell_blocked(publishing.link(), context.ops.clone(), setup.broker.confirm_timeout));
        let topology = Topology::archive(&setup.topology, &setup.archive.queue, &setup.archive.keys);
        provide(&consuming, &topology, setup.topology.declare, "copydesk topology apply --archive").await?;
        if before.publish_trouble {
            publishing.may_publish(&setup.topology.dead_exchange).await?;
        }
        let publisher = publishing.publisher().await?;
        publisher.probe().await?;
        // Twice a batch, so that the next one comes while one is written.
        let most = setup.archive.batch_messages.saturating_mul(NonZeroU16::new(2).expect("not zero"));
        let budget = setup.archive.batch_bytes.saturating_mul(BATCHES_IN_HAND);
        let sizes = PrefetchBudget::new(budget, setup.archive.max_message_bytes);
        let first = sizes.better_prefetch(most, most).unwrap_or(most);
        let what = Consume { queue: setup.archive.queue.clone(), prefetch: first, offset: None };
        let consumer = consuming.consume(&what).await?;
        context.ops.health.consuming(true);
        Ok(Session { store, consuming, publishing, publisher, consumer, prefetch: most, sizes, _watcher: watcher })
    }

    async fn work(&mut self, context: &SessionContext) -> Result<(), SessionError> {
        let Session { store, publisher, consumer, prefetch, sizes, .. } = self;
        let mut stopping = context.stopping.clone();
        let mut next = Batch::default();
        loop {
            tokio::select! {
                filled = next.fill(context, consumer, sizes, &mut stopping) => filled?,
                reason = store.watch() => return Err(trouble(context, StoreError::Away(reason))),
            }
            let full = std::mem::take(&mut next);
            if !full.taken.is_empty() {
                let mut settling = std::pin::pin!(settle(context, store, publisher, full));
                let filled = tokio::select! {
                    settled = &mut settling => { settled?; Ok(()) }
                    filled = next.fill(context, consumer, sizes, &mut stopping) => { settling.await?; filled }
                };
                filled?;
            }
            if *stopping.borrow() && next.taken.is_empty() {
                return Ok(());
            }
            if let Some(prefetch) = sizes.better_prefetch(consumer.prefetch(), *prefetch) {
                tracing::debug!(prefetch, "adapting to the size of the messages");
                consumer.set_prefetch(prefetch).await?;
            }
        }
    }
}

/// Writes a batch, sends what cannot be written to the dead letters, and then acknowledges all of it.
async fn settle(
    context: &SessionContext,
    store: &mut Store,
    publisher: &Publisher,
    mut batch: Batch,
) -> Result<(), SessionError> {
    let started = Instant::now();
    let messages: Vec<&Message> = batch.messages.iter().map(|(_, message)| message).collect();
    let written = answered(context, store.write(&messages)).await;
    let (written, refused) = written.map_err(|error| trouble(context, error))?;
    context.ops.metrics.archive_seconds.observe(started.elapsed().as_secs_f64());
    for (table, rows) in &written.rows {
        context.ops.metrics.archived(table, *rows);
    }
    batch.rejected.extend(
        refused
            .into_iter()
            .map(|(message, reason)| (batch.messages[message].0, Rejection::new(RejectionCode::Unstorable, reason))),
    );
    bury(context, publisher, &batch).await?;
    let last = batch.taken.last().map(|(delivery, _)| &delivery.acker);
    if let Some(last) = last {
        // Everything that was delivered before it has been settled as well; what is read meanwhile came after it.
        last.ack_through().await.inspect_err(|_| _ = context.ops.metrics.lost_acks.inc())?;
    }
    context.ops.health.progress();
    context.ops.metrics.last_ack.set(Timestamp::now().as_second() as f64);
    tracing::debug!(messages = batch.taken.len(), skipped = written.skipped, took = ?started.elapsed(), "archived");
    let mut skipped = written.skipped;
    for (index, (_, account)) in batch.taken.into_iter().enumerate() {
        let is_dead = batch.rejected.iter().any(|(rejected, _)| *rejected == index);
        account.settle(match (is_dead, skipped) {
            (true, _) => metrics::Settlement::Dead,
            (false, 0) => metrics::Settlement::Accepted,
            (false, _) => {
                skipped -= 1;
                metrics::Settlement::Skipped
            }
        });
    }
    Ok(())
}

/// Waits for the store. A store that is slow to answer is no reason to restart the archive: `/readyz` names it meanwhile.
async fn answered<T>(context: &SessionContext, write: impl Future<Output = T>) -> T {
    let mut write = std::pin::pin!(write);
    if let Ok(written) = tokio::time::timeout(SLOW_STORE, &mut write).await {
        return written;
    }
    let destination = &context.setup.destination;
    context.ops.health.paused(Some(format!("the archive at {destination} has not answered for {SLOW_STORE:?}")));
    let written = write.await;
    context.ops.health.paused(None);
    written
}

/// Publishes what cannot be archived to the dead letters, and insists on every confirm.
async fn bury(context: &SessionContext, publisher: &Publisher, batch: &Batch) -> Result<(), SessionError> {
    if batch.rejected.is_empty() {
        return Ok(());
    }
    let topology = &context.setup.topology;
    let letters = batch.rejected.iter().map(|(index, rejection)| {
        let delivery = &batch.taken[*index].0;
        tracing::warn!(
            code = rejection.code.as_str(),
            reason = rejection.message,
            message_id = delivery.properties.message_id,
            "a message cannot be archived"
        );
        let mut letter = messages::dead_letter(delivery, rejection, headers::STAGE_ARCHIVE, 0, topology);
        // Redriven, it comes back to the archive and to no other reader of the topics.
        letter.properties.headers.insert(headers::ORIGIN_QUEUE, context.setup.archive.queue.as_str());
        letter
    });
    let outcomes = publisher.publish(letters.collect()).await;
    if let Some(outcome) = outcomes.iter().find(|outcome| **outcome != PublishOutcome::Confirmed) {
        return Err(SessionError::Task(format!("the dead letters take no message: {outcome:?}")));
    }
    for (_, rejection) in &batch.rejected {
        context.ops.rejected(rejection.code.as_str());
        context.ops.metrics.published("dead", 0);
    }
    Ok(())
}

impl Batch {
    /// Takes deliveries until there are enough, the first has waited long enough, or it is time to stop. What was taken
    /// stays when this is given up half way.
    async fn fill(
        &mut self,
        context: &SessionContext,
        consumer: &mut Consumer,
        sizes: &mut PrefetchBudget,
        stopping: &mut watch::Receiver<bool>,
    ) -> Result<(), SessionError> {
        let settings = &context.setup.archive;
        // Never all that may come unacknowledged, or the broker would wait for us and we for the broker.
        let enough = usize::from(consumer.prefetch().get().div_ceil(2));
        while self.taken.len() < enough && self.bytes < settings.batch_bytes {
            let deadline = self.deadline;
            let over = async {
                match deadline {
                    Some(deadline) => tokio::time::sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            let delivery = tokio::select! {
                biased;
                _ = stopping.wait_for(|stop| *stop) => break,
                delivery = consumer.next() => delivery?,
                () = over => break,
            };
            self.deadline.get_or_insert_with(|| tokio::time::Instant::now() + settings.batch_age);
            sizes.saw(delivery.body.len());
            self.take(context, delivery);
        }
        Ok(())
    }

    fn take(&mut self, context: &SessionContext, delivery: Delivery) {
        let account = SettleGuard::open(&context.ops, LANE, delivery.body.len(), delivery.redelivered);
        let properties = &delivery.properties;
        let metadata = Metadata {
            content_type: properties.content_type.as_deref(),
            content_encoding: properties.content_encoding.as_deref(),
            timestamp: properties.timestamp,
            content_sha256: properties.headers.text(headers::CONTENT_SHA256),
            duplicate_of: properties.headers.text(headers::DUPLICATE_OF),
        };
        let index = self.taken.len();
        let limit = context.setup.archive.max_message_bytes;
        match Message::read(&delivery.body, &metadata, limit, Timestamp::now()) {
            Ok(message) => {
                self.bytes += message.json.len();
                self.messages.push((index, message));
            }
            Err(rejection) => self.rejected.push((index, rejection)),
        }
        self.taken.push((delivery, account));
    }
}

/// The archive's trouble, with its address.
fn trouble(context: &SessionContext, error: StoreError) -> SessionError {
    let reason = format!("the archive at {}: {error}", context.setup.destination);
    match error {
        StoreError::Refused(_) => SessionError::Fatal(reason),
        StoreError::Away(_) | StoreError::Content(_) => SessionError::Store(reason),
    }
}
