//! Reaching the database that an address names.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::Client;
use tokio_postgres::config::{Config, SslMode};

use super::errors::{StoreError, trouble};
use super::tls::Tls;
use crate::archive::settings::ArchiveSettings;

/// A silent connection is tried after so long, and given up when nothing comes back for as long.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// What an address says.
#[derive(Debug)]
struct Address {
    config: Config,
    verified: bool,
    ca_file: Option<PathBuf>,
}

/// Opens a connection, and gives what tells when it has ended.
pub async fn connect(
    url: &str,
    settings: &ArchiveSettings,
) -> Result<(Client, watch::Receiver<Option<String>>), StoreError> {
    let mut address = read(url)?;
    if address.config.get_connect_timeout().is_none() {
        address.config.connect_timeout(settings.connect_timeout);
    }
    address.config.keepalives_idle(KEEPALIVE).keepalives_interval(KEEPALIVE / 3).keepalives_retries(3);
    address.config.tcp_user_timeout(KEEPALIVE);
    if address.config.get_application_name().is_none() {
        address.config.application_name("copydesk archive");
    }
    let ca_file = address.ca_file.as_deref().or(settings.ca_file.as_deref());
    let tls = Tls::new(address.verified, ca_file).map_err(StoreError::Refused)?;
    // The handshakes behind the connection have a time of their own.
    let limit = settings.connect_timeout.saturating_mul(2);
    let (client, connection) = match tokio::time::timeout(limit, address.config.connect(tls)).await {
        Ok(connected) => connected.map_err(trouble)?,
        Err(_) => return Err(StoreError::Away(format!("no answer within {limit:?}"))),
    };
    let (end, ended) = watch::channel(None);
    tokio::spawn(async move {
        let reason = match connection.await {
            Ok(()) => "connection closed".to_owned(),
            Err(error) => trouble(error).to_string(),
        };
        end.send_replace(Some(reason));
    });
    Ok((client, ended))
}

/// Reads an address as PostgreSQL's own tools do, `sslmode=verify-full` and `sslrootcert` included.
fn read(url: &str) -> Result<Address, StoreError> {
    let (base, parameters) = url.split_once('?').unwrap_or((url, ""));
    let mut kept = Vec::new();
    let (mut verified, mut ca_file, mut required) = (false, None, false);
    for pair in parameters.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", "verify-full" | "verify-ca")) => (verified, required) = (true, true),
            Some(("sslrootcert", "system")) => (verified, required) = (true, true),
            Some(("sslrootcert", path)) => {
                // A plus sign is one, other than in a form.
                let path = format!("x={}", path.replace('+', "%2B"));
                let decoded = url::form_urlencoded::parse(path.as_bytes()).next();
                ca_file = decoded.map(|(_, path)| PathBuf::from(path.into_owned()));
            }
            _ => kept.push(pair),
        }
    }
    let plain = format!("{base}{}{}", if kept.is_empty() { "" } else { "?" }, kept.join("&"));
    let mut config: Config = plain.parse().map_err(|error: tokio_postgres::Error| {
        let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
        StoreError::Refused(format!("the address cannot be read: {error}{cause} (setting archive.to)"))
    })?;
    if required {
        config.ssl_mode(SslMode::Require);
    }
    Ok(Address { config, verified, ca_file })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_is_asked_for_as_to_every_client() {
        let check = |url: &str| {
            let address = read(url).expect(url);
            (address.config.get_ssl_mode(), address.verified, address.ca_file)
        };
        assert_eq!(check("postgres://desk@db/news"), (SslMode::Prefer, false, None));
        assert_eq!(check("postgres://desk@db/news?sslmode=disable"), (SslMode::Disable, false, None));
        assert_eq!(check("postgres://desk@db/news?sslmode=require"), (SslMode::Require, false, None));
        let file = Some(PathBuf::from("/etc/ca pem"));
        assert_eq!(
            check("postgres://desk@db/news?sslmode=verify-full&sslrootcert=/etc/ca%20pem"),
            (SslMode::Require, true, file)
        );
        assert!(matches!(read("postgres://desk@db/news?colour=red"), Err(StoreError::Refused(_))));
    }
}
