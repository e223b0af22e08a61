//! One test binary; each module keeps one promise.

mod broker;
mod cli;
mod contract;
mod faults;
mod layers;
mod pipeline;
mod quotes;
mod rabbitmq;
mod settings;
mod tidy;
mod worker;
