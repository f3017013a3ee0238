//! Floats as text.

use alloc::{
    format,
    string::{String, ToString},
};

/// As Go's `%v` prints it: with an exponent below 10^-4 and from 10^6 on.
pub(super) fn shown(float: f64) -> String {
    if float.is_nan() {
        return "NaN".to_string();
    }
    if float.is_infinite() {
        return if float < 0.0 { "-Inf" } else { "+Inf" }.to_string();
    }
    let (digits, exponent) = shortest(float);
    if (-4..6).contains(&exponent) {
        return plain(&digits, exponent);
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", pointed(&digits), exponent.unsigned_abs())
}

/// As Go's `encoding/json` writes it: with an exponent below 10^-6 and from 10^21 on.
pub(super) fn json(float: f64) -> String {
    let (digits, exponent) = shortest(float);
    if (-6..21).contains(&exponent) {
        return plain(&digits, exponent);
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{}", pointed(&digits), exponent.unsigned_abs())
}

/// The fewest digits that read back as the float, with its sign, and the power of ten of the first. Where two such are
/// equally near, Go takes the even one and Rust the larger one.
fn shortest(float: f64) -> (String, i32) {
    let text = format!("{float:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits = digits.replace('.', "");
    let odd = digits.bytes().next_back().is_some_and(|digit| digit % 2 == 1);
    if odd && 15 < digits.len() {
        // Half way between two such numbers the next digit is a five, and nothing follows it.
        let exact = format!("{float:.800e}");
        let exact = exact.split('e').next().unwrap_or_default().replace('.', "");
        let (front, rest) = exact.split_at(digits.len().min(exact.len()));
        if front != digits && rest.trim_end_matches('0') == "5" && reads_back(front, exponent, float) {
            return (front.to_string(), exponent);
        }
    }
    (digits, exponent)
}

fn reads_back(digits: &str, exponent: i32, float: f64) -> bool {
    let read = format!("{}e{exponent}", pointed(digits)).parse::<f64>();
    read.is_ok_and(|read| read.to_bits() == float.to_bits())
}

/// Digits with a point after the first.
fn pointed(digits: &str) -> String {
    let first = usize::from(digits.starts_with('-')) + 1;
    let (front, rest) = digits.split_at(first.min(digits.len()));
    if rest.is_empty() { front.to_string() } else { format!("{front}.{rest}") }
}

/// Digits at their places, without an exponent.
fn plain(digits: &str, exponent: i32) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let places = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
    if exponent < 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(places - 1));
    }
    if digits.len() <= places + 1 {
        return format!("{sign}{digits}{}", "0".repeat(places + 1 - digits.len()));
    }
    let (whole, fraction) = digits.split_at(places + 1);
    format!("{sign}{whole}.{fraction}")
}

#[cfg(test)]
mod tests {
    use super::{json, shown};

    #[test]
    fn floats_as_go_prints_them() {
        for (float, expected) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (123_456.0, "123456"),
            (1e6, "1e+06"),
            (1_234_567.5, "1.2345675e+06"),
            (0.0001, "0.0001"),
            (-0.00001, "-1e-05"),
            (100.25, "100.25"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Inf"),
            // Half way between …2 and …3.
            (9_007_199_254_740_992.0 * 0.1, "9.007199254740992e+14"),
        ] {
            assert_eq!(shown(float), expected);
        }
        for (float, expected) in [
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1e-6, "0.000001"),
            (-9.5e-7, "-9.5e-7"),
            (0.1, "0.1"),
            (12.0, "12"),
        ] {
            assert_eq!(json(float), expected);
        }
    }
}
