//! Functions of texts: Go's `strings`.

use super::{
    Builtin,
    call::Arguments,
    search::{index_of as first_index_of, last_index_of},
};
use crate::condition::{
    list::List,
    run::{Failure, to_int},
    val::{Str, Val},
};
use alloc::{format, string::String, vec::Vec};

pub(super) fn trim<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let count = arguments.len();
    if count != 1 && count != 2 {
        return Err(format!("invalid number of arguments for trim (expected 1 or 2, got {count})").into());
    }
    let text = arguments.text(0)?;
    let cut: Option<String> = match count {
        2 => Some(arguments.text(1)?.shown()),
        _ => None,
    };
    let trims = |c: char| cut.as_ref().map_or_else(|| c.is_whitespace(), |cut| cut.contains(c));
    let letters = letters_of(text);
    let cut_length = |letters: &mut dyn Iterator<Item = &(char, usize)>| -> usize {
        letters.take_while(|(letter, _)| trims(*letter)).map(|(_, length)| length).sum()
    };
    let start = cut_length(&mut letters.iter());
    let end = text.len() - cut_length(&mut letters.iter().rev());
    let range = start.min(end)..end;
    Ok(Val::Text(text.slice(range)))
}

/// Letters and their lengths; each byte that is no UTF-8 is a replacement character.
fn letters_of(text: &[u8]) -> Vec<(char, usize)> {
    let mut letters = Vec::new();
    for chunk in text.utf8_chunks() {
        letters.extend(chunk.valid().chars().map(|letter| (letter, letter.len_utf8())));
        letters.extend(chunk.invalid().iter().map(|_| (char::REPLACEMENT_CHARACTER, 1)));
    }
    letters
}

pub(super) fn trim_prefix<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let (text, prefix) = text_and_affix(arguments)?;
    let start = if text.starts_with(prefix) { prefix.len() } else { 0 };
    Ok(Val::Text(text.slice(start..text.len())))
}

pub(super) fn trim_suffix<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let (text, suffix) = text_and_affix(arguments)?;
    let end = if text.ends_with(suffix) { text.len() - suffix.len() } else { text.len() };
    Ok(Val::Text(text.slice(0..end)))
}

/// A text, and what is cut off it: a blank if nothing is said.
fn text_and_affix<'a, 'v>(arguments: &'a Arguments<'v, '_>) -> Result<(&'a Str<'v>, &'a [u8]), Failure> {
    let affix = if arguments.len() == 2 { &**arguments.text(1)? } else { b" " };
    Ok((arguments.text(0)?, affix))
}

pub(super) fn has_prefix<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    Ok(Val::Bool(arguments.text(0)?.starts_with(arguments.text(1)?)))
}

pub(super) fn has_suffix<'v>(arguments: &Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    Ok(Val::Bool(arguments.text(0)?.ends_with(arguments.text(1)?)))
}

pub(super) fn upper<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    mapped(arguments, |c| {
        let simple = match c {
            // Letters whose simple capital is not the one that stands alone.
            '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => Some(8),
            '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => Some(9),
            _ => None,
        };
        match simple {
            Some(distance) => char::from_u32(u32::from(c) + distance).unwrap_or(c),
            None => only(c.to_uppercase()).unwrap_or(c),
        }
    })
}

pub(super) fn lower<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    mapped(arguments, |c| if c == '\u{130}' { 'i' } else { only(c.to_lowercase()).unwrap_or(c) })
}

fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// Letter by letter; what is no UTF-8 becomes a replacement character.
fn mapped<'v>(arguments: &mut Arguments<'v, '_>, letter: fn(char) -> char) -> Result<Val<'v>, Failure> {
    let text = arguments.text(0)?.clone();
    arguments.meter.produce(text.len())?;
    let mut mapped = String::with_capacity(text.len());
    for chunk in text.utf8_chunks() {
        mapped.extend(chunk.valid().chars().map(letter));
        mapped.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Ok(Val::made_text(mapped.into_bytes()))
}

pub(super) fn repeat<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let text = arguments.text(0)?.clone();
    let count = to_int(arguments.get(1)?)?;
    let Ok(times) = usize::try_from(count) else {
        return Err(format!("invalid argument for repeat (expected positive integer, got {count})").into());
    };
    if 1_000_000 < times {
        return Err("memory budget exceeded".into());
    }
    // The budget is asked before the text is made.
    let size = text.len().saturating_mul(times);
    arguments.meter.grow(size)?;
    Ok(Val::made_text(text.repeat(times)))
}

pub(super) fn join<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let glue = if arguments.len() == 2 { arguments.text(1)?.clone() } else { Str::Given(b"") };
    let list = match arguments.get(0)? {
        Val::List(
            list @ (List::Values(_) | List::Made(..) | List::Texts(_) | List::TextsMade(..) | List::Nil(_)),
        ) => list.clone(),
        other => {
            let of = if matches!(other, Val::Nil) { "%!s(<nil>)" } else { other.type_name() };
            return Err(format!("invalid argument for join (type {of})").into());
        }
    };
    let mut joined: Vec<u8> = Vec::new();
    for (at, item) in list.iter().enumerate() {
        let text = match &item {
            Val::Text(text) => text,
            other => return Err(Failure::conversion(other, "string")),
        };
        arguments.meter.produce(glue.len() + text.len())?;
        if 0 < at {
            joined.extend_from_slice(&glue);
        }
        joined.extend_from_slice(text);
    }
    Ok(Val::made_text(joined))
}

/// In bytes; -1 if it is not there.
pub(super) fn index_of<'v>(builtin: Builtin, arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let (within, needle) = (arguments.text(0)?.clone(), arguments.text(1)?.clone());
    arguments.meter.step(within.len() + needle.len())?;
    let found = match builtin {
        Builtin::IndexOf => first_index_of(&within, &needle),
        _ => last_index_of(&within, &needle),
    };
    Ok(found.map_or(Val::int(-1), Val::count))
}
