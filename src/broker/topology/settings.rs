//! The names of everything on the broker, and what can be tuned about it.

use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The longest name that AMQP can carry, in bytes.
const NAME_MAX: usize = 255;
/// RabbitMQ counts a time to live in milliseconds, 32 bits of them.
const LONGEST_DELAY: Duration = Duration::from_millis(u32::MAX as u64);

/// Section `topology`: names and limits of exchanges, queues and streams.
///
/// A name may be changed at any time; an argument of a queue that exists may not: RabbitMQ refuses the declaration,
/// and the queue has to be emptied and deleted first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TopologySettings {
    /// Whether `run` declares what is missing. Without it everything has to be there already.
    pub declare: bool,
    /// Topic exchange to which producers publish raw articles.
    pub raw_exchange: String,
    /// Which of them we take.
    pub raw_binding: String,
    /// Queue of live articles.
    pub input_queue: String,
    /// Queue of replayed articles.
    pub replay_queue: String,
    /// Queue of articles that were under way when a worker crashed, again and again.
    pub suspect_queue: String,
    /// Deliveries after which RabbitMQ itself takes an article for dead. A lost connection counts for everything
    /// that was under way on it, so this is generous.
    pub delivery_limit: u32,
    /// The same for the suspect queue, where articles are tried one at a time.
    pub suspect_delivery_limit: u32,
    /// Queues of articles that wait for another attempt are named so, with the delay behind it.
    pub retry_prefix: String,
    /// The delays, in the order of attempts: `["10s", "1m", "10m", "1h"]`. With none, a transient failure goes to
    /// the dead letters at once.
    #[serde(serialize_with = "write_durations", deserialize_with = "read_durations")]
    #[schemars(with = "Vec<String>")]
    pub retry_delays: Vec<Duration>,
    /// Direct exchange for dead letters.
    pub dead_exchange: String,
    /// Queue of dead letters; also their routing key.
    pub dead_queue: String,
    /// Topic exchange to which enriched articles, quotes and entities are published.
    pub enriched_exchange: String,
    /// Exchange for what nobody has bound a queue for.
    pub unrouted_exchange: String,
    /// Queue where that is kept.
    pub unrouted_queue: String,
    /// Whether raw articles are also kept in a stream, from which `replay` reads.
    pub raw_log: bool,
    /// Name of that stream.
    pub raw_log_stream: String,
    /// How long it keeps them: a number and one of `Y M D h m s`.
    pub raw_log_max_age: String,
    /// Whether enriched articles are also kept in a stream.
    pub archive: bool,
    /// Name of that stream.
    pub archive_stream: String,
    /// How long it keeps them: a number and one of `Y M D h m s`.
    pub archive_max_age: String,
    /// Size of a stream's files in bytes; old messages go by whole files.
    pub stream_segment_bytes: u64,
}

impl Default for TopologySettings {
    fn default() -> Self {
        let own = |name: &str| format!("copydesk.{name}");
        TopologySettings {
            declare: true,
            raw_exchange: "news.raw".to_owned(),
            raw_binding: "raw.#".to_owned(),
            input_queue: own("in"),
            replay_queue: own("replay"),
            suspect_queue: own("suspect"),
            delivery_limit: 20,
            suspect_delivery_limit: 3,
            retry_prefix: own("retry"),
            retry_delays: [10, 60, 600, 3600].map(Duration::from_secs).to_vec(),
            dead_exchange: own("dlx"),
            dead_queue: own("dead"),
            enriched_exchange: own("enriched"),
            unrouted_exchange: own("unrouted"),
            unrouted_queue: own("unrouted"),
            raw_log: true,
            raw_log_stream: "news.raw.log".to_owned(),
            raw_log_max_age: "30D".to_owned(),
            archive: false,
            archive_stream: own("archive"),
            archive_max_age: "30D".to_owned(),
            stream_segment_bytes: 100_000_000,
        }
    }
}

impl TopologySettings {
    /// Checks names, delays and ages.
    ///
    /// # Errors
    /// The setting, and what is wrong with it.
    pub fn check(&self) -> Result<(), String> {
        let queues = [
            ("input_queue", &self.input_queue),
            ("replay_queue", &self.replay_queue),
            ("suspect_queue", &self.suspect_queue),
            ("dead_queue", &self.dead_queue),
            ("unrouted_queue", &self.unrouted_queue),
            ("raw_log_stream", &self.raw_log_stream),
            ("archive_stream", &self.archive_stream),
        ];
        let exchanges = [
            ("raw_exchange", &self.raw_exchange),
            ("dead_exchange", &self.dead_exchange),
            ("enriched_exchange", &self.enriched_exchange),
            ("unrouted_exchange", &self.unrouted_exchange),
        ];
        for names in [&queues[..], &exchanges[..]] {
            for (at, (key, name)) in names.iter().enumerate() {
                let problem = if name.is_empty() {
                    "a name is needed".to_owned()
                } else if name.len() > NAME_MAX {
                    format!("a name of {} bytes, AMQP takes {NAME_MAX}", name.len())
                } else if name.starts_with("amq.") {
                    "names that begin with `amq.` are the broker's own".to_owned()
                } else if let Some((other, _)) = names[..at].iter().find(|(_, other)| other == name) {
                    format!("{name} is topology.{other} already")
                } else {
                    continue;
                };
                return Err(format!("setting topology.{key}: {problem}"));
            }
        }
        for (name, delay) in self.retry_tiers() {
            if delay.is_zero() || delay > LONGEST_DELAY || name.len() > NAME_MAX {
                return Err(format!("setting topology.retry_delays: {delay:?} is not between 1ms and 49days"));
            }
        }
        let mut delays = self.retry_delays.clone();
        delays.sort_unstable();
        if delays.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(
                "setting topology.retry_delays: two delays are alike, and so would be their queues' names".into()
            );
        }
        for (key, age) in [("raw_log_max_age", &self.raw_log_max_age), ("archive_max_age", &self.archive_max_age)] {
            let number = age.strip_suffix(|unit| "YMDhms".contains(unit)).unwrap_or_default();
            if !number.parse::<u32>().is_ok_and(|number| number > 0 && number < 1_000_000) {
                let advice = "write a number and one of Y M D h m s, such as 30D";
                return Err(format!("setting topology.{key}: {age:?} is no age that RabbitMQ understands; {advice}"));
            }
        }
        Ok(())
    }

    /// Name (of exchange and queue) and delay of each retry tier, in the order of attempts.
    pub fn retry_tiers(&self) -> Vec<(String, Duration)> {
        let name = |delay: &Duration| {
            let delay = humantime::format_duration(*delay).to_string().replace(' ', "");
            format!("{}.{delay}", self.retry_prefix)
        };
        self.retry_delays.iter().map(|delay| (name(delay), *delay)).collect()
    }
}

fn write_durations<S: Serializer>(durations: &[Duration], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(durations.iter().map(|d| humantime::format_duration(*d).to_string()))
}

fn read_durations<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Duration>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| humantime::parse_duration(text).map_err(serde::de::Error::custom)).collect()
}
