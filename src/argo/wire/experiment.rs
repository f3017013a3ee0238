//! `steps[].experiment`.

use super::{AnalysisRunArgument, AnalysisRunMetadata, DryRun, LabelSelector, PodTemplateMetadata, unset};
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An experiment that a step starts and waits for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutExperimentStep {
    /// The variants. Upstream writes an empty list and none differently.
    pub templates: Option<Vec<RolloutExperimentTemplate>>,
    /// How long, as text such as `10m`; until its analyses end if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub duration: String,
    /// Its analyses.
    #[serde(skip_serializing_if = "unset")]
    pub analyses: Vec<RolloutExperimentStepAnalysis>,
    /// Metrics whose outcome does not count.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run: Vec<DryRun>,
    /// Labels and annotations of its runs.
    pub analysis_run_metadata: AnalysisRunMetadata,
    /// How long its pods stay after success; 30 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down_delay_seconds: Option<i32>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutExperimentTemplate {
    /// Its name.
    pub name: String,
    /// Whose pod template it has: `stable` or `canary`.
    pub spec_ref: String,
    /// Its pods; 1 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub replicas: Option<i32>,
    /// Labels and annotations of its pods.
    pub metadata: PodTemplateMetadata,
    /// Another selector than the rollout's.
    #[serde(skip_serializing_if = "unset")]
    pub selector: Option<LabelSelector>,
    /// Its share of the traffic.
    #[serde(skip_serializing_if = "unset")]
    pub weight: Option<i32>,
    /// Whether it gets a service.
    #[serde(skip_serializing_if = "unset")]
    pub service: Option<TemplateService>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The service of a variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateService {
    /// Its name.
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An analysis of an experiment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutExperimentStepAnalysis {
    /// Its name.
    pub name: String,
    /// Its template.
    pub template_name: String,
    /// Whether that is a ClusterAnalysisTemplate.
    #[serde(skip_serializing_if = "unset")]
    pub cluster_scope: bool,
    /// Its arguments.
    #[serde(skip_serializing_if = "unset")]
    pub args: Vec<AnalysisRunArgument>,
    /// Whether the experiment waits for its success.
    #[serde(skip_serializing_if = "unset")]
    pub required_for_completion: bool,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
