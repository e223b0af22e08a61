//! Taking messages: consumers of queues and streams.

use std::collections::VecDeque;
use std::num::NonZeroU16;
use std::time::Duration;

use futures_util::StreamExt;
use lapin::options::{
    BasicAckOptions, BasicCancelOptions, BasicConsumeOptions, BasicNackOptions, BasicQosOptions, QueueBindOptions,
    QueueDeclareOptions,
};
use lapin::types::{AMQPValue, FieldTable, ShortString};

use super::{Broker, BrokerError, Delivery, Properties, with_deadline};

#[cfg(test)]
pub(crate) mod stand_in;

/// What to consume, and how much of it at a time.
#[derive(Debug, Clone)]
pub struct Consume {
    /// Name of the queue or stream.
    pub queue: String,
    /// Unacknowledged deliveries at most. Not zero, which AMQP reads as "without limit" and the library would
    /// buffer without limit.
    pub prefetch: NonZeroU16,
    /// Where to start in a stream; `None` for a queue.
    pub offset: Option<StreamOffset>,
}

/// Where to start reading a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamOffset {
    /// At the oldest message kept.
    First,
    /// At the last chunk written, which may hold many messages.
    Last,
    /// With what comes from now on.
    Next,
    /// At this offset or the next one that exists.
    At(u64),
    /// At the chunk that holds this moment, in seconds since 1970: filter by your own time as well.
    Since(u64),
}

impl StreamOffset {
    fn argument(self) -> AMQPValue {
        match self {
            StreamOffset::First => AMQPValue::LongString("first".into()),
            StreamOffset::Last => AMQPValue::LongString("last".into()),
            StreamOffset::Next => AMQPValue::LongString("next".into()),
            StreamOffset::At(offset) => AMQPValue::LongLongInt(i64::try_from(offset).unwrap_or(i64::MAX)),
            StreamOffset::Since(seconds) => AMQPValue::Timestamp(seconds),
        }
    }
}

/// A consumer on a channel of its own.
#[derive(Debug)]
pub struct Consumer {
    channel: lapin::Channel,
    queue: ShortString,
    stream: lapin::Consumer,
    /// Cancelled ones that still hold deliveries.
    cancelled: VecDeque<lapin::Consumer>,
    prefetch: NonZeroU16,
    limit: Duration,
}

impl Broker {
    /// Starts to consume.
    ///
    /// # Errors
    /// [`BrokerError::Missing`] when there is no such queue, else as the broker says.
    pub async fn consume(&self, what: &Consume) -> Result<Consumer, BrokerError> {
        let limit = self.settings.call_timeout;
        let channel = self.channel().await?;
        let mut arguments = FieldTable::default();
        if let Some(offset) = what.offset {
            arguments.insert("x-stream-offset".into(), offset.argument());
        }
        let queue = name(&what.queue)?;
        let stream = subscribe(&channel, &queue, ShortString::default(), what.prefetch, arguments, limit).await?;
        Ok(Consumer { channel, queue, stream, cancelled: VecDeque::new(), prefetch: what.prefetch, limit })
    }

    /// A queue of this connection alone, bound to `exchange` by `patterns`; it goes when the connection goes, and
    /// the oldest messages go when it holds `max_length`. Returns its name.
    ///
    /// # Errors
    /// [`BrokerError::Missing`] when there is no such exchange, else as the broker says.
    pub async fn temporary_queue(
        &self,
        exchange: &str,
        patterns: &[String],
        max_length: u32,
    ) -> Result<String, BrokerError> {
        let limit = self.settings.call_timeout;
        let channel = self.channel().await?;
        let options = QueueDeclareOptions { exclusive: true, auto_delete: false, ..QueueDeclareOptions::default() };
        let mut arguments = FieldTable::default();
        arguments.insert("x-max-length".into(), AMQPValue::LongLongInt(max_length.into()));
        let declaring = channel.queue_declare(ShortString::default(), options, arguments);
        let queue = with_deadline(limit, "declare a temporary queue", declaring).await?.name().clone();
        for pattern in patterns {
            let options = QueueBindOptions::default();
            let binding =
                channel.queue_bind(queue.clone(), name(exchange)?, name(pattern)?, options, FieldTable::default());
            with_deadline(limit, "bind a temporary queue", binding).await?;
        }
        Ok(queue.to_string())
    }

    /// Messages ready in a queue, or `None` when there is no such queue. The count of a quorum queue or a stream
    /// lags by some seconds.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn queue_depth(&self, queue: &str) -> Result<Option<u32>, BrokerError> {
        let channel = self.channel().await?;
        let options = QueueDeclareOptions { passive: true, ..QueueDeclareOptions::default() };
        let asking = channel.queue_declare(name(queue)?, options, FieldTable::default());
        match with_deadline(self.settings.call_timeout, "count a queue", asking).await {
            Ok(queue) => Ok(Some(queue.message_count())),
            Err(BrokerError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

pub(super) async fn subscribe(
    channel: &lapin::Channel,
    queue: &ShortString,
    tag: ShortString,
    prefetch: NonZeroU16,
    arguments: FieldTable,
    limit: Duration,
) -> Result<lapin::Consumer, BrokerError> {
    with_deadline(limit, "set the prefetch", channel.basic_qos(prefetch.get(), BasicQosOptions::default())).await?;
    let options = BasicConsumeOptions { no_ack: false, ..BasicConsumeOptions::default() };
    let consuming = channel.basic_consume(queue.clone(), tag, options, arguments);
    with_deadline(limit, "consume", consuming).await
}

/// A name that AMQP can carry.
pub(super) fn name(text: &str) -> Result<ShortString, BrokerError> {
    ShortString::try_new(text)
        .map_err(|error| BrokerError::Setting { setting: "topology", reason: format!("{text}: {error}") })
}

impl Consumer {
    /// The next delivery; waits for it without limit, since a queue may be empty for days.
    ///
    /// # Errors
    /// The consumer has ended: its queue is gone, or its channel or connection. The library tells some of these by
    /// an error and some by the plain end of the stream; both are errors here. Start over with a new connection.
    pub async fn next(&mut self) -> Result<Delivery, BrokerError> {
        while let Some(old) = self.cancelled.front_mut() {
            match old.next().await {
                Some(Ok(delivery)) => return Ok(received(delivery, self.limit)),
                Some(Err(error)) => return Err(BrokerError::new("consume", error)),
                // Its end is the one that we asked for.
                None => _ = self.cancelled.pop_front(),
            }
        }
        match self.stream.next().await {
            Some(Ok(delivery)) => Ok(received(delivery, self.limit)),
            Some(Err(error)) => Err(BrokerError::new("consume", error)),
            None => {
                let reason = "the broker cancelled the consumer (queue deleted or moved)".to_owned();
                Err(BrokerError::Lost { call: "consume", reason })
            }
        }
    }

    /// Unacknowledged deliveries at most.
    pub fn prefetch(&self) -> NonZeroU16 {
        self.prefetch
    }

    /// Takes more or less at a time from now on. The broker counts per consumer, so this subscribes anew, on the
    /// same channel: what is in hand stays valid, and the old prefetch comes on top until that is acknowledged.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn set_prefetch(&mut self, prefetch: NonZeroU16) -> Result<(), BrokerError> {
        self.cancel().await?;
        let new =
            subscribe(&self.channel, &self.queue, ShortString::default(), prefetch, FieldTable::default(), self.limit)
                .await?;
        self.cancelled.push_back(std::mem::replace(&mut self.stream, new));
        self.prefetch = prefetch;
        Ok(())
    }

    /// Takes no more. What was delivered can still be acknowledged; what was delivered and not taken by
    /// [`Consumer::next`] returns to the queue when the connection closes.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn cancel(&self) -> Result<(), BrokerError> {
        let cancelling = self.channel.basic_cancel(self.stream.tag(), BasicCancelOptions::default());
        with_deadline(self.limit, "cancel the consumer", cancelling).await
    }
}

pub(super) fn received(delivery: lapin::message::Delivery, limit: Duration) -> Delivery {
    Delivery {
        properties: Properties::from(&delivery.properties),
        exchange: delivery.exchange.to_string(),
        routing_key: delivery.routing_key.to_string(),
        redelivered: delivery.redelivered,
        acker: Acker { handle: Handle::Library(delivery.acker), limit },
        body: delivery.data,
    }
}

/// The one-shot handle that settles a delivery.
#[derive(Debug)]
pub struct Acker {
    handle: Handle,
    limit: Duration,
}

#[derive(Debug)]
enum Handle {
    Library(lapin::Acker),
    /// A test plays the broker.
    #[cfg(test)]
    StandIn(stand_in::Handle),
}

impl Handle {
    async fn ack(&self, multiple: bool) -> lapin::Result<bool> {
        match self {
            Handle::Library(acker) => acker.ack(BasicAckOptions { multiple }).await,
            #[cfg(test)]
            Handle::StandIn(handle) => Ok(handle.ack()),
        }
    }

    async fn requeue(&self) -> lapin::Result<bool> {
        match self {
            Handle::Library(acker) => acker.nack(BasicNackOptions { multiple: false, requeue: true }).await,
            #[cfg(test)]
            Handle::StandIn(_) => Ok(true),
        }
    }
}

impl Acker {
    /// The delivery is done with and leaves its queue.
    ///
    /// # Errors
    /// [`BrokerError::Lost`] when its channel died before: the broker will deliver it again.
    pub async fn ack(&self) -> Result<(), BrokerError> {
        settled(with_deadline(self.limit, "ack", self.handle.ack(false)).await?)
    }

    /// Acknowledges this delivery and all before it on its channel with one frame. For reading a stream, where an
    /// acknowledgement takes nothing away and only makes room for more.
    ///
    /// # Errors
    /// As [`Acker::ack`].
    pub async fn ack_through(&self) -> Result<(), BrokerError> {
        settled(with_deadline(self.limit, "ack", self.handle.ack(true)).await?)
    }

    /// The delivery goes back to its queue. It counts towards the queue's delivery limit, so this is for cancelled
    /// in order, never for a retry.
    ///
    /// # Errors
    /// [`BrokerError::Lost`] when its channel died before: it has gone back already.
    pub async fn requeue(&self) -> Result<(), BrokerError> {
        settled(with_deadline(self.limit, "requeue", self.handle.requeue()).await?)
    }
}

/// The library answers `Ok(false)` for an acknowledgement that it never sent.
fn settled(sent: bool) -> Result<(), BrokerError> {
    if sent {
        return Ok(());
    }
    Err(BrokerError::Lost { call: "ack", reason: "the channel was gone; the broker delivers it again".to_owned() })
}
