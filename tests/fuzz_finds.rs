//! Everything that fuzzing once found still holds: `fuzz/README.md` tells how a find gets here.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a find that does not hold, or cannot be read, ends the test"
)]
#![cfg(feature = "yaml")]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::{fs, path::Path};

/// Hands each find of a target to it.
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/finds").join(name);
    let mut finds: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    finds.sort();
    assert!(2 <= finds.len(), "the finds of `{name}` are gone");
    for find in finds {
        println!("{}", find.display());
        target(&fs::read(&find).unwrap());
    }
}

#[test]
fn yaml() {
    replay("yaml", targets::yaml);
}

#[test]
fn duration() {
    replay("duration", targets::duration);
}

#[test]
fn jsonpath() {
    replay("jsonpath", targets::jsonpath);
}

#[test]
fn response() {
    replay("response", targets::response);
}

#[test]
fn status() {
    replay("status", targets::status);
}

#[test]
fn check() {
    replay("check", targets::check);
}

#[test]
fn condition() {
    replay("condition", targets::condition);
}

#[test]
fn judge() {
    replay("judge", targets::judge);
}

#[test]
fn template() {
    replay("template", targets::template);
}

#[test]
fn pattern() {
    replay("pattern", targets::pattern);
}

#[test]
fn analysis() {
    replay("analysis", targets::analysis);
}
