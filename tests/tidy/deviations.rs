//! Every difference from upstream (`D-`) and every exception to a promise (`E-`) has a number, a reason and a test; the
//! list cannot rot.

use crate::{
    markdown::{Document, first_cells},
    source::Source,
};
use std::collections::BTreeSet;

/// The list of deviations itself; and this file, whose examples are none.
const LIST: &str = "docs/deviations.md";
const HERE: &str = "tests/tidy/deviations.rs";

pub fn complaints(list: &str, sources: &[Source], documents: &[Document]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut listed = BTreeSet::new();
    for number in first_cells(list).filter(|cell| numbers(cell).next() == Some(*cell)) {
        if !listed.insert(number) {
            complaints.push(format!("{LIST}: {number} stands there twice; take the next free number"));
        }
    }
    let in_code = sources.iter().filter(|source| source.path != HERE);
    let in_code = in_code.map(|source| (source.path.as_str(), source.text.as_str()));
    for (path, text) in in_code.clone().filter(|(_, text)| text.contains("D-?")) {
        let line = 1 + text.lines().take_while(|line| !line.contains("D-?")).count();
        complaints
            .push(format!("{path}:{line}: a deviation without a number; add a row to {LIST} and cite it"));
    }
    let in_pages = documents.iter().map(|page| (page.path.as_str(), page.text.as_str()));
    for (path, text) in in_code.clone().chain(in_pages) {
        let unknown = numbers(text).filter(|number| !listed.contains(number));
        for number in unknown.collect::<BTreeSet<_>>() {
            complaints.push(format!("{path}: cites {number}, which {LIST} does not list; add a row there"));
        }
    }
    let cited: BTreeSet<&str> = in_code.flat_map(|(_, text)| numbers(text)).collect();
    for number in listed.difference(&cited) {
        complaints.push(format!(
            "{LIST}: {number} is cited neither in the code nor in a test; cite it where we differ, or remove the row"
        ));
    }
    complaints
}

/// All of the form `D-123` or `E-123`.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("-").filter_map(|(dash, _)| {
        let at = dash.checked_sub(1).filter(|_| text[..dash].ends_with(['D', 'E']))?;
        let number = text.get(at..at + 5)?;
        let digits = number.bytes().skip(2).all(|byte| byte.is_ascii_digit());
        let alone = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-')
            && !text[at + 5..].starts_with(|c: char| c.is_alphanumeric());
        (digits && alone).then_some(number)
    })
}

#[test]
fn a_forgotten_deviation_is_found() {
    let check = |list: &str, code: &str, expected: usize| {
        let found = complaints(list, &[Source::new("src/a.rs", code)], &[Document::new("a.md", "D-001")]);
        assert_eq!(found.len(), expected, "{found:?}");
    };
    check("| D-001 | a |", "// `D-001`", 0);
    check("| D-001 | a |", "// D-0010, AD-001", 1);
    check("| D-001 | a |\n| D-001 | b |", "// D-001", 1);
    check("| D-001 | as D-002 |", "// D-001, D-002", 1);
    check("| D-001 | a |\n| E-001 | b |", "// D-001", 1);
    check("| D-001 | a |", "// D-001, D-??", 1);
    check("", "", 1);
}
