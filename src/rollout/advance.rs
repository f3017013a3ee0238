//! From what a pass found to the next status (`argo-rollout §5.1`, `§5.2`, `§12.1`, `§12.2`).

use super::{
    Reason, blue_green, conditions, duration,
    facts::Facts,
    ledger::Ledger,
    observed::Revision,
    phase,
    plan::BlueGreen,
    promotion::{self, licence, promote},
    services::Selectors,
    situation::Notes,
    status::{BlueGreenStatus, CanaryStatus, Status},
    steps::{self, PAUSE_STEP},
    traffic::Routing,
};
use crate::time::{Clock, Timestamp};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// What the stages of a pass found.
#[derive(Debug)]
pub(super) struct Found {
    /// The number of the new revision.
    pub(super) number: i64,
    /// The restart that is over.
    pub(super) restarted: Option<Timestamp>,
    /// Pauses and aborts.
    pub(super) ledger: Ledger,
}

/// A status to store, and what is told before and after it is.
#[derive(Debug)]
pub(super) struct Next {
    pub(super) status: Status,
    pub(super) before: Vec<Reason>,
    pub(super) after: Option<Reason>,
}

/// A person's pause, resume or retry: said in the conditions, and nothing else.
pub(super) fn acknowledged(f: &Facts<'_>, notes: Notes) -> Status {
    let mut status = f.status.clone();
    conditions::acknowledge(&mut status.conditions, notes, f.now);
    status.observed_generation = f.seen.generation.to_string();
    (status.phase, status.message) = phase_of(f, &status);
    status.duration = duration::duration(f, &status, f.aborted);
    status
}

/// What the router was told, and nothing else.
pub(super) fn told(f: &Facts<'_>, routing: Routing) -> Status {
    let mut status = f.status.clone();
    status.canary.weights = routing.weights;
    status
}

/// Only sizes changed (`argo-rollout §1.5`): everything else survives.
#[doc(alias = "syncReplicasOnly")]
pub(super) fn rescaled(f: &Facts<'_>, number: i64, clock: &mut Clock) -> Next {
    let mut status = f.status.clone();
    status.available_replicas = f.sum(|size| size.available);
    status.hpa_replicas = f.sum(|size| size.have);
    if f.plan.canary().is_none() {
        show_active(f, &mut status);
    }
    finish(f, number, status, Ledger::open(f.status), Vec::new(), clock)
}

/// The template or the steps changed: back to the first step, or past the last on a way back that needs none.
#[doc(alias = "resetRolloutStatus")]
pub(super) fn reset(f: &Facts<'_>, number: i64, clock: &mut Clock) -> Next {
    let mut status = base(f);
    status.canary.rest.remove("stepPluginStatuses");
    // What the router was told stays, as it is not asked in this pass.
    status.canary.weights = f.status.canary.weights.clone();
    status.promote_full = false;
    let mut told = Vec::new();
    if f.steps() > 0 {
        let active = f.new.is_some_and(|r| r.size.want > 0);
        let held = f.plan.paused && !f.plan.compat.rollback_ignores_pause;
        let why = match f.new {
            Some(new) if new.hash == f.status.stable_rs => Some("Rollback to stable ReplicaSets"),
            _ if f.in_window && active && !held => {
                Some("Rollback to active ReplicaSets within RollbackWindow")
            }
            _ => None,
        };
        status.current_step_index = Some(if why.is_some() { f.steps() } else { 0 });
        told.extend(why.map(|why| Reason::StepsSkipped { why }));
    }
    let mut ledger = Ledger::open(f.status);
    ledger.clear();
    finish(f, number, status, ledger, told, clock)
}

/// The update goes on by at most one step.
#[doc(alias = "syncRolloutStatusCanary")]
pub(super) fn canary(f: &Facts<'_>, found: Found, routing: Routing, clock: &mut Clock) -> Next {
    let Found { number, restarted, mut ledger } = found;
    let mut status = base(f);
    status.restarted_at = restarted.or(f.status.restarted_at);
    let end = f.steps();
    let mut index = f.status.current_step_index.unwrap_or(0);
    if f.hastened || f.in_window && !f.held_back() {
        ledger.clear();
        index = end;
    }
    let mut told = Vec::new();
    if let Some(why) = licence(f, &ledger) {
        ledger.clear();
        index = end;
        told.extend(promote(f, number, why, &mut status));
    } else if ledger.aborted(f.status) {
        index = if status.fully_promoted() { end } else { 0 };
    } else if let Some(step) = steps::completed(f, &routing, clock)
        && (index < end || f.plan.compat.skips_past_the_end)
    {
        index = index.saturating_add(1);
        ledger.end_pause(PAUSE_STEP);
        told.push(Reason::StepCompleted { step: index, of: end.max(index), label: step.label.clone() });
    }
    status.current_step_index = (end > 0).then_some(index);
    status.canary.weights = routing.weights;
    finish(f, number, status, ledger, told, clock)
}

/// What the services select now decides how far a blue-green rollout has come (`argo-rollout §9.6`).
#[doc(alias = "syncRolloutStatusBlueGreen")]
pub(super) fn switch(
    f: &Facts<'_>,
    plan: &BlueGreen,
    found: Found,
    selectors: &Selectors<'_>,
    clock: &mut Clock,
) -> Next {
    let Found { number, restarted, mut ledger } = found;
    let mut status = base(f);
    status.restarted_at = restarted.or(f.status.restarted_at);
    status.promote_full = f.hastened && !f.template_changed;
    if f.hastened || f.in_window {
        ledger.clear();
    }
    let preview = plan.preview_service.as_deref().map_or("", |name| selectors.selected(name));
    status.blue_green.preview_selector = preview.to_owned();
    status.blue_green.active_selector = selectors.selected(&plan.active_service).to_owned();
    let mut told = Vec::new();
    match promotion::licence_blue_green(f, plan, &status, &ledger) {
        Some(why) => {
            ledger.clear();
            told.extend(promote(f, number, why.into(), &mut status));
        }
        None => {
            status.blue_green.scale_up_preview_check_point = blue_green::checkpoint(f, plan, &ledger, clock)
        }
    }
    if let Some(active) = show_active(f, &mut status) {
        status.ready_replicas = active.size.ready;
        status.selector = format!("{},rollouts-pod-template-hash={}", f.plan.selector, active.hash);
    }
    finish(f, number, status, ledger, told, clock)
}

/// An autoscaler of a blue-green rollout is shown the active revision alone, if there is one.
fn show_active<'a>(f: &Facts<'a>, status: &mut Status) -> Option<&'a Revision> {
    let active = f.revision(&status.blue_green.active_selector)?;
    status.hpa_replicas = active.size.have;
    status.available_replicas = active.size.available;
    Some(active)
}

/// The fields that every pass computes anew; the rest starts empty (`argo-rollout §12.2`).
#[doc(alias = "calculateBaseStatus")]
fn base(f: &Facts<'_>) -> Status {
    let st = f.status;
    let have = f.sum(|size| size.have);
    Status {
        current_pod_hash: f.hash.to_owned(),
        replicas: have,
        hpa_replicas: have,
        updated_replicas: f.new_size().map_or(0, |size| size.have),
        ready_replicas: f.sum(|size| size.ready),
        available_replicas: f.sum(|size| size.available),
        collision_count: st.collision_count,
        promote_full: f.hastened,
        selector: f.plan.selector.clone(),
        conditions: st.conditions.iter().filter(|c| c.kind != "InvalidSpec").cloned().collect(),
        stable_rs: st.stable_rs.clone(),
        current_step_hash: f.plan.canary().map_or_else(Default::default, |canary| canary.steps.hash.clone()),
        restarted_at: st.restarted_at,
        duration: st.duration.clone(),
        canary: if f.plan.canary().is_some() { st.canary.carried() } else { CanaryStatus::default() },
        blue_green: BlueGreenStatus::default(),
        rest: st.rest.clone(),
        ..Status::default()
    }
}

/// The same end for every pass that stores a status.
#[doc(alias = "persistRolloutStatus")]
fn finish(
    f: &Facts<'_>,
    number: i64,
    mut next: Status,
    mut ledger: Ledger,
    mut before: Vec<Reason>,
    clock: &mut Clock,
) -> Next {
    next.observed_generation = f.seen.generation.to_string();
    if f.plan.abort_when_late && !ledger.aborted(f.status) && conditions::late(f, &next, clock) {
        let message = format!("{} has timed out progressing.", f.subject());
        before.push(Reason::Aborted { message: message.clone() });
        ledger.abort(message);
        if !f.plan.compat.promotion_lifts_abort {
            ledger.keep_abort();
            next.promote_full = false;
        }
    }
    ledger.fold(f.status, &mut next, f.now);
    before.extend(conditions::update(f, number, &mut next, &ledger, clock));
    (next.phase, next.message) = phase_of(f, &next);
    next.duration = duration::duration(f, &next, ledger.aborted(f.status));
    let after = match (f.status.pause_conditions.is_empty(), next.pause_conditions.first()) {
        (true, Some(pause)) => Some(Reason::Paused { reason: pause.reason.clone() }),
        (false, None) if next.aborted_at.is_none() => Some(Reason::Resumed),
        _ => None,
    };
    Next { status: next, before, after }
}

/// The phase, where upstream lets available pods of the old revision count for the new one.
fn phase_of(f: &Facts<'_>, status: &Status) -> (String, String) {
    let found = phase(f.plan, status);
    let lacking = f.new_size().is_none_or(|size| size.available < f.full);
    if found.0 == "Healthy" && lacking && !f.plan.compat.old_pods_are_healthy {
        return ("Progressing".into(), "updated replicas are still becoming available".into());
    }
    found
}
