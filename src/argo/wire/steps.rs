//! `spec.strategy.canary.steps[]`.

use super::{RolloutAnalysis, RolloutExperimentStep, unset};
use crate::quantity::IntOrPercent;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A step: one of its kinds, but upstream allows some of them together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CanaryStep {
    /// The share that the canary gets.
    #[serde(skip_serializing_if = "unset")]
    pub set_weight: Option<i32>,
    /// Wait.
    #[serde(skip_serializing_if = "unset")]
    pub pause: Option<RolloutPause>,
    /// Wait for an experiment.
    #[serde(skip_serializing_if = "unset")]
    pub experiment: Option<RolloutExperimentStep>,
    /// Wait for an analysis.
    #[serde(skip_serializing_if = "unset")]
    pub analysis: Option<RolloutAnalysis>,
    /// The size of the canary apart from its weight.
    #[serde(skip_serializing_if = "unset")]
    pub set_canary_scale: Option<SetCanaryScale>,
    /// A route for requests with certain headers.
    #[serde(skip_serializing_if = "unset")]
    pub set_header_route: Option<SetHeaderRoute>,
    /// A route that copies requests to the canary.
    #[serde(skip_serializing_if = "unset")]
    pub set_mirror_route: Option<SetMirrorRoute>,
    /// Wait for a plugin.
    #[serde(skip_serializing_if = "unset")]
    pub plugin: Option<PluginStep>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `pause`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutPause {
    /// How long: a number of seconds, or text such as `30s`; until a person resumes if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub duration: Option<IntOrPercent>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `setCanaryScale`: `replicas` wins over `weight`, and `matchTrafficWeight` over both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SetCanaryScale {
    /// A percentage of full strength.
    #[serde(skip_serializing_if = "unset")]
    pub weight: Option<i32>,
    /// So many pods.
    #[serde(skip_serializing_if = "unset")]
    pub replicas: Option<i32>,
    /// Follow the weight again.
    #[serde(skip_serializing_if = "unset")]
    pub match_traffic_weight: bool,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `setHeaderRoute`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SetHeaderRoute {
    /// The route.
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    /// Which requests; none removes the route.
    #[serde(rename = "match", skip_serializing_if = "unset")]
    pub matches: Vec<HeaderRoutingMatch>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A condition of a [`SetHeaderRoute`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HeaderRoutingMatch {
    /// The header.
    pub header_name: String,
    /// What it must hold.
    pub header_value: Option<StringMatch>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A condition on text: exactly one of its three.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StringMatch {
    /// The whole text.
    #[serde(skip_serializing_if = "unset")]
    pub exact: String,
    /// How it begins.
    #[serde(skip_serializing_if = "unset")]
    pub prefix: String,
    /// A regular expression.
    #[serde(skip_serializing_if = "unset")]
    pub regex: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `setMirrorRoute`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SetMirrorRoute {
    /// The route.
    pub name: String,
    /// Which requests; none removes the route.
    #[serde(rename = "match", skip_serializing_if = "unset")]
    pub matches: Vec<RouteMatch>,
    /// The share of them that is copied; all if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub percentage: Option<i32>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A condition of a [`SetMirrorRoute`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RouteMatch {
    /// The method.
    #[serde(skip_serializing_if = "unset")]
    pub method: Option<StringMatch>,
    /// The path.
    #[serde(skip_serializing_if = "unset")]
    pub path: Option<StringMatch>,
    /// Headers.
    #[serde(skip_serializing_if = "unset")]
    pub headers: BTreeMap<String, StringMatch>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// `plugin`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PluginStep {
    /// The plugin, as the controller's settings name it.
    pub name: String,
    /// What it is told: any JSON, and null is not the same as nothing.
    #[serde(deserialize_with = "present", skip_serializing_if = "unset")]
    pub config: Option<Value>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Reads null as a value.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
