//! What methods of instants, spans and their kin do: Go's `time` (`argo-analysis §3.8`).

use super::{
    convert,
    format::{month, weekday},
    integer::{Integer, IntegerType},
    layout,
    list::List,
    method::Method,
    moment::Moment,
    run::Failure,
    val::{Str, Val},
    zone::Zone,
};
use crate::time::Span;
use alloc::{
    format,
    rc::Rc,
    string::{String, ToString},
    vec::Vec,
};

/// Calls a method with arguments of the types that it takes.
pub(super) fn call<'v>(
    receiver: &Val<'v>,
    method: &'static Method,
    arguments: &[Val<'v>],
) -> Result<Val<'v>, Failure> {
    match receiver {
        Val::Moment(moment) => match of_moment(moment, method.name) {
            Some(value) => Ok(value),
            None => of_moment_with(moment, method.name, arguments),
        },
        Val::Span(span) => Ok(of_span(*span, method.name, arguments)),
        Val::Integer(integer) if integer.kind() == IntegerType::Month => Ok(text(month(integer.bits()))),
        Val::Integer(integer) => Ok(text(weekday(integer.bits()))),
        Val::Zone(zone) => Ok(text(zone.name())),
        _ => Ok(Val::List(List::StatusCodes(&["Complete", "InternalError", "PartialData", "Forbidden"]))),
    }
}

fn text<'v>(text: String) -> Val<'v> {
    Val::made_text(text.into_bytes())
}

fn moment<'v>(moment: Moment) -> Val<'v> {
    Val::Moment(Rc::new(moment))
}

fn int64<'v>(bits: i64) -> Val<'v> {
    Val::Integer(Integer::new(IntegerType::Int64, bits))
}

fn bytes<'v>(bytes: Vec<u8>) -> Val<'v> {
    Val::List(List::Bytes(Str::Made(bytes.into())))
}

/// Methods of an instant that take nothing and cannot fail.
fn of_moment<'v>(own: &Moment, name: &str) -> Option<Val<'v>> {
    let local = own.local();
    // Go multiplies in 64 bits.
    let scaled = |unit: i128| int64(wrapped(own.all_nanos().div_euclid(unit)));
    Some(match name {
        "Year" => Val::int(local.year),
        "Month" => Val::Integer(Integer::new(IntegerType::Month, local.month)),
        "Day" => Val::int(local.day),
        "YearDay" => Val::int(local.year_day),
        "Weekday" => Val::Integer(Integer::new(IntegerType::Weekday, local.weekday)),
        "Hour" => Val::int(local.hour),
        "Minute" => Val::int(local.minute),
        "Second" => Val::int(local.second),
        "Nanosecond" => Val::int(local.nanos.into()),
        "ISOWeek" => Val::int(iso_year(local.year, local.year_day, local.weekday)),
        "Unix" => int64(own.seconds()),
        "UnixMilli" => scaled(1_000_000),
        "UnixMicro" => scaled(1_000),
        "UnixNano" => scaled(1),
        "IsZero" => Val::Bool(own.absolute() == 0),
        "IsDST" => Val::Bool(own.zone().at(own.seconds()).daylight_saving),
        "UTC" | "Local" => moment(own.clone().shown_in(Zone::Utc)),
        "Location" => Val::Zone(Rc::new(own.zone().clone())),
        "String" => text(own.shown()),
        "GoString" => text(go_string(own)),
        "Zone" => text(local.abbreviation),
        "ZoneBounds" => {
            let since = own.zone().at(own.seconds()).since;
            let distance = since.saturating_sub(own.seconds());
            let zero = -own.absolute();
            if since == i64::MIN {
                moment(own.of_absolute(own.absolute() + zero).shown_in(Zone::Utc))
            } else {
                let whole = own.of_absolute(own.absolute() - i128::from(own.nanos()));
                moment(whole.plus_seconds(distance))
            }
        }
        _ => return None,
    })
}

fn wrapped(number: i128) -> i64 {
    let low = number.rem_euclid(1 << 64);
    u64::try_from(low).map_or(0, u64::cast_signed)
}

/// The year of the ISO week: that of the week's Thursday.
fn iso_year(year: i64, year_day: i64, weekday: i64) -> i64 {
    let thursday = year_day + 3 - (weekday + 6) % 7;
    let length = |year| if Moment::days_in_month(year, 2) == 29 { 366 } else { 365 };
    match thursday {
        ..1 => year - 1,
        day if length(year) < day => year + 1,
        _ => year,
    }
}

fn go_string(own: &Moment) -> String {
    let local = own.local();
    let month = month(local.month);
    let zone = match own.zone() {
        Zone::Utc => "time.UTC".to_string(),
        other => format!("time.Location({})", layout::quoted(other.name().as_bytes())),
    };
    format!(
        "time.Date({}, time.{month}, {}, {}, {}, {}, {}, {zone})",
        local.year, local.day, local.hour, local.minute, local.second, local.nanos
    )
}

/// Methods of an instant with arguments, or that can fail.
fn of_moment_with<'v>(own: &Moment, name: &str, arguments: &[Val<'v>]) -> Result<Val<'v>, Failure> {
    let int = |n: usize| match arguments.get(n) {
        Some(Val::Integer(integer)) => integer.bits(),
        _ => 0,
    };
    Ok(match (name, arguments) {
        ("Add", [Val::Span(span)]) => moment(own.plus(*span)),
        ("AddDate", _) => moment(own.plus_date(int(0), int(1), int(2))),
        ("Sub", [Val::Moment(other)]) => Val::Span(own.since(other)),
        ("After", [Val::Moment(other)]) => Val::Bool(other.instant() < own.instant()),
        ("Before", [Val::Moment(other)]) => Val::Bool(own.instant() < other.instant()),
        ("Equal", [Val::Moment(other)]) => Val::Bool(own.instant() == other.instant()),
        ("Compare", [Val::Moment(other)]) => Val::int(own.instant().cmp(&other.instant()) as i64),
        ("Format", [Val::Text(layout)]) => text(layout::format(own, &layout.shown())),
        ("In", [Val::Zone(zone)]) => moment(own.clone().shown_in((**zone).clone())),
        ("In", _) => return Err("time: missing Location in call to Time.In".into()),
        ("Truncate", [Val::Span(span)]) => moment(truncated(own, *span)),
        ("Round", [Val::Span(span)]) => moment(rounded(own, *span)),
        ("AppendFormat", [Val::List(before), Val::Text(layout)]) => {
            bytes(appended(before, &layout::format(own, &layout.shown())))
        }
        ("AppendText", [Val::List(before)]) => bytes(appended(before, &marshalled(own, "AppendText")?)),
        ("MarshalText", _) => bytes(marshalled(own, "MarshalText")?.into_bytes()),
        ("MarshalJSON", _) => bytes(format!("\"{}\"", marshalled(own, "MarshalJSON")?).into_bytes()),
        ("GobEncode" | "MarshalBinary", _) => bytes(binary(own)?),
        ("AppendBinary", [Val::List(before)]) => {
            let mut all = appended(before, "");
            all.extend(binary(own)?);
            bytes(all)
        }
        _ => Val::Nil,
    })
}

fn marshalled(own: &Moment, method: &str) -> Result<String, Failure> {
    own.json_text().map_err(|problem| format!("Time.{method}: {problem}").into())
}

fn appended(before: &List<'_>, text: &str) -> Vec<u8> {
    let mut all: Vec<u8> = match before {
        List::Bytes(bytes) => bytes.to_vec(),
        _ => Vec::new(),
    };
    all.extend_from_slice(text.as_bytes());
    all
}

/// Go's binary form: a version, seconds since the year 1, nanoseconds, the offset in minutes, or -1 for universal time.
fn binary(own: &Moment) -> Result<Vec<u8>, Failure> {
    let offset = own.zone().at(own.seconds()).offset;
    let seconds = wrapped(own.absolute().div_euclid(1_000_000_000));
    let universal = *own.zone() == Zone::Utc;
    let minutes = match i16::try_from(offset / 60) {
        _ if universal => -1,
        Ok(-1) | Err(_) => return Err("Time.MarshalBinary: unexpected zone offset".into()),
        Ok(minutes) => minutes,
    };
    let odd = i8::try_from(offset % 60).unwrap_or(0);
    let mut bytes = Vec::from([if !universal && odd != 0 { 2 } else { 1 }]);
    bytes.extend(seconds.to_be_bytes());
    bytes.extend(own.nanos().to_be_bytes());
    bytes.extend(minutes.to_be_bytes());
    if !universal && odd != 0 {
        bytes.extend(odd.to_be_bytes());
    }
    Ok(bytes)
}

/// Down to a multiple of the span, counted from the year 1.
fn truncated(own: &Moment, span: Span) -> Moment {
    let unit = i128::from(span.as_nanoseconds());
    if unit <= 0 {
        return own.clone();
    }
    own.of_absolute(own.absolute() - own.absolute().rem_euclid(unit))
}

/// To the nearest multiple of the span; halves up.
fn rounded(own: &Moment, span: Span) -> Moment {
    let unit = i128::from(span.as_nanoseconds());
    if unit <= 0 {
        return own.clone();
    }
    let rest = own.absolute().rem_euclid(unit);
    let down = own.absolute() - rest;
    own.of_absolute(if rest + rest < unit { down } else { down + unit })
}

fn of_span<'v>(own: Span, name: &str, arguments: &[Val<'v>]) -> Val<'v> {
    let nanos = own.as_nanoseconds();
    let unit = match arguments.first() {
        Some(Val::Span(unit)) => unit.as_nanoseconds(),
        _ => 0,
    };
    // Whole units and the rest apart, as Go does it.
    let float = |unit: i64| {
        let rest = convert::quotient(convert::float(nanos % unit), convert::float(unit));
        Val::Float(convert::sum(convert::float(nanos / unit), rest))
    };
    match name {
        "Hours" => float(3_600_000_000_000),
        "Minutes" => float(60_000_000_000),
        "Seconds" => float(1_000_000_000),
        "Milliseconds" => int64(nanos / 1_000_000),
        "Microseconds" => int64(nanos / 1_000),
        "Nanoseconds" => int64(nanos),
        "String" => text(own.to_string()),
        "Abs" => Val::Span(Span::nanoseconds(nanos.saturating_abs())),
        "Truncate" if 0 < unit => Val::Span(Span::nanoseconds(nanos - nanos % unit)),
        "Round" if 0 < unit => Val::Span(Span::nanoseconds(rounded_span(nanos, unit))),
        _ => Val::Span(own),
    }
}

/// To the nearest multiple; halves away from zero; at most the longest span.
fn rounded_span(nanos: i64, unit: i64) -> i64 {
    let rest = i128::from(nanos % unit);
    let down = i128::from(nanos) - rest;
    let unit = i128::from(unit);
    let rounded = match rest + rest {
        double if unit <= double => down + unit,
        double if double <= -unit => down - unit,
        _ => down,
    };
    i64::try_from(rounded).unwrap_or(if nanos < 0 { i64::MIN } else { i64::MAX })
}
