//! Types that keep secrets from being printed: whoever wants to see one has to say so.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// What stands in the place of a secret.
const HIDDEN: &str = "***";

/// A secret text, such as a token. Printed, logged and serialised it is `***`, or nothing where it is empty.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Secret(String);

/// An address that may hold user and password. Printed, logged and serialised it shows scheme, user, host, port and path,
/// and `***` for whatever may be a secret.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Address(String);

macro_rules! hides {
    ($kind:ident, $hidden:expr) => {
        impl $kind {
            /// The text itself, for the one place that needs it.
            pub fn reveal(&self) -> &str {
                &self.0
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl From<&str> for $kind {
            fn from(text: &str) -> Self {
                $kind(text.to_owned())
            }
        }

        impl From<String> for $kind {
            fn from(text: String) -> Self {
                $kind(text)
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&$hidden(&self.0))
            }
        }

        impl fmt::Debug for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&$hidden(&self.0), f)
            }
        }

        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$hidden(&self.0))
            }
        }
    };
}
hides!(Secret, hidden);
hides!(Address, redacted);

fn hidden(text: &str) -> String {
    if text.is_empty() { String::new() } else { HIDDEN.to_owned() }
}

/// An address without what may be a secret in it. Whatever is not clearly harmless is hidden: an address that was typed
/// wrongly is the one that ends up in an error message.
pub fn redacted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    };
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
        _ if is_path(text) => return text.to_owned(),
        // A name, or a password alone.
        _ => return HIDDEN.to_owned(),
    };
    // The last `@` ends the credentials: an unescaped one in a password must not show its tail.
    let (credentials, place) = match rest.rsplit_once('@') {
        // A password with a sign of its own, or an `@` behind the host: no telling which.
        Some((credentials, _)) if credentials.contains(['/', '?', '#']) => return format!("{scheme}://{HIDDEN}"),
        Some((credentials, place)) => (Some(credentials), place),
        None => (None, rest),
    };
    let is_name = |user: &str| user.chars().all(|c| c.is_ascii_alphanumeric() || "-_.%".contains(c));
    let credentials = credentials.map(|credentials| match credentials.split_once(':') {
        Some((user, _)) if is_name(user) => format!("{user}:{HIDDEN}@"),
        None if is_name(credentials) => format!("{credentials}@"),
        _ => format!("{HIDDEN}@"),
    });
    let (place, query) = match place.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (place, None),
    };
    let (host, path) = match place.find(['/', '#']) {
        Some(at) => place.split_at(at),
        None => (place, ""),
    };
    // `user:password` with the host forgotten reads like `host:port`.
    let host = match host.rsplit_once(':') {
        Some((name, port)) if !host.ends_with(']') && !port.chars().all(|c| c.is_ascii_digit()) => {
            format!("{name}:{HIDDEN}")
        }
        _ => host.to_owned(),
    };
    let path = if path.starts_with('#') { HIDDEN } else { path };
    let query = query.map(|query| {
        let pair = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if !is_harmless(name) => format!("{name}={HIDDEN}"),
            _ => pair.to_owned(),
        };
        format!("?{}", query.split('&').map(pair).collect::<Vec<_>>().join("&"))
    });
    format!("{scheme}://{}{host}{path}{}", credentials.unwrap_or_default(), query.unwrap_or_default())
}

/// Where an address may also be the path of a folder.
fn is_path(text: &str) -> bool {
    (text.contains('/') || text.starts_with('.')) && !text.contains(['@', ':', '=', '?', '#'])
}

/// Parts of a query that are known to hold no secret.
fn is_harmless(name: &str) -> bool {
    [
        "user",
        "heartbeat",
        "frame_max",
        "channel_max",
        "connection_timeout",
        "auth_mechanism",
        "sslmode",
        "application_name",
    ]
    .contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_their_secrets() {
        for (text, shown) in [
            ("amqps://desk:p@ss:w@rabbit.example:5671/news", "amqps://desk:***@rabbit.example:5671/news"),
            ("amqp://rabbit/%2f", "amqp://rabbit/%2f"),
            ("amqp://rabbit:5672/%2f?heartbeat=5&password=x", "amqp://rabbit:5672/%2f?heartbeat=5&password=***"),
            ("amqp://[::1]:5672/", "amqp://[::1]:5672/"),
            ("amqp://u:S3#RET@h/", "amqp://***"),
            ("amqp://u:S3/RET@h/", "amqp://***"),
            ("amqp://u:S3?RET@h/", "amqp://***"),
            ("amqp://u:S3CRET", "amqp://u:***"),
            ("amqp://u@h", "amqp://u@h"),
            ("/var/lib/news", "/var/lib/news"),
            ("amqp://h/?password=S3@CRET", "amqp://***"),
            ("amqp://h#S3CRET", "amqp://h***"),
            ("u:S3CRET@host:5672/%2f", "***"),
            ("AMQP:u:S3CRET@h", "***"),
            ("S3CRET", "***"),
            ("", ""),
        ] {
            assert_eq!(redacted(text), shown);
        }
    }

    #[test]
    fn secrets_are_not_printed_by_accident() {
        let (secret, address) = (Secret::from("t0ken"), Address::from("http://u:t0ken@h:1"));
        let all = [
            format!("{secret} {secret:?} {address} {address:?}"),
            serde_json::to_string(&(&secret, &address)).expect("JSON"),
        ];
        assert!(all.iter().all(|text| !text.contains("t0ken")), "{all:?}");
        assert_eq!((secret.reveal(), Secret::default().to_string().as_str()), ("t0ken", ""));
    }
}
