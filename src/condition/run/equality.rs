//! `==`: by value between numbers and between lists of them, by type and value for all else.

use super::{arithmetic::Number, failure::Failure, machine::Meter};
use crate::condition::{
    limits::MAX_DEPTH,
    list::List,
    mapping::Mapping,
    types::Type,
    val::{Function, Val},
};

/// Whether two values are equal as `==` finds them.
pub(in crate::condition) fn equal(a: &Val<'_>, b: &Val<'_>, meter: &mut Meter) -> Result<bool, Failure> {
    loosely(a, b, 0, meter)
}

fn loosely(a: &Val<'_>, b: &Val<'_>, depth: usize, meter: &mut Meter) -> Result<bool, Failure> {
    match (Number::of(a), Number::of(b)) {
        (Some(Number::Integer(a)), Some(Number::Integer(b))) => return Ok(a.bits() == b.bits()),
        (Some(a), Some(b)) => return Ok(a.float() == b.float()),
        _ => {}
    }
    match (a, b) {
        (Val::Text(a), Val::Text(b)) => return Ok(a == b),
        (Val::Bool(a), Val::Bool(b)) => return Ok(a == b),
        (Val::Moment(a), Val::Moment(b)) => return Ok(a.instant() == b.instant()),
        (Val::Span(a), Val::Span(b)) => return Ok(a == b),
        (Val::List(a), Val::List(b)) if compares_elements(a.of_type(), b.of_type()) => {
            return lists(a, b, depth, meter, loosely);
        }
        _ => {}
    }
    if a.is_nil() && b.is_nil() {
        return Ok(true);
    }
    strictly(a, b, depth, meter)
}

/// Lists of anything, and lists of one of the simple types: with each other, or with themselves.
fn compares_elements(a: Type, b: Type) -> bool {
    let simple = |of| matches!(of, Type::Texts | Type::Bytes | Type::Ints | Type::Floats);
    match (a, b) {
        (Type::List, b) => b == Type::List || simple(b),
        (a, Type::List) => simple(a),
        (a, b) => a == b && simple(a),
    }
}

type Compare = fn(&Val<'_>, &Val<'_>, usize, &mut Meter) -> Result<bool, Failure>;

fn lists(
    a: &List<'_>,
    b: &List<'_>,
    depth: usize,
    meter: &mut Meter,
    compare: Compare,
) -> Result<bool, Failure> {
    if a.len() != b.len() {
        return Ok(false);
    }
    if MAX_DEPTH < depth {
        return Err(Failure::too_deep());
    }
    for (a, b) in a.iter().zip(b.iter()) {
        meter.step(1)?;
        if !compare(&a, &b, depth + 1, meter)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Go's `reflect.DeepEqual`: types count.
fn strictly(a: &Val<'_>, b: &Val<'_>, depth: usize, meter: &mut Meter) -> Result<bool, Failure> {
    if a.of_type() != b.of_type() {
        return Ok(false);
    }
    Ok(match (a, b) {
        (Val::Nil, Val::Nil) | (Val::NilPointer(_), Val::NilPointer(_)) => true,
        (Val::Bool(a), Val::Bool(b)) => a == b,
        (Val::Integer(a), Val::Integer(b)) => a == b,
        (Val::Float(a), Val::Float(b)) => a == b,
        (Val::Text(a), Val::Text(b)) | (Val::StatusCode(a), Val::StatusCode(b)) => a == b,
        (Val::TextPointer(a), Val::TextPointer(b)) => a == b,
        (Val::Span(a), Val::Span(b)) => a == b,
        (Val::Moment(a), Val::Moment(b)) => a == b,
        (Val::Zone(a), Val::Zone(b)) | (Val::Location(a), Val::Location(b)) => a == b,
        (Val::Message(a), Val::Message(b)) => a == b,
        (Val::Series(a), Val::Series(b)) => core::ptr::eq(*a, *b) || a == b,
        (Val::List(a), Val::List(b)) => {
            if a.is_nil() != b.is_nil() {
                return Ok(false);
            }
            return if same_list(a, b) { Ok(true) } else { lists(a, b, depth, meter, strictly) };
        }
        (Val::Map(a), Val::Map(b)) => return maps(a, b, depth, meter),
        // Functions are equal to nothing.
        (Val::Function(Function::Environment(_) | Function::Method(_) | Function::Given(_)), _) => false,
        _ => false,
    })
}

/// The same elements at the same place are equal, whatever they are.
fn same_list(a: &List<'_>, b: &List<'_>) -> bool {
    match (a, b) {
        (List::Values(a), List::Values(b)) => core::ptr::eq(*a, *b),
        (List::Made(a, from), List::Made(b, to)) => alloc::rc::Rc::ptr_eq(a, b) && from == to,
        (List::Floats(a), List::Floats(b)) => core::ptr::eq(*a, *b),
        (List::Rows(a), List::Rows(b)) => core::ptr::eq(*a, *b),
        (List::AllSeries(a), List::AllSeries(b)) => core::ptr::eq(*a, *b),
        _ => false,
    }
}

fn maps(a: &Mapping<'_>, b: &Mapping<'_>, depth: usize, meter: &mut Meter) -> Result<bool, Failure> {
    match (a, b) {
        (Mapping::Given(a), Mapping::Given(b)) | (Mapping::Row(a), Mapping::Row(b))
            if core::ptr::eq(*a, *b) =>
        {
            return Ok(true);
        }
        (Mapping::Made(a), Mapping::Made(b)) if alloc::rc::Rc::ptr_eq(a, b) => return Ok(true),
        (Mapping::Environment(_), Mapping::Environment(_)) => return Ok(true),
        _ => {}
    }
    if a.is_nil() != b.is_nil() || a.len() != b.len() {
        return Ok(false);
    }
    if MAX_DEPTH < depth {
        return Err(Failure::too_deep());
    }
    for (key, value) in a.entries() {
        meter.step(1)?;
        let other = match &key {
            Val::Text(name) if a.of_type().key() == Some(Type::Text) => b.by_name(name),
            key => match crate::condition::key::Key::reflected(key)? {
                Some(key) => b.by_key(&key),
                None => None,
            },
        };
        match other {
            Some(other) if strictly(&value, &other, depth + 1, meter)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}
