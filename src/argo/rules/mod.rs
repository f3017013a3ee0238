//! Upstream's rules (`argo-spec §2.1` to `§2.4`), in the order in which upstream looks at them.
//!
//! Upstream keeps the first error only; here all are found. Paths are where the user looks; upstream's own text, which
//! names other paths, goes along. Not here yet: pod templates beyond their containers, the syntax of labels, and
//! what only concerns ping-pong, anti-affinity, managed routes and analyses.

pub(super) mod analysis;
mod blue_green;
mod canary;
pub(super) mod experiment;
pub(super) mod references;
mod selector;
mod spec;
mod steps;
mod traffic;

use super::{Rollout, upstream};
use crate::diagnostic::{Diagnostic, Path};
use alloc::{string::String, vec::Vec};

/// What says that this is not a rollout, or not a whole one.
pub(super) fn object(rollout: &Rollout) -> Vec<Diagnostic> {
    spec::object(rollout)
}

/// What upstream would refuse.
pub(super) fn broken(rollout: &Rollout) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    spec::replicas(rollout, &mut found);
    if rollout.spec.workload_ref.is_none() {
        selector::selector(&rollout.spec, &mut found);
    }
    spec::numbers(&rollout.spec, &mut found);
    canary::strategy(&rollout.spec, &mut found);
    found
}

/// The path of these fields, one in the other.
fn path(fields: &[&str]) -> Path {
    fields.iter().fold(Path::root(), |path, field| path.field(*field))
}

/// `spec.strategy.canary.…`
fn in_canary(field: &str) -> Path {
    path(&["spec", "strategy", "canary", field])
}

/// A value that cannot be: our words, and upstream's path, value and words.
fn invalid(code: &'static str, at: Path, message: String, theirs: [&str; 3]) -> Diagnostic {
    let [path, value, detail] = theirs;
    Diagnostic::error(code, at, message).upstream(upstream::invalid(path, value, detail))
}
