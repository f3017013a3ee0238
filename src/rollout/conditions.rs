//! The list of conditions (`argo-rollout §12.3`–`§12.5`). Its order is observable: what changed last stands last.

use super::{
    Reason,
    facts::Facts,
    ledger::Ledger,
    observed::Failure,
    plan::{Position, Strategy},
    situation::{Note, Notes},
    status::Status,
};
use crate::{
    stored::Condition,
    time::{Clock, Timestamp, Wake},
};
use alloc::{borrow::ToOwned, format, string::String, vec::Vec};
use serde_json::Map;

const NOT_AVAILABLE: &str = "Rollout does not have minimum availability";

/// Sets a condition: untouched if status and reason are the same, otherwise replaced at the end of the list.
/// Whether it changed.
#[doc(alias = "SetRolloutCondition")]
pub(super) fn set(
    list: &mut Vec<Condition>,
    kind: &str,
    status: &str,
    reason: &str,
    message: impl Into<String>,
    now: Timestamp,
) -> bool {
    let old = list.iter().find(|c| c.kind == kind);
    if old.is_some_and(|c| c.status == status && c.reason == reason) {
        return false;
    }
    rewrite(list, kind, status, reason, message.into(), now);
    true
}

/// Replaces a condition at the end of the list. Its time of transition survives if its status does.
fn rewrite(
    list: &mut Vec<Condition>,
    kind: &str,
    status: &str,
    reason: &str,
    message: String,
    now: Timestamp,
) {
    let old = list.iter().find(|c| c.kind == kind && c.status == status);
    let since = old.map_or(Some(now.whole()), |c| c.last_transition_time);
    list.retain(|c| c.kind != kind);
    list.push(Condition {
        kind: kind.to_owned(),
        status: status.to_owned(),
        reason: reason.to_owned(),
        message,
        last_update_time: Some(now.whole()),
        last_transition_time: since,
        rest: Map::new(),
    });
}

/// What a person did.
pub(super) fn acknowledge(list: &mut Vec<Condition>, notes: Notes, now: Timestamp) {
    if let Some(note) = notes.progressing {
        let (reason, message) = match note {
            Note::Paused => ("RolloutPaused", "Rollout is paused"),
            Note::Resumed => ("RolloutResumed", "Rollout is resumed"),
            Note::Retried => ("RolloutRetry", "Retrying Rollout after abort"),
        };
        set(list, "Progressing", "Unknown", reason, message, now);
    }
    if let Some(paused) = notes.paused {
        set(list, "Paused", truth(paused), "RolloutPaused", "Rollout is paused", now);
    }
}

/// All conditions of the next status, and the events that go with them.
#[doc(alias = "calculateRolloutConditions")]
pub(super) fn update(
    f: &Facts<'_>,
    number: i64,
    next: &mut Status,
    ledger: &Ledger,
    clock: &mut Clock,
) -> Vec<Reason> {
    let mut told = Vec::new();
    let mut list = core::mem::take(&mut next.conditions);
    let is_healthy = healthy(f, next);
    let fell_ill = set_healthy(f, next, is_healthy, &mut list);
    if ledger.aborted(f.status) {
        let message = match ledger.abort_message() {
            Some(why) => format!("Rollout aborted update to revision {number}: {why}"),
            None => format!("Rollout aborted update to revision {number}"),
        };
        if set(&mut list, "Progressing", "False", "RolloutAborted", message.clone(), f.now) {
            told.push(Reason::Aborted { message });
        }
    } else if is_healthy {
        let message = format!("{} has successfully progressed.", f.subject());
        set(&mut list, "Progressing", "True", "NewReplicaSetAvailable", message, f.now);
    } else if fell_ill || progressing(f, next) {
        let (reason, message) = match fell_ill && next.fully_promoted() {
            true => ("ReplicaSetNotAvailable", NOT_AVAILABLE.to_owned()),
            false => ("ReplicaSetUpdated", format!("{} is progressing.", f.subject())),
        };
        rewrite(&mut list, "Progressing", "True", reason, message, f.now);
    } else if can_be_late(f, next) && timed_out(f, &list, clock) {
        let message = format!("{} has timed out progressing.", f.subject());
        set(&mut list, "Progressing", "False", "ProgressDeadlineExceeded", message, f.now);
    }
    set_available(f, next, &mut list);
    set_failure(f, &mut list);
    let is_complete = next.completed();
    let changed =
        set(&mut list, "Completed", truth(is_complete), "RolloutCompleted", "RolloutCompleted", f.now);
    if changed && !is_complete {
        told.push(Reason::NotCompleted { number, hash: next.current_pod_hash.clone() });
    }
    next.conditions = list;
    told
}

/// Whether the rollout was healthy and no longer is. A rollout that never was healthy has no such condition.
fn set_healthy(f: &Facts<'_>, next: &Status, is_healthy: bool, list: &mut Vec<Condition>) -> bool {
    let held = f.plan.paused || !next.pause_conditions.is_empty();
    if is_healthy && !held {
        set(list, "Healthy", "True", "RolloutHealthy", "Rollout is healthy", f.now);
        return false;
    }
    f.status.condition("Healthy").is_some()
        && set(list, "Healthy", "False", "RolloutHealthy", "Rollout is not healthy", f.now)
}

fn set_available(f: &Facts<'_>, next: &Status, list: &mut Vec<Condition>) {
    let available = match f.plan.canary() {
        Some(_) => f.full <= f.sum(|size| size.available),
        None => f.revision(&next.blue_green.active_selector).is_some_and(|r| f.saturated(r)),
    };
    let message = if available { "Rollout has minimum availability" } else { NOT_AVAILABLE };
    set(list, "Available", truth(available), "AvailableReason", message, f.now);
}

/// Copies what a revision says of pods that cannot be made, its times included.
fn set_failure(f: &Facts<'_>, list: &mut Vec<Condition>) {
    const KIND: &str = "ReplicaFailure";
    let found: Option<&Failure> = f
        .new
        .and_then(|r| r.failure.as_ref())
        .or_else(|| f.seen.revisions.iter().find_map(|r| r.failure.as_ref()));
    let Some(failure) = found else {
        return list.retain(|c| c.kind != KIND);
    };
    if set(list, KIND, &failure.status, &failure.reason, failure.message.clone(), f.now) {
        for c in list.iter_mut().filter(|c| c.kind == KIND) {
            c.last_update_time = failure.since;
            c.last_transition_time = failure.since;
        }
    }
}

/// Whether all pods are new, available and stable, and the steps are over.
#[doc(alias = "RolloutHealthy")]
pub(super) fn healthy(f: &Facts<'_>, next: &Status) -> bool {
    let counted = next.updated_replicas == f.full
        && next.available_replicas == f.full
        && f.status.knows(f.seen.generation);
    if let Strategy::BlueGreen(plan) = &f.plan.strategy {
        let (selectors, hash) = (&next.blue_green, &next.current_pod_hash);
        let previewed = plan.preview_service.is_none() || selectors.preview_selector == *hash;
        return counted && selectors.active_selector == *hash && previewed;
    }
    let at_end = f.steps() == 0 || next.current_step_index.is_none_or(|index| index == f.steps());
    counted && next.replicas == f.full && at_end && next.completed()
}

/// Whether the next status shows progress over the stored one.
#[doc(alias = "RolloutProgressing")]
fn progressing(f: &Facts<'_>, next: &Status) -> bool {
    let st = f.status;
    let begins = f.replanned && !f.plan.compat.late_at_once;
    let old = |status: &Status| status.replicas.saturating_sub(status.updated_replicas);
    let moved = st.current_step_index.zip(next.current_step_index).is_some_and(|(from, to)| from != to);
    begins
        || next.updated_replicas != st.updated_replicas
        || old(next) < old(st)
        || st.ready_replicas < next.ready_replicas
        || st.available_replicas < next.available_replicas
        || match f.plan.canary() {
            Some(_) => {
                next.stable_rs != st.stable_rs || next.current_step_hash != st.current_step_hash || moved
            }
            None => {
                next.blue_green.active_selector != st.blue_green.active_selector
                    || next.blue_green.preview_selector != st.blue_green.preview_selector
            }
        }
}

/// Whether the machine itself does not wait, and there is something to be late with.
fn can_be_late(f: &Facts<'_>, next: &Status) -> bool {
    let updating = f.plan.compat.idle_is_late || !next.completed();
    updating && !open_ended(f) && !f.retiring()
}

/// Whether an update that a late pass may abort is late (`argo-rollout §12.4`).
#[doc(alias = "evaluateProgressDeadlineAbort")]
pub(super) fn late(f: &Facts<'_>, next: &Status, clock: &mut Clock) -> bool {
    let may_be = !next.completed() && !progressing(f, next) && !open_ended(f) && !f.retiring();
    may_be && timed_out(f, &f.status.conditions, clock)
}

/// Whether progress is overdue. A late rollout stays late until it progresses; one that is paused or aborted never
/// becomes late.
#[doc(alias = "RolloutTimedOut")]
fn timed_out(f: &Facts<'_>, list: &[Condition], clock: &mut Clock) -> bool {
    let Some(condition) = list.iter().find(|c| c.kind == "Progressing") else {
        return false;
    };
    match condition.reason.as_str() {
        "RolloutAborted" | "RolloutPaused" => false,
        "ProgressDeadlineExceeded" => true,
        _ => clock.passed(deadline(f, condition), Wake::ProgressDeadline),
    }
}

/// A time that is not written is long past, as Go's zero time is.
fn deadline(f: &Facts<'_>, progressing: &Condition) -> Timestamp {
    progressing.last_update_time.unwrap_or_default().plus(f.plan.progress_deadline)
}

/// By when the rollout must progress, if anything is under way that can be late (`argo-rollout §1.7`, last row).
#[doc(alias = "requeueStuckRollout")]
pub(super) fn due(f: &Facts<'_>) -> Option<Timestamp> {
    let st = f.status;
    let idle = f.plan.paused
        || st.abort
        || !st.pause_conditions.is_empty()
        || open_ended(f)
        || healthy(f, st)
        || st.progressing_reason() == "ProgressDeadlineExceeded";
    if idle { None } else { Some(deadline(f, st.condition("Progressing")?)) }
}

/// At a step that may take for ever, no deadline runs.
#[doc(alias = "isIndefiniteStep")]
fn open_ended(f: &Facts<'_>) -> bool {
    let step = matches!(f.position, Position::At(at) if at.step.pause.is_some() || at.step.run.is_some());
    let held = f.plan.paused && !f.plan.compat.late_before_pause_is_seen;
    step || held || f.status.said_paused()
}

fn truth(holds: bool) -> &'static str {
    if holds { "True" } else { "False" }
}
