//! Files and environment into the settings structs that the modules own.
//!
//! Later wins: the defaults in the code, each `--config` file in its order, `COPYDESK__SECTION__KEY` in the
//! environment. `COPYDESK__SECTION__KEY_FILE` names a file that holds the value, for secrets.

mod environment;
mod keys;
mod origins;
mod ranges;
mod watchlist;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use config::{Config, File, FileFormat, Source, ValueKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::annotate::ModelSettings;
use crate::annotate::gazetteer::EntitySettings;
use crate::archive::ArchiveSettings;
use crate::broker::{BrokerSettings, TopologySettings};
use crate::normalize::NormalizeSettings;
use crate::operator::replay::ReplaySettings;
use crate::ops::OpsSettings;
use crate::pipeline::PipelineSettings;
use crate::publication::OutputSettings;
use crate::worker::WorkerSettings;

use environment::Environment;
pub use origins::Shown;

/// Everything that can be set, by section.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How to reach RabbitMQ and how long to wait for it.
    pub broker: BrokerSettings,
    /// Names and limits of exchanges, queues and streams.
    pub topology: TopologySettings,
    /// How much at a time, how long, and when to stop and ask a human.
    pub worker: WorkerSettings,
    /// Limits on what is read, and what is known of the outlets.
    pub normalize: NormalizeSettings,
    /// Whom and what to look for beside what the models find.
    pub entities: EntitySettings,
    /// Which of the shipped models are used.
    pub models: ModelSettings,
    /// What is published beside the article.
    pub outputs: OutputSettings,
    /// Putting raw articles from the stream into the replay lane once more.
    pub replay: ReplaySettings,
    /// What `copydesk archive` reads, where to it writes, and how much at a time.
    pub archive: ArchiveSettings,
    /// Logs, probes, metrics and the page.
    pub ops: OpsSettings,
}

/// Why the settings cannot be used: one line that names file or variable, key, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// The settings, and where each value comes from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What the modules get.
    pub settings: Settings,
    /// File or variable of each key that is not at its default.
    origins: BTreeMap<String, String>,
    /// Variables `COPYDESK_…` of the environment that are no settings and set nothing.
    pub ignored: Vec<String>,
}

impl Settings {
    /// Reads `files` in their order and then the environment.
    ///
    /// # Errors
    /// A file that cannot be read, a key that does not exist, a value that does not fit.
    pub fn load(
        files: &[PathBuf],
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Loaded, SettingsError> {
        let defaults = serde_json::to_value(Settings::default()).map_err(|error| SettingsError(error.to_string()))?;
        let mut given = BTreeMap::new();
        for path in files {
            given.extend(read(path, &defaults)?);
        }
        let Environment { given: variables, ignored } = environment::read(environment, &defaults)?;
        given.extend(variables);
        let all = given.iter().map(|(key, (_, value))| (key.as_str(), value));
        let settings = merge(all).map_err(|error| misfit(&error, &given, &defaults))?;
        let values = serde_json::to_value(&settings).map_err(|error| SettingsError(error.to_string()))?;
        ranges::check(&values, |key| given.get(key).map(|(origin, _)| origin.as_str()))?;
        settings.check_offline()?;
        let origins = given.into_iter().map(|(key, (origin, _))| (key, origin)).collect();
        Ok(Loaded { settings, origins, ignored })
    }

    /// The JSON Schema of a settings file, ranges included.
    pub fn schema() -> Value {
        let mut schema = schemars::schema_for!(Settings);
        ranges::describe(&mut schema);
        schema.to_value()
    }

    /// Checks the broker's address and the files that it needs; every command that speaks with the broker does.
    ///
    /// # Errors
    /// The setting, and what is wrong with it.
    pub fn check(&self) -> Result<(), SettingsError> {
        self.broker.check().map_err(|error| SettingsError(error.to_string()))
    }

    /// Checks what types and ranges alone cannot, and what no command can do without: levels, names, and settings that do
    /// not go together.
    fn check_offline(&self) -> Result<(), SettingsError> {
        self.topology.check().map_err(SettingsError)?;
        self.archive.check().map_err(SettingsError)?;
        self.ops.check().map_err(SettingsError)?;
        let (drain, close) = (self.worker.drain_timeout, self.broker.close_timeout);
        if drain <= close {
            return Err(SettingsError(format!(
                "setting worker.drain_timeout: {drain:?} leaves no time for the articles in hand; it has to be longer than \
                 broker.close_timeout ({close:?})"
            )));
        }
        Ok(())
    }
}

impl Settings {
    /// What the pipeline is built from. Reads the lists of names that the settings name.
    ///
    /// # Errors
    /// A list that cannot be read or has a line that is no entry.
    pub fn pipeline(&self) -> anyhow::Result<PipelineSettings> {
        Ok(PipelineSettings {
            normalize: self.normalize.clone(),
            watchlist: watchlist::read(&self.entities)?,
            models: self.models.clone(),
            without_gender: !self.outputs.gender,
        })
    }
}

/// Settings that may hold a secret: what is given for them is in no message.
const SECRETS: [&str; 4] = ["broker.url", "archive.to", "ops.token", "ops.otlp_endpoint"];

/// A file or variable, and the value that it gives.
type Given = (String, ValueKind);

/// The defaults with these values over them.
fn merge<'a>(given: impl Iterator<Item = (&'a str, &'a ValueKind)>) -> Result<Settings, config::ConfigError> {
    let mut builder = Config::builder();
    for (key, value) in given {
        builder = builder.set_override(key, value.clone())?;
    }
    builder.build()?.try_deserialize()
}

/// What one file sets, all its keys known.
fn read(path: &Path, defaults: &Value) -> Result<Vec<(String, Given)>, SettingsError> {
    let name = path.display().to_string();
    let advice = "give an existing file with --config";
    let text = std::fs::read_to_string(path).map_err(|error| SettingsError(format!("{name}: {error}; {advice}")))?;
    let source = File::from_str(&text, FileFormat::Toml);
    let values = source.collect().map_err(|error| SettingsError(format!("{name}: {}", not_toml(&error))))?;
    let leaves = keys::leaves(values);
    if let Some((key, nearest)) = leaves.iter().find_map(|(key, _)| Some((key, keys::unknown(key, defaults)?))) {
        return Err(SettingsError(format!("{name}: there is no setting {key}; {nearest}")));
    }
    Ok(leaves.into_iter().map(|(key, value)| (key, (name.clone(), value))).collect())
}

/// The parser draws a picture over several lines: its first says where, its last says what.
fn not_toml(error: &config::ConfigError) -> String {
    let text = match error {
        config::ConfigError::FileParse { cause, .. } => cause.to_string(),
        other => other.to_string(),
    };
    let lines: Vec<&str> = text.trim().lines().collect();
    match lines.as_slice() {
        [place, .., what] => format!("{place}: {what}"),
        _ => text,
    }
}

/// Finds the one value that does not fit its setting, since the library does not always name it.
fn misfit(error: &config::ConfigError, given: &BTreeMap<String, Given>, defaults: &Value) -> SettingsError {
    for (key, (origin, value)) in given {
        let Err(error) = merge([(key.as_str(), value)].into_iter()) else { continue };
        if SECRETS.contains(&key.as_str()) {
            return SettingsError(format!("{origin}: {key}: it has to be a text in quotes"));
        }
        let problem = match (error, value) {
            (config::ConfigError::Type { unexpected, expected, .. }, _) => format!("{unexpected} is not {expected}"),
            // JSON's messages list the values that an enumeration takes.
            (_, ValueKind::String(text)) => {
                let json = key.rsplit('.').fold(Value::from(text.as_str()), |inner, name| json!({ name: inner }));
                serde_json::from_value::<Settings>(json).map_or_else(|error| error.to_string(), |_| text.clone())
            }
            (config::ConfigError::At { error, .. }, _) => error.to_string(),
            (error, _) => error.to_string(),
        };
        let default = keys::all(defaults).into_iter().find(|(name, _)| name == key).map(|(_, value)| value);
        let default = default.map(|value| format!(" (default: {value})")).unwrap_or_default();
        // A number that its type cannot hold is out of range like any other.
        let problem = match (ranges::of_number(key), number(value)) {
            (Some(range), Some(number)) => format!("{number} is out of range. {range}"),
            _ => one_line(&problem) + &default,
        };
        return SettingsError(format!("{origin}: {key}: {problem}"));
    }
    SettingsError(one_line(&error.to_string()))
}

/// The whole number that a value is or spells.
fn number(value: &ValueKind) -> Option<i128> {
    match value {
        ValueKind::I64(number) => Some((*number).into()),
        ValueKind::I128(number) => Some(*number),
        ValueKind::U64(number) => Some((*number).into()),
        ValueKind::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
