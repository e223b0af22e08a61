//! # copydesk
//!
//! Raw news articles in, enriched JSON out: normalised text, entities, and who said what.
//!
//! ## Layout, in reading order
//!
//! * [`article`]: what comes in (`Input`, `RawArticle`), its clean form (`Article`), why it may be refused
//!   (`Rejection`).
//! * [`normalize`]: bytes to `Article`s: decoding, input shapes, HTML, dates, language, identity.
//! * [`languages`]: what is known of each language's words, read from the folders under `languages/`.
//! * [`identification`]: which language a text or a passage is in.
//! * [`dateline`]: the place in front of a text, for the two around it.
//! * [`document`]: one immutable text and the layers of findings over it.
//! * [`annotate`]: the layers, one annotator each, in order.
//! * [`model`]: model files, the weights in them, read where they lie, and the arithmetic that they are used with.
//! * [`enriched`]: the published JSON; nothing else knows its field names.
//! * [`pipeline`]: the three steps above as one pure function from bytes to enriched articles.
//! * [`publication`]: the messages for one enriched article: routing keys, message ids, bodies.
//! * [`render`]: an enriched article for other eyes: an HTML page, the shapes that archives take.
//! * [`headers`]: the names of copydesk's own message headers.
//! * [`operator`]: messages moved by hand: files published, the raw log replayed, dead letters sent back.
//! * [`ops`]: logs, metrics, health and the page for people; it is told things and never asks.
//! * [`broker`]: RabbitMQ: connection, consumers, confirmed publishing, topology. Bytes and headers only.
//! * [`worker`]: deliveries through the pipeline: what is published, and when a delivery is acknowledged.
//! * [`archive`]: what is published, into PostgreSQL or files, each once.
//! * [`settings`]: files and environment into the settings structs that the modules own.
//! * [`evaluation`]: corpus readers and scorers behind `copydesk evaluate`.
//! * `train`: trainers behind `copydesk train`, in builds with the feature of that name.
//! * [`interrupt`], [`escape`], [`secret`], [`digest`]: ending work from outside; text of strangers where it could do harm;
//!   types that keep secrets from being printed; hashes as they are written.
//! * [`cli`]: one file per command.
//!
//! ## What is deliberately absent
//!
//! Nothing under [`normalize`], [`annotate`] or [`pipeline`] does IO, reads a clock, draws a random number or
//! starts a thread: the same input gives the same bytes.

pub mod annotate;
pub mod archive;
pub mod article;
pub mod broker;
pub mod cli;
pub mod dateline;
pub mod digest;
pub mod document;
pub mod enriched;
pub mod escape;
pub mod evaluation;
pub mod headers;
pub mod identification;
pub mod interrupt;
pub mod languages;
pub mod model;
pub mod normalize;
pub mod operator;
pub mod ops;
pub mod pipeline;
pub mod publication;
pub mod render;
pub mod secret;
pub mod settings;
#[cfg(feature = "train")]
pub mod train;
pub mod worker;
