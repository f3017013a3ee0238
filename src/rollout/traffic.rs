//! Where traffic goes (`argo-rollout §7`).

use super::{
    Action, Answer, Reason,
    facts::Facts,
    observed::Revision,
    plan::Position,
    script::{Script, Stop},
    services::{Readiness, Selectors},
    situation::Course,
    weights::{Destination, Weights},
};
use crate::{
    capacity,
    decision::Trouble,
    time::{Clock, Span, Wake},
};
use alloc::{borrow::ToOwned, format, string::String};

/// How long until a router is asked again.
const AGAIN_AFTER: Span = Span::seconds(10);

/// What later stages need to know about traffic.
#[derive(Debug, Default)]
pub(super) struct Routing {
    /// The weights in effect, to be stored.
    pub(super) weights: Option<Weights>,
    /// Whether the router says that they have arrived, if it can say.
    pub(super) verified: Option<bool>,
    /// How far this pass got with the router.
    pub(super) said: Said,
}

/// How far a pass gets with a router.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Said {
    /// It says nothing, since stable cannot carry the rest, or there is no router.
    #[default]
    Nothing,
    /// It tells weights.
    Weights,
    /// It tells the last weight of the update, and that has not arrived yet: the pass must end.
    LastPending,
}

/// Tells the router what the course of the update asks for, as far as stable can carry the rest; then asks whether it
/// has arrived.
#[doc(alias = "reconcileTrafficRouting")]
pub(super) fn route<'a>(
    f: &Facts<'a>,
    course: Course<'a>,
    selectors: &mut Selectors<'a>,
    clock: &mut Clock,
    script: &mut Script,
) -> Result<Routing, Stop> {
    let routed = f.plan.traffic().is_some_and(|traffic| traffic.routed);
    let Some(canary) = f.plan.canary().filter(|_| routed) else {
        return Ok(Routing::default());
    };
    let stored = f.status.canary.weights.as_ref();
    let wanted = target(f, course);
    if course == Course::Aborted && (!f.plan.dynamic() || wanted == 0) {
        selectors.ensure(canary.canary_service.as_deref(), f.stable, Readiness::Ignored, script)?;
    }
    if matches!(course, Course::Promoted | Course::Aborted | Course::NoPods | Course::Hastened) {
        script.act(Action::ClearRoutes);
    }
    let hash = match course {
        Course::Returning { from } => from,
        _ => f.new.map_or("", |r| &r.hash),
    };
    let weight = backed(f, wanted, hash);
    let Some(stable) = f.stable.filter(|stable| carries(f, stable, weight)) else {
        let verified = stored.and_then(|w| w.verified);
        return Ok(Routing { weights: stored.cloned(), verified, said: Said::Nothing });
    };
    tell(f, weight, hash, stable, script);
    let mut told = split(f, weight, hash, stable);
    let moved = stored.is_none_or(|s| {
        (&s.canary, &s.stable, &s.additional) != (&told.canary, &told.stable, &told.additional)
    });
    if moved {
        script.tell(Reason::WeightUpdated { what: what_changed(stored, weight) });
    }
    let verified = verify(f, weight, clock, script)?;
    // An answer is stored only together with a weight that moved (S17).
    told.verified = verified;
    let news = !f.plan.compat.delay_ignores_traffic && stored.and_then(|w| w.verified) != verified;
    let weights = if moved || news { Some(told) } else { stored.cloned() };
    let pending = verified == Some(false) && is_last(f, weight);
    Ok(Routing { weights, verified, said: if pending { Said::LastPending } else { Said::Weights } })
}

/// The weight that the course of the update asks for (`argo-rollout §7.1`).
fn target(f: &Facts<'_>, course: Course<'_>) -> i64 {
    let told = f.status.canary.weights.as_ref().map(|w| w.canary.weight);
    match course {
        Course::Promoted | Course::NoPods | Course::Stepless => 0,
        Course::Returning { .. } | Course::Aborted => receding(f, told),
        Course::Hastened if f.plan.dynamic() => carried_by(f, f.new),
        Course::Hastened => told.unwrap_or(0),
        Course::Stepping if f.at_target(None) => f.plan.weight(f.status),
        Course::Stepping => weight_before(f),
    }
}

/// The last weight set before the step under way.
fn weight_before(f: &Facts<'_>) -> i64 {
    let steps = f.plan.canary().map_or(&[][..], |canary| &canary.steps.list);
    let before = match f.position {
        Position::At(at) => at.index,
        Position::Stepless | Position::Done(_) => steps.len(),
    };
    steps.iter().take(before).rev().find_map(|step| step.size.weight).unwrap_or(0)
}

/// The weight on the way back to stable: with dynamic scale no faster than stable grows (`argo-rollout §7.4`).
#[doc(alias = "calculateDesiredWeightOnAbortOrStableRollback")]
fn receding(f: &Facts<'_>, told: Option<i64>) -> i64 {
    let shrunk = f.plan.dynamic() && f.new.is_some() && f.stable.is_some() && f.full != 0;
    if !shrunk {
        return 0;
    }
    let (total, desired, carried) = (f.plan.total(), f.desired_weight(), carried_by(f, f.stable));
    let uncarried = total.saturating_sub(carried).max(0);
    match told {
        None if f.plan.compat.pods_hold_aborted_weight => uncarried.max(desired),
        None => 0,
        Some(told) if desired <= 0 => uncarried.min(told),
        Some(told) if carried < total.saturating_sub(desired) => told,
        Some(told) => desired.min(told),
    }
}

/// The weight that a revision's available pods can carry, rounded down.
fn carried_by(f: &Facts<'_>, revision: Option<&Revision>) -> i64 {
    let available = revision.map_or(0, |r| r.size.available);
    let carried = part(f.plan.total(), available, f.full.max(1));
    if f.plan.compat.weight_overflows { carried } else { carried.min(f.plan.total()) }
}

/// The weight, or what the canary has so far where its pods cannot carry more. A threshold, and a size that a step sets, are
/// overload that the user declared.
fn backed(f: &Facts<'_>, weight: i64, hash: &str) -> i64 {
    let told = f.status.canary.weights.as_ref().filter(|w| w.canary.pod_template_hash == hash);
    let told = told.map_or(0, |w| w.canary.weight);
    if weight <= told || f.plan.compat.raises_without_pods {
        return weight;
    }
    if f.aborted {
        return told;
    }
    let size = f.revision(hash).map(|r| &r.size).filter(|size| 0 < size.available);
    let needed = capacity::share(f.full, weight, f.plan.total());
    let declared = f.plan.overload_declared();
    let enough = size.is_some_and(|size| {
        declared || needed <= size.available || capacity::reached(f.threshold(), Some(size), needed)
    });
    if enough { weight } else { told }
}

/// Whether stable has the pods for what the canary does not get.
#[doc(alias = "checkReplicasAvailable")]
fn carries(f: &Facts<'_>, stable: &Revision, weight: i64) -> bool {
    let needed = rest(f, weight);
    let some = 0 < stable.size.available || needed <= 0 || f.plan.compat.nothing_meets_threshold;
    needed <= stable.size.available || some && capacity::reached(f.threshold(), Some(&stable.size), needed)
}

/// How many pods what the canary does not get needs.
fn rest(f: &Facts<'_>, weight: i64) -> i64 {
    let total = f.plan.total();
    let share = total.saturating_sub(weight);
    match f.plan.compat.carries_rounded_down {
        true => part(share, f.full, total.max(1)),
        false => capacity::share(f.full, share, total),
    }
}

/// A weight that pods of stable hold up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HeldUp {
    /// The weight that would come next.
    pub(super) weight: i64,
    /// How many available pods of stable it needs.
    pub(super) needed: i64,
}

/// The weight that stable has too few pods for, if that is what holds it: the rest of the traffic would be more than they
/// carry, or on the way back the weight falls only as they come.
pub(super) fn held_up(f: &Facts<'_>, course: Course<'_>) -> Option<HeldUp> {
    f.plan.traffic().filter(|traffic| traffic.routed)?;
    let (stable, total) = (f.stable?, f.plan.total().max(1));
    let weight = target(f, course);
    if !carries(f, stable, weight) {
        return Some(HeldUp { weight, needed: rest(f, weight) });
    }
    let desired = f.desired_weight();
    let falls = course == Course::Aborted && desired < weight;
    let needed = part(total.saturating_sub(desired), f.full, total);
    // Rounded up: carried is rounded down.
    let exact = part(total, needed, f.full.max(1)).saturating_add(desired) == total;
    let needed = if exact { needed } else { needed.saturating_add(1) };
    falls.then_some(HeldUp { weight: desired, needed })
}

/// `of × share ÷ whole`, rounded down; `whole` is more than zero.
fn part(of: i64, share: i64, whole: i64) -> i64 {
    let part = (i128::from(of) * i128::from(share)).div_euclid(i128::from(whole));
    i64::try_from(part).unwrap_or(if part < 0 { i64::MIN } else { i64::MAX })
}

/// Weight and hashes. A canary that has lost its pods loses its weight before the hashes move.
fn tell(f: &Facts<'_>, weight: i64, canary: &str, stable: &Revision, script: &mut Script) {
    let told = f.status.canary.weights.as_ref().map(|w| &w.canary);
    let has_pods = f.new.is_some_and(|r| r.size.available != 0);
    let before = told.map_or(0, |told| told.weight);
    let hashes = |canary: &str| Action::SetHashes { canary: canary.to_owned(), stable: stable.hash.clone() };
    let follows = told.is_none_or(|told| told.pod_template_hash != canary);
    if follows && !f.plan.compat.new_canary_inherits_weight && falls_first(f, stable, before, weight) {
        if told.is_none() {
            script.act(hashes(&stable.hash));
        }
        script.act(Action::SetWeight { weight: weight.min(before) });
    } else if 0 < before && !has_pods {
        script.act(Action::SetWeight { weight });
    }
    script.act(hashes(canary));
    script.act(Action::SetWeight { weight });
}

/// Whether the weight must fall before another canary gets it. Where stable can carry everything it always may; that is
/// safe whatever the router was told last, which may never have been stored.
fn falls_first(f: &Facts<'_>, stable: &Revision, before: i64, weight: i64) -> bool {
    let carries_all = |r: &Revision| f.full <= r.size.available;
    !f.new.is_some_and(carries_all) && (carries_all(stable) || weight < before)
}

/// What the status will say of the weights. What stands beside them stays.
#[doc(alias = "calculateWeightStatus")]
fn split(f: &Facts<'_>, weight: i64, canary: &str, stable: &Revision) -> Weights {
    let stored = f.status.canary.weights.clone().unwrap_or_default();
    let to = |weight, hash: &str, service: Option<&String>, stored: Destination| Destination {
        weight,
        service_name: service.cloned().unwrap_or_default(),
        pod_template_hash: hash.to_owned(),
        rest: stored.rest,
    };
    let services =
        f.plan.canary().map(|canary| [canary.canary_service.as_ref(), canary.stable_service.as_ref()]);
    let [trial, trusted] = services.unwrap_or_default();
    Weights {
        canary: to(weight, canary, trial, stored.canary),
        stable: to(f.plan.total().saturating_sub(weight), &stable.hash, trusted, stored.stable),
        rest: stored.rest,
        ..Weights::default()
    }
}

/// Upstream's words; empty if only a hash or a service changed.
fn what_changed(stored: Option<&Weights>, weight: i64) -> String {
    match stored.map(|w| w.canary.weight) {
        None => format!("to {weight}"),
        Some(old) if old != weight => format!("from {old} to {weight}"),
        Some(_) => String::new(),
    }
}

fn is_last(f: &Facts<'_>, weight: i64) -> bool {
    weight == f.plan.total() && f.status.current_step_index.is_none_or(|index| index <= f.steps())
}

/// Asks whether the weight has arrived. The last weight of an update must have, or the pass ends here.
fn verify(f: &Facts<'_>, weight: i64, clock: &mut Clock, script: &mut Script) -> Result<Option<bool>, Stop> {
    if !f.seen.confirms_weights {
        return Ok(None);
    }
    match script.ask(Action::VerifyWeight { weight })? {
        Answer::Unknown | Answer::Evicted | Answer::Refused => Ok(None),
        Answer::Arrived => Ok(Some(true)),
        Answer::Failed { message } => {
            script.tell(Reason::VerifyFailed { message: message.clone() });
            Ok(None)
        }
        Answer::Pending => {
            clock.arm(clock.now().plus(AGAIN_AFTER), Wake::VerifyAgain);
            let stops = is_last(f, weight) && f.plan.compat.last_weight_goes_unrecorded;
            if stops { Err(Stop::Again(Trouble::NotVerified)) } else { Ok(Some(false)) }
        }
    }
}
