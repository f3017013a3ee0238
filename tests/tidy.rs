//! Rules of the house that no compiler holds. Each failure names the file and says what to do instead.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    unreachable_pub,
    reason = "a file that is missing or not as described ends the test"
)]

#[path = "tidy/aliases.rs"]
mod aliases;
#[path = "tidy/dependencies.rs"]
mod dependencies;
#[path = "tidy/deviations.rs"]
mod deviations;
#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/floors.rs"]
mod floors;
#[path = "tidy/markdown.rs"]
mod markdown;
#[path = "tidy/purity.rs"]
mod purity;
#[path = "tidy/sizes.rs"]
mod sizes;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/tree.rs"]
mod tree;
#[path = "tidy/unfinished.rs"]
mod unfinished;

/// Fails with all complaints, if there are any.
fn hold(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn modules_import_from_lower_floors() {
    hold(&floors::complaints(&tree::sources(&["src"])));
}

#[test]
fn the_library_is_pure() {
    hold(&purity::complaints(&tree::sources(&["src"])));
}

#[test]
fn files_and_functions_are_short() {
    hold(&sizes::long_files(&tree::sources(&tree::RUST)));
    hold(&sizes::lint_of_long_functions());
}

#[test]
fn deviations_are_listed_and_shown() {
    hold(&deviations::complaints(
        &tree::read("docs/deviations.md"),
        &tree::sources(&["src", "cli", "tests"]),
        &tree::documents(),
    ));
}

#[test]
fn upstream_names_lead_to_one_item_each() {
    hold(&aliases::complaints(&tree::sources(&["src"])));
}

#[test]
fn links_lead_somewhere() {
    hold(&documents::broken_links(&tree::documents()));
}

#[test]
fn names_in_documents_exist() {
    hold(&documents::names_that_do_not_exist(&tree::documents(), &tree::sources(&["src"])));
}

#[test]
fn readme_names_the_version_of_rust() {
    hold(&documents::other_versions_of_rust(&tree::read("README.md"), &tree::read("Cargo.toml")));
}

#[test]
fn nothing_is_left_unfinished() {
    hold(&unfinished::complaints(&tree::sources(&tree::RUST), &tree::documents()));
}

#[test]
fn dependencies_have_reasons() {
    let manifests = [
        "Cargo.toml",
        "cli/Cargo.toml",
        "benches/Cargo.toml",
        "benches/rivals/Cargo.toml",
        "fuzz/Cargo.toml",
        "wasm/Cargo.toml",
    ];
    let manifests = manifests.map(|path| (path, tree::read(path)));
    hold(&dependencies::complaints(&tree::read("docs/dependencies.md"), &manifests));
}
