//! Machines that are not like the one that it was written on.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::proxy::Proxy;
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{exclusive, shared, until};
use crate::tidy::skipped;

const PROGRAM: &str = env!("CARGO_BIN_EXE_copydesk");

#[test]
fn broker_and_ops_port_may_be_on_ipv6() {
    let (Ok(wire), Ok(ops)) = (TcpListener::bind("[::1]:0"), TcpListener::bind("[::1]:0")) else {
        skipped("this machine has no IPv6");
        return;
    };
    let ops_address = ops.local_addr().expect("bound");
    drop(ops);
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let proxy = Proxy::listen(wire, node.port());
    let settings = desk.settings(&proxy.url(), &[]);
    let words = [&format!("COPYDESK__OPS__LISTEN={ops_address}"), PROGRAM, "run"];
    let mut worker = Worker::launch_command(Path::new("env"), &words, &settings, &desk);
    until("it is ready on IPv6", || {
        let mut stream = TcpStream::connect(ops_address).ok()?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.starts_with("HTTP/1.1 200").then_some(())
    });
    desk.feed(["one"]);
    desk.account_for(["one"]).check(["one"]);
    worker.stop();
}

#[test]
fn a_log_on_a_full_disk_ends_no_worker() {
    if !Path::new("/dev/full").exists() {
        skipped("this system has no /dev/full");
        return;
    }
    let desk = Desk::new(shared());
    let settings = desk.settings(shared(), &[]);
    let words = ["-c", "exec \"$0\" run \"$@\" > /dev/full 2> /dev/full", PROGRAM];
    let mut worker = Worker::launch_command(Path::new("sh"), &words, &settings, &desk);
    worker.wait_ready();
    desk.feed(["one"]);
    desk.account_for(["one"]).check(["one"]);
    worker.stop();
}
