//! A list that is gone through.

use crate::condition::{
    key::Key,
    list::List,
    mapping::{Entries, Mapping},
    types::TypeKind,
    val::{Str, Val},
};
use alloc::{format, rc::Rc, vec::Vec};

use super::failure::Failure;

/// Where the going through a list is.
pub(super) struct Scope<'v> {
    pub(super) over: Over<'v>,
    pub(super) index: i64,
    pub(super) length: i64,
    pub(super) count: i64,
    pub(super) accumulator: Val<'v>,
    pub(super) collected: Collected<'v>,
}

/// What is gone through.
pub(super) enum Over<'v> {
    List(List<'v>),
    /// A text, by its bytes.
    Bytes(Str<'v>),
    /// A map: it has a length, but no elements.
    Map,
}

/// What `sortBy` and `groupBy` have collected so far.
pub(super) enum Collected<'v> {
    Nothing,
    Sorting { descending: bool, items: Vec<Val<'v>>, values: Vec<Val<'v>> },
    Groups(Groups<'v>),
}

/// Elements by keys, in the order of the keys' first elements.
#[derive(Default)]
pub(super) struct Groups<'v> {
    keys: Vec<(Val<'v>, Option<Key>)>,
    items: Vec<Vec<Val<'v>>>,
    places: alloc::collections::BTreeMap<Key, usize>,
}

impl<'v> Groups<'v> {
    pub(super) fn add(&mut self, key: Val<'v>, item: Val<'v>) -> Result<(), Failure> {
        let by = Key::of(&key).map_err(|of| format!("hash of unhashable type: {of}"))?;
        if let Some(place) = by.as_ref().and_then(|by| self.places.get(by))
            && let Some(items) = self.items.get_mut(*place)
        {
            items.push(item);
            return Ok(());
        }
        if let Some(by) = &by {
            self.places.insert(by.clone(), self.items.len());
        }
        self.keys.push((key, by));
        self.items.push([item].into());
        Ok(())
    }

    fn into_map(self) -> Val<'v> {
        let mut entries = Entries::default();
        for ((key, by), items) in self.keys.into_iter().zip(self.items) {
            entries.set(key, by, Val::List(List::made(items)));
        }
        Val::Map(Mapping::Groups(Rc::new(entries)))
    }
}

impl<'v> Scope<'v> {
    /// Begins to go through a value.
    pub(super) fn begin(value: Val<'v>) -> Result<Self, Failure> {
        let (over, length) = match value {
            Val::List(list) => {
                let length = list.len();
                (Over::List(list), length)
            }
            Val::Text(text) | Val::StatusCode(text) => {
                let length = text.len();
                (Over::Bytes(text), length)
            }
            Val::Map(map) => (Over::Map, map.len()),
            other => {
                let kind = other.kind().map_or("zero", TypeKind::name);
                return Err(format!("reflect: call of reflect.Value.Len on {kind} Value").into());
            }
        };
        Ok(Self {
            over,
            index: 0,
            length: i64::try_from(length).unwrap_or(i64::MAX),
            count: 0,
            accumulator: Val::Nil,
            collected: Collected::Nothing,
        })
    }

    /// The element it is at.
    pub(super) fn element(&self) -> Result<Val<'v>, Failure> {
        let index = usize::try_from(self.index).unwrap_or(usize::MAX);
        let element = match &self.over {
            Over::List(list) => list.get(index),
            Over::Bytes(bytes) => bytes.get(index).map(|byte| Val::byte(*byte)),
            Over::Map => return Err("reflect: call of reflect.Value.Index on map Value".into()),
        };
        element.ok_or_else(|| "reflect: slice index out of range".into())
    }

    /// The accumulator, or what was collected in its place.
    pub(super) fn outcome(&mut self) -> Val<'v> {
        match core::mem::replace(&mut self.collected, Collected::Nothing) {
            Collected::Groups(groups) => groups.into_map(),
            other => {
                self.collected = other;
                self.accumulator.clone()
            }
        }
    }
}
