//! The parts of a layout.

/// What a part of a layout stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    LongMonth,
    Month,
    NumberMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    BlankDay,
    ZeroDay,
    BlankYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    UpperHalf,
    LowerHalf,
    ZoneName,
    /// The offset of the zone.
    Offset {
        utc: Utc,
        form: OffsetForm,
    },
    /// A fraction of exactly so many digits, after a point or a comma.
    Fraction {
        digits: usize,
        mark: u8,
    },
    /// The same, without zeros at its end.
    ShortFraction {
        digits: usize,
        mark: u8,
    },
}

/// Whether universal time is written `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Utc {
    AsZ,
    AsOffset,
}

/// How an offset is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OffsetForm {
    /// `0700`
    Plain,
    /// `07:00`
    Colon,
    /// `07`
    Short,
    /// `070000`
    Seconds,
    /// `07:00:00`
    ColonSeconds,
}

/// Parts by their text; longer ones that begin alike come first.
const PARTS: [(&str, Part); 33] = [
    ("January", Part::LongMonth),
    ("Monday", Part::LongWeekday),
    ("MST", Part::ZoneName),
    ("01", Part::ZeroMonth),
    ("02", Part::ZeroDay),
    ("03", Part::ZeroHour12),
    ("04", Part::ZeroMinute),
    ("05", Part::ZeroSecond),
    ("06", Part::Year),
    ("002", Part::ZeroYearDay),
    ("15", Part::Hour),
    ("1", Part::NumberMonth),
    ("2006", Part::LongYear),
    ("2", Part::Day),
    ("__2", Part::BlankYearDay),
    ("_2", Part::BlankDay),
    ("3", Part::Hour12),
    ("4", Part::Minute),
    ("5", Part::Second),
    ("PM", Part::UpperHalf),
    ("pm", Part::LowerHalf),
    ("-070000", Part::Offset { utc: Utc::AsOffset, form: OffsetForm::Seconds }),
    ("-07:00:00", Part::Offset { utc: Utc::AsOffset, form: OffsetForm::ColonSeconds }),
    ("-0700", Part::Offset { utc: Utc::AsOffset, form: OffsetForm::Plain }),
    ("-07:00", Part::Offset { utc: Utc::AsOffset, form: OffsetForm::Colon }),
    ("-07", Part::Offset { utc: Utc::AsOffset, form: OffsetForm::Short }),
    ("Z070000", Part::Offset { utc: Utc::AsZ, form: OffsetForm::Seconds }),
    ("Z07:00:00", Part::Offset { utc: Utc::AsZ, form: OffsetForm::ColonSeconds }),
    ("Z0700", Part::Offset { utc: Utc::AsZ, form: OffsetForm::Plain }),
    ("Z07:00", Part::Offset { utc: Utc::AsZ, form: OffsetForm::Colon }),
    ("Z07", Part::Offset { utc: Utc::AsZ, form: OffsetForm::Short }),
    ("Jan", Part::Month),
    ("Mon", Part::Weekday),
];

/// The first part of a layout: what stands before it, the part with its text, and what follows.
pub(super) fn next(layout: &str) -> (&str, Option<(Part, &str)>, &str) {
    for (at, _) in layout.char_indices() {
        let rest = layout.get(at..).unwrap_or_default();
        // A blank before a year is a blank.
        if rest.starts_with("_2006") {
            continue;
        }
        if let Some((part, length)) = part_at(rest) {
            let (text, suffix) = rest.split_at(length);
            return (layout.get(..at).unwrap_or_default(), Some((part, text)), suffix);
        }
    }
    (layout, None, "")
}

fn part_at(rest: &str) -> Option<(Part, usize)> {
    if let Some(found) = fraction_at(rest) {
        return Some(found);
    }
    let (text, part) = PARTS.iter().find(|(text, _)| rest.starts_with(text))?;
    // `Janet` and `Money` are neither months nor days.
    let abbreviated = matches!(part, Part::Month | Part::Weekday);
    let goes_on = rest.get(text.len()..).unwrap_or_default().starts_with(|c: char| c.is_ascii_lowercase());
    (!abbreviated || !goes_on).then_some((*part, text.len()))
}

/// A mark and digits that are all `0` or all `9`, with no other digit after them.
fn fraction_at(rest: &str) -> Option<(Part, usize)> {
    let bytes = rest.as_bytes();
    let (&mark, &digit) = (bytes.first()?, bytes.get(1)?);
    if !matches!(mark, b'.' | b',') || !matches!(digit, b'0' | b'9') {
        return None;
    }
    let digits = bytes.iter().skip(1).take_while(|byte| **byte == digit).count();
    if bytes.get(1 + digits).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let part =
        if digit == b'0' { Part::Fraction { digits, mark } } else { Part::ShortFraction { digits, mark } };
    Some((part, 1 + digits))
}
