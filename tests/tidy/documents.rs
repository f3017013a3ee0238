//! What pages say about the project is true of it: links, paths, names, the version of Rust.

use crate::{
    markdown::Document,
    source::{Source, words},
    tree,
};
use std::path::{Component, Path, PathBuf};

/// Links within the project that lead nowhere.
pub fn broken_links(documents: &[Document]) -> Vec<String> {
    let mut complaints = Vec::new();
    for page in documents {
        for (line, text) in page.prose() {
            for target in targets(text).filter(|target| !is_outside(target)) {
                let file = target.split('#').next().unwrap_or(target);
                let there = Path::new(&page.path).parent().unwrap_or(Path::new("")).join(file);
                if !tree::root().join(plain(&there)).exists() {
                    complaints.push(format!(
                        "{}:{line}: the link `{target}` leads nowhere; name a file that exists, seen from this page",
                        page.path
                    ));
                }
            }
        }
    }
    complaints
}

/// The targets of `[a](target)` and `[a]: target`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let reference = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    let inline = line.match_indices("](").filter_map(|(at, _)| line[at + 2..].split([')', ' ']).next());
    inline.chain(reference.and_then(|(_, target)| target.split(' ').next()))
}

fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:") || target.starts_with('#')
}

/// The same path without `..` inside.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

/// Paths of source files, and of modules and items, that pages name and that are not there.
pub fn names_that_do_not_exist(documents: &[Document], sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for page in documents {
        for (at, line) in page.text.lines().enumerate() {
            for path in source_paths(line).filter(|path| !tree::root().join(path).exists()) {
                complaints.push(format!(
                    "{}:{}: there is no `{path}`; name what is there now",
                    page.path,
                    at + 1
                ));
            }
            for path in item_paths(line).filter(|path| !is_item(path, sources)) {
                complaints.push(format!(
                    "{}:{}: the library has no `gradual::{path}`; name what it has now",
                    page.path,
                    at + 1
                ));
            }
        }
    }
    complaints
}

/// `src/time/span.rs`, `cli/src/main.rs`: files of ours, as far as their form tells.
fn source_paths(line: &str) -> impl Iterator<Item = &str> {
    let outside = |c: char| !c.is_alphanumeric() && !"_-./".contains(c);
    let ours =
        |path: &str| ["src/", "cli/src/", "xtask/src/", "wasm/src/"].iter().any(|own| path.starts_with(own));
    line.split(outside).map(|path| path.trim_end_matches('.')).filter(move |path| ours(path))
}

/// `time::Span` of `gradual::time::Span`.
fn item_paths(line: &str) -> impl Iterator<Item = &str> {
    words(line, "gradual::").filter_map(|at| {
        let path = &line[at + "gradual::".len()..];
        let end = path.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
        let path = path[..end.unwrap_or(path.len())].trim_end_matches(':');
        (!path.is_empty()).then_some(path)
    })
}

/// Whether the first name is a module and the code of that module has the others.
fn is_item(path: &str, sources: &[Source]) -> bool {
    let mut names = path.split("::");
    let module = names.next().unwrap_or(path);
    let (file, folder) = (format!("src/{module}.rs"), format!("src/{module}/"));
    let inside: Vec<&Source> =
        sources.iter().filter(|source| source.path == file || source.path.starts_with(&folder)).collect();
    let has = |name: &str| inside.iter().any(|source| words(&source.code, name).next().is_some());
    !inside.is_empty() && names.all(has)
}

/// Cargo.toml is the one place that decides which Rust is needed; README must say the same.
pub fn other_versions_of_rust(readme: &str, manifest: &str) -> Vec<String> {
    let needed = manifest.split("rust-version = \"").nth(1).and_then(|rest| rest.split('"').next());
    let needed = needed.expect("Cargo.toml has a `rust-version`");
    let said: Vec<&str> = readme
        .match_indices("Rust 1.")
        .map(|(at, _)| {
            let version = &readme[at + "Rust ".len()..];
            let end = version.find(|c: char| !c.is_ascii_digit() && c != '.');
            version[..end.unwrap_or(version.len())].trim_end_matches('.')
        })
        .collect();
    if said.is_empty() {
        return Vec::from([format!("README.md: say which version of Rust is needed, as `Rust {needed}`")]);
    }
    let others = said.iter().filter(|version| **version != needed);
    others
        .map(|version| {
            format!("README.md: `Rust {version}`, but Cargo.toml's `rust-version` is {needed}; say that")
        })
        .collect()
}

#[test]
fn a_broken_link_is_found() {
    let check = |text: &str, expected: usize| {
        let found = broken_links(&[Document::new("docs/a.md", text)]);
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    };
    check("[a](../src/lib.rs#L1) [b](https://example.org/none) [c](#here)", 0);
    check("[a](src/lib.rs) and [b](../none.md \"title\")", 2);
    check("[a]: ../none.md", 1);
    check("```text\n[a](none.md)\n```", 0);
}

#[test]
fn a_name_that_is_gone_is_found() {
    let sources = [Source::new("src/time/span.rs", "pub struct Span;")];
    let check = |text: &str, expected: usize| {
        let found = names_that_do_not_exist(&[Document::new("a.md", text)], &sources);
        assert_eq!(found.len(), expected, "{text}: {found:?}");
    };
    check("`gradual::time::Span`, gradual::time, `src/lib.rs`, other/src/none.rs.", 0);
    check("`gradual::time::Spam`", 1);
    check("`gradual::tide`", 1);
    check("see src/none.rs.", 1);
}

#[test]
fn another_version_of_rust_is_found() {
    let found = |readme: &str| other_versions_of_rust(readme, "rust-version = \"1.88\"").len();
    assert_eq!(found("Needs Rust 1.88."), 0);
    assert_eq!(found("Needs Rust 1.88 (once Rust 1.80)."), 1);
    assert_eq!(found("Needs Rust."), 1);
}
