//! Words that people meant.

/// The name that was probably meant: few letters are wrong, for its length.
pub(crate) fn nearest<'a>(written: &str, names: &[&'a str]) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(40).flat_map(char::to_lowercase).collect();
    names
        .iter()
        .map(|name| (distance(&written, name), *name))
        .filter(|(distance, name)| *distance <= name.len().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many letters must be put in, left out or replaced.
fn distance(from: &[char], to: &str) -> usize {
    let first: Vec<usize> = (0..=from.len()).collect();
    let rows = to.chars().enumerate().fold(first, |above, (line, letter)| {
        let mut row = vec![line.saturating_add(1)];
        for (one, pair) in from.iter().zip(above.windows(2)) {
            let (corner, over) = (pair.first().copied(), pair.last().copied());
            let replaced = corner.unwrap_or(0).saturating_add(usize::from(*one != letter));
            let left = row.last().copied().unwrap_or(0);
            row.push(replaced.min(left.min(over.unwrap_or(0)).saturating_add(1)));
        }
        row
    });
    rows.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_nearest_or_none() {
        let names = ["abort", "promote", "promote-full", "resume", "retry"];
        let rows = [
            ("abrt", Some("abort")),
            ("Abort", Some("abort")),
            ("promotefull", Some("promote-full")),
            ("resum", Some("resume")),
            ("rollback", None),
            ("", None),
        ];
        for (written, meant) in rows {
            assert_eq!(nearest(written, &names), meant, "{written}");
        }
    }
}
