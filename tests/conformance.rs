//! Runs every recorded vector through the library and prints a line a file.
//!
//! Reads `tests/data/`, or the folder in `GRADUAL_VECTORS` (a file that it lacks is skipped).
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    unreachable_pub,
    reason = "a file that is not as described ends the test, and the deviations are computed as upstream computes"
)]

#[path = "conformance/analysis_runs.rs"]
mod analysis_runs;
#[path = "conformance/analysis_traces.rs"]
mod analysis_traces;
#[path = "conformance/conditions.rs"]
mod conditions;
#[path = "conformance/durations.rs"]
mod durations;
#[path = "conformance/experiment_traces.rs"]
mod experiment_traces;
#[path = "conformance/experiment_world.rs"]
mod experiment_world;
#[path = "conformance/explained.rs"]
mod explained;
#[path = "conformance/expressions.rs"]
mod expressions;
#[path = "conformance/features.rs"]
mod features;
#[cfg(feature = "yaml")]
#[path = "conformance/go_yaml.rs"]
mod go_yaml;
#[path = "conformance/hashes.rs"]
mod hashes;
#[path = "conformance/jsonpath.rs"]
mod jsonpath;
#[path = "conformance/live.rs"]
mod live;
#[path = "conformance/phase.rs"]
mod phase;
#[path = "conformance/provider_responses.rs"]
mod provider_responses;
#[path = "conformance/replica_counts.rs"]
mod replica_counts;
#[cfg(feature = "sim")]
#[path = "conformance/rollout_replay.rs"]
mod rollout_replay;
#[path = "conformance/rollout_traces.rs"]
mod rollout_traces;
#[path = "conformance/tally.rs"]
mod tally;
#[path = "conformance/templating.rs"]
mod templating;
#[path = "conformance/validation.rs"]
mod validation;
#[path = "conformance/value_code.rs"]
mod value_code;
#[path = "conformance/world.rs"]
mod world;

#[test]
fn analysis_runs() {
    assert!(analysis_runs::run());
}

#[test]
fn analysis_traces() {
    assert!(analysis_traces::run());
}

#[test]
fn conditions() {
    assert!(conditions::run());
}

#[test]
fn expressions() {
    assert!(expressions::run());
}

#[test]
fn durations() {
    assert!(durations::run());
}

#[test]
fn experiment_traces() {
    assert!(experiment_traces::run());
}

#[test]
fn explained() {
    assert!(explained::run());
}

#[cfg(feature = "yaml")]
#[test]
fn go_yaml() {
    assert!(go_yaml::run());
}

#[test]
fn hashes() {
    assert!(hashes::run());
}

#[test]
fn jsonpath() {
    assert!(jsonpath::run());
}

#[test]
fn live() {
    assert!(live::run());
}

#[test]
fn phase() {
    assert!(phase::run());
}

#[test]
fn provider_responses() {
    assert!(provider_responses::run());
}

#[test]
fn replica_counts() {
    assert!(replica_counts::run());
}

#[cfg(feature = "sim")]
#[test]
fn rollout_replay() {
    assert!(rollout_replay::run());
}

#[test]
fn rollout_traces() {
    assert!(rollout_traces::run());
}

#[test]
fn templating() {
    assert!(templating::run());
}

#[test]
fn validation() {
    assert!(validation::run());
}
