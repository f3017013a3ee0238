//! Maps by names.

use super::{text::Text, value::Value};
use alloc::{string::String, vec::Vec};

/// Values by names, in the order of the names' bytes.
///
/// ```
/// use gradual::condition::{Map, Value};
///
/// let map: Map = [("b", Value::Nil), ("a", Value::Bool(true))].into_iter().collect();
/// assert_eq!(map.get("a"), Some(&Value::Bool(true)));
/// assert_eq!(map.get("c"), None);
/// assert_eq!(map.entries().len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Sorted by name, without duplicates.
    entries: Vec<(Text, Value)>,
}

impl Map {
    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.get_bytes(name.as_bytes())
    }

    /// All entries, sorted by the bytes of their names.
    pub fn entries(&self) -> &[(Text, Value)] {
        &self.entries
    }

    /// The value of the name with these bytes.
    pub(super) fn get_bytes(&self, name: &[u8]) -> Option<&Value> {
        if self.entries.len() <= FEW {
            // Looking at the lengths first beats searching.
            let found = self.entries.iter().find(|(known, _)| known.as_bytes() == name);
            return found.map(|(_, value)| value);
        }
        let at = self.entries.binary_search_by(|(known, _)| known.as_bytes().cmp(name)).ok()?;
        self.entries.get(at).map(|(_, value)| value)
    }
}

/// Up to so many entries are looked through one by one.
const FEW: usize = 8;

/// Of equal names the last counts.
impl<N: Into<Text>, V: Into<Value>> FromIterator<(N, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let mut all: Vec<(Text, Value)> =
            entries.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        // A stable sort leaves the last of equal names last.
        let mut kept: Vec<(Text, Value)> = Vec::with_capacity(all.len());
        for entry in all {
            match kept.last_mut() {
                Some(last) if last.0 == entry.0 => *last = entry,
                _ => kept.push(entry),
            }
        }
        Self { entries: kept }
    }
}

impl From<serde_json::Map<String, serde_json::Value>> for Map {
    fn from(members: serde_json::Map<String, serde_json::Value>) -> Self {
        members.into_iter().collect()
    }
}
