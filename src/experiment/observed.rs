//! What the caller saw of the world, read once for a pass.

use crate::{
    capacity::Size,
    metric::{AnalysisRunSpec, AnalysisTemplateSpec, Phase},
    time::Timestamp,
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
    vec::Vec,
};

/// The world of one experiment, as its controller knows it. [`Default`] is one in which nothing exists and that nobody ends.
///
/// What is not in it does not exist: a caller who learns otherwise, because a name is taken that it did not know of, looks
/// again and decides again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Whether a person, or the rollout that made the experiment, ends it (`spec.terminate`).
    pub terminate: bool,
    /// Whether the experiment is being deleted; then nothing is decided any more.
    pub deleting: bool,
    /// The ReplicaSets that the experiment controls and that name one of its templates (`argo-analysis §7.9`), whatever
    /// their pods.
    pub replica_sets: Vec<ReplicaSet>,
    /// Names that the plan's ReplicaSets would have and that others have.
    pub taken: BTreeSet<String>,
    /// The services that the experiment controls and that name one of its templates, and those whose names are in the way.
    pub services: Vec<Service>,
    /// The runs that the experiment controls, and those whose names are in the way.
    pub runs: Vec<Run>,
    /// Analysis templates of the namespace, by name: those that the analyses lead to.
    pub analysis_templates: BTreeMap<String, AnalysisTemplateSpec>,
    /// Analysis templates of the cluster, likewise.
    pub cluster_analysis_templates: BTreeMap<String, AnalysisTemplateSpec>,
    /// Hashes of the pod templates, by template: what arguments can name before the ReplicaSet is seen.
    pub hashes: BTreeMap<String, String>,
}

/// A ReplicaSet of a template. [`Default`] has no name and no pods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicaSet {
    /// Its name.
    pub name: String,
    /// The template that it names.
    pub template: String,
    /// The hash that its pods are labelled with.
    pub hash: String,
    /// Its pods.
    pub size: Size,
    /// When it loses its pods, if that is written.
    pub retirement: Retirement,
    /// Whether its pods have a port, so that there can be a service.
    pub has_ports: bool,
}

/// When a ReplicaSet loses its pods (the `scale-down-deadline` annotation).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retirement {
    /// Nothing is written.
    #[default]
    None,
    /// At this instant.
    At(Timestamp),
    /// Something is written that is not an instant: at once.
    Unreadable,
}

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// The template that it belongs to; none if it is not the experiment's.
    pub template: Option<String>,
}

/// An analysis run. [`Default`] is somebody else's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// Its name.
    pub name: String,
    /// Whether the experiment controls it.
    pub owned: bool,
    /// What it measures. A run that the experiment made and did not note is known by it.
    pub spec: AnalysisRunSpec,
    /// How far it has come.
    pub phase: Phase,
    /// Why.
    pub message: String,
    /// How many measurements of metrics that count it has taken, errors not among them. Read only with
    /// [`Compat::success_without_measurement`](super::Compat::success_without_measurement) off.
    pub measurements: i64,
}

impl Observed {
    /// The ReplicaSet of this template.
    pub(super) fn replica_set(&self, template: &str) -> Option<&ReplicaSet> {
        self.replica_sets.iter().find(|set| set.template == template)
    }

    /// The service of this template.
    pub(super) fn service(&self, template: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.template.as_deref() == Some(template))
    }

    /// The run of this name.
    pub(super) fn run(&self, name: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.name == name)
    }
}
