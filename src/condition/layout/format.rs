//! Instants by a layout.

use super::chunk::{self, OffsetForm, Part, Utc};
use crate::condition::moment::{Local, Moment};
use alloc::{
    format,
    string::{String, ToString},
};

/// The instant in its zone, written by the layout.
pub(in crate::condition) fn format(moment: &Moment, layout: &str) -> String {
    let local = moment.local();
    let mut text = String::new();
    let mut rest = layout;
    loop {
        let (prefix, part, suffix) = chunk::next(rest);
        text.push_str(prefix);
        let Some((part, _)) = part else {
            return text;
        };
        push(part, &local, &mut text);
        rest = suffix;
    }
}

fn push(part: Part, local: &Local, text: &mut String) {
    let twelve = match local.hour % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if 12 <= local.hour { "PM" } else { "AM" };
    let shown = match part {
        Part::Year => format!("{:02}", local.year.unsigned_abs() % 100),
        Part::LongYear if local.year < 0 => format!("-{:04}", local.year.unsigned_abs()),
        Part::LongYear => format!("{:04}", local.year),
        Part::Month => name(&Moment::MONTHS, local.month - 1, 3),
        Part::LongMonth => name(&Moment::MONTHS, local.month - 1, usize::MAX),
        Part::NumberMonth => local.month.to_string(),
        Part::ZeroMonth => format!("{:02}", local.month),
        Part::Weekday => name(&Moment::WEEKDAYS, local.weekday, 3),
        Part::LongWeekday => name(&Moment::WEEKDAYS, local.weekday, usize::MAX),
        Part::Day => local.day.to_string(),
        Part::BlankDay => format!("{:2}", local.day),
        Part::ZeroDay => format!("{:02}", local.day),
        Part::BlankYearDay => format!("{:3}", local.year_day),
        Part::ZeroYearDay => format!("{:03}", local.year_day),
        Part::Hour => format!("{:02}", local.hour),
        Part::Hour12 => twelve.to_string(),
        Part::ZeroHour12 => format!("{twelve:02}"),
        Part::Minute => local.minute.to_string(),
        Part::ZeroMinute => format!("{:02}", local.minute),
        Part::Second => local.second.to_string(),
        Part::ZeroSecond => format!("{:02}", local.second),
        Part::UpperHalf => half.to_string(),
        Part::LowerHalf => half.to_ascii_lowercase(),
        Part::Offset { utc: Utc::AsZ, .. } if local.offset == 0 => "Z".to_string(),
        Part::Offset { form, .. } => offset(local.offset, form),
        Part::ZoneName if local.abbreviation.is_empty() => unnamed(local.offset),
        Part::ZoneName => local.abbreviation.clone(),
        Part::Fraction { digits, mark } => fraction(local.nanos, digits, mark),
        Part::ShortFraction { digits, mark } => {
            let all = fraction(local.nanos, digits, mark);
            let short = all.trim_end_matches('0');
            if short.len() == 1 { String::new() } else { short.to_string() }
        }
    };
    text.push_str(&shown);
}

fn name(names: &[&str], at: i64, length: usize) -> String {
    let name = usize::try_from(at).ok().and_then(|at| names.get(at)).copied().unwrap_or_default();
    name.get(..length.min(name.len())).unwrap_or_default().to_string()
}

fn fraction(nanos: u32, digits: usize, mark: u8) -> String {
    let all = format!("{nanos:09}");
    let shown = all.get(..digits.min(9)).unwrap_or_default();
    format!("{}{shown:0<digits$}", char::from(mark))
}

fn offset(seconds: i32, form: OffsetForm) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match form {
        OffsetForm::Plain => format!("{sign}{hours:02}{minutes:02}"),
        OffsetForm::Colon => format!("{sign}{hours:02}:{minutes:02}"),
        OffsetForm::Short => format!("{sign}{hours:02}"),
        OffsetForm::Seconds => format!("{sign}{hours:02}{minutes:02}{seconds:02}"),
        OffsetForm::ColonSeconds => format!("{sign}{hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// A zone without a name shows its offset.
fn unnamed(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}{:02}", all / 60, all % 60)
}
