//! The Rollouts that files hold, and what is wrong with them.

use crate::{
    objects::{self, Object},
    problem::Problem,
};
use gradual::{
    argo::{self, Rollout},
    rollout::Plan,
};
use serde_json::Value;
use std::path::PathBuf;

/// All that was read.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// The Rollouts, in order. Only if no problem is an error, all of them.
    pub(crate) rollouts: Vec<Found>,
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

/// Reads and checks all files.
pub(crate) fn read(files: &[PathBuf]) -> Input {
    let mut input = Input::default();
    let mut kinds = Vec::new();
    for read in objects::read(files) {
        match read {
            Ok(object) if object.kind() == Some("Rollout") => input.check(object),
            Ok(object) => {
                kinds.push(object.kind_shown());
                input.others.push(object.value);
            }
            Err(problem) => input.problems.push(problem),
        }
    }
    let is_usable = !input.problems.iter().any(Problem::is_error);
    if is_usable && input.rollouts.is_empty() {
        let help = "a Rollout has `apiVersion: argoproj.io/v1alpha1` and `kind: Rollout`";
        input.problems.push(objects::none("Rollout", files, kinds).help(help));
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
