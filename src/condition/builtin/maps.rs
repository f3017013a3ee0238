//! Functions of maps.

use super::call::Arguments;
use crate::condition::{
    format::{key_order, shown, shown_as_text},
    key::Key,
    list::List,
    mapping::{Entries, Mapping},
    run::Failure,
    val::Val,
};
use alloc::{format, rc::Rc, vec::Vec};

/// The entries of the map that is the one argument, in the order of its keys; upstream's order is arbitrary.
fn entries<'v>(
    arguments: &mut Arguments<'v, '_>,
    otherwise: impl Fn(&str) -> alloc::string::String,
) -> Result<Vec<(Val<'v>, Val<'v>)>, Failure> {
    match arguments.only()? {
        Val::Map(map) => {
            let mut entries = map.entries();
            arguments.meter.produce(entries.len())?;
            entries.sort_by(|(a, _), (b, _)| key_order(a, b));
            Ok(entries)
        }
        other => Err(otherwise(other.kind_name()).into()),
    }
}

pub(super) fn keys<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let entries = entries(arguments, |kind| format!("cannot get keys from {kind}"))?;
    Ok(Val::List(List::made(entries.into_iter().map(|(key, _)| key).collect())))
}

pub(super) fn values<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let entries = entries(arguments, |kind| format!("cannot get values from {kind}"))?;
    Ok(Val::List(List::made(entries.into_iter().map(|(_, value)| value).collect())))
}

pub(super) fn to_pairs<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let entries = entries(arguments, |kind| format!("cannot transform {kind} to pairs"))?;
    Ok(Val::List(List::pairs(entries)))
}

pub(super) fn from_pairs<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let list = match arguments.only()? {
        Val::List(list) => list.clone(),
        other => return Err(format!("cannot transform {} from pairs", shown_as_text(other)).into()),
    };
    let mut entries = Entries::default();
    for pair in list.iter() {
        arguments.meter.produce(1)?;
        let Val::List(pair) = &pair else {
            return Err(format!("invalid pair {}", shown(&pair)).into());
        };
        let (Some(key), Some(value), 2) = (pair.get(0), pair.get(1), pair.len()) else {
            return Err(format!("invalid pair length {}", shown(&Val::List(pair.clone()))).into());
        };
        let by = Key::reflected(&key)?;
        entries.set(key, by, value);
    }
    Ok(Val::Map(Mapping::Entries(Rc::new(entries))))
}
