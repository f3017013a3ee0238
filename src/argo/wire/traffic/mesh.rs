//! Service meshes other than Istio.

use super::super::unset;
use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Service Mesh Interface.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SmiTrafficRouting {
    /// The service that clients use.
    #[serde(skip_serializing_if = "unset")]
    pub root_service: String,
    /// Its TrafficSplit.
    #[serde(skip_serializing_if = "unset")]
    pub traffic_split_name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// AWS App Mesh.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppMeshTrafficRouting {
    /// The VirtualService.
    #[serde(skip_serializing_if = "unset")]
    pub virtual_service: Option<AppMeshVirtualService>,
    /// The two VirtualNodes.
    #[serde(skip_serializing_if = "unset")]
    pub virtual_node_group: Option<AppMeshVirtualNodeGroup>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A VirtualService and its routes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppMeshVirtualService {
    /// Its name.
    pub name: String,
    /// Its routes; all if none is named.
    #[serde(skip_serializing_if = "unset")]
    pub routes: Vec<String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Two VirtualNodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AppMeshVirtualNodeGroup {
    /// The one of the canary.
    pub canary_virtual_node_ref: Option<AppMeshVirtualNodeReference>,
    /// The one of stable.
    pub stable_virtual_node_ref: Option<AppMeshVirtualNodeReference>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A VirtualNode.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppMeshVirtualNodeReference {
    /// Its name.
    pub name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
