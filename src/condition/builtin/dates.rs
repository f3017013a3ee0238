//! `now`, `date`, `duration`, `timezone`.

use super::call::Arguments;
use crate::condition::{layout, moment::Moment, run::Failure, val::Val, zone::Zone};
use crate::time::Span;
use alloc::{format, rc::Rc, string::ToString};

/// The caller's time.
pub(super) fn now<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let now = Moment::from(arguments.context.now);
    match &*arguments.values {
        [] => Ok(Val::Moment(Rc::new(now))),
        [Val::Zone(zone)] => Ok(Val::Moment(Rc::new(now.shown_in((**zone).clone())))),
        values => Err(format!("invalid number of arguments (expected 0, got {})", values.len()).into()),
    }
}

pub(super) fn duration<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let text = arguments.text(0)?;
    match core::str::from_utf8(text).map(Span::parse) {
        Ok(Ok(span)) => Ok(Val::Span(span)),
        Ok(Err(error)) => Err(error.to_string().into()),
        Err(_) => Err(format!("time: invalid duration {}", layout::quoted(text)).into()),
    }
}

pub(super) fn timezone<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    arguments.meter.step(CALENDAR)?;
    let zone = Zone::load(&arguments.text(0)?.shown())?;
    Ok(Val::Zone(Rc::new(zone)))
}

/// How many steps a look into a calendar counts.
const CALENDAR: usize = 500;

/// The layouts that are tried when none is given.
const LAYOUTS: [&str; 7] = [
    "2006-01-02",
    "15:04:05",
    "2006-01-02 15:04:05",
    "2006-01-02T15:04:05Z07:00",
    "02 Jan 06 15:04 MST",
    "Monday, 02-Jan-06 15:04:05 MST",
    "Mon, 02 Jan 2006 15:04:05 MST",
];

/// A text as an instant: a zone may come first; then the text, a layout, the name of a zone.
pub(super) fn date<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    arguments.meter.step(CALENDAR)?;
    let (zone, first) = match arguments.values.first() {
        Some(Val::Zone(zone)) => (Some(&**zone), 1),
        _ => (None, 0),
    };
    let text = arguments.text(first)?.shown();
    let read = match arguments.len() - first {
        2 => {
            let layout = arguments.text(first + 1)?.shown();
            layout::parse(&layout, &text, zone)?
        }
        3 => {
            let layout = arguments.text(first + 1)?.shown();
            let zone = Zone::load(&arguments.text(first + 2)?.shown())?;
            layout::parse(&layout, &text, Some(&zone))?
        }
        _ => {
            let read = LAYOUTS.iter().find_map(|layout| layout::parse(layout, &text, zone).ok());
            read.ok_or_else(|| Failure::from(format!("invalid date {text}")))?
        }
    };
    Ok(Val::Moment(Rc::new(read)))
}
