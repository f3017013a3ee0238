//! Instants.

use super::{ParseError, Span, rfc3339};
use alloc::{borrow::Cow, string::ToString};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

const NANOS: i128 = 1_000_000_000;

/// An instant: seconds since 1970-01-01T00:00:00Z and nanoseconds within the second.
///
/// [`Default`] is the epoch itself. It lies in the years 0 to 9999, those that RFC 3339 can write; arithmetic stops at their ends.
///
/// A caller's `now` has a fraction. What Kubernetes stores has none, so `Display` and `serde` write whole seconds in
/// UTC; `{:#}` adds the fraction. Reading accepts what Go's `time.Parse(time.RFC3339, …)` accepts.
///
/// ```
/// use gradual::time::{Span, Timestamp};
///
/// let now = Timestamp::parse("2026-03-01T12:00:03.25+02:00")?;
/// assert_eq!(now.to_string(), "2026-03-01T10:00:03Z");
/// assert_eq!(format!("{now:#}"), "2026-03-01T10:00:03.25Z");
/// assert_eq!(now.plus(Span::seconds(60)).since(now), Span::seconds(60));
/// # Ok::<(), gradual::time::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

impl Timestamp {
    const EARLIEST: Self = Self { seconds: -62_167_219_200, nanos: 0 };
    const LATEST: Self = Self { seconds: 253_402_300_799, nanos: 999_999_999 };

    /// The instant so many seconds after the epoch.
    ///
    /// ```
    /// use gradual::time::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_seconds(-1).to_string(), "1969-12-31T23:59:59Z");
    /// ```
    pub fn from_seconds(seconds: i64) -> Self {
        Self::new(seconds, 0)
    }

    /// Reads RFC 3339 as Go does.
    ///
    /// So an hour of one digit (`T3:41`), a comma before the fraction, any number of digits in it (those after the
    /// ninth are cut off) and offsets up to `+24:60` are read. Not read are leap seconds, lower-case `t` and `z`, a
    /// blank for the `T`, offsets without a colon, and years of other than four digits.
    ///
    /// # Errors
    ///
    /// What was expected where, or what is out of range.
    ///
    /// ```
    /// use gradual::time::Timestamp;
    ///
    /// assert_eq!(Timestamp::parse("1970-01-01T3:41:34,5Z")?.as_seconds(), 13_294);
    /// let error = Timestamp::parse("2026-03-01 10:00:03Z").unwrap_err();
    /// assert_eq!(error.to_string(), "`2026-03-01 10:00:03Z` is not an RFC 3339 time: expected `T` at byte 10");
    /// # Ok::<(), gradual::time::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        rfc3339::parse(text)
    }

    /// Seconds since the epoch, rounded down.
    ///
    /// ```
    /// use gradual::time::{Span, Timestamp};
    ///
    /// assert_eq!(Timestamp::from_seconds(0).plus(Span::nanoseconds(-1)).as_seconds(), -1);
    /// ```
    pub const fn as_seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds since [`as_seconds`](Self::as_seconds), below 1,000,000,000.
    ///
    /// ```
    /// use gradual::time::{Span, Timestamp};
    ///
    /// assert_eq!(Timestamp::from_seconds(0).plus(Span::nanoseconds(-1)).subsec_nanos(), 999_999_999);
    /// ```
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// Without its fraction: how instants are stored (`argo-rollout §0`).
    ///
    /// ```
    /// use gradual::time::{Span, Timestamp};
    ///
    /// let second = Timestamp::from_seconds(7);
    /// assert_eq!(second.plus(Span::nanoseconds(5)).whole(), second);
    /// ```
    #[must_use]
    pub const fn whole(self) -> Self {
        Self { seconds: self.seconds, nanos: 0 }
    }

    /// The first instant after this one; the last of all stays where it is.
    ///
    /// ```
    /// use gradual::time::{Span, Timestamp};
    ///
    /// let deadline = Timestamp::from_seconds(7);
    /// assert_eq!(deadline.next().since(deadline), Span::nanoseconds(1));
    /// ```
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(Span::nanoseconds(1))
    }

    /// This instant, so much later; earlier if the span is negative. Stops at the first and at the last instant.
    ///
    /// ```
    /// use gradual::time::{Span, Timestamp};
    ///
    /// let start = Timestamp::from_seconds(100);
    /// assert_eq!(start.plus(Span::seconds(-30)), Timestamp::from_seconds(70));
    /// ```
    #[must_use]
    pub fn plus(self, span: Span) -> Self {
        Self::from_nanoseconds(self.nanoseconds() + i128::from(span.as_nanoseconds()))
    }

    /// How long after `earlier` this is; negative if before. Stops at the longest span, about 292 years.
    ///
    /// ```
    /// use gradual::time::{Span, Timestamp};
    ///
    /// let (start, now) = (Timestamp::from_seconds(100), Timestamp::from_seconds(130));
    /// assert_eq!(now.since(start), Span::seconds(30));
    /// assert_eq!(start.since(now), Span::seconds(-30));
    /// ```
    pub fn since(self, earlier: Self) -> Span {
        let nanos = self.nanoseconds() - earlier.nanoseconds();
        let longest = if nanos < 0 { i64::MIN } else { i64::MAX };
        Span::nanoseconds(i64::try_from(nanos).unwrap_or(longest))
    }

    /// Nanoseconds since the epoch.
    fn nanoseconds(self) -> i128 {
        i128::from(self.seconds) * NANOS + i128::from(self.nanos)
    }

    /// The instant so many nanoseconds after the epoch, or the nearest that there is.
    fn from_nanoseconds(nanos: i128) -> Self {
        let seconds = i64::try_from(nanos.div_euclid(NANOS));
        let farthest = if nanos < 0 { i64::MIN } else { i64::MAX };
        Self::new(seconds.unwrap_or(farthest), u32::try_from(nanos.rem_euclid(NANOS)).unwrap_or(0))
    }

    /// `nanos` must be below 1,000,000,000.
    pub(super) fn new(seconds: i64, nanos: u32) -> Self {
        Self { seconds, nanos }.clamp(Self::EARLIEST, Self::LATEST)
    }
}

/// RFC 3339 in UTC and whole seconds; with `{:#}` also the fraction, if there is one.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        rfc3339::print(*self, f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Cow::<str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(feature = "std")]
impl From<std::time::SystemTime> for Timestamp {
    fn from(time: std::time::SystemTime) -> Self {
        let nanos = |span: std::time::Duration| i128::try_from(span.as_nanos()).unwrap_or(i128::MAX);
        Self::from_nanoseconds(match time.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => nanos(after),
            Err(before) => -nanos(before.duration()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, Timestamp};

    #[test]
    fn arithmetic_stops_at_the_ends() {
        let (first, last) = (Timestamp::EARLIEST, Timestamp::LATEST);
        assert_eq!(last.next(), last);
        assert_eq!(last.plus(Span::nanoseconds(i64::MAX)), last);
        assert_eq!(first.plus(Span::nanoseconds(i64::MIN)), first);
        assert_eq!(last.since(first), Span::nanoseconds(i64::MAX));
        assert_eq!(first.since(last), Span::nanoseconds(i64::MIN));
        assert_eq!(last.since(last.whole()), Span::nanoseconds(999_999_999));
    }

    #[test]
    fn json_is_text_in_whole_seconds() {
        let read: Timestamp = serde_json::from_str("\"2026-03-01T10:00:03.9Z\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"2026-03-01T10:00:03Z\"");
        assert_eq!(read.subsec_nanos(), 900_000_000);
        for wrong in ["\"yesterday\"", "7", "null", "\"\""] {
            assert!(serde_json::from_str::<Timestamp>(wrong).is_err(), "{wrong}");
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn system_times_before_and_after_the_epoch() {
        use std::time::{Duration, UNIX_EPOCH};
        let length = Duration::new(1, 250_000_000);
        let after: Timestamp = (UNIX_EPOCH + length).into();
        let before: Timestamp = (UNIX_EPOCH - length).into();
        assert_eq!((after.as_seconds(), after.subsec_nanos()), (1, 250_000_000));
        assert_eq!((before.as_seconds(), before.subsec_nanos()), (-2, 750_000_000));
    }
}
