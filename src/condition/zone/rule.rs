//! Rules that hold for ever, such as `CET-1CEST,M3.5.0,M10.5.0/3`.

use super::There;
use crate::time::Date;
use alloc::string::String;

/// Standard time, and daylight saving time between two days of each year.
pub(super) struct Rule {
    standard: Name,
    saving: Option<Saving>,
}

struct Name {
    abbreviation: String,
    offset: i32,
}

struct Saving {
    name: Name,
    start: Change,
    end: Change,
}

/// A day of the year, and the second of it by the clock that holds before.
struct Change {
    day: Day,
    second: i64,
}

enum Day {
    /// `Jn`: the n-th day, the 29th of February never counted.
    Julian(i64),
    /// `n`: the n-th day from 0.
    OfYear(i64),
    /// `Mm.w.d`: in month m the w-th (the last, if 5) day d of the week.
    OfWeek { month: i64, week: i64, weekday: i64 },
}

const DAY: i64 = 86_400;

impl Rule {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (abbreviation, rest) = name(text)?;
        let (offset, rest) = time(rest)?;
        // West is positive there.
        let standard = Name { abbreviation, offset: i32::try_from(-offset).ok()? };
        if rest.is_empty() {
            return Some(Self { standard, saving: None });
        }
        let (abbreviation, rest) = name(rest)?;
        let (offset, rest) = if rest.starts_with(',') {
            (i64::from(standard.offset) + 3600, rest)
        } else {
            let (offset, rest) = time(rest)?;
            (-offset, rest)
        };
        let name = Name { abbreviation, offset: i32::try_from(offset).ok()? };
        let (start, rest) = change(rest.strip_prefix(',')?)?;
        let (end, rest) = change(rest.strip_prefix(',')?)?;
        rest.is_empty().then_some(Self { standard, saving: Some(Saving { name, start, end }) })
    }

    /// What holds at this second, which is not before `since`.
    pub(super) fn at(&self, seconds: i64, since: i64) -> There {
        let there = |name: &Name, daylight_saving, since, until| There {
            abbreviation: name.abbreviation.clone(),
            offset: name.offset,
            daylight_saving,
            since,
            until,
        };
        let Some(saving) = &self.saving else {
            return there(&self.standard, false, since, i64::MAX);
        };
        let year = Date::of_days(seconds.div_euclid(DAY)).year;
        let standard = i64::from(self.standard.offset);
        let daylight = i64::from(saving.name.offset);
        let starts = |year| saving.start.seconds(year) - standard;
        let ends = |year| saving.end.seconds(year) - daylight;
        // The changes around the second, in order: those of three years.
        let mut last = (i64::MIN, false);
        for year in year - 1..=year + 1 {
            let mut changes = [(starts(year), true), (ends(year), false)];
            changes.sort_unstable();
            for change in changes {
                if seconds < change.0 {
                    let name = if last.1 { &saving.name } else { &self.standard };
                    return there(name, last.1, last.0, change.0);
                }
                last = change;
            }
        }
        there(&self.standard, false, since, i64::MAX)
    }
}

impl Change {
    /// The second since 1970 by the clock that holds before.
    fn seconds(&self, year: i64) -> i64 {
        let first = Date { year, month: 1, day: 1 }.days();
        let leap = Date::days_in_month(year, 2) == 29;
        let days = match self.day {
            Day::Julian(number) => first + number - 1 + i64::from(leap && 60 <= number),
            Day::OfYear(number) => first + number,
            Day::OfWeek { month, week, weekday } => {
                let first = Date { year, month, day: 1 }.days();
                let offset = (weekday - (first + 4)).rem_euclid(7);
                let day = offset + 7 * (week - 1);
                first + if Date::days_in_month(year, month) <= day { day - 7 } else { day }
            }
        };
        days * DAY + self.second
    }
}

/// A name, perhaps in angle brackets.
fn name(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('<') {
        let (name, rest) = quoted.split_once('>')?;
        return Some((name.into(), rest));
    }
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (3 <= name.len()).then(|| (name.into(), rest))
}

fn number(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    Some((number.parse().ok()?, rest))
}

/// `h`, `h:m` or `h:m:s` with a sign, in seconds.
fn time(text: &str) -> Option<(i64, &str)> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (hours, mut rest) = number(rest)?;
    let mut seconds = hours * 3600;
    for unit in [60, 1] {
        if let Some(more) = rest.strip_prefix(':') {
            let (count, after) = number(more)?;
            seconds += count * unit;
            rest = after;
        }
    }
    Some((sign * seconds, rest))
}

fn change(text: &str) -> Option<(Change, &str)> {
    let (day, rest) = if let Some(rest) = text.strip_prefix('J') {
        let (number, rest) = number(rest)?;
        (Day::Julian(number), rest)
    } else if let Some(rest) = text.strip_prefix('M') {
        let (month, rest) = number(rest)?;
        let (week, rest) = number(rest.strip_prefix('.')?)?;
        let (weekday, rest) = number(rest.strip_prefix('.')?)?;
        (Day::OfWeek { month, week, weekday }, rest)
    } else {
        let (number, rest) = number(text)?;
        (Day::OfYear(number), rest)
    };
    let (second, rest) = match rest.strip_prefix('/') {
        Some(rest) => time(rest)?,
        // Two in the morning, if nothing is said.
        None => (7200, rest),
    };
    Some((Change { day, second }, rest))
}
