//! What a pass that did nothing is waiting for.

use super::{
    Action, Answer, Wait, blue_green, conditions,
    facts::Facts,
    observed::{Retirement, Revision},
    plan::{Position, Strategy},
    script::{Script, Stop},
    status::PauseCondition,
    steps::{self, PAUSE_STEP},
};
use crate::{
    decision::{Heard, Trouble},
    time::Timestamp,
};

/// Whether the actions of a pass leave everything as it was: a router is told the same in every pass, a service can be
/// moved there and back in one (`argo-rollout S5`), and at a full strength of zero a note is written again and again.
pub(super) fn idle(f: &Facts<'_>, script: &Script) -> bool {
    script.actions.iter().enumerate().all(|(at, action)| match action {
        Action::ClearRoutes
        | Action::SetHashes { .. }
        | Action::SetWeight { .. }
        | Action::VerifyWeight { .. } => true,
        Action::Scale { revision, from, to, full, forget_retirement: false } => {
            from == to && f.seen.revision(revision).is_some_and(|r| r.sized_for == Some(*full))
        }
        Action::Point { service, hash, adopt: false } => {
            let later = script.actions.iter().skip(at + 1);
            let moved_on = later
                .into_iter()
                .any(|a| matches!(a, Action::Point { service: other, .. } if other == service));
            let selects =
                f.seen.services.iter().find(|s| s.name == *service).and_then(|s| s.selects.as_deref());
            moved_on || selects == Some(hash)
        }
        _ => false,
    })
}

/// The name of the wait; `None` at an end: everything is as the plan wants it, and nothing is under way.
pub(super) fn wait(
    f: &Facts<'_>,
    script: &Script,
    heard: &Heard<Answer>,
    stop: Option<Stop>,
) -> Option<Wait> {
    let weight = heard.answers.contains(&Answer::Pending).then(|| asked(script)).flatten();
    if let (Some(weight), Some(Stop::Again(Trouble::NotVerified))) = (weight, stop) {
        return Some(Wait::Weight { weight });
    }
    if f.plan.paused {
        return Some(Wait::Unpause);
    }
    let pause = f.status.pause_conditions.first();
    pause
        .filter(|pause| !is_left_over(f, pause))
        .map(|pause| pause_wait(f, pause))
        .or_else(|| pods(f))
        .or_else(|| weight.filter(|_| at_weight(f)).map(|weight| Wait::Weight { weight }))
        .or_else(|| retirement(f))
        .or_else(|| f.aborted.then_some(Wait::Retry))
        .or_else(|| unasked(f).then_some(Wait::Promote))
        .or_else(|| lingering(f))
        .or_else(|| {
            let due = f.plan.restart_at.map(Timestamp::whole).filter(|at| f.status.restarted_at != Some(*at));
            due.map(|at| Wait::Restart { at })
        })
        .or_else(|| pause.map(|pause| pause_wait(f, pause)))
        .or_else(|| no_room(f))
}

/// A rollout that is not healthy, though nothing is under way: the budget leaves no room for the pods that are missing.
fn no_room(f: &Facts<'_>) -> Option<Wait> {
    let new = f.new.filter(|_| !conditions::healthy(f, f.status))?;
    (new.size.want < f.full).then(|| Wait::Room { revision: new.name.clone() })
}

/// Whether the new revision has what it gets before the switch, and neither a pause nor the switch comes.
fn unasked(f: &Facts<'_>) -> bool {
    f.plan.canary().is_none() && f.status.blue_green.active_selector != f.hash
}

/// A routed canary is healthy once no other revision has pods. With a delay of zero they stay for ever, and the rollout is
/// called late in the end (`argo-rollout S8`).
fn lingering(f: &Facts<'_>) -> Option<Wait> {
    f.plan.traffic()?;
    f.others.iter().find_map(|r| going(r, 0))
}

/// The weight that the router was asked about.
fn asked(script: &Script) -> Option<i64> {
    script.actions.iter().find_map(|action| match action {
        Action::VerifyWeight { weight } => Some(*weight),
        _ => None,
    })
}

/// Whether the step under way is over once its weight has arrived.
fn at_weight(f: &Facts<'_>) -> bool {
    matches!(f.position, Position::At(at) if at.step.size.weight.is_some()) && !f.aborted && !f.promoted
}

/// Whether the pause of a step is still written though the step was skipped: that holds nothing up.
fn is_left_over(f: &Facts<'_>, pause: &PauseCondition) -> bool {
    let pauses = matches!(f.position, Position::At(at) if at.step.pause.is_some());
    pause.reason == PAUSE_STEP && !pauses
}

fn pause_wait(f: &Facts<'_>, pause: &PauseCondition) -> Wait {
    let end = match (&f.plan.strategy, f.position) {
        (Strategy::BlueGreen(plan), _) if pause.reason == blue_green::PAUSE => blue_green::pause_end(f, plan),
        (Strategy::Canary(_), Position::At(at)) if pause.reason == PAUSE_STEP => {
            at.step.pause.and_then(|pause| steps::pause_end(f, pause))
        }
        _ => None,
    };
    match end {
        Some(at) => Wait::PauseOver { at },
        None => Wait::Resume { since: pause.start_time },
    }
}

/// Pods that are on their way.
fn pods(f: &Facts<'_>) -> Option<Wait> {
    let (canary, stable) = match &f.plan.strategy {
        Strategy::Canary(_) => {
            let counts = f.counts(f.status.canary.weights.as_ref());
            (counts.canary, counts.stable)
        }
        Strategy::BlueGreen(plan) => (blue_green::target(f, plan), f.full),
    };
    // An aborted revision keeps the pods that it has, available or not, and then loses them all.
    let new = if f.keeps_aborted() {
        f.new.and_then(|r| going(r, r.size.want))
    } else {
        f.new.and_then(|r| moving(r, canary))
    };
    let stable = || f.stable_apart().and_then(|r| moving(r, stable));
    let others = || f.others.iter().find_map(|r| going(r, if routed(f) { r.size.want } else { 0 }));
    // An aborted canary goes as stable comes back.
    let first = if f.aborted { stable().or(new) } else { new.or_else(stable) };
    first.or_else(others)
}

/// Whether revisions that have done their work keep all of their pods, and lose them at once.
fn routed(f: &Facts<'_>) -> bool {
    f.plan.traffic().is_some() || f.plan.canary().is_none()
}

fn moving(r: &Revision, needed: i64) -> Option<Wait> {
    let size = r.size;
    if size.available < needed {
        let (revision, available) = (r.name.clone(), size.available);
        return Some(Wait::Pods { revision, available, needed });
    }
    going(r, needed)
}

fn going(r: &Revision, kept: i64) -> Option<Wait> {
    (kept < r.size.have).then(|| Wait::PodsGone { revision: r.name.clone(), left: r.size.have })
}

/// A revision that has done its work, or was aborted, loses its pods at a written time.
fn retirement(f: &Facts<'_>) -> Option<Wait> {
    let new = f.new.filter(|_| f.keeps_aborted());
    f.others.iter().copied().chain(new).find_map(|r| match r.retirement {
        Retirement::At(at) if f.now < at && 0 < r.size.want => {
            Some(Wait::Retirement { revision: r.name.clone(), at })
        }
        _ => None,
    })
}
