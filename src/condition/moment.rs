//! Instants in a zone.

use super::{layout, zone::Zone};
use crate::time::{Date, Span, Timestamp};
use alloc::string::String;
use core::fmt;

/// An instant with the zone it is shown in: Go's `time.Time`. Any year that fits 64 bits of seconds.
///
/// ```
/// use gradual::{condition::Moment, time::Timestamp};
///
/// let moment = Moment::from(Timestamp::from_seconds(90));
/// assert_eq!((moment.seconds(), moment.nanos()), (90, 0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    seconds: i64,
    nanos: u32,
    zone: Zone,
}

/// What clocks and calendars in the zone show.
pub(super) struct Local {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: i64,
    /// From 1.
    pub(super) day: i64,
    /// From 1.
    pub(super) year_day: i64,
    /// From 0, which is Sunday.
    pub(super) weekday: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) nanos: u32,
    /// Seconds east of Greenwich.
    pub(super) offset: i32,
    pub(super) abbreviation: String,
}

/// What a clock and a calendar show, of a zone yet to be named. Fields may be out of range.
pub(super) struct Clock {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) nanos: u32,
}

const DAY: i64 = 86_400;
const SECOND: i128 = 1_000_000_000;

/// Years beyond these are as good as these.
const FARTHEST: i64 = 200_000_000_000;

impl Clock {
    /// The instant at which clocks in the zone show this.
    pub(super) fn in_zone(&self, zone: Zone) -> Moment {
        let months = self.month - 1;
        let year = (self.year + months.div_euclid(12)).clamp(-FARTHEST, FARTHEST);
        let first = Date { year, month: months.rem_euclid(12) + 1, day: 1 };
        let days = first.days().saturating_add(self.day - 1);
        let clock = self.hour * 3600 + self.minute * 60 + self.second;
        let shown = days.saturating_mul(DAY).saturating_add(clock);
        let seconds = zone.seconds_of_clock(shown);
        Moment { seconds, nanos: self.nanos, zone }
    }
}

impl Moment {
    pub(super) const MONTHS: [&'static str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    pub(super) const WEEKDAYS: [&'static str; 7] =
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// Seconds since 1970-01-01T00:00:00Z, rounded down.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }

    /// Nanoseconds within the second.
    pub fn nanos(&self) -> u32 {
        self.nanos
    }

    /// The zone it is shown in.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// What is compared.
    pub(super) fn instant(&self) -> (i64, u32) {
        (self.seconds, self.nanos)
    }

    /// The same instant, shown in another zone.
    pub(super) fn shown_in(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    pub(super) fn plus_seconds(self, seconds: i64) -> Self {
        Self { seconds: self.seconds.saturating_add(seconds), ..self }
    }

    /// So much later.
    pub(super) fn plus(&self, span: Span) -> Self {
        let nanos = i128::from(self.nanos) + i128::from(span.as_nanoseconds());
        let seconds = i64::try_from(nanos.div_euclid(SECOND)).unwrap_or(0);
        let nanos = u32::try_from(nanos.rem_euclid(SECOND)).unwrap_or(0);
        Self { seconds: self.seconds.saturating_add(seconds), nanos, zone: self.zone.clone() }
    }

    /// How long after the other one; at most the longest span there is.
    pub(super) fn since(&self, other: &Self) -> Span {
        let nanos = self.all_nanos() - other.all_nanos();
        let farthest = if nanos < 0 { i64::MIN } else { i64::MAX };
        Span::nanoseconds(i64::try_from(nanos).unwrap_or(farthest))
    }

    /// Nanoseconds since the epoch.
    pub(super) fn all_nanos(&self) -> i128 {
        i128::from(self.seconds) * SECOND + i128::from(self.nanos)
    }

    /// The instant so many nanoseconds after the year 1, from which Go counts; in the same zone.
    pub(super) fn of_absolute(&self, nanos: i128) -> Self {
        let seconds = i64::try_from(nanos.div_euclid(SECOND)).unwrap_or(0);
        let nanos = u32::try_from(nanos.rem_euclid(SECOND)).unwrap_or(0);
        Self { seconds: seconds.saturating_sub(YEAR_ONE), nanos, zone: self.zone.clone() }
    }

    /// Nanoseconds since the year 1.
    pub(super) fn absolute(&self) -> i128 {
        self.all_nanos() + i128::from(YEAR_ONE) * SECOND
    }

    /// What clocks and calendars in its zone show.
    pub(super) fn local(&self) -> Local {
        let there = self.zone.at(self.seconds);
        let shown = self.seconds.saturating_add(i64::from(there.offset));
        let (days, second) = (shown.div_euclid(DAY), shown.rem_euclid(DAY));
        let date = Date::of_days(days);
        Local {
            year: date.year,
            month: date.month,
            day: date.day,
            year_day: days - Date { month: 1, day: 1, ..date }.days() + 1,
            weekday: (days + 4).rem_euclid(7),
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
            nanos: self.nanos,
            offset: there.offset,
            abbreviation: there.abbreviation,
        }
    }

    /// The same clock so many years, months and days later.
    pub(super) fn plus_date(&self, years: i64, months: i64, days: i64) -> Self {
        let local = self.local();
        let limit = |number: i64| number.clamp(-FARTHEST, FARTHEST);
        let clock = Clock {
            year: local.year.saturating_add(limit(years)),
            month: local.month.saturating_add(limit(months)),
            day: local.day.saturating_add(limit(days)),
            hour: local.hour,
            minute: local.minute,
            second: local.second,
            nanos: self.nanos,
        };
        clock.in_zone(self.zone.clone())
    }

    /// As Go's `Time.String` writes it.
    pub(super) fn shown(&self) -> String {
        layout::format(self, "2006-01-02 15:04:05.999999999 -0700 MST")
    }

    /// As it is in JSON; years of other than four digits have no such text.
    pub(super) fn json_text(&self) -> Result<String, &'static str> {
        let local = self.local();
        let problem = match () {
            () if !(0..=9999).contains(&local.year) => "year outside of range [0,9999]",
            () if 86_400 <= local.offset.abs() => "timezone hour outside of range [0,23]",
            () => return Ok(layout::format(self, "2006-01-02T15:04:05.999999999Z07:00")),
        };
        Err(problem)
    }

    /// The month and the day in it of a day of the year.
    pub(super) fn of_year_day(year: i64, number: i64) -> Option<(i64, i64)> {
        let first = Date { year, month: 1, day: 1 };
        let date = Date::of_days(first.days() + number - 1);
        (date.year == year && 0 < number).then_some((date.month, date.day))
    }

    pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
        Date::days_in_month(year, month)
    }
}

/// Seconds from the beginning of the year 1 to 1970.
const YEAR_ONE: i64 = 62_135_596_800;

/// RFC 3339 in its zone, with the fraction if there is one.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&layout::format(self, "2006-01-02T15:04:05.999999999Z07:00"))
    }
}

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Self {
        Self { seconds: time.as_seconds(), nanos: time.subsec_nanos(), zone: Zone::Utc }
    }
}
