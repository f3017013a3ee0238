//! Istio.

use super::super::unset;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Istio: VirtualServices, a DestinationRule, or both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IstioTrafficRouting {
    /// The VirtualService.
    #[serde(skip_serializing_if = "unset")]
    pub virtual_service: Option<IstioVirtualService>,
    /// The DestinationRule whose subsets are split between.
    #[serde(skip_serializing_if = "unset")]
    pub destination_rule: Option<IstioDestinationRule>,
    /// Several VirtualServices instead of one.
    #[serde(skip_serializing_if = "unset")]
    pub virtual_services: Vec<IstioVirtualService>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A VirtualService and its routes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IstioVirtualService {
    /// Its name, perhaps with a namespace.
    pub name: String,
    /// Names of HTTP routes.
    #[serde(skip_serializing_if = "unset")]
    pub routes: Vec<String>,
    /// TLS routes.
    #[serde(skip_serializing_if = "unset")]
    pub tls_routes: Vec<TlsRoute>,
    /// TCP routes.
    #[serde(skip_serializing_if = "unset")]
    pub tcp_routes: Vec<TcpRoute>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Which TLS routes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TlsRoute {
    /// Their port; any if 0.
    #[serde(skip_serializing_if = "unset")]
    pub port: i64,
    /// Their hosts, all of them.
    #[serde(skip_serializing_if = "unset")]
    pub sni_hosts: Vec<String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Which TCP routes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TcpRoute {
    /// Their port; any if 0.
    #[serde(skip_serializing_if = "unset")]
    pub port: i64,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A DestinationRule and its two subsets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IstioDestinationRule {
    /// Its name.
    pub name: String,
    /// The subset of the canary.
    pub canary_subset_name: String,
    /// The subset of stable.
    pub stable_subset_name: String,
    /// Other subsets to keep.
    #[serde(skip_serializing_if = "unset")]
    pub additional_subset_names: Vec<String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
