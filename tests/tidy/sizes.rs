//! A file is one idea (about 500 lines), a function fits a screen (about 70).

use crate::{source::Source, tree};

const LINES: usize = 500;
const FUNCTION: &str = "too-many-lines-threshold = 70";

pub fn long_files(sources: &[Source]) -> Vec<String> {
    let lines = |source: &Source| source.text.lines().count();
    let long = sources.iter().filter(|source| LINES < lines(source));
    long.map(|source| {
        format!(
            "{}: {} lines; give its second idea a file of its own (at most {LINES} lines)",
            source.path,
            lines(source)
        )
    })
    .collect()
}

/// clippy counts the lines of functions; here is looked that it is told to, everywhere.
pub fn lint_of_long_functions() -> Vec<String> {
    let mut complaints = Vec::new();
    if !tree::read("clippy.toml").lines().any(|line| line == FUNCTION) {
        complaints.push(format!("clippy.toml: `{FUNCTION}` is gone; put it back"));
    }
    let root = tree::read("Cargo.toml");
    if !has_lint(&root) {
        complaints.push("Cargo.toml: the lint `too_many_lines` is gone; put it back".to_owned());
    }
    for member in members(&root) {
        let path = format!("{member}/Cargo.toml");
        let manifest = tree::read(&path);
        if !has_lint(&manifest) && !manifest.contains("[lints]\nworkspace = true") {
            complaints.push(format!("{path}: the workspace's lints are off; add `[lints] workspace = true`"));
        }
    }
    complaints
}

fn has_lint(manifest: &str) -> bool {
    let set = |line: &str| matches!(line, "too_many_lines = \"warn\"" | "too_many_lines = \"deny\"");
    manifest.lines().any(set)
}

/// The folders in `members = ["a", "b"]`.
fn members(manifest: &str) -> Vec<&str> {
    let list = manifest.split("members = [").nth(1).and_then(|rest| rest.split(']').next());
    let list = list.expect("Cargo.toml lists the workspace's members");
    list.split('"').skip(1).step_by(2).collect()
}

#[test]
fn a_long_file_is_found() {
    let of = |lines| [Source::new("src/a.rs", "//\n".repeat(lines))];
    assert!(long_files(&of(LINES)).is_empty());
    assert_eq!(long_files(&of(LINES + 1)).len(), 1);
    assert_eq!(members("members = [\".\", \"cli\"]\n"), [".", "cli"]);
}
