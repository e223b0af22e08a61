//! What looks after a worker from outside: systemd, which is told that it lives, and probes, which are always answered.

use std::io::Write;
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{exclusive, shared, until};
use crate::worker::{ids, refs};

/// How long systemd would wait for a sign of life.
const WATCHDOG: Duration = Duration::from_millis(900);

/// What is said on the socket within the time of the watchdog, if anything.
fn heard(socket: &UnixDatagram) -> Option<String> {
    let mut said = [0; 256];
    let length = socket.recv(&mut said).ok()?;
    Some(String::from_utf8_lossy(&said[..length]).trim().to_owned())
}

#[test]
fn systemd_hears_from_a_worker_as_long_as_it_is_live() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let path = desk.file("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket.set_read_timeout(Some(WATCHDOG)).expect("a time that is not zero");
    // Live means that something is settled within a second; a broker that is silent for longer still counts as there.
    let settings = desk.settings(&desk.url, &[("ops", "stalled_after = \"1s\""), ("broker", "heartbeat = \"60s\"")]);
    let notify = format!("NOTIFY_SOCKET={}", path.display());
    let watchdog = format!("WATCHDOG_USEC={}", WATCHDOG.as_micros());
    let arguments = [&notify, &watchdog, env!("CARGO_BIN_EXE_copydesk"), "run"];
    let mut worker = Worker::launch_command("env".as_ref(), &arguments, &settings, &desk);
    worker.wait_ready();
    assert_eq!(heard(&socket).as_deref(), Some("READY=1"));
    for _ in 0..3 {
        assert_eq!(heard(&socket).as_deref(), Some("WATCHDOG=1"));
    }
    let all = ids("w", 500);
    desk.feed(refs(&all));
    worker.wait_metric("copydesk_messages_settled_total{accepted", 5.0);
    node.freeze();
    let is_live = |worker: &Worker| worker.get("/livez").is_some_and(|(ok, _)| ok);
    worker.until("it is not live", |worker| !is_live(worker));
    until("what was said before is heard", || heard(&socket).is_none().then_some(()));
    assert_eq!(heard(&socket), None, "systemd starts a silent one anew");
    assert!(!is_live(&worker));
    node.thaw();
    until("it speaks again", || (heard(&socket).as_deref() == Some("WATCHDOG=1")).then_some(()));
    assert!(is_live(&worker));
    // From here on nobody reads what the worker says, and there is little room: that must hold up nothing.
    desk.account_for(refs(&all)).check(refs(&all));
    worker.stop();
}

#[test]
fn probes_are_answered_and_articles_taken_when_clients_want_every_descriptor() {
    let desk = Desk::new(shared());
    let settings = desk.settings(&desk.url, &[]);
    let few = ["-c", "ulimit -n 64; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_copydesk"), "run"];
    let mut worker = Worker::launch_command("sh".as_ref(), &few, &settings, &desk);
    worker.wait_ready();
    let page = worker.page();
    let address = page.trim_start_matches("http://").trim_end_matches('/');
    let mut silent = Vec::new();
    for _ in 0..300 {
        let mut client = TcpStream::connect(address).expect("it listens");
        client.write_all(b"GET / HTTP/1.1\r\nhost: local").expect("sent");
        silent.push(client);
    }
    for probe in ["/livez", "/readyz"] {
        assert_eq!(worker.get(probe), Some((true, "ok\n".to_owned())), "{probe}");
    }
    let all = ids("p", 20);
    desk.feed(refs(&all));
    desk.account_for(refs(&all)).check(refs(&all));
    drop(silent);
    worker.stop();
}

#[test]
fn the_log_says_at_the_start_what_runs_where() {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[]);
    let log = worker.log();
    let first = log.lines().find(|line| line.contains("starting")).expect("a line");
    for part in [env!("CARGO_PKG_VERSION"), "http://127.0.0.1:", "guest:***@", &desk.topology.input_queue] {
        assert!(first.contains(part), "{part}: {first}");
    }
    worker.stop();
}
