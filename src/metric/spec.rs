//! Templates, runs and their metrics.

use super::{Argument, DryRun, MeasurementRetention, unset};
use crate::quantity::IntOrPercent;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is measured, how often, and what is made of it (`argo-analysis §1.2`).
///
/// The fields stand in the order in which upstream writes them: what is wrong with a `{{…}}` is told in that order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Metric {
    /// Its name, by which its results are found; can have `{{args.x}}` in it.
    pub name: String,
    /// The time between two measurements, as text such as `30s`; empty measures once.
    #[serde(skip_serializing_if = "unset")]
    pub interval: String,
    /// The time before the first measurement.
    #[serde(skip_serializing_if = "unset")]
    pub initial_delay: String,
    /// How many measurements are taken; 0 is as unset: once without an interval, without end with one.
    #[serde(skip_serializing_if = "unset")]
    pub count: Option<IntOrPercent>,
    /// What must be true of a value for success.
    #[serde(skip_serializing_if = "unset")]
    pub success_condition: String,
    /// What must be true of a value for failure.
    #[serde(skip_serializing_if = "unset")]
    pub failure_condition: String,
    /// How many failures are tolerated; none if unsaid, all of them if -1.
    #[serde(skip_serializing_if = "unset")]
    pub failure_limit: Option<IntOrPercent>,
    /// How many inconclusive measurements are tolerated; none if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub inconclusive_limit: Option<IntOrPercent>,
    /// How many errors in a row are tolerated; 4 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub consecutive_error_limit: Option<IntOrPercent>,
    /// How many successes in a row are enough; 0 or unsaid is off.
    #[serde(skip_serializing_if = "unset")]
    pub consecutive_success_limit: Option<IntOrPercent>,
    /// Who is asked, and what: an object with one member such as `prometheus`.
    pub provider: Map<String, Value>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `spec` of an AnalysisTemplate and a ClusterAnalysisTemplate (`argo-analysis §1.1`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisTemplateSpec {
    /// What is measured.
    #[serde(skip_serializing_if = "unset")]
    pub metrics: Vec<Metric>,
    /// Arguments, with the values they have if the caller says nothing.
    #[serde(skip_serializing_if = "unset")]
    pub args: Vec<Argument>,
    /// Metrics whose outcome does not count.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run: Vec<DryRun>,
    /// How many measurements are kept.
    #[serde(skip_serializing_if = "unset")]
    pub measurement_retention: Vec<MeasurementRetention>,
    /// Other templates that belong to this one.
    #[serde(skip_serializing_if = "unset")]
    pub templates: Vec<AnalysisTemplateRef>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A template by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisTemplateRef {
    /// Its name.
    pub template_name: String,
    /// Whether it is a ClusterAnalysisTemplate. Upstream hashes a written `false` too.
    #[serde(skip_serializing_if = "unset")]
    pub cluster_scope: Option<bool>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `spec` of an AnalysisRun (`argo-analysis §1.3`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisRunSpec {
    /// What is measured.
    pub metrics: Vec<Metric>,
    /// Arguments with their values.
    #[serde(skip_serializing_if = "unset")]
    pub args: Vec<Argument>,
    /// A person, or whoever made the run, ends it early.
    #[serde(skip_serializing_if = "unset")]
    pub terminate: bool,
    /// Metrics whose outcome does not count.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run: Vec<DryRun>,
    /// How many measurements are kept.
    #[serde(skip_serializing_if = "unset")]
    pub measurement_retention: Vec<MeasurementRetention>,
    /// How long a completed run is kept.
    #[serde(skip_serializing_if = "unset")]
    pub ttl_strategy: Option<TtlStrategy>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How long a completed run is kept; for ever if nothing applies (`argo-analysis §2.10`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TtlStrategy {
    /// Seconds, however it ended.
    #[serde(skip_serializing_if = "unset")]
    pub seconds_after_completion: Option<i32>,
    /// Seconds, if it failed.
    #[serde(skip_serializing_if = "unset")]
    pub seconds_after_failure: Option<i32>,
    /// Seconds, if it succeeded.
    #[serde(skip_serializing_if = "unset")]
    pub seconds_after_success: Option<i32>,
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
