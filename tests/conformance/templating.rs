//! `argo-ref-templating.jsonl`: tags replaced, arguments merged, templates joined, runs made of them.

use super::tally::{Outcome, Tally, lines};
use gradual::{
    argo::{self, Experiment},
    experiment::{Named, fill_argument},
    metric::{AnalysisTemplateSpec, Argument, Metric},
    template::{
        Caller, Gathered, Values, check_arguments, fill, fill_metric, fill_metrics, fill_quoted, flatten,
        merge_arguments, new_run,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

/// Compares every line; whether nothing failed.
pub fn run() -> bool {
    let Some(lines) = lines("argo-ref-templating.jsonl") else { return true };
    let mut tally = Tally::new("argo-ref-templating");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        tally.count(line["id"].as_str().unwrap_or("?"), compare(&line));
    }
    tally.report()
}

fn compare(line: &Value) -> Outcome {
    let input = &line["input"];
    let ours = match line["kind"].as_str() {
        Some("resolveArgs") => value(Values::of(&args(input)).and_then(|values| fill(text(input), &values))),
        Some("resolveQuotedArgs") => {
            value(Values::of(&args(input)).and_then(|values| fill_quoted(text(input), &values)))
        }
        Some("resolveMetricArgs") => {
            let metric: Metric = read(&input["metric"]);
            value(Values::of(&args(input)).and_then(|values| fill_metric(&metric, &values)))
        }
        Some("runMetrics") => {
            let metrics: Vec<Metric> = read(&input["metrics"]);
            value(fill_metrics(&metrics, &args(input), Values::masked))
        }
        Some("checkArgs") => value(check_arguments(&args(input))),
        Some("mergeArgs") => {
            let own: Vec<Argument> = read(&input["templateArgs"]);
            value(merge_arguments(&args(input), &own))
        }
        Some("flatten") => value(flatten(templates(&specs(input)).specs())),
        Some("newRun") => {
            let (dry_run, kept): (Vec<_>, Vec<_>) =
                (read(&input["dryRun"]), read(&input["measurementRetention"]));
            let args = args(input);
            let caller = Caller { args: &args, dry_run: &dry_run, measurement_retention: &kept };
            value(new_run(templates(&specs(input)).specs(), &caller))
        }
        Some("experimentArg") => experiment_argument(input),
        Some(kind @ "rolloutArgs") => return Outcome::Skipped(kind.into()),
        other => return Outcome::Fails(format!("a kind that is not known: {other:?}")),
    };
    let theirs = match line.get("error") {
        Some(error) => json!({"error": error}),
        // An empty list and none are the same.
        None if line["value"].is_null() && line["kind"] == "mergeArgs" => json!({"value": []}),
        None => json!({"value": without_empty(&line["value"])}),
    };
    if ours == theirs { Outcome::Agrees } else { Outcome::Fails(format!("{ours} instead of {theirs}")) }
}

/// `templateReplicaSets` has a name and a hash for each template that has a ReplicaSet.
fn experiment_argument(input: &Value) -> Value {
    let experiment: Experiment = read(&input["experiment"]);
    let plan = argo::translate_experiment(&experiment);
    let set_of = |template: &str| {
        let set = input["templateReplicaSets"].get(template)?;
        Some(Named { name: set[0].as_str()?.into(), hash: set[1].as_str()? })
    };
    value(fill_argument(text(input), &plan, experiment.status.available_at, set_of))
}

fn value<T: Serialize, E: ToString>(result: Result<T, E>) -> Value {
    match result {
        Ok(value) => json!({"value": without_empty(&json!(value))}),
        Err(error) => json!({"error": error.to_string()}),
    }
}

/// Absent and null read as empty, as in Go.
fn read<T: DeserializeOwned + Default>(value: &Value) -> T {
    if value.is_null() {
        T::default()
    } else {
        serde_json::from_value(value.clone()).expect("what upstream reads")
    }
}

fn args(input: &Value) -> Vec<Argument> {
    read(&input["args"])
}

fn text(input: &Value) -> &str {
    input["text"].as_str().expect("a text")
}

/// The templates of the namespace and those of the cluster.
fn specs(input: &Value) -> [Vec<(String, AnalysisTemplateSpec)>; 2] {
    ["templates", "clusterTemplates"].map(|field| {
        let list = input[field].as_array().into_iter().flatten();
        list.map(|template| (read(&template["metadata"]["name"]), read(&template["spec"]))).collect()
    })
}

fn templates([namespaced, cluster]: &[Vec<(String, AnalysisTemplateSpec)>; 2]) -> Gathered<'_> {
    Gathered { namespaced: named(namespaced), cluster: named(cluster) }
}

fn named(list: &[(String, AnalysisTemplateSpec)]) -> Vec<(&str, &AnalysisTemplateSpec)> {
    list.iter().map(|(name, spec)| (name.as_str(), spec)).collect()
}

/// Upstream writes empty structs; here what was not written stays away.
fn without_empty(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().map(|(name, field)| (name.clone(), without_empty(field)));
            Value::Object(kept.filter(|(_, field)| *field != json!({})).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(without_empty).collect(),
        other => other.clone(),
    }
}
