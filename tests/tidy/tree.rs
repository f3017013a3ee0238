//! The files of the project.

use crate::{markdown::Document, source::Source};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where there is Rust of ours. `examples` and `adapters` may be absent.
pub const RUST: [&str; 9] =
    ["src", "cli", "tests", "xtask", "benches", "wasm", "fuzz", "examples", "adapters"];

/// Folders that hold nothing written here.
const FOREIGN: [&str; 5] = ["target", ".git", "tests/data", "fuzz/corpus", "fuzz/artifacts"];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is missing, and why it must be there.
fn needed(path: &str) -> &'static str {
    match path {
        "README.md" => "what the library is and which version of Rust it needs",
        "docs/deviations.md" => "every difference from upstream, with its number",
        "docs/dependencies.md" => "the reason of every dependency",
        _ => "what this test judges",
    }
}

/// The text of a file that must be there.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}; write it: it tells {}", needed(path)))
}

/// All files of Rust in these folders.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        walk(&root().join(folder), &mut |path, text| {
            if path.ends_with(".rs") {
                found.push(Source::new(path, text));
            }
        });
    }
    assert!(!found.is_empty(), "no files of Rust in {folders:?}");
    found
}

/// All pages.
pub fn documents() -> Vec<Document> {
    let mut found = Vec::new();
    walk(root(), &mut |path, text| {
        if path.ends_with(".md") {
            found.push(Document::new(path, text));
        }
    });
    found
}

/// Hands over the path below the root and the text of each file of text, in order.
fn walk(folder: &Path, found: &mut dyn FnMut(String, String)) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for entry in entries {
        let below = entry.strip_prefix(root()).unwrap_or(&entry);
        let path = below.to_string_lossy().replace('\\', "/");
        if entry.is_dir() {
            if !FOREIGN.contains(&path.as_str()) && !path.ends_with("/target") {
                walk(&entry, found);
            }
        } else if path.ends_with(".rs") || path.ends_with(".md") {
            let text = fs::read_to_string(&entry).unwrap_or_else(|error| panic!("{path}: {error}"));
            found(path, text);
        }
    }
}
