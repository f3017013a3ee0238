//! `argo-rollout-traces`, as objects of a cluster: read as such, they are what was recorded of them.

use crate::{
    rollout_traces::scenarios,
    tally::{Outcome, Tally, lines},
    world,
};
use gradual::{
    argo::{
        Rollout,
        live::{Live, UNKNOWN_HASH, observe},
    },
    rollout::{Observed, Standing},
    time::Timestamp,
};
use serde_json::{Value, json};

/// Reads the objects of every line; whether they are seen as recorded.
pub fn run() -> bool {
    let Some(lines) = lines("argo-rollout-traces.jsonl.gz") else { return true };
    let mut tally = Tally::new("argo-rollout-live");
    for line in scenarios(&lines).concat() {
        let id = format!("{} {}", line["scenario"].as_str().unwrap_or("?"), line["seq"]);
        let workload = !line["in"]["rollout"]["spec"]["workloadRef"].is_null();
        tally.count(
            &id,
            if workload { Outcome::Skipped("workload reference".into()) } else { compare(&line) },
        );
    }
    tally.report()
}

fn compare(line: &Value) -> Outcome {
    let input = &line["in"];
    let (rollout, _) = Rollout::read(&with_namespace(world::manifest(&input["rollout"])));
    let now: Timestamp = serde_json::from_value(line["now"].clone()).expect("an instant");
    let Live { seen, gaps, .. } = observe(&rollout, &objects(input), now);
    if let Some(gap) = gaps.iter().find(|gap| gap.hides_everything()) {
        return Outcome::Fails(gap.to_string());
    }
    let recorded = as_seen_from_outside(world::read(input).seen, &rollout, &seen);
    if seen == recorded {
        return Outcome::Agrees;
    }
    let (ours, recorded) = (format!("{seen:#?}"), format!("{recorded:#?}"));
    let differ = ours.lines().zip(recorded.lines()).find(|(ours, recorded)| ours != recorded);
    Outcome::Fails(format!("{differ:?}"))
}

/// A client cannot compute the hash of a template that no ReplicaSet has; services that no field names are of no interest; and
/// whether the router confirms weights is known once it has.
fn as_seen_from_outside(mut recorded: Observed, rollout: &Rollout, seen: &Observed) -> Observed {
    let st = &rollout.status;
    let observed = st.observed_generation == rollout.metadata.generation.to_string();
    if recorded.current.revision.is_none() && !(observed && st.current_pod_hash == recorded.current.hash) {
        recorded.current.hash = UNKNOWN_HASH.into();
    }
    // The ReplicaSet is matched by its template then, and has a hash of its own, which the status has too.
    if let Some(set) = recorded.current.revision.as_deref().and_then(|name| recorded.revision(name)) {
        recorded.current.hash = set.hash.clone();
    }
    let names: Vec<_> = seen.services.iter().map(|service| service.name.clone()).collect();
    recorded.services.retain(|service| names.contains(&service.name));
    recorded.confirms_weights = st.canary.weights.as_ref().is_some_and(|weights| weights.verified.is_some());
    assert!(recorded.revisions.iter().all(|r| r.standing == Standing::Observed));
    recorded
}

const NAMESPACE: &str = "default";

fn with_namespace(mut rollout: Value) -> Value {
    rollout["metadata"]["namespace"] = json!(NAMESPACE);
    rollout
}

/// The objects beside the rollout, as the API server holds them.
fn objects(input: &Value) -> Vec<Value> {
    let list = |name: &str| input[name].as_array().into_iter().flatten();
    let sets = list("replicaSets").map(|set| replica_set(set, &input["rollout"]));
    let services = list("services").map(service);
    let pods = list("pods").map(pod);
    sets.chain(services).chain(pods).collect()
}

fn replica_set(set: &Value, rollout: &Value) -> Value {
    let mut template = rollout["spec"]["template"].clone();
    template["spec"]["containers"][0]["image"] = set["image"].clone();
    template["metadata"]["labels"]["rollouts-pod-template-hash"] = set["hash"].clone();
    json!({
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": set["name"],
            "namespace": NAMESPACE,
            "uid": set["uid"],
            "generation": 1,
            "creationTimestamp": set["created"],
            "labels": {"app": "demo", "rollouts-pod-template-hash": set["hash"]},
            "annotations": set["annotations"],
            "ownerReferences": [{
                "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": rollout["name"],
                "uid": rollout["uid"], "controller": true, "blockOwnerDeletion": true,
            }],
        },
        "spec": {"replicas": set["want"], "minReadySeconds": set["minReadySeconds"], "template": template},
        "status": {
            "replicas": set["have"], "readyReplicas": set["ready"], "availableReplicas": set["available"],
            "observedGeneration": 1, "conditions": set["conditions"],
        },
    })
}

fn service(service: &Value) -> Value {
    let mut object = json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": service["name"], "namespace": NAMESPACE, "annotations": {}},
        "spec": {"selector": {"app": "demo"}},
    });
    if service["selectorHash"].is_string() {
        object["spec"]["selector"]["rollouts-pod-template-hash"] = service["selectorHash"].clone();
    }
    if service["managedBy"].is_string() {
        object["metadata"]["annotations"]["argo-rollouts.argoproj.io/managed-by-rollouts"] =
            service["managedBy"].clone();
    }
    object
}

fn pod(pod: &Value) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": pod["name"],
            "namespace": NAMESPACE,
            "creationTimestamp": pod["created"],
            "ownerReferences": [{
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": pod["replicaSet"], "controller": true,
            }],
        },
        "status": {"conditions": [{
            "type": "Ready", "status": if pod["ready"] == true { "True" } else { "False" },
            "lastTransitionTime": pod["created"],
        }]},
    })
}
