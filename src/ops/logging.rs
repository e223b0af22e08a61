//! Logs on standard error: one JSON object per line, or lines for reading.
//!
//! Article text is never logged above debug level: events name an article by its id and a reason by its code.

use std::io::IsTerminal;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// For reading in a terminal, JSON elsewhere.
    Auto,
    /// One JSON object per line.
    Json,
    /// For reading.
    Pretty,
}

/// Starts logging for the process; a second call changes nothing.
///
/// # Errors
/// What is wrong with `level`, in words.
pub fn start(format: Format, level: &str) -> Result<(), String> {
    let filter = filter(level)?;
    // A line that cannot be written is lost and ends nothing: what would tell of it goes to the same full disk.
    let builder =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let json = match format {
        Format::Json => true,
        Format::Pretty => false,
        Format::Auto => !std::io::stderr().is_terminal(),
    };
    let started = if json {
        builder.json().flatten_event(true).with_current_span(false).finish().try_init()
    } else {
        builder.with_target(false).finish().try_init()
    };
    if started.is_err() {
        tracing::debug!("logging had been started already");
    }
    Ok(())
}

/// What `ops.log_level` lets through. The AMQP library is silent unless asked for by name: every error that it logs
/// reaches us as well and is told in our words.
pub(super) fn filter(level: &str) -> Result<EnvFilter, String> {
    for directive in level.split(',').map(str::trim).filter(|directive| !directive.is_empty()) {
        // The library takes a word that is no level for the name of a module, and logs nothing else then.
        let is_level = ["off", "error", "warn", "info", "debug", "trace"]
            .iter()
            .any(|known| directive.eq_ignore_ascii_case(known));
        if !is_level && !directive.contains(['=', '[']) {
            let known = "off, error, warn, info, debug, trace, or module=level";
            return Err(format!("setting ops.log_level: {directive:?} is no level; give {known}"));
        }
    }
    if level.trim().is_empty() {
        return Err("setting ops.log_level: it is empty; give info, or off for no logs at all".to_owned());
    }
    let filter = EnvFilter::try_new(format!("lapin=off,{level}"))
        .map_err(|error| format!("setting ops.log_level: {level}: {error}; try info"))?;
    // Not even then: a returned message is an article.
    let quiet = "lapin::returned_messages=off".parse().map_err(|error| format!("{error}"))?;
    Ok(filter.add_directive(quiet))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returned_articles_are_not_logged_at_any_level() {
        for level in ["info", "trace", "lapin=debug,info"] {
            let filter = filter(level).expect("a level");
            assert!(filter.to_string().contains("lapin::returned_messages=off"), "{filter}");
        }
    }
}
