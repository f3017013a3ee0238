//! Which parts of upstream a recorded scenario needs that this version does not have.

use serde_json::Value;
use std::collections::BTreeSet;

/// Names of what the lines of one scenario need and we lack; nothing if all of it can be decided.
///
/// A scenario is judged as a whole: a feature on one line has its traces in the status of the later ones.
pub fn needed(scenario_lines: &[Value]) -> Vec<&'static str> {
    let all: BTreeSet<_> = scenario_lines.iter().flat_map(needed_by_line).collect();
    all.into_iter().collect()
}

const STRATEGY: [(&str, &str); 7] = [
    ("/strategy/canary/analysis", "analysis"),
    ("/strategy/blueGreen/prePromotionAnalysis", "analysis"),
    ("/strategy/blueGreen/postPromotionAnalysis", "analysis"),
    ("/strategy/canary/pingPong", "ping-pong"),
    ("/strategy/canary/antiAffinity", "anti-affinity"),
    ("/strategy/blueGreen/antiAffinity", "anti-affinity"),
    ("/workloadRef", "workload reference"),
];

const METADATA: [&str; 4] = [
    "/strategy/canary/canaryMetadata",
    "/strategy/canary/stableMetadata",
    "/strategy/blueGreen/previewMetadata",
    "/strategy/blueGreen/activeMetadata",
];

const STEPS: [(&str, &str); 5] = [
    ("analysis", "analysis"),
    ("experiment", "experiments"),
    ("setHeaderRoute", "routes"),
    ("setMirrorRoute", "routes"),
    ("plugin", "plugins"),
];

fn needed_by_line(line: &Value) -> Vec<&'static str> {
    let (input, spec) = (&line["in"], &line["in"]["rollout"]["spec"]);
    let says = |at: &Value, pointer: &str| at.pointer(pointer).is_some_and(|value| !value.is_null());
    let lists = |name: &str| input[name].as_array().is_some_and(|list| !list.is_empty());
    let mut found: Vec<_> =
        STRATEGY.iter().filter(|(pointer, _)| says(spec, pointer)).map(|(_, name)| *name).collect();
    if METADATA.iter().any(|pointer| says(spec, pointer)) {
        found.push("metadata");
    }
    for step in spec["strategy"]["canary"]["steps"].as_array().into_iter().flatten() {
        found.extend(STEPS.iter().filter(|(field, _)| !step[*field].is_null()).map(|(_, name)| *name));
    }
    if line["out"]["error"].as_str().is_some_and(|error| error.starts_with("spec.")) {
        found.push("invalid spec");
    }
    if lists("analysisRuns") {
        found.push("analysis");
    }
    if lists("experiments") {
        found.push("experiments");
    }
    found
}
