//! The state of the world.

use super::sets::Variant;
use crate::{
    analysis,
    argo::{self, AnalysisTemplate, Experiment},
    experiment::{self, Observed, Plan, Service},
    metric::{AnalysisRunSpec, AnalysisTemplateSpec, Phase},
    sim::{hash::template_hash, pods::Policy},
    template::Scope,
    time::{Span, Timestamp},
};
use alloc::{collections::BTreeMap, string::String, vec::Vec};
use serde_json::Value;

/// An experiment and all that is there of it.
#[derive(Clone, Debug)]
pub struct World {
    /// What time it is.
    pub now: Timestamp,
    /// The experiment as it is stored.
    pub experiment: Experiment,
    /// Its ReplicaSets.
    pub variants: Vec<Variant>,
    /// Its services.
    pub services: Vec<Service>,
    /// Its analysis runs.
    pub runs: Vec<Run>,
    /// How pods follow what is wanted.
    pub policy: Policy,
    /// Variants of which at most so many pods become ready.
    pub caps: BTreeMap<String, i64>,
    /// What measurements come to, by metric; successes if unsaid.
    pub outcomes: BTreeMap<String, Phase>,
    pub(super) plan: Plan,
    namespaced: BTreeMap<String, AnalysisTemplateSpec>,
    cluster: BTreeMap<String, AnalysisTemplateSpec>,
}

/// An analysis run of the experiment.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its name.
    pub name: String,
    /// What it measures; `terminate` is set when the experiment ends it.
    pub spec: AnalysisRunSpec,
    /// What is stored of it.
    pub status: analysis::Status,
    pub(super) plan: analysis::Plan,
    /// When it is looked at next.
    pub(super) due: Option<Timestamp>,
}

impl World {
    /// The experiment, just created, and the analysis templates that are there. Pods are ready 20 seconds after they were
    /// created.
    pub fn of(experiment: Experiment, templates: &[AnalysisTemplate], now: Timestamp) -> Self {
        let of = |scope: Scope| {
            let templates = templates.iter().filter(move |template| template.scope() == scope);
            templates.map(|template| (template.metadata.name.clone(), template.spec.clone())).collect()
        };
        Self {
            now,
            plan: argo::translate_experiment(&experiment),
            experiment,
            variants: Vec::new(),
            services: Vec::new(),
            runs: Vec::new(),
            policy: Policy::ReadyAfter(Span::seconds(20)),
            caps: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            namespaced: of(Scope::Namespace),
            cluster: of(Scope::Cluster),
        }
    }

    /// What the experiment asks for.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Pods that exist.
    pub fn pods(&self) -> i64 {
        self.variants.iter().fold(0, |sum, variant| variant.size().have.saturating_add(sum))
    }

    /// The ReplicaSet of this template.
    pub fn variant(&self, template: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.template == template)
    }

    /// Measurements of all runs that say something.
    pub fn measurements(&self) -> i64 {
        self.runs.iter().fold(0, |sum, run| run.measurements().saturating_add(sum))
    }

    pub(super) fn observe(&self) -> Observed {
        Observed {
            terminate: self.experiment.spec.terminate,
            replica_sets: self.variants.iter().map(Variant::seen).collect(),
            services: self.services.clone(),
            runs: self.runs.iter().map(Run::seen).collect(),
            analysis_templates: self.namespaced.clone(),
            cluster_analysis_templates: self.cluster.clone(),
            hashes: self
                .experiment
                .spec
                .templates
                .iter()
                .map(|t| (t.name.clone(), hash(&t.template)))
                .collect(),
            ..Observed::default()
        }
    }

    /// Writes down when the ReplicaSet controller, and the pods, have moved by now.
    pub(super) fn look(&mut self) {
        for variant in &mut self.variants {
            variant.look(self.policy, self.caps.get(&variant.template).copied(), self.now);
        }
    }

    /// When pods move next by themselves.
    pub(super) fn pods_move(&self) -> Option<Timestamp> {
        let moves = |variant: &Variant| {
            variant.moves(self.policy, self.caps.get(&variant.template).copied(), self.now)
        };
        self.variants.iter().filter_map(moves).min()
    }

    pub(super) fn run(&mut self, name: &str) -> Option<&mut Run> {
        self.runs.iter_mut().find(|run| run.name == name)
    }
}

/// The hash of a pod template.
pub(super) fn hash(template: &Option<Value>) -> String {
    template_hash(template.as_ref().unwrap_or(&Value::Null))
}

impl Run {
    pub(super) fn new(name: String, spec: AnalysisRunSpec, due: Timestamp) -> Self {
        let plan = analysis::Plan::of(&spec, analysis::Compat::ARGO);
        Self { name, spec, status: analysis::Status::default(), plan, due: Some(due) }
    }

    fn seen(&self) -> experiment::Run {
        experiment::Run {
            name: self.name.clone(),
            owned: true,
            spec: self.spec.clone(),
            phase: self.status.phase.clone(),
            message: self.status.message.clone(),
            measurements: self.measurements(),
        }
    }

    /// Measurements of metrics that count, errors not among them.
    pub fn measurements(&self) -> i64 {
        let counting = self.status.metric_results.iter().filter(|result| !result.dry_run);
        counting.fold(0, |sum, result| result.count.saturating_add(sum))
    }
}
