//! Bytes to text: UTF-8, or UTF-16 if a byte-order mark says so.

use super::fault::{Fault, fault};
use crate::diagnostic::Location;
use alloc::{borrow::Cow, format, string::String};

/// The text of these bytes, with its byte-order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    match bytes {
        [0xff, 0xfe, ..] => utf16(bytes, u16::from_le_bytes).map(Cow::Owned),
        [0xfe, 0xff, ..] => utf16(bytes, u16::from_be_bytes).map(Cow::Owned),
        _ => match core::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(not_utf8(bytes, error.valid_up_to())),
        },
    }
}

/// From where on a text cannot be read because of a character that YAML 1.1 does not allow.
///
/// That is not the character itself: libyaml reads 512 bytes at a time, and refuses them together. A document that
/// ends before them is read.
pub(super) fn readable(text: &str) -> Option<(usize, Fault)> {
    let (at, c) = text.char_indices().find(|(_, c)| !is_allowed(*c))?;
    let mut start: usize = 0;
    loop {
        let end = start.saturating_add(512).min(text.len());
        // A character that does not fit is left for the next time.
        let end = (start..=end).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(end);
        if at < end || end <= start {
            break;
        }
        start = end;
    }
    let end = at.saturating_add(c.len_utf8());
    let fault = fault(
        "decode/yaml",
        location(text.as_bytes(), at, end),
        format!("the character `{}` is not allowed", c.escape_unicode()),
    );
    Some((start, fault.help("write it as an escape in a text in double quotes")))
}

/// Whether YAML 1.1 allows this character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Fault> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    let start = Location { line: 1, column: 1, start: 0, end: 0 };
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err(fault("decode/yaml", start, "the text begins like UTF-16 and is not UTF-16")
            .help("save the file as UTF-8")),
    }
}

/// The byte at this place is not UTF-8.
pub(super) fn not_utf8(bytes: &[u8], at: usize) -> Fault {
    let byte = bytes.get(at).copied().unwrap_or_default();
    fault(
        "decode/yaml",
        location(bytes, at, at.saturating_add(1)),
        format!("the byte {byte:#04x} is not UTF-8"),
    )
    .help("save the file as UTF-8")
}

fn location(bytes: &[u8], start: usize, end: usize) -> Location {
    let before = bytes.get(..start).map(String::from_utf8_lossy).unwrap_or_default();
    let column = before.chars().rev().take_while(|c| !matches!(c, '\n' | '\r')).count();
    Location { line: lines_in(&before).saturating_add(1), column: column.saturating_add(1), start, end }
}

/// How many lines end in a text.
pub(super) fn lines_in(text: &str) -> usize {
    let returns = text.matches('\r').count().saturating_sub(text.matches("\r\n").count());
    text.matches('\n').count().saturating_add(returns)
}
