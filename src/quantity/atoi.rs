//! Integers as Go reads them.

use thiserror::Error;

/// Why a text is no integer, in Go's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum NotAnInt {
    #[error("invalid syntax")]
    Syntax,
    #[error("value out of range")]
    Range { nearest: i64 },
}

/// Reads an integer as Go's `strconv.Atoi` does: a sign and decimal digits, nothing else. A number is out of range as
/// soon as it needs more than 64 bits without a sign, even if what follows is no digit.
pub(super) fn atoi(text: &str) -> Result<i64, NotAnInt> {
    let negative = text.starts_with('-');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let range = NotAnInt::Range { nearest: if negative { i64::MIN } else { i64::MAX } };
    if digits.is_empty() {
        return Err(NotAnInt::Syntax);
    }
    let mut size: u64 = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return Err(NotAnInt::Syntax);
        }
        let longer = size.checked_mul(10).and_then(|size| size.checked_add(u64::from(byte - b'0')));
        size = longer.ok_or(range)?;
    }
    let value = if negative { 0_i64.checked_sub_unsigned(size) } else { i64::try_from(size).ok() };
    value.ok_or(range)
}
