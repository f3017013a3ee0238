//! What upstream writes on objects besides their fields (`argo-rollout §0.2`).

use super::Rollout;
use crate::{rollout::Retirement, time::Timestamp};
use alloc::{collections::BTreeMap, string::String};

/// On pods, ReplicaSets and in selectors: the hash of a pod template.
pub(crate) const HASH: &str = "rollouts-pod-template-hash";
/// On rollouts and ReplicaSets: the number of a revision.
pub(crate) const NUMBER: &str = "rollout.argoproj.io/revision";
/// On ReplicaSets: the numbers that a revision had before.
pub(crate) const HISTORY: &str = "rollout.argoproj.io/revision-history";
/// On ReplicaSets: the full strength that they were sized for.
pub(crate) const SIZED_FOR: &str = "rollout.argoproj.io/desired-replicas";
/// On ReplicaSets: when they lose their pods.
pub(crate) const RETIREMENT: &str = "scale-down-deadline";
/// On ReplicaSets of experiments.
pub(crate) const EXPERIMENT: &str = "experiment.argoproj.io/name";
/// On services that a rollout manages.
pub(crate) const MANAGED: &str = "argo-rollouts.argoproj.io/managed-by-rollouts";

/// Annotations of a rollout that stay its own (`argo-rollout §14.2`).
const OWN: [&str; 5] = [
    NUMBER,
    HISTORY,
    SIZED_FOR,
    "kubectl.kubernetes.io/last-applied-configuration",
    "notified.notifications.argoproj.io",
];

/// Annotations by name.
pub(crate) type Notes = BTreeMap<String, String>;

/// A number that is noted.
pub(crate) fn number(notes: &Notes, name: &str) -> Option<i64> {
    notes.get(name)?.parse().ok()
}

/// When a ReplicaSet loses its pods; an empty text is none.
pub(crate) fn retirement(notes: &Notes) -> Retirement {
    match notes.get(RETIREMENT).map(String::as_str) {
        None | Some("") => Retirement::None,
        Some(text) => Timestamp::parse(text).map_or(Retirement::Unreadable, Retirement::At),
    }
}

/// Annotations that a rollout hands on to its newest ReplicaSet.
pub(crate) fn copied(rollout: &Rollout) -> impl Iterator<Item = (&String, &String)> {
    rollout.metadata.annotations.iter().filter(|(name, _)| !OWN.contains(&name.as_str()))
}

/// Whether a ReplicaSet with these annotations lacks what is copied from the rollout.
pub(crate) fn outdated(rollout: &Rollout, notes: &Notes, min_ready_seconds: i32) -> bool {
    copied(rollout).any(|(name, value)| notes.get(name) != Some(value))
        || min_ready_seconds != rollout.spec.min_ready_seconds
}
