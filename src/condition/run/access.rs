//! Members, elements, slices, `in`.

use super::{arithmetic::to_int, equality::equal, failure::Failure, machine::Meter};
use crate::condition::{
    format::shown,
    key::Key,
    list::List,
    mapping::Mapping,
    method::Method,
    types::Type,
    val::{Function, Str, Val},
};
use alloc::{format, rc::Rc, string::String};

/// `from[by]` or `from.by`.
pub(in crate::condition) fn fetch<'v>(from: &Val<'v>, by: &Val<'v>) -> Result<Val<'v>, Failure> {
    if let Val::Text(name) = by
        && let Some(method) = from.of_type().and_then(|of| Method::of(of, name))
    {
        return Ok(Val::Function(Function::Method(Rc::new((from.clone(), method)))));
    }
    match from {
        Val::List(list) => {
            let index = position(to_int(by)?, list.len())?;
            list.get(index).ok_or_else(|| "reflect: slice index out of range".into())
        }
        Val::Text(text) | Val::StatusCode(text) => byte_at(text, by),
        Val::TextPointer(text) => byte_at(text.as_bytes(), by),
        Val::Map(map) => Ok(entry(map, by)?.unwrap_or_else(|| missing(map))),
        Val::Series(_) | Val::Message(_) | Val::Moment(_) | Val::Location(_) => {
            let Val::Text(name) = by else {
                return Err(Failure::conversion(by, "string"));
            };
            field_of(from, name).ok_or_else(|| cannot_fetch(from, by))
        }
        // What a zone points to has no fields to see.
        Val::Zone(_) if !matches!(by, Val::Text(_)) => Err(Failure::conversion(by, "string")),
        _ => Err(cannot_fetch(from, by)),
    }
}

fn byte_at<'v>(text: &[u8], by: &Val<'v>) -> Result<Val<'v>, Failure> {
    let index = position(to_int(by)?, text.len())?;
    text.get(index).map(|byte| Val::byte(*byte)).ok_or_else(|| "reflect: string index out of range".into())
}

fn cannot_fetch(from: &Val<'_>, by: &Val<'_>) -> Failure {
    format!("cannot fetch {} from {}", shown(by), from.type_name()).into()
}

/// Negative indexes count from the end.
fn position(index: i64, length: usize) -> Result<usize, Failure> {
    let signed = i64::try_from(length).unwrap_or(i64::MAX);
    let index = if index < 0 { index.wrapping_add(signed) } else { index };
    match usize::try_from(index) {
        Ok(position) if position < length => Ok(position),
        _ => Err(format!("index out of range: {index} (array length is {length})").into()),
    }
}

/// The value of a key, if it is there.
pub(in crate::condition) fn entry<'v>(map: &Mapping<'v>, by: &Val<'v>) -> Result<Option<Val<'v>>, Failure> {
    match (map.of_type().key(), by) {
        (Some(Type::Text), Val::Text(name)) => Ok(map.by_name(name)),
        // The zero of the key's type.
        (Some(Type::Text), Val::Nil) => Ok(map.by_name(b"")),
        (Some(Type::INT), Val::Integer(integer)) if by.of_type() == Some(Type::INT) => {
            Ok(map.has_integer(integer.bits()).then_some(Val::Bool(true)))
        }
        (Some(Type::INT), Val::Nil) => Ok(map.has_integer(0).then_some(Val::Bool(true))),
        (Some(Type::Any), by) => Ok(Key::reflected(by)?.and_then(|key| map.by_key(&key))),
        (key, by) => Err(format!(
            "reflect.Value.MapIndex: value of type {} is not assignable to type {}",
            by.type_name(),
            key.map_or("interface {}", Type::name)
        )
        .into()),
    }
}

/// What a map gives for a key that it does not have: the zero of its values' type.
fn missing<'v>(map: &Mapping<'v>) -> Val<'v> {
    match map.of_type() {
        Type::Groups => Val::List(List::Nil(Type::List)),
        _ => Val::Nil,
    }
}

fn field_of<'v>(from: &Val<'v>, name: &[u8]) -> Option<Val<'v>> {
    match from {
        Val::Series(series) => series.field(name),
        Val::Message(message) => message.field(name),
        _ => None,
    }
}

/// A field that is known to be there.
pub(super) fn field<'v>(from: &Val<'v>, name: &[u8]) -> Result<Val<'v>, Failure> {
    field_of(from, name).ok_or_else(|| {
        format!("cannot get {} from {}", String::from_utf8_lossy(name), from.type_name()).into()
    })
}

/// A method that is known to be there; but a value may be of another type than was known.
pub(super) fn method<'v>(from: Val<'v>, method: &'static Method) -> Result<Val<'v>, Failure> {
    let Some(of) = from.of_type() else {
        return Err(format!("cannot fetch {} from <nil>", method.name).into());
    };
    match Method::of(of, method.name.as_bytes()) {
        Some(method) => Ok(Val::Function(Function::Method(Rc::new((from, method))))),
        None => Err("reflect: Method index out of range".into()),
    }
}

pub(super) fn is_in(needle: &Val<'_>, within: &Val<'_>, meter: &mut Meter) -> Result<bool, Failure> {
    match within {
        Val::Nil | Val::NilPointer(_) => Ok(false),
        Val::List(list) => {
            for item in list.iter() {
                meter.step(1)?;
                if equal(&item, needle, meter)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Val::Map(map) => Ok(entry(map, needle)?.is_some()),
        Val::Series(_) | Val::Message(_) | Val::Moment(_) | Val::Location(_) | Val::Zone(_) => match needle {
            Val::Text(name) | Val::StatusCode(name) => Ok(field_of(within, name).is_some()),
            other => {
                let (needle, within) = (other.type_name(), within.type_name());
                Err(format!("cannot use {needle} as field name of {within}").into())
            }
        },
        other => Err(format!("operator \"in\" not defined on {}", other.type_name()).into()),
    }
}

/// `array[from:to]`; bounds are cut to what is there.
pub(super) fn slice<'v>(array: &Val<'v>, from: &Val<'v>, to: &Val<'v>) -> Result<Val<'v>, Failure> {
    let bounds = |length: usize| -> Result<core::ops::Range<usize>, Failure> {
        let signed = i64::try_from(length).unwrap_or(i64::MAX);
        let bound = |index: i64| {
            let index = if index < 0 { index.wrapping_add(signed) } else { index };
            usize::try_from(index.clamp(0, i64::MAX)).unwrap_or(usize::MAX)
        };
        let (from, to) = (bound(to_int(from)?), bound(to_int(to)?).min(length));
        Ok(from.min(to)..to)
    };
    Ok(match array {
        Val::List(list) => Val::List(list.slice(bounds(list.len())?)),
        Val::Text(text) => Val::Text(text.slice(bounds(text.len())?)),
        Val::StatusCode(text) => Val::StatusCode(text.slice(bounds(text.len())?)),
        Val::TextPointer(text) => {
            let text = Str::Given(text.as_bytes());
            Val::Text(text.slice(bounds(text.len())?))
        }
        _ => return Err(format!("cannot slice {}", shown(from)).into()),
    })
}

/// The length of a list or map, or the bytes of a text.
pub(super) fn length(value: &Val<'_>) -> Result<usize, Failure> {
    match value {
        Val::List(list) => Ok(list.len()),
        Val::Map(map) => Ok(map.len()),
        Val::Text(text) | Val::StatusCode(text) => Ok(text.len()),
        other => Err(format!("invalid argument for len (type {})", other.type_name()).into()),
    }
}

/// A value that must be an `int`.
pub(super) fn int(value: &Val<'_>) -> Result<i64, Failure> {
    match value {
        Val::Integer(integer) if value.of_type() == Some(Type::INT) => Ok(integer.bits()),
        other => Err(Failure::conversion(other, "int")),
    }
}
