//! What a scalar means: go-yaml v2's rules, which are YAML 1.1's with Go's numbers.

use alloc::{format, string::String, vec::Vec};

/// The prefix of the tags that YAML defines.
pub(super) const CORE: &str = "tag:yaml.org,2002:";

/// What a scalar was resolved to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    /// An integer that only an unsigned type can hold.
    Large(u64),
    Float(f64),
    /// In UTF-8, unless it is a `!!binary`.
    Text(Vec<u8>),
}

/// Resolves a plain or tagged scalar; the error is what is wrong.
pub(super) fn resolve(tag: &str, text: &str) -> Result<Scalar, String> {
    let name = tag.strip_prefix(CORE);
    match name {
        Some("str") => Ok(Scalar::Text(text.into())),
        Some("binary") => crate::base64::decode(text.as_bytes())
            .ok()
            .map(Scalar::Text)
            .ok_or_else(|| String::from("a `!!binary` value is not valid base64")),
        Some("timestamp") if super::timestamp::is_timestamp(text) => Ok(Scalar::Text(text.into())),
        Some(wanted @ ("bool" | "int" | "float" | "null" | "timestamp")) => tagged(wanted, text),
        _ if tag.is_empty() => Ok(plain(text)),
        _ => Ok(Scalar::Text(text.into())),
    }
}

/// The text of these bytes; each that is not UTF-8 becomes U+FFFD, as in Go.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

fn tagged(wanted: &str, text: &str) -> Result<Scalar, String> {
    let found = plain(text);
    match (wanted, &found) {
        ("bool", Scalar::Bool(_))
        | ("int", Scalar::Int(_) | Scalar::Large(_))
        | ("float", Scalar::Float(_))
        | ("null", Scalar::Null) => Ok(found),
        ("float", Scalar::Int(int)) => Ok(Scalar::Float(float_of(*int))),
        _ => Err(format!("`{text}` is not a `!!{wanted}`")),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the tag asks for a float, and upstream rounds as well")]
fn float_of(int: i64) -> f64 {
    int as f64
}

/// A scalar without quotes and without a tag.
fn plain(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Scalar::Float(f64::NEG_INFINITY),
        _ => number(text).unwrap_or_else(|| Scalar::Text(text.into())),
    }
}

fn number(text: &str) -> Option<Scalar> {
    match text.bytes().next()? {
        // Go reads these itself, so that underscores count only between digits.
        b'.' => underscores_are_between_digits(text).then(|| decimal(&text.replace('_', ""))).flatten(),
        b'+' | b'-' | b'0'..=b'9' => {
            let text = text.replace('_', "");
            integer(&text).or_else(|| decimal(&text)).or_else(|| signed_binary(&text))
        }
        _ => None,
    }
}

/// An integer with Go's prefixes `0x`, `0o`, `0b` and `0` (octal), in 64 bits, signed or unsigned.
fn integer(text: &str) -> Option<Scalar> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (Some(true), text.get(1..)?),
        b'+' => (Some(false), text.get(1..)?),
        _ => (None, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, digits.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, digits.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, digits.get(2..)?),
        [b'0', _, ..] => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    if !digits.bytes().all(|digit| char::from(digit).is_digit(radix)) {
        return None;
    }
    let size = u64::from_str_radix(digits, radix).ok()?;
    match (sign, i64::try_from(size)) {
        (Some(true), _) => 0_i64.checked_sub_unsigned(size).map(Scalar::Int),
        (_, Ok(int)) => Some(Scalar::Int(int)),
        (None, Err(_)) => Some(Scalar::Large(size)),
        (Some(false), Err(_)) => None,
    }
}

/// A decimal float: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, if it is not too large.
fn decimal(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.strip_prefix(['-', '+']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let is_number = are_digits(whole) && are_digits(fraction) && are_digits(exponent);
    let is_complete = (!whole.is_empty() || !fraction.is_empty()) && !exponent.is_empty();
    let float: f64 = (is_number && is_complete).then(|| text.parse().ok()).flatten()?;
    float.is_finite().then_some(Scalar::Float(float))
}

/// go-yaml takes off `0b` itself and then reads a number, which may have a sign: `0b-1`.
fn signed_binary(text: &str) -> Option<Scalar> {
    let digits = text.strip_prefix("0b")?;
    i64::from_str_radix(digits, 2).ok().map(Scalar::Int)
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn underscores_are_between_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter(|(_, byte)| **byte == b'_').all(|(at, _)| {
        let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))
    })
}

#[cfg(test)]
mod tests {
    use super::{CORE, Scalar, resolve};
    use alloc::format;

    fn check(tag: &str, text: &str, expected: Option<Scalar>) {
        let tag = if tag.is_empty() { tag.into() } else { format!("{CORE}{tag}") };
        assert_eq!(resolve(&tag, text).ok(), expected, "{tag} {text}");
    }

    fn text(text: &str) -> Option<Scalar> {
        Some(Scalar::Text(text.into()))
    }

    #[test]
    fn words() {
        for word in ["y", "Y", "yes", "on", "ON", "True"] {
            check("", word, Some(Scalar::Bool(true)));
        }
        for word in ["n", "No", "off", "FALSE"] {
            check("", word, Some(Scalar::Bool(false)));
        }
        for word in ["", "~", "null", "NULL"] {
            check("", word, Some(Scalar::Null));
        }
        for word in ["yEs", "nULL", "a", "<<", "tRUE", "=", "2026-01-02", "1:30", "1 000"] {
            check("", word, text(word));
        }
    }

    #[test]
    fn integers() {
        for (word, int) in [
            ("0", 0),
            ("-0", 0),
            ("+12", 12),
            ("010", 8),
            ("0o10", 8),
            ("0O10", 8),
            ("0x1F", 31),
            ("-0X1f", -31),
            ("0b101", 5),
            ("-0b101", -5),
            ("0b-1", -1),
            ("0b+1", 1),
            ("1_000", 1000),
            ("1__0_", 10),
            ("-9223372036854775808", i64::MIN),
        ] {
            check("", word, Some(Scalar::Int(int)));
        }
        check("", "9223372036854775808", Some(Scalar::Large(1 << 63)));
        check("", "18446744073709551615", Some(Scalar::Large(u64::MAX)));
        check("", "+9223372036854775808", Some(Scalar::Float(9_223_372_036_854_775_808.0)));
        for word in ["0x", "0b2", "-", "+", "_1", "--1", "0x-1", "-0b-1", "1a"] {
            check("", word, text(word));
        }
    }

    #[test]
    fn floats() {
        for (word, float) in [
            ("1.5", 1.5),
            ("1.", 1.0),
            (".5", 0.5),
            ("-.5", -0.5),
            ("1e3", 1000.0),
            ("1E-3", 0.001),
            ("08", 8.0),
            ("09.5", 9.5),
            ("1_0.5", 10.5),
            (".5_0", 0.5),
            ("18446744073709551616", 18_446_744_073_709_551_616.0),
        ] {
            check("", word, Some(Scalar::Float(float)));
        }
        for word in [".", "..", "._5", ".5_", ".e3", "1e", "1e+", "1e999", "0x1p4", "1.5.2", "+.e1"] {
            check("", word, text(word));
        }
    }

    #[test]
    fn tags() {
        check("str", "1", text("1"));
        check("int", "0x10", Some(Scalar::Int(16)));
        check("int", "1.0", None);
        check("float", "1", Some(Scalar::Float(1.0)));
        check("float", "18446744073709551615", None);
        check("bool", "yes", Some(Scalar::Bool(true)));
        check("bool", "1", None);
        check("null", "", Some(Scalar::Null));
        check("null", "x", None);
        check("timestamp", "2026-01-02", text("2026-01-02"));
        check("timestamp", "x", None);
        check("binary", "aGk=", text("hi"));
        check("binary", "?", None);
        check("seq", "1", text("1"));
    }
}
