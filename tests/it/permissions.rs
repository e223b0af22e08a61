//! The least rights that a worker needs on RabbitMQ: none to configure, write to five kinds of exchange, read three
//! queues. SECURITY.md names them.

use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::exclusive;
use crate::rabbitmq::worker::Worker;
use crate::worker::{ids, refs};

#[test]
fn a_user_with_only_these_rights_runs_the_worker() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let prefix = desk.topology.input_queue.trim_end_matches(".in");
    // The default exchange (amq.default) takes an article to the suspect lane.
    let write = format!("^({prefix}\\.(enriched|dlx|retry\\..+)|amq\\.default)$");
    let read = format!("^{prefix}\\.(in|replay|suspect)$");
    node.ctl(["add_user", "least", "s3cret"]);
    node.ctl(["set_permissions", "least", "^$", &write, &read]);
    let url = desk.url.replace("guest:guest", "least:s3cret");
    let mut topology = desk.topology.clone();
    topology.declare = false;
    let theirs = Desk::onto(&desk, topology);
    let mut worker = Worker::launch(&theirs, &url, &[]);
    worker.wait_ready();
    let all = ids("p", 10);
    desk.feed(refs(&all));
    desk.publish(vec![desk.raw("bad", b"{")]);
    let everything: Vec<&str> = refs(&all).into_iter().chain(["bad"]).collect();
    let account = desk.account_for(everything.clone());
    account.check(everything);
    assert_eq!(account.dead.len(), 1);
    assert!(!worker.log().contains("s3cret"), "a password in the log:\n{}", worker.log());
    worker.stop();
}
