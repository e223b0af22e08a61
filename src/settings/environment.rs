//! Settings from the environment: `COPYDESK__SECTION__KEY`, and `…_FILE` for a secret that stands in a file.

use config::ValueKind;
use serde_json::Value as Json;

use super::{Given, SettingsError, keys};

const PREFIX: &str = "COPYDESK__";

/// What the environment says.
pub(super) struct Environment {
    /// The keys and values that it sets, in the order of the keys.
    pub given: Vec<(String, Given)>,
    /// Variables that bear the program's name and set nothing, in their order.
    pub ignored: Vec<String>,
}

/// Reads the variables that set something; whatever was meant to and is misspelt is an error.
pub(super) fn read(
    environment: impl IntoIterator<Item = (String, String)>,
    defaults: &Json,
) -> Result<Environment, SettingsError> {
    let ours =
        |name: &str| name.starts_with(PREFIX) || name.to_uppercase().starts_with("COPYDESK_") && !is_service_link(name);
    let mut variables: Vec<_> = environment.into_iter().filter(|(name, _)| ours(name)).collect();
    variables.sort();
    let (mut given, mut ignored) = (Vec::new(), Vec::new());
    for (name, value) in variables {
        if name.starts_with(PREFIX) {
            given.push(entry(&name, value, defaults)?);
        } else if let Some(meant) = meant(&name, defaults) {
            return Err(SettingsError(format!("environment {name}: {meant}")));
        } else {
            ignored.push(name);
        }
    }
    Ok(Environment { given, ignored })
}

/// What to write in place of a variable that has the name of a setting but for underscores, case, or two letters, or that
/// has the two underscores that nothing but a setting has.
fn meant(name: &str, defaults: &Json) -> Option<String> {
    let words = name.to_lowercase();
    let words = words.strip_prefix("copydesk")?.trim_start_matches('_');
    if let Some(key) = keys::spelt_like(words, defaults) {
        let right = format!("{PREFIX}{}", key.replace('.', "__").to_uppercase());
        return Some(format!("settings are written COPYDESK__SECTION__KEY; did you mean {right}?"));
    }
    name.contains("__").then(|| {
        let key = words.replace("__", ".");
        format!("there is no setting {key}; settings are written COPYDESK__SECTION__KEY, and `copydesk config show` lists them")
    })
}

/// Whether Kubernetes gives such a variable to every container beside a service that is called like the program, or
/// Docker to one that is linked with a container so called.
fn is_service_link(name: &str) -> bool {
    name.ends_with("_PORT")
        || name.starts_with("COPYDESK_ENV_")
        || ["_PORT_", "_SERVICE_HOST", "_SERVICE_PORT"].iter().any(|part| name.contains(part))
}

fn entry(name: &str, value: String, defaults: &Json) -> Result<(String, Given), SettingsError> {
    let key = name[PREFIX.len()..].to_lowercase().replace("__", ".");
    let Some(nearest) = keys::unknown(&key, defaults) else {
        let value = typed(&key, value, defaults);
        return Ok((key, (format!("environment {name}"), value)));
    };
    // Only now: some settings are themselves called `…_file`.
    let secret = key.strip_suffix("_file").filter(|key| keys::unknown(key, defaults).is_none());
    let Some(key) = secret else {
        return Err(SettingsError(format!("environment {name}: there is no setting {key}; {nearest}")));
    };
    let text = std::fs::read_to_string(&value).map_err(|error| {
        // The secret itself where the name of its file belongs is a slip that is easily made.
        let is_path = value.contains('/') && !value.contains("://") && !value.contains('@');
        let path = if is_path { format!("{value}: ") } else { String::new() };
        SettingsError(format!("environment {name}: {path}{error}; it has to name a file that holds {key}"))
    })?;
    // Editors and `echo` end a file with a line feed, which is no part of a password.
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    Ok((key.to_owned(), (value, typed(key, text, defaults))))
}

/// A list is written with commas; numbers and switches are converted when the settings are read.
fn typed(key: &str, text: String, defaults: &Json) -> ValueKind {
    let default = keys::all(defaults).into_iter().find(|(name, _)| name == key).map(|(_, value)| value);
    if !matches!(default, Some(Json::Array(_))) {
        return ValueKind::String(text);
    }
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    ValueKind::Array(items.map(|item| config::Value::new(None, item)).collect())
}
