//! `spec.strategy.blueGreen`.

use super::{AntiAffinity, PodTemplateMetadata, RolloutAnalysis, unset};
use crate::quantity::IntOrPercent;
use alloc::string::String;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `spec.strategy.blueGreen`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BlueGreenStrategy {
    /// The service that moves.
    pub active_service: String,
    /// A service that follows the new revision.
    #[serde(skip_serializing_if = "unset")]
    pub preview_service: String,
    /// Pods of the new revision before the move; all of them if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub preview_replica_count: Option<i32>,
    /// Whether the service moves without a person; it does if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub auto_promotion_enabled: Option<bool>,
    /// How long to wait before it moves by itself.
    #[serde(skip_serializing_if = "unset")]
    pub auto_promotion_seconds: i32,
    /// Pods allowed to be missing during a restart.
    #[serde(skip_serializing_if = "unset")]
    pub max_unavailable: Option<IntOrPercent>,
    /// How long the last active revision keeps its pods; 30 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down_delay_seconds: Option<i32>,
    /// How many revisions may keep pods so.
    #[serde(skip_serializing_if = "unset")]
    pub scale_down_delay_revision_limit: Option<i32>,
    /// An analysis before the move.
    #[serde(skip_serializing_if = "unset")]
    pub pre_promotion_analysis: Option<RolloutAnalysis>,
    /// Keeps the two revisions off each other's nodes.
    #[serde(skip_serializing_if = "unset")]
    pub anti_affinity: Option<AntiAffinity>,
    /// An analysis after the move.
    #[serde(skip_serializing_if = "unset")]
    pub post_promotion_analysis: Option<RolloutAnalysis>,
    /// Labels and annotations of pods while they are the preview.
    #[serde(skip_serializing_if = "unset")]
    pub preview_metadata: Option<PodTemplateMetadata>,
    /// Labels and annotations of pods while they are active.
    #[serde(skip_serializing_if = "unset")]
    pub active_metadata: Option<PodTemplateMetadata>,
    /// How long an aborted preview keeps its pods; 0 is for ever.
    #[serde(skip_serializing_if = "unset")]
    pub abort_scale_down_delay_seconds: Option<i32>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
