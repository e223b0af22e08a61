//! Declaring the topology, and finding out whether the broker has it already.

use lapin::ExchangeKind;
use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::FieldTable;

use super::{Exchange, Queue, Topology};
use crate::broker::consumer::name;
use crate::broker::{Broker, BrokerError, with_deadline};

/// What the broker has of one exchange or queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// `exchange` or `queue`.
    pub what: &'static str,
    /// Its name.
    pub name: String,
    /// How it stands.
    pub state: State,
}

/// How an object stands on the broker.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// As it should.
    Present,
    /// Not there.
    Missing,
    /// There, with other properties; the broker's words say which.
    Different(String),
}

impl Broker {
    /// Declares everything; what is there already and alike stays as it is.
    ///
    /// # Errors
    /// [`BrokerError::Different`] at the first object that exists with other properties, else as the broker says.
    pub async fn apply(&self, topology: &Topology) -> Result<(), BrokerError> {
        let limit = self.settings.call_timeout;
        let channel = self.declare_all(topology, false).await?;
        for binding in &topology.bindings {
            let (queue, exchange, key) = (name(&binding.queue)?, name(&binding.exchange)?, name(&binding.routing_key)?);
            let binding = channel.queue_bind(queue, exchange, key, QueueBindOptions::default(), FieldTable::default());
            with_deadline(limit, "bind a queue", binding).await?;
        }
        Ok(())
    }

    /// Insists that all exchanges and queues are there, and declares nothing.
    ///
    /// # Errors
    /// [`BrokerError::Missing`] for the first that is not, else as the broker says.
    pub async fn require(&self, topology: &Topology) -> Result<(), BrokerError> {
        self.declare_all(topology, true).await.map(drop)
    }

    /// Declares exchanges and queues on one channel, and returns it.
    async fn declare_all(&self, topology: &Topology, passive: bool) -> Result<lapin::Channel, BrokerError> {
        let limit = self.settings.call_timeout;
        let channel = self.channel().await?;
        for exchange in &topology.exchanges {
            declare_exchange(&channel, exchange, passive, limit).await?;
        }
        for queue in &topology.queues {
            declare_queue(&channel, queue, passive, limit).await?;
        }
        Ok(channel)
    }

    /// Compares the exchanges and queues with what the broker has, changing nothing. Bindings cannot be seen over
    /// AMQP; [`Broker::apply`] sets them again at no cost.
    ///
    /// # Errors
    /// When the broker cannot be asked.
    pub async fn check(&self, topology: &Topology) -> Result<Vec<Finding>, BrokerError> {
        let mut findings = Vec::new();
        for exchange in &topology.exchanges {
            let state = self.state_of(Object::Exchange(exchange)).await?;
            findings.push(Finding { what: "exchange", name: exchange.name.clone(), state });
        }
        for queue in &topology.queues {
            let state = self.state_of(Object::Queue(queue)).await?;
            findings.push(Finding { what: "queue", name: queue.name.clone(), state });
        }
        Ok(findings)
    }

    /// Asks passively whether it is there, and only then declares it to compare the properties: a passive
    /// declaration does not look at them, and an active one would create what is missing.
    async fn state_of(&self, object: Object<'_>) -> Result<State, BrokerError> {
        let limit = self.settings.call_timeout;
        for passive in [true, false] {
            // A refusal closes the channel, so each question has its own.
            let channel = self.channel().await?;
            let answer = match object {
                Object::Exchange(exchange) => declare_exchange(&channel, exchange, passive, limit).await,
                Object::Queue(queue) => declare_queue(&channel, queue, passive, limit).await,
            };
            match answer {
                Ok(()) => {}
                Err(BrokerError::Missing { .. }) => return Ok(State::Missing),
                Err(BrokerError::Different { reason, .. }) => return Ok(State::Different(reason)),
                Err(error) => return Err(error),
            }
        }
        Ok(State::Present)
    }
}

#[derive(Clone, Copy)]
enum Object<'a> {
    Exchange(&'a Exchange),
    Queue(&'a Queue),
}

async fn declare_exchange(
    channel: &lapin::Channel,
    exchange: &Exchange,
    passive: bool,
    limit: std::time::Duration,
) -> Result<(), BrokerError> {
    let kind = match exchange.kind {
        "topic" => ExchangeKind::Topic,
        "fanout" => ExchangeKind::Fanout,
        _ => ExchangeKind::Direct,
    };
    let options = ExchangeDeclareOptions { durable: true, passive, ..ExchangeDeclareOptions::default() };
    let arguments = FieldTable::from(&exchange.arguments);
    let declaring = channel.exchange_declare(name(&exchange.name)?, kind, options, arguments);
    with_deadline(limit, "declare an exchange", declaring).await
}

async fn declare_queue(
    channel: &lapin::Channel,
    queue: &Queue,
    passive: bool,
    limit: std::time::Duration,
) -> Result<(), BrokerError> {
    let options = QueueDeclareOptions { durable: true, passive, ..QueueDeclareOptions::default() };
    let declaring = channel.queue_declare(name(&queue.name)?, options, FieldTable::from(&queue.arguments));
    with_deadline(limit, "declare a queue", declaring).await.map(drop)
}
