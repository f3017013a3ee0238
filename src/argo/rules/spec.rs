//! What the object is, and the numbers of its spec.

use super::{invalid, path};
use crate::{
    argo::{Rollout, RolloutSpec},
    diagnostic::Diagnostic,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

const API_VERSION: &str = "argoproj.io/v1alpha1";

/// What it is, and what it is called.
pub(super) fn object(rollout: &Rollout) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let fields = [("apiVersion", &rollout.api_version, API_VERSION), ("kind", &rollout.kind, "Rollout")];
    for (field, written, right) in fields {
        if written != right {
            let finding = Diagnostic::error("decode/not-a-rollout", path(&[field]), not(field, written));
            found.push(finding.help(format!("a rollout has `{field}: {right}`")));
        }
    }
    if rollout.metadata.name.is_empty() {
        let at = path(&["metadata", "name"]);
        let help = "revisions are named after it; a generated name is not known before the cluster makes it";
        found.push(Diagnostic::error("decode/no-name", at, "a rollout needs a name").help(help));
    }
    found
}

fn not(field: &str, written: &str) -> String {
    if written.is_empty() {
        format!("`{field}` is missing")
    } else {
        format!("`{written}` is not a rollout's `{field}`")
    }
}

/// S01.
pub(super) fn replicas(rollout: &Rollout, found: &mut Vec<Diagnostic>) {
    below_zero("spec/S01", "replicas", rollout.spec.replicas, found);
}

/// S13 to S16.
pub(super) fn numbers(spec: &RolloutSpec, found: &mut Vec<Diagnostic>) {
    below_zero("spec/S13", "minReadySeconds", Some(spec.min_ready_seconds), found);
    below_zero("spec/S14", "revisionHistoryLimit", spec.revision_history_limit, found);
    below_zero("spec/S15", "progressDeadlineSeconds", spec.progress_deadline_seconds, found);
    let (deadline, ready) = (spec.progress_deadline_seconds.unwrap_or(600), spec.min_ready_seconds);
    if deadline <= ready {
        let message = match spec.progress_deadline_seconds {
            Some(_) => {
                format!("a deadline of `{deadline}` seconds is over before a pod is ready for `{ready}`")
            }
            None => {
                format!("the deadline, 600 seconds if unsaid, is over before a pod is ready for `{ready}`")
            }
        };
        let at = path(&["spec", "progressDeadlineSeconds"]);
        let theirs =
            ["spec.progressDeadlineSeconds", &deadline.to_string(), "must be greater than minReadySeconds"];
        found.push(invalid("spec/S16", at, message, theirs).help("make it more than `minReadySeconds`"));
    }
}

fn below_zero(code: &'static str, field: &str, number: Option<i32>, found: &mut Vec<Diagnostic>) {
    let Some(number) = number.filter(|number| *number < 0) else {
        return;
    };
    let theirs = [&format!("spec.{field}"), &number.to_string(), "must be greater than or equal to 0"];
    let message = format!("`{number}` is less than 0");
    found.push(invalid(code, path(&["spec", field]), message, theirs));
}
