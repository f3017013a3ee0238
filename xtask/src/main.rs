//! Chores of the project: `cargo xtask gate`.

mod gate;
mod tool;
mod wasm;

use std::{env, path::Path, process::ExitCode};

const HELP: &str = "\
Chores of the project.

Usage: cargo xtask gate

Commands:
  gate    Run every check that a change must pass; changes nothing but the build folder

Options:
  --help  Print this
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["gate"] => gate::run(root()),
        ["--help" | "-h" | "help"] => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        _ => {
            eprint!("{HELP}");
            ExitCode::from(2)
        }
    }
}

/// The folder of the workspace, which is where `xtask/` stands.
fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}
