//! One test binary; each module keeps one promise.

mod broker;
mod cli;
mod commands;
mod contract;
mod dead_letters;
mod faults;
mod layers;
mod permissions;
mod pipeline;
mod quotes;
mod rabbitmq;
mod replay;
mod settings;
mod shapes;
mod tidy;
mod tls;
mod worker;
