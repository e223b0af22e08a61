//! Parses the command line and hands over; no logic.

fn main() -> std::process::ExitCode {
    copydesk::cli::main()
}
