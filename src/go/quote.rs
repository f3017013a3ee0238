//! Texts in quotes, as Go's `strconv.Quote` writes them.

use super::letters::Letters;
use alloc::string::String;
use core::fmt::Write;

/// A text in Go's quotes.
///
/// Letters, marks, numbers, punctuation, symbols and the blank stand as they are; everything else is written by its
/// code, where JSON knows a shorter form or not.
///
/// ```
/// use gradual::template::quote;
///
/// assert_eq!(quote("a \"b\"\né\u{200b}\u{1}"), r#""a \"b\"\né\u200b\x01""#);
/// ```
#[doc(alias = "strconv.Quote")]
pub fn quote(text: &str) -> String {
    quote_bytes(text.as_bytes())
}

/// The bytes in double quotes, with escapes for what does not show and for what is not UTF-8.
pub(crate) fn quote_bytes(bytes: &[u8]) -> String {
    let mut quoted = String::with_capacity(bytes.len() + 2);
    let mut letters = Letters::default();
    quoted.push('"');
    for chunk in bytes.utf8_chunks() {
        write_quoted(chunk.valid(), &mut letters, &mut quoted);
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(quoted, "\\x{byte:02x}");
        }
    }
    quoted.push('"');
    quoted
}

/// What stands between the quotes.
pub(crate) fn write_quoted(text: &str, letters: &mut Letters, quoted: &mut String) {
    for c in text.chars() {
        let _ = match c {
            '"' => quoted.write_str("\\\""),
            '\\' => quoted.write_str("\\\\"),
            '\u{7}' => quoted.write_str("\\a"),
            '\u{8}' => quoted.write_str("\\b"),
            '\u{c}' => quoted.write_str("\\f"),
            '\n' => quoted.write_str("\\n"),
            '\r' => quoted.write_str("\\r"),
            '\t' => quoted.write_str("\\t"),
            '\u{b}' => quoted.write_str("\\v"),
            c if letters.is_printed(c) => quoted.write_char(c),
            c if c < ' ' || c == '\u{7f}' => write!(quoted, "\\x{:02x}", u32::from(c)),
            c if u32::from(c) < 0x1_0000 => write!(quoted, "\\u{:04x}", u32::from(c)),
            c => write!(quoted, "\\U{:08x}", u32::from(c)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{quote, quote_bytes};

    #[test]
    fn what_go_prints_and_what_it_escapes() {
        for (text, quoted) in [
            ("it's", "\"it's\""),
            ("\u{7}\u{8}\u{b}\u{c}\0\u{7f}", r#""\a\b\v\f\x00\x7f""#),
            ("e\u{301} \u{a0}\u{ad}\u{2028}", "\"e\u{301} \\u00a0\\u00ad\\u2028\""),
            ("\u{301}", "\"\u{301}\""),
            ("😀\u{e0001}\u{10ffff}", "\"😀\\U000e0001\\U0010ffff\""),
            ("\u{e000}", r#""\ue000""#),
        ] {
            assert_eq!(quote(text), quoted);
        }
        assert_eq!(quote_bytes(b"a\xff\xe2\x82"), r#""a\xff\xe2\x82""#);
    }
}
