//! `gradual explain` as people run it.
#![expect(clippy::unwrap_used, reason = "a test that cannot run the command fails")]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const NOW: [&str; 2] = ["--now", "2026-03-01T10:04:00Z"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn explain(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gradual"))
        .current_dir(root())
        .env_clear()
        .arg("explain")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not look at its input closes it.
    drop(child.stdin.take().unwrap().write_all(input));
    child.wait_with_output().unwrap()
}

fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap();
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

/// The names of the files with live objects.
fn live() -> Vec<String> {
    let names = fs::read_dir(root().join("cli/tests/data/live")).unwrap();
    let mut names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn live_objects_are_explained() {
    for name in live() {
        let output = explain(&[&format!("cli/tests/data/live/{name}"), NOW[0], NOW[1]], b"");
        insta::assert_snapshot!(name.replace('.', "_"), shown(&output));
    }
}

#[test]
fn programs_are_told_the_same() {
    for name in live() {
        let file = format!("cli/tests/data/live/{name}");
        let output = explain(&[&file, NOW[0], NOW[1], "--format", "json"], b"");
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = String::from_utf8(explain(&[&file, NOW[0], NOW[1]], b"").stdout).unwrap();
        for rollout in document["rollouts"].as_array().unwrap() {
            for awaited in rollout["awaits"].as_array().into_iter().flatten() {
                let line = format!("waits for {}", awaited["text"].as_str().unwrap());
                assert!(text.contains(&line), "{name}: {line}");
                assert!(!awaited["ends"].as_array().unwrap().is_empty(), "{name}: {line}");
            }
        }
    }
    let output = explain(&["cli/tests/data/live/capacity.yaml", NOW[0], NOW[1], "--format", "json"], b"");
    insta::assert_snapshot!("json", shown(&output));
}

#[test]
fn the_same_is_read_from_standard_input() {
    let file = "cli/tests/data/live/preview.yaml";
    let piped = explain(&["-", NOW[0], NOW[1]], &fs::read(root().join(file)).unwrap());
    let named = explain(&[file, NOW[0], NOW[1]], b"");
    assert_eq!(shown(&piped), shown(&named).replace(file, "standard input"));
}

#[test]
fn the_time_of_day_is_now() {
    let output = explain(&["cli/tests/data/live/preview.yaml"], b"");
    let text = shown(&output);
    assert!(text.starts_with("exit code 0\n") && text.contains(" ago\n"), "{text}");
}

#[test]
fn bad_usage_is_told_with_what_would_be_right() {
    let rows = [
        ("usage_no_file", "nothing.yaml"),
        ("usage_nothing", ""),
        ("usage_now", "cli/tests/data/live/pause.yaml --now yesterday"),
        ("usage_format", "cli/tests/data/live/pause.yaml --format xml"),
        ("usage_syntax", "cli/tests/data/live/pause.yaml cli/tests/data/bad/syntax.yaml"),
        ("usage_no_rollout", "cli/tests/data/bad/no-rollout.yaml"),
    ];
    for (name, asked) in rows {
        let args: Vec<&str> = asked.split(' ').filter(|arg| !arg.is_empty()).collect();
        let output = explain(&args, b"");
        assert_eq!(output.status.code(), Some(2), "{asked}");
        assert!(output.stdout.is_empty(), "{asked}");
        insta::assert_snapshot!(name, format!("$ gradual explain {asked}\n{}", shown(&output)));
    }
}
