//! Rules about metrics by name.

use alloc::string::String;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Metrics whose outcome does not count (`argo-analysis §2.8`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DryRun {
    /// A regular expression that is looked for anywhere in their names.
    pub metric_name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How many measurements of some metrics are kept (`argo-analysis §2.9`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MeasurementRetention {
    /// A regular expression that is looked for anywhere in their names.
    pub metric_name: String,
    /// How many; 10 where it is not more than 0.
    pub limit: i32,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
