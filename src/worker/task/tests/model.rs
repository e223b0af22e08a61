//! The broker of the model.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, OnceLock};

use proptest::prelude::prop::sample::Index;
use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};

use crate::broker::consumer::stand_in::Channel;
use crate::broker::publisher::stand_in::{Arriving, Waiting};
use crate::broker::{Delivery, Properties, Publication, PublishOutcome, Publisher, TopologySettings};
use crate::ops::{Ops, OpsSettings};
use crate::pipeline::Pipeline;
use crate::publication::OutputSettings;
use crate::worker::breaker::Breaker;
use crate::worker::pool::Pool;
use crate::worker::{Lane, WorkerSettings};

use super::super::{Shared, handle};

/// What is published to the worker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Article {
    Good,
    Unreadable,
}

/// What the broker does next.
#[derive(Debug, Clone)]
pub enum Step {
    /// Hands out a message, of the suspect lane or a live one.
    Deliver { suspects: bool },
    /// Answers messages that wait: each publication in turn is confirmed (0), refused, returned or too large.
    Answer { which: Index, verdicts: Vec<u8> },
    /// Both connections are lost. What was not answered has arrived or has not; the last acknowledgement may not have.
    Lose { arrived: bool, forgotten: bool },
    /// The channel of the deliveries is gone; the publisher's is not.
    CloseChannel,
    /// A task ends in the middle.
    Cancel { which: Index },
}

/// A message in a queue.
#[derive(Debug, Clone)]
struct Message {
    publication: Publication,
    lane: Lane,
    delivered: u32,
}

/// A message in the hands of a task.
struct Hand {
    message: Message,
    /// Everything that was published last for it was confirmed.
    confirmed: bool,
    task: AbortHandle,
}

/// A session as the broker sees it.
struct Session {
    shared: Arc<Shared>,
    arriving: Arriving,
    channel: Channel,
    acks: mpsc::UnboundedReceiver<u64>,
    tasks: JoinSet<(u64, Result<(), String>)>,
    waiting: Vec<Waiting>,
    _stop: watch::Sender<bool>,
}

/// All that the broker knows.
pub struct Model {
    live: VecDeque<Message>,
    suspects: VecDeque<Message>,
    hands: BTreeMap<u64, Hand>,
    last_acked: Option<Message>,
    outputs: BTreeMap<String, BTreeSet<String>>,
    dead: BTreeSet<String>,
    published: BTreeMap<String, Article>,
    next_tag: u64,
    session: Session,
}

/// Built once: it holds the models.
fn pool() -> Arc<Pool> {
    static POOL: OnceLock<Arc<Pool>> = OnceLock::new();
    let make = || {
        let outputs = OutputSettings { quotes: true, entities: true, ..OutputSettings::default() };
        let settings = WorkerSettings { time_budget: std::time::Duration::from_secs(60), ..WorkerSettings::default() };
        Arc::new(Pool::new(Arc::new(Pipeline::default()), outputs, &settings, Ops::new(&OpsSettings::default()).health))
    };
    POOL.get_or_init(make).clone()
}

impl Session {
    fn open() -> Session {
        let (publisher, arriving) = Publisher::stand_in();
        let (channel, acks) = Channel::open();
        let topology = TopologySettings::default();
        let (stop, stopping) = watch::channel(false);
        let settings = WorkerSettings { breaker_window: 0, ..WorkerSettings::default() };
        let shared = Shared {
            pool: pool(),
            publisher,
            tiers: topology.retry_tiers().into_iter().map(|(name, _)| name).collect(),
            topology,
            breaker: Arc::new(Mutex::new(Breaker::new(&settings))),
            ops: Ops::new(&OpsSettings::default()),
            stopping,
        };
        let (tasks, waiting) = (JoinSet::new(), Vec::new());
        Session { shared: Arc::new(shared), arriving, channel, acks, tasks, waiting, _stop: stop }
    }
}

impl Model {
    /// A broker that holds these articles.
    pub fn new(articles: &[Article]) -> Model {
        let message = |(number, article): (usize, &Article)| {
            let body = match article {
                Article::Good => "{\"text\": \"\\\"No,\\\" said Anna Brandt.\"}",
                Article::Unreadable => "{",
            };
            let properties = Properties {
                message_id: Some(format!("a{number}")),
                content_type: Some("application/json".to_owned()),
                ..Properties::default()
            };
            let publication = Publication { body: body.into(), properties, ..Publication::default() };
            Message { publication, lane: Lane::Live, delivered: 0 }
        };
        Model {
            live: articles.iter().enumerate().map(message).collect(),
            suspects: VecDeque::new(),
            hands: BTreeMap::new(),
            last_acked: None,
            outputs: BTreeMap::new(),
            dead: BTreeSet::new(),
            published: articles.iter().enumerate().map(|(number, article)| (format!("a{number}"), *article)).collect(),
            next_tag: 1,
            session: Session::open(),
        }
    }

    /// Does this, if it can be done, and lets the tasks run.
    pub async fn take(&mut self, step: Step) {
        match step {
            Step::Deliver { suspects } => self.deliver(suspects),
            Step::Answer { which, verdicts } if !self.session.waiting.is_empty() => {
                self.answer(which.index(self.session.waiting.len()), &verdicts);
            }
            Step::Answer { .. } => {}
            Step::Lose { arrived, forgotten } => self.lose(arrived, forgotten).await,
            Step::CloseChannel => self.session.channel.close(),
            Step::Cancel { which } if !self.hands.is_empty() => {
                let hand = self.hands.values().nth(which.index(self.hands.len())).expect("within");
                hand.task.abort();
            }
            Step::Cancel { .. } => {}
        }
        self.run().await;
    }

    /// From now on all goes well, and everything has to come to its end.
    pub async fn finish(&mut self) {
        self.lose(false, false).await;
        for _ in 0..1000 {
            if self.live.is_empty() && self.suspects.is_empty() && self.hands.is_empty() {
                break;
            }
            self.deliver(self.live.is_empty());
            self.run().await;
            while !self.session.waiting.is_empty() {
                self.answer(0, &[0]);
                self.run().await;
            }
        }
        for (id, article) in &self.published {
            let (enriched, dead) = (self.outputs.get(id), self.dead.contains(id));
            assert!(enriched.is_some() || dead, "{id} was lost");
            assert!(*article == Article::Good || enriched.is_none(), "{id} was not readable");
            assert!(dead || enriched.is_some_and(|outputs| outputs.len() > 1), "{id}: only {enriched:?}");
        }
    }

    fn deliver(&mut self, suspects: bool) {
        let queue = if suspects { &mut self.suspects } else { &mut self.live };
        if !self.session.channel.is_open() {
            return;
        }
        let Some(message) = queue.pop_front() else { return };
        let tag = self.next_tag;
        self.next_tag += 1;
        let mut properties = message.publication.properties.clone();
        if message.delivered > 0 {
            properties.headers.insert("x-delivery-count", i64::from(message.delivered));
        }
        // Outputs and moved messages carry it along: it tells whose they are.
        properties.headers.insert("traceparent", tag.to_string());
        let delivery = Delivery {
            body: message.publication.body.clone(),
            properties,
            exchange: String::new(),
            routing_key: "raw".to_owned(),
            redelivered: message.delivered > 0,
            acker: self.session.channel.acker(tag),
        };
        let (shared, lane) = (self.session.shared.clone(), message.lane);
        let task = self.session.tasks.spawn(async move { (tag, handle(shared, lane, delivery).await) });
        self.hands.insert(tag, Hand { message, confirmed: false, task });
    }

    /// Lets every task run until it waits for an answer or has ended.
    async fn run(&mut self) {
        while self.session.waiting.len() < self.session.tasks.len() {
            let session = &mut self.session;
            tokio::select! {
                biased;
                Some(end) = session.tasks.join_next() => {
                    self.take_acks();
                    match end {
                        Ok((tag, Ok(()))) => assert!(!self.hands.contains_key(&tag), "{tag} ended without an ack"),
                        // Whatever goes wrong ends the session.
                        Ok((_, Err(_))) => self.lose(false, false).await,
                        Err(cancelled) => {
                            assert!(cancelled.is_cancelled(), "{cancelled}");
                            // What it held stays in its hands until the session ends.
                            let whose = self.hands.iter().find(|(_, hand)| hand.task.id() == cancelled.id());
                            let tag = whose.map(|(tag, _)| *tag);
                            self.session.waiting.retain(|waiting| Some(tag_of(waiting)) != tag);
                        }
                    }
                }
                Some(waiting) = session.arriving.next() => session.waiting.push(waiting),
            }
        }
        self.take_acks();
    }

    fn take_acks(&mut self) {
        while let Ok(tag) = self.session.acks.try_recv() {
            let hand = self.hands.remove(&tag).unwrap_or_else(|| panic!("{tag} was acknowledged twice"));
            assert!(hand.confirmed, "{tag} was acknowledged before what replaces it was confirmed");
            self.last_acked = Some(hand.message);
        }
    }

    fn answer(&mut self, at: usize, verdicts: &[u8]) {
        let waiting = self.session.waiting.remove(at);
        let hand = self.hands.get_mut(&tag_of(&waiting)).expect("it is in somebody's hands");
        let too_large = verdicts.iter().take(waiting.publications.len()).find(|verdict| **verdict > 2);
        let verdicts = too_large.filter(|_| waiting.whole).map_or(verdicts, std::slice::from_ref);
        let outcomes: Vec<PublishOutcome> = (waiting.publications.iter().zip(verdicts.iter().cycle()))
            .map(|(_, verdict)| match verdict {
                0 => PublishOutcome::Confirmed,
                1 => PublishOutcome::Nacked,
                2 => PublishOutcome::Returned("NO_ROUTE".to_owned()),
                _ => PublishOutcome::TooLarge("17 MiB".to_owned()),
            })
            .collect();
        hand.confirmed = outcomes.iter().all(|outcome| *outcome == PublishOutcome::Confirmed);
        for (publication, outcome) in waiting.publications.iter().zip(&outcomes) {
            if *outcome == PublishOutcome::Confirmed {
                self.store(publication.clone());
            }
        }
        waiting.answer(outcomes);
    }

    /// Puts a message where it belongs.
    fn store(&mut self, mut publication: Publication) {
        let topology = &self.session.shared.topology;
        publication.properties.headers.0.remove("traceparent");
        publication.properties.headers.0.remove("x-delivery-count");
        let id = |id: &Option<String>| id.clone().expect("every message has one");
        if publication.exchange == topology.enriched_exchange {
            let properties = &publication.properties;
            self.outputs.entry(id(&properties.correlation_id)).or_default().insert(id(&properties.message_id));
        } else if publication.exchange == topology.dead_exchange {
            self.dead.insert(id(&publication.properties.message_id));
        } else if publication.routing_key == topology.suspect_queue {
            self.suspects.push_back(Message { publication, lane: Lane::Suspect, delivered: 0 });
        } else {
            assert!(self.session.shared.tiers.contains(&publication.exchange), "nowhere: {publication:?}");
            self.live.push_back(Message { publication, lane: Lane::Live, delivered: 0 });
        }
    }

    /// The session ends: what was in hand comes again.
    async fn lose(&mut self, arrived: bool, forgotten: bool) {
        self.take_acks();
        self.session.channel.close();
        for waiting in std::mem::take(&mut self.session.waiting) {
            if arrived {
                waiting.publications.iter().for_each(|publication| self.store(publication.clone()));
            }
        }
        self.session.tasks.shutdown().await;
        assert!(self.session.acks.try_recv().is_err(), "an acknowledgement after the end of its channel");
        let unacked = std::mem::take(&mut self.hands).into_values().map(|hand| hand.message);
        let again: Vec<Message> = unacked.chain(self.last_acked.take().filter(|_| forgotten)).collect();
        for mut message in again {
            message.delivered += 1;
            match message.lane {
                Lane::Suspect => self.suspects.push_front(message),
                _ => self.live.push_front(message),
            }
        }
        self.session = Session::open();
    }
}

/// Whose messages these are.
fn tag_of(waiting: &Waiting) -> u64 {
    let tag = waiting.publications[0].properties.headers.text("traceparent");
    tag.and_then(|tag| tag.parse().ok()).expect("carried along")
}
