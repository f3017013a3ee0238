//! The wire types of a Rollout: upstream's names, upstream's JSON.
//!
//! A list, map, text or number that upstream leaves out when it is empty reads as empty when it is absent or null;
//! where upstream can tell absent from empty, so can the type. Fields not known are kept in `rest`.
//!
//! The types are exhaustive, so that they can be written down with `..Default::default()`; a field that upstream adds
//! is in `rest` until it has a place.

mod analysis;
mod analysis_object;
mod blue_green;
mod canary;
mod experiment;
mod experiment_object;
mod rollout;
mod selector;
mod spec;
mod steps;
mod traffic;

pub use crate::metric::{
    AnalysisRunArgument, AnalysisRunMetadata, AnalysisTemplateRef, ArgumentValueFrom, DryRun, FieldRef,
    MeasurementRetention,
};
pub use analysis::{RolloutAnalysis, RolloutAnalysisBackground};
pub use analysis_object::{AnalysisRun, AnalysisTemplate};
pub use blue_green::BlueGreenStrategy;
pub use canary::{
    AntiAffinity, CanaryStrategy, PingPongSpec, PodTemplateMetadata, PreferredAntiAffinity,
    ReplicaProgressThreshold,
};
pub use experiment::{
    RolloutExperimentStep, RolloutExperimentStepAnalysis, RolloutExperimentTemplate, TemplateService,
};
pub use experiment_object::{Experiment, ExperimentAnalysis, ExperimentSpec, ExperimentTemplate};
pub use rollout::{ObjectMeta, Rollout};
pub use selector::{LabelSelector, LabelSelectorRequirement};
pub use spec::{AnalysisRunStrategy, ObjectRef, RollbackWindow, RolloutSpec, RolloutStrategy};
pub use steps::{
    CanaryStep, HeaderRoutingMatch, PluginStep, RolloutPause, RouteMatch, SetCanaryScale, SetHeaderRoute,
    SetMirrorRoute, StringMatch,
};
pub use traffic::{
    AlbTrafficRouting, AmbassadorTrafficRouting, ApisixRoute, ApisixTrafficRouting, AppMeshTrafficRouting,
    AppMeshVirtualNodeGroup, AppMeshVirtualNodeReference, AppMeshVirtualService, IstioDestinationRule,
    IstioTrafficRouting, IstioVirtualService, ManagedRoute, NginxTrafficRouting, RolloutTrafficRouting,
    SmiTrafficRouting, StickinessConfig, TcpRoute, TlsRoute, TraefikTrafficRouting,
};

/// Whether upstream leaves this out (`omitempty`).
fn unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
