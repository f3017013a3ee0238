//! `argo-phase`: phases and predicates of a rollout, as controller and client see it.

use crate::tally::{Outcome, Tally, lines};
use gradual::{
    argo,
    rollout::{self, Plan, Position, Status},
};
use serde_json::{Value, json};

const WORKLOAD: &str = "rollout.argoproj.io/workload-generation";

pub fn run() -> bool {
    let Some(lines) = lines("argo-phase.jsonl.gz") else {
        return true;
    };
    let mut tally = Tally::new("argo-phase");
    for line in &lines {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let id = line["id"].as_str().expect("a line has an id");
        tally.count(id, compare(&line));
    }
    tally.report()
}

fn compare(line: &Value) -> Outcome {
    let object = &line["rollout"];
    let typed: argo::Rollout = serde_json::from_value(object.clone()).expect("a rollout");
    let (plan, status) = (argo::translate(&typed), Status::read(object["status"].clone()));
    let wrong: Vec<String> = answers(line, &plan, &status)
        .into_iter()
        .filter(|(name, ours)| line[*name] != *ours)
        .map(|(name, ours)| format!("{name}: recorded {}, ours {ours}", line[name]))
        .collect();
    if wrong.is_empty() { Outcome::Agrees } else { Outcome::Fails(wrong.join("; ")) }
}

fn answers(line: &Value, plan: &Plan, status: &Status) -> Vec<(&'static str, Value)> {
    let metadata = &line["rollout"]["metadata"];
    let generation = metadata["generation"].as_i64().expect("a generation");
    let written = metadata["annotations"][WORKLOAD].as_str();
    let resolved = written.filter(|_| line["templateResolvedFromRef"] == true);
    let position = plan.position(status);
    let index = match position {
        Position::Stepless => Value::Null,
        Position::At(at) => json!(at.index),
        Position::Done(index) => json!(index),
    };
    let desired = line["desiredWeight"].as_i64().expect("a weight");
    Vec::from([
        ("calculateRolloutPhase", json!(rollout::phase(plan, status))),
        ("getRolloutPhase", json!(rollout::phase_shown(plan, status, generation, resolved))),
        ("isGenerationObserved", json!(rollout::generation_observed(status, generation))),
        ("isWorkloadGenerationObserved", json!(rollout::workload_observed(status, written))),
        ("isUnpausing", json!(rollout::unpausing(status))),
        ("isFullyPromoted", json!(status.fully_promoted())),
        ("shouldVerifyWeight", json!(plan.verifies(status, desired))),
        ("currentStepIsNil", json!(!matches!(position, Position::At(_)))),
        ("currentStepIndex", index),
        ("currentSetWeight", json!(plan.weight(status))),
    ])
}
