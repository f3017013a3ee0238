//! The gate: one command that reads and judges, and changes nothing but the build folder.

use crate::{
    tool::{self, Run},
    wasm,
};
use std::{
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

/// What a check found.
pub(crate) enum Outcome {
    Holds,
    Fails(String),
    /// What the check needs is not installed.
    Skipped(String),
}

struct Check {
    name: &'static str,
    run: fn(&Path) -> Outcome,
}

/// All checks; quick ones first.
const CHECKS: [Check; 7] = [
    Check { name: "format", run: format },
    Check { name: "lints", run: lints },
    Check { name: "documentation", run: documentation },
    Check { name: "dependencies", run: dependencies },
    Check { name: "no imports in WebAssembly", run: no_imports },
    Check { name: "laws", run: laws },
    Check { name: "tests", run: tests },
];

/// Runs every check, also after one failed.
pub(crate) fn run(root: &Path) -> ExitCode {
    let mut failed = Vec::new();
    let mut skipped = Vec::new();
    for Check { name, run } in CHECKS {
        println!("gate: {name} …");
        let start = Instant::now();
        let outcome = run(root);
        let seconds = start.elapsed().as_secs();
        match outcome {
            Outcome::Holds => println!("gate: {name}: holds ({seconds} s)"),
            Outcome::Fails(why) => {
                println!("gate: {name}: FAILS, {why} ({seconds} s)");
                failed.push(name);
            }
            Outcome::Skipped(why) => {
                println!("gate: {name}: skipped, {why}");
                skipped.push(name);
            }
        }
    }
    let but_skipped =
        if skipped.is_empty() { String::new() } else { format!("; skipped: {}", skipped.join(", ")) };
    if failed.is_empty() {
        println!("gate: open{but_skipped}");
        ExitCode::SUCCESS
    } else {
        println!("gate: shut by {}{but_skipped}", failed.join(", "));
        ExitCode::FAILURE
    }
}

fn format(root: &Path) -> Outcome {
    with_subcommand(root, "fmt", &["fmt", "--all", "--check"])
}

fn lints(root: &Path) -> Outcome {
    let arguments = "clippy --quiet --workspace --all-targets --all-features -- -D warnings";
    with_subcommand(root, "clippy", &arguments.split(' ').collect::<Vec<_>>())
}

fn documentation(root: &Path) -> Outcome {
    Run::cargo(root, &["doc", "--quiet", "--workspace", "--no-deps", "--all-features"])
        .with("RUSTDOCFLAGS", "-D warnings")
        .outcome()
}

fn dependencies(root: &Path) -> Outcome {
    with_subcommand(root, "deny", &["deny", "check", "licenses", "bans", "sources"])
}

/// A million random passes, which only a release build judges in time.
fn laws(root: &Path) -> Outcome {
    let arguments = "test --release --package gradual --all-features --test laws no_law";
    Run::cargo(root, &arguments.split(' ').collect::<Vec<_>>()).outcome()
}

/// Once, with all that it prints, so that the counts of tests can be read at its end.
fn tests(root: &Path) -> Outcome {
    Run::cargo(root, &["test", "--workspace", "--no-fail-fast"]).outcome()
}

/// Promise 1: built for WebAssembly, the library asks nothing of its host.
fn no_imports(root: &Path) -> Outcome {
    const TARGET: &str = "wasm32-unknown-unknown";
    if !tool::has_target(root, TARGET) {
        Run::new(root, "rustup", &["target", "add", TARGET]).succeeds_within(Duration::from_secs(60));
    }
    if !tool::has_target(root, TARGET) {
        return Outcome::Skipped(format!("the target `{TARGET}` is not installed"));
    }
    let build = "build --quiet --release --package gradual-wasm --target-dir target --target";
    let mut build: Vec<&str> = build.split(' ').collect();
    build.push(TARGET);
    match Run::cargo(root, &build).outcome() {
        Outcome::Holds => {}
        other => return other,
    }
    let file = root.join("target").join(TARGET).join("release/gradual_wasm.wasm");
    match std::fs::read(&file) {
        Ok(bytes) => wasm::judge(&bytes),
        Err(error) => Outcome::Fails(format!("{}: {error}", file.display())),
    }
}

fn with_subcommand(root: &Path, subcommand: &str, arguments: &[&str]) -> Outcome {
    let installed = Run::cargo(root, &[subcommand, "--version"]).succeeds_within(Duration::from_secs(60));
    if installed {
        Run::cargo(root, arguments).outcome()
    } else {
        Outcome::Skipped(format!("`cargo {subcommand}` is not installed"))
    }
}
