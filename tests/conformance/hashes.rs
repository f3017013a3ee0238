//! `argo-hashes.jsonl`: steps, the text that is hashed, its hash, and the steps as people read them.

use super::tally::{Outcome, Tally, lines};
use gradual::argo::{
    CanaryStrategy, Rollout, RolloutStrategy, step_label, steps_hash, steps_text, strategy_hash,
};
use serde_json::{Value, json};

const FILE: &str = "argo-hashes.jsonl";

/// Compares every line; whether nothing failed.
pub fn run() -> bool {
    let Some(lines) = lines(FILE) else { return true };
    let mut tally = Tally::new("argo-hashes");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        tally.count(line["id"].as_str().unwrap_or("?"), compare(&line));
    }
    tally.report()
}

fn compare(line: &Value) -> Outcome {
    match line["kind"].as_str() {
        Some("steps") => compare_steps(line),
        Some("strategy") => agree(&[("hash", json!(strategy_hash(&strategy(&line["input"]))))], line),
        Some("template") => Outcome::Skipped("template hashes".into()),
        other => Outcome::Fails(format!("a kind that is not known: {other:?}")),
    }
}

fn compare_steps(line: &Value) -> Outcome {
    let strategy = strategy(&json!({"canary": {"steps": line["input"]}}));
    let CanaryStrategy { steps, .. } = strategy.canary.unwrap_or_default();
    let steps = steps.as_deref();
    let labels: Vec<String> = steps.unwrap_or_default().iter().map(step_label).collect();
    let ours = [
        ("hash", json!(steps_hash(steps))),
        ("hashedJson", json!(steps_text(steps))),
        ("stepStrings", json!(labels)),
    ];
    agree(&ours, line)
}

fn strategy(value: &Value) -> RolloutStrategy {
    Rollout::read(&json!({"spec": {"strategy": value}})).0.spec.strategy
}

/// An absent list is an empty one.
fn agree(ours: &[(&str, Value)], line: &Value) -> Outcome {
    for (name, ours) in ours {
        let theirs =
            line.get(*name).cloned().unwrap_or_else(|| if ours.is_array() { json!([]) } else { json!("") });
        if *ours != theirs {
            return Outcome::Fails(format!("{name}: {ours} instead of {theirs}"));
        }
    }
    Outcome::Agrees
}
