//! Writes a changed object over the one that was read, so that what was not changed stands as it was written.

use super::schema::{self, Kind};
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use serde_json::{Map, Value};

/// `now` as JSON, taking from `source` every part that means in `now` what it meant when it was read.
///
/// `before` is the plain form of `source`, `now` the plain form of what is to be written.
pub(super) fn merge(kind: &Kind, source: &Value, before: &Value, now: Value) -> Value {
    if *before == now {
        return source.clone();
    }
    match (kind, source, before, now) {
        (
            Kind::Object(_) | Kind::Map(_),
            Value::Object(source),
            Value::Object(before),
            Value::Object(now),
        ) => Value::Object(merge_members(kind, source, before, now)),
        (Kind::List(element), Value::Array(source), Value::Array(before), Value::Array(now)) => {
            Value::Array(merge_items(element, source, before, now))
        }
        (_, _, _, now) => now,
    }
}

fn merge_members(
    kind: &Kind,
    source: &Map<String, Value>,
    before: &Map<String, Value>,
    mut now: Map<String, Value>,
) -> Map<String, Value> {
    let mut merged = Map::new();
    for (key, value) in source {
        let (name, kind) = member(kind, key);
        match (before.get(name), now.get(name)) {
            // Null, or of a wrong type, and still not there.
            (None, None) => {
                merged.insert(key.clone(), value.clone());
            }
            // Taken out.
            (Some(_), None) => {}
            (before, Some(now)) => {
                let before = before.unwrap_or(&Value::Null);
                merged.insert(key.clone(), merge(&kind, value, before, now.clone()));
            }
        }
    }
    for key in source.keys() {
        now.remove(member(kind, key).0);
    }
    // What is left was not in the source. It is new, unless it is a default that upstream always writes.
    merged.extend(now.into_iter().filter(|(name, value)| before.get(name) != Some(value)));
    merged
}

/// The name that a key is read as, and what its value is.
fn member<'k>(kind: &Kind, key: &'k str) -> (&'k str, Kind) {
    match kind {
        Kind::Object(fields) => match schema::find(fields, key) {
            Some(field) => (field.name, field.kind),
            None => (key, Kind::Any),
        },
        Kind::Map(element) => (key, **element),
        _ => (key, Kind::Any),
    }
}

/// Elements in their places if there are as many as before; otherwise those that are equal keep their form.
fn merge_items(element: &Kind, source: &[Value], before: &[Value], now: Vec<Value>) -> Vec<Value> {
    if source.len() == before.len() && before.len() == now.len() {
        let sources = source.iter().zip(before);
        return sources.zip(now).map(|((source, before), now)| merge(element, source, before, now)).collect();
    }
    let mut left: Vec<_> = source.iter().zip(before).collect();
    let mut form_of = |now: Value| match left.iter().position(|(_, before)| **before == now) {
        Some(at) => left.remove(at).0.to_owned(),
        None => now,
    };
    now.into_iter().map(&mut form_of).collect()
}
