//! Numbers that may be percentages, read as Kubernetes reads its `IntOrString`.

mod atoi;
mod error;
mod wire;

pub use error::QuantityError;
pub(crate) use error::Quoted;

use alloc::{borrow::ToOwned, string::String};
use atoi::{NotAnInt, atoi};
use core::fmt;
use error::Problem;
use serde::Serialize;

/// An integer, or text that upstream reads as a percentage.
///
/// The size calculation takes *any* text for a percentage, with or without its sign: `"3"` is 3 % and the default
/// `"25"` works only because of that (`argo-rollout S1`, `argo-spec J5`). [`of`](Self::of) is that reading,
/// [`of_strictly`](Self::of_strictly) the one that asks for the sign, [`int_value`](Self::int_value) the one that takes
/// a text for a number.
///
/// Exhaustive: JSON has no third form. On the wire a number must fit 32 bits.
///
/// ```
/// use gradual::quantity::{IntOrPercent, Round};
///
/// let quarter: IntOrPercent = serde_json::from_str("\"25%\"")?;
/// assert_eq!(quarter.of(10, Round::Up), Ok(3));
/// assert_eq!(quarter.of(10, Round::Down), Ok(2));
/// assert_eq!(IntOrPercent::Int(4).of(10, Round::Up), Ok(4));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum IntOrPercent {
    /// A number of pods.
    Int(i64),
    /// A percentage, with or without its sign; anything else cannot be read.
    Text(String),
}

/// Which way a share that is not whole is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// To the larger number, as `maxSurge` is.
    Up,
    /// To the smaller number, as `maxUnavailable` is.
    Down,
}

impl IntOrPercent {
    /// The number, or the percentage of `full` (`argo-rollout §4.1`).
    ///
    /// Every `%` in the text is dropped, wherever it stands; what is left must be an integer, possibly signed.
    /// The share is exact while the percentage times `full` is below 2^53; beyond, it is what floating point gives, as
    /// upstream's is, and it ends at the limits of 64 bits.
    ///
    /// # Errors
    ///
    /// If the text is no integer, or one beyond 64 bits; in upstream's words.
    ///
    /// ```
    /// use gradual::quantity::{IntOrPercent, Round};
    ///
    /// assert_eq!(IntOrPercent::Text("5%%".into()).of(10, Round::Up), Ok(1));
    /// let error = IntOrPercent::Text("10.5%".into()).of(10, Round::Up).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "invalid value for IntOrString: invalid value \"10.5%\": strconv.Atoi: parsing \"10.5\": invalid syntax"
    /// );
    /// ```
    #[doc(alias = "GetValueFromIntOrPercent")]
    pub fn of(&self, full: i64, round: Round) -> Result<i64, QuantityError> {
        match self {
            Self::Int(number) => Ok(*number),
            Self::Text(text) => percentage(text, text.replace('%', ""), full, round),
        }
    }

    /// The number, or the percentage of `full`, where a percentage must end in `%` and have no other.
    ///
    /// # Errors
    ///
    /// If the text has no `%` at its end, or what is before it is no integer of 64 bits; in upstream's words.
    ///
    /// ```
    /// use gradual::quantity::{IntOrPercent, Round};
    ///
    /// assert_eq!(IntOrPercent::Text("25%".into()).of_strictly(10, Round::Up), Ok(3));
    /// let error = IntOrPercent::Text("25".into()).of_strictly(10, Round::Up).unwrap_err();
    /// assert_eq!(error.to_string(), "invalid value for IntOrString: invalid type: string is not a percentage");
    /// ```
    #[doc(alias = "GetScaledValueFromIntOrPercent")]
    pub fn of_strictly(&self, full: i64, round: Round) -> Result<i64, QuantityError> {
        match self {
            Self::Int(number) => Ok(*number),
            Self::Text(text) => match text.strip_suffix('%') {
                Some(number) => percentage(text, number.to_owned(), full, round),
                None => Err(QuantityError(Problem::NoPercentage)),
            },
        }
    }

    /// The number, where a text is one too: 0 if it cannot be read, and the nearest limit if it is beyond 64 bits.
    ///
    /// ```
    /// use gradual::quantity::IntOrPercent;
    ///
    /// assert_eq!(IntOrPercent::Text("+5".into()).int_value(), 5);
    /// assert_eq!(IntOrPercent::Text("5%".into()).int_value(), 0);
    /// ```
    #[doc(alias = "IntValue")]
    pub fn int_value(&self) -> i64 {
        match self {
            Self::Int(number) => *number,
            Self::Text(text) => atoi(text).unwrap_or_else(|failure| match failure {
                NotAnInt::Syntax => 0,
                NotAnInt::Range { nearest } => nearest,
            }),
        }
    }
}

/// As written.
impl fmt::Display for IntOrPercent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

fn percentage(text: &str, number: String, full: i64, round: Round) -> Result<i64, QuantityError> {
    match atoi(&number) {
        Ok(percent) => Ok(share(percent, full, round)),
        Err(why) => Err(QuantityError(Problem::NoInteger { text: text.to_owned(), number, why })),
    }
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "Kubernetes computes the share in floating point; a conversion to an integer saturates"
)]
fn share(percent: i64, full: i64, round: Round) -> i64 {
    let share = percent as f64 * full as f64 / 100.0;
    let cut = share as i64;
    match round {
        Round::Up if (cut as f64) < share => cut.saturating_add(1),
        Round::Down if share < cut as f64 => cut.saturating_sub(1),
        Round::Up | Round::Down => cut,
    }
}

#[cfg(test)]
mod tests {
    use super::{IntOrPercent, Round};
    use alloc::{format, string::ToString};

    /// The lenient readings of 10, rounded up and down, then the strict one rounded up, then the number.
    fn check(text: &str, expected: &str) {
        let quantity = IntOrPercent::Text(text.into());
        let show = |value: Result<i64, super::QuantityError>| {
            value.map_or_else(|error| error.to_string(), |value| value.to_string())
        };
        let shown = [
            show(quantity.of(10, Round::Up)),
            show(quantity.of(10, Round::Down)),
            show(quantity.of_strictly(10, Round::Up)),
            quantity.int_value().to_string(),
        ]
        .join(" | ");
        let short = shown
            .replace("invalid value for IntOrString: ", "")
            .replace("invalid type: string is not a percentage", "no %");
        assert_eq!(short, expected, "{text}");
    }

    #[test]
    fn texts_are_percentages() {
        for (text, expected) in [
            ("25", "3 | 2 | no % | 25"),
            ("25%", "3 | 2 | 3 | 0"),
            ("%25", "3 | 2 | no % | 0"),
            ("-1", "0 | -1 | no % | -1"),
            ("-25%", "-2 | -3 | -2 | 0"),
            ("+5%", "1 | 0 | 1 | 0"),
            ("007%", "1 | 0 | 1 | 0"),
            ("9223372036854775807", "922337203685477632 | 922337203685477632 | no % | 9223372036854775807"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn texts_that_cannot_be_read() {
        for (text, number, why) in [
            ("", "", "invalid syntax"),
            ("1_000", "1_000", "invalid syntax"),
            ("5 %", "5 ", "invalid syntax"),
            ("9999999999999999999x", "9999999999999999999x", "invalid syntax"),
            ("99999999999999999999x", "99999999999999999999x", "value out of range"),
            ("9223372036854775808%", "9223372036854775808", "value out of range"),
        ] {
            let error = IntOrPercent::Text(text.into()).of(10, Round::Up).unwrap_err();
            let expected = format!(
                "invalid value for IntOrString: invalid value {text:?}: strconv.Atoi: parsing {number:?}: {why}"
            );
            assert_eq!(error.to_string(), expected);
        }
        assert_eq!(IntOrPercent::Text("-99999999999999999999".into()).int_value(), i64::MIN);
    }
}
