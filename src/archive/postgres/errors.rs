//! What the database says, sorted by what can be done about it.

use tokio_postgres::error::SqlState;

/// Why something could not be archived.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It will be possible again, sooner or later: nothing is given up.
    #[error("{0}")]
    Away(String),
    /// What the messages hold cannot be stored, whenever it is tried.
    #[error("{0}")]
    Content(String),
    /// Somebody has to change something first.
    #[error("{0}")]
    Refused(String),
}

/// Sorts an answer of the database.
pub fn trouble(error: tokio_postgres::Error) -> StoreError {
    let Some(answer) = error.as_db_error() else {
        return StoreError::Away(match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        });
    };
    let code = answer.code();
    let said = format!("{} ({})", answer.message(), code.code());
    match code.code().get(..2) {
        // Data exceptions, violated constraints, values over a limit of the program.
        Some("22" | "23" | "54") => StoreError::Content(said),
        _ => StoreError::Away(match advice(code) {
            Some(advice) => format!("{advice}: {said}"),
            None => said,
        }),
    }
}

/// What people have to look at.
fn advice(code: &SqlState) -> Option<&'static str> {
    Some(match *code {
        SqlState::DISK_FULL => "its disk is full",
        SqlState::OUT_OF_MEMORY | SqlState::TOO_MANY_CONNECTIONS | SqlState::CONFIGURATION_LIMIT_EXCEEDED => {
            "it is at its limits"
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => "it is read-only (a standby, or set so)",
        SqlState::LOCK_NOT_AVAILABLE => "somebody else holds a lock on the tables",
        SqlState::QUERY_CANCELED => "a statement took longer than archive.statement_timeout",
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => "it is restarting",
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            "user or password are not accepted (setting archive.to)"
        }
        SqlState::INVALID_CATALOG_NAME => "there is no such database (setting archive.to): create it first",
        SqlState::INSUFFICIENT_PRIVILEGE => "the user lacks a right",
        SqlState::UNDEFINED_TABLE | SqlState::UNDEFINED_COLUMN => "somebody has changed the archive's tables",
        _ => return None,
    })
}
