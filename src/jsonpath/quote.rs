//! Quoted texts, with Go's escapes.

use alloc::{string::String, vec::Vec};
use core::str::Chars;

/// What a text means that stands between `quote` and `quote`; nothing if an escape is none.
///
/// The escapes are those of Go, bytes by number among them: `'\xc3\xa9'` is `é`. Bytes that make no UTF-8 become U+FFFD.
#[doc(alias = "UnquoteExtend")]
pub(super) fn unquote(inner: &str, quote: char) -> Option<String> {
    let mut bytes = Vec::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, quote, &mut bytes)?,
            c if c == quote => return None,
            c => push(c, &mut bytes),
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn escape(chars: &mut Chars<'_>, quote: char, bytes: &mut Vec<u8>) -> Option<()> {
    let c = match chars.next()? {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' => '\\',
        c @ ('\'' | '"') if c == quote => c,
        'x' => {
            bytes.push(u8::try_from(number(chars, 0, 2, 16)?).ok()?);
            return Some(());
        }
        'u' => char::from_u32(number(chars, 0, 4, 16)?)?,
        'U' => char::from_u32(number(chars, 0, 8, 16)?)?,
        c @ '0'..='7' => {
            bytes.push(u8::try_from(number(chars, c.to_digit(8)?, 2, 8)?).ok()?);
            return Some(());
        }
        _ => return None,
    };
    push(c, bytes);
    Some(())
}

/// So many more digits, behind those that were read.
fn number(chars: &mut Chars<'_>, read: u32, digits: usize, radix: u32) -> Option<u32> {
    let mut number = read;
    for _ in 0..digits {
        let digit = chars.next()?.to_digit(radix)?;
        number = number.checked_mul(radix)?.checked_add(digit)?;
    }
    Some(number)
}

fn push(c: char, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::unquote;

    #[test]
    fn escapes_are_those_of_go() {
        for (inner, meant) in [
            ("a\"b", Some("a\"b")),
            (r"a\'b", Some("a'b")),
            (r"\a\b\f\n\r\t\v\\", Some("\u{7}\u{8}\u{c}\n\r\t\u{b}\\")),
            (r"\xc3\xa9\u00e9\U0001f600\101", Some("éé😀A")),
            (r"\xff", Some("\u{fffd}")),
            (r"\377", Some("\u{fffd}")),
            (r#"\""#, None),
            (r"\q", None),
            (r"\400", None),
            (r"\08", None),
            (r"\u12", None),
            (r"\ud800", None),
            (r"\Uffffffff", None),
            ("\\", None),
        ] {
            assert_eq!(unquote(inner, '\'').as_deref(), meant, "{inner}");
        }
    }
}
