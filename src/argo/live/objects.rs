//! Kubernetes' own objects, as far as a rollout looks at them.

use super::{Gap, called};
use crate::{
    argo::{Rollout, notes, notes::Notes},
    time::Timestamp,
};
use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// What stands beside a rollout in its namespace.
#[derive(Debug, Default)]
pub(super) struct Kubernetes {
    pub(super) sets: Vec<ReplicaSet>,
    pub(super) services: Vec<ServiceObject>,
    pub(super) pods: Vec<PodObject>,
}

/// What every object has.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Object {
    pub(super) kind: String,
    pub(super) metadata: Metadata,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Metadata {
    #[serde(deserialize_with = "or_null")]
    pub(super) name: String,
    #[serde(deserialize_with = "or_null")]
    pub(super) namespace: String,
    #[serde(deserialize_with = "or_null")]
    pub(super) generation: i64,
    #[serde(deserialize_with = "or_null")]
    pub(super) labels: BTreeMap<String, String>,
    #[serde(deserialize_with = "or_null")]
    pub(super) annotations: Notes,
    pub(super) creation_timestamp: Option<Timestamp>,
    pub(super) deletion_timestamp: Option<Timestamp>,
    #[serde(deserialize_with = "or_null")]
    pub(super) owner_references: Vec<Owner>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Owner {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) uid: String,
    pub(super) controller: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReplicaSet {
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_null")]
    pub(super) spec: SetSpec,
    #[serde(deserialize_with = "or_null")]
    pub(super) status: SetStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SetSpec {
    pub(super) replicas: Option<i64>,
    #[serde(deserialize_with = "or_null")]
    pub(super) min_ready_seconds: i32,
    pub(super) template: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct SetStatus {
    #[serde(deserialize_with = "or_null")]
    pub(super) replicas: i64,
    #[serde(deserialize_with = "or_null")]
    pub(super) ready_replicas: i64,
    #[serde(deserialize_with = "or_null")]
    pub(super) available_replicas: i64,
    #[serde(deserialize_with = "or_null")]
    pub(super) observed_generation: i64,
    #[serde(deserialize_with = "or_null")]
    pub(super) conditions: Vec<ObjectCondition>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ObjectCondition {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) message: String,
    pub(super) last_transition_time: Option<Timestamp>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ServiceObject {
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_null")]
    pub(super) spec: ServiceSpec,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ServiceSpec {
    #[serde(deserialize_with = "or_null")]
    pub(super) selector: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PodObject {
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_null")]
    pub(super) status: PodStatus,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PodStatus {
    #[serde(deserialize_with = "or_null")]
    pub(super) conditions: Vec<ObjectCondition>,
}

impl Kubernetes {
    /// The objects of a rollout's namespace that it may look at.
    pub(super) fn read(rollout: &Rollout, objects: &[Value], gaps: &mut Vec<Gap>) -> Self {
        let mut found = Self::default();
        for value in objects {
            let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
            let text = |name: &str| value.get("metadata").and_then(|m| m.get(name)).and_then(Value::as_str);
            if text("namespace").unwrap_or_default() != rollout.metadata.namespace {
                continue;
            }
            match kind {
                "ReplicaSet" => found.sets.extend(read(value, gaps)),
                "Service" => found.services.extend(read(value, gaps)),
                "Pod" => found.pods.extend(read(value, gaps)),
                _ => {}
            }
        }
        found
    }
}

impl ReplicaSet {
    pub(super) fn hash(&self) -> &str {
        self.metadata.labels.get(notes::HASH).map(String::as_str).unwrap_or_default()
    }
}

fn read<T: DeserializeOwned>(value: &Value, gaps: &mut Vec<Gap>) -> Option<T> {
    match T::deserialize(value) {
        Ok(read) => Some(read),
        Err(error) => {
            let object = Object::deserialize(value).unwrap_or_default();
            gaps.push(Gap::Unreadable { object: called(&object), why: error.to_string() });
            None
        }
    }
}

/// Null is as good as absent.
fn or_null<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
