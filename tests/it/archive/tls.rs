//! TLS to the database: as every other client of PostgreSQL asks for it.

use copydesk::archive::ArchiveSettings;
use copydesk::archive::postgres::Postgres;

use super::node;

#[test]
fn certificates_are_checked_where_the_address_says_so() {
    let made = tempfile::tempdir().expect("a folder");
    let folder = made.path();
    if !crate::tls::certificates(folder) {
        crate::tidy::skipped("no openssl to make certificates with");
        return;
    }
    let server = node::Postgres::start_with(|dir| {
        for file in ["server.pem", "server.key"] {
            std::fs::copy(folder.join(file), dir.join(file)).expect("made above");
        }
        std::fs::write(dir.join("hba.conf"), "hostssl all all 127.0.0.1/32 trust\n").expect("writable");
        let file = |name: &str| dir.join(name).display().to_string();
        vec![
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}", file("server.pem")),
            format!("ssl_key_file={}", file("server.key")),
            format!("hba_file={}", file("hba.conf")),
        ]
    });
    let database = server.database();
    let url = server.url(&database);
    let (right, wrong) = (folder.join("ca.pem"), folder.join("other.pem"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let open = |parameters: &str, ca_file: Option<&std::path::Path>| {
        let settings = ArchiveSettings { ca_file: ca_file.map(Into::into), ..ArchiveSettings::default() };
        let opened = runtime.block_on(Postgres::open(&format!("{url}{parameters}"), &settings));
        opened.map(drop).map_err(|error| error.to_string())
    };
    let of = |path: &std::path::Path| format!("?sslmode=verify-full&sslrootcert={}", path.display());
    assert_eq!(open(&of(&right), None), Ok(()));
    assert_eq!(open("?sslmode=verify-full", Some(&right)), Ok(()));
    assert_eq!(open("?sslmode=require", None), Ok(()));
    assert_eq!(open("", None), Ok(()), "prefer");
    for (parameters, words) in [
        (of(&wrong), "invalid peer certificate"),
        ("?sslmode=verify-full".to_owned(), "invalid peer certificate"),
        ("?sslmode=disable".to_owned(), "no encryption"),
        (of(std::path::Path::new("/nowhere.pem")), "/nowhere.pem"),
    ] {
        let error = open(&parameters, None).expect_err(&parameters);
        assert!(error.contains(words), "{parameters}: {error}");
    }
}
