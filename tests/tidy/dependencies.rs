//! Every dependency has a reason.

use crate::markdown::first_cells;
use std::collections::BTreeSet;

const PAGE: &str = "docs/dependencies.md";
/// Where the page goes over to what is not used.
const NOT_USED: &str = "\n## Not used";

pub fn complaints(page: &str, manifests: &[(&str, String)]) -> Vec<String> {
    let mut complaints = Vec::new();
    let used = page.split(NOT_USED).next().unwrap_or(page);
    let explained: BTreeSet<&str> =
        first_cells(used).filter_map(|cell| cell.strip_prefix('`')?.strip_suffix('`')).collect();
    let mut needed = BTreeSet::new();
    for (path, manifest) in manifests {
        for dependency in dependencies(manifest) {
            needed.insert(dependency);
            if !explained.contains(dependency) {
                complaints.push(format!(
                    "{path}: `{dependency}` has no row in {PAGE}; say there what it is for, and why it and not another"
                ));
            }
        }
    }
    for name in explained.difference(&needed) {
        complaints.push(format!(
            "{PAGE}: `{name}` is not a dependency; remove its row, or move it to what is not used"
        ));
    }
    complaints
}

/// The keys of all tables of dependencies, ours left out.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    manifest.lines().filter_map(move |line| {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.ends_with("dependencies]");
            return None;
        }
        let (name, _) = line.split_once(" = ")?;
        (inside && !name.starts_with(['#', ' ']) && !name.starts_with("gradual")).then_some(name)
    })
}

#[test]
fn an_unexplained_dependency_is_found() {
    let check = |page: &str, manifest: &str, expected: usize| {
        let found = complaints(page, &[("Cargo.toml", manifest.to_owned())]);
        assert_eq!(found.len(), expected, "{found:?}");
    };
    let manifest =
        "[package]\nname = \"a\"\n[dependencies]\ngradual = \"1\"\nserde = \"1\"\n[dev-dependencies]\n";
    check("| `serde` | a |", manifest, 0);
    check("| `serde_json` | a |", manifest, 2);
    check("a\n## Not used\n| `serde` | a |", manifest, 1);
}
