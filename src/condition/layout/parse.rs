//! Texts by a layout.

use super::{
    chunk::{self, OffsetForm, Part, Utc},
    fields::{Bad, lookup, nanoseconds, number, number3, skip, zone_name},
    quoted,
};
use crate::condition::{
    moment::{Clock, Moment},
    run::Failure,
    zone::Zone,
};
use alloc::format;

/// Reads an instant. Where the text names no zone it is in this one, or else in universal time.
pub(in crate::condition) fn parse(layout: &str, text: &str, zone: Option<&Zone>) -> Result<Moment, Failure> {
    let mut read = Read::default();
    let (mut rest_of_layout, mut value) = (layout, text);
    loop {
        let (prefix, part, suffix) = chunk::next(rest_of_layout);
        value = skip(value, prefix).map_err(|left| cannot(layout, text, prefix, left))?;
        let Some((part, written)) = part else {
            if !value.is_empty() {
                return Err(wrong(text, &format!(": extra text: {}", quoted(value.as_bytes()))));
            }
            break;
        };
        rest_of_layout = suffix;
        let hold = value;
        match read.part(part, value, suffix) {
            Ok(rest) => value = rest,
            Err(Trouble::Bad) => return Err(cannot(layout, text, written, hold)),
            Err(Trouble::Range(what)) => return Err(wrong(text, &format!(": {what} out of range"))),
        }
    }
    read.finish(text, zone)
}

fn cannot(layout: &str, text: &str, part: &str, value: &str) -> Failure {
    let (layout, text) = (quoted(layout.as_bytes()), quoted(text.as_bytes()));
    let (part, value) = (quoted(part.as_bytes()), quoted(value.as_bytes()));
    format!("parsing time {text} as {layout}: cannot parse {value} as {part}").into()
}

fn wrong(text: &str, what: &str) -> Failure {
    format!("parsing time {}{what}", quoted(text.as_bytes())).into()
}

enum Trouble {
    Bad,
    Range(&'static str),
}

impl From<Bad> for Trouble {
    fn from(_: Bad) -> Self {
        Self::Bad
    }
}

/// What was read so far.
#[derive(Default)]
struct Read {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    year_day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanos: u32,
    half: Option<Half>,
    universal: bool,
    offset: Option<i32>,
    zone_name: Option<alloc::string::String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl Read {
    /// Reads one part; gives what follows it.
    fn part<'t>(&mut self, part: Part, value: &'t str, layout: &str) -> Result<&'t str, Trouble> {
        let rest = match part {
            Part::Year | Part::LongYear => return self.year(part, value),
            Part::Month => self.month(lookup(&Moment::MONTHS, 3, value)?),
            Part::LongMonth => self.month(lookup(&Moment::MONTHS, usize::MAX, value)?),
            Part::NumberMonth | Part::ZeroMonth => {
                let (month, rest) = number(value, part == Part::ZeroMonth)?;
                in_range(month, 1, 12, "month")?;
                self.month = Some(month);
                rest
            }
            Part::Weekday => lookup(&Moment::WEEKDAYS, 3, value)?.1,
            Part::LongWeekday => lookup(&Moment::WEEKDAYS, usize::MAX, value)?.1,
            Part::Day | Part::BlankDay | Part::ZeroDay => {
                let blank = part == Part::BlankDay;
                let value = if blank { value.strip_prefix(' ').unwrap_or(value) } else { value };
                let (day, rest) = number(value, part == Part::ZeroDay)?;
                self.day = Some(day);
                rest
            }
            Part::BlankYearDay | Part::ZeroYearDay => {
                let blank = part == Part::BlankYearDay;
                let cut = |value: &'t str| {
                    if blank { value.strip_prefix(' ').unwrap_or(value) } else { value }
                };
                let (day, rest) = number3(cut(cut(value)), !blank)?;
                self.year_day = Some(day);
                rest
            }
            Part::Hour
            | Part::Hour12
            | Part::ZeroHour12
            | Part::Minute
            | Part::ZeroMinute
            | Part::Second
            | Part::ZeroSecond => return self.clock(part, value, layout),
            Part::UpperHalf => self.half(value, "AM", "PM")?,
            Part::LowerHalf => self.half(value, "am", "pm")?,
            Part::Offset { utc, form } => return self.offset(utc, form, value),
            Part::ZoneName => self.zone(value)?,
            Part::Fraction { digits, .. } => {
                let fraction = value.get(..1 + digits).ok_or(Bad)?;
                self.nanos = nanoseconds(fraction)?;
                value.get(1 + digits..).unwrap_or_default()
            }
            Part::ShortFraction { .. } => match fraction_length(value) {
                Some(length) => self.fraction(value, length)?,
                None => value,
            },
        };
        Ok(rest)
    }

    fn year<'t>(&mut self, part: Part, value: &'t str) -> Result<&'t str, Trouble> {
        let width = if part == Part::LongYear { 4 } else { 2 };
        let digits = value.get(..width).ok_or(Bad)?;
        if !digits.starts_with(|c: char| c.is_ascii_digit()) && part == Part::LongYear {
            return Err(Trouble::Bad);
        }
        let year: i64 = digits.parse().map_err(|_| Bad)?;
        self.year = match part {
            Part::LongYear => year,
            _ if 69 <= year => year + 1900,
            _ => year + 2000,
        };
        Ok(value.get(width..).unwrap_or_default())
    }

    fn month<'t>(&mut self, found: (i64, &'t str)) -> &'t str {
        self.month = Some(found.0 + 1);
        found.1
    }

    fn clock<'t>(&mut self, part: Part, value: &'t str, layout: &str) -> Result<&'t str, Trouble> {
        let fixed = matches!(part, Part::ZeroHour12 | Part::ZeroMinute | Part::ZeroSecond);
        let (found, mut rest) = number(value, fixed)?;
        match part {
            Part::Hour => {
                in_range(found, 0, 23, "hour")?;
                self.hour = found;
            }
            Part::Hour12 | Part::ZeroHour12 => {
                in_range(found, 0, 12, "hour")?;
                self.hour = found;
            }
            Part::Minute | Part::ZeroMinute => {
                in_range(found, 0, 59, "minute")?;
                self.minute = found;
            }
            _ => {
                in_range(found, 0, 59, "second")?;
                self.second = found;
                // A fraction that the layout does not ask for is read all the same.
                let asked = matches!(
                    chunk::next(layout).1,
                    Some((Part::Fraction { .. } | Part::ShortFraction { .. }, _))
                );
                if !asked && let Some(length) = fraction_length(rest) {
                    rest = self.fraction(rest, length)?;
                }
            }
        }
        Ok(rest)
    }

    fn fraction<'t>(&mut self, value: &'t str, length: usize) -> Result<&'t str, Trouble> {
        let (fraction, rest) = value.split_at(length);
        self.nanos = nanoseconds(fraction)?;
        Ok(rest)
    }

    fn half<'t>(&mut self, value: &'t str, morning: &str, afternoon: &str) -> Result<&'t str, Trouble> {
        let (half, rest) = if let Some(rest) = value.strip_prefix(afternoon) {
            (Half::Afternoon, rest)
        } else {
            (Half::Morning, value.strip_prefix(morning).ok_or(Bad)?)
        };
        self.half = Some(half);
        Ok(rest)
    }

    fn offset<'t>(&mut self, utc: Utc, form: OffsetForm, value: &'t str) -> Result<&'t str, Trouble> {
        if utc == Utc::AsZ
            && let Some(rest) = value.strip_prefix('Z')
        {
            self.universal = true;
            return Ok(rest);
        }
        let part = |from: usize| value.get(from..from + 2);
        let colon = |at: usize| value.as_bytes().get(at) == Some(&b':');
        let (length, minutes, seconds) = match form {
            OffsetForm::Plain => (5, part(3), Some("00")),
            OffsetForm::Colon if colon(3) => (6, part(4), Some("00")),
            OffsetForm::Short => (3, Some("00"), Some("00")),
            OffsetForm::Seconds => (7, part(3), part(5)),
            OffsetForm::ColonSeconds if colon(3) && colon(6) => (9, part(4), part(7)),
            OffsetForm::Colon | OffsetForm::ColonSeconds => return Err(Trouble::Bad),
        };
        let rest = value.get(length..).ok_or(Bad)?;
        let two = |digits: Option<&str>| digits.ok_or(Bad).and_then(|digits| Ok(number(digits, true)?.0));
        let hours = two(part(1));
        let minutes = if hours.is_ok() { two(minutes) } else { Err(Bad) };
        let seconds = if minutes.is_ok() { two(seconds) } else { Err(Bad) };
        // What is out of range counts before what cannot be read.
        let known = |number: &Result<i64, Bad>| number.as_ref().map_or(0, |number| *number);
        // Some people write 24 hours, or 60 minutes.
        in_range(known(&hours), 0, 24, "time zone offset hour")?;
        in_range(known(&minutes), 0, 60, "time zone offset minute")?;
        in_range(known(&seconds), 0, 60, "time zone offset second")?;
        let size = i32::try_from((hours? * 60 + minutes?) * 60 + seconds?).map_err(|_| Bad)?;
        self.offset = Some(match value.as_bytes().first() {
            Some(b'+') => size,
            Some(b'-') => -size,
            _ => return Err(Trouble::Bad),
        });
        Ok(rest)
    }

    fn zone<'t>(&mut self, value: &'t str) -> Result<&'t str, Trouble> {
        if let Some(rest) = value.strip_prefix("UTC") {
            self.universal = true;
            return Ok(rest);
        }
        let (name, rest) = value.split_at(zone_name(value).ok_or(Bad)?);
        self.zone_name = Some(name.into());
        Ok(rest)
    }

    /// The day of the month, given as such or as the day of the year.
    fn day(&mut self, text: &str) -> Result<(), Failure> {
        if let Some(number) = self.year_day {
            let Some((month, day)) = Moment::of_year_day(self.year, number) else {
                return Err(wrong(text, ": day-of-year out of range"));
            };
            if self.month.is_some_and(|known| known != month) {
                return Err(wrong(text, ": day-of-year does not match month"));
            }
            if self.day.is_some_and(|known| known != day) {
                return Err(wrong(text, ": day-of-year does not match day"));
            }
            (self.month, self.day) = (Some(month), Some(day));
        }
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        if !(1..=Moment::days_in_month(self.year, month)).contains(&day) {
            return Err(wrong(text, ": day out of range"));
        }
        (self.month, self.day) = (Some(month), Some(day));
        Ok(())
    }

    fn finish(mut self, text: &str, zone: Option<&Zone>) -> Result<Moment, Failure> {
        match self.half {
            Some(Half::Afternoon) if self.hour < 12 => self.hour += 12,
            Some(Half::Morning) if self.hour == 12 => self.hour = 0,
            _ => {}
        }
        self.day(text)?;
        let clock = Clock {
            year: self.year,
            month: self.month.unwrap_or(1),
            day: self.day.unwrap_or(1),
            hour: self.hour,
            minute: self.minute,
            second: self.second,
            nanos: self.nanos,
        };
        if self.universal {
            return Ok(clock.in_zone(Zone::Utc));
        }
        let local = zone.cloned().unwrap_or(Zone::Utc);
        if let Some(offset) = self.offset {
            let name = self.zone_name.unwrap_or_default();
            let moment = clock.in_zone(Zone::Utc).plus_seconds(-i64::from(offset));
            // The zone at hand, if it has this offset then.
            let there = local.at(moment.seconds());
            if there.offset == offset && (name.is_empty() || there.abbreviation == name) {
                return Ok(moment.shown_in(local));
            }
            return Ok(moment.shown_in(Zone::Fixed { name: name.into(), offset }));
        }
        if let Some(name) = self.zone_name {
            let moment = clock.in_zone(Zone::Utc);
            if let Some(offset) = local.offset_of(&name, moment.seconds()) {
                return Ok(moment.plus_seconds(-i64::from(offset)).shown_in(local));
            }
            // A name that nobody knows: its offset is not known either, but for `GMT+3`.
            let hours = name.strip_prefix("GMT").and_then(|hours| hours.parse::<i32>().ok()).unwrap_or(0);
            let offset = hours * 3600;
            return Ok(moment.shown_in(Zone::Fixed { name: name.into(), offset }));
        }
        Ok(clock.in_zone(local))
    }
}

fn in_range(number: i64, least: i64, most: i64, what: &'static str) -> Result<(), Trouble> {
    if (least..=most).contains(&number) { Ok(()) } else { Err(Trouble::Range(what)) }
}

/// The length of a mark with digits after it.
fn fraction_length(value: &str) -> Option<usize> {
    let digits = value.strip_prefix(['.', ','])?.bytes().take_while(u8::is_ascii_digit).count();
    (0 < digits).then_some(1 + digits)
}
