//! Functions of lists.

use super::call::Arguments;
use crate::condition::{
    limits::MAX_DEPTH,
    list::List,
    run::{Failure, Meter, entry, equal, fetch, to_int},
    sort,
    types::{Type, TypeKind},
    val::Val,
};
use alloc::{format, vec::Vec};

/// The element at an index, or nil if that fails.
pub(super) fn fetched<'v>(value: &Val<'v>, index: i64) -> Val<'v> {
    fetch(value, &Val::int(index)).unwrap_or(Val::Nil)
}

/// The element or member, or nil if there is none.
pub(super) fn get<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    if arguments.len() < 2 {
        return Err(format!("invalid number of arguments (expected 2, got {})", arguments.len()).into());
    }
    let (from, by) = (arguments.get(0)?, arguments.get(1)?);
    let is_name = matches!(by, Val::Text(_));
    match from {
        Val::List(_) | Val::Text(_) | Val::StatusCode(_) => {
            if is_name && let Ok(method) = fetch(from, by) {
                return Ok(method);
            }
            to_int(by)?;
            Ok(fetch(from, by).unwrap_or(Val::Nil))
        }
        Val::Map(map) => Ok(entry(map, by)?.unwrap_or(Val::Nil)),
        Val::Series(_) | Val::Message(_) | Val::Moment(_) | Val::Location(_) if !is_name => {
            Err(Failure::conversion(by, "string"))
        }
        from => Ok(fetch(from, by).unwrap_or(Val::Nil)),
    }
}

pub(super) fn take<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    if arguments.len() != 2 {
        return Err(format!("invalid number of arguments (expected 2, got {})", arguments.len()).into());
    }
    let Val::List(list) = arguments.get(0)? else {
        return Err(format!("cannot take from {}", arguments.get(0)?.kind_name()).into());
    };
    let count = match arguments.get(1)? {
        Val::Integer(count)
            if matches!(Type::Integer(count.kind()).kind(), TypeKind::Int | TypeKind::Int64) =>
        {
            count.bits()
        }
        Val::Span(span) => span.as_nanoseconds(),
        other => return Err(format!("cannot take {} elements", other.kind_name()).into()),
    };
    match usize::try_from(count) {
        Ok(count) => Ok(Val::List(list.slice(0..count.min(list.len())))),
        Err(_) => Err("reflect.Value.Slice: slice index out of bounds".into()),
    }
}

/// The list that is the one argument.
fn list<'a, 'v>(arguments: &'a Arguments<'v, '_>, what: &str) -> Result<&'a List<'v>, Failure> {
    match arguments.only()? {
        Val::List(list) => Ok(list),
        other => Err(format!("cannot {what} {}", other.kind_name()).into()),
    }
}

pub(super) fn reverse<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let list = list(arguments, "reverse")?.clone();
    arguments.meter.grow(list.len())?;
    let items = (0..list.len()).rev().filter_map(|at| list.get(at)).collect();
    Ok(Val::List(List::made(items)))
}

pub(super) fn uniq<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let list = list(arguments, "uniq")?.clone();
    let mut kept: Vec<Val<'v>> = Vec::new();
    'items: for item in list.iter() {
        arguments.meter.step(kept.len() + 1)?;
        for known in &kept {
            if equal(&item, known, arguments.meter)? {
                continue 'items;
            }
        }
        kept.push(item);
    }
    Ok(Val::List(List::made(kept)))
}

/// No elements at all make a nil.
pub(super) fn concat<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    if arguments.values.is_empty() {
        return Err("invalid number of arguments (expected at least 1, got 0)".into());
    }
    let mut items = Vec::new();
    for value in &arguments.values {
        let Val::List(list) = value else {
            return Err(format!("cannot concat {}", value.kind_name()).into());
        };
        arguments.meter.produce(list.len())?;
        items.extend(list.iter());
    }
    arguments.meter.grow(items.len())?;
    Ok(Val::List(if items.is_empty() { List::Nil(Type::List) } else { List::made(items) }))
}

pub(super) fn flatten<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let list = list(arguments, "flatten")?.clone();
    let mut items = Vec::new();
    flatten_into(&list, 0, &mut items, arguments.meter)?;
    arguments.meter.grow(items.len())?;
    Ok(Val::List(List::made(items)))
}

fn flatten_into<'v>(
    list: &List<'v>,
    depth: usize,
    items: &mut Vec<Val<'v>>,
    meter: &mut Meter,
) -> Result<(), Failure> {
    if MAX_DEPTH < depth {
        return Err(Failure::too_deep());
    }
    for item in list.iter() {
        meter.produce(1)?;
        match item.dereferenced_text() {
            Val::List(inner) => flatten_into(&inner, depth + 1, items, meter)?,
            item => items.push(item),
        }
    }
    Ok(())
}

/// Anything but the simple lists, a text for instance, gives a nil.
pub(super) fn sort<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let count = arguments.len();
    if count != 1 && count != 2 {
        return Err(format!("invalid number of arguments (expected 1 or 2, got {count})").into());
    }
    let descending = match arguments.values.get(1) {
        None => false,
        Some(Val::Text(order)) => match &**order {
            b"asc" => false,
            b"desc" => true,
            _ => return Err(format!("invalid order {}, expected asc or desc", order.shown()).into()),
        },
        Some(other) => {
            return Err(format!("sort order argument must be a string (got {})", other.type_name()).into());
        }
    };
    let simple = |of| matches!(of, Type::List | Type::Ints | Type::Floats | Type::Texts);
    let list = match arguments.get(0)? {
        Val::List(list) if simple(list.of_type()) => list.clone(),
        _ => return Ok(Val::List(List::Nil(Type::List))),
    };
    let values: Vec<Val<'v>> = list.iter().collect();
    let order = sort::order(&values, descending, arguments.meter)?;
    arguments.meter.grow(values.len())?;
    let sorted = order.into_iter().filter_map(|at| values.get(at).cloned()).collect();
    Ok(Val::List(List::made(sorted)))
}

impl Val<'_> {
    /// What a pointer to a text points to.
    fn dereferenced_text(self) -> Self {
        match self {
            Self::TextPointer(_) => self.dereferenced(),
            other => other,
        }
    }
}
