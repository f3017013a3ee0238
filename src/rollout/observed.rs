//! What the caller saw of the world, read once for a pass.

use crate::{
    capacity::Size,
    time::{Span, Timestamp},
};
use alloc::{string::String, vec::Vec};

/// The world of one rollout, as its controller knows it. [`Default`] is one in which nothing exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// `metadata.generation` of the object that carries the plan.
    pub generation: i64,
    /// The revision number written on that object.
    pub number: Option<i64>,
    /// The wanted template.
    pub current: Current,
    /// Every revision owned, in any order.
    pub revisions: Vec<Revision>,
    /// How often the caller looks at the rollout anyway. Upstream lets that steer one thing: how an aborted canary
    /// that keeps its pods for longer is scaled down (`argo-rollout S9`).
    pub resync: Span,
    /// Whether the router can say that a weight has arrived, so that it must be asked.
    pub confirms_weights: bool,
    /// The services that the plan names and that exist.
    pub services: Vec<Service>,
    /// The pods; needed only while [`Plan::restart_at`](super::Plan::restart_at) is not yet honoured.
    pub pods: Vec<Pod>,
}

/// The wanted template: its hash, and the revision that has it.
///
/// The hash is opaque to the machine. A revision matches by its template, so its own hash can differ
/// (`argo-rollout §14.1`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Current {
    /// Hash of the wanted template.
    pub hash: String,
    /// Name of the revision with that template, if there is one.
    pub revision: Option<String>,
}

/// A revision: a ReplicaSet, and the notes that a controller keeps on it. [`Default`] has no name, no pods and no notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// Its name; messages contain it.
    pub name: String,
    /// Hash of its template.
    pub hash: String,
    /// Its number, counted up; 0 if none is written.
    pub number: i64,
    /// When it was created.
    pub created: Timestamp,
    /// Its pods.
    pub size: Size,
    /// The full strength that it was last sized for, if written.
    pub sized_for: Option<i64>,
    /// When it loses its pods, if that is written.
    pub retirement: Retirement,
    /// Whether metadata or settings copied from the plan differ and must be written again.
    pub outdated: bool,
    /// Whether the cluster has caught up with what was last asked of it.
    pub standing: Standing,
    /// Whether it belongs to an experiment.
    pub experiment: bool,
    /// Pods that cannot be made.
    pub failure: Option<Failure>,
}

/// How far the cluster is with a revision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Its numbers are up to date.
    #[default]
    Observed,
    /// Its last change has not been seen by the ReplicaSet controller yet.
    Unobserved,
    /// It is being deleted.
    Deleting,
}

/// When a revision that is no longer needed loses its pods (the `scale-down-deadline` annotation).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retirement {
    /// Nothing is written.
    #[default]
    None,
    /// At this instant.
    At(Timestamp),
    /// Something is written that is not an instant.
    Unreadable,
}

impl Retirement {
    /// Whether it is written and still to come.
    pub(super) fn ahead(self, now: Timestamp) -> bool {
        matches!(self, Self::At(at) if now < at)
    }
}

/// The `ReplicaFailure` condition of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// The reason in one word.
    pub reason: String,
    /// The reason in a sentence.
    pub message: String,
    /// Since when.
    pub since: Option<Timestamp>,
}

/// A service that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// The hash that it selects, if any.
    pub selects: Option<String>,
    /// Whether it carries the mark of being managed by this rollout.
    pub managed: bool,
}

/// A pod of the rollout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pod {
    /// Its name.
    pub name: String,
    /// Name of its revision.
    pub revision: String,
    /// When it was created.
    pub created: Timestamp,
    /// Whether it is available.
    pub available: bool,
    /// Whether it is being deleted.
    pub terminating: bool,
}

impl Observed {
    /// The revision of this name.
    pub fn revision(&self, name: &str) -> Option<&Revision> {
        self.revisions.iter().find(|revision| revision.name == name)
    }
}
