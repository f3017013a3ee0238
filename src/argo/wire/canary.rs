//! `spec.strategy.canary`.

use super::{CanaryStep, RolloutAnalysisBackground, RolloutTrafficRouting, unset};
use crate::quantity::IntOrPercent;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `spec.strategy.canary`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CanaryStrategy {
    /// The service that follows the canary.
    #[serde(skip_serializing_if = "unset")]
    pub canary_service: String,
    /// The service that follows the stable revision.
    #[serde(skip_serializing_if = "unset")]
    pub stable_service: String,
    /// The steps. An empty list and none have different hashes (`argo-rollout §0.3`).
    #[serde(skip_serializing_if = "unset")]
    pub steps: Option<Vec<CanaryStep>>,
    /// The routers that split traffic by weight.
    #[serde(skip_serializing_if = "unset")]
    pub traffic_routing: Option<RolloutTrafficRouting>,
    /// Pods allowed to be missing; the text `25`, which is 25 %, if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub max_unavailable: Option<IntOrPercent>,
    /// Pods allowed above full strength; the text `25`, which is 25 %, if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub max_surge: Option<IntOrPercent>,
    /// An analysis during the whole update.
    #[serde(skip_serializing_if = "unset")]
    pub analysis: Option<RolloutAnalysisBackground>,
    /// Keeps the two revisions off each other's nodes.
    #[serde(skip_serializing_if = "unset")]
    pub anti_affinity: Option<AntiAffinity>,
    /// Labels and annotations of pods while they are the canary.
    #[serde(skip_serializing_if = "unset")]
    pub canary_metadata: Option<PodTemplateMetadata>,
    /// Labels and annotations of pods while they are stable.
    #[serde(skip_serializing_if = "unset")]
    pub stable_metadata: Option<PodTemplateMetadata>,
    /// How long the last stable revision keeps its pods.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down_delay_seconds: Option<i32>,
    /// How many revisions may keep pods so.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down_delay_revision_limit: Option<i32>,
    /// How long an aborted canary keeps its pods; 0 is for ever.
    #[serde(skip_serializing_if = "unset")]
    pub abort_scale_down_delay_seconds: Option<i32>,
    /// Whether stable shrinks as its weight falls.
    #[serde(skip_serializing_if = "unset")]
    pub dynamic_stable_scale: bool,
    /// Two services that swap their roles.
    #[serde(skip_serializing_if = "unset")]
    pub ping_pong: Option<PingPongSpec>,
    /// The least a revision with any pods gets.
    #[serde(skip_serializing_if = "unset")]
    pub min_pods_per_replica_set: Option<i32>,
    /// When a step's pods count as there.
    #[serde(skip_serializing_if = "unset")]
    pub replica_progress_threshold: Option<ReplicaProgressThreshold>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `pingPong`: two services that swap their roles.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PingPongSpec {
    /// One.
    pub ping_service: String,
    /// The other.
    pub pong_service: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `replicaProgressThreshold`: when a step's pods count as there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplicaProgressThreshold {
    /// `Percent`; anything else is read as `Pods`.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many; negative is as unset.
    pub value: i32,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `antiAffinity`: exactly one of its two.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AntiAffinity {
    /// If possible.
    #[serde(rename = "preferredDuringSchedulingIgnoredDuringExecution", skip_serializing_if = "unset")]
    pub preferred: Option<PreferredAntiAffinity>,
    /// By all means; an object without fields.
    #[serde(rename = "requiredDuringSchedulingIgnoredDuringExecution", skip_serializing_if = "unset")]
    pub required: Option<Map<String, Value>>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How much the preference weighs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PreferredAntiAffinity {
    /// From 1 to 100.
    pub weight: i32,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Labels and annotations of pods while they have a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PodTemplateMetadata {
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
