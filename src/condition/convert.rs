//! Floats: the only arithmetic of the library that is not exact, kept in one file (with `power.rs`).
#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "conditions compute with floats as Go does; each function says how"
)]

use super::number::NumberError;

/// Go's `float64(x)`: the nearest float.
pub(super) fn float(integer: i64) -> f64 {
    integer as f64
}

/// Go's `float64(x)` of an unsigned number.
pub(super) fn float_unsigned(integer: u64) -> f64 {
    integer as f64
}

/// Go's `int(x)` on amd64: cut toward zero; what does not fit, and NaN, is the smallest integer.
pub(super) fn integer(float: f64) -> i64 {
    if (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&float) {
        float as i64
    } else {
        i64::MIN
    }
}

pub(super) fn sum(a: f64, b: f64) -> f64 {
    a + b
}

pub(super) fn difference(a: f64, b: f64) -> f64 {
    a - b
}

pub(super) fn product(a: f64, b: f64) -> f64 {
    a * b
}

pub(super) fn quotient(a: f64, b: f64) -> f64 {
    a / b
}

pub(super) fn negated(a: f64) -> f64 {
    -a
}

/// Cut toward zero, the sign kept.
pub(super) fn truncated(a: f64) -> f64 {
    // From 2^52 on every float is whole.
    if a.abs() < 4_503_599_627_370_496.0 { (a as i64 as f64).copysign(a) } else { a }
}

pub(super) fn floor(a: f64) -> f64 {
    let cut = truncated(a);
    if a < cut { cut - 1.0 } else { cut }
}

pub(super) fn ceil(a: f64) -> f64 {
    let cut = truncated(a);
    // Above -1 that is a negative zero.
    if cut < a { (cut + 1.0).copysign(a) } else { cut }
}

/// To the nearest whole number, halves away from zero.
pub(super) fn round(a: f64) -> f64 {
    let cut = truncated(a);
    if (a - cut).abs() < 0.5 { cut } else { (cut.abs() + 1.0).copysign(a) }
}

/// Go's `math.Pow`.
pub(super) fn power(x: f64, y: f64) -> f64 {
    super::power::power(x, y)
}

/// A hexadecimal float without its `0x`, such as `1.8p3`; the exponent is needed.
pub(super) fn hex_float(text: &str) -> Result<f64, NumberError> {
    let (mantissa, exponent) = text.split_once(['p', 'P']).ok_or(NumberError::Syntax)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(NumberError::Syntax);
    }
    let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::Syntax);
    }
    let size: i64 = unsigned.parse().unwrap_or(100_000).min(100_000);
    let mut exponent = if exponent.starts_with('-') { -size } else { size };
    // Sixty-four bits, the last of which remembers whether more follow.
    let mut bits: u64 = 0;
    for (digits, scale) in [(whole, 0), (fraction, -4)] {
        for digit in digits.chars() {
            let digit = digit.to_digit(16).ok_or(NumberError::Syntax)?;
            if bits >> 58 == 0 {
                bits = bits << 4 | u64::from(digit);
                exponent += scale;
            } else {
                bits |= u64::from(digit != 0);
                exponent += scale + 4;
            }
        }
    }
    let float = super::power::scaled_exactly(bits, exponent);
    if float.is_infinite() { Err(NumberError::Range) } else { Ok(float) }
}
