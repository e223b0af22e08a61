//! What stands under `deploy/`: rules that promtool accepts and that fire, and no metric that no worker exposes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use copydesk::ops::health::State;
use copydesk::ops::metrics::{Metrics, Settlement};

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
    metrics.settled("live", Settlement::Accepted, 1, Duration::ZERO);
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
        crate::tidy::skipped("no promtool to test the alert rules with (Debian: apt-get install prometheus)");
        return;
    }
    for arguments in [["check", "config", "prometheus.yml"], ["test", "rules", "alerts.test.yml"]] {
        let output =
            Command::new("promtool").args(arguments).current_dir(deploy("prometheus")).output().expect("it starts");
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "promtool {arguments:?}: {text}");
    }
}

#[test]
fn units_manifests_and_compose_file_name_only_settings_that_there_are() {
    let settings = serde_json::to_value(copydesk::settings::Settings::default()).expect("settings are JSON");
    let mut files: Vec<PathBuf> = [("deploy/systemd", "service"), ("deploy/kubernetes", "yaml")]
        .into_iter()
        .flat_map(|(folder, suffix)| crate::tidy::files_under(folder, suffix))
        .collect();
    files.push(root().join("docker-compose.yml"));
    assert!(files.len() >= 6, "{files:?}");
    let mut named = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("readable");
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        for name in words.filter_map(|word| word.strip_prefix("COPYDESK__")) {
            let there =
                |name: &str| settings.pointer(&format!("/{}", name.to_lowercase().replace("__", "/"))).is_some();
            let is_there = there(name) || name.strip_suffix("_FILE").is_some_and(there);
            assert!(is_there, "{}: COPYDESK__{name}", file.display());
            named.insert(name.to_owned());
        }
    }
    assert!(named.contains("ARCHIVE__TO_FILE") && named.contains("OPS__LISTEN"), "{named:?}");
}

#[test]
fn systemd_accepts_the_units() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut units = Vec::new();
    for unit in crate::tidy::files_under("deploy/systemd", "service") {
        // Looked at where the program is not installed.
        let text = std::fs::read_to_string(&unit).expect("readable");
        let copy = folder.path().join(unit.file_name().expect("a file"));
        std::fs::write(&copy, text.replace("/usr/bin/copydesk", env!("CARGO_BIN_EXE_copydesk"))).expect("writable");
        units.push(copy);
    }
    assert_eq!(units.len(), 2);
    let Ok(output) = Command::new("systemd-analyze").args(["verify", "--man=no"]).args(&units).output() else {
        crate::tidy::skipped("no systemd-analyze to look at the units with");
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.is_empty(), "{said}");
}
