//! Texts in quotes, as Go's `strconv.Quote` writes them.

use super::letters::Letters;
use alloc::string::String;
use core::fmt::Write;

/// The bytes in double quotes, with escapes for what does not show and for what is not UTF-8.
pub(super) fn quote(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 2);
    let mut letters = Letters::default();
    text.push('"');
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            push(c, &mut letters, &mut text);
        }
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text.push('"');
    text
}

fn push(c: char, letters: &mut Letters, text: &mut String) {
    let _ = match c {
        '"' => text.write_str("\\\""),
        '\\' => text.write_str("\\\\"),
        '\u{7}' => text.write_str("\\a"),
        '\u{8}' => text.write_str("\\b"),
        '\u{c}' => text.write_str("\\f"),
        '\n' => text.write_str("\\n"),
        '\r' => text.write_str("\\r"),
        '\t' => text.write_str("\\t"),
        '\u{b}' => text.write_str("\\v"),
        c if letters.is_printed(c) => text.write_char(c),
        c if c < ' ' || c == '\u{7f}' => write!(text, "\\x{:02x}", u32::from(c)),
        c if u32::from(c) < 0x1_0000 => write!(text, "\\u{:04x}", u32::from(c)),
        c => write!(text, "\\U{:08x}", u32::from(c)),
    };
}
