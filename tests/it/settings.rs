//! The files under `config/` say what the code says.

use std::path::PathBuf;

use copydesk::settings::Settings;
use expect_test::expect_file;
use serde_json::Value;

/// Wide enough for a sentence, narrow enough for a terminal.
const WIDTH: usize = 100;

/// The reference of all settings: their documentation from the code, their default, section by section.
fn reference() -> String {
    let schema = Settings::schema();
    let mut defaults = serde_json::to_value(Settings::default()).expect("settings serialise");
    // Everybody knows RabbitMQ's own user; serialised, its password is hidden like any other.
    defaults["broker"]["url"] = Settings::default().broker.url.reveal().into();
    let mut text = String::from(
        "# Every setting of copydesk with its default. Nothing here has to be set: give a file with what differs by\n\
         # --config (several are read in turn), or COPYDESK__SECTION__KEY in the environment, which wins. A secret\n\
         # can stand in a file of its own: COPYDESK__SECTION__KEY_FILE=/run/secrets/…\n\
         # Durations are written \"250ms\", \"10s\", \"5m\", \"1h 30m\"; sizes are in bytes.\n",
    );
    section("", &schema, &schema, &defaults, &mut text);
    text
}

/// The settings of one table, then the tables in it.
fn section(path: &str, schema: &Value, root: &Value, defaults: &Value, text: &mut String) {
    let fields = defaults.as_object().expect("a table");
    let described = |name: &str| resolve(&schema["properties"][name], root);
    let is_table = |value: &Value| value.as_object().is_some_and(|inner| !inner.is_empty());
    for (name, value) in fields.iter().filter(|(_, value)| !is_table(value)) {
        let key = format!("{path}.{name}");
        text.push('\n');
        comment(&described(name), &key, text);
        match value {
            Value::Null => text.push_str(&format!("# {name} = (not set)\n")),
            value => text.push_str(&format!("{name} = {}\n", toml(value))),
        }
    }
    for (name, value) in fields.iter().filter(|(_, value)| is_table(value)) {
        let schema = described(name);
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        text.push('\n');
        comment(&schema, &path, text);
        text.push_str(&format!("[{path}]\n"));
        section(&path, &schema, root, value, text);
    }
}

/// A schema with its reference followed; a description beside the reference wins.
fn resolve(schema: &Value, root: &Value) -> Value {
    let Some(reference) = schema["$ref"].as_str() else { return schema.clone() };
    let target = reference.strip_prefix('#').expect("a reference into this schema");
    let mut resolved = root.pointer(target).expect("the reference leads somewhere").clone();
    if let Some(description) = schema.get("description") {
        resolved["description"] = description.clone();
    }
    resolved
}

/// The documentation of a setting or section.
fn comment(schema: &Value, key: &str, text: &mut String) {
    let description = schema["description"].as_str().unwrap_or_else(|| panic!("{key} has no description"));
    for paragraph in description.split("\n\n") {
        let mut line = String::from("#");
        for word in paragraph.split_whitespace() {
            if line.len() + word.len() > WIDTH {
                text.push_str(&line);
                text.push('\n');
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        text.push_str(&line);
        text.push('\n');
    }
}

/// Scalars and lists look alike in JSON and TOML; an empty table does as well.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        value => value.to_string(),
    }
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("config").join(name)
}

#[test]
fn the_default_file_lists_every_setting_as_the_code_has_it() {
    expect_file!["../../config/default.toml"].assert_eq(&reference());
    let loaded = Settings::load(&[file("default.toml")], []).expect("config/default.toml loads");
    assert_eq!(loaded.settings, Settings::default());
}

#[test]
fn the_production_file_loads_and_hardens() {
    let secret = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(secret.path(), "amqps://copydesk:secret@rabbitmq.internal:5671/news\n").expect("written");
    let variables = [("COPYDESK__BROKER__URL_FILE".to_owned(), secret.path().display().to_string())];
    let loaded = Settings::load(&[file("production.toml")], variables).expect("config/production.toml loads");
    let settings = loaded.settings;
    assert!(settings.broker.url.reveal().starts_with("amqps://"));
    assert!(settings.broker.tls.ca_file.is_some(), "the broker's certificate is checked against a named authority");
    assert!(!settings.topology.declare, "a worker in production needs no right to configure");
    assert!(
        !std::fs::read_to_string(file("production.toml")).expect("readable").contains("://"),
        "no address, so no secret, in the file"
    );
}
