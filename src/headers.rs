//! The names of the message headers that are copydesk's own. Nowhere else is one written out.

/// How all of them begin.
pub const PREFIX: &str = "x-copydesk-";

/// On outputs: lower-case hex SHA-256 of the article's title and text.
pub const CONTENT_SHA256: &str = "x-copydesk-content-sha256";
/// On outputs: fingerprint of the article's text, 16 hex digits.
pub const SIMHASH: &str = "x-copydesk-simhash";
/// On outputs: milliseconds that the article took.
pub const DURATION_MS: &str = "x-copydesk-duration-ms";
/// On outputs: id of an article that this one nearly repeats.
pub const DUPLICATE_OF: &str = "x-copydesk-duplicate-of";
/// On replayed articles and their outputs: the run that replayed them.
pub const REPLAY: &str = "x-copydesk-replay";

/// On what failed: how often so far.
pub const ATTEMPT: &str = "x-copydesk-attempt";
/// On what failed: the stable code of a rejection.
pub const ERROR_CODE: &str = "x-copydesk-error-code";
/// On what failed: the reason in words, at most 512 bytes.
pub const ERROR: &str = "x-copydesk-error";
/// On what failed: the step of the work.
pub const STAGE: &str = "x-copydesk-stage";
/// The step of what could not be archived.
pub const STAGE_ARCHIVE: &str = "archive";
/// On what failed: when it did so first, in RFC 3339.
pub const FIRST_FAILED_AT: &str = "x-copydesk-first-failed-at";
/// On what failed: the worker, as `host:process`.
pub const WORKER: &str = "x-copydesk-worker";
/// On what failed: that worker's version.
pub const VERSION: &str = "x-copydesk-version";

/// On what was moved: the exchange that it was published to at first.
pub const ORIGIN_EXCHANGE: &str = "x-copydesk-origin-exchange";
/// On what was moved: the routing key that it was published with at first.
pub const ORIGIN_ROUTING_KEY: &str = "x-copydesk-origin-routing-key";
/// On what the archive could not write: its queue, to which it is sent back.
pub const ORIGIN_QUEUE: &str = "x-copydesk-origin-queue";
/// On what was moved: its time to live, set aside.
pub const ORIGIN_EXPIRATION: &str = "x-copydesk-origin-expiration";
/// On what was moved: its user, set aside.
pub const ORIGIN_USER_ID: &str = "x-copydesk-origin-user-id";
/// On what was moved: further routing keys, set aside.
pub const ORIGIN_CC: &str = "x-copydesk-origin-cc";
/// On what was moved: further routing keys that no receiver sees, set aside.
pub const ORIGIN_BCC: &str = "x-copydesk-origin-bcc";
/// On what was moved: the broker's `x-death`, set aside.
pub const DEATHS: &str = "x-copydesk-deaths";
/// On what was moved: names of headers that were taken out because all together were too large.
pub const DROPPED_HEADERS: &str = "x-copydesk-dropped-headers";

/// On what was sent back from the dead letters: how often.
pub const REDRIVE_COUNT: &str = "x-copydesk-redrive-count";
/// On what was sent back from the dead letters: the run that did it. What fails again at once is not sent back again
/// by the same run.
pub const REDRIVE_RUN: &str = "x-copydesk-redrive-run";
