//! Text as Go quotes it.

use alloc::{borrow::ToOwned, string::String};
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
    let mut quoted = "\"".to_owned();
    write_quoted(text, &mut quoted);
    quoted.push('"');
    quoted
}

/// What stands between the quotes.
pub(super) fn write_quoted(text: &str, quoted: &mut String) {
    for c in text.chars() {
        // Writing to a string cannot fail.
        let _ = match c {
            '"' | '\\' => write!(quoted, "\\{c}"),
            c if is_printable(c) => quoted.write_char(c),
            '\n' | '\r' | '\t' => write!(quoted, "{}", c.escape_default()),
            '\u{8}' => quoted.write_str("\\b"),
            '\u{c}' => quoted.write_str("\\f"),
            c => match bad_escape(c) {
                Some('x') => write!(quoted, "\\x{:02x}", u32::from(c)),
                Some('U') => write!(quoted, "\\U{:08x}", u32::from(c)),
                Some(letter) => write!(quoted, "\\{letter}"),
                None => write!(quoted, "\\u{:04x}", u32::from(c)),
            },
        };
    }
}

/// The letter of the escape that Go writes for this and JSON does not know (`argo-analysis §4.2`).
pub(super) fn bad_escape(c: char) -> Option<char> {
    match c {
        '\u{7}' => Some('a'),
        '\u{b}' => Some('v'),
        '\u{8}' | '\u{c}' | '\n' | '\r' | '\t' => None,
        c if c < ' ' || c == '\u{7f}' => Some('x'),
        c if c <= '\u{ffff}' || is_printable(c) => None,
        _ => Some('U'),
    }
}

/// Whether Go prints this as it is: everything but controls, formats, private and unassigned code points and separators,
/// the blank excepted. Behind another character Rust's debug form escapes the same ones.
fn is_printable(c: char) -> bool {
    match c {
        '"' | '\\' | '\'' => true,
        ' '..='~' => true,
        c if c.is_ascii() => false,
        c => {
            let mut bytes = [0; 5];
            let (head, tail) = bytes.split_at_mut(1);
            head.fill(b'a');
            let end = 1 + c.encode_utf8(tail).len();
            let text = core::str::from_utf8(bytes.get(..end).unwrap_or_default()).unwrap_or_default();
            text.escape_debug().nth(1) == Some(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

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
    }
}
