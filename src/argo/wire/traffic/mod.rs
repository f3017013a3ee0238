//! `spec.strategy.canary.trafficRouting`: routers that split traffic by weight.

mod ingress;
mod istio;
mod mesh;

pub use ingress::{
    AlbTrafficRouting, AmbassadorTrafficRouting, ApisixRoute, ApisixTrafficRouting, NginxTrafficRouting,
    StickinessConfig, TraefikTrafficRouting,
};
pub use istio::{IstioDestinationRule, IstioTrafficRouting, IstioVirtualService, TcpRoute, TlsRoute};
pub use mesh::{
    AppMeshTrafficRouting, AppMeshVirtualNodeGroup, AppMeshVirtualNodeReference, AppMeshVirtualService,
    SmiTrafficRouting,
};

use super::unset;
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// `trafficRouting`; several routers may be set at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RolloutTrafficRouting {
    /// Istio.
    #[serde(skip_serializing_if = "unset")]
    pub istio: Option<IstioTrafficRouting>,
    /// ingress-nginx.
    #[serde(skip_serializing_if = "unset")]
    pub nginx: Option<NginxTrafficRouting>,
    /// AWS Load Balancer Controller.
    #[serde(skip_serializing_if = "unset")]
    pub alb: Option<AlbTrafficRouting>,
    /// Service Mesh Interface.
    #[serde(skip_serializing_if = "unset")]
    pub smi: Option<SmiTrafficRouting>,
    /// Ambassador.
    #[serde(skip_serializing_if = "unset")]
    pub ambassador: Option<AmbassadorTrafficRouting>,
    /// AWS App Mesh.
    #[serde(skip_serializing_if = "unset")]
    pub app_mesh: Option<AppMeshTrafficRouting>,
    /// Traefik.
    #[serde(skip_serializing_if = "unset")]
    pub traefik: Option<TraefikTrafficRouting>,
    /// Routes that steps may make; the first goes first.
    #[serde(skip_serializing_if = "unset")]
    pub managed_routes: Option<Vec<ManagedRoute>>,
    /// Apache APISIX.
    #[serde(skip_serializing_if = "unset")]
    pub apisix: Option<ApisixTrafficRouting>,
    /// Plugins by name, each with settings of its own.
    #[serde(skip_serializing_if = "unset")]
    pub plugins: BTreeMap<String, Value>,
    /// The weight that is all of the traffic; 100 if unsaid.
    #[serde(skip_serializing_if = "unset")]
    pub max_traffic_weight: Option<i32>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A route that steps may make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ManagedRoute {
    /// Its name.
    pub name: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
