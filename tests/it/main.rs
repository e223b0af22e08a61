//! One test binary; each module keeps one promise.

mod broker;
mod faults;
mod pipeline;
mod quotes;
mod rabbitmq;
mod settings;
mod worker;
