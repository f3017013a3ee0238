//! The ReplicaSets of variants.

use super::world::hash;
use crate::{
    argo::ExperimentTemplate,
    capacity::Size,
    experiment::{self, Retirement},
    sim::{
        pods::{self, Policy},
        set::ReplicaSet,
    },
    time::Timestamp,
};
use alloc::string::String;
use serde_json::Value;

/// A ReplicaSet of an experiment.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The template that it is of.
    pub template: String,
    /// When it loses its pods, if that is written.
    pub retirement: Retirement,
    has_ports: bool,
    set: ReplicaSet,
}

impl Variant {
    pub(super) fn new(name: String, template: &ExperimentTemplate, now: Timestamp) -> Self {
        let pods = template.template.clone().unwrap_or_default();
        let has_ports = has_ports(&pods);
        let mut set = ReplicaSet::new(name, hash(&template.template), pods, now);
        set.min_ready_seconds = template.min_ready_seconds;
        Self { template: template.name.clone(), retirement: Retirement::None, has_ports, set }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.set.name
    }

    /// Its pods.
    pub fn size(&self) -> Size {
        self.set.size
    }

    pub(super) fn seen(&self) -> experiment::ReplicaSet {
        experiment::ReplicaSet {
            name: self.set.name.clone(),
            template: self.template.clone(),
            hash: self.set.hash.clone(),
            size: self.set.size,
            retirement: self.retirement,
            has_ports: self.has_ports,
        }
    }

    pub(super) fn scale(&mut self, to: i64) {
        self.set.size.want = to;
        self.set.looks = 0;
    }

    pub(super) fn look(&mut self, policy: Policy, cap: Option<i64>, now: Timestamp) {
        self.set = pods::look(&self.set, policy, cap, now);
    }

    pub(super) fn moves(&self, policy: Policy, cap: Option<i64>, now: Timestamp) -> Option<Timestamp> {
        pods::moves(&self.set, policy, cap, now)
    }
}

fn has_ports(pods: &Value) -> bool {
    let containers = pods.pointer("/spec/containers").and_then(Value::as_array);
    let ports = |container: &Value| {
        container.get("ports").and_then(Value::as_array).is_some_and(|ports| !ports.is_empty())
    };
    containers.into_iter().flatten().any(ports)
}
