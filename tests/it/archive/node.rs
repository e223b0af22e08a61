//! A private PostgreSQL: own port and folder, gone with the process that started it. Run as another user where we are
//! root, as which PostgreSQL refuses to run.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::rabbitmq::node::free_ports;
use crate::rabbitmq::until;
use crate::tidy::skipped;

/// Watches the process that started the server and ends the server after it, however that process ended.
const WATCHDOG: &str = r#"
while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
kill -9 $(cat "$2/pid" 2>/dev/null) 2>/dev/null
sleep 1; rm -rf "$2"
"#;

/// A server, running or not.
#[derive(Debug)]
pub struct Postgres {
    dir: PathBuf,
    bin: PathBuf,
    port: u16,
    options: Vec<String>,
    /// Whether it runs where a small file system is mounted on its folder `small`.
    is_small: bool,
    server: Option<Child>,
}

/// The server for tests that do it no harm, each in a database of its own.
pub fn shared() -> &'static Postgres {
    static SERVER: OnceLock<Postgres> = OnceLock::new();
    // Never dropped: statics are not. Its watchdog stops it when this process has ended.
    SERVER.get_or_init(Postgres::start)
}

impl Postgres {
    /// Starts a server and waits until it answers.
    ///
    /// # Panics
    /// When no PostgreSQL is installed, or it does not start.
    pub fn start() -> Postgres {
        Postgres::start_with(|_| Vec::new())
    }

    /// The same with more settings, made when its folder is known.
    pub fn start_with(configuration: impl FnOnce(&Path) -> Vec<String>) -> Postgres {
        Postgres::begin(configuration, false)
    }

    /// A server with a database whose disk is soon full, and the database's name. What else it stores is elsewhere.
    pub fn start_small() -> (Postgres, String) {
        let postgres = Postgres::begin(|_| Vec::new(), true);
        let folder = postgres.dir.join("small");
        postgres.psql("postgres", &format!("create tablespace small location '{}'", folder.display()));
        postgres.psql("postgres", "create database narrow tablespace small");
        (postgres, "narrow".to_owned())
    }

    fn begin(configuration: impl FnOnce(&Path) -> Vec<String>, is_small: bool) -> Postgres {
        let bin = installed();
        let dir = tempfile::Builder::new().prefix("copydesk-postgres-").tempdir().expect("a temporary folder").keep();
        let [port] = free_ports();
        let options = configuration(&dir);
        std::fs::create_dir(dir.join("small")).expect("a writable folder");
        let mut postgres = Postgres { dir, bin, port, options, is_small, server: None };
        if is_root() {
            succeed(Command::new("chown").args(["-R", "postgres"]).arg(&postgres.dir));
        }
        Command::new("setsid")
            .args(["--fork", "sh", "-c", WATCHDOG, "watchdog", &std::process::id().to_string()])
            .arg(&postgres.dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("setsid and sh");
        let data = postgres.dir.join("data");
        let initdb = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"];
        succeed(postgres.command("initdb").args(initdb).arg(data));
        postgres.launch();
        postgres
    }

    /// Starts it again with what it had stored, and waits until it answers.
    pub fn launch(&mut self) {
        let out = std::fs::File::options().create(true).append(true).open(self.dir.join("out")).expect("writable");
        let mut command = if self.is_small {
            let mut command = small_disk(&self.dir.join("small"), if is_root() { "uid=postgres," } else { "" });
            append(&mut command, &self.command("postgres"));
            command.current_dir(&self.dir).env("LC_ALL", "C").stdin(Stdio::null());
            command
        } else {
            self.command("postgres")
        };
        command.arg("-D").arg(self.dir.join("data")).args(["-p", &self.port.to_string(), "-h", "127.0.0.1"]);
        command.arg("-c").arg(format!("unix_socket_directories={}", self.dir.display()));
        for option in &self.options {
            command.args(["-c", option]);
        }
        command.stdout(out.try_clone().expect("a second handle")).stderr(out);
        // The backends of a killed server may still be there for a moment, and a new one refuses to start beside them.
        until("the database answers", || {
            let ended = self.server.as_mut().is_none_or(|server| server.try_wait().expect("our child").is_some());
            if ended {
                let server = command.spawn().expect("postgres starts");
                std::fs::write(self.dir.join("pid"), format!("{}\n", server.id())).expect("a writable folder");
                self.server = Some(server);
            }
            let (answer, _) = self.try_psql("postgres", "select 1");
            answer.then_some(())
        });
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database and returns its name.
    pub fn database(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("create database {name}"));
        name
    }

    /// What `psql` prints: a line for each row, its values with `|` between.
    #[track_caller]
    pub fn psql(&self, database: &str, sql: &str) -> String {
        let (ok, text) = self.try_psql(database, sql);
        assert!(ok, "{sql}\n{text}");
        text.trim_end().to_owned()
    }

    /// The same, and whether it succeeded.
    pub fn try_psql(&self, database: &str, sql: &str) -> (bool, String) {
        let mut command = self.client(database);
        let output = command.args(["-AtqX", "-v", "ON_ERROR_STOP=1", "-c", sql]).output().expect("psql");
        let text = if output.status.success() { output.stdout } else { output.stderr };
        (output.status.success(), String::from_utf8_lossy(&text).into_owned())
    }

    /// `psql` on a database, as whoever runs the tests.
    pub fn client(&self, database: &str) -> Command {
        let mut command = Command::new(self.bin.join("psql"));
        // Whatever a test makes the server's default, it can be undone.
        command.env("PGCONNECT_TIMEOUT", "5").env("PGOPTIONS", "-c default_transaction_read_only=off");
        command.arg(self.url(database)).stdin(Stdio::null());
        command
    }

    /// Stops it at once, as a crash would.
    pub fn kill(&mut self) {
        self.signal("KILL");
        if let Some(mut server) = self.server.take() {
            let _ = server.wait();
        }
    }

    /// Lets server and connections stand still: nothing answers.
    pub fn freeze(&self) {
        self.signal_all("STOP");
    }

    /// Lets them go on.
    pub fn thaw(&self) {
        self.signal_all("CONT");
    }

    fn signal(&self, name: &str) {
        if let Some(server) = &self.server {
            let _ = Command::new("kill").args([&format!("-{name}"), &server.id().to_string()]).status();
        }
    }

    fn signal_all(&self, name: &str) {
        if let Some(server) = &self.server {
            let _ = Command::new("pkill").args([&format!("-{name}"), "-P", &server.id().to_string()]).status();
        }
        self.signal(name);
    }

    /// A program of the server's, run as its user.
    fn command(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(&self.dir).env("LC_ALL", "C").stdin(Stdio::null());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// The beginning of a command that runs another, whose arguments follow, where a file system of some megabytes is mounted
/// on a folder. Only that process sees it, and it is gone with the process.
pub fn small_disk(folder: &Path, options: &str) -> Command {
    let mut command = Command::new("unshare");
    if !is_root() {
        command.args(["--user", "--map-current-user", "--keep-caps"]);
    }
    let script = r#"mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@""#;
    command.args(["--mount", "sh", "-c", script, "sh", &format!("{options}size=24m")]).arg(folder);
    command
}

/// Whether such a file system can be had here. In a container that may mount nothing it cannot, and this says so.
pub fn has_small_disk() -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = small_disk(folder.path(), "").arg("true").output();
    let is_there = output.as_ref().is_ok_and(|output| output.status.success());
    if !is_there {
        skipped(&format!("a full disk: no file system can be mounted here: {output:?}"));
    }
    is_there
}

/// Adds the words of a command to another.
fn append(command: &mut Command, words: &Command) {
    command.arg(words.get_program()).args(words.get_args());
}

fn is_root() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().any(|line| line.starts_with("Uid:\t0\t"))
}

#[track_caller]
fn succeed(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// The folder of the server's programs, the newest version's where there are several.
fn installed() -> PathBuf {
    let mut folders: Vec<PathBuf> = std::env::var("POSTGRES_BIN").ok().map(PathBuf::from).into_iter().collect();
    for parent in ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"] {
        let versions = std::fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
        let mut versions: Vec<PathBuf> = versions.collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    folders.push("/usr/local/pgsql/bin".into());
    folders.into_iter().find(|folder| folder.join("initdb").exists()).unwrap_or_else(|| {
        panic!(
            "this test needs a PostgreSQL that it may stop and kill: install it (Debian, Ubuntu: apt-get install \
             postgresql; macOS: brew install postgresql), or name the folder of its programs in POSTGRES_BIN"
        )
    })
}
