//! `spec`: what is asked for.

use super::{BlueGreenStrategy, CanaryStrategy, LabelSelector, unset};
use crate::time::Timestamp;
use alloc::string::String;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `spec`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutSpec {
    /// Pods at full strength; 1 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub replicas: Option<i32>,
    /// Which pods belong to the rollout.
    #[serde(skip_serializing_if = "unset")]
    pub selector: Option<LabelSelector>,
    /// The pods to make; not looked into beyond its metadata.
    #[serde(skip_serializing_if = "unset")]
    pub template: Option<Value>,
    /// Another object to take the template from.
    #[serde(skip_serializing_if = "unset")]
    pub workload_ref: Option<ObjectRef>,
    /// How long a pod is ready before it counts as available.
    #[serde(skip_serializing_if = "unset")]
    pub min_ready_seconds: i32,
    /// Which revisions count as recent: going back to those skips the steps.
    #[serde(skip_serializing_if = "unset")]
    pub rollback_window: Option<RollbackWindow>,
    /// How one revision replaces the other.
    #[serde(skip_serializing_if = "unset")]
    pub strategy: RolloutStrategy,
    /// How many revisions without pods are kept; 10 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub revision_history_limit: Option<i32>,
    /// A person holds the rollout.
    #[serde(skip_serializing_if = "unset")]
    pub paused: bool,
    /// How long an update may go without progress; 600 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub progress_deadline_seconds: Option<i32>,
    /// Whether a late update is aborted.
    #[serde(skip_serializing_if = "unset")]
    pub progress_deadline_abort: bool,
    /// Pods older than this are evicted.
    #[serde(skip_serializing_if = "unset")]
    pub restart_at: Option<Timestamp>,
    /// How many finished runs are kept.
    #[serde(skip_serializing_if = "unset")]
    pub analysis: Option<AnalysisRunStrategy>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `spec.strategy`: exactly one of its two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutStrategy {
    /// At once, by moving a service.
    #[serde(skip_serializing_if = "unset")]
    pub blue_green: Option<BlueGreenStrategy>,
    /// In steps.
    #[serde(skip_serializing_if = "unset")]
    pub canary: Option<CanaryStrategy>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `spec.rollbackWindow`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RollbackWindow {
    /// How many revisions back; 0 is no window.
    #[serde(skip_serializing_if = "unset")]
    pub revisions: i32,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `spec.analysis`: how many finished runs and experiments are kept; 5 of each if unsaid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisRunStrategy {
    /// Successful ones.
    #[serde(skip_serializing_if = "unset")]
    pub successful_run_history_limit: Option<i32>,
    /// Others.
    #[serde(skip_serializing_if = "unset")]
    pub unsuccessful_run_history_limit: Option<i32>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `spec.workloadRef`: a Deployment, a ReplicaSet or a PodTemplate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectRef {
    /// Its group and version.
    #[serde(skip_serializing_if = "unset")]
    pub api_version: String,
    /// Its kind.
    #[serde(skip_serializing_if = "unset")]
    pub kind: String,
    /// Its name.
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    /// When it loses its pods: `never`, `onsuccess` or `progressively`.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
