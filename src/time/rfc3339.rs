//! Instants as text: RFC 3339 as Go reads and prints it.

use super::{Timestamp, calendar::Date};
use alloc::{borrow::ToOwned, string::String};
use core::fmt;
use thiserror::Error;

/// Why a text is not an instant.
///
/// Opaque but for its place, because the wording may get better; made only by [`Timestamp::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not an RFC 3339 time: {problem} at byte {at}")]
pub struct ParseError {
    text: String,
    problem: Problem,
    at: usize,
}

impl ParseError {
    /// The byte of the text at which reading stopped.
    ///
    /// ```
    /// use gradual::time::Timestamp;
    ///
    /// assert_eq!(Timestamp::parse("2026-13-01T10:00:03Z").unwrap_err().at(), 5);
    /// ```
    pub fn at(&self) -> usize {
        self.at
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
enum Problem {
    #[error("expected {0}")]
    Expected(&'static str),
    #[error("{0} out of range")]
    OutOfRange(&'static str),
}

/// Reads the form `2006-01-02T15:04:05.999999999Z07:00`.
pub(super) fn parse(text: &str) -> Result<Timestamp, ParseError> {
    let mut reader = Reader { text, at: 0 };
    let year = reader.number("year", Digits::Exactly(4), 0..=9999)?;
    reader.symbol(b'-', "`-`")?;
    let month = reader.number("month", Digits::Exactly(2), 1..=12)?;
    reader.symbol(b'-', "`-`")?;
    let day = reader.number("day", Digits::Exactly(2), 1..=Date::days_in_month(year, month))?;
    reader.symbol(b'T', "`T`")?;
    let hour = reader.number("hour", Digits::UpTo(2), 0..=23)?;
    reader.symbol(b':', "`:`")?;
    let minute = reader.number("minute", Digits::Exactly(2), 0..=59)?;
    reader.symbol(b':', "`:`")?;
    let second = reader.number("second", Digits::Exactly(2), 0..=59)?;
    let nanos = reader.fraction();
    let offset = reader.offset()?;
    if reader.next().is_some() {
        return Err(reader.error(Problem::Expected("the end")));
    }
    let days = Date { year, month, day }.days();
    Ok(Timestamp::new(days * 86_400 + hour * 3600 + minute * 60 + second - offset, nanos))
}

/// Prints it in UTC.
pub(super) fn print(time: Timestamp, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (days, second) = (time.as_seconds().div_euclid(86_400), time.as_seconds().rem_euclid(86_400));
    let Date { year, month, day } = Date::of_days(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
    if f.alternate() && time.subsec_nanos() > 0 {
        let (mut fraction, mut width) = (time.subsec_nanos(), 9);
        while fraction % 10 == 0 {
            (fraction, width) = (fraction / 10, width - 1);
        }
        write!(f, ".{fraction:0width$}")?;
    }
    f.write_str("Z")
}

/// How many digits a number has.
#[derive(Clone, Copy)]
enum Digits {
    Exactly(usize),
    UpTo(usize),
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn next(&self) -> Option<u8> {
        self.peek(0)
    }

    fn error(&self, problem: Problem) -> ParseError {
        ParseError { text: self.text.to_owned(), problem, at: self.at }
    }

    fn symbol(&mut self, symbol: u8, name: &'static str) -> Result<(), ParseError> {
        if self.next() != Some(symbol) {
            return Err(self.error(Problem::Expected(name)));
        }
        self.at += 1;
        Ok(())
    }

    fn digit(&mut self) -> Option<i64> {
        let digit = self.next().filter(u8::is_ascii_digit)?;
        self.at += 1;
        Some(i64::from(digit - b'0'))
    }

    fn number(
        &mut self,
        name: &'static str,
        digits: Digits,
        range: core::ops::RangeInclusive<i64>,
    ) -> Result<i64, ParseError> {
        let (least, most) = match digits {
            Digits::Exactly(width) => (width, width),
            Digits::UpTo(width) => (1, width),
        };
        let (start, mut value) = (self.at, 0);
        while self.at < start + most
            && let Some(digit) = self.digit()
        {
            value = value * 10 + digit;
        }
        if self.at < start + least {
            self.at = start;
            return Err(self.error(Problem::Expected(name)));
        }
        if !range.contains(&value) {
            self.at = start;
            return Err(self.error(Problem::OutOfRange(name)));
        }
        Ok(value)
    }

    /// A point or a comma with digits after it, as nanoseconds; nothing is read if there are no digits.
    fn fraction(&mut self) -> u32 {
        let follows = self.peek(1).is_some_and(|byte| byte.is_ascii_digit());
        if !matches!(self.next(), Some(b'.' | b',')) || !follows {
            return 0;
        }
        self.at += 1;
        let (mut nanos, mut unit) = (0, 100_000_000);
        while let Some(digit) = self.digit() {
            nanos += digit * unit;
            unit /= 10;
        }
        u32::try_from(nanos).unwrap_or(0)
    }

    /// `Z`, or a sign, hours and minutes; in seconds east of Greenwich. Go allows `24:60`, as some people write it.
    fn offset(&mut self) -> Result<i64, ParseError> {
        let sign = match self.next() {
            Some(b'Z') => 0,
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Err(self.error(Problem::Expected("`Z` or an offset such as `+02:00`"))),
        };
        self.at += 1;
        if sign == 0 {
            return Ok(0);
        }
        let hours = self.number("hour of the offset", Digits::Exactly(2), 0..=24)?;
        self.symbol(b':', "`:`")?;
        let minutes = self.number("minute of the offset", Digits::Exactly(2), 0..=60)?;
        Ok(sign * (hours * 3600 + minutes * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Span, Timestamp};
    use alloc::{format, string::ToString};

    /// Reads `text`; prints it with its fraction, or says what is wrong.
    fn check(text: &str, expected: &str) {
        let outcome = Timestamp::parse(text);
        let shown = outcome.map_or_else(|error| error.to_string(), |time| format!("{time:#}"));
        let reason = shown.split_once(": ").map_or(shown.as_str(), |(_, reason)| reason);
        assert_eq!(reason, expected, "{text}");
    }

    #[test]
    fn what_go_reads() {
        for (text, expected) in [
            ("2026-03-01T10:00:03Z", "2026-03-01T10:00:03Z"),
            ("2026-03-01T3:41:34Z", "2026-03-01T03:41:34Z"),
            ("2026-03-01T13:41:34,5Z", "2026-03-01T13:41:34.5Z"),
            ("2026-03-01T13:41:34.1234567899Z", "2026-03-01T13:41:34.123456789Z"),
            ("2026-03-01T13:41:34.000Z", "2026-03-01T13:41:34Z"),
            ("2026-03-01T13:41:34.010Z", "2026-03-01T13:41:34.01Z"),
            ("2026-03-01T13:41:34+24:00", "2026-02-28T13:41:34Z"),
            ("2026-03-01T13:41:34-24:60", "2026-03-02T14:41:34Z"),
            ("2026-03-01T13:41:34.5-00:30", "2026-03-01T14:11:34.5Z"),
            ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("0000-01-01T00:00:00+00:01", "0000-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59-00:01", "9999-12-31T23:59:59.999999999Z"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_go_refuses() {
        for (text, expected) in [
            ("", "expected year at byte 0"),
            ("026-03-01T10:00:03Z", "expected year at byte 0"),
            ("+026-03-01T10:00:03Z", "expected year at byte 0"),
            ("12026-03-01T10:00:03Z", "expected `-` at byte 4"),
            ("2026-3-01T10:00:03Z", "expected month at byte 5"),
            ("2026-00-01T10:00:03Z", "month out of range at byte 5"),
            ("2026-02-29T10:00:03Z", "day out of range at byte 8"),
            ("2026-03-01t10:00:03Z", "expected `T` at byte 10"),
            ("2026-03-01T24:00:00Z", "hour out of range at byte 11"),
            ("2026-03-01T10:0:03Z", "expected minute at byte 14"),
            ("2026-03-01T10:00:60Z", "second out of range at byte 17"),
            ("2026-03-01T10:00:03", "expected `Z` or an offset such as `+02:00` at byte 19"),
            ("2026-03-01T10:00:03z", "expected `Z` or an offset such as `+02:00` at byte 19"),
            ("2026-03-01T10:00:03.Z", "expected `Z` or an offset such as `+02:00` at byte 19"),
            ("2026-03-01T10:00:03+0200", "expected `:` at byte 22"),
            ("2026-03-01T10:00:03+25:00", "hour of the offset out of range at byte 20"),
            ("2026-03-01T10:00:03+02:61", "minute of the offset out of range at byte 23"),
            ("2026-03-01T10:00:03Z ", "expected the end at byte 20"),
            ("2026-03-01T10:00:03−02:00", "expected `Z` or an offset such as `+02:00` at byte 19"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn every_instant_can_be_printed_and_read() {
        for seconds in [i64::MIN, -62_167_219_200, -1, 0, 253_402_300_799, i64::MAX] {
            let time = Timestamp::from_seconds(seconds).plus(Span::nanoseconds(7));
            assert_eq!(Timestamp::parse(&format!("{time:#}")), Ok(time), "{seconds}");
        }
    }
}
