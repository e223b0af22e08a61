//! `copydesk run` as its users start it: the real binary, in a process of its own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::desk::{Desk, Sections};
use super::node::free_ports;
use super::{own_settings_only, until};

/// A worker process.
pub struct Worker {
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Worker {
    /// Starts one for `desk` and waits until it is ready.
    #[track_caller]
    pub fn start(desk: &Desk, sections: Sections) -> Worker {
        let mut worker = Worker::launch(desk, &desk.url, sections);
        worker.wait_ready();
        worker
    }

    /// Starts one for `desk`, reaching its broker at `url`.
    pub fn launch(desk: &Desk, url: &str, sections: Sections) -> Worker {
        Worker::launch_program(Path::new(env!("CARGO_BIN_EXE_copydesk")), &desk.settings(url, sections), desk)
    }

    /// Starts this program with these settings.
    pub fn launch_program(program: &Path, settings: &Path, desk: &Desk) -> Worker {
        Worker::launch_command(program, &["run"], settings, desk)
    }

    /// Starts this command of a program with these settings.
    pub fn launch_command(program: &Path, arguments: &[&str], settings: &Path, desk: &Desk) -> Worker {
        let [port] = free_ports();
        let log = desk.file(&format!("worker-{port}.log"));
        let mut command = Command::new(program);
        own_settings_only(&mut command);
        let child = command
            .args(arguments)
            .arg("--config")
            .arg(settings)
            .env("COPYDESK__OPS__LISTEN", format!("127.0.0.1:{port}"))
            .env("COPYDESK__OPS__LOG_FORMAT", "pretty")
            // The encoder of the default tier is slow in a build that is not optimised.
            .env("COPYDESK__MODELS__NAMES", "fast")
            .stdin(Stdio::null())
            .stderr(std::fs::File::create(&log).expect("a writable folder"))
            .spawn()
            .expect("the worker starts");
        Worker { child, port, log }
    }

    /// Waits until it consumes and can publish.
    #[track_caller]
    pub fn wait_ready(&mut self) {
        self.until("the worker is ready", |worker| worker.get("/readyz").is_some_and(|(ok, _)| ok));
    }

    /// Waits until it is not ready for a reason with `word` in it.
    #[track_caller]
    pub fn wait_unready(&mut self, word: &str) {
        self.until(&format!("not ready: {word}"), |worker| {
            worker.get("/readyz").is_some_and(|(ok, text)| !ok && text.contains(word))
        });
    }

    /// Waits until a metric has at least this value.
    #[track_caller]
    pub fn wait_metric(&mut self, metric: &str, least: f64) {
        self.until(&format!("{metric} >= {least}"), |worker| worker.metric(metric) >= least);
    }

    /// Waits for a condition, and shows the log when the worker dies or it does not come.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut condition: impl FnMut(&Worker) -> bool) {
        let start = std::time::Instant::now();
        while !condition(self) {
            let ended = self.child.try_wait().expect("our child");
            assert!(ended.is_none(), "{what}: the worker ended with {ended:?}:\n{}", self.log());
            assert!(start.elapsed() < super::patience(), "waited in vain: {what}:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The sum of a metric over all of its labels that contain the text behind `{`, as in `settled_total{dead`.
    pub fn metric(&self, metric: &str) -> f64 {
        let (name, label) = metric.split_once('{').unwrap_or((metric, ""));
        let Some((_, text)) = self.get("/metrics") else { return f64::NAN };
        let values = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let (series, value) = line.rsplit_once(' ')?;
            let (series_name, labels) = series.split_once('{').unwrap_or((series, ""));
            (series_name == name && labels.contains(label)).then(|| value.parse::<f64>().ok())?
        });
        values.sum()
    }

    /// The address of its page.
    pub fn page(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Asks the ops port. `None` while nothing answers there.
    pub fn get(&self, path: &str) -> Option<(bool, String)> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        stream
            .write_all(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").as_bytes())
            .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.starts_with("HTTP/1.1 200"), body.to_owned()))
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        Command::new("kill").args([&format!("-{name}"), &self.pid()]).status().expect("kill");
    }

    /// Ends it as a crash would.
    pub fn kill(&mut self) {
        self.child.kill().expect("our child");
        self.child.wait().expect("our child");
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("our child").is_some()
    }

    /// Waits for its end.
    #[track_caller]
    pub fn wait(&mut self) -> ExitStatus {
        until("the worker ends", || self.child.try_wait().expect("our child"))
    }

    /// SIGTERM, and exit code 0 it must be.
    #[track_caller]
    pub fn stop(&mut self) {
        self.signal("TERM");
        let status = self.wait();
        assert_eq!(status.code(), Some(0), "{}", self.log());
    }

    /// What it logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// CPU seconds that it has used, and its resident bytes.
    pub fn usage(&self) -> (f64, u64) {
        usage(&self.pid())
    }

    /// The most bytes that were ever resident.
    pub fn peak_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) * 1024
    }

    pub fn pid(&self) -> String {
        self.child.id().to_string()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("the worker's log:\n{}", self.log());
        }
    }
}

/// CPU seconds (user and system, all threads) and resident bytes of a process; zeros when it is gone.
pub fn usage(pid: &str) -> (f64, u64) {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name in parentheses may hold spaces.
    let fields: Vec<u64> =
        text.rsplit(')').next().unwrap_or_default().split_whitespace().map(|f| f.parse().unwrap_or(0)).collect();
    match fields.as_slice() {
        fields if fields.len() > 21 => ((fields[11] + fields[12]) as f64 / 100.0, fields[21] * 4096),
        _ => (0.0, 0),
    }
}
