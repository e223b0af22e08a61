//! One fault on a stage of its own: exchanges and queues, a wire, two workers, the oracle.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use copydesk::broker::{Publication, Topology};
use fastrand::Rng;

use super::kind::Kind;
use super::watch::{Verdict, Watch};
use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::node::Node;
use crate::rabbitmq::patience;
use crate::rabbitmq::proxy::Proxy;
use crate::rabbitmq::worker::Worker;

/// Everything that a fault acts on.
pub struct Scene<'a> {
    /// The broker.
    pub node: &'a mut Node,
    /// Names on it.
    pub desk: Desk,
    /// The wire between it and the workers.
    pub proxy: Proxy,
    /// Draws what a fault leaves open.
    pub random: Rng,
    /// Articles of a scene.
    pub size: usize,
    /// Whether faults last as long as they should, or as short as they can.
    pub full: bool,
    /// Words in front of the command that starts a worker.
    pub wrapper: Vec<String>,
    /// Name and password at the broker.
    pub login: &'static str,
    /// More settings of our worker below `broker`.
    pub broker_lines: String,
    kind: Kind,
    watch: Watch,
    workers: Vec<Worker>,
    fed: BTreeSet<String>,
    restarts: usize,
}

/// How a scene ended.
pub struct Outcome {
    /// What became of the articles.
    pub verdict: Verdict,
    /// How many there were.
    pub fed: usize,
    /// From the end of the fault to the next article that came out.
    pub recovery: Option<Duration>,
    /// How often a worker ended by itself, or stood still and had to be ended, and was started again.
    pub restarts: usize,
}

/// Impatient, so that nobody need be patient. The others get the same heartbeat.
const BROKER: &str = "heartbeat = \"2s\"\nconnect_timeout = \"3s\"\ncall_timeout = \"3s\"\nconfirm_timeout = \"5s\"\n\
    reconnect_min = \"100ms\"\nreconnect_max = \"500ms\"\n";

/// How long a worker that is not ours may do nothing before it is ended.
const STUCK: Duration = Duration::from_secs(10);

impl<'a> Scene<'a> {
    /// An empty stage.
    pub fn new(node: &'a mut Node, kind: Kind, seed: u64, full: bool) -> Scene<'a> {
        let desk = Desk::with(&node.url(), |topology| {
            topology.retry_delays = [300, 600, 1000, 2000, 4000, 8000].map(Duration::from_millis).to_vec();
        });
        let (watch, proxy) = (Watch::new(&desk), Proxy::start(node.port()));
        Scene {
            node,
            desk,
            proxy,
            random: Rng::with_seed(seed),
            size: if full { 300 } else { 40 },
            full,
            wrapper: Vec::new(),
            login: "guest:guest",
            broker_lines: BROKER.to_owned(),
            kind,
            watch,
            workers: Vec::new(),
            fed: BTreeSet::new(),
            restarts: 0,
        }
    }

    /// Publishes this many more articles.
    pub fn feed(&mut self, count: usize) {
        let first = self.fed.len();
        let ids: Vec<String> = (first..first + count).map(|number| format!("a{number:05}")).collect();
        self.desk.publish(ids.iter().map(|id| self.desk.raw(id, &article(id))).collect());
        self.fed.extend(ids);
    }

    /// Publishes everything that was fed as small articles once more.
    pub fn feed_again(&mut self) {
        self.desk.publish(self.fed.iter().map(|id| self.desk.raw(id, &article(id))).collect());
    }

    /// Publishes messages of the fault's own.
    pub fn feed_messages(&mut self, messages: Vec<Publication>) {
        self.fed.extend(messages.iter().filter_map(|message| message.properties.message_id.clone()));
        self.desk.publish(messages);
    }

    /// Starts workers.
    pub fn start(&mut self, count: usize) {
        for _ in 0..count {
            let worker = self.launch();
            self.workers.push(worker);
        }
    }

    /// Feeds the scene's articles to two workers and lets them get to work.
    pub fn at_work(&mut self) {
        self.start(2);
        self.feed(self.size);
        self.progress(self.size / 10);
    }

    fn launch(&self) -> Worker {
        let url = self.proxy.url().replace("guest:guest", self.login);
        let mut words = self.wrapper.clone();
        words.extend(self.kind.command().expect("looked for before"));
        let names = &self.desk.topology;
        if self.kind != Kind::Copydesk {
            words.extend([format!("{url}?heartbeat=2"), names.input_queue.clone(), names.enriched_exchange.clone()]);
        }
        let settings = self.desk.settings(
            &url,
            &[("broker", &self.broker_lines), ("worker", "prefetch = 16\nbreaker_window = 0\ndrain_timeout = \"5s\"")],
        );
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Worker::launch_command(Path::new(words[0]), &words[1..], &settings, &self.desk)
    }

    /// Waits until so many more articles have come out or died.
    pub fn progress(&mut self, more: usize) {
        let goal = (self.watch.count() + more).min(self.fed.len());
        self.until("articles come out", |scene| scene.watch.count() >= goal);
    }

    /// Waits for a condition while workers that ended are started again, as a service manager does. Ours must bring
    /// it about; others are given up after a while.
    pub fn until(&mut self, what: &str, condition: impl Fn(&Scene) -> bool) {
        let limit = if self.kind == Kind::Copydesk { patience() } else { STUCK };
        let start = Instant::now();
        while !condition(self) {
            self.tend();
            if start.elapsed() > limit {
                let logs: String = self.workers.iter().map(Worker::log).collect();
                assert!(self.kind != Kind::Copydesk, "waited in vain: {what}\n{logs}");
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Lets a fault last for so long.
    pub fn lasting(&mut self, duration: Duration) {
        let start = Instant::now();
        self.until("the fault has lasted", |_| start.elapsed() >= duration);
    }

    fn tend(&mut self) {
        for index in 0..self.workers.len() {
            if self.workers[index].has_ended() {
                self.restarts += 1;
                self.workers[index] = self.launch();
            }
        }
    }

    /// Kills one of the workers and starts another in its place.
    pub fn kill_worker(&mut self) {
        let index = self.random.usize(..self.workers.len());
        self.workers[index].kill();
        self.workers[index] = self.launch();
    }

    /// Tells each worker in turn to end, waits until it has, and starts another in its place.
    pub fn roll(&mut self) {
        for index in 0..self.workers.len() {
            match self.kind {
                Kind::Copydesk => self.workers[index].stop(),
                _ => {
                    self.workers[index].signal("TERM");
                    self.workers[index].wait();
                }
            }
            self.workers[index] = self.launch();
            self.progress(self.size / 10);
        }
    }

    /// Sends a signal to all workers.
    pub fn signal(&self, name: &str) {
        self.workers.iter().for_each(|worker| worker.signal(name));
    }

    /// Ends all workers at once.
    pub fn kill_all(&mut self) {
        self.workers.drain(..).for_each(|mut worker| worker.kill());
    }

    /// Whether every article that was fed has come out or died.
    pub fn is_done(&self) -> bool {
        self.watch.has_all(&self.fed)
    }

    /// Whether every article has come out more than once.
    pub fn all_twice(&self) -> bool {
        self.watch.verdict(&self.fed).repeated >= self.fed.len()
    }

    /// Bytes of its own that a worker has, now.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.workers[0].pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmData:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.expect("a Linux with a process that runs") * 1024
    }

    /// Dead letters are taken by nobody from now on.
    pub fn leave_the_dead(&mut self) {
        self.watch = Watch::without_dead(&self.desk);
    }

    /// Raw articles are kept in a stream from now on.
    pub fn keep_raw_log(&mut self) {
        self.desk.topology.raw_log = true;
        self.desk.declare();
    }

    /// Everything has to come out once more.
    pub fn forget_outputs(&mut self) {
        self.watch = Watch::new(&self.desk);
    }

    /// Something on a channel of its own, past our library.
    pub fn on_channel<E: std::fmt::Debug>(&self, work: impl AsyncFnOnce(lapin::Channel) -> Result<(), E>) {
        self.desk.with_broker(async |_| {
            let connection = lapin::Connection::connect(&self.desk.url, Default::default()).await.expect("up");
            work(connection.create_channel().await.expect("a channel")).await.expect("the broker does it");
            let _ = connection.close(200, "done".into()).await;
            Ok(())
        });
    }

    /// The fault is over: feeds a few more articles, waits for the end and tells how it went.
    pub fn finish(mut self) -> Outcome {
        let healed = Instant::now();
        self.feed(10);
        self.until("articles come out again", |scene| scene.watch.last() > healed);
        let last = self.watch.last();
        let recovery = (last > healed).then(|| last - healed);
        let mut tries = 0;
        while !self.is_done() {
            self.tend();
            let quiet = if self.kind == Kind::Copydesk { patience() } else { STUCK };
            if self.watch.quiet() > quiet {
                // Nothing comes any more: either nothing is left, or those who should take it stand still.
                let logs: String = self.workers.iter().map(Worker::log).collect();
                self.kill_all();
                tries += 1;
                if !self.anything_left() || tries > 3 {
                    eprintln!("{logs}");
                    break;
                }
                self.restarts += 2;
                self.start(2);
                self.lasting(STUCK);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        if self.kind == Kind::Copydesk {
            self.workers.iter_mut().for_each(Worker::stop);
        }
        self.kill_all();
        // Repetitions may be under way.
        self.until("nothing more comes", |scene| scene.watch.quiet() > Duration::from_millis(500));
        let outcome =
            Outcome { verdict: self.watch.verdict(&self.fed), fed: self.fed.len(), recovery, restarts: self.restarts };
        self.clear();
        outcome
    }

    /// Whether messages wait in front of the workers.
    fn anything_left(&self) -> bool {
        let names = &self.desk.topology;
        let retries = names.retry_tiers().into_iter().map(|(name, _)| name);
        let queues = retries.chain([names.input_queue.clone(), names.suspect_queue.clone()]);
        self.desk.with_broker(async |broker| {
            for queue in queues {
                if broker.browse(&queue).await?.next().await?.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Takes the scene's queues off the broker: a broker with many restarts slowly.
    fn clear(&self) {
        let queues = Topology::new(&self.desk.topology).queues.into_iter().map(|queue| queue.name);
        let queues: Vec<String> = queues.chain([self.desk.out.clone()]).collect();
        self.on_channel(async |channel| {
            for queue in queues {
                channel.queue_delete(queue.as_str().into(), Default::default()).await?;
            }
            Ok::<(), lapin::Error>(())
        });
    }
}
