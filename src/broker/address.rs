//! The broker's address, with a line about what is wrong with one that cannot be used.

use lapin::uri::AMQPUri;

use super::BrokerError;
use crate::secret::Address;

/// Characters that end the host or begin another part of an address, and so have to be written otherwise in a user's
/// name or password.
const TO_BE_ENCODED: [(char, &str); 7] =
    [('#', "%23"), ('/', "%2F"), ('?', "%3F"), ('@', "%40"), ('[', "%5B"), (']', "%5D"), (' ', "%20")];

/// Reads the address. No error shows a part of it.
///
/// # Errors
/// [`BrokerError::Setting`] that says what to change.
pub(super) fn parse(address: &Address) -> Result<AMQPUri, BrokerError> {
    read(address.reveal()).map_err(|reason| BrokerError::Setting { setting: "broker.url", reason })
}

fn read(text: &str) -> Result<AMQPUri, String> {
    let Some(rest) = ["amqp://", "amqps://"].iter().find_map(|scheme| text.strip_prefix(scheme)) else {
        return Err("it has to begin with amqp:// or amqps://".to_owned());
    };
    if let Some((credentials, _)) = rest.rsplit_once('@') {
        for (character, encoded) in TO_BE_ENCODED {
            if credentials.contains(character) {
                return Err(format!("a `{character}` in the user or the password has to be written {encoded}"));
            }
        }
    }
    let mut uri: AMQPUri = text.parse().map_err(|reason: String| advice(rest, &reason))?;
    if uri.vhost.is_empty() {
        return Err("the `/` at its end names a virtual host without a name; leave it out or write /%2f for the \
                    default one"
            .to_owned());
    }
    // The parser takes an IPv6 address for no host and puts `localhost` in its place.
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    if let Some((host, _)) = host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        uri.authority.host = host.to_owned();
    }
    Ok(uri)
}

/// The parser's words may quote a part of the address; only their kind is passed on.
fn advice(rest: &str, reason: &str) -> String {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match reason {
        _ if authority.is_empty() || authority.ends_with('@') => "it names no host".to_owned(),
        _ if reason.contains("port") && !rest.contains('@') => {
            "what stands behind the host's `:` is no port; write amqp://USER:PASSWORD@HOST:PORT/VHOST".to_owned()
        }
        _ if reason.contains("port") => "the port is no number from 1 to 65535".to_owned(),
        _ => {
            "it is no address; write amqp://USER:PASSWORD@HOST:PORT/VHOST with %2f for the virtual host `/`".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn wrong(text: &str, part: &str) {
        let error = parse(&Address::from(text)).expect_err(text).to_string();
        assert!(error.contains(part), "{text}: {error}");
        assert!(!error.contains("S3CRET"), "{error}");
    }

    #[test]
    fn what_cannot_be_used_says_what_to_change() {
        wrong("rabbit:5672", "begin with amqp://");
        wrong("u:S3CRET@rabbit", "begin with amqp://");
        wrong("amqp://rabbit/", "virtual host without a name");
        wrong("amqp://u:S3#CRET@rabbit", "%23");
        wrong("amqp://u:S3/CRET@rabbit", "%2F");
        wrong("amqp://u:S3@CRET@rabbit", "%40");
        wrong("amqp://u:S3CRET", "USER:PASSWORD@HOST");
        wrong("amqp://u:S3CRET@rabbit:none", "port");
    }

    #[test]
    fn the_virtual_host_is_read() {
        for (text, vhost) in [
            ("amqp://rabbit", "/"),
            ("amqp://rabbit/%2f", "/"),
            ("amqps://u:p%40ss@rabbit:5671/news?heartbeat=5", "news"),
            ("amqp://[::1]:5672/news", "news"),
        ] {
            assert_eq!(parse(&Address::from(text)).expect(text).vhost, vhost);
        }
    }

    #[test]
    fn an_ipv6_address_is_the_host() {
        let host = |text: &str| parse(&Address::from(text)).expect(text).authority.host;
        assert_eq!(host("amqp://u:p@[2001:db8::7]:5672/news"), "2001:db8::7");
        assert_eq!(host("amqps://[::1]"), "::1");
        assert_eq!(host("amqp://127.0.0.1/news"), "127.0.0.1");
    }
}
