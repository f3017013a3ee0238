//! The `in` of a line of `argo-experiment-traces`, read as what the experiment machine takes.

use gradual::{
    argo,
    capacity::Size,
    experiment::{Observed, Plan, ReplicaSet, Retirement, Run, Service, Status},
    metric::AnalysisTemplateSpec,
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const EXPERIMENT: &str = "experiment.argoproj.io/name";
const TEMPLATE: &str = "experiment.argoproj.io/template-name";
const HASH: &str = "rollouts-pod-template-hash";
pub const RETIREMENT: &str = "scale-down-deadline";

/// The input of one recorded reconcile.
pub struct Case {
    /// What is wanted, or upstream's text for why it cannot be.
    pub plan: Result<Plan, String>,
    /// What was stored.
    pub status: Status,
    /// What is seen.
    pub seen: Observed,
}

/// Reads the `in` of a line.
pub fn read(input: &Value) -> Case {
    let manifest = manifest(input);
    let checked = argo::check_experiment(&manifest);
    let broken = checked.diagnostics.iter().find(|one| one.code.starts_with("experiment/E"));
    let plan = match broken.and_then(|one| one.upstream.clone()) {
        Some(text) => Err(text),
        None => Ok(argo::translate_experiment(&checked.experiment)),
    };
    let status = Status::read(input["status"].clone());
    Case { seen: observed(input, plan.as_ref().ok()), plan, status }
}

/// The recorded experiment as the object that the API server holds.
fn manifest(input: &Value) -> Value {
    let experiment = &input["experiment"];
    json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Experiment",
        "metadata": experiment["metadata"],
        "spec": experiment["spec"],
    })
}

fn observed(input: &Value, plan: Option<&Plan>) -> Observed {
    let experiment = &input["experiment"];
    let uid = &experiment["metadata"]["uid"];
    let owned = |object: &&Value| object["controllerUID"] == *uid;
    let templates = plan.into_iter().flat_map(|plan| &plan.templates);
    let names = templates.flat_map(|template| plan.map(|plan| plan.replica_set_name(template)));
    let taken: BTreeSet<String> = names.filter(|name| is_taken(name, input)).collect();
    let runs = list(&input["analysisRuns"]).chain(list(&input["analysisRunsNotInCache"]));
    Observed {
        terminate: experiment["spec"]["terminate"] == true,
        deleting: experiment["metadata"]["deletionTimestamp"].is_string(),
        replica_sets: list(&input["replicaSets"]).filter(owned).map(replica_set).collect(),
        taken,
        services: list(&input["services"]).map(|service| read_service(service, owned(&service))).collect(),
        runs: runs.map(|run| read_run(run, owned(&run))).collect(),
        analysis_templates: analysis_templates(&input["analysisTemplates"]),
        cluster_analysis_templates: analysis_templates(&input["clusterAnalysisTemplates"]),
        hashes: input["podHash"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(template, hash)| (template.clone(), text(hash)))
            .collect(),
    }
}

/// Whether a ReplicaSet of this name is there that is not what the experiment would create.
pub fn is_taken(name: &str, input: &Value) -> bool {
    let mut sets = list(&input["replicaSets"]).chain(list(&input["replicaSetsNotInCache"]));
    sets.any(|set| set["name"] == name && !is_own(set, input))
}

fn is_own(set: &Value, input: &Value) -> bool {
    let experiment = &input["experiment"];
    let template = list(&experiment["spec"]["templates"])
        .find(|template| template["name"] == set["annotations"][TEMPLATE]);
    let unseen = list(&input["replicaSetsNotInCache"]).any(|other| other["name"] == set["name"]);
    let same_pods =
        template.is_some_and(|template| images(&template["template"]["spec"]) == images(&set["template"]));
    set["controllerUID"] == experiment["metadata"]["uid"]
        && set["annotations"][EXPERIMENT] == experiment["metadata"]["name"]
        && (same_pods || !unseen)
}

fn images(pods: &Value) -> Vec<(String, String)> {
    list(&pods["containers"]).map(|container| (text(&container["name"]), text(&container["image"]))).collect()
}

fn replica_set(set: &Value) -> ReplicaSet {
    let status = &set["status"];
    ReplicaSet {
        name: text(&set["name"]),
        template: text(&set["annotations"][TEMPLATE]),
        hash: text(&set["labels"][HASH]),
        size: Size {
            want: number(&set["replicas"]),
            have: number(&status["replicas"]),
            ready: number(&status["readyReplicas"]),
            available: number(&status["availableReplicas"]),
        },
        retirement: match set["annotations"][RETIREMENT].as_str() {
            None | Some("") => Retirement::None,
            Some(at) => Timestamp::parse(at).map_or(Retirement::Unreadable, Retirement::At),
        },
        has_ports: list(&set["template"]["containers"])
            .any(|container| list(&container["ports"]).next().is_some()),
    }
}

fn read_service(service: &Value, owned: bool) -> Service {
    let template = service["annotations"][TEMPLATE].as_str().filter(|_| owned);
    Service { name: text(&service["name"]), template: template.map(str::to_owned) }
}

fn read_run(run: &Value, owned: bool) -> Run {
    Run {
        name: text(&run["name"]),
        owned,
        spec: Deserialize::deserialize(&run["spec"]).expect("the spec of a run"),
        phase: text(&run["status"]["phase"]).as_str().into(),
        message: text(&run["status"]["message"]),
        measurements: 0,
    }
}

fn analysis_templates(recorded: &Value) -> BTreeMap<String, AnalysisTemplateSpec> {
    let read = |template: &Value| {
        let spec = Deserialize::deserialize(&template["spec"]).expect("the spec of a template");
        (text(&template["name"]), spec)
    };
    list(recorded).map(read).collect()
}

pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or(0)
}
