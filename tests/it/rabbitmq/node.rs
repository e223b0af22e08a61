//! A private RabbitMQ node: own name, ports and folder, gone with the process that started it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::until;

/// Where distributions put the server's own scripts. Those in `/usr/sbin` on Debian switch to the system's user and
/// folders and are of no use here.
const HOMES: [&str; 4] =
    ["/usr/lib/rabbitmq/bin", "/opt/homebrew/opt/rabbitmq/sbin", "/usr/local/opt/rabbitmq/sbin", "/opt/rabbitmq/sbin"];

/// Watches the process that started the node and ends the node after it, however that process ended.
const WATCHDOG: &str = r#"
while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
for file in beam pidfile epmd; do kill -9 $(cat "$2/$file" 2>/dev/null) 2>/dev/null; done
sleep 1; rm -rf "$2"
"#;

/// Waits within the node until every quorum queue has its leader, half a minute at most. RabbitMQ 3.10.8 forgets to
/// elect one now and then when a queue is addressed early after a crash (rabbitmq-server issue 10070), for good; what an
/// operator does then is done here after two seconds. Whether the worker gets over such a queue is what its tests show.
const LEADERS: &str = "F = fun F(0) -> error(no_leader); F(N) -> case [Q || Q <- rabbit_amqqueue:list(), \
    amqqueue:get_type(Q) =:= rabbit_quorum_queue, \
    ra_leaderboard:lookup_leader(element(1, amqqueue:get_pid(Q))) =:= undefined] of [] -> ok; \
    Qs when N rem 40 =:= 0 -> [ra:trigger_election(amqqueue:get_pid(Q)) || Q <- Qs], timer:sleep(50), F(N - 1); \
    _ -> timer:sleep(50), F(N - 1) end end, F(639).";

/// Writes to the disk which queues there are. The node does so some seconds after a declaration, and a quorum queue that was
/// declared a moment before a kill comes back without its messages, confirmed ones included (3.10.8).
const KEEP_QUEUES: &str = "[ok = dets:sync(Table) || Table <- dets:all()], ok.";

/// A node, running or not.
#[derive(Debug)]
pub struct Node {
    dir: PathBuf,
    bin: PathBuf,
    port: u16,
    dist_port: u16,
    epmd_port: u16,
    epmd: Child,
    server: Option<Child>,
}

impl Node {
    /// Starts a node and waits until it speaks AMQP.
    ///
    /// # Panics
    /// When no RabbitMQ is installed, or it does not start.
    pub fn start() -> Node {
        Node::start_with(|_| String::new())
    }

    /// The same with more lines of configuration, made when its folder is known.
    pub fn start_with(configuration: impl FnOnce(&Path) -> String) -> Node {
        let bin = installed();
        let dir = tempfile::Builder::new().prefix("copydesk-node-").tempdir().expect("a temporary folder").keep();
        let [port, dist_port, epmd_port] = free_ports();
        std::fs::create_dir_all(dir.join("home")).expect("a writable folder");
        write(&dir.join("enabled_plugins"), "[].");
        let common = "loopback_users = none\ndisk_free_limit.absolute = 50MB\n\
                      vm_memory_high_watermark.absolute = 2GB\nlog.console = false\nlog.file.level = info\n";
        write(&dir.join("rabbitmq.conf"), &format!("{common}{}", configuration(&dir)));
        let cookie = dir.join("home/.erlang.cookie");
        write(&cookie, "copydesk-test-node");
        let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o400);
        std::fs::set_permissions(&cookie, mode).expect("the cookie is ours");
        Command::new("setsid")
            .args(["--fork", "sh", "-c", WATCHDOG, "watchdog", &std::process::id().to_string()])
            .arg(&dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("setsid and sh");
        // Started by us in the foreground, because the one that Erlang starts outlives its node.
        let epmd = Command::new("epmd")
            .args(["-port", &epmd_port.to_string(), "-address", "127.0.0.1"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("epmd comes with Erlang");
        write(&dir.join("epmd"), &format!("{}\n", epmd.id()));
        let mut node = Node { dir, bin, port, dist_port, epmd_port, epmd, server: None };
        node.launch();
        node
    }

    /// The address of its default virtual host.
    pub fn url(&self) -> String {
        format!("amqp://guest:guest@127.0.0.1:{}/%2f", self.port)
    }

    /// The port that it listens on, also while it is down.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Stops it at once, as a crash would.
    pub fn kill(&mut self) {
        self.signal("KILL");
        self.reap();
    }

    /// Stops it in order.
    pub fn stop(&mut self) {
        self.signal("TERM");
        self.reap();
    }

    /// Starts it again with what it had stored, and waits until it speaks AMQP.
    pub fn launch(&mut self) {
        let fresh = !self.dir.join("mnesia").exists();
        let out = std::fs::File::create(self.dir.join("out")).expect("a writable folder");
        let _ = std::fs::remove_file(self.dir.join("pidfile"));
        let server = self
            .command("rabbitmq-server")
            .stdout(out.try_clone().expect("a second handle"))
            .stderr(out)
            .spawn()
            .expect("rabbitmq-server starts");
        self.server = Some(server);
        until("the node speaks AMQP", || handshake(self.port).then_some(()));
        let pid = until("the node has written its pid", || {
            std::fs::read_to_string(self.dir.join("pidfile")).ok().filter(|pid| !pid.trim().is_empty())
        });
        if !fresh {
            self.ctl(["eval", LEADERS]);
        }
        // A copy, because a stop in order deletes the original before it is over.
        write(&self.dir.join("beam"), &format!("{}\n", pid.trim()));
    }

    /// What has been declared outlives a kill from now on.
    pub fn keep_queues(&self) {
        self.ctl(["eval", KEEP_QUEUES]);
    }

    /// Lets it stand still: connections stay open and nothing answers.
    pub fn freeze(&self) {
        self.signal("STOP");
        // On a busy machine it goes on for a moment, and answers what is asked meanwhile.
        super::until("the node stands still", || self.is_stopped().then_some(()));
    }

    /// Whether the system has stopped it; where there is no `/proc` to ask, it is taken to have.
    fn is_stopped(&self) -> bool {
        let pid = std::fs::read_to_string(self.dir.join("beam")).expect("a node that runs has a pid");
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())) else { return true };
        // The state stands behind the name of the program, which is in brackets.
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T'))
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("CONT");
    }

    /// Brings it back to life when a test left it frozen or dead.
    pub fn ensure_running(&mut self) {
        self.thaw();
        if !handshake(self.port) {
            self.kill();
            self.launch();
        }
    }

    /// Runs `rabbitmqctl` against it.
    ///
    /// # Panics
    /// When the command fails.
    pub fn ctl<const N: usize>(&self, args: [&str; N]) -> String {
        let output = self.command("rabbitmqctl").args(args).output().expect("rabbitmqctl");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "rabbitmqctl {args:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        text
    }

    /// CPU seconds that it has used, and its resident bytes.
    pub fn usage(&self) -> (f64, u64) {
        let pid = std::fs::read_to_string(self.dir.join("beam")).expect("written at launch");
        super::worker::usage(pid.trim())
    }

    fn command(&self, program: &str) -> Command {
        let loopback = "-kernel inet_dist_use_interface {127,0,0,1}";
        let in_dir = |name: &str| self.dir.join(name);
        let mut command = Command::new(self.bin.join(program));
        command
            .stdin(Stdio::null())
            .current_dir(&self.dir)
            .env("HOME", in_dir("home"))
            .env("ERL_EPMD_PORT", self.epmd_port.to_string())
            .env("ERL_EPMD_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_NODENAME", format!("copydesk{}@localhost", self.port))
            .env("RABBITMQ_NODE_PORT", self.port.to_string())
            .env("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1")
            .env("RABBITMQ_DIST_PORT", self.dist_port.to_string())
            .env("RABBITMQ_MNESIA_BASE", in_dir("mnesia"))
            .env("RABBITMQ_LOG_BASE", in_dir("log"))
            .env("RABBITMQ_PID_FILE", in_dir("pidfile"))
            .env("RABBITMQ_ENABLED_PLUGINS_FILE", in_dir("enabled_plugins"))
            .env("RABBITMQ_CONFIG_FILE", in_dir("rabbitmq.conf"))
            .env("RABBITMQ_ADVANCED_CONFIG_FILE", in_dir("none.config"))
            .env("RABBITMQ_CONF_ENV_FILE", "/dev/null")
            // Without busy waiting: the node shares its cores with the tests.
            .env("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", format!("{loopback} +sbwt none +sbwtdcpu none +sbwtdio none"))
            .env("RABBITMQ_CTL_ERL_ARGS", loopback);
        command
    }

    fn signal(&self, name: &str) {
        // The pid is the Erlang machine's: the server script that was started is only its parent.
        if let Ok(pid) = std::fs::read_to_string(self.dir.join("beam")) {
            let _ = Command::new("kill").args([&format!("-{name}"), pid.trim()]).stderr(Stdio::null()).status();
        }
    }

    fn reap(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.wait();
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
        let _ = self.epmd.kill();
        let _ = self.epmd.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn installed() -> PathBuf {
    let given = std::env::var("RABBITMQ_BIN").ok().map(PathBuf::from);
    let homes = given.into_iter().chain(HOMES.iter().map(PathBuf::from));
    homes.into_iter().find(|home| home.join("rabbitmq-server").exists()).unwrap_or_else(|| {
        panic!(
            "this test needs a RabbitMQ that it may stop and kill: install rabbitmq-server (Debian, Ubuntu: apt-get \
             install rabbitmq-server; macOS: brew install rabbitmq), or name the folder of its scripts in RABBITMQ_BIN"
        )
    })
}

/// Whether something on that port answers the AMQP protocol header with `Connection.Start`.
fn handshake(port: u16) -> bool {
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else { return false };
    let mut first = [0];
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    stream.write_all(b"AMQP\0\0\x09\x01").is_ok() && stream.read_exact(&mut first).is_ok() && first == [1]
}

/// Ports that nobody listens on now.
pub fn free_ports<const N: usize>() -> [u16; N] {
    // All are held until all are known, so that no two are the same.
    let held: Vec<_> = (0..N).map(|_| TcpListener::bind("127.0.0.1:0").expect("a free port")).collect();
    std::array::from_fn(|i| held[i].local_addr().expect("bound").port())
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a writable folder");
}
