//! Analyses that a rollout starts.

use super::unset;
use crate::metric::{
    AnalysisRunArgument, AnalysisRunMetadata, AnalysisTemplateRef, DryRun, MeasurementRetention,
};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An analysis: which templates, with which arguments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutAnalysis {
    /// The templates.
    #[serde(skip_serializing_if = "unset")]
    pub templates: Vec<AnalysisTemplateRef>,
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
