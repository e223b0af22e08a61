//! How a message is wrapped for those who read it: the CloudEvents envelope, and compression. Both are made of the
//! message alone, so that the same message is always the same bytes.

use std::io::Write;

use flate2::{Compression as GzipLevel, GzBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{OutputMessage, OutputSettings};

/// The CloudEvents version that is spoken.
const SPECVERSION: &str = "1.0";

/// The compression that zstd has as its own default.
const ZSTD_LEVEL: i32 = 3;

/// The envelope of what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Envelope {
    /// The body is the message.
    #[default]
    None,
    /// The body is the message, the attributes of a CloudEvent are headers `cloudEvents_…`.
    CloudeventsBinary,
    /// The body is a CloudEvent with the message in `data`, its type `application/cloudevents+json`.
    CloudeventsStructured,
}

/// The compression of bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compression {
    /// As they are.
    #[default]
    None,
    /// `content_encoding: gzip`.
    Gzip,
    /// `content_encoding: zstd`.
    Zstd,
}

/// The attributes of a CloudEvent. There is no `time`: when it happened is the message property `timestamp`, and a
/// replay would give the same event another one.
#[derive(Serialize)]
struct CloudEvent<'a> {
    specversion: &'static str,
    id: &'a str,
    source: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    subject: &'a str,
    datacontenttype: &'static str,
    data: &'a RawValue,
}

/// Wraps and compresses as the settings say.
///
/// # Panics
/// Never: the body is JSON that was written here, and writing to memory does not fail.
pub(super) fn pack(message: &mut OutputMessage, subject: &str, settings: &OutputSettings) {
    match settings.envelope {
        Envelope::None => {}
        Envelope::CloudeventsBinary => {
            message.headers = vec![
                ("cloudEvents_specversion", SPECVERSION.to_owned()),
                ("cloudEvents_id", message.message_id.clone()),
                ("cloudEvents_source", source(message)),
                ("cloudEvents_type", message.schema.to_owned()),
                ("cloudEvents_subject", subject.to_owned()),
            ];
        }
        Envelope::CloudeventsStructured => {
            let event = CloudEvent {
                specversion: SPECVERSION,
                id: &message.message_id,
                source: &source(message),
                kind: message.schema,
                subject,
                datacontenttype: "application/json",
                data: serde_json::from_slice(&message.body).expect("a message is JSON"),
            };
            message.body = serde_json::to_vec(&event).expect("an event always serialises");
            message.content_type = "application/cloudevents+json; charset=utf-8";
        }
    }
    if message.body.len() >= settings.compress_from_bytes {
        compress(message, settings.compression);
    }
}

/// Whoever compares source and id, as CloudEvents tells readers to, recognises a duplicate.
fn source(message: &OutputMessage) -> String {
    format!("/copydesk/{}", encoded(message.routing_key.splitn(3, '.').last().unwrap_or_default()))
}

fn compress(message: &mut OutputMessage, compression: Compression) {
    let body = match compression {
        Compression::None => return,
        Compression::Gzip => {
            // No name and no time of modification, which would differ each time.
            let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), GzipLevel::default());
            gzip.write_all(&message.body).and_then(|()| gzip.finish()).expect("memory takes it")
        }
        Compression::Zstd => zstd::bulk::compress(&message.body, ZSTD_LEVEL).expect("memory takes it"),
    };
    message.body = body;
    message.content_encoding = Some(if compression == Compression::Gzip { "gzip" } else { "zstd" });
}

/// A word of a routing key as part of a URI: what is not ASCII is percent-encoded.
fn encoded(word: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    word.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::{OutputBudget, OutputSettings, publications};
    use super::*;
    use crate::enriched::EnrichedArticle;

    fn quote(settings: OutputSettings) -> OutputMessage {
        let body = include_str!("../../tests/fixtures/enriched.json");
        let mut article: EnrichedArticle = serde_json::from_str(body).expect("the fixture is an enriched article");
        article.source.domain = Some("süddeutsche.example".to_owned());
        publications(&article, &mut OutputBudget::new(&settings)).expect("within the budget").swap_remove(1)
    }

    fn plain() -> OutputMessage {
        quote(OutputSettings::default())
    }

    #[test]
    fn a_binary_event_keeps_the_body_and_says_the_rest_in_headers() {
        let event = quote(OutputSettings { envelope: Envelope::CloudeventsBinary, ..OutputSettings::default() });
        assert_eq!((&event.body, event.content_type), (&plain().body, "application/json"));
        let headers: Vec<_> = event.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        expect![[r#"
            cloudEvents_specversion: 1.0
            cloudEvents_id: e8b2dac49438fd2c38443b1e77041b2e
            cloudEvents_source: /copydesk/s%C3%BCddeutsche-example
            cloudEvents_type: copydesk.quote.v1
            cloudEvents_subject: harbour-1"#]]
        .assert_eq(&headers.join("\n"));
    }

    #[test]
    fn a_structured_event_holds_the_message_byte_for_byte() {
        let event = quote(OutputSettings { envelope: Envelope::CloudeventsStructured, ..OutputSettings::default() });
        let text = String::from_utf8(event.body).expect("JSON");
        let (head, data) = text.split_once(r#","data":"#).expect("an event with data");
        expect![[r#"{"specversion":"1.0","id":"e8b2dac49438fd2c38443b1e77041b2e","source":"/copydesk/s%C3%BCddeutsche-example","type":"copydesk.quote.v1","subject":"harbour-1","datacontenttype":"application/json""#]].assert_eq(head);
        assert_eq!(data.strip_suffix('}').map(str::as_bytes), Some(plain().body.as_slice()));
        assert_eq!(event.content_type, "application/cloudevents+json; charset=utf-8");
        assert_eq!(event.headers, []);
    }

    #[test]
    fn what_is_compressed_is_the_same_bytes_each_time_and_comes_back() {
        use std::io::Read;
        for compression in [Compression::Gzip, Compression::Zstd] {
            let settings = OutputSettings { compression, compress_from_bytes: 0, ..OutputSettings::default() };
            let packed = quote(settings);
            assert_eq!(packed, quote(settings), "{compression:?}");
            assert!(packed.body.len() < plain().body.len(), "{compression:?}");
            let mut body = Vec::new();
            match packed.content_encoding {
                Some("gzip") => _ = flate2::read::GzDecoder::new(&*packed.body).read_to_end(&mut body),
                Some("zstd") => {
                    let mut decoder = ruzstd::decoding::StreamingDecoder::new(&*packed.body).expect("a frame");
                    decoder.read_to_end(&mut body).expect("whole");
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(body, plain().body, "{compression:?}");
        }
    }

    #[test]
    fn small_messages_stay_as_they_are() {
        let settings = OutputSettings { compression: Compression::Gzip, ..OutputSettings::default() };
        let small = quote(OutputSettings { compress_from_bytes: usize::MAX, ..settings });
        assert_eq!((small.content_encoding, small.body), (None, plain().body));
    }
}
