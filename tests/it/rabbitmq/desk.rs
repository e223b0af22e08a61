//! Exchanges and queues of one test, and what is needed to feed and empty them.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use copydesk::broker::topology::{Binding, Queue};
use copydesk::broker::{
    Broker, BrokerError, BrokerSettings, Consume, Delivery, Headers, Properties, Publication, PublishOutcome, Topology,
    TopologySettings, Value,
};
use tokio::runtime::Runtime;

use super::patience;

/// A test's own part of a broker. Every name on it begins with a prefix of its own.
pub struct Desk {
    /// Its address.
    pub url: String,
    /// Its names.
    pub topology: TopologySettings,
    /// Queue bound to everything enriched.
    pub out: String,
    runtime: Runtime,
    dir: tempfile::TempDir,
}

/// Settings of a test, as lines of TOML below their section.
pub type Sections<'a> = &'a [(&'a str, &'a str)];

impl Desk {
    /// Declares everything on the broker at `url`.
    pub fn new(url: &str) -> Desk {
        Desk::with(url, |_| {})
    }

    /// The same, after `change`d some settings of the topology.
    pub fn with(url: &str, change: impl FnOnce(&mut TopologySettings)) -> Desk {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let prefix = format!("t{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let mut topology = prefixed(&prefix);
        // Long enough to be seen waiting, short enough to be waited for.
        topology.retry_delays = vec![Duration::from_millis(300); 2];
        topology.retry_delays[1] = Duration::from_millis(600);
        topology.raw_log = false;
        change(&mut topology);
        let runtime = Runtime::new().expect("a runtime");
        let dir = tempfile::tempdir().expect("a temporary folder");
        let desk = Desk { url: url.to_owned(), out: format!("{prefix}.out"), topology, runtime, dir };
        desk.declare();
        desk
    }

    /// The same objects as another desk, under other settings.
    pub fn onto(other: &Desk, topology: TopologySettings) -> Desk {
        let runtime = Runtime::new().expect("a runtime");
        let dir = tempfile::tempdir().expect("a temporary folder");
        Desk { url: other.url.clone(), out: other.out.clone(), topology, runtime, dir }
    }

    /// Declares everything, again where it was deleted.
    pub fn declare(&self) {
        let mut topology = Topology::new(&self.topology);
        let arguments = Headers([("x-queue-type".to_owned(), Value::from("quorum"))].into());
        topology.queues.push(Queue { name: self.out.clone(), arguments });
        topology.bindings.push(Binding {
            exchange: self.topology.enriched_exchange.clone(),
            queue: self.out.clone(),
            routing_key: "#".to_owned(),
        });
        self.with_broker(async |broker| broker.apply(&topology).await);
    }

    /// Where a file of this test may be put.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes the settings of a worker for this desk, reached at `url`, and returns the file's path.
    pub fn settings(&self, url: &str, sections: Sections) -> PathBuf {
        let topology = serde_json::to_value(&self.topology).expect("settings are JSON");
        let mut all: BTreeMap<&str, String> = BTreeMap::new();
        all.insert("broker", format!("url = \"{url}\"\n"));
        let values = topology.as_object().expect("a section");
        // Strings, numbers, booleans and lists of strings are written in TOML as in JSON.
        all.insert("topology", values.iter().map(|(key, value)| format!("{key} = {value}\n")).collect());
        for (section, lines) in sections {
            all.entry(section).or_default().push_str(&format!("{lines}\n"));
        }
        // An unoptimised build on a busy machine takes longer for an article than the default budget allows.
        let worker = all.entry("worker").or_default();
        if !worker.contains("time_budget") {
            worker.push_str("time_budget = \"60s\"\n");
        }
        let text: String = all.iter().map(|(section, lines)| format!("[{section}]\n{lines}\n")).collect();
        // A file of its own for each: a process that has just been started may not have read the one before.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let path = self.file(&format!("settings-{}.toml", COUNT.fetch_add(1, Ordering::Relaxed)));
        std::fs::write(&path, text).expect("a writable folder");
        path
    }

    /// Runs something on a connection of its own.
    pub fn with_broker<T>(&self, work: impl AsyncFnOnce(&Broker) -> Result<T, BrokerError>) -> T {
        self.runtime.block_on(async {
            let settings = BrokerSettings { url: self.url.as_str().into(), ..BrokerSettings::default() };
            let broker = Broker::connect(&settings, "test").await.expect("the broker is up");
            let result = work(&broker).await.expect("the broker does it");
            broker.close().await;
            result
        })
    }

    /// Publishes and insists on every confirm.
    pub fn publish(&self, publications: Vec<Publication>) {
        let outcomes = self.with_broker(async |broker| Ok(broker.publisher().await?.publish(publications).await));
        assert!(outcomes.iter().all(|outcome| *outcome == PublishOutcome::Confirmed), "{outcomes:?}");
    }

    /// Publishes raw articles with these ids.
    pub fn feed<'a>(&self, ids: impl IntoIterator<Item = &'a str>) {
        self.publish(ids.into_iter().map(|id| self.raw(id, &article(id))).collect());
    }

    /// A raw article as a producer sends it.
    pub fn raw(&self, id: &str, body: &[u8]) -> Publication {
        Publication {
            exchange: self.topology.raw_exchange.clone(),
            routing_key: "raw.test".to_owned(),
            body: body.to_vec(),
            properties: Properties {
                message_id: Some(id.to_owned()),
                content_type: Some("application/json".to_owned()),
                ..Properties::default()
            },
            republished: true,
        }
    }

    /// Takes messages off a queue until `enough` of what came, and acknowledges them.
    ///
    /// # Panics
    /// When nothing comes for [`patience`].
    #[track_caller]
    pub fn take_until(&self, queue: &str, mut enough: impl FnMut(&[Delivery]) -> bool) -> Vec<Delivery> {
        self.with_broker(async |broker| {
            let prefetch = NonZeroU16::new(500).expect("not zero");
            let what = Consume { queue: queue.to_owned(), prefetch, offset: None };
            let mut consumer = broker.consume(&what).await?;
            let mut taken = Vec::new();
            while !enough(&taken) {
                let next = tokio::time::timeout(patience(), consumer.next()).await;
                let Ok(delivery) = next else { panic!("{queue}: nothing more after {} messages", taken.len()) };
                let delivery = delivery?;
                delivery.acker.ack().await?;
                taken.push(delivery);
            }
            Ok(taken)
        })
    }

    /// Takes `count` messages off a queue.
    #[track_caller]
    pub fn take(&self, queue: &str, count: usize) -> Vec<Delivery> {
        self.take_until(queue, |taken| taken.len() >= count)
    }

    /// Takes what is ready in a queue now.
    pub fn take_all(&self, queue: &str) -> Vec<Delivery> {
        self.with_broker(async |broker| {
            let mut browser = broker.browse(queue).await?;
            let mut taken = Vec::new();
            while let Some(delivery) = browser.next().await? {
                delivery.acker.ack().await?;
                taken.push(delivery);
            }
            Ok(taken)
        })
    }

    /// Follows outputs and dead letters until every one of `ids` has shown up in one of them and nothing more comes.
    /// A broker that goes away meanwhile is waited for.
    pub fn account_for<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Account {
        let mut account = Account::default();
        let mut missing: BTreeSet<&str> = ids.into_iter().collect();
        let start = Instant::now();
        while !missing.is_empty() {
            assert!(start.elapsed() < patience() * 3, "lost: {missing:?}");
            let following = self.runtime.block_on(self.follow(&mut account, &mut missing));
            if let Err(error) = following {
                eprintln!("following the outputs: {error}");
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        account
    }

    async fn follow(&self, account: &mut Account, missing: &mut BTreeSet<&str>) -> Result<(), BrokerError> {
        let settings = BrokerSettings { url: self.url.as_str().into(), ..BrokerSettings::default() };
        let broker = Broker::connect(&settings, "test").await?;
        let prefetch = NonZeroU16::new(500).expect("not zero");
        let consume = |queue: &str| Consume { queue: queue.to_owned(), prefetch, offset: None };
        let mut out = broker.consume(&consume(&self.out)).await?;
        let mut dead = broker.consume(&consume(&self.topology.dead_queue)).await?;
        loop {
            // The parts of one article are confirmed together but arrive one after the other.
            let pause = if missing.is_empty() { Duration::from_millis(300) } else { patience() };
            let (is_dead, delivery) = tokio::select! {
                delivery = out.next() => (false, delivery?),
                delivery = dead.next() => (true, delivery?),
                () = tokio::time::sleep(pause) => break,
            };
            // First acknowledged, then counted: what could not be acknowledged comes again.
            delivery.acker.ack().await?;
            let id = if is_dead { account.add_dead(delivery) } else { account.add_output(delivery) };
            missing.remove(id.as_str());
        }
        broker.close().await;
        Ok(())
    }
}

/// What came out, by the message id of the input.
#[derive(Debug, Default)]
pub struct Account {
    /// Input id → output message id → body.
    pub outputs: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    /// Input id → code of the reason.
    pub dead: BTreeMap<String, String>,
    /// Outputs that came more than once.
    pub duplicates: usize,
    /// Ids of outputs that came more than once with different bodies.
    pub unlike: BTreeSet<String>,
}

impl Account {
    /// Counts an output and returns the id of its input.
    pub fn add_output(&mut self, delivery: Delivery) -> String {
        let input = delivery.properties.correlation_id.expect("an output names its input");
        // Others' outputs have none.
        let id = delivery.properties.message_id.unwrap_or_default();
        let first = self.outputs.entry(input.clone()).or_default().insert(id.clone(), delivery.body.clone());
        if let Some(first) = first {
            self.duplicates += 1;
            if first != delivery.body {
                self.unlike.insert(id);
            }
        }
        input
    }

    /// Counts a dead letter and returns its id.
    pub fn add_dead(&mut self, delivery: Delivery) -> String {
        let headers = &delivery.properties.headers;
        let code = headers.text("x-copydesk-error-code").unwrap_or("by the broker").to_owned();
        let id = delivery.properties.message_id.unwrap_or_default();
        self.dead.insert(id.clone(), code);
        id
    }

    /// Fails unless every input is in exactly one place and nothing else is.
    #[track_caller]
    pub fn check<'a>(&self, published: impl IntoIterator<Item = &'a str>) {
        let published: BTreeSet<&str> = published.into_iter().collect();
        assert!(self.unlike.is_empty(), "published twice with different bodies: {:?}", self.unlike);
        for id in self.outputs.keys().chain(self.dead.keys()) {
            assert!(published.contains(id.as_str()), "phantom: {id}");
        }
        for id in published {
            let places = usize::from(self.outputs.contains_key(id)) + usize::from(self.dead.contains_key(id));
            assert_eq!(places, 1, "{id} is in {places} places; dead: {:?}", self.dead.get(id));
        }
    }
}

/// A small article of its own.
pub fn article(id: &str) -> Vec<u8> {
    let text = format!(
        "The council of Harbour {id} met on Tuesday.\n\n\"We will rebuild the pier,\" Mayor Anna Brandt said. \
         Her deputy, Tom Keller, disagreed."
    );
    serde_json::json!({"id": id, "title": format!("Council {id} meets"), "text": text, "source": "test"})
        .to_string()
        .into_bytes()
}

fn prefixed(prefix: &str) -> TopologySettings {
    let own = |name: &str| format!("{prefix}.{name}");
    TopologySettings {
        raw_exchange: own("raw"),
        input_queue: own("in"),
        replay_queue: own("replay"),
        suspect_queue: own("suspect"),
        retry_prefix: own("retry"),
        dead_exchange: own("dlx"),
        dead_queue: own("dead"),
        enriched_exchange: own("enriched"),
        unrouted_exchange: own("unrouted"),
        unrouted_queue: own("unrouted"),
        raw_log_stream: own("raw.log"),
        archive_stream: own("archive"),
        ..TopologySettings::default()
    }
}
