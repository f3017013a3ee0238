//! Why a quantity has no value, in the words of Kubernetes.

use super::NotAnInt;
use alloc::{format, string::String};
use core::fmt::{self, Write as _};
use thiserror::Error;

/// Why a quantity has no value: Kubernetes' text for it. Opaque, because that text is all there is.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("invalid value for IntOrString: {0}")]
pub struct QuantityError(pub(super) Problem);

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum Problem {
    #[error("invalid type: string is not a percentage")]
    NoPercentage,
    #[error("invalid value {}: strconv.Atoi: parsing {}: {why}", Quoted(text), Quoted(number))]
    NoInteger { text: String, number: String, why: NotAnInt },
}

/// A text in quotes, as Go's `%q` prints it. Characters newer than the Unicode of the recorded Go may differ.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\u{7}' => f.write_str("\\a")?,
                '\u{8}' => f.write_str("\\b")?,
                '\u{b}' => f.write_str("\\v")?,
                '\u{c}' => f.write_str("\\f")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                ' '..='~' => f.write_char(c)?,
                '\0'..' ' | '\u{7f}' => write!(f, "\\x{:02x}", u32::from(c))?,
                _ if is_printable(c) => f.write_char(c)?,
                '\0'..='\u{ffff}' => write!(f, "\\u{:04x}", u32::from(c))?,
                _ => write!(f, "\\U{:08x}", u32::from(c))?,
            }
        }
        f.write_char('"')
    }
}

/// Whether Rust too prints a character as it is: it escapes what is no letter, mark, number, punctuation or symbol, as
/// Go does. Marks are looked at behind a letter, because Rust escapes them at the beginning of a text.
fn is_printable(c: char) -> bool {
    format!("a{c}").escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::Quoted;
    use alloc::string::ToString;

    #[test]
    fn quotes_are_those_of_go() {
        for (text, quoted) in [
            ("a\"\\b", r#""a\"\\b""#),
            ("\0\u{7}\n\u{7f}", r#""\x00\a\n\x7f""#),
            ("\u{661}\u{301}'", "\"\u{661}\u{301}'\""),
            ("\u{a0}\u{200b}\u{e000}\u{10ffff}", r#""\u00a0\u200b\ue000\U0010ffff""#),
        ] {
            assert_eq!(Quoted(text).to_string(), quoted);
        }
    }
}
