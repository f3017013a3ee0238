//! Stored state, read field by field: what cannot be read is kept as it was and named, and nothing is lost.

use crate::time::Timestamp;
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// A condition: one aspect of a stored status, and since when it is so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Condition {
    /// Its type, such as `Progressing`, `Available` or `InvalidSpec`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// The reason in one word.
    pub reason: String,
    /// The reason in a sentence.
    pub message: String,
    /// When it was last written.
    pub last_update_time: Option<Timestamp>,
    /// When its status last changed.
    pub last_transition_time: Option<Timestamp>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The fields of a stored object that are still to be read.
///
/// ```
/// use gradual::stored::Fields;
/// use serde_json::json;
///
/// let mut fields = Fields::of(json!({"phase": "Running", "startedAt": 7, "new": true}));
/// assert_eq!(fields.take::<String>("phase"), "Running");
/// assert_eq!(fields.take::<String>("startedAt"), "");
/// assert_eq!(fields.unreadable, ["startedAt"]);
/// assert_eq!(json!(fields.rest), json!({"startedAt": 7, "new": true}));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    /// What is not read, or cannot be.
    pub rest: Map<String, Value>,
    /// The fields that cannot be read.
    pub unreadable: Vec<String>,
}

impl Fields {
    /// The fields of this object; null has none. Anything else is one unreadable field without a name, kept as `status`.
    pub fn of(stored: Value) -> Self {
        match stored {
            Value::Object(rest) => Self { rest, unreadable: Vec::new() },
            Value::Null => Self::default(),
            other => {
                let rest = Map::from_iter([("status".to_owned(), other)]);
                Self { rest, unreadable: Vec::from(["".to_owned()]) }
            }
        }
    }

    /// Reads a field; absent and null read as its default, as Go has it.
    pub fn take<T: DeserializeOwned + Default>(&mut self, name: &str) -> T {
        let Some(value) = self.rest.remove(name) else {
            return T::default();
        };
        if value.is_null() {
            return T::default();
        }
        let read = T::deserialize(&value).or_else(|_| T::deserialize(without_nulls(&value)));
        read.unwrap_or_else(|_| {
            self.rest.insert(name.to_owned(), value);
            self.unreadable.push(name.to_owned());
            T::default()
        })
    }
}

/// The value without the fields that are null: to Go they are as good as absent, at any depth.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(_, value)| !value.is_null());
            kept.map(|(name, value)| (name.clone(), without_nulls(value))).collect()
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}
