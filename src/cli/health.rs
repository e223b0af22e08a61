//! `copydesk health`: asks the worker on `ops.listen`, for container health checks.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 yes, 1 no or no answer, 2 wrong usage or settings.")]
pub struct Args {
    /// Ask whether the worker makes progress (/livez) instead of whether it is ready (/readyz).
    #[arg(long)]
    live: bool,
    /// Wait so many seconds for the answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=300))]
    timeout: u64,
}

/// 0 when the worker says yes.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let listen = &settings.ops.listen;
    if listen.is_empty() {
        bail!("ops.listen is empty, so the worker answers no probes; give it an address such as 127.0.0.1:9464");
    }
    let path = if args.live { "/livez" } else { "/readyz" };
    match ask(listen, path, Duration::from_secs(args.timeout)) {
        Ok((200, _)) => {
            say!("ok");
            Ok(ExitCode::SUCCESS)
        }
        Ok((status, body)) => {
            let reasons = body.trim().replace('\n', "; ");
            complain!("http://{listen}{path} says {status}: {reasons}");
            Ok(ExitCode::FAILURE)
        }
        Err(error) => {
            complain!("no answer from http://{listen}{path} (setting ops.listen): {error:#}; is it running?");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Status and body of a GET; the ops port answers in plain text and close the connection.
pub fn ask(listen: &str, path: &str, limit: Duration) -> anyhow::Result<(u16, String)> {
    // A worker that listens everywhere is asked on this machine.
    let listen = listen.replace("0.0.0.0:", "127.0.0.1:").replace("[::]:", "[::1]:");
    let address = listen.to_socket_addrs()?.next().context("it names no address")?;
    let mut stream = TcpStream::connect_timeout(&address, limit)?;
    stream.set_read_timeout(Some(limit))?;
    stream.set_write_timeout(Some(limit))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(1024 * 1024).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("that is no HTTP")?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("that is no HTTP")?;
    Ok((status, body.to_owned()))
}
