//! Where an archive is: a database's address or a folder.

use std::path::PathBuf;

use crate::secret::redacted;

/// What `--to` and `archive.to` name.
#[derive(Clone, PartialEq, Eq)]
pub enum Destination {
    /// A PostgreSQL database, by its address.
    Postgres(String),
    /// A folder of files.
    Folder(PathBuf),
}

impl Destination {
    /// Reads an address or the path of a folder.
    ///
    /// # Errors
    /// Nothing, or the address of something else than PostgreSQL.
    pub fn parse(text: &str) -> Result<Destination, String> {
        let advice = "give postgres://user@host/database or a folder";
        match text.split_once("://") {
            _ if text.is_empty() => Err(format!("no archive to write to: {advice} (--to or setting archive.to)")),
            Some(("postgres" | "postgresql", _)) => Ok(Destination::Postgres(text.to_owned())),
            Some(("file", path)) => Ok(Destination::Folder(path.into())),
            Some((scheme, _)) => Err(format!("{scheme}:// is no archive: {advice}")),
            None => Ok(Destination::Folder(text.into())),
        }
    }
}

/// Without its password, for people.
impl std::fmt::Display for Destination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Destination::Postgres(url) => f.write_str(&redacted(url)),
            Destination::Folder(path) => write!(f, "{}", path.display()),
        }
    }
}

impl std::fmt::Debug for Destination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://desk:s3cret@db/news", "postgres://desk:***@db/news"),
            (
                "postgres://desk:s3:c@ret@db:5433/news?sslmode=require",
                "postgres://desk:***@db:5433/news?sslmode=require",
            ),
            ("postgres://desk:s3?c@db/news", "postgres://***"),
            ("postgres://db/news?password=s3@cret", "postgres://***"),
            ("postgres://desk:s3cret@a,b/news?sslmode=verify-full", "postgres://desk:***@a,b/news?sslmode=verify-full"),
            ("postgresql://db/news?user=desk&password=s3cret", "postgresql://db/news?user=desk&password=***"),
            ("postgres://desk@db/news", "postgres://desk@db/news"),
            ("/var/lib/news", "/var/lib/news"),
        ] {
            assert_eq!(redacted(url), shown, "{url}");
        }
    }

    #[test]
    fn addresses_and_folders() {
        assert_eq!(Destination::parse("out/archive"), Ok(Destination::Folder("out/archive".into())));
        assert!(matches!(Destination::parse("postgresql:///news"), Ok(Destination::Postgres(_))));
        assert!(Destination::parse("mysql://db/news").is_err_and(|error| error.contains("postgres://")));
        assert!(Destination::parse("").is_err());
    }
}
