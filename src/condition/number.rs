//! Numbers as text, read as Go's `strconv` reads them.

use crate::go::quote;
use alloc::{format, string::String};

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberError {
    Syntax,
    Range,
}

impl NumberError {
    /// As Go's function of this name tells it.
    pub(crate) fn shown(self, function: &str, text: &str) -> String {
        let reason = match self {
            Self::Syntax => "invalid syntax",
            Self::Range => "value out of range",
        };
        format!("strconv.{function}: parsing {}: {reason}", quote(text))
    }
}

/// An integer to base 10, or by its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    Ten,
    ByPrefix,
}

/// Go's `ParseInt` into 64 bits. No underscores: literals lose theirs before.
pub(crate) fn parse_int(text: &str, base: Base) -> Result<i64, NumberError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, digits) = match (base, digits.get(..2).map(str::to_ascii_lowercase).as_deref()) {
        (Base::ByPrefix, Some("0x")) => (16, digits.get(2..).unwrap_or_default()),
        (Base::ByPrefix, Some("0o")) => (8, digits.get(2..).unwrap_or_default()),
        (Base::ByPrefix, Some("0b")) => (2, digits.get(2..).unwrap_or_default()),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Err(NumberError::Syntax);
    }
    let size = i128::from_str_radix(digits, radix).map_err(|_| NumberError::Range)?;
    i64::try_from(if negative { -size } else { size }).map_err(|_| NumberError::Range)
}

/// Go's `ParseFloat`: decimal or hexadecimal, with underscores between digits, infinities and NaN.
pub(crate) fn parse_float(text: &str) -> Result<f64, NumberError> {
    if let Some(special) = special(text) {
        return Ok(special);
    }
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    if plain.len() < text.len() && !underscores_separate_digits(text) {
        return Err(NumberError::Syntax);
    }
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    if let Some(hex) = unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        let size = super::convert::hex_float(hex)?;
        return Ok(if plain.starts_with('-') { super::convert::negated(size) } else { size });
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(NumberError::Syntax);
    }
    let float: f64 = plain.parse().map_err(|_| NumberError::Syntax)?;
    if float.is_infinite() { Err(NumberError::Range) } else { Ok(float) }
}

fn special(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let (sign, rest) = match lower.strip_prefix(['-', '+']) {
        Some(rest) => (lower.as_bytes().first().copied(), rest),
        None => (None, lower.as_str()),
    };
    match rest {
        "inf" | "infinity" if sign == Some(b'-') => Some(f64::NEG_INFINITY),
        "inf" | "infinity" => Some(f64::INFINITY),
        "nan" if sign.is_none() => Some(f64::NAN),
        _ => None,
    }
}

/// Whether each underscore stands between digits, or between a prefix and a digit.
fn underscores_separate_digits(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let lower = text.to_ascii_lowercase();
    let prefixed = ["0x", "0o", "0b"].iter().any(|prefix| lower.starts_with(prefix));
    let hex = lower.starts_with("0x");
    let rest = if prefixed { lower.get(2..).unwrap_or_default() } else { &lower };
    // What was before: a digit, an underscore, or something else.
    let mut before = if prefixed { '0' } else { '!' };
    for c in rest.chars() {
        before = match c {
            '_' if before != '0' => return false,
            '_' => '_',
            c if c.is_ascii_digit() || hex && matches!(c, 'a'..='f') => '0',
            _ if before == '_' => return false,
            _ => '!',
        };
    }
    before != '_'
}
