//! What stands under `deploy/`: rules that promtool accepts and that fire, and no metric that no worker exposes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use copydesk::ops::health::State;
use copydesk::ops::metrics::{Metrics, Outcome};

use crate::tidy::root;

fn deploy(file: &str) -> PathBuf {
    root().join("deploy").join(file)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(deploy(file)).unwrap_or_else(|error| panic!("deploy/{file}: {error}"))
}

/// Every series of a worker that has seen everything.
fn exposed() -> BTreeSet<String> {
    let metrics = Metrics::new();
    metrics.received("live", 1);
    metrics.settled("live", Outcome::Accepted, 1, Duration::ZERO);
    metrics.rejected("no_text");
    metrics.retried("1");
    metrics.published("article", 1);
    metrics.publish_failed("nacked");
    metrics.reconnected("lost");
    metrics.found("person", 1);
    let text = metrics.render(&State::default());
    let series = text.lines().filter(|line| !line.starts_with('#'));
    series.map(|line| line.split(['{', ' ']).next().unwrap_or_default().to_owned()).collect()
}

/// The words of a text that look like metrics of ours.
fn named(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("copydesk_")).map(str::to_owned).collect()
}

#[test]
fn dashboard_and_rules_name_only_metrics_that_a_worker_exposes() {
    let exposed = exposed();
    assert!(exposed.contains("copydesk_handle_seconds_bucket"), "{exposed:?}");
    for file in ["grafana/dashboards/copydesk.json", "prometheus/alerts.yml", "prometheus/alerts.test.yml"] {
        let named = named(&read(file));
        assert!(named.len() > 5, "deploy/{file} names {named:?} only");
        // Words for people name a histogram without the endings of its series.
        let is_exposed = |name: &String| exposed.contains(name) || exposed.contains(&format!("{name}_bucket"));
        let unknown: Vec<_> = named.iter().filter(|name| !is_exposed(name)).collect();
        assert!(unknown.is_empty(), "deploy/{file} names {unknown:?}");
    }
    serde_json::from_str::<serde_json::Value>(&read("grafana/dashboards/copydesk.json")).expect("JSON");
}

#[test]
fn every_alert_is_seen_firing_in_its_test() {
    let alerts = read("prometheus/alerts.yml");
    let alerts: BTreeSet<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    let tests = read("prometheus/alerts.test.yml");
    let lines: Vec<&str> = tests.lines().map(str::trim).collect();
    let firing: BTreeSet<&str> = lines
        .windows(2)
        .filter(|pair| pair[1] == "exp_alerts:")
        .filter_map(|pair| pair[0].strip_prefix("alertname: "))
        .collect();
    assert_eq!(alerts, firing);
}

#[test]
fn promtool_accepts_the_rules_and_their_tests_pass() {
    if Command::new("promtool").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        eprintln!("SKIPPED: no promtool to test the alert rules with (Debian: apt-get install prometheus)");
        return;
    }
    for arguments in [["check", "config", "prometheus.yml"], ["test", "rules", "alerts.test.yml"]] {
        let output =
            Command::new("promtool").args(arguments).current_dir(deploy("prometheus")).output().expect("it starts");
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "promtool {arguments:?}: {text}");
    }
}
