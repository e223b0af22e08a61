//! What is put through the faults: our worker, and workers as a typical user writes them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tidy::root;

/// A kind of worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ours.
    Copydesk,
    /// `scripts/naive/plain_lapin.rs`.
    Lapin,
    /// `scripts/naive/plain_pika.py`.
    Pika,
    /// `scripts/naive/plain_aio_pika.py`.
    AioPika,
}

impl Kind {
    /// Those that are compared with ours.
    pub const PLAIN: [Kind; 3] = [Kind::Lapin, Kind::Pika, Kind::AioPika];

    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Copydesk => "copydesk",
            Kind::Lapin => "plain lapin",
            Kind::Pika => "plain pika",
            Kind::AioPika => "plain aio-pika",
        }
    }

    /// The words of the command that starts one, or what is missing for it.
    pub fn command(self) -> Result<Vec<String>, String> {
        match self {
            Kind::Copydesk => Ok(vec![env!("CARGO_BIN_EXE_copydesk").to_owned(), "run".to_owned()]),
            Kind::Lapin => {
                let program = lapin_example();
                let words = program.exists().then(|| vec![program.display().to_string()]);
                words.ok_or_else(|| "cargo build --example plain_lapin".to_owned())
            }
            Kind::Pika => python("pika", "plain_pika.py"),
            Kind::AioPika => python("aio_pika", "plain_aio_pika.py"),
        }
    }
}

/// Cargo builds examples beside the folder of the tests.
fn lapin_example() -> PathBuf {
    let test = std::env::current_exe().expect("a path of our own");
    let profile = test.parent().and_then(Path::parent).expect("a folder of the profile");
    profile.join("examples/plain_lapin")
}

/// The first Python that has this library: distributions put it beside their own one only.
fn python(library: &str, script: &str) -> Result<Vec<String>, String> {
    let has = |python: &&str| {
        let mut command = Command::new(python);
        command.args(["-c", &format!("import {library}")]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let python = ["python3", "/usr/bin/python3"].into_iter().find(has);
    let python = python.ok_or_else(|| format!("apt-get install python3-{}", library.replace('_', "-")))?;
    Ok(vec![python.to_owned(), root().join("scripts/naive").join(script).display().to_string()])
}
