//! Routers at the edge.

use super::super::unset;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// ingress-nginx.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NginxTrafficRouting {
    /// How its annotations begin.
    #[serde(skip_serializing_if = "unset")]
    pub annotation_prefix: String,
    /// The Ingress of stable.
    #[serde(skip_serializing_if = "unset")]
    pub stable_ingress: String,
    /// More annotations of the canary's Ingress; the prefix is put before them.
    #[serde(skip_serializing_if = "unset")]
    pub additional_ingress_annotations: BTreeMap<String, String>,
    /// Several instead of one.
    #[serde(skip_serializing_if = "unset")]
    pub stable_ingresses: Vec<String>,
    /// More annotations of the canary's Ingress, as they are.
    #[serde(skip_serializing_if = "unset")]
    pub canary_ingress_annotations: BTreeMap<String, String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// AWS Load Balancer Controller.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AlbTrafficRouting {
    /// The Ingress.
    #[serde(skip_serializing_if = "unset")]
    pub ingress: String,
    /// The port of its action.
    pub service_port: i32,
    /// The service of its rule.
    #[serde(skip_serializing_if = "unset")]
    pub root_service: String,
    /// How its annotations begin.
    #[serde(skip_serializing_if = "unset")]
    pub annotation_prefix: String,
    /// Whether a client stays where it is.
    #[serde(skip_serializing_if = "unset")]
    pub stickiness_config: Option<StickinessConfig>,
    /// Several instead of one.
    #[serde(skip_serializing_if = "unset")]
    pub ingresses: Vec<String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Whether a client stays where it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StickinessConfig {
    /// Whether.
    pub enabled: bool,
    /// How long.
    pub duration_seconds: i64,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Ambassador.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AmbassadorTrafficRouting {
    /// Names of its Mappings. Upstream writes an empty list and none differently.
    pub mappings: Option<Vec<String>>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Apache APISIX.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApisixTrafficRouting {
    /// Its route.
    #[serde(skip_serializing_if = "unset")]
    pub route: Option<ApisixRoute>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An ApisixRoute and its rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ApisixRoute {
    /// Its name.
    pub name: String,
    /// Its rules.
    #[serde(skip_serializing_if = "unset")]
    pub rules: Vec<String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Traefik.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TraefikTrafficRouting {
    /// Its TraefikService.
    pub weighted_traefik_service_name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
