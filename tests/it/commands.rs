//! The commands that talk to a broker, as their users start them, on a real RabbitMQ.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use copydesk::broker::TopologySettings;
use expect_test::expect;

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::{exclusive, own_settings_only, shared};

/// A desk with its settings file.
pub struct Office {
    /// Its exchanges and queues.
    pub desk: Desk,
    settings: PathBuf,
}

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Office {
    /// A desk with a stream of raw articles.
    pub fn open() -> Office {
        Office::open_at(shared())
    }

    /// The same on the broker at `url`.
    pub fn open_at(url: &str) -> Office {
        Office::at(url, |_| {})
    }

    /// The same after `change`d some settings of the topology.
    pub fn with(change: impl FnOnce(&mut TopologySettings)) -> Office {
        Office::at(shared(), change)
    }

    fn at(url: &str, change: impl FnOnce(&mut TopologySettings)) -> Office {
        let desk = Desk::with(url, |topology| {
            topology.raw_log = true;
            change(topology);
        });
        let state = desk.file("state").display().to_string();
        let settings = desk.settings(&desk.url, &[("replay", &format!("state_dir = \"{state}\""))]);
        Office { desk, settings }
    }

    /// A command with the desk's settings, not started yet.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command.args(arguments).arg("--config").arg(&self.settings).stdin(Stdio::null());
        own_settings_only(&mut command);
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().expect("the command starts");
        Ended { code: output.status.code(), out: self.plain(&output.stdout), err: self.plain(&output.stderr) }
    }

    /// Starts a command whose end is not waited for.
    pub fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the command starts")
    }

    /// Text with the names that differ from run to run replaced.
    fn plain(&self, text: &[u8]) -> String {
        let prefix = self.desk.topology.input_queue.trim_end_matches(".in");
        let folder = self.desk.file("").display().to_string();
        String::from_utf8_lossy(text).replace(prefix, "desk").replace(&self.desk.url, "URL").replace(&folder, "")
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.desk.file(name);
        std::fs::write(&path, text).expect("a writable folder");
        path.display().to_string()
    }
}

#[test]
fn check_finds_what_is_missing_and_apply_declares_it() {
    let office = Office::open();
    assert_eq!(office.run(&["topology", "check"]).code, Some(0));
    let mut other = office.desk.topology.clone();
    other.dead_queue.push_str(".new");
    let desk = Desk::onto(&office.desk, other);
    let settings = desk.settings(&desk.url, &[]);
    let office = Office { desk, settings };
    let check = office.run(&["topology", "check"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    // The lanes name the dead letters in their arguments, so they differ too, and apply cannot help that.
    assert!(check.out.contains("queue    desk.dead.new"), "{}", check.out);
    assert!(check.out.contains("MISSING: `copydesk topology apply` declares it"), "{}", check.out);
    assert!(check.out.contains("inequivalent arg 'x-dead-letter-routing-key'"), "{}", check.out);
    let apply = office.run(&["topology", "apply"]);
    assert_eq!(apply.code, Some(2), "{apply:?}");
    assert_eq!(apply.err.lines().count(), 1, "{}", apply.err);
    assert!(apply.err.contains("desk.in"), "{}", apply.err);
}

#[test]
fn check_says_that_it_cannot_see_a_policy_that_changes_a_queue() {
    let node = exclusive();
    let office = Office::open_at(&node.url());
    let queue = &office.desk.topology.dead_queue;
    let pattern = format!("^{}$", queue.replace('.', "\\."));
    node.ctl(["set_policy", "--apply-to", "queues", "short", &pattern, r#"{"max-length":10,"overflow":"drop-head"}"#]);
    let checked = office.run(&["topology", "check"]);
    let named = node.ctl(["list_queues", "--silent", "name", "policy"]);
    let policies = node.ctl(["list_policies", "--silent"]);
    node.ctl(["clear_policy", "short"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
    assert!(checked.out.contains("not seen from here: policies"), "{checked:?}");
    // The commands that it names instead do see it.
    for command in ["`rabbitmqctl list_queues name policy`", "`rabbitmqctl list_policies`"] {
        assert!(checked.out.contains(command), "{checked:?}");
    }
    assert!(named.contains(&format!("{queue}\tshort")), "{named}");
    assert!(policies.contains("drop-head"), "{policies}");
}

#[test]
fn what_export_prints_is_what_rabbitmq_imports() {
    let office = Office::open();
    let export = office.run(&["topology", "export"]);
    let definitions: serde_json::Value = serde_json::from_str(&export.out).expect("JSON");
    let names = |kind: &str| definitions[kind].as_array().expect("a list").len();
    assert_eq!([names("exchanges"), names("queues"), names("bindings")], [6, 8, 6]);
}

#[test]
fn an_unreachable_broker_is_one_line_that_names_the_setting() {
    let office = Office::open();
    for arguments in [&["topology", "check"][..], &["config", "check", "--online"], &["dead", "list"], &["replay"]] {
        let mut command = office.command(arguments);
        let output = command.env("COPYDESK__BROKER__URL", "amqp://a:secret@127.0.0.1:1/%2f").output().expect("starts");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        expect![[r#"
            copydesk: cannot reach RabbitMQ at amqp://a:***@127.0.0.1:1/%2f (setting broker.url): connect: IO error: Connection refused (os error 111)
        "#]]
        .assert_eq(&String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn files_are_published_with_source_and_a_stable_id() {
    let office = Office::open();
    let lines = [article("p1"), article("p2")].map(|line| String::from_utf8(line).expect("text")).join("\n");
    let lines = office.write("two.jsonl", &lines);
    let page = office.write("page.html", "<p>A page</p>");
    let published = office.run(&["publish", &lines, &page]);
    assert_eq!(
        (published.code, published.out.as_str()),
        (Some(0), "3 published to desk.raw, 0 not\n"),
        "{published:?}"
    );
    let first = office.desk.take(&office.desk.topology.input_queue, 3);
    let keys: Vec<_> = first.iter().map(|d| d.routing_key.as_str()).collect();
    assert_eq!(keys, ["raw.test", "raw.test", "raw.unknown"]);
    let kinds: Vec<_> = first.iter().map(|d| d.properties.content_type.as_deref().unwrap_or("-")).collect();
    assert_eq!(kinds, ["application/json", "application/json", "text/html"]);
    office.run(&["publish", &lines]);
    let again = office.desk.take(&office.desk.topology.input_queue, 2);
    assert_eq!(first[0].properties.message_id, again[0].properties.message_id);
    assert_ne!(first[0].properties.message_id, first[1].properties.message_id);
}

#[test]
fn what_is_not_declared_is_one_line_that_names_setting_and_remedy() {
    let office = Office::open();
    let mut other = office.desk.topology.clone();
    for name in
        [&mut other.raw_exchange, &mut other.enriched_exchange, &mut other.dead_queue, &mut other.raw_log_stream]
    {
        name.push_str(".gone");
    }
    let desk = Desk::onto(&office.desk, other);
    let settings = desk.settings(&desk.url, &[]);
    let office = Office { desk, settings };
    let file = office.write("two.jsonl", "{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"x\"}\n");
    for (arguments, line) in [
        (&["publish", &file][..], "exchange desk.raw.gone (setting topology.raw_exchange)"),
        (&["tap"], "exchange desk.enriched.gone (setting topology.enriched_exchange)"),
        (&["dead", "list"], "queue desk.dead.gone (setting topology.dead_queue)"),
        (&["replay"], "stream desk.raw.log.gone (setting topology.raw_log_stream)"),
    ] {
        let ended = office.run(arguments);
        let line = format!("copydesk: there is no {line}; `copydesk topology apply` declares it\n");
        assert_eq!((ended.code, ended.err), (Some(2), line), "{arguments:?}");
    }
}

#[test]
fn a_port_that_is_not_the_brokers_is_told_from_one_that_is_down() {
    let office = Office::open();
    let greets = |greeting: &'static [u8]| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("bound").port();
        // Ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut stream = stream;
                let _ = std::io::Write::write_all(&mut stream, greeting);
                let _ = std::io::Read::read(&mut stream, &mut [0; 64]);
                if greeting.is_empty() {
                    std::mem::forget(stream);
                }
            }
        });
        port
    };
    let (other, silent) = (greets(b"220 mail.example ready\r\n"), greets(b""));
    let plain = office.desk.url.trim_end_matches("/%2f").rsplit(':').next().expect("a port").to_owned();
    for (url, advice) in [
        (format!("amqps://127.0.0.1:{plain}"), "what answers does not speak TLS; write amqp://"),
        (format!("amqps://127.0.0.1:{other}"), "what answers does not speak TLS; write amqp://"),
        (format!("amqp://127.0.0.1:{other}"), "what answers does not speak AMQP 0-9-1; give RabbitMQ's port"),
        (
            format!("amqp://127.0.0.1:{silent}"),
            "no answer to connect within 1s; is it up, and is this its port for AMQP",
        ),
    ] {
        let mut command = office.command(&["tap"]);
        command.env("COPYDESK__BROKER__URL", &url).env("COPYDESK__BROKER__CONNECT_TIMEOUT", "1s");
        let output = command.output().expect("starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), told.lines().count()), (Some(2), 1), "{told}");
        assert!(
            told.starts_with(&format!("copydesk: cannot reach RabbitMQ at {url} (setting broker.url): ")),
            "{told}"
        );
        assert!(told.contains(advice), "{told}");
    }
}

#[test]
fn a_variable_that_sets_nothing_fails_the_check() {
    let office = Office::open();
    for (name, code) in [("COPYDESK_LOGGING", 2), ("COPYDESK_MODELS__NAMES", 2), ("COPYDESK_SERVICE_HOST", 0)] {
        let output = office.command(&["config", "check"]).env(name, "fast").output().expect("starts");
        assert_eq!(output.status.code(), Some(code), "{name}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).contains(name), code == 2, "{name}");
    }
}

#[test]
fn health_says_no_while_nothing_answers() {
    let office = Office::open();
    let mut command = office.command(&["health"]);
    let output = command.env("COPYDESK__OPS__LISTEN", "127.0.0.1:1").output().expect("starts");
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        copydesk: no answer from http://127.0.0.1:1/readyz (setting ops.listen): Connection refused (os error 111); is it running?
    "#]]
    .assert_eq(&String::from_utf8_lossy(&output.stderr));
}

/// Whether a folder holds a file whose name begins so.
pub fn holds(dir: &Path, prefix: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(dir) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name().display().to_string();
        name.starts_with(prefix) && name.ends_with(".json")
    })
}
