//! The object.

use super::{RolloutSpec, unset};
use crate::{
    argo::{decode, merge, schema},
    diagnostic::Diagnostic,
    rollout::Status,
};
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// A Rollout as upstream reads it.
///
/// It is plain data: read a field, change a field. What was read is kept beside it, so that
/// [`write`](Self::write) gives back the same JSON: explicit nulls, empty lists, fields not known, a key in another
/// case or a number where text belongs stay as they were, unless their value was changed.
///
/// ```
/// use gradual::argo::Rollout;
/// use serde_json::json;
///
/// let mut written = json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "Rollout",
///     "metadata": {"name": "web", "labels": null},
///     "spec": {"strategy": {"canary": {"steps": [{"setWeight": 20}, {"pause": {}}], "mystery": 1}}},
/// });
/// let (mut rollout, _) = Rollout::read(&written);
/// assert_eq!(rollout.write(), written);
///
/// let canary = rollout.spec.strategy.canary.as_mut().unwrap();
/// canary.steps.as_mut().unwrap()[0].set_weight = Some(50);
/// written["spec"]["strategy"]["canary"]["steps"][0]["setWeight"] = json!(50);
/// assert_eq!(rollout.write(), written);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rollout {
    /// `argoproj.io/v1alpha1`.
    pub api_version: String,
    /// `Rollout`.
    pub kind: String,
    /// Its name, labels, annotations and what else Kubernetes keeps there.
    pub metadata: ObjectMeta,
    /// What is asked for.
    pub spec: RolloutSpec,
    /// What a controller stored.
    pub status: Status,
    /// Fields not known.
    pub rest: Map<String, Value>,
    source: Option<Value>,
}

/// `metadata`. What has no field here is in `rest`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectMeta {
    /// The name.
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    /// The namespace.
    #[serde(skip_serializing_if = "unset")]
    pub namespace: String,
    /// Counts the changes of `spec`.
    #[serde(skip_serializing_if = "unset")]
    pub generation: i64,
    /// Labels.
    #[serde(skip_serializing_if = "unset")]
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    #[serde(skip_serializing_if = "unset")]
    pub annotations: BTreeMap<String, String>,
    /// Fields without a place above.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The fields of [`Rollout`] as they are on the wire.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Fields {
    #[serde(skip_serializing_if = "unset")]
    api_version: String,
    #[serde(skip_serializing_if = "unset")]
    kind: String,
    #[serde(skip_serializing_if = "unset")]
    metadata: ObjectMeta,
    #[serde(skip_serializing_if = "unset")]
    spec: RolloutSpec,
    #[serde(skip_serializing_if = "unset")]
    status: Status,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Rollout {
    /// Reads a Rollout as upstream's decoder does, and tells all that upstream would refuse or read otherwise than it
    /// looks (`argo-spec §1.1`).
    ///
    /// A part of a wrong type is left out, as upstream's tolerant decoder leaves it out (`argo-spec J11`), and is
    /// written back as it was.
    pub fn read(value: &Value) -> (Self, Vec<Diagnostic>) {
        let (plain, mut found) = decode::decode(&schema::ROLLOUT, value);
        let fields = Fields::deserialize(&plain).unwrap_or_else(|error| {
            found.push(decode::disagreement(&error));
            Fields::default()
        });
        let Fields { api_version, kind, metadata, spec, status, rest } = fields;
        (Self { api_version, kind, metadata, spec, status, rest, source: Some(value.clone()) }, found)
    }

    /// Writes a Rollout back: what was not changed stands as it was read.
    pub fn write(&self) -> Value {
        let Some(source) = &self.source else {
            return self.plain();
        };
        let (before, _) = Self::read(source);
        merge::merge(&schema::ROLLOUT, source, &before.plain(), self.plain())
    }

    /// The JSON that upstream writes for this, and the fields not known.
    pub(in crate::argo) fn plain(&self) -> Value {
        let Self { api_version, kind, metadata, spec, status, rest, source: _ } = self.clone();
        // Maps have text for keys, so this cannot fail.
        serde_json::to_value(Fields { api_version, kind, metadata, spec, status, rest }).unwrap_or_default()
    }
}

impl Serialize for Rollout {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

/// Reads what can be read; [`Rollout::read`] also tells what cannot.
impl<'de> Deserialize<'de> for Rollout {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::read(&value).0)
    }
}
