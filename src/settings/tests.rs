use std::io::Write;

use expect_test::{Expect, expect};

use super::*;

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a temporary file");
    file.write_all(text.as_bytes()).expect("written");
    file
}

fn environment(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The message for one file, which it calls FILE.
fn check_error(text: &str, variables: &[(&str, &str)], expected: Expect) {
    let file = file(text);
    let error = Settings::load(&[file.path().to_owned()], environment(variables)).expect_err("should not load");
    expected.assert_eq(&error.to_string().replace(&file.path().display().to_string(), "FILE"));
}

#[test]
fn nothing_given_means_the_defaults() {
    assert_eq!(Settings::load(&[], []).expect("defaults").settings, Settings::default());
}

#[test]
fn the_environment_wins_over_files_and_the_last_file_over_the_first() {
    let first = file("[ops]\nlisten = \"0.0.0.0:1\"\nlog_level = \"debug\"\n[topology]\nraw_binding = \"raw.first\"");
    let second = file("[ops]\nlisten = \"0.0.0.0:2\"\n");
    let files = [first.path().to_owned(), second.path().to_owned()];
    let variables = [
        ("COPYDESK__OPS__LOG_LEVEL", "warn"),
        ("COPYDESK__BROKER__PUBLISH_WINDOW", "7"),
        ("COPYDESK__TOPOLOGY__RETRY_DELAYS", "5s, 1m"),
        ("OTHER__OPS__LISTEN", "x"),
    ];
    let loaded = Settings::load(&files, environment(&variables)).expect("loads");
    let settings = &loaded.settings;
    assert_eq!(
        (settings.ops.listen.as_str(), settings.ops.log_level.as_str(), settings.topology.raw_binding.as_str()),
        ("0.0.0.0:2", "warn", "raw.first")
    );
    assert_eq!(settings.broker.publish_window, 7);
    assert_eq!(settings.topology.retry_delays.len(), 2);
    let origin = |key: &str| loaded.show().into_iter().find(|shown| shown.key == key).expect("a setting").origin;
    assert!(origin("ops.listen").ends_with(&second.path().file_name().expect("named").display().to_string()));
    assert_eq!(origin("ops.log_level"), "environment COPYDESK__OPS__LOG_LEVEL");
    assert_eq!(origin("ops.token"), "default");
}

#[test]
fn a_secret_stands_in_a_file_and_is_never_shown() {
    let secret = file("amqps://desk:s3cret@rabbit.example/news\n");
    let path = secret.path().display().to_string();
    let variables = [("COPYDESK__BROKER__URL_FILE", path.as_str()), ("COPYDESK__OPS__TOKEN", "t0ken")];
    let loaded = Settings::load(&[], environment(&variables)).expect("loads");
    assert_eq!(loaded.settings.broker.url.reveal(), "amqps://desk:s3cret@rabbit.example/news");
    let shown: Vec<_> = loaded.show().into_iter().filter(|s| s.origin != "default").map(|s| s.value).collect();
    assert_eq!(shown, [r#""amqps://desk:***@rabbit.example/news""#, "***"]);
    let debug = format!("{:?}", loaded.settings);
    assert!(!debug.contains("s3cret") && !debug.contains("t0ken"), "{debug}");
}

#[test]
fn an_unknown_key_is_named_with_the_nearest() {
    check_error(
        "[ops]\nlisten_on = \"x\"",
        &[],
        expect!["FILE: there is no setting ops.listen_on; did you mean ops.listen?"],
    );
    check_error(
        "[broker]\nlisten = \"x\"",
        &[],
        expect!["FILE: there is no setting broker.listen; did you mean ops.listen?"],
    );
    check_error(
        "[kitchen]\nsink = 1",
        &[],
        expect!["FILE: there is no setting kitchen.sink; `copydesk config show` lists all settings"],
    );
    check_error(
        "",
        &[("COPYDESK__OPS__LISTN", "x")],
        expect!["environment COPYDESK__OPS__LISTN: there is no setting ops.listn; did you mean ops.listen?"],
    );
}

#[test]
fn a_value_that_does_not_fit_is_named_with_its_key() {
    check_error(
        "[broker]\npublish_window = \"many\"",
        &[],
        expect![[r#"FILE: broker.publish_window: string "many" is not an integer (default: 256)"#]],
    );
    check_error(
        "[broker]\nheartbeat = \"soon\"",
        &[],
        expect![[r#"FILE: broker.heartbeat: invalid value: string "soon", expected a duration (default: "10s")"#]],
    );
    check_error(
        "[ops]\nlog_format = \"xml\"",
        &[],
        expect![[
            r#"FILE: ops.log_format: unknown variant `xml`, expected one of `auto`, `json`, `pretty` (default: "auto")"#
        ]],
    );
    check_error(
        "",
        &[("COPYDESK__TOPOLOGY__DECLARE", "perhaps")],
        expect![[
            r#"environment COPYDESK__TOPOLOGY__DECLARE: topology.declare: string "perhaps" is not a boolean (default: true)"#
        ]],
    );
    check_error(
        "[ops]\nlisten = 1\nlisten = 2",
        &[],
        expect!["FILE: TOML parse error at line 3, column 1: duplicate key"],
    );
    check_error(
        "[topology]\nretry_delays = [\"10s\", \"x\"]",
        &[],
        expect![[r#"FILE: topology.retry_delays: expected number at 0 (default: ["10s","1m","10m","1h"])"#]],
    );
}

#[test]
fn a_variable_that_was_meant_as_a_setting_is_an_error() {
    for name in ["COPYDESK_MODELS__NAMES", "COPYDESK_MODELS_NAMES", "copydesk__models__names", "COPYDESK_MODEL__NAME"] {
        let error = Settings::load(&[], environment(&[(name, "fast")])).expect_err(name).to_string();
        assert!(error.starts_with(&format!("environment {name}: ")), "{error}");
        assert!(error.ends_with("did you mean COPYDESK__MODELS__NAMES?"), "{error}");
    }
    check_error(
        "",
        &[("COPYDESK_BROKER_URL_FILE", "/run/secrets/url")],
        expect![[
            r#"environment COPYDESK_BROKER_URL_FILE: settings are written COPYDESK__SECTION__KEY; did you mean COPYDESK__BROKER__URL_FILE?"#
        ]],
    );
    check_error(
        "",
        &[("COPYDESK__MODELS_NAMES", "fast")],
        expect!["environment COPYDESK__MODELS_NAMES: there is no setting models_names; did you mean models.names?"],
    );
    check_error(
        "",
        &[("COPYDESK_KITCHEN__SINK", "1")],
        expect![
            "environment COPYDESK_KITCHEN__SINK: there is no setting kitchen.sink; settings are written COPYDESK__SECTION__KEY, and `copydesk config show` lists them"
        ],
    );
}

#[test]
fn a_variable_that_sets_nothing_is_told_of_unless_kubernetes_made_it() {
    let variables = [
        ("COPYDESK_LOGGING", "1"),
        ("COPYDESK_SERVICE_HOST", "10.0.0.7"),
        ("COPYDESK_PORT_9464_TCP_ADDR", "10.0.0.7"),
        ("COPYDESK_METRICS_PORT", "tcp://10.0.0.8:9464"),
        ("COPYDESK_ENV_COPYDESK__OPS__LISTEN", "0.0.0.0:9464"),
        ("COPYDESK_ARCHIVE_DB", "desk"),
        ("COPYDESKTOP", "x"),
        ("HOME", "/root"),
    ];
    let loaded = Settings::load(&[], environment(&variables)).expect("loads");
    assert_eq!(loaded.ignored, ["COPYDESK_ARCHIVE_DB", "COPYDESK_LOGGING"]);
}

#[test]
fn a_missing_file_is_named() {
    let error = Settings::load(&["/nowhere/desk.toml".into()], []).expect_err("there is none");
    expect!["/nowhere/desk.toml: No such file or directory (os error 2); give an existing file with --config"]
        .assert_eq(&error.to_string());
}

#[test]
fn what_cannot_work_is_refused_with_the_reason() {
    check_error(
        "[broker]\npublish_window = 0",
        &[],
        expect!["FILE: broker.publish_window: 0 is out of range. From 1 to 65536."],
    );
    check_error(
        "",
        &[("COPYDESK__BROKER__HEARTBEAT", "900ms")],
        expect![[
            r#"environment COPYDESK__BROKER__HEARTBEAT: broker.heartbeat: "900ms" is out of range. From 1s to 1h."#
        ]],
    );
    check_error(
        "[worker]\nprefetch = 70000",
        &[],
        expect!["FILE: worker.prefetch: 70000 is out of range. From 1 to 65535."],
    );
    check_error(
        "",
        &[("COPYDESK__WORKER__PREFETCH", "0")],
        expect!["environment COPYDESK__WORKER__PREFETCH: worker.prefetch: 0 is out of range. From 1 to 65535."],
    );
    check_error(
        "[worker]\ntime_budget = \"0s\"",
        &[],
        expect![[r#"FILE: worker.time_budget: "0s" is out of range. From 1ms to 10m."#]],
    );
    check_error(
        "[worker]\nbreaker_percent = 101",
        &[],
        expect!["FILE: worker.breaker_percent: 101 is out of range. From 1 to 100."],
    );
    check_error(
        "[ops]\nlog_level = \"warning\"",
        &[],
        expect![[
            r#"setting ops.log_level: "warning" is no level; give off, error, warn, info, debug, trace, or module=level"#
        ]],
    );
    check_error(
        "[ops]\nlog_level = \"info,copydesk::worker=loud\"",
        &[],
        expect![[
            r#"setting ops.log_level: info,copydesk::worker=loud: error parsing level filter: expected one of "off", "error", "warn", "info", "debug", "trace", or a number 0-5; try info"#
        ]],
    );
    check_error(
        "[topology]\nraw_log_max_age = \"30days\"",
        &[],
        expect![[
            r#"setting topology.raw_log_max_age: "30days" is no age that RabbitMQ understands; write a number and one of Y M D h m s, such as 30D"#
        ]],
    );
    check_error(
        "[topology]\ninput_queue = \"copydesk.dead\"",
        &[],
        expect!["setting topology.dead_queue: copydesk.dead is topology.input_queue already"],
    );
    check_error(
        "[topology]\nretry_delays = [\"0s\"]",
        &[],
        expect!["setting topology.retry_delays: 0ns is not between 1ms and 49days"],
    );
    check_error(
        "[worker]\ndrain_timeout = \"1s\"",
        &[],
        expect![
            "setting worker.drain_timeout: 1s leaves no time for the articles in hand; it has to be longer than broker.close_timeout (2s)"
        ],
    );
}

#[test]
fn no_message_shows_a_secret() {
    for (name, value) in [
        ("COPYDESK__BROKER__URL_FILE", "amqp://desk:S3CRET@rabbit"),
        ("COPYDESK__OPS__TOKEN_FILE", "S3CRET"),
        ("COPYDESK__OPS__OTLP_ENDPOINT", "u:S3CRET@collector"),
    ] {
        let error = Settings::load(&[], environment(&[(name, value)])).expect_err(name).to_string();
        assert!(!error.contains("S3CRET"), "{error}");
    }
    let file = file("[ops]\ntoken = 530372\n");
    match Settings::load(&[file.path().to_owned()], []) {
        Ok(loaded) => assert!(loaded.show().iter().all(|shown| !shown.value.contains("530372"))),
        Err(error) => assert!(!error.to_string().contains("530372"), "{error}"),
    }
}

#[test]
fn the_schema_says_the_ranges() {
    let schema = Settings::schema();
    let window = &schema["$defs"]["BrokerSettings"]["properties"]["publish_window"];
    assert_eq!((&window["minimum"], &window["maximum"]), (&serde_json::json!(1), &serde_json::json!(65_536)));
    let heartbeat = &schema["$defs"]["BrokerSettings"]["properties"]["heartbeat"]["description"];
    assert!(heartbeat.as_str().expect("a description").ends_with("From 1s to 1h."), "{heartbeat}");
}
