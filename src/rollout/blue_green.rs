//! Blue-green: both revisions at full strength, and one switch between them (`argo-rollout §9`).

use super::{
    facts::Facts,
    ledger::Ledger,
    plan::{BlueGreen, Promotion},
    script::Script,
    services::Selectors,
};
use crate::{
    capacity::{self, Preview},
    time::{Clock, Timestamp, Wake},
};

/// Upstream's name for the pause before the switch.
pub(super) const PAUSE: &str = "BlueGreenPause";

/// A service that the plan names and that does not exist; without it nothing can be decided.
pub(super) fn missing_service<'p>(plan: &'p BlueGreen, selectors: &Selectors<'_>) -> Option<&'p str> {
    let named = [Some(plan.active_service.as_str()), plan.preview_service.as_deref()];
    named.into_iter().flatten().find(|name| !selectors.has(name))
}

/// The size for the new revision (`argo-rollout §9.4`).
pub(super) fn target(f: &Facts<'_>, plan: &BlueGreen) -> i64 {
    let (st, stored) = (f.status, &f.status.blue_green);
    let active = f.revision(&stored.active_selector);
    capacity::blue_green(&Preview {
        full: f.full,
        replicas: plan.preview_replicas,
        replaces_active: active.is_some_and(|active| f.new.is_none_or(|new| new.name != active.name)),
        promoted_fully: f.hastened || f.fast && !f.plan.compat.preview_size_holds_rollback,
        recorded: f.hash == st.current_pod_hash,
        paused: f.plan.paused || !st.pause_conditions.is_empty(),
        approved: stored.scale_up_preview_check_point,
    })
}

/// Begins or ends the pause before the switch; it begins when the new revision has all its pods (`argo-rollout §9.5`).
#[doc(alias = "reconcileBlueGreenPause")]
pub(super) fn pause(
    f: &Facts<'_>,
    plan: &BlueGreen,
    selectors: &Selectors<'_>,
    ledger: &mut Ledger,
    clock: &mut Clock,
) {
    if f.status.abort || f.halted() || !ready(f, plan) {
        return;
    }
    let needless = fast_tracked(f, plan, selectors)
        || f.status.blue_green.scale_up_preview_check_point
        || plan.promotion == Promotion::AtOnce;
    if needless {
        return ledger.end_pause(PAUSE);
    }
    match f.status.pause(PAUSE) {
        Some(_) if released(f, plan, ledger, clock) => ledger.end_pause(PAUSE),
        None if !f.status.controller_pause => ledger.pause(PAUSE),
        _ => {}
    }
}

/// Whether nothing holds the switch any more.
#[doc(alias = "CompletedBlueGreenPause")]
fn released(f: &Facts<'_>, plan: &BlueGreen, ledger: &Ledger, clock: &mut Clock) -> bool {
    if ledger.pauses() {
        return false;
    }
    if f.status.blue_green.scale_up_preview_check_point {
        return true;
    }
    match plan.promotion {
        Promotion::AtOnce => true,
        Promotion::After(_) => pause_end(f, plan).is_some_and(|end| clock.passed(end, Wake::PauseOver)),
        // Without a wake-up for the seconds that may stand beside it and decide nothing (D-003).
        Promotion::ByHand => f.status.controller_pause && f.status.pause(PAUSE).is_none(),
    }
}

/// When the pause under way ends of itself.
pub(super) fn pause_end(f: &Facts<'_>, plan: &BlueGreen) -> Option<Timestamp> {
    let Promotion::After(span) = plan.promotion else {
        return None;
    };
    Some(f.status.pause(PAUSE)?.start_time.unwrap_or_default().plus(span))
}

/// Moves the active service to the new revision once that is at full strength and nothing holds it; after an abort
/// back to stable, under the same condition (S4).
#[doc(alias = "reconcileActiveService")]
pub(super) fn activate<'a>(
    f: &Facts<'a>,
    plan: &BlueGreen,
    selectors: &mut Selectors<'a>,
    ledger: &Ledger,
    clock: &mut Clock,
    script: &mut Script,
) {
    let back = f.stable.filter(|stable| f.aborted && 0 < stable.size.available);
    if let Some(stable) = back.filter(|_| !f.plan.compat.way_back_waits_for_new && !f.halted()) {
        return selectors.switch(&plan.active_service, &stable.hash, script);
    }
    let saturated = f.new.is_some_and(|new| f.saturated(new));
    if f.halted() || !saturated || !ready(f, plan) {
        return;
    }
    let go = fast_tracked(f, plan, selectors) || released(f, plan, ledger, clock);
    let hash = match go {
        _ if f.status.abort => &f.status.stable_rs,
        true => f.hash,
        false => selectors.selected(&plan.active_service),
    };
    selectors.switch(&plan.active_service, hash, script);
}

/// Whether the preview may grow to full strength (`argo-rollout §9.8`). Once approved it stays so until promotion, even
/// if the template changes (S12).
#[doc(alias = "calculateScaleUpPreviewCheckPoint")]
pub(super) fn checkpoint(f: &Facts<'_>, plan: &BlueGreen, ledger: &Ledger, clock: &mut Clock) -> bool {
    let Some(preview) = plan.preview_replicas else {
        return false;
    };
    if f.template_changed && !f.plan.compat.approval_outlives_template {
        return false;
    }
    f.status.blue_green.scale_up_preview_check_point
        || released(f, plan, ledger, clock) && f.new.is_some_and(|new| new.size.available == preview)
}

fn ready(f: &Facts<'_>, plan: &BlueGreen) -> bool {
    f.new.is_some_and(|new| capacity::ready_for_pause(&new.size, target(f, plan)))
}

/// Whether no pause and no analysis stand before the switch.
#[doc(alias = "isBlueGreenFastTracked")]
fn fast_tracked(f: &Facts<'_>, plan: &BlueGreen, selectors: &Selectors<'_>) -> bool {
    let active = selectors.selected(&plan.active_service);
    f.fast || f.hastened || active.is_empty() || active == f.hash
}
