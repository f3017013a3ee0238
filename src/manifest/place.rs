//! Where each value of a document stands.

use crate::diagnostic::{Location, Path, PathStep};
use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// A value's place in the text, and those of what it contains.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) at: Location,
    pub(super) inside: Inside,
}

/// The places inside a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inside {
    Nothing,
    Items(Vec<Place>),
    /// By the field's name: where the key stands, and the value.
    Fields(BTreeMap<String, (Location, Place)>),
}

/// What a path leads to.
pub(super) struct Found {
    /// The key of the last step, if it is a field.
    pub(super) key: Option<Location>,
    /// The value.
    pub(super) value: Location,
    /// How many steps of the path exist.
    pub(super) steps: usize,
}

impl Place {
    /// Follows a path as far as it exists.
    pub(super) fn follow(&self, path: &Path) -> Found {
        let mut found = Found { key: None, value: self.at, steps: 0 };
        let mut here = self;
        for step in path.steps() {
            let next = match (&here.inside, step) {
                (Inside::Items(items), PathStep::Index(index)) => items.get(*index).map(|item| (None, item)),
                (Inside::Fields(fields), PathStep::Field(name)) => {
                    fields.get(name).map(|(key, value)| (Some(*key), value))
                }
                _ => None,
            };
            let Some((key, value)) = next else { break };
            here = value;
            found = Found { key, value: value.at, steps: found.steps.saturating_add(1) };
        }
        found
    }
}
