//! From a document to its value, and where each part of it stands.

use super::{
    fault::{Fault, not_finite, too_deep},
    nodes::{Content, Nodes},
    place::{Inside, Place},
    scalar::{self, Scalar},
};
use crate::diagnostic::Location;
use alloc::{collections::BTreeMap, vec::Vec};
use serde_json::{Map, Number, Value};

/// The deepest nesting of a value (`D-002`): it must be safe to walk and to drop by recursion.
const DEPTH: usize = 200;

/// The value of a document, and its places.
pub(super) fn value(nodes: &Nodes) -> Result<(Value, Place), Fault> {
    within(DEPTH, nodes, 0)
}

/// The value of a node in which lists and maps are nested so deep at most.
fn within(depth: usize, nodes: &Nodes, place: usize) -> Result<(Value, Place), Fault> {
    let at = nodes.at(place);
    let inner = || depth.checked_sub(1).ok_or_else(|| too_deep(DEPTH, at));
    let (value, inside) = match nodes.content(place) {
        Content::Scalar(scalar) => (leaf(scalar, at)?, Inside::Nothing),
        Content::List(items) => {
            let inner = inner()?;
            let (mut values, mut places) = (Vec::new(), Vec::new());
            for item in items {
                let (value, place) = within(inner, nodes, *item)?;
                values.push(value);
                places.push(place);
            }
            (Value::Array(values), Inside::Items(places))
        }
        Content::Map(fields) => {
            let inner = inner()?;
            let (mut values, mut places) = (Map::new(), BTreeMap::new());
            for (name, field) in nodes.named(fields)? {
                let name = scalar::text(&name);
                let (value, place) = within(inner, nodes, field.value)?;
                places.insert(name.clone(), (nodes.at(field.key), place));
                values.insert(name, value);
            }
            (Value::Object(values), Inside::Fields(places))
        }
        Content::Alias(_) | Content::Open => (Value::Null, Inside::Nothing),
    };
    Ok((value, Place { at, inside }))
}

fn leaf(scalar: &Scalar, at: Location) -> Result<Value, Fault> {
    Ok(match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(bool) => Value::Bool(*bool),
        Scalar::Int(int) => Value::Number((*int).into()),
        Scalar::Large(large) => Value::Number((*large).into()),
        Scalar::Float(float) => Value::Number(Number::from_f64(*float).ok_or_else(|| not_finite(at))?),
        Scalar::Text(bytes) => Value::String(scalar::text(bytes)),
    })
}
