//! What a message says beside its body, kept in a file beside the body's: a dead letter that was exported, changed and
//! published again keeps its routing key, its id and its headers.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::broker::{Delivery, Properties};
use crate::headers;

/// Suffix of the file beside a body. No format has it, so that no folder of bodies offers it as an article.
const SUFFIX: &str = ".message";

/// Routing key, id, headers and all other properties of a message as its producer sent it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sidecar {
    /// The exchange that it was published to, for whoever reads the file; it is published to the raw exchange again.
    pub exchange: String,
    /// The routing key that it was published with.
    pub routing_key: String,
    /// Its properties without what failing, moving and the broker added.
    pub properties: Properties,
}

impl Sidecar {
    /// As the producer sent it.
    pub fn of(delivery: &Delivery) -> Sidecar {
        let (exchange, routing_key) = delivery.origin();
        let mut properties = delivery.properties.clone().moved();
        properties.headers.0.retain(|name, _| !name.starts_with(headers::PREFIX));
        Sidecar { exchange: exchange.to_owned(), routing_key: routing_key.to_owned(), properties }
    }

    /// The file beside the file of a body.
    pub fn beside(body: &Path) -> PathBuf {
        let mut name = body.as_os_str().to_owned();
        name.push(SUFFIX);
        name.into()
    }

    /// Reads what lies beside the file of a body, if anything does.
    ///
    /// # Errors
    /// In words, when it is there and cannot be understood.
    pub fn read(body: &Path) -> Result<Option<Sidecar>, String> {
        let path = Sidecar::beside(body);
        match std::fs::read(&path) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map(Some).map_err(|error| format!("{}: {error}", path.display()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    /// Writes it beside the file of a body.
    ///
    /// # Errors
    /// As the file system says.
    pub fn write(&self, body: &Path) -> std::io::Result<()> {
        std::fs::write(Sidecar::beside(body), serde_json::to_vec_pretty(self)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::{Headers, Value};

    #[test]
    fn what_was_written_is_read_again_with_its_types() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let body = dir.path().join("0001.json.gz");
        assert_eq!(Sidecar::read(&body), Ok(None));
        let mut all = Headers::default();
        all.insert("tenant", "north");
        all.insert("priority", Value::U8(3));
        all.insert("raw", Value::Bytes(vec![0, 255]));
        all.insert("nested", Value::List(vec![Value::Void, Value::Table(Headers::default())]));
        let properties = Properties { message_id: Some("a1".into()), headers: all, ..Properties::default() };
        let sidecar = Sidecar { exchange: "news.raw".into(), routing_key: "raw.star".into(), properties };
        sidecar.write(&body).expect("written");
        assert_eq!(Sidecar::read(&body), Ok(Some(sidecar)));
        std::fs::write(Sidecar::beside(&body), "{").expect("written");
        assert!(Sidecar::read(&body).expect_err("broken").contains("0001.json.gz.message"));
    }
}
