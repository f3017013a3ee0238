//! What the user asked for, checked.

use super::Compat;
use crate::{
    metric::{AnalysisRunMetadata, AnalysisTemplateRef, Argument, DryRun, MeasurementRetention},
    time::Span,
};
use alloc::{format, string::String, vec::Vec};

/// An experiment as the user wants it. Made by [`argo::check_experiment`](crate::argo::check_experiment), or by hand.
/// Exhaustive: who makes one decides on every field.
///
/// What the pods are is not in it: the caller, who makes the ReplicaSets, knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The experiment's name; ReplicaSets and runs are named after it.
    pub name: String,
    /// The variants.
    pub templates: Vec<Template>,
    /// Who judges them.
    pub analyses: Vec<Analysis>,
    /// How long, once all variants are available.
    pub length: Length,
    /// How long a variant may go without progress while it is not as large as it should be.
    pub progress_deadline: Span,
    /// How long a variant that is done keeps its pods. Zero or less is not at all.
    pub scale_down_delay: Span,
    /// Metrics whose outcome does not count, for every analysis.
    pub dry_run: Vec<DryRun>,
    /// How many measurements are kept, for every analysis.
    pub measurement_retention: Vec<MeasurementRetention>,
    /// Labels and annotations of the runs, the controller's instance id among them if the experiment has one.
    pub run_metadata: AnalysisRunMetadata,
    /// What is done as upstream does it although it breaks a law.
    pub compat: Compat,
}

/// How long an experiment runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// Until its required analyses succeed, or it is ended.
    Endless,
    /// So long, counted from when all variants were available for the first time.
    For(Span),
    /// Upstream accepts a text that is no duration. It never ends, and no analysis whose arguments have values can begin:
    /// it fails with this message.
    Unreadable {
        /// What is wrong, in Go's words.
        message: String,
    },
}

/// A variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Its pods.
    pub replicas: i64,
    /// The service that selects its pods, if it gets one.
    pub service: Option<TemplateService>,
}

/// The service of a variant. It has a port for each port of the pods; without any there is no service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateService {
    /// Named as the ReplicaSet.
    Unnamed,
    /// With a name of its own.
    Named(String),
}

/// An analysis of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Its name; its run is named after it.
    pub name: String,
    /// Its template.
    pub template: AnalysisTemplateRef,
    /// Whether the experiment waits for its success, and ends with it.
    pub required: bool,
    /// Values for the template's arguments. Tags in them are replaced ([`fill_argument`](super::fill_argument)); a
    /// `valueFrom` is dropped (`argo-analysis §7.7`).
    pub args: Vec<Argument>,
}

impl Plan {
    /// An experiment without analyses that runs until it is ended, with upstream's defaults.
    pub fn of(name: impl Into<String>, templates: Vec<Template>) -> Self {
        Self {
            name: name.into(),
            templates,
            analyses: Vec::new(),
            length: Length::Endless,
            progress_deadline: Span::seconds(600),
            scale_down_delay: Span::seconds(30),
            dry_run: Vec::new(),
            measurement_retention: Vec::new(),
            run_metadata: AnalysisRunMetadata::default(),
            compat: Compat::ARGO,
        }
    }

    /// Name of a variant's ReplicaSet.
    pub fn replica_set_name(&self, template: &Template) -> String {
        format!("{}-{}", self.name, template.name)
    }
}

impl Template {
    /// A variant with so many pods and no service.
    pub fn of(name: impl Into<String>, replicas: i64) -> Self {
        Self { name: name.into(), replicas, service: None }
    }
}
