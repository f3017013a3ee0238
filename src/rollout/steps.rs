//! Canary steps: when a pause begins, and when a step is over (`argo-rollout §5.3`, `§5.4`).

use super::{
    facts::Facts,
    plan::{Pause, Position, Step},
    traffic::Routing,
};
use crate::time::{Clock, Timestamp, Wake};

/// Upstream's name for the pause of a step.
pub(super) const PAUSE_STEP: &str = "CanaryPauseStep";

/// Whether the pause step under way begins its pause in this pass. It does so only where nothing was resized, and
/// without waiting for pods.
#[doc(alias = "reconcileCanaryPause")]
pub(super) fn pause_begins(f: &Facts<'_>, clock: &mut Clock) -> bool {
    let Position::At(at) = f.position else {
        return false;
    };
    let Some(pause) = at.step.pause.filter(|_| !f.plan.paused && !f.hastened) else {
        return false;
    };
    // Asked for the wake-up alone: whether the step is over is judged later, and only if the update goes on.
    if let Some(end) = pause_end(f, pause) {
        clock.passed(end, Wake::PauseOver);
    }
    f.status.pause(PAUSE_STEP).is_none() && !f.status.controller_pause
}

/// The step under way, if it is over.
#[doc(alias = "completedCurrentCanaryStep")]
pub(super) fn completed<'a>(f: &Facts<'a>, routing: &Routing, clock: &mut Clock) -> Option<&'a Step> {
    let Position::At(at) = f.position else { return None };
    if f.plan.paused {
        return None;
    }
    let over = match at.step.pause {
        Some(pause) => {
            let resumed = f.status.controller_pause && f.status.pause(PAUSE_STEP).is_none();
            resumed || pause_end(f, pause).is_some_and(|end| clock.passed(end, Wake::PauseOver))
        }
        None => {
            let arrived = at.step.size.scale.is_some()
                || at.step.size.weight.is_some() && routing.verified != Some(false);
            arrived && f.at_target(routing.weights.as_ref())
        }
    };
    over.then_some(at.step)
}

/// When the pause under way ends of itself.
pub(super) fn pause_end(f: &Facts<'_>, pause: Pause) -> Option<Timestamp> {
    let Pause::For(span) = pause else { return None };
    // A time that is not written is long past, as Go's zero time is.
    let since = f.status.pause(PAUSE_STEP)?.start_time.unwrap_or_default();
    Some(since.plus(span))
}
