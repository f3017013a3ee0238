//! `argo-validation`: what upstream finds wrong with an object, so far with experiments.

use crate::tally::{Outcome, Tally, lines};
use gradual::{argo, diagnostic::Severity};
use serde_json::Value;

const FILE: &str = "argo-validation.jsonl.gz";

pub fn run() -> bool {
    let Some(lines) = lines(FILE) else { return true };
    let mut tally = Tally::new("argo-validation");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        let outcome = match line["kind"].as_str() {
            Some("experiment") => experiment(&line),
            kind => Outcome::Skipped(kind.unwrap_or("?").to_owned()),
        };
        tally.count(line["id"].as_str().unwrap_or("?"), outcome);
    }
    tally.report()
}

/// Upstream keeps the first rule that is broken; what its strict decoder refuses, ours does too.
fn experiment(line: &Value) -> Outcome {
    let checked = argo::check_experiment(&line["input"]);
    let errors = || checked.diagnostics.iter().filter(|one| one.severity == Severity::Error);
    let broken = errors().find(|one| one.code.starts_with("experiment/"));
    let (ours, theirs) =
        (broken.and_then(|one| one.upstream.as_deref()), &line["result"]["condition"]["message"]);
    let unread = errors().any(|one| one.code.starts_with("decode/"));
    if ours != theirs.as_str() {
        return Outcome::Fails(format!("{ours:?} instead of {theirs}"));
    }
    if unread != line["strictError"].is_string() {
        return Outcome::Fails(format!("{:?} instead of {}", checked.diagnostics, line["strictError"]));
    }
    if checked.plan.is_some() == (ours.is_some() || unread) {
        return Outcome::Fails("a plan if nothing is wrong, and none otherwise".to_owned());
    }
    Outcome::Agrees
}
