//! Values that are handed out.

use super::{
    limits::MAX_DEPTH,
    list::List,
    mapping::Mapping,
    types::Type,
    val::{Function, Val},
    value::{NilType, Value},
};
use alloc::{boxed::Box, vec::Vec};

/// A value of its own; nothing if it nests too deeply.
pub(super) fn give(value: &Val<'_>, depth: usize) -> Option<Value> {
    if MAX_DEPTH < depth {
        return None;
    }
    Some(match value {
        Val::Nil => Value::Nil,
        Val::NilPointer(Type::FloatPointer) => Value::NilOf(NilType::Float),
        Val::NilPointer(_) => Value::NilOf(NilType::Text),
        Val::Bool(yes) => Value::Bool(*yes),
        Val::Integer(integer) => Value::Integer(*integer),
        Val::Float(float) => Value::Float(*float),
        Val::Text(text) => Value::Text((**text).into()),
        Val::StatusCode(text) => Value::StatusCode((**text).into()),
        Val::TextPointer(text) => Value::Pointer(Box::new(Value::Text((*text).clone()))),
        Val::Moment(moment) => Value::Moment((**moment).clone()),
        Val::Span(span) => Value::Span(*span),
        Val::Zone(zone) | Val::Location(zone) => Value::Zone((**zone).clone()),
        Val::Series(series) => Value::Series(Box::new((*series).clone())),
        Val::Message(message) => Value::Message(Box::new((*message).clone())),
        Val::Function(Function::Environment(name)) => {
            Value::Function(name.signature().map_or("func()", |signature| signature.text))
        }
        Val::Function(Function::Method(method)) => Value::Function(method.1.signature.bound),
        Val::Function(Function::Given(text)) => Value::Function(text),
        Val::List(list) => give_list(list, depth)?,
        Val::Map(map) => give_map(map, depth)?,
    })
}

fn give_all(list: &List<'_>, depth: usize) -> Option<Vec<Value>> {
    list.iter().map(|item| give(&item, depth + 1)).collect()
}

fn give_list(list: &List<'_>, depth: usize) -> Option<Value> {
    Some(match list {
        List::Nil(of) => Value::NilOf(match of {
            Type::Floats => NilType::Floats,
            Type::Texts => NilType::Texts,
            Type::Moments => NilType::Moments,
            Type::Messages => NilType::Messages,
            _ => NilType::List,
        }),
        List::Floats(floats) => Value::Floats(floats.to_vec()),
        List::Ints(ints) => Value::Ints(ints.to_vec()),
        List::Count { .. } => Value::Ints(
            list.iter()
                .map(|item| match item {
                    Val::Integer(integer) => integer.bits(),
                    _ => 0,
                })
                .collect(),
        ),
        List::Texts(texts) => Value::Texts(texts.to_vec()),
        List::TextsMade(texts, range) => {
            let texts = texts.get(range.clone()).unwrap_or_default();
            Value::Texts(texts.iter().map(|text| (**text).into()).collect())
        }
        List::Moments(moments) => Value::Moments(moments.to_vec()),
        List::Timestamps(times) => Value::Moments(times.iter().map(|time| (*time).into()).collect()),
        List::Rows(rows) => Value::Rows(rows.to_vec()),
        List::AllSeries(series) => Value::SeriesList(series.to_vec()),
        List::Messages(messages) => Value::Messages(messages.to_vec()),
        List::StatusCodes(codes) => {
            Value::List(codes.iter().map(|code| Value::StatusCode((*code).into())).collect())
        }
        List::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
        List::Pairs(..) | List::PairsGiven(_) => Value::Pairs(
            list.iter()
                .map(|pair| match pair {
                    Val::List(pair) => give_pair(&pair, depth + 1),
                    _ => None,
                })
                .collect::<Option<_>>()?,
        ),
        List::Pair(_) | List::PairGiven(_) => Value::Pair(Box::new(give_pair(list, depth)?)),
        List::Values(_) | List::Made(..) => Value::List(give_all(list, depth)?),
    })
}

fn give_pair(pair: &List<'_>, depth: usize) -> Option<(Value, Value)> {
    Some((give(&pair.get(0)?, depth + 1)?, give(&pair.get(1)?, depth + 1)?))
}

fn give_map(map: &Mapping<'_>, depth: usize) -> Option<Value> {
    let of = map.of_type();
    if map.is_nil() {
        return Some(Value::NilOf(NilType::Map));
    }
    let entries = map.entries().into_iter();
    let given = entries.map(|(key, value)| Some((give(&key, depth + 1)?, give(&value, depth + 1)?)));
    let given: Vec<(Value, Value)> = given.collect::<Option<_>>()?;
    let by_name = |given: Vec<(Value, Value)>| {
        given
            .into_iter()
            .filter_map(|(name, value)| match name {
                Value::Text(name) => Some((name, value)),
                _ => None,
            })
            .collect()
    };
    Some(match of {
        Type::Row => Value::Row(by_name(given)),
        Type::Entries => Value::Entries(given),
        Type::Groups => Value::Groups(
            given
                .into_iter()
                .map(|(key, value)| match value {
                    Value::List(items) => (key, items),
                    other => (key, [other].into()),
                })
                .collect(),
        ),
        _ => Value::Map(by_name(given)),
    })
}
