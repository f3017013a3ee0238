//! ReplicaSets and the notes on them.

use super::pods::Batch;
use crate::{
    argo::{Rollout, notes},
    capacity::Size,
    rollout::{Failure, Revision, Standing},
    time::Timestamp,
};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value;

pub(super) use crate::argo::notes::{HISTORY, NUMBER, RETIREMENT, SIZED_FOR};

/// A ReplicaSet of the rollout.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicaSet {
    /// Its name.
    pub name: String,
    /// The hash on its label.
    pub hash: String,
    /// When it was created.
    pub created: Timestamp,
    /// Its pod template, without the hash.
    pub template: Value,
    /// How long a pod is ready before it counts as available.
    pub min_ready_seconds: i32,
    /// Its annotations: what is copied from the rollout, and the controller's notes.
    pub annotations: BTreeMap<String, String>,
    /// Its pods.
    pub size: Size,
    /// How often the ReplicaSet controller has looked since `size.want` last changed.
    pub looks: i64,
    /// Pods that cannot be made.
    pub failure: Option<Failure>,
    pub(super) batches: Vec<Batch>,
    pub(super) evicted: i64,
}

impl ReplicaSet {
    /// A ReplicaSet without pods and annotations.
    pub fn new(name: String, hash: String, template: Value, created: Timestamp) -> Self {
        Self {
            name,
            hash,
            created,
            template,
            min_ready_seconds: 0,
            annotations: BTreeMap::new(),
            size: Size::default(),
            looks: 0,
            failure: None,
            batches: Vec::new(),
            evicted: 0,
        }
    }

    /// Its revision number; 0 if none is written.
    pub fn number(&self) -> i64 {
        notes::number(&self.annotations, NUMBER).unwrap_or(0)
    }

    /// The full strength that it was last sized for, if written.
    pub fn sized_for(&self) -> Option<i64> {
        notes::number(&self.annotations, SIZED_FOR)
    }

    /// What a controller sees of it.
    pub(super) fn revision(&self, rollout: &Rollout) -> Revision {
        let notes = &self.annotations;
        Revision {
            name: self.name.clone(),
            hash: self.hash.clone(),
            number: self.number(),
            created: self.created,
            size: self.size,
            sized_for: self.sized_for(),
            retirement: notes::retirement(notes),
            outdated: notes::outdated(rollout, notes, self.min_ready_seconds),
            standing: Standing::Observed,
            experiment: notes.contains_key(notes::EXPERIMENT),
            failure: self.failure.clone(),
        }
    }

    /// Writes the number and what is copied from the rollout. Where a number was written and any annotation
    /// changes, the old number joins the history.
    pub(super) fn annotate(&mut self, rollout: &Rollout, number: i64) {
        self.min_ready_seconds = rollout.spec.min_ready_seconds;
        let before = self.annotations.clone();
        self.annotations.extend(notes::copied(rollout).map(|(name, value)| (name.clone(), value.clone())));
        self.annotations.insert(NUMBER.into(), number.to_string());
        if self.annotations == before {
            return;
        }
        if let Some(old) = before.get(NUMBER) {
            let history = match before.get(HISTORY).filter(|history| !history.is_empty()) {
                Some(history) => format!("{history},{old}"),
                None => old.clone(),
            };
            self.annotations.insert(HISTORY.into(), history);
        }
    }
}
