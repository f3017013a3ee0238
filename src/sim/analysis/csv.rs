//! Comma-separated values (RFC 4180), with the place of every cell.

use crate::diagnostic::Location;
use alloc::{borrow::Cow, vec::Vec};

/// A cell, and where it stands, quotes included.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) at: Location,
}

/// The rows that are not empty. A quote that is not closed goes on to the end of the text.
pub(super) fn rows(text: &str) -> Vec<Vec<Cell<'_>>> {
    let mut cursor = Cursor { text, at: 0, line: 1, column: 1 };
    // A mark of the byte order is no part of the first title.
    if text.starts_with('\u{feff}') {
        cursor.at = '\u{feff}'.len_utf8();
    }
    let mut rows = Vec::new();
    let mut row = Vec::new();
    while !cursor.rest().is_empty() {
        row.push(cursor.cell());
        match cursor.next() {
            Some(',') if cursor.rest().is_empty() => row.push(cursor.cell()),
            Some(',') => {}
            _ => rows.push(core::mem::take(&mut row)),
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|cell| !cell.text.trim().is_empty()));
    rows
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character; the two of a line's end are one.
    fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.at += if self.rest().starts_with("\r\n") { 2 } else { c.len_utf8() };
        (self.line, self.column) = match c {
            '\n' | '\r' => (self.line + 1, 1),
            _ => (self.line, self.column + 1),
        };
        Some(if c == '\r' { '\n' } else { c })
    }

    /// A cell, up to the comma or the end of the line behind it.
    fn cell(&mut self) -> Cell<'t> {
        let (line, column, start) = (self.line, self.column, self.at);
        let text = if self.rest().starts_with('"') { self.quoted() } else { Cow::Borrowed(self.plain()) };
        Cell { text, at: Location { line, column, start, end: self.at } }
    }

    fn plain(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest.find([',', '\n', '\r']).unwrap_or(rest.len());
        let plain = rest.get(..end).unwrap_or_default();
        self.at += end;
        self.column += plain.chars().count();
        plain
    }

    /// What stands between quotes, of which two are one, and what follows them up to the comma.
    fn quoted(&mut self) -> Cow<'t, str> {
        let mut text = alloc::string::String::new();
        self.next();
        while let Some(c) = self.next() {
            if c != '"' {
                text.push(c);
            } else if self.rest().starts_with('"') {
                text.push('"');
                self.next();
            } else {
                break;
            }
        }
        text.push_str(self.plain());
        Cow::Owned(text)
    }
}

#[cfg(test)]
mod tests {
    use super::rows;
    use alloc::{string::String, vec::Vec};

    fn check(text: &str, expected: &[&[(&str, usize, usize)]]) {
        let seen: Vec<Vec<(String, usize, usize)>> = rows(text)
            .into_iter()
            .map(|row| {
                row.into_iter().map(|cell| (cell.text.into_owned(), cell.at.line, cell.at.column)).collect()
            })
            .collect();
        let expected: Vec<Vec<(String, usize, usize)>> = expected
            .iter()
            .map(|row| row.iter().map(|(text, line, column)| ((*text).into(), *line, *column)).collect())
            .collect();
        assert_eq!(seen, expected, "{text:?}");
    }

    #[test]
    fn cells_and_their_places() {
        check("", &[]);
        check("\u{feff}a,b", &[&[("a", 1, 1), ("b", 1, 3)]]);
        check("a,\r\n\r\n,b\n,\n", &[&[("a", 1, 1), ("", 1, 3)], &[("", 3, 1), ("b", 3, 2)]]);
        check("é, x ,", &[&[("é", 1, 1), (" x ", 1, 3), ("", 1, 7)]]);
        check(
            "\"a,\"\"b\"\"\nc\",d\n\"e\"f,g",
            &[&[("a,\"b\"\nc", 1, 1), ("d", 2, 4)], &[("ef", 3, 1), ("g", 3, 6)]],
        );
        check("\"a,b\n", &[&[("a,b\n", 1, 1)]]);
    }
}
