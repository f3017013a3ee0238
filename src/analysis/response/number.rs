//! Numbers as the providers' texts write them.

use crate::quantity::Quoted;
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use thiserror::Error;

/// A float without an exponent, in as few digits as it takes: Go's `FormatFloat(x, 'f', -1, 64)`.
pub(super) fn plain(float: f64) -> String {
    special(float).map_or_else(|| float.to_string(), Into::into)
}

/// A float with so many decimals: Go's `%.2f` and `%f`.
pub(super) fn fixed(float: f64, decimals: usize) -> String {
    special(float).map_or_else(|| format!("{float:.decimals$}"), Into::into)
}

/// `[a,b]`
pub(super) fn list(texts: impl IntoIterator<Item = String>) -> String {
    let texts: Vec<String> = texts.into_iter().collect();
    format!("[{}]", texts.join(","))
}

fn special(float: f64) -> Option<&'static str> {
    if float.is_nan() {
        Some("NaN")
    } else if float == f64::INFINITY {
        Some("+Inf")
    } else if float == f64::NEG_INFINITY {
        Some("-Inf")
    } else {
        None
    }
}

/// Why a text is no number, in the words of Go's `strconv`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("strconv.{function}: parsing {}: {reason}", Quoted(text))]
pub(super) struct NotANumber {
    function: &'static str,
    text: String,
    reason: &'static str,
}

/// Go's `ParseFloat`.
pub(super) fn parse_float(text: &str) -> Result<f64, NotANumber> {
    let wrong = |reason| NotANumber { function: "ParseFloat", text: text.into(), reason };
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_signed_nan = unsigned.len() < text.len() && unsigned.eq_ignore_ascii_case("nan");
    match text.parse::<f64>() {
        Ok(_) if is_signed_nan => Err(wrong("invalid syntax")),
        Ok(float) if float.is_infinite() && !unsigned.starts_with(['i', 'I']) => {
            Err(wrong("value out of range"))
        }
        Ok(float) => Ok(float),
        Err(_) => Err(wrong("invalid syntax")),
    }
}

/// Go's `ParseInt` to base 10, 64 bits.
pub(super) fn parse_int(text: &str) -> Result<i64, NotANumber> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let reason = if is_integer { "value out of range" } else { "invalid syntax" };
    text.parse().map_err(|_| NotANumber { function: "ParseInt", text: text.into(), reason })
}
