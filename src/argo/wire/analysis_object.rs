//! AnalysisTemplate, ClusterAnalysisTemplate and AnalysisRun: the objects.

use super::{ObjectMeta, unset};
use crate::{
    analysis::Status,
    argo::{decode, merge, schema},
    diagnostic::Diagnostic,
    metric::{AnalysisRunSpec, AnalysisTemplateSpec},
    template::Scope,
};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};

/// An AnalysisTemplate or a ClusterAnalysisTemplate as upstream reads it; the two differ in their `kind` only. It is plain
/// data, as a [`Rollout`](super::Rollout) is, and written back as it was read where it was not changed.
///
/// ```
/// use gradual::argo::AnalysisTemplate;
/// use serde_json::json;
///
/// let mut written = json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "AnalysisTemplate",
///     "metadata": {"name": "errors", "labels": null},
///     "spec": {"metrics": [{"name": "errors", "count": 3, "provider": {"web": {"url": "u", "mystery": 1}}}]},
/// });
/// let (mut template, found) = AnalysisTemplate::read(&written);
/// assert_eq!(found.len(), 1);
/// assert_eq!(template.write(), written);
///
/// template.spec.metrics[0].interval = "10s".into();
/// written["spec"]["metrics"][0]["interval"] = json!("10s");
/// assert_eq!(template.write(), written);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisTemplate {
    /// `argoproj.io/v1alpha1`.
    pub api_version: String,
    /// `AnalysisTemplate` or `ClusterAnalysisTemplate`.
    pub kind: String,
    /// Its name, labels, annotations and what else Kubernetes keeps there.
    pub metadata: ObjectMeta,
    /// What is measured.
    pub spec: AnalysisTemplateSpec,
    /// Fields not known.
    pub rest: Map<String, Value>,
    source: Option<Value>,
}

/// An AnalysisRun as upstream reads it: plain data, written back as it was read where it was not changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnalysisRun {
    /// `argoproj.io/v1alpha1`.
    pub api_version: String,
    /// `AnalysisRun`.
    pub kind: String,
    /// Its name, labels, annotations and what else Kubernetes keeps there.
    pub metadata: ObjectMeta,
    /// What is measured.
    pub spec: AnalysisRunSpec,
    /// What a controller stored.
    pub status: Status,
    /// Fields not known.
    pub rest: Map<String, Value>,
    source: Option<Value>,
}

/// The fields of an object as they are on the wire; those of its status are read by themselves, in `rest`.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Fields<Spec: Default + PartialEq> {
    #[serde(skip_serializing_if = "unset")]
    pub(super) api_version: String,
    #[serde(skip_serializing_if = "unset")]
    pub(super) kind: String,
    #[serde(skip_serializing_if = "unset")]
    pub(super) metadata: ObjectMeta,
    #[serde(skip_serializing_if = "unset")]
    pub(super) spec: Spec,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

pub(super) fn read<Spec: Default + PartialEq + DeserializeOwned>(
    kind: &schema::Kind,
    value: &Value,
) -> (Fields<Spec>, Vec<Diagnostic>) {
    let (plain, mut found) = decode::decode(kind, value);
    let fields = Fields::deserialize(&plain).unwrap_or_else(|error| {
        found.push(decode::disagreement(&error));
        Fields::default()
    });
    (fields, found)
}

impl AnalysisTemplate {
    /// Reads a template as upstream's decoder does, and tells all that upstream would refuse or read otherwise than it
    /// looks, as [`Rollout::read`](super::Rollout::read) does.
    pub fn read(value: &Value) -> (Self, Vec<Diagnostic>) {
        let (Fields { api_version, kind, metadata, spec, rest }, found) = read(&schema::TEMPLATE, value);
        (Self { api_version, kind, metadata, spec, rest, source: Some(value.clone()) }, found)
    }

    /// Writes a template back: what was not changed stands as it was read.
    pub fn write(&self) -> Value {
        let Some(source) = &self.source else {
            return self.plain();
        };
        merge::merge(&schema::TEMPLATE, source, &Self::read(source).0.plain(), self.plain())
    }

    /// Whose it is, by its kind.
    pub fn scope(&self) -> Scope {
        if self.kind == "ClusterAnalysisTemplate" { Scope::Cluster } else { Scope::Namespace }
    }

    fn plain(&self) -> Value {
        let Self { api_version, kind, metadata, spec, rest, source: _ } = self.clone();
        // Maps have text for keys, so this cannot fail.
        serde_json::to_value(Fields { api_version, kind, metadata, spec, rest }).unwrap_or_default()
    }
}

impl AnalysisRun {
    /// Reads a run as upstream's decoder does, and tells all that upstream would refuse or read otherwise than it looks, as
    /// [`Rollout::read`](super::Rollout::read) does.
    pub fn read(value: &Value) -> (Self, Vec<Diagnostic>) {
        let (Fields { api_version, kind, metadata, spec, mut rest }, found) = read(&schema::RUN, value);
        let status = rest.remove("status").map(Status::read).unwrap_or_default();
        (Self { api_version, kind, metadata, spec, status, rest, source: Some(value.clone()) }, found)
    }

    /// Writes a run back: what was not changed stands as it was read.
    pub fn write(&self) -> Value {
        let Some(source) = &self.source else {
            return self.plain();
        };
        merge::merge(&schema::RUN, source, &Self::read(source).0.plain(), self.plain())
    }

    fn plain(&self) -> Value {
        let Self { api_version, kind, metadata, spec, status, mut rest, source: _ } = self.clone();
        if !unset(&status) {
            rest.insert("status".into(), serde_json::to_value(status).unwrap_or_default());
        }
        serde_json::to_value(Fields { api_version, kind, metadata, spec, rest }).unwrap_or_default()
    }
}

impl Serialize for AnalysisTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

impl Serialize for AnalysisRun {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

/// Reads what can be read; [`AnalysisTemplate::read`] also tells what cannot.
impl<'de> Deserialize<'de> for AnalysisTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::read(&value).0)
    }
}

/// Reads what can be read; [`AnalysisRun::read`] also tells what cannot.
impl<'de> Deserialize<'de> for AnalysisRun {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::read(&value).0)
    }
}
