//! Cutting a text into documents as `kubectl` does: at the lines that begin with `---`, before any YAML is read.

use super::{
    encoding::lines_in,
    fault::{Fault, fault},
};
use crate::diagnostic::Location;
use alloc::{format, string::String, vec::Vec};

/// Where a piece of text was taken from.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// How many lines, characters in the last of them, and bytes stand before it.
    line: usize,
    column: usize,
    start: usize,
    /// Before which bytes of the piece a carriage return was left out.
    removed: Vec<usize>,
    /// How long the piece is where it was taken from.
    len: usize,
    /// Where the text ends, if the piece ends with a line feed that the text lacks.
    end: Option<End>,
}

/// The end of a text whose last line is not ended.
#[derive(Clone, Copy, Debug)]
struct End {
    /// The first byte of the piece that is not in the text's lines any more.
    past: usize,
    line: usize,
    column: usize,
}

impl Origin {
    /// The place in the whole text of a place in the piece.
    pub(super) fn locate(&self, at: Location) -> Location {
        let first = if at.line == 1 { self.column } else { 0 };
        if let Some(end) = self.end.filter(|end| end.past <= at.start) {
            return Location {
                line: end.line,
                column: end.column,
                start: self.byte(at.start),
                end: self.byte(at.end),
            };
        }
        Location {
            line: at.line.saturating_add(self.line),
            column: at.column.saturating_add(first),
            start: self.byte(at.start),
            end: self.byte(at.end),
        }
    }

    fn byte(&self, at: usize) -> usize {
        let removed = self.removed.partition_point(|before| *before < at);
        self.start.saturating_add(at.saturating_add(removed).min(self.len))
    }
}

/// The documents of a text, as bytes, each line ended by a line feed.
pub(super) struct Pieces<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Pieces<'a> {
    /// Of the text from this byte on.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        let before = bytes.get(..at).map(String::from_utf8_lossy).unwrap_or_default();
        let column = before.chars().rev().take_while(|c| !matches!(c, '\n' | '\r')).count();
        Self { bytes, at, line: lines_in(&before), column }
    }

    /// The next document. It may be without content; an error ends the text.
    pub(super) fn next(&mut self) -> Option<Result<(Vec<u8>, Origin), Fault>> {
        let mut piece = Vec::new();
        let mut origin = Origin {
            line: self.line,
            column: self.column,
            start: self.at,
            removed: Vec::new(),
            len: 0,
            end: None,
        };
        while let Some(rest) = self.bytes.get(self.at..).filter(|rest| !rest.is_empty()) {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let whole = rest.get(..end.map_or(rest.len(), |end| end.saturating_add(1))).unwrap_or(rest);
            let line = match whole.strip_suffix(b"\n") {
                Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
                None => whole,
            };
            let separator = line.strip_prefix(b"---");
            if let Some(after) = separator.and_then(text_after) {
                return Some(Err(self.no_separator(line.len(), &after)));
            }
            let start = self.at;
            let column = self.column;
            self.advance(whole);
            if separator.is_some() && !piece.is_empty() {
                return Some(Ok((piece, origin)));
            }
            piece.extend(line);
            if line.len().saturating_add(1) < whole.len() {
                origin.removed.push(piece.len());
            }
            piece.push(b'\n');
            if end.is_none() {
                origin.end = Some(self.end(whole, column, piece.len()));
            }
            origin.len = start.saturating_add(whole.len()).saturating_sub(origin.start);
        }
        (!piece.is_empty()).then_some(Ok((piece, origin)))
    }

    fn advance(&mut self, line: &[u8]) {
        self.at = self.at.saturating_add(line.len());
        self.line = self.line.saturating_add(lines_in(&String::from_utf8_lossy(line)));
        self.column = 0;
    }

    /// After the last line, which began in this column and is not ended.
    fn end(&self, last: &[u8], column: usize, past: usize) -> End {
        let last = String::from_utf8_lossy(last);
        let first = if last.contains('\r') { 0 } else { column };
        let width = last.chars().rev().take_while(|c| *c != '\r').count();
        End { past, line: self.line.saturating_add(1), column: first.saturating_add(width).saturating_add(1) }
    }

    fn no_separator(&self, len: usize, after: &str) -> Fault {
        let at = Location {
            line: self.line.saturating_add(1),
            column: self.column.saturating_add(1),
            start: self.at,
            end: self.at.saturating_add(len),
        };
        fault("decode/yaml", at, format!("`{after}` follows `---` on its line"))
            .help("leave `---` alone on its line, perhaps with a comment")
            .upstream(format!("invalid Yaml document separator: {after}"))
    }
}

/// What follows a separator, if it is more than blanks and a comment.
fn text_after(rest: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(rest);
    let text = text.trim();
    (!text.is_empty() && !text.starts_with('#')).then(|| text.into())
}
