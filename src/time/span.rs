//! Lengths of time.

use alloc::{borrow::ToOwned, string::String};
use core::fmt;
use thiserror::Error;

/// A signed length of time in nanoseconds, as Go's `time.Duration`. Arithmetic saturates.
///
/// ```
/// use gradual::time::Span;
///
/// assert_eq!(Span::parse("1h30m")?, Span::seconds(5400));
/// assert_eq!(Span::seconds(5400).to_string(), "1h30m0s");
/// # Ok::<(), gradual::time::SpanError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    nanos: i64,
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self { nanos: 0 };

    /// So many nanoseconds.
    ///
    /// ```
    /// use gradual::time::Span;
    ///
    /// assert_eq!(Span::nanoseconds(1_500_000).to_string(), "1.5ms");
    /// ```
    pub const fn nanoseconds(nanos: i64) -> Self {
        Self { nanos }
    }

    /// So many seconds; beyond 292 years it saturates.
    ///
    /// ```
    /// use gradual::time::Span;
    ///
    /// assert_eq!(Span::seconds(90).to_string(), "1m30s");
    /// assert_eq!(Span::seconds(i64::MAX), Span::nanoseconds(i64::MAX));
    /// ```
    pub const fn seconds(seconds: i64) -> Self {
        Self { nanos: seconds.saturating_mul(1_000_000_000) }
    }

    /// Reads a duration as Go's `time.ParseDuration` does: a sign, then decimal numbers, each with a unit out of
    /// `ns`, `us`, `µs` (both spellings of µ), `ms`, `s`, `m`, `h`. Units may repeat and come in any order; `0`
    /// alone needs none. There are no days, no blanks and no exponents (`argo-spec J4`).
    ///
    /// Fractions are computed in floating point and cut, as Go does it: `1.9999999999s` is 1.999999999 s.
    ///
    /// # Errors
    ///
    /// In Go's words, because they end up in messages of analysis runs.
    ///
    /// ```
    /// use gradual::time::Span;
    ///
    /// assert_eq!(Span::parse("-.5s")?, Span::nanoseconds(-500_000_000));
    /// assert_eq!(Span::parse("0")?, Span::ZERO);
    /// let error = Span::parse("1d").unwrap_err();
    /// assert_eq!(error.to_string(), "time: unknown unit \"d\" in duration \"1d\"");
    /// # Ok::<(), gradual::time::SpanError>(())
    /// ```
    #[doc(alias = "ParseDuration")]
    pub fn parse(text: &str) -> Result<Self, SpanError> {
        read(text).map_err(|problem| SpanError { text: text.to_owned(), problem })
    }

    /// Nanoseconds.
    ///
    /// ```
    /// use gradual::time::Span;
    ///
    /// assert_eq!(Span::seconds(2).as_nanoseconds(), 2_000_000_000);
    /// ```
    pub const fn as_nanoseconds(self) -> i64 {
        self.nanos
    }

    /// Whole seconds, cut toward zero.
    ///
    /// ```
    /// use gradual::time::Span;
    ///
    /// assert_eq!(Span::nanoseconds(-1_999_999_999).as_seconds(), -1);
    /// ```
    pub const fn as_seconds(self) -> i64 {
        self.nanos / 1_000_000_000
    }
}

/// The seconds of a pause step whose duration is this text (`argo-spec J3`).
///
/// Digits that fit 32 bits are seconds; anything else is a duration, cut toward zero to whole seconds. Upstream's two
/// numbers for what is wrong are kept, since its messages show them: -1 for a text that cannot be read, and
/// -2147483648 for a duration whose seconds need more than 32 bits. A duration written as a number needs no reading.
///
/// ```
/// use gradual::time::pause_seconds;
///
/// assert_eq!(pause_seconds("90"), 90);
/// assert_eq!(pause_seconds("1h30m"), 5400);
/// assert_eq!(pause_seconds("-0.5s"), 0);
/// assert_eq!(pause_seconds("1d"), -1);
/// assert_eq!(pause_seconds("1000000h"), -2_147_483_648);
/// ```
#[doc(alias = "DurationSeconds")]
pub fn pause_seconds(text: &str) -> i64 {
    if let Ok(seconds) = text.parse::<i32>() {
        return seconds.into();
    }
    match Span::parse(text) {
        Ok(span) => i32::try_from(go_seconds(span)).unwrap_or(i32::MIN).into(),
        Err(_) => -1,
    }
}

/// Whole seconds by way of Go's `Duration.Seconds`, whose rounding can reach the next second from half a year on.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the rounding is the rule; what does not fit saturates, and is refused by the caller"
)]
fn go_seconds(span: Span) -> i64 {
    (span.as_seconds() as f64 + (span.nanos % 1_000_000_000) as f64 / 1e9) as i64
}

/// Prints as Go does: hours, minutes and seconds with a fraction, leading zero parts left out; below a second one
/// number in the largest of `ms`, `µs` and `ns` that is not zero; nothing at all is `0s`.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanos < 0 {
            f.write_str("-")?;
        }
        let nanos = self.nanos.unsigned_abs();
        match nanos {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{nanos}ns"),
            1_000..1_000_000 => decimal(f, nanos, 3, "µs"),
            1_000_000..1_000_000_000 => decimal(f, nanos, 6, "ms"),
            _ => {
                let (minutes, rest) = (nanos / 60_000_000_000, nanos % 60_000_000_000);
                if minutes >= 60 {
                    write!(f, "{}h", minutes / 60)?;
                }
                if minutes > 0 {
                    write!(f, "{}m", minutes % 60)?;
                }
                decimal(f, rest, 9, "s")
            }
        }
    }
}

/// Prints `number` / 10^`places` without zeros at its end.
fn decimal(f: &mut fmt::Formatter<'_>, number: u64, places: u32, unit: &str) -> fmt::Result {
    let scale = 10_u64.pow(places);
    write!(f, "{}", number / scale)?;
    let (mut fraction, mut width) = (number % scale, places as usize);
    if fraction > 0 {
        while fraction % 10 == 0 {
            (fraction, width) = (fraction / 10, width - 1);
        }
        write!(f, ".{fraction:0width$}")?;
    }
    f.write_str(unit)
}

/// Why a text is not a duration: Go's text for it.
///
/// Opaque, because Go tells no more either; made only by [`Span::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("time: {problem} duration {}", Quoted(text))]
pub struct SpanError {
    text: String,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
enum Problem {
    #[error("invalid")]
    Invalid,
    #[error("missing unit in")]
    MissingUnit,
    #[error("unknown unit {} in", Quoted(.0))]
    UnknownUnit(String),
}

/// A text in quotes as Go's `time` package prints it: everything outside of ASCII as bytes.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for byte in self.0.bytes() {
            match byte {
                b'"' | b'\\' => write!(f, "\\{}", char::from(byte))?,
                b' '..=0x7f => write!(f, "{}", char::from(byte))?,
                _ => write!(f, "\\x{byte:02x}")?,
            }
        }
        f.write_str("\"")
    }
}

/// The size of the most negative duration; the most positive one is one less.
const LIMIT: u64 = 1 << 63;

fn read(text: &str) -> Result<Span, Problem> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Ok(Span::ZERO);
    }
    if rest.is_empty() {
        return Err(Problem::Invalid);
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let part;
        (part, rest) = read_part(rest)?;
        // Go adds before it compares, so twice the limit wraps around to nothing. So it does here.
        total = total.wrapping_add(part);
        if total > LIMIT {
            return Err(Problem::Invalid);
        }
    }
    let nanos = if negative { 0_i64.checked_sub_unsigned(total) } else { i64::try_from(total).ok() };
    nanos.map(Span::nanoseconds).ok_or(Problem::Invalid)
}

/// Reads one number and its unit; gives its nanoseconds, at most [`LIMIT`], and what is left of the text.
fn read_part(text: &str) -> Result<(u64, &str), Problem> {
    let (whole, rest) = split_digits(text);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), split_digits);
    if whole.is_empty() && fraction.is_empty() {
        return Err(Problem::Invalid);
    }
    let whole = whole.bytes().try_fold(0, append_digit).ok_or(Problem::Invalid)?;
    let (unit, rest) =
        rest.split_at(rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len()));
    let unit: u64 = match unit {
        "" => return Err(Problem::MissingUnit),
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return Err(Problem::UnknownUnit(unit.to_owned())),
    };
    let nanos = whole.checked_mul(unit).and_then(|nanos| nanos.checked_add(fraction_of(fraction, unit)));
    nanos.filter(|nanos| *nanos <= LIMIT).map(|nanos| (nanos, rest)).ok_or(Problem::Invalid)
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// The number with one more digit at its end, up to [`LIMIT`].
fn append_digit(number: u64, digit: u8) -> Option<u64> {
    let longer = number.checked_mul(10)?.checked_add(u64::from(digit - b'0'))?;
    (longer <= LIMIT).then_some(longer)
}

/// The nanoseconds in this decimal fraction of the unit, cut. Digits that would overflow are left out.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go computes fractions in floating point and its rounding shows; the result is at most one unit"
)]
fn fraction_of(digits: &str, unit: u64) -> u64 {
    let (mut number, mut scale) = (0, 1.0);
    for digit in digits.bytes() {
        let Some(longer) = append_digit(number, digit) else {
            break;
        };
        (number, scale) = (longer, scale * 10.0);
    }
    (number as f64 * (unit as f64 / scale)) as u64
}

#[cfg(test)]
mod tests {
    use super::{Span, pause_seconds};
    use alloc::string::ToString;

    /// Reads `text`; prints it again, or Go's error.
    fn check(text: &str, expected: &str) {
        let shown = Span::parse(text).map_or_else(|error| error.to_string(), |span| span.to_string());
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn durations_and_how_they_print() {
        for (text, expected) in [
            ("0", "0s"),
            ("+0", "0s"),
            ("-0s", "0s"),
            (".5s", "500ms"),
            ("1.s", "1s"),
            ("1h30m", "1h30m0s"),
            ("1m1h", "1h1m0s"),
            ("90m", "1h30m0s"),
            ("100ms900ms", "1s"),
            ("1us1\u{b5}s1\u{3bc}s", "3\u{b5}s"),
            ("-1.5s", "-1.5s"),
            ("1.9999999999s", "1.999999999s"),
            ("0.3333333333333333333h", "20m0s"),
            ("9223372036854775807ns", "2562047h47m16.854775807s"),
            ("-9223372036854775808ns", "-2562047h47m16.854775808s"),
            ("9223372036854775808ns9223372036854775808ns", "0s"),
            ("0.00000000000000000000000000000000000000000000001h", "0s"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_is_no_duration() {
        for (text, expected) in [
            ("", "time: invalid duration \"\""),
            ("-", "time: invalid duration \"-\""),
            ("--1s", "time: invalid duration \"--1s\""),
            (" 5s", "time: invalid duration \" 5s\""),
            (".s", "time: invalid duration \".s\""),
            ("00", "time: missing unit in duration \"00\""),
            ("1.5", "time: missing unit in duration \"1.5\""),
            ("1.1.1s", "time: missing unit in duration \"1.1.1s\""),
            ("1h 30m", "time: unknown unit \"h \" in duration \"1h 30m\""),
            ("5S", "time: unknown unit \"S\" in duration \"5S\""),
            ("1\u{e9}\"", "time: unknown unit \"\\xc3\\xa9\\\"\" in duration \"1\\xc3\\xa9\\\"\""),
            ("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\""),
            ("3000000h", "time: invalid duration \"3000000h\""),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn the_seconds_of_a_pause() {
        for (text, seconds) in [
            ("0", 0),
            ("+5", 5),
            ("-3", -3),
            ("2147483647", 2_147_483_647),
            ("2147483648", -1),
            ("1000000h", -2_147_483_648),
            ("0.9s", 0),
            ("-1.9s", -1),
            ("8388608.999999999s", 8_388_608),
            ("16777216.999999999s", 16_777_217),
            ("", -1),
            (" 5s", -1),
        ] {
            assert_eq!(pause_seconds(text), seconds, "{text}");
        }
    }
}
