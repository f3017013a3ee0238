//! What is stored of a router's weights.

use super::status::unset;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a router was told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// For the canary.
    pub canary: Destination,
    /// For stable.
    pub stable: Destination,
    /// For experiments.
    #[serde(skip_serializing_if = "unset")]
    pub additional: Vec<Destination>,
    /// Whether the router confirmed it.
    #[serde(skip_serializing_if = "unset")]
    pub verified: Option<bool>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where a share of the traffic goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Destination {
    /// The share.
    pub weight: i64,
    /// The service.
    #[serde(skip_serializing_if = "unset")]
    pub service_name: String,
    /// The revision.
    #[serde(skip_serializing_if = "unset")]
    pub pod_template_hash: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
