//! Phase and message, from what is wanted and the next status (`argo-rollout §12.7`).

use super::{
    plan::{Plan, Strategy},
    status::{RunStatus, Status},
};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
};

/// The phase that a controller stores, with the reason for it.
#[doc(alias = "CalculateRolloutPhase")]
pub fn phase(plan: &Plan, status: &Status) -> (String, String) {
    let (phase, message) =
        degraded(status).or_else(|| paused(plan, status)).unwrap_or_else(|| match unfinished(plan, status) {
            Some(why) => ("Progressing", why.to_owned()),
            None => ("Healthy", String::new()),
        });
    (phase.to_owned(), message)
}

/// The phase that a client shows of a stored status, with the reason for it: what the controller has not seen yet
/// counts as progressing.
///
/// `generation` is the object's; `workload` is the generation that is written on it of the workload from which the
/// template comes, where it comes from one.
///
/// ```
/// use gradual::rollout::{Plan, Status, phase_shown};
///
/// let stored = Status { observed_generation: "1".into(), phase: "Healthy".into(), ..Status::default() };
/// let (phase, why) = phase_shown(&Plan::rolling_update("shop", 3), &stored, 2, None);
/// assert_eq!((phase.as_str(), why.as_str()), ("Progressing", "waiting for rollout spec update to be observed"));
/// ```
#[doc(alias = "GetRolloutPhase")]
pub fn phase_shown(
    plan: &Plan,
    status: &Status,
    generation: i64,
    workload: Option<&str>,
) -> (String, String) {
    let waits = |what: &str| ("Progressing".to_owned(), what.to_owned());
    if !generation_observed(status, generation) {
        return waits("waiting for rollout spec update to be observed");
    }
    if unpausing(status) {
        return waits("waiting for rollout to unpause");
    }
    if !workload_observed(status, workload) {
        return waits("waiting for rollout spec update to be observed for the reference workload");
    }
    if status.phase.is_empty() { phase(plan, status) } else { (status.phase.clone(), status.message.clone()) }
}

/// Whether the controller has seen this generation; one that cannot be read counts as seen.
#[doc(alias = "isGenerationObserved")]
pub fn generation_observed(status: &Status, generation: i64) -> bool {
    status.observed_generation.parse().map_or(true, |seen: i64| generation <= seen)
}

/// Whether the controller has seen this generation of the workload that the template comes from; where either cannot
/// be read, it counts as seen.
#[doc(alias = "isWorkloadGenerationObserved")]
pub fn workload_observed(status: &Status, workload: Option<&str>) -> bool {
    let seen = status.workload_observed_generation.parse::<i32>().ok();
    let written = workload.and_then(|text| text.parse::<i32>().ok());
    seen.zip(written).is_none_or(|(seen, written)| seen == written)
}

/// Whether a person has ended a pause and the controller has not gone on yet.
#[doc(alias = "isUnpausing")]
pub fn unpausing(status: &Status) -> bool {
    status.controller_pause && status.pause_conditions.is_empty()
}

fn degraded(status: &Status) -> Option<(&'static str, String)> {
    status.conditions.iter().find_map(|c| {
        let what = match c.reason.as_str() {
            _ if c.kind == "InvalidSpec" => "InvalidSpec",
            reason @ ("RolloutAborted" | "ProgressDeadlineExceeded") => reason,
            _ => return None,
        };
        Some(("Degraded", format!("{what}: {}", c.message)))
    })
}

fn paused(plan: &Plan, status: &Status) -> Option<(&'static str, String)> {
    if plan.paused {
        return Some(("Paused", "manually paused".into()));
    }
    status.pause_conditions.first().map(|pause| ("Paused", pause.reason.to_string()))
}

/// What is still to come before the rollout is healthy.
fn unfinished(plan: &Plan, status: &Status) -> Option<&'static str> {
    if plan.restart_at.is_some() && plan.restart_at != status.restarted_at {
        return Some("rollout is restarting");
    }
    if status.updated_replicas < plan.full() {
        return Some("more replicas need to be updated");
    }
    if status.available_replicas < status.updated_replicas {
        return Some("updated replicas are still becoming available");
    }
    let promoted = status.completed();
    match &plan.strategy {
        Strategy::Canary(canary) if canary.traffic.is_none() && status.updated_replicas < status.replicas => {
            Some("old replicas are pending termination")
        }
        Strategy::Canary(_) => (!promoted).then_some("waiting for all steps to complete"),
        Strategy::BlueGreen(blue_green) => {
            let active = status.blue_green.active_selector.as_str();
            if active.is_empty() || active != status.current_pod_hash {
                return Some("active service cutover pending");
            }
            let run = status.blue_green.post_promotion_analysis_run_status.as_ref();
            let judging = blue_green.judged_after && run.is_none_or(|run| !finished(run));
            match (promoted, judging) {
                (true, _) => None,
                (false, true) => Some("waiting for analysis to complete"),
                (false, false) => Some("waiting for post-promotion verification to complete"),
            }
        }
    }
}

fn finished(run: &RunStatus) -> bool {
    matches!(run.status.as_str(), "Successful" | "Failed" | "Error" | "Inconclusive")
}
