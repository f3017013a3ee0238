//! What a pass that did nothing is waiting for.

use super::{
    Action, Answer, Wait, blue_green, conditions,
    facts::Facts,
    observed::{Retirement, Revision},
    plan::{Position, Strategy},
    script::{Script, Stop},
    services::Selectors,
    situation::{Course, Situation, classify},
    status::PauseCondition,
    steps::{self, PAUSE_STEP},
    traffic,
};
use crate::{
    capacity::StepSize,
    decision::{Heard, Trouble},
    time::Span,
};
use alloc::{string::ToString, vec::Vec};

/// Whether the actions of a pass leave everything as it was: a router is told the same in every pass, a service can be
/// moved there and back in one (`argo-rollout S5`), a pod may not be evicted, and at a full strength of zero a note is
/// written again and again.
pub(super) fn idle(f: &Facts<'_>, script: &Script, heard: &Heard<Answer>) -> bool {
    script.actions.iter().enumerate().all(|(at, action)| match action {
        Action::ClearRoutes
        | Action::SetHashes { .. }
        | Action::SetWeight { .. }
        | Action::VerifyWeight { .. } => true,
        Action::Evict { .. } => !heard.answers.contains(&Answer::Evicted),
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

/// The names of what is awaited, what holds the update most first. None at an end: everything is as the plan wants it, and
/// nothing is under way.
pub(super) fn waits(f: &Facts<'_>, script: &Script, heard: &Heard<Answer>, stop: Option<Stop>) -> Vec<Wait> {
    if let Some(service) = missing(f) {
        return Vec::from([service]);
    }
    let course = match classify(f) {
        Situation::Under(course) => Some(course),
        _ => None,
    };
    let pending = heard.answers.contains(&Answer::Pending).then(|| asked(script)).flatten();
    let last = stop == Some(Stop::Again(Trouble::NotVerified));
    let mut waits: Vec<Wait> = Vec::new();
    waits.extend(pending.filter(|_| last).map(|weight| Wait::Weight { weight }));
    waits.extend(held(f));
    waits.extend(pods(f));
    waits.extend(course.and_then(|course| capacity(f, course)));
    waits.extend(pending.filter(|_| !last && at_weight(f)).map(|weight| Wait::Weight { weight }));
    waits.extend(back(f));
    waits.extend(retirements(f));
    waits.extend(f.aborted.then_some(Wait::Retry));
    waits.extend(f.others.iter().filter_map(|r| kept(f, r)));
    waits.extend(course.and_then(|_| restart(f)));
    if waits.is_empty() {
        waits.extend(last_resort(f));
    }
    waits.extend(progress(f, stop));
    waits
}

/// Without this service nothing can be decided; where a stage found that out it has said so.
fn missing(f: &Facts<'_>) -> Option<Wait> {
    let Strategy::BlueGreen(plan) = &f.plan.strategy else { return None };
    let service = blue_green::missing_service(plan, &Selectors::read(f))?.to_string();
    Some(Wait::Service { service })
}

/// The pauses in force. While the whole rollout is held, no other pause ends.
fn held(f: &Facts<'_>) -> Vec<Wait> {
    if f.plan.paused {
        return Vec::from([Wait::Unpause]);
    }
    let holds = |pause: &&PauseCondition| pause.reason == "InconclusiveAnalysisRun" || !f.halted();
    let pauses = f.status.pause_conditions.iter().filter(|pause| !is_left_over(f, pause));
    pauses.filter(holds).map(|pause| pause_wait(f, pause)).collect()
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
fn pods(f: &Facts<'_>) -> Vec<Wait> {
    let (canary, stable) = match &f.plan.strategy {
        Strategy::Canary(_) => {
            let counts = f.counts(f.status.canary.weights.as_ref());
            let most = f.new.filter(|_| f.aborted && !f.plan.compat.pods_hold_aborted_weight);
            (most.map_or(counts.canary, |new| counts.canary.min(new.size.want)), counts.stable)
        }
        Strategy::BlueGreen(plan) => (blue_green::target(f, plan), f.full),
    };
    // Sizes of a canary that is held stay as they are.
    let sized =
        |r: &Revision, to: i64| if f.halted() && f.plan.canary().is_some() { r.size.want } else { to };
    // An aborted revision keeps the pods that it has, available or not, and then loses them all.
    let new = if f.keeps_aborted() {
        f.new.and_then(|r| going(r, r.size.want))
    } else {
        f.new.and_then(|r| moving(r, sized(r, canary)))
    };
    let stable = f.stable_apart().and_then(|r| moving(r, sized(r, stable)));
    let others = f.others.iter().filter_map(|r| going(r, if routed(f) { r.size.want } else { 0 }));
    // An aborted canary goes as stable comes back.
    let both = if f.aborted { [stable, new] } else { [new, stable] };
    both.into_iter().flatten().chain(others).collect()
}

/// Whether revisions that have done their work keep all of their pods, and lose them at once.
fn routed(f: &Facts<'_>) -> bool {
    f.plan.traffic().is_some() || f.plan.canary().is_none()
}

fn moving(r: &Revision, needed: i64) -> Option<Wait> {
    // Pods that are counted as available before they are counted at all are seen in the next pass.
    let available = r.size.available.min(r.size.have);
    if available < needed {
        let (revision, ready) = (r.name.clone(), r.size.ready);
        return Some(Wait::Pods { revision, available, ready, needed });
    }
    going(r, needed)
}

fn going(r: &Revision, kept: i64) -> Option<Wait> {
    (kept < r.size.have).then(|| Wait::PodsGone { revision: r.name.clone(), left: r.size.have })
}

fn capacity(f: &Facts<'_>, course: Course<'_>) -> Option<Wait> {
    let (held_up, stable) = (traffic::held_up(f, course)?, f.stable?);
    let (revision, available) = (stable.name.clone(), stable.size.available);
    Some(Wait::Capacity { weight: held_up.weight, revision, available, needed: held_up.needed })
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

/// An aborted revision that is still active, without the strength that the way back asks for.
fn back(f: &Facts<'_>) -> Option<Wait> {
    let (Strategy::BlueGreen(plan), new) = (&f.plan.strategy, f.new?) else { return None };
    let selectors = Selectors::read(f);
    let waits = f.plan.compat.way_back_waits_for_new && f.aborted && !f.saturated(new);
    let stays = waits && selectors.selected(&plan.active_service) == new.hash;
    stays.then(|| Wait::Back {
        service: plan.active_service.clone(),
        revision: new.name.clone(),
        available: new.size.available,
        needed: f.full,
    })
}

/// Revisions that have done their work, or were aborted, lose their pods at a written time.
fn retirements(f: &Facts<'_>) -> Vec<Wait> {
    let new = f.new.filter(|_| f.keeps_aborted());
    let held = f.halted() && f.plan.canary().is_some();
    let retiring = f.others.iter().copied().chain(new).filter(|r| 0 < r.size.want && !held);
    let wait = |r: &Revision| match r.retirement {
        Retirement::At(at) if f.now < at => Some(Wait::Retirement { revision: r.name.clone(), at }),
        _ => None,
    };
    retiring.filter_map(wait).collect()
}

/// A routed canary is healthy once no other revision has pods. With a delay of zero they stay for ever, and the rollout is
/// called late in the end.
fn kept(f: &Facts<'_>, r: &Revision) -> Option<Wait> {
    let traffic = f.plan.traffic()?;
    let zero = f.plan.compat.zero_delay_keeps_pods && f.plan.retiring().after == Some(Span::ZERO);
    let for_ever = zero && !traffic.dynamic_stable && f.promoted;
    let stays = for_ever && r.retirement == Retirement::None && 0 < r.size.want;
    stays.then(|| Wait::Kept { revision: r.name.clone(), left: r.size.have })
}

/// A restart that is still to come, or whose last pods may not be evicted yet.
fn restart(f: &Facts<'_>) -> Option<Wait> {
    let at = f.plan.restart_at.filter(|at| f.status.restarted_at != Some(at.whole()))?;
    if f.now <= at {
        return Some(Wait::Restart { at });
    }
    let old = f.seen.pods.iter().filter(|pod| pod.created < at && f.seen.revision(&pod.revision).is_some());
    let left = i64::try_from(old.count()).unwrap_or(i64::MAX);
    (0 < left).then_some(Wait::Evictions { left })
}

/// What nothing else explains: a person must take it further, or there is no room.
fn last_resort(f: &Facts<'_>) -> Option<Wait> {
    let stuck = match (&f.plan.strategy, f.position) {
        // It has what it gets before the switch, and neither a pause nor the switch comes.
        (Strategy::BlueGreen(_), _) => f.status.blue_green.active_selector != f.hash,
        (Strategy::Canary(_), Position::At(at)) => {
            at.step.pause.is_none() && at.step.size == StepSize::default()
        }
        (Strategy::Canary(_), Position::Done(index)) => i64::try_from(index) != Ok(f.steps()),
        (Strategy::Canary(_), Position::Stepless) => false,
    };
    if stuck && !f.promoted {
        return Some(Wait::Promote);
    }
    let lingering = || f.plan.traffic().and_then(|_| f.others.iter().find_map(|r| going(r, 0)));
    let pause = || f.status.pause_conditions.first().map(|pause| pause_wait(f, pause));
    lingering().or_else(pause).or_else(|| no_room(f))
}

/// A rollout that is not healthy, though nothing is under way: the budget leaves no room for the pods that are missing.
fn no_room(f: &Facts<'_>) -> Option<Wait> {
    let new = f.new.filter(|_| !conditions::healthy(f, f.status))?;
    (new.size.want < f.full).then(|| Wait::Room { revision: new.name.clone() })
}

/// Until when there may be none. While a written retirement is ahead, nothing is late (`argo-rollout S44`).
fn progress(f: &Facts<'_>, stop: Option<Stop>) -> Option<Wait> {
    let judged = matches!(stop, None | Some(Stop::Again(Trouble::Overdue))) && !f.retiring();
    conditions::due(f).filter(|_| judged).map(|due| Wait::Progress { due })
}
