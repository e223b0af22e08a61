//! Looking into a queue without taking anything out of it.

use std::num::NonZeroU16;
use std::time::Duration;

use futures_util::StreamExt;
use lapin::options::{BasicCancelOptions, BasicGetOptions};
use lapin::types::{FieldTable, ShortString};

use super::consumer::{name, received, subscribe};
use super::{Broker, BrokerError, Delivery, with_deadline};

/// How long a consumer may be silent before the queue is asked whether it holds more.
const SILENCE: Duration = Duration::from_millis(150);
/// Bytes of bodies that the broker may have sent ahead of us, as far as their sizes are known.
const AHEAD_BYTES: usize = 64 << 20;
/// Messages of the first batch, before any size is known, and of any batch.
const FIRST_BATCH: u16 = 16;
const LARGEST_BATCH: u16 = 1000;

/// Looks into a queue: everything it gave returns to the queue when it is dropped, unless acknowledged.
///
/// It reads by consumers, one after the other on one channel: what a cancelled consumer was given stays with the channel
/// and does not count against the prefetch of the next. So any number of messages passes by without a round trip for
/// each, and each is given once, and returned once: a queue counts one delivery for a whole look.
#[derive(Debug)]
pub struct Browser {
    channel: lapin::Channel,
    queue: ShortString,
    limit: Duration,
    batch: Batch,
    largest: usize,
    consumers: u32,
}

/// What the current consumer is about.
#[derive(Debug)]
enum Batch {
    /// There is none: a new one begins.
    None,
    /// It gives messages, so many more.
    Open(lapin::Consumer, u16),
    /// It was cancelled and gives what had been sent to it; whether it had fallen silent before.
    Ending(lapin::Consumer, bool),
    /// It fell silent: the queue is asked whether that was its end.
    Silent,
}

impl Broker {
    /// Looks into a queue message by message.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn browse(&self, queue: &str) -> Result<Browser, BrokerError> {
        let (channel, limit) = (self.channel().await?, self.settings.call_timeout);
        Ok(Browser { channel, queue: name(queue)?, limit, batch: Batch::None, largest: 0, consumers: 0 })
    }
}

impl Browser {
    /// The next message, or `None` when there is none left that is ready.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn next(&mut self) -> Result<Option<Delivery>, BrokerError> {
        loop {
            let delivery = match std::mem::replace(&mut self.batch, Batch::None) {
                Batch::None => {
                    let size = self.batch_size();
                    let arguments = FieldTable::default();
                    // Quorum queues take back consumer by consumer in the order of their tags, as long as they are few.
                    self.consumers += 1;
                    let tag = format!("look-{:06}", self.consumers).into();
                    let consumer = subscribe(&self.channel, &self.queue, tag, size, arguments, self.limit).await?;
                    self.batch = Batch::Open(consumer, size.get());
                    continue;
                }
                Batch::Open(consumer, 0) => {
                    self.batch = self.ending(consumer, false).await?;
                    continue;
                }
                Batch::Open(mut consumer, left) => match tokio::time::timeout(SILENCE, consumer.next()).await {
                    Ok(Some(delivery)) => {
                        self.batch = Batch::Open(consumer, left - 1);
                        delivery.map_err(|error| BrokerError::new("look into the queue", error))?
                    }
                    Ok(None) => {
                        let reason = "the broker cancelled the consumer (queue deleted or moved)".to_owned();
                        return Err(BrokerError::Lost { call: "look into the queue", reason });
                    }
                    Err(_) => {
                        self.batch = self.ending(consumer, true).await?;
                        continue;
                    }
                },
                Batch::Ending(mut consumer, silent) => match consumer.next().await {
                    Some(delivery) => {
                        self.batch = Batch::Ending(consumer, silent);
                        delivery.map_err(|error| BrokerError::new("look into the queue", error))?
                    }
                    None => {
                        self.batch = if silent { Batch::Silent } else { Batch::None };
                        continue;
                    }
                },
                // After a message another batch may follow; a slow broker is not mistaken for an empty queue.
                Batch::Silent => match self.get().await? {
                    Some(delivery) => return Ok(Some(delivery)),
                    None => {
                        self.batch = Batch::Silent;
                        return Ok(None);
                    }
                },
            };
            self.largest = self.largest.max(delivery.data.len());
            return Ok(Some(received(delivery, self.limit)));
        }
    }

    /// Waits until every acknowledgement given so far has been carried out, so that closing undoes none.
    ///
    /// A quorum queue's channel holds acknowledgements back when they come fast, and forgets those when it closes. The
    /// answer to a get stands behind the ones that were sent, which lets the others follow; the answer to a second get
    /// stands behind these. What a get gives is not touched and returns to the queue.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn settle(&mut self) -> Result<(), BrokerError> {
        for _ in 0..2 {
            self.get().await?;
        }
        Ok(())
    }

    /// As many as fit into memory, going by the largest that came so far.
    fn batch_size(&self) -> NonZeroU16 {
        let fitting = match self.largest {
            0 => FIRST_BATCH,
            largest => u16::try_from(AHEAD_BYTES / largest).unwrap_or(LARGEST_BATCH).clamp(1, LARGEST_BATCH),
        };
        NonZeroU16::new(fitting).unwrap_or(NonZeroU16::MIN)
    }

    async fn ending(&self, consumer: lapin::Consumer, silent: bool) -> Result<Batch, BrokerError> {
        let cancelling = self.channel.basic_cancel(consumer.tag(), BasicCancelOptions::default());
        with_deadline(self.limit, "cancel the consumer", cancelling).await?;
        Ok(Batch::Ending(consumer, silent))
    }

    async fn get(&mut self) -> Result<Option<Delivery>, BrokerError> {
        let getting = self.channel.basic_get(self.queue.clone(), BasicGetOptions { no_ack: false });
        let message = with_deadline(self.limit, "get", getting).await?;
        Ok(message.map(|message| received(message.delivery, self.limit)))
    }
}
