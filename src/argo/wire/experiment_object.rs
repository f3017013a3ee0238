//! The Experiment: the object and its spec.

use super::{
    AnalysisRunMetadata, DryRun, LabelSelector, MeasurementRetention, ObjectMeta, TemplateService,
    analysis_object::{Fields, read},
    unset,
};
use crate::{
    argo::{merge, schema},
    diagnostic::Diagnostic,
    experiment::Status,
    metric::Argument,
};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// An Experiment as upstream reads it: plain data, as a [`Rollout`](super::Rollout) is, and written back as it was read
/// where it was not changed.
///
/// ```
/// use gradual::argo::Experiment;
/// use serde_json::json;
///
/// let mut written = json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "Experiment",
///     "metadata": {"name": "exp", "labels": null},
///     "spec": {"duration": "1h", "templates": [{"name": "canary", "mystery": 1}]},
/// });
/// let (mut experiment, found) = Experiment::read(&written);
/// assert_eq!(found.len(), 1);
/// assert_eq!(experiment.write(), written);
///
/// experiment.spec.duration = "10m".into();
/// written["spec"]["duration"] = json!("10m");
/// assert_eq!(experiment.write(), written);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Experiment {
    /// `argoproj.io/v1alpha1`.
    pub api_version: String,
    /// `Experiment`.
    pub kind: String,
    /// Its name, labels, annotations and what else Kubernetes keeps there.
    pub metadata: ObjectMeta,
    /// What is asked for.
    pub spec: ExperimentSpec,
    /// What a controller stored.
    pub status: Status,
    /// Fields not known.
    pub rest: Map<String, Value>,
    source: Option<Value>,
}

/// `spec` (`argo-spec §1.4`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExperimentSpec {
    /// The variants.
    pub templates: Vec<ExperimentTemplate>,
    /// How long, as text such as `1h`; until its required analyses succeed if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub duration: String,
    /// How long a variant may go without progress; 600 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub progress_deadline_seconds: Option<i32>,
    /// A person, or the rollout that made it, ends the experiment.
    #[serde(skip_serializing_if = "unset")]
    pub terminate: bool,
    /// Who judges it.
    #[serde(skip_serializing_if = "unset")]
    pub analyses: Vec<ExperimentAnalysis>,
    /// How long pods stay when a variant is done; 30 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down_delay_seconds: Option<i32>,
    /// Metrics whose outcome does not count.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run: Vec<DryRun>,
    /// How many measurements are kept.
    #[serde(skip_serializing_if = "unset")]
    pub measurement_retention: Vec<MeasurementRetention>,
    /// Labels and annotations of its runs.
    #[serde(skip_serializing_if = "unset")]
    pub analysis_run_metadata: AnalysisRunMetadata,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExperimentTemplate {
    /// Its name.
    pub name: String,
    /// Its pods; 1 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub replicas: Option<i32>,
    /// How long a pod is ready before it counts as available.
    #[serde(skip_serializing_if = "unset")]
    pub min_ready_seconds: i32,
    /// Which pods belong to it.
    #[serde(skip_serializing_if = "unset")]
    pub selector: Option<LabelSelector>,
    /// The pods to make; not looked into beyond its metadata.
    #[serde(skip_serializing_if = "unset")]
    pub template: Option<Value>,
    /// Whether it gets a service.
    #[serde(skip_serializing_if = "unset")]
    pub service: Option<TemplateService>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An analysis of an experiment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExperimentAnalysis {
    /// Its name.
    pub name: String,
    /// Its template.
    pub template_name: String,
    /// Whether that is a ClusterAnalysisTemplate.
    #[serde(skip_serializing_if = "unset")]
    pub cluster_scope: bool,
    /// Values for the template's arguments.
    #[serde(skip_serializing_if = "unset")]
    pub args: Vec<Argument>,
    /// Whether the experiment waits for its success, and ends with it.
    #[serde(skip_serializing_if = "unset")]
    pub required_for_completion: bool,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Experiment {
    /// Reads an Experiment as upstream's decoder does, and tells all that upstream would refuse or read otherwise than it
    /// looks, as [`Rollout::read`](super::Rollout::read) does.
    pub fn read(value: &Value) -> (Self, Vec<Diagnostic>) {
        let (Fields { api_version, kind, metadata, spec, mut rest }, found) =
            read(&schema::EXPERIMENT, value);
        let status = rest.remove("status").map(Status::read).unwrap_or_default();
        (Self { api_version, kind, metadata, spec, status, rest, source: Some(value.clone()) }, found)
    }

    /// Writes an Experiment back: what was not changed stands as it was read.
    pub fn write(&self) -> Value {
        let Some(source) = &self.source else {
            return self.plain();
        };
        let (before, _) = Self::read(source);
        merge::merge(&schema::EXPERIMENT, source, &before.plain(), self.plain())
    }

    /// The JSON that upstream writes for this, and the fields not known.
    pub(in crate::argo) fn plain(&self) -> Value {
        let Self { api_version, kind, metadata, spec, status, mut rest, source: _ } = self.clone();
        if !unset(&status) {
            rest.insert("status".into(), serde_json::to_value(status).unwrap_or_default());
        }
        // Maps have text for keys, so this cannot fail.
        serde_json::to_value(Fields { api_version, kind, metadata, spec, rest }).unwrap_or_default()
    }
}

impl Serialize for Experiment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write().serialize(serializer)
    }
}

/// Reads what can be read; [`Experiment::read`] also tells what cannot.
impl<'de> Deserialize<'de> for Experiment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::read(&value).0)
    }
}
