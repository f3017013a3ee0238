//! Analyses that a rollout starts.

use super::unset;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An analysis: which templates, with which arguments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutAnalysis {
    /// The templates.
    #[serde(skip_serializing_if = "unset")]
    pub templates: Vec<RolloutAnalysisTemplate>,
    /// The arguments.
    #[serde(skip_serializing_if = "unset")]
    pub args: Vec<AnalysisRunArgument>,
    /// Metrics whose outcome does not count.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run: Vec<DryRun>,
    /// How many measurements are kept.
    #[serde(skip_serializing_if = "unset")]
    pub measurement_retention: Vec<MeasurementRetention>,
    /// Labels and annotations of the run.
    #[serde(skip_serializing_if = "unset")]
    pub analysis_run_metadata: Option<AnalysisRunMetadata>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An analysis during the whole update.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutAnalysisBackground {
    /// The step at which it starts.
    #[serde(skip_serializing_if = "unset")]
    pub starting_step: Option<i32>,
    /// What every analysis has, the fields not known included.
    #[serde(flatten)]
    pub analysis: RolloutAnalysis,
}

/// A template by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutAnalysisTemplate {
    /// Its name.
    pub template_name: String,
    /// Whether it is a ClusterAnalysisTemplate. Upstream hashes a written `false` too.
    #[serde(skip_serializing_if = "unset")]
    pub cluster_scope: Option<bool>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An argument: a value, or where to find it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisRunArgument {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(skip_serializing_if = "unset")]
    pub value: String,
    /// Where to find its value.
    #[serde(skip_serializing_if = "unset")]
    pub value_from: Option<ArgumentValueFrom>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where an argument's value is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ArgumentValueFrom {
    /// A revision's hash: `Stable` or `Latest`.
    #[serde(skip_serializing_if = "unset")]
    pub pod_template_hash_value: Option<String>,
    /// A field of the rollout.
    #[serde(skip_serializing_if = "unset")]
    pub field_ref: Option<FieldRef>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A field of the rollout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FieldRef {
    /// Its path.
    pub field_path: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Metrics whose outcome does not count.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DryRun {
    /// A regular expression on their names.
    pub metric_name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How many measurements of some metrics are kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MeasurementRetention {
    /// A regular expression on their names.
    pub metric_name: String,
    /// How many; 10 where it is not more than 0.
    pub limit: i32,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Labels and annotations of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisRunMetadata {
    /// Labels.
    #[serde(skip_serializing_if = "unset")]
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    #[serde(skip_serializing_if = "unset")]
    pub annotations: BTreeMap<String, String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
