//! A real RabbitMQ for the tests.
//!
//! * [`shared`]: one private node for every test that does no harm to it; with `AMQP_URL` set, that broker instead.
//! * [`exclusive`]: a private node that the test may stop, freeze and kill; one test at a time holds it.
//! * [`desk::Desk`]: a set of exchanges and queues of the test's own on such a node, with what is needed to feed and
//!   empty them.
//! * [`worker::Worker`]: the real binary at work on a desk.
//! * [`proxy::Proxy`]: a wire between the two that can be cut or go silent.

pub mod desk;
pub mod node;
pub mod proxy;
pub mod worker;

use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::{Duration, Instant};

use node::Node;

/// Address of the broker for tests that leave it as they found it.
pub fn shared() -> &'static str {
    static URL: OnceLock<String> = OnceLock::new();
    // The node is never dropped: statics are not. Its watchdog stops it when this process has ended.
    URL.get_or_init(|| match std::env::var("AMQP_URL") {
        Ok(url) => url,
        Err(_) => Box::leak(Box::new(Node::start())).url(),
    })
}

/// A node to be hurt; the test that holds it is the only one.
pub struct Exclusive(MutexGuard<'static, Option<Node>>);

/// Waits for its turn. A node that an earlier test left dead is started again, and one whose test failed is not
/// trusted any more.
pub fn exclusive() -> Exclusive {
    let mut node = hold();
    node.get_or_insert_with(Node::start).ensure_running();
    Exclusive(node)
}

/// The same, but new: for tests that restart it. With the queues of many tests it takes so long to elect their leaders
/// that a worker addresses one without, which RabbitMQ 3.10.8 may then never elect.
pub fn pristine() -> Exclusive {
    let mut node = hold();
    *node = None;
    *node = Some(Node::start());
    Exclusive(node)
}

fn hold() -> MutexGuard<'static, Option<Node>> {
    static NODE: Mutex<Option<Node>> = Mutex::new(None);
    match NODE.lock() {
        Ok(node) => node,
        Err(poisoned) => {
            NODE.clear_poison();
            let mut node = poisoned.into_inner();
            *node = None;
            node
        }
    }
}

impl std::ops::Deref for Exclusive {
    type Target = Node;
    fn deref(&self) -> &Node {
        self.0.as_ref().expect("started when it was taken")
    }
}

impl std::ops::DerefMut for Exclusive {
    fn deref_mut(&mut self) -> &mut Node {
        self.0.as_mut().expect("started when it was taken")
    }
}

/// How long a test waits for something that should come at once, on a machine that may be busy: a minute, or the seconds
/// of `COPYDESK_PATIENCE`.
pub fn patience() -> Duration {
    let seconds = std::env::var("COPYDESK_PATIENCE").ok();
    Duration::from_secs(seconds.map_or(60, |seconds| seconds.parse().expect("COPYDESK_PATIENCE is a number")))
}

/// Polls until `condition` gives something.
///
/// # Panics
/// When it does not within [`patience`].
#[track_caller]
pub fn until<T>(what: &str, mut condition: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(start.elapsed() < patience(), "waited {:?} in vain: {what}", patience());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Takes the variables that steer the tests away from a command: they are no settings, and it would say so.
pub fn own_settings_only(command: &mut Command) {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("COPYDESK_")) {
        command.env_remove(name);
    }
}
