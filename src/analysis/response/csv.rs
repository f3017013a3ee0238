//! Comma-separated values as Go's `encoding/csv` reads them.

use alloc::{string::String, vec::Vec};

/// Rows, without those that are empty lines; nothing more after one that cannot be read.
pub(super) struct Rows<'a> {
    rest: &'a str,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(rest) = self.rest.strip_prefix('\n').or_else(|| self.rest.strip_prefix("\r\n")) {
            self.rest = rest;
        }
        if self.rest.is_empty() {
            return None;
        }
        let (row, rest) = row(self.rest).unwrap_or_default();
        self.rest = rest;
        (!row.is_empty()).then_some(row)
    }
}

/// A row, and what follows it. Nothing if it cannot be read.
fn row(text: &str) -> Option<(Vec<String>, &str)> {
    let mut row = Vec::new();
    let mut rest = text;
    loop {
        let (field, behind) = field(rest)?;
        row.push(field);
        match behind.strip_prefix(',') {
            Some(behind) => rest = behind,
            None => return Some((row, behind)),
        }
    }
}

/// A field, and what follows it: a comma, the end of the line, or nothing. Nothing if a quote stands where it must not.
fn field(text: &str) -> Option<(String, &str)> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let (field, rest) = text.split_at_checked(text.find([',', '\n']).unwrap_or(text.len()))?;
        let field = if rest.starts_with(',') { field } else { field.strip_suffix('\r').unwrap_or(field) };
        return (!field.contains('"')).then(|| (field.into(), rest));
    };
    let mut field = String::new();
    loop {
        let (part, behind) = rest.split_once('"')?;
        field.push_str(part);
        match behind.strip_prefix('"') {
            Some(more) => {
                field.push('"');
                rest = more;
            }
            None => {
                let behind =
                    behind.strip_prefix('\r').filter(|rest| rest.starts_with('\n')).unwrap_or(behind);
                let is_end = behind.is_empty() || behind.starts_with([',', '\n']);
                return is_end.then_some((field, behind));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use alloc::vec::Vec;

    #[test]
    fn rows_are_those_of_go() {
        let check = |text: &str, rows: &[&[&str]]| {
            assert_eq!(Rows::new(text).collect::<Vec<_>>(), rows, "{text:?}");
        };
        check("", &[]);
        check("a,b\n\nc,\r\n", &[&["a", "b"], &["c", ""]]);
        check("\"a,\"\"b\"\"\nc\",d", &[&["a,\"b\"\nc", "d"]]);
        check("a\n\"b\"\r\n\"c\"", &[&["a"], &["b"], &["c"]]);
        check("a\nb\"c\nd", &[&["a"]]);
        check("a\n\"b\"c\nd", &[&["a"]]);
        check("a\n\"b", &[&["a"]]);
        check(",", &[&["", ""]]);
    }
}
