//! Maps while an expression is evaluated.

use super::{
    environment,
    key::Key,
    list::{List, drop_deep},
    map::Map,
    text::Text,
    types::Type,
    val::{Str, Val},
    value::Value,
};
use alloc::{collections::BTreeMap, rc::Rc, vec::Vec};

/// A map of one of Go's types.
#[derive(Clone, Debug)]
pub(super) enum Mapping<'v> {
    /// A nil of such a type.
    Nil(Type),
    /// `map[string]any`, given.
    Given(&'v Map),
    /// A row of New Relic.
    Row(&'v Map),
    /// `map[string]any`, made.
    Made(Rc<Members<'v>>),
    /// The environment of the condition, with its result.
    Environment(&'v Value),
    /// `map[any]any`.
    Entries(Rc<Entries<'v>>),
    EntriesGiven(&'v [(Value, Value)]),
    /// `map[any][]any`.
    Groups(Rc<Entries<'v>>),
    GroupsGiven(&'v [(Value, Vec<Value>)]),
    /// A constant set of integers, sorted.
    Integers(&'v [i64]),
    /// A constant set of texts, sorted.
    Texts(&'v [Text]),
}

/// Values by names.
#[derive(Debug, Default)]
pub(super) struct Members<'v> {
    pub(super) members: BTreeMap<Str<'v>, Val<'v>>,
}

/// Values by anything, in the order in which the keys came.
#[derive(Debug, Default)]
pub(super) struct Entries<'v> {
    entries: Vec<(Val<'v>, Val<'v>)>,
    places: BTreeMap<Key, usize>,
}

impl Drop for Members<'_> {
    fn drop(&mut self) {
        if self.members.values().any(Val::is_container) {
            drop_deep(core::mem::take(&mut self.members).into_values().collect());
        }
    }
}

impl Drop for Entries<'_> {
    fn drop(&mut self) {
        if self.entries.iter().any(|(_, value)| value.is_container()) {
            let entries = core::mem::take(&mut self.entries);
            drop_deep(entries.into_iter().flat_map(|(key, value)| [key, value]).collect());
        }
    }
}

impl<'v> Entries<'v> {
    /// Sets the value of a key. Keys that are equal to none, not even to themselves, are always new.
    pub(super) fn set(&mut self, key: Val<'v>, by: Option<Key>, value: Val<'v>) {
        if let Some(by) = &by
            && let Some(place) = self.places.get(by)
            && let Some(entry) = self.entries.get_mut(*place)
        {
            entry.1 = value;
            return;
        }
        if let Some(by) = by {
            self.places.insert(by, self.entries.len());
        }
        self.entries.push((key, value));
    }

    pub(super) fn get(&self, by: &Key) -> Option<&Val<'v>> {
        self.entries.get(*self.places.get(by)?).map(|(_, value)| value)
    }
}

impl<'v> Mapping<'v> {
    pub(super) fn of_type(&self) -> Type {
        match self {
            Self::Nil(of) => *of,
            Self::Given(_) | Self::Made(_) | Self::Environment(_) => Type::Map,
            Self::Row(_) => Type::Row,
            Self::Entries(_) | Self::EntriesGiven(_) => Type::Entries,
            Self::Groups(_) | Self::GroupsGiven(_) => Type::Groups,
            Self::Integers(_) => Type::IntegerSet,
            Self::Texts(_) => Type::TextSet,
        }
    }

    pub(super) fn is_nil(&self) -> bool {
        matches!(self, Self::Nil(_))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Nil(_) => 0,
            Self::Given(map) | Self::Row(map) => map.entries().len(),
            Self::Made(made) => made.members.len(),
            Self::Environment(_) => environment::NAMES.len(),
            Self::Entries(entries) | Self::Groups(entries) => entries.entries.len(),
            Self::EntriesGiven(entries) => entries.len(),
            Self::GroupsGiven(groups) => groups.len(),
            Self::Integers(integers) => integers.len(),
            Self::Texts(texts) => texts.len(),
        }
    }

    /// The value of a name, in a map by names.
    pub(super) fn by_name(&self, name: &[u8]) -> Option<Val<'v>> {
        match self {
            Self::Given(map) | Self::Row(map) => map.get_bytes(name).map(Val::of),
            Self::Made(made) => made.members.get(name).cloned(),
            Self::Environment(result) => {
                environment::Name::of(name).map(|name| Val::of_environment(name, result))
            }
            Self::Texts(texts) => {
                texts.binary_search_by(|text| text.as_bytes().cmp(name)).ok().map(|_| Val::Bool(true))
            }
            _ => None,
        }
    }

    /// The value of a key, in a map by anything.
    pub(super) fn by_key(&self, key: &Key) -> Option<Val<'v>> {
        match self {
            Self::Entries(entries) | Self::Groups(entries) => entries.get(key).cloned(),
            Self::EntriesGiven(entries) => {
                let found = entries.iter().find(|(known, _)| Key::of_value(known).as_ref() == Some(key));
                found.map(|(_, value)| Val::of(value))
            }
            Self::GroupsGiven(groups) => {
                let found = groups.iter().find(|(known, _)| Key::of_value(known).as_ref() == Some(key));
                found.map(|(_, values)| Val::List(List::Values(values)))
            }
            _ => None,
        }
    }

    /// Whether an integer is in a set of them.
    pub(super) fn has_integer(&self, integer: i64) -> bool {
        matches!(self, Self::Integers(integers) if integers.binary_search(&integer).is_ok())
    }

    /// All keys and values.
    pub(super) fn entries(&self) -> Vec<(Val<'v>, Val<'v>)> {
        match self {
            Self::Nil(_) => Vec::new(),
            Self::Given(map) | Self::Row(map) => {
                let text = |text: &'v Text| Val::Text(Str::Given(text.as_bytes()));
                map.entries().iter().map(|(name, value)| (text(name), Val::of(value))).collect()
            }
            Self::Made(made) => {
                made.members.iter().map(|(name, value)| (Val::Text(name.clone()), value.clone())).collect()
            }
            Self::Environment(result) => environment::NAMES
                .into_iter()
                .map(|name| {
                    let text = Val::Text(Str::Given(name.text().as_bytes()));
                    (text, Val::of_environment(name, result))
                })
                .collect(),
            Self::Entries(entries) | Self::Groups(entries) => entries.entries.clone(),
            Self::EntriesGiven(entries) => {
                entries.iter().map(|(key, value)| (Val::of(key), Val::of(value))).collect()
            }
            Self::GroupsGiven(groups) => {
                groups.iter().map(|(key, values)| (Val::of(key), Val::List(List::Values(values)))).collect()
            }
            Self::Integers(integers) => {
                integers.iter().map(|integer| (Val::int(*integer), Val::Nil)).collect()
            }
            Self::Texts(texts) => {
                texts.iter().map(|text| (Val::Text(Str::Given(text.as_bytes())), Val::Nil)).collect()
            }
        }
    }

    /// Gives up what only this map holds.
    pub(super) fn take_apart(self, left: &mut Vec<Val<'v>>) {
        match self {
            Self::Made(made) => {
                if let Some(mut made) = Rc::into_inner(made) {
                    left.extend(core::mem::take(&mut made.members).into_values());
                }
            }
            Self::Entries(entries) | Self::Groups(entries) => {
                if let Some(mut entries) = Rc::into_inner(entries) {
                    let entries = core::mem::take(&mut entries.entries);
                    left.extend(entries.into_iter().flat_map(|(key, value)| [key, value]));
                }
            }
            _ => {}
        }
    }
}
