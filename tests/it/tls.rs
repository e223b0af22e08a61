//! TLS and client certificates, against a RabbitMQ with certificates made for the test.

use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use copydesk::broker::{Broker, BrokerError, BrokerSettings};
use tempfile::TempDir;

use crate::rabbitmq::node::{Node, free_ports};
use crate::rabbitmq::until;

/// Makes an authority, a server's certificate for `localhost` and a client's, signed by it. False without `openssl`.
pub fn certificates(dir: &Path) -> bool {
    let script = r#"
set -e
for name in ca other; do
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout $name.key -out $name.pem
done
for name in server client; do
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout $name.key -out $name.csr
  printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' > $name.ext
  openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $name.ext -out $name.pem
done
"#;
    if Command::new("openssl").arg("version").stdout(Stdio::null()).status().is_err() {
        return false;
    }
    let made = Command::new("sh").args(["-c", script]).current_dir(dir).output().expect("sh");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    true
}

/// A node that takes only clients whose certificate an authority has signed, its TLS port and the folder with all
/// certificates. None, and said so, where there is nothing to make them with.
fn node(more: &str) -> Option<(Node, u16, TempDir)> {
    node_certified(more, |_| {})
}

/// The same after something was done to the certificates.
fn node_certified(more: &str, change: impl FnOnce(&Path)) -> Option<(Node, u16, TempDir)> {
    let certs = tempfile::tempdir().expect("a temporary folder");
    let dir = certs.path();
    if !certificates(dir) {
        crate::tidy::skipped("no openssl to make certificates with");
        return None;
    }
    change(dir);
    let [port] = free_ports();
    let node = Node::start_with(|home| {
        std::fs::write(home.join("enabled_plugins"), "[rabbitmq_auth_mechanism_ssl].").expect("a writable folder");
        let file = |name: &str| dir.join(name).display().to_string();
        format!(
            "listeners.ssl.1 = 127.0.0.1:{port}\nssl_options.cacertfile = {}\nssl_options.certfile = {}\n\
             ssl_options.keyfile = {}\nssl_options.verify = verify_peer\nssl_options.fail_if_no_peer_cert = true\n{more}",
            file("ca.pem"),
            file("server.pem"),
            file("server.key")
        )
    });
    // The node is up when its plain port answers; the other listener may come a moment later.
    until("the TLS port listens", || TcpStream::connect(("127.0.0.1", port)).ok());
    Some((node, port, certs))
}

/// Whether the broker at `url` is reached with these certificates.
fn connect(dir: &Path, url: &str, authority: &str, client: Option<&str>) -> Result<(), BrokerError> {
    let mut settings = BrokerSettings { url: url.into(), ..BrokerSettings::default() };
    settings.tls.ca_file = Some(dir.join(authority));
    settings.tls.certificate_file = client.map(|name| dir.join(format!("{name}.pem")));
    settings.tls.key_file = client.map(|name| dir.join(format!("{name}.key")));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let broker = Broker::connect(&settings, "test").await?;
        broker.queue_depth("no-such-queue").await?;
        broker.close().await;
        Ok(())
    })
}

#[test]
fn the_broker_is_reached_over_tls_with_a_client_certificate_only() {
    let Some((_node, port, certs)) = node("") else { return };
    let dir = certs.path();
    let url = format!("amqps://guest:guest@localhost:{port}/%2f");
    connect(dir, &url, "ca.pem", Some("client")).expect("with a certificate of the same authority");
    connect(dir, &url, "ca.pem", None).expect_err("without a certificate");
    connect(dir, &url, "other.pem", Some("client")).expect_err("with a server of an authority that is not trusted");
    let missing = connect(dir, &url, "nowhere.pem", None).expect_err("no such file").to_string();
    assert!(missing.starts_with("setting broker.tls.ca_file: "), "{missing}");
}

#[test]
fn the_client_certificate_is_the_login() {
    let more = "auth_mechanisms.1 = EXTERNAL\nssl_cert_login_from = common_name\n";
    let Some((node, port, certs)) = node(more) else { return };
    let dir = certs.path();
    let external = format!("amqps://localhost:{port}/%2f?auth_mechanism=external");
    let unknown = connect(dir, &external, "ca.pem", Some("client")).expect_err("nobody of that name").to_string();
    assert!(unknown.contains("ACCESS_REFUSED") || unknown.contains("refused"), "{unknown}");
    // The common name of the certificate; without a password nobody can come in any other way.
    node.ctl(["add_user", "client", "unused"]);
    node.ctl(["clear_password", "client"]);
    node.ctl(["set_permissions", "client", ".*", ".*", ".*"]);
    connect(dir, &external, "ca.pem", Some("client")).expect("with the certificate alone");
    let password = format!("amqps://guest:guest@localhost:{port}/%2f");
    connect(dir, &password, "ca.pem", Some("client")).expect_err("passwords are not taken");
}

#[test]
fn an_expired_certificate_is_named() {
    let expire = |dir: &Path| {
        let sign =
            "openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 0 -extfile server.ext -out server.pem";
        let signed = Command::new("sh").args(["-c", sign]).current_dir(dir).output().expect("sh");
        assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    };
    let Some((_node, port, certs)) = node_certified("", expire) else { return };
    let url = format!("amqps://guest:guest@localhost:{port}/%2f");
    let error = connect(certs.path(), &url, "ca.pem", Some("client")).expect_err("it has expired").to_string();
    assert!(error.contains("expired"), "{error}");
}
