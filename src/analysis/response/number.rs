//! Numbers as the providers' texts write them.

use crate::condition::{self, Base};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

/// A float without an exponent, in as few digits as it takes: Go's `FormatFloat(x, 'f', -1, 64)`.
pub(crate) fn plain(float: f64) -> String {
    special(float).map_or_else(|| float.to_string(), Into::into)
}

/// A float with so many decimals: Go's `%.2f` and `%f`.
pub(crate) fn fixed(float: f64, decimals: usize) -> String {
    special(float).map_or_else(|| format!("{float:.decimals$}"), Into::into)
}

/// `[a,b]`
pub(crate) fn list(texts: impl IntoIterator<Item = String>) -> String {
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

/// Go's `ParseFloat`, or its complaint.
pub(super) fn parse_float(text: &str) -> Result<f64, String> {
    condition::parse_float(text).map_err(|error| error.shown("ParseFloat", text))
}

/// Go's `ParseInt` to base 10, 64 bits, or its complaint.
pub(super) fn parse_int(text: &str) -> Result<i64, String> {
    condition::parse_int(text, Base::Ten).map_err(|error| error.shown("ParseInt", text))
}
