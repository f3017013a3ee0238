//! `split` and `replace`.

use super::{Builtin, call::Arguments, search::Search};
use crate::condition::{
    list::List,
    run::{Failure, to_int},
    types::Type,
    val::{Str, Val},
};
use alloc::{format, vec::Vec};

/// Into at most so many parts; without a number into all.
pub(super) fn split<'v>(builtin: Builtin, arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let (name, count) = (builtin.name(), arguments.len());
    if count != 2 && count != 3 {
        return Err(format!("invalid number of arguments for {name} (expected 2 or 3, got {count})").into());
    }
    let (text, separator) = (arguments.text(0)?.clone(), arguments.text(1)?.clone());
    let most = if count == 3 { to_int(arguments.get(2)?)? } else { -1 };
    arguments.meter.produce(text.len() + separator.len())?;
    if most == 0 {
        return Ok(Val::List(List::Nil(Type::Texts)));
    }
    // Fewer than none are all.
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let parts = if separator.is_empty() {
        letters(&text, most)
    } else {
        let kept = if builtin == Builtin::SplitAfter { separator.len() } else { 0 };
        parts(&text, &separator, kept, most)
    };
    Ok(Val::List(List::texts(parts)))
}

fn parts<'v>(text: &Str<'v>, separator: &[u8], kept: usize, most: usize) -> Vec<Str<'v>> {
    let search = Search::new(separator);
    let (mut parts, mut start) = (Vec::new(), 0);
    while parts.len() + 1 < most
        && let Some(at) = search.find(text, start)
    {
        parts.push(text.slice(start..at + kept));
        start = at + separator.len();
    }
    parts.push(text.slice(start..text.len()));
    parts
}

/// Letter by letter; the last part has the rest.
fn letters<'v>(text: &Str<'v>, most: usize) -> Vec<Str<'v>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for length in letter_lengths(text) {
        if parts.len() + 1 == most {
            parts.push(text.slice(start..text.len()));
            break;
        }
        parts.push(text.slice(start..start + length));
        start += length;
    }
    parts
}

/// The length of each letter; each byte that is no UTF-8 is one.
fn letter_lengths(text: &[u8]) -> Vec<usize> {
    let chunk = |chunk: core::str::Utf8Chunk<'_>| {
        let valid: Vec<usize> = chunk.valid().chars().map(char::len_utf8).collect();
        valid.into_iter().chain(chunk.invalid().iter().map(|_| 1).collect::<Vec<_>>())
    };
    text.utf8_chunks().flat_map(chunk).collect()
}

pub(super) fn replace<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let count = arguments.len();
    if count != 3 && count != 4 {
        return Err(format!("invalid number of arguments for replace (expected 3 or 4, got {count})").into());
    }
    let (text, old, new) =
        (arguments.text(0)?.clone(), arguments.text(1)?.clone(), arguments.text(2)?.clone());
    let most = if count == 4 { to_int(arguments.get(3)?)? } else { -1 };
    if old == new || most == 0 {
        return Ok(Val::Text(text));
    }
    arguments.meter.step(text.len() + old.len())?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let places = places(&text, &old, most);
    arguments.meter.produce(text.len().saturating_add(places.len().saturating_mul(new.len())))?;
    let (mut replaced, mut start) = (Vec::new(), 0);
    for at in places {
        replaced.extend_from_slice(&text.slice(start..at));
        replaced.extend_from_slice(&new);
        start = at + old.len();
    }
    replaced.extend_from_slice(&text.slice(start..text.len()));
    Ok(Val::made_text(replaced))
}

/// Where the old text is; the empty one is before each letter and at the end.
fn places(text: &[u8], old: &[u8], most: usize) -> Vec<usize> {
    if old.is_empty() {
        let mut places = Vec::from([0]);
        for length in letter_lengths(text) {
            places.push(places.last().copied().unwrap_or(0) + length);
        }
        places.truncate(most);
        return places;
    }
    let search = Search::new(old);
    let (mut places, mut start) = (Vec::new(), 0);
    while places.len() < most
        && let Some(at) = search.find(text, start)
    {
        places.push(at);
        start = at + old.len();
    }
    places
}
