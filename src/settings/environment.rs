//! Settings from the environment: `COPYDESK__SECTION__KEY`, and `…_FILE` for a secret that stands in a file.

use config::ValueKind;
use serde_json::Value as Json;

use super::{Given, SettingsError, keys};

const PREFIX: &str = "COPYDESK__";

/// The keys and values that the environment sets, in the order of the keys.
pub(super) fn read(
    environment: impl IntoIterator<Item = (String, String)>,
    defaults: &Json,
) -> Result<Vec<(String, Given)>, SettingsError> {
    let mut variables: Vec<_> = environment.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
    variables.sort();
    variables.into_iter().map(|(name, value)| entry(&name, value, defaults)).collect()
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
