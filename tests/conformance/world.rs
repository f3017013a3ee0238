//! A recorded `in`, read as what the machine takes: the plan, the stored status, and what is seen.

use gradual::{
    argo,
    capacity::Size,
    rollout::{
        Current, Failure, Observed, Plan, Pod, Retirement, Revision, Service, Standing, Status, Strategy,
    },
    time::{Span, Timestamp},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The input of one recorded reconcile.
#[derive(Clone, Debug)]
pub struct Case {
    /// What is wanted.
    pub plan: Plan,
    /// What was stored.
    pub status: Status,
    /// What is seen.
    pub seen: Observed,
}

/// Reads the `in` of a line of `argo-rollout-traces`.
///
/// # Panics
///
/// If the line does not have the fields that the recorder writes.
pub fn read(input: &Value) -> Case {
    let rollout: argo::Rollout = serde_json::from_value(manifest(&input["rollout"])).expect("a rollout");
    let mut plan = argo::translate(&rollout);
    if let Strategy::Canary(canary) = &mut plan.strategy {
        canary.steps.hash = text(&input["stepHash"]);
    }
    Case { plan, status: Status::read(input["rollout"]["status"].clone()), seen: observed(input) }
}

/// The recorded rollout as the object that the API server holds.
pub fn manifest(rollout: &Value) -> Value {
    json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": {
            "name": rollout["name"],
            "namespace": rollout["namespace"],
            "uid": rollout["uid"],
            "generation": rollout["generation"],
            "creationTimestamp": rollout["created"],
            "annotations": rollout["annotations"],
        },
        "spec": rollout["spec"],
        "status": rollout["status"],
    })
}

fn observed(input: &Value) -> Observed {
    let rollout = &input["rollout"];
    Observed {
        generation: number(&rollout["generation"]),
        number: rollout["annotations"][NUMBER].as_str().and_then(|number| number.parse().ok()),
        current: Current {
            hash: text(&input["newHash"]),
            revision: input["newReplicaSet"].as_str().map(str::to_owned),
        },
        revisions: list(&input["replicaSets"]).map(|set| revision(set, rollout)).collect(),
        services: list(&input["services"]).map(service).collect(),
        pods: list(&input["pods"]).map(pod).collect(),
        resync: Span::seconds(900),
        confirms_weights: true,
    }
}

fn revision(set: &Value, rollout: &Value) -> Revision {
    let notes = &set["annotations"];
    let noted = |name: &str| notes[name].as_str().and_then(|number| number.parse::<i64>().ok());
    Revision {
        name: text(&set["name"]),
        hash: text(&set["hash"]),
        number: noted(NUMBER).unwrap_or(0),
        created: instant(&set["created"]),
        size: Size {
            want: number(&set["want"]),
            have: number(&set["have"]),
            ready: number(&set["ready"]),
            available: number(&set["available"]),
        },
        sized_for: noted(SIZED_FOR),
        retirement: match notes[RETIREMENT].as_str() {
            None | Some("") => Retirement::None,
            Some(_) => {
                Timestamp::deserialize(&notes[RETIREMENT]).map_or(Retirement::Unreadable, Retirement::At)
            }
        },
        outdated: outdated(set, rollout),
        standing: Standing::Observed,
        experiment: notes["experiment.argoproj.io/name"].is_string(),
        failure: list(&set["conditions"]).find(|c| c["type"] == "ReplicaFailure").map(failure),
    }
}

/// Whether an annotation of the rollout is missing on the ReplicaSet, or `minReadySeconds` differs
/// (`argo-rollout §14.2`).
fn outdated(set: &Value, rollout: &Value) -> bool {
    let copied = |name: &str| !NOT_COPIED.contains(&name);
    let annotations = rollout["annotations"].as_object().into_iter().flatten();
    let seconds = |at: &Value| at["minReadySeconds"].as_i64().unwrap_or(0);
    annotations.filter(|(name, _)| copied(name)).any(|(name, value)| set["annotations"][name] != *value)
        || seconds(set) != seconds(&rollout["spec"])
}

const NUMBER: &str = "rollout.argoproj.io/revision";
const SIZED_FOR: &str = "rollout.argoproj.io/desired-replicas";
const RETIREMENT: &str = "scale-down-deadline";
const NOT_COPIED: [&str; 5] = [
    NUMBER,
    SIZED_FOR,
    "rollout.argoproj.io/revision-history",
    "kubectl.kubernetes.io/last-applied-configuration",
    "notified.notifications.argoproj.io",
];

fn failure(condition: &Value) -> Failure {
    Failure {
        status: text(&condition["status"]),
        reason: text(&condition["reason"]),
        message: text(&condition["message"]),
        since: Timestamp::deserialize(&condition["lastTransitionTime"]).ok(),
    }
}

fn service(service: &Value) -> Service {
    Service {
        name: text(&service["name"]),
        selects: service["selectorHash"].as_str().map(str::to_owned),
        managed: service["managedBy"].is_string(),
    }
}

/// Recorded pods are never being deleted, and `ready` is all there is to availability.
fn pod(pod: &Value) -> Pod {
    Pod {
        name: text(&pod["name"]),
        revision: text(&pod["replicaSet"]),
        created: instant(&pod["created"]),
        available: pod["ready"] == true,
        terminating: false,
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> i64 {
    value.as_i64().expect("a whole number")
}

fn instant(value: &Value) -> Timestamp {
    Timestamp::deserialize(value).expect("an instant")
}
