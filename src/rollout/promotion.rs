//! The new revision becomes stable (`argo-rollout §5.5`, `§5.6`).

use super::{
    Reason,
    facts::Facts,
    ledger::Ledger,
    plan::{BlueGreen, Position},
    status::Status,
};
use crate::capacity;
use alloc::{format, string::String};

/// Why the new revision may become stable now, if it may. True of a promoted one in every pass, so that promoting
/// must change nothing the second time.
#[doc(alias = "shouldFullPromote")]
pub(super) fn licence(f: &Facts<'_>, ledger: &Ledger) -> Option<String> {
    if f.stable.is_none() {
        return Some("Initial deploy".into());
    }
    let new = f.new.filter(|_| !ledger.aborted(f.status))?;
    let enough = capacity::reached(f.threshold(), Some(&new.size), f.full);
    let some = 0 < new.size.available || f.plan.compat.nothing_meets_threshold;
    if new.size.available < f.full && !(enough && some) {
        return None;
    }
    if f.hastened {
        return Some("Full promotion requested".into());
    }
    if f.fast && !f.held_back() {
        return Some(if f.in_window { "Rollback within window" } else { "Fast rollback" }.into());
    }
    let steps = f.steps();
    match f.position {
        Position::At(_) => None,
        Position::Done(index) if i64::try_from(index) != Ok(steps) => None,
        Position::Done(_) | Position::Stepless => Some(format!("Completed all {steps} canary steps")),
    }
}

/// The same for blue-green, where the active service must select the new revision first (`argo-rollout §9.6`). `next`
/// knows what it selects now.
pub(super) fn licence_blue_green(
    f: &Facts<'_>,
    plan: &BlueGreen,
    next: &Status,
    ledger: &Ledger,
) -> Option<&'static str> {
    let active = next.blue_green.active_selector.as_str();
    if f.stable.is_none() || active.is_empty() {
        return Some("Initial deploy");
    }
    if active != next.current_pod_hash {
        return None;
    }
    if f.hastened {
        return Some("Full promotion requested");
    }
    if f.fast {
        return Some(if f.in_window { "Rollback within window" } else { "Fast rollback" });
    }
    (!ledger.aborted(f.status) && !plan.judged_after).then_some("Completed blue-green update")
}

/// Makes the new revision stable; tells so if it was not.
#[doc(alias = "promoteStable")]
pub(super) fn promote(f: &Facts<'_>, number: i64, why: String, next: &mut Status) -> Option<Reason> {
    next.promote_full = false;
    if next.fully_promoted() {
        return None;
    }
    if let Some(duration) = next.duration.as_mut().filter(|d| d.completion_status.is_empty()) {
        let how = if f.hastened { "FastPromoted" } else { "Promoted" };
        duration.completion_status = how.into();
    }
    next.stable_rs = next.current_pod_hash.clone();
    Some(Reason::Completed { number, hash: next.current_pod_hash.clone(), why })
}
