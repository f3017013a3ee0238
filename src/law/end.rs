//! How it ends when nothing more happens.

use super::scene::{Scene, share, with_hash};
use crate::{capacity::KeepAborted, rollout::Wait, sim::End};
use alloc::{format, string::String};

/// `law L1`. A person who pauses the rollout holds it.
pub(super) fn aborted(scene: &Scene<'_>, _: &End) -> Option<String> {
    let st = &scene.after.rollout.status;
    let whole =
        with_hash(scene.after, &st.stable_rs).is_some_and(|set| scene.plan.full() <= set.size.available);
    let given_up = st.abort && !st.fully_promoted() && !scene.plan.paused && whole;
    let sent = share(scene.plan, scene.after, scene.hash());
    (given_up && 0 < sent).then(|| format!("{sent} stays on the aborted revision"))
}

/// `law L4`.
pub(super) fn promoted(scene: &Scene<'_>, end: &End) -> Option<String> {
    let st = &scene.after.rollout.status;
    let held = scene.memory.spoiled || scene.plan.paused || scene.plan.full() == 0;
    let asked = scene.memory.hastened && !held && !st.abort;
    let done = *end == End::Settled && st.fully_promoted();
    (asked && !done).then(|| format!("{end:?}: {} {}", st.phase, st.message))
}

/// `law L5`. Where pods fail, a restart goes on for ever.
pub(super) fn rest(scene: &Scene<'_>, end: &End) -> Option<String> {
    let cut_off = matches!(end, End::OutOfTime | End::OutOfPasses);
    (cut_off && !scene.memory.spoiled).then(|| format!("{end:?}"))
}

/// `law L6`.
pub(super) fn named(scene: &Scene<'_>, end: &End) -> Option<String> {
    let st = &scene.after.rollout.status;
    (*end == End::Settled && st.phase != "Healthy")
        .then(|| format!("nothing is awaited: {} {}", st.phase, st.message))
}

/// `law L7`. A refused retirement is tried again when the controller next looks, which a run does not show.
pub(super) fn retired(scene: &Scene<'_>, end: &End) -> Option<String> {
    let st = &scene.after.rollout.status;
    let over =
        matches!(end, End::Settled | End::Awaits(Wait::Retry | Wait::PodsGone { .. } | Wait::Kept { .. }));
    let held = scene.plan.paused || scene.memory.spoiled || scene.memory.refused || scene.plan.full() == 0;
    if !over || held {
        return None;
    }
    let kept = st.abort && scene.plan.retiring().aborted == KeepAborted::Forever;
    let needed = |hash: &str| hash == st.stable_rs || hash == scene.hash() && (!st.abort || kept);
    let left = scene.after.sets.iter().find(|set| 0 < set.size.want && !needed(&set.hash))?;
    Some(format!("{} keeps {} pods", left.name, left.size.want))
}

/// `law L8`. Where pods fail, a restart goes on for ever and hides what else is waited for.
pub(super) fn timed(scene: &Scene<'_>, end: &End) -> Option<String> {
    let End::Awaits(wait) = end else { return None };
    if scene.memory.spoiled {
        return None;
    }
    matches!(wait, Wait::PauseOver { .. } | Wait::Retirement { .. } | Wait::Restart { .. })
        .then(|| format!("{wait:?} is over"))
}

/// `law L9`.
pub(super) fn asked(_: &Scene<'_>, end: &End) -> Option<String> {
    (*end == End::Awaits(Wait::Promote)).then(|| "a promotion is awaited that nobody is asked for".into())
}
