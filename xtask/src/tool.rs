//! Running other programs.

use crate::gate::Outcome;
use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// A program with its arguments, to be run in a folder.
pub(crate) struct Run(Command);

impl Run {
    pub(crate) fn new(folder: &Path, program: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(program);
        command.current_dir(folder).args(arguments).stdin(Stdio::null());
        Self(command)
    }

    /// The cargo that runs us.
    pub(crate) fn cargo(folder: &Path, arguments: &[&str]) -> Self {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        Self::new(folder, &cargo, arguments)
    }

    pub(crate) fn with(mut self, variable: &str, value: &str) -> Self {
        self.0.env(variable, value);
        self
    }

    /// Runs it, letting its output through.
    pub(crate) fn outcome(mut self) -> Outcome {
        match self.0.status() {
            Ok(status) if status.success() => Outcome::Holds,
            Ok(status) => Outcome::Fails(status.to_string()),
            Err(error) => Outcome::Fails(format!("{}: {error}", self.0.get_program().display())),
        }
    }

    /// Runs it silently; whether it came to a good end in time. It is stopped if it did not.
    pub(crate) fn succeeds_within(mut self, limit: Duration) -> bool {
        let Ok(mut child) = self.0.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
            return false;
        };
        let start = Instant::now();
        while start.elapsed() < limit {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) => thread::sleep(Duration::from_millis(50)),
                Err(_) => break,
            }
        }
        // A child that ends by itself meanwhile is as good as stopped.
        let _ = child.kill();
        let _ = child.wait();
        false
    }
}

/// Whether the standard library for `target` is installed.
pub(crate) fn has_target(folder: &Path, target: &str) -> bool {
    let mut ask = Command::new("rustc");
    ask.current_dir(folder).args(["--print", "target-libdir", "--target", target]);
    ask.output().is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}
