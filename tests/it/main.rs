//! One test binary; each module keeps one promise.

mod bench;
mod broker;
mod cli;
mod commands;
mod contract;
mod dead_letters;
mod faults;
mod hostile;
mod layers;
mod malformed;
mod names;
mod permissions;
mod pipeline;
mod quotes;
mod rabbitmq;
mod replay;
mod settings;
mod shapes;
mod soak;
mod syntax;
mod tidy;
mod tls;
mod worker;
