//! What files hold: Rollouts, experiments with their analysis templates, and what is wrong with them.

use crate::{
    objects::{self, Object},
    problem::Problem,
};
use gradual::{
    argo::{self, AnalysisTemplate, Experiment, Rollout},
    rollout::Plan,
};
use serde_json::Value;
use std::path::PathBuf;

/// All that was read.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// The Rollouts, in order. Only if no problem is an error, all of them.
    pub(crate) rollouts: Vec<Found>,
    /// The Experiments, in order, and the analysis templates that stand beside them.
    pub(crate) experiments: Vec<FoundExperiment>,
    pub(crate) templates: Vec<AnalysisTemplate>,
    /// The objects of other kinds, in order.
    pub(crate) others: Vec<Value>,
    /// What is wrong, in order.
    pub(crate) problems: Vec<Problem>,
}

/// A Rollout and where it was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The file.
    pub(crate) file: String,
    /// It, without its status.
    pub(crate) rollout: Rollout,
    /// Its plan, if nothing in it is an error.
    pub(crate) plan: Option<Plan>,
    /// The status that stands in the file.
    pub(crate) status: Option<Value>,
    /// How many of the problems are errors in it.
    pub(crate) errors: usize,
}

/// An Experiment and where it was found.
#[derive(Debug)]
pub(crate) struct FoundExperiment {
    /// The file.
    pub(crate) file: String,
    /// It.
    pub(crate) experiment: Experiment,
}

/// What a command looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Rollouts only.
    Rollouts,
    /// Rollouts and Experiments.
    Experiments,
}

/// What an object is, as far as these commands care.
enum Kind {
    Rollout,
    Experiment,
    Template,
    Other,
}

/// Reads and checks all files.
pub(crate) fn read(files: &[PathBuf], wanted: Wanted) -> Input {
    let mut input = Input::default();
    let (mut kinds, mut of_templates) = (Vec::new(), Vec::new());
    for read in objects::read(files) {
        let object = match read {
            Ok(object) => object,
            Err(problem) => {
                input.problems.push(problem);
                continue;
            }
        };
        match kind(&object, wanted) {
            Kind::Rollout => input.check(object),
            Kind::Experiment => {
                let checked = argo::check_experiment(&object.value);
                input.problems.extend(object.placed(checked.diagnostics));
                let file = object.file().to_owned();
                input.experiments.push(FoundExperiment { file, experiment: checked.experiment });
            }
            Kind::Template => {
                let checked = argo::check_template(&object.value);
                of_templates.extend(object.placed(checked.diagnostics));
                input.templates.push(checked.template);
            }
            Kind::Other => {
                kinds.push(object.kind_shown());
                input.others.push(object.value);
            }
        }
    }
    // What is wrong with templates is of no interest where there is no experiment.
    if !input.experiments.is_empty() {
        input.problems.extend(of_templates);
    }
    let is_usable = !input.problems.iter().any(Problem::is_error);
    if is_usable && input.rollouts.is_empty() && input.experiments.is_empty() {
        input.problems.push(nothing(files, kinds, wanted));
    }
    input
}

impl Input {
    fn check(&mut self, mut object: Object) {
        let status = object.value.as_object_mut().and_then(|object| object.remove("status"));
        let checked = argo::check(&object.value);
        let found = object.placed(checked.diagnostics);
        self.rollouts.push(Found {
            file: object.file().to_owned(),
            rollout: checked.rollout,
            plan: checked.plan,
            status,
            errors: found.iter().filter(|problem| problem.is_error()).count(),
        });
        self.problems.extend(found);
    }
}

fn kind(object: &Object, wanted: Wanted) -> Kind {
    match object.kind() {
        Some("Rollout") => Kind::Rollout,
        Some("Experiment") if wanted == Wanted::Experiments => Kind::Experiment,
        Some("AnalysisTemplate" | "ClusterAnalysisTemplate") if wanted == Wanted::Experiments => {
            Kind::Template
        }
        _ => Kind::Other,
    }
}

fn nothing(files: &[PathBuf], kinds: Vec<String>, wanted: Wanted) -> Problem {
    let looked_for = match wanted {
        Wanted::Rollouts => "Rollout",
        Wanted::Experiments => "Rollout and no Experiment",
    };
    objects::none(looked_for, files, kinds)
        .help("a Rollout has `apiVersion: argoproj.io/v1alpha1` and `kind: Rollout`")
}
