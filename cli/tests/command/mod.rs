//! The command as people run it: the built binary, its two streams and its exit code.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// The command in the root of the project, with nothing of this environment.
pub fn gradual(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gradual"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).env_clear().args(args);
    command
}

/// What one of its commands prints.
pub fn run(name: &str, args: &[impl AsRef<str>], input: &[u8]) -> Output {
    let mut child = gradual(&[name])
        .args(args.iter().map(AsRef::as_ref))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not look at its input closes it.
    drop(child.stdin.take().unwrap().write_all(input));
    child.wait_with_output().unwrap()
}

/// The exit code and both streams.
pub fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    let streams = [("stdout", out), ("stderr", err)].map(|(name, text)| match text.as_str() {
        "" => String::new(),
        text => format!("--- {name}\n{text}"),
    });
    format!("exit code {}\n{}", output.status.code().unwrap(), streams.concat())
}
