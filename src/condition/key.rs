//! Keys of maps by anything: equal if Go finds them equal.

use super::{integer::IntegerType, list::List, val::Val, value::Value};
use alloc::{boxed::Box, format, string::String};

/// Pairs within pairs up to which a pair is a key.
const MAX_PAIRS: usize = 32;

/// A value as a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Nil,
    Bool(bool),
    Integer(IntegerType, i64),
    /// The bits of a float, with one zero.
    Float(u64),
    Text(Box<[u8]>),
    StatusCode(Box<[u8]>),
    Span(i64),
    /// Seconds, nanoseconds, the name of the zone.
    Moment(i64, u32, String),
    Zone(String),
    Pair(Box<(Key, Key)>),
}

impl Key {
    /// The key of a value; nothing if it is equal to none, as NaN is; its type if it cannot be a key.
    pub(super) fn of(value: &Val<'_>) -> Result<Option<Self>, &'static str> {
        Self::nested(value, 0)
    }

    fn nested(value: &Val<'_>, depth: usize) -> Result<Option<Self>, &'static str> {
        Ok(Some(match value {
            Val::Nil | Val::NilPointer(_) => Self::Nil,
            Val::Bool(yes) => Self::Bool(*yes),
            Val::Integer(integer) => Self::Integer(integer.kind(), integer.bits()),
            Val::Float(float) if float.is_nan() => return Ok(None),
            Val::Float(float) if *float == 0.0 => Self::Float(0),
            Val::Float(float) => Self::Float(float.to_bits()),
            Val::Text(text) => Self::Text((**text).into()),
            Val::StatusCode(text) => Self::StatusCode((**text).into()),
            Val::TextPointer(text) => Self::Text(text.as_bytes().into()),
            Val::Span(span) => Self::Span(span.as_nanoseconds()),
            Val::Moment(moment) => {
                Self::Moment(moment.seconds(), moment.nanos(), format!("{:?}", moment.zone()))
            }
            Val::Zone(zone) | Val::Location(zone) => Self::Zone(format!("{zone:?}")),
            Val::List(pair @ (List::Pair(_) | List::PairGiven(_))) if depth < MAX_PAIRS => {
                let part = |n| Self::nested(&pair.get(n).unwrap_or(Val::Nil), depth + 1);
                match (part(0)?, part(1)?) {
                    (Some(one), Some(other)) => Self::Pair(Box::new((one, other))),
                    _ => return Ok(None),
                }
            }
            other => return Err(other.type_name()),
        }))
    }

    /// The key of a value that was given.
    pub(super) fn of_value(value: &Value) -> Option<Self> {
        Self::of(&Val::of(value)).ok().flatten()
    }

    /// The same where Go asks by reflection: the error is its own.
    pub(super) fn reflected(value: &Val<'_>) -> Result<Option<Self>, String> {
        Self::of(value).map_err(|of| format!("runtime error: hash of unhashable type {of}"))
    }
}
