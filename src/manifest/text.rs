//! From a document to its JSON text, as Go writes it.

use super::{
    fault::{Fault, not_finite, too_deep},
    nodes::{Content, Field, Nodes},
    scalar::Scalar,
};
use crate::{diagnostic::Location, json};
use alloc::{
    borrow::Cow,
    collections::btree_map,
    string::{String, ToString},
    vec::Vec,
};
use core::slice;

/// What remains of a list or map that is being written.
enum Open<'a> {
    List(slice::Iter<'a, usize>),
    Map(btree_map::IntoIter<Cow<'a, [u8]>, Field>),
}

/// The JSON text of a document, if it is not nested deeper than this.
pub(super) fn text(nodes: &Nodes, limit: usize) -> Result<String, Fault> {
    let mut text = String::new();
    let mut open = Vec::new();
    let mut place = 0;
    loop {
        let at = nodes.at(place);
        let opened = match nodes.content(place) {
            Content::Scalar(scalar) => {
                write_scalar(scalar, at, &mut text)?;
                None
            }
            Content::List(items) => Some(Open::List(items.iter())),
            Content::Map(fields) => Some(Open::Map(nodes.named(fields)?.into_iter())),
            Content::Alias(_) | Content::Open => None,
        };
        if let Some(opened) = opened {
            if open.len() == limit {
                return Err(too_deep(limit, at));
            }
            text.push(if matches!(opened, Open::List(_)) { '[' } else { '{' });
            open.push(opened);
        }
        match next(&mut open, &mut text) {
            Some(next) => place = next,
            None => return Ok(text),
        }
    }
}

/// What is to be written next, after the ends of all that has ended, a comma and the key.
fn next(open: &mut Vec<Open<'_>>, text: &mut String) -> Option<usize> {
    loop {
        let is_first = text.ends_with(['[', '{']);
        let (next, end) = match open.last_mut()? {
            Open::List(items) => (items.next().map(|item| (None, *item)), ']'),
            Open::Map(fields) => (fields.next().map(|(name, field)| (Some(name), field.value)), '}'),
        };
        let Some((name, place)) = next else {
            text.push(end);
            open.pop();
            continue;
        };
        if !is_first {
            text.push(',');
        }
        if let Some(name) = name {
            write_string(&name, text);
            text.push(':');
        }
        return Some(place);
    }
}

fn write_scalar(scalar: &Scalar, at: Location, text: &mut String) -> Result<(), Fault> {
    match scalar {
        Scalar::Null => text.push_str("null"),
        Scalar::Bool(bool) => text.push_str(if *bool { "true" } else { "false" }),
        Scalar::Int(int) => text.push_str(&int.to_string()),
        Scalar::Large(large) => text.push_str(&large.to_string()),
        Scalar::Float(float) if float.is_finite() => text.push_str(&json::float_text(*float)),
        Scalar::Float(_) => return Err(not_finite(at)),
        Scalar::Text(bytes) => write_string(bytes, text),
    }
    Ok(())
}

/// Go writes a byte that is not UTF-8 as an escape, and the character that stands for it in a text as it is.
fn write_string(bytes: &[u8], text: &mut String) {
    text.push('"');
    for chunk in bytes.utf8_chunks() {
        json::write_escaped(chunk.valid(), text);
        for _ in chunk.invalid() {
            text.push_str("\\ufffd");
        }
    }
    text.push('"');
}
