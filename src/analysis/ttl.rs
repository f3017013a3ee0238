//! How long an ended run is kept (`argo-analysis §2.10`).

use super::{Action, Plan, Reason, Status, machine::nothing};
use crate::{
    decision::{Decision, Next},
    metric::Phase,
    time::{Clock, Span, Timestamp, Wake},
};
use alloc::vec::Vec;

/// Nothing happens to an ended run any more, but that it is deleted once it was kept long enough. One that ended without a
/// time is kept for ever.
#[doc(alias = "isAnalysisRunTtlExceeded")]
pub(super) fn kept(plan: &Plan, status: &Status, now: Timestamp) -> Decision<Status, Action, Reason> {
    let Some((completed_at, seconds)) = status.completed_at.zip(seconds(plan, &status.phase)) else {
        return nothing(status, Next::OnChange);
    };
    let mut clock = Clock::at(now);
    // Whole seconds are counted, and more than the wanted ones must have passed.
    let expiry = completed_at.plus(Span::seconds(i64::from(seconds).saturating_add(1)));
    if clock.reached(expiry, Wake::RunExpiry) {
        return Decision { actions: Vec::from([Action::Delete]), ..nothing(status, Next::OnChange) };
    }
    nothing(status, Next::At(expiry, Wake::RunExpiry))
}

fn seconds(plan: &Plan, phase: &Phase) -> Option<i32> {
    let special = match phase {
        Phase::Successful => plan.ttl.seconds_after_success,
        Phase::Failed => plan.ttl.seconds_after_failure,
        _ => None,
    };
    special.or(plan.ttl.seconds_after_completion)
}
