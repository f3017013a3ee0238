//! Values as text, as Go's `%v` prints them.

use super::{
    digits,
    integer::{Integer, IntegerType},
    limits::MAX_DEPTH,
    mapping::Mapping,
    moment::Moment,
    series::SERIES_FIELDS,
    val::Val,
    zone::Zone,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::cmp::Ordering;

/// The bytes of a value's text; nothing if it nests too deeply.
pub(super) fn bytes(value: &Val<'_>) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    push(value, Verb::Value, 0, &mut text)?;
    Some(text)
}

/// A value as Go's `%s` prints what is not text: with its type.
pub(super) fn shown_as_text(value: &Val<'_>) -> String {
    let mut text = Vec::new();
    if matches!(value, Val::Nil) {
        return "<invalid reflect.Value>".to_string();
    }
    match push(value, Verb::Text, 0, &mut text) {
        Some(()) => String::from_utf8_lossy(&text).into_owned(),
        None => "…".to_string(),
    }
}

/// Go's `%v` or `%s`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Value,
    Text,
}

/// The text of a value for a message. What nests too deeply is left out.
pub(super) fn shown(value: &Val<'_>) -> String {
    bytes(value).map_or_else(|| "…".to_string(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// An integer as Go prints it.
pub(super) fn integer(integer: Integer) -> String {
    match integer.kind() {
        IntegerType::Uint64 => integer.bits().cast_unsigned().to_string(),
        IntegerType::Month => month(integer.bits()),
        IntegerType::Weekday => weekday(integer.bits()),
        IntegerType::Int | IntegerType::Int64 | IntegerType::Uint8 => integer.bits().to_string(),
    }
}

/// The name of a month, from 1.
pub(super) fn month(number: i64) -> String {
    let name = usize::try_from(number - 1).ok().and_then(|at| Moment::MONTHS.get(at));
    name.map_or_else(|| format!("%!Month({number})"), ToString::to_string)
}

/// The name of a day of the week, from 0.
pub(super) fn weekday(number: i64) -> String {
    let name = usize::try_from(number).ok().and_then(|at| Moment::WEEKDAYS.get(at));
    name.map_or_else(|| format!("%!Weekday({number})"), ToString::to_string)
}

fn push(value: &Val<'_>, verb: Verb, depth: usize, text: &mut Vec<u8>) -> Option<()> {
    if MAX_DEPTH < depth {
        return None;
    }
    if verb == Verb::Text {
        let number = match value {
            Val::Bool(yes) => Some(yes.to_string()),
            Val::Integer(number) if !matches!(number.kind(), IntegerType::Month | IntegerType::Weekday) => {
                Some(integer(*number))
            }
            Val::Float(number) => Some(digits::shown(*number)),
            Val::Nil => {
                text.extend_from_slice(b"%!s(<nil>)");
                return Some(());
            }
            _ => None,
        };
        if let Some(number) = number {
            text.extend_from_slice(format!("%!s({}={number})", value.type_name()).as_bytes());
            return Some(());
        }
    }
    let mut say = |shown: &str| text.extend_from_slice(shown.as_bytes());
    match value {
        Val::Nil | Val::NilPointer(_) => say("<nil>"),
        Val::Bool(yes) => say(if *yes { "true" } else { "false" }),
        Val::Integer(number) => say(&integer(*number)),
        Val::Float(number) => say(&digits::shown(*number)),
        Val::Text(bytes) | Val::StatusCode(bytes) => text.extend_from_slice(bytes),
        Val::Moment(moment) => say(&moment.shown()),
        Val::Span(span) => say(&span.to_string()),
        Val::Zone(zone) => say(&zone.name()),
        // The fields of Go's struct, which nobody should look at.
        Val::Location(zone) => say(&format!("{{{} [] []  0 0 <nil>}}", zone.name())),
        Val::TextPointer(_) => say("0x0"),
        // Upstream shows an address (D-012).
        Val::Function(_) => say(value.type_name()),
        Val::List(list) => {
            text.push(b'[');
            for (at, item) in list.iter().enumerate() {
                if 0 < at {
                    text.push(b' ');
                }
                push(&item, verb, depth + 1, text)?;
            }
            text.push(b']');
        }
        Val::Map(map) => push_map(map, verb, depth, text)?,
        Val::Series(series) => {
            let fields = SERIES_FIELDS.iter().filter_map(|name| series.field(name.as_bytes()));
            push_fields(fields, verb, depth, text)?;
        }
        Val::Message(message) => {
            let fields = ["Code", "Value"].into_iter().filter_map(|name| message.field(name.as_bytes()));
            push_fields(fields, verb, depth, text)?;
        }
    }
    Some(())
}

fn push_fields<'v>(
    fields: impl Iterator<Item = Val<'v>>,
    verb: Verb,
    depth: usize,
    text: &mut Vec<u8>,
) -> Option<()> {
    text.push(b'{');
    for (at, field) in fields.enumerate() {
        if 0 < at {
            text.push(b' ');
        }
        push(&field, verb, depth + 1, text)?;
    }
    text.push(b'}');
    Some(())
}

/// In the order of the keys.
fn push_map(map: &Mapping<'_>, verb: Verb, depth: usize, text: &mut Vec<u8>) -> Option<()> {
    let mut entries = map.entries();
    entries.sort_by(|(a, _), (b, _)| key_order(a, b));
    text.extend_from_slice(b"map[");
    for (at, (key, value)) in entries.iter().enumerate() {
        if 0 < at {
            text.push(b' ');
        }
        push(key, verb, depth + 1, text)?;
        text.push(b':');
        push(value, verb, depth + 1, text)?;
    }
    text.push(b']');
    Some(())
}

/// Keys of one type are in its order. Go orders types by their address; here it is by their name.
pub(super) fn key_order(a: &Val<'_>, b: &Val<'_>) -> Ordering {
    match (a, b) {
        (Val::Text(a), Val::Text(b)) | (Val::StatusCode(a), Val::StatusCode(b)) => a.cmp(b),
        (Val::Bool(a), Val::Bool(b)) => a.cmp(b),
        (Val::Integer(a), Val::Integer(b)) if a.kind() == b.kind() => match a.kind() {
            IntegerType::Uint64 => a.bits().cast_unsigned().cmp(&b.bits().cast_unsigned()),
            _ => a.bits().cmp(&b.bits()),
        },
        (Val::Float(a), Val::Float(b)) => a.partial_cmp(b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan())),
        (Val::Span(a), Val::Span(b)) => a.cmp(b),
        (a, b) => a.dynamic_name().cmp(b.dynamic_name()),
    }
}

impl Zone {
    /// The name, as Go's `Location.String` gives it.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Utc => "UTC".to_string(),
            Self::Fixed { name, .. } => name.to_string(),
            Self::Named(name) => name.to_string(),
        }
    }
}
