//! Words that people meant, and words cut short.

use alloc::{borrow::ToOwned, format, string::String, vec::Vec};

/// How many names a message lists.
const LISTED: usize = 8;
/// How much of a text a message shows.
const SHOWN: usize = 40;

/// The name that was probably meant: few letters are wrong, for its length.
pub(super) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(2 * SHOWN).flat_map(char::to_lowercase).collect();
    let near = |name: &'a str| {
        let letters: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
        let distance = distance(&written, &letters);
        (distance <= letters.len().div_ceil(4)).then_some((distance, name))
    };
    names.filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.iter().enumerate() {
        let mut next = Vec::from([i + 1]);
        for (j, b) in to.iter().enumerate() {
            let (above, left) = (at(&row, j + 1), at(&next, j));
            let replaced = at(&row, j) + usize::from(a != b);
            let swapped = match (i.checked_sub(1), j.checked_sub(1)) {
                (Some(p), Some(q)) if from.get(p) == Some(b) && to.get(q) == Some(a) => at(&before, q) + 1,
                _ => usize::MAX,
            };
            next.push(replaced.min(above + 1).min(left + 1).min(swapped));
        }
        before = core::mem::replace(&mut row, next);
    }
    at(&row, to.len())
}

/// A cell of a row; rows are as long as the word, so none is missing.
fn at(row: &[usize], index: usize) -> usize {
    row.get(index).copied().unwrap_or(0)
}

/// Names in backticks, the first few of them.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if LISTED < all.len() {
        all.truncate(LISTED);
        all.push("…".to_owned());
    }
    all.join(", ")
}

/// The beginning of a text.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let rows = [
            ("setWeigth", Some("setWeight")),
            ("setWieght", Some("setWeight")),
            ("SETWEIGHT", Some("setWeight")),
            ("weight", Some("setWeight")),
            ("wait", None),
            ("pauses", Some("pause")),
            ("puase", Some("pause")),
            ("", None),
            ("résumé", None),
        ];
        for (written, meant) in rows {
            assert_eq!(nearest(written, ["setWeight", "pause", "plugin"].into_iter()), meant, "{written}");
        }
    }
}
