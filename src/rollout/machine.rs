//! One pass (`argo-rollout §1`).

use super::{
    Action, Answer, Hold, Observed, Plan, Reason, Status,
    advance::{self, Found},
    blue_green, conditions,
    facts::Facts,
    ledger::Ledger,
    number,
    plan::{BlueGreen, Strategy},
    replicas,
    restart::{Restart, restart},
    retire,
    scale::Resized,
    script::{Script, Stop},
    services::{self, Selectors},
    situation::{Course, Situation, classify},
    steps::{self, PAUSE_STEP},
    support,
    traffic::{self, Routing, Said},
    wait,
};
use crate::{
    decision::{Decision, Failed, Heard, Machine, Next, Told, Trouble},
    time::{Clock, Span, Timestamp, Wake},
};
use alloc::vec::Vec;

/// The rollout as a [`Machine`]; [`decide`] is its one function.
#[derive(Clone, Copy, Debug)]
pub struct RolloutMachine;

impl Machine for RolloutMachine {
    type Plan = Plan;
    type Status = Status;
    type Observed = Observed;
    type Action = Action;
    type Reason = Reason;
    type Answer = Answer;

    fn decide(
        plan: &Plan,
        status: &Status,
        seen: &Observed,
        heard: &Heard<Answer>,
        now: Timestamp,
    ) -> Decision<Status, Action, Reason> {
        decide(plan, status, seen, heard, now)
    }
}

/// How a pass ends.
enum End {
    /// With the status that the stages lead to.
    Store(advance::Next),
    /// With a note in the status, and nothing else.
    Note(Status),
    /// Without storing anything.
    StoreNothing,
    /// With a note in the status, and then again.
    NoteAndStop(Status, Stop),
    /// Without a status.
    Stopped(Stop),
}

/// One pass of a rollout: what to do, what to store, why, and when to come back.
///
/// A pass makes one kind of change; the world must see it before the next pass thinks on. Two things are asked within a
/// pass: whether a disruption budget lets a pod go, and whether a router's weight has arrived, this only if the router can
/// tell ([`Observed::confirms_weights`]).
#[doc(alias = "reconcile")]
pub fn decide(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    heard: &Heard<Answer>,
    now: Timestamp,
) -> Decision<Status, Action, Reason> {
    if let Some(hold) = support::hold(plan, status) {
        return held(status, hold);
    }
    let readable = support::readable(plan, status);
    let noticed = number::noticed(&readable, seen, now);
    let f = Facts::read(plan, &noticed, seen, now);
    let mut clock = Clock::at(now);
    let mut script = Script::hearing(heard);
    let end = match classify(&f) {
        Situation::Introduce => End::Note(number::introduce(&f, &mut script)),
        Situation::Unsized => {
            script.act(Action::DefaultReplicas);
            End::StoreNothing
        }
        Situation::Acknowledge(notes) => End::Note(advance::acknowledged(&f, notes)),
        Situation::Resize => resize(&f, &mut clock, &mut script).unwrap_or_else(End::Stopped),
        Situation::Replan => {
            let number = number::number(&f, &mut script);
            End::Store(advance::reset(&f, number, &mut clock))
        }
        Situation::Under(course) => match &plan.strategy {
            Strategy::Canary(_) => canary(&f, course, &mut clock, &mut script),
            Strategy::BlueGreen(plan) => blue_green(&f, plan, &mut clock, &mut script),
        }
        .unwrap_or_else(End::Stopped),
    };
    let unforgiven = script.failed();
    let decision = conclude(&f, status, heard, script, end, clock);
    match heard.failed.as_ref().filter(|_| unforgiven.is_some()) {
        Some(failed) => cut(decision, status, failed),
        None => decision,
    }
}

/// Only sizes follow a change of full strength (`argo-rollout §1.5`).
fn resize(f: &Facts<'_>, clock: &mut Clock, script: &mut Script) -> Result<End, Stop> {
    let selectors = Selectors::read(f);
    let number = number::number(f, script);
    match &f.plan.strategy {
        Strategy::Canary(_) => {
            let weights = f.status.canary.weights.clone();
            let routing = Routing { weights, ..Routing::default() };
            replicas::canary(f, number, &routing, &selectors, clock, script)?;
        }
        Strategy::BlueGreen(plan) if blue_green::missing_service(plan, &selectors).is_some() => {
            return Ok(End::StoreNothing);
        }
        Strategy::BlueGreen(plan) => {
            replicas::blue_green(f, number, blue_green::target(f, plan), &selectors, clock, script)?;
            retire::history(f, script);
        }
    }
    Ok(End::Store(advance::rescaled(f, number, clock)))
}

/// The stages of a canary, in upstream's order (`argo-rollout §1.3`).
#[doc(alias = "rolloutCanary")]
fn canary<'a>(
    f: &Facts<'a>,
    course: Course<'a>,
    clock: &mut Clock,
    script: &mut Script,
) -> Result<End, Stop> {
    let number = number::number(f, script);
    let restarted = match restart(f, clock, script)? {
        Restart::Evicting => return Ok(End::StoreNothing),
        Restart::Done(at) => Some(at),
        Restart::None | Restart::Waiting => None,
    };
    retire::history(f, script);
    let mut selectors = Selectors::read(f);
    services::point(f, course, &mut selectors, script)?;
    let routing = traffic::route(f, course, &mut selectors, clock, script)?;
    if routing.said == Said::LastPending {
        return Ok(End::NoteAndStop(advance::told(f, routing), Stop::Again(Trouble::NotVerified)));
    }
    let mut ledger = Ledger::open(f.status);
    let resized = replicas::canary(f, number, &routing, &selectors, clock, script)?;
    if resized == Resized::No && steps::pause_begins(f, clock) {
        ledger.pause(PAUSE_STEP);
    }
    let found = Found { number, restarted, ledger };
    Ok(End::Store(advance::canary(f, found, routing, clock)))
}

/// The stages of a blue-green rollout, in upstream's order (`argo-rollout §9.1`).
#[doc(alias = "rolloutBlueGreen")]
fn blue_green(f: &Facts<'_>, plan: &BlueGreen, clock: &mut Clock, script: &mut Script) -> Result<End, Stop> {
    let mut selectors = Selectors::read(f);
    if let Some(missing) = blue_green::missing_service(plan, &selectors) {
        return Err(services::missing(missing, script).into());
    }
    let number = number::number(f, script);
    if let Some(preview) = plan.preview_service.as_deref().filter(|_| !f.halted()) {
        selectors.switch(preview, f.hash, script);
    }
    let mut ledger = Ledger::open(f.status);
    if f.template_changed {
        ledger.clear();
        let found = Found { number, restarted: None, ledger };
        return Ok(End::Store(advance::switch(f, plan, found, &selectors, clock)));
    }
    let restarted = match restart(f, clock, script)? {
        Restart::Done(at) => Some(at),
        Restart::None | Restart::Evicting | Restart::Waiting => None,
    };
    replicas::blue_green(f, number, blue_green::target(f, plan), &selectors, clock, script)?;
    retire::history(f, script);
    blue_green::pause(f, plan, &selectors, &mut ledger, clock);
    blue_green::activate(f, plan, &mut selectors, &ledger, clock, script);
    let found = Found { number, restarted, ledger };
    Ok(End::Store(advance::switch(f, plan, found, &selectors, clock)))
}

fn conclude(
    f: &Facts<'_>,
    given: &Status,
    heard: &Heard<Answer>,
    mut script: Script,
    end: End,
    mut clock: Clock,
) -> Decision<Status, Action, Reason> {
    let (status, after, stop) = match end {
        End::Note(status) => (status, None, None),
        End::NoteAndStop(status, stop) => (status, None, Some(stop)),
        End::StoreNothing => (given.clone(), None, None),
        End::Stopped(stop) => (given.clone(), None, Some(stop)),
        End::Store(next) => {
            next.before.into_iter().for_each(|reason| script.tell(reason));
            let unchanged = next.status == *f.status;
            let stop = if unchanged { watch(f, &mut clock) } else { None };
            (next.status, next.after.filter(|_| !unchanged), stop)
        }
    };
    let stored = script.actions.len() + 1;
    script.told.extend(after.map(|reason| Told { after: stored, reason }));
    let unchanged = status == *given || status == *f.status;
    let named = matches!(stop, Some(Stop::Ask | Stop::Again(Trouble::NoService)));
    // The last weight is awaited whatever else the pass did.
    let unverified = stop == Some(Stop::Again(Trouble::NotVerified));
    if !named && (unverified || unchanged && wait::idle(f, &script, heard)) {
        let waits = wait::waits(f, &script, heard, stop);
        waits.into_iter().for_each(|wait| script.tell(Reason::Waiting(wait)));
    }
    let next = match (stop, clock.earliest()) {
        (Some(Stop::Ask), _) => Next::Ask,
        (Some(Stop::Again(trouble)), by) => Next::Retry { trouble, by },
        (None, Some((at, wake))) => Next::At(at, wake),
        (None, None) => Next::OnChange,
    };
    Decision { actions: script.actions, status, reasons: script.told, next }
}

/// Nothing changed: looks again a second after progress is due, and at once if that is near (`argo-rollout §1.7`).
fn watch(f: &Facts<'_>, clock: &mut Clock) -> Option<Stop> {
    let due = conditions::due(f)?;
    if due.since(clock.now()) < Span::seconds(1) {
        return Some(Stop::Again(Trouble::Overdue));
    }
    clock.arm(due.plus(Span::seconds(1)), Wake::ProgressDeadline);
    None
}

/// A pass that decides nothing: no actions, the status as it is, and why.
fn held(status: &Status, hold: Hold) -> Decision<Status, Action, Reason> {
    let reasons = Vec::from([Told { after: 0, reason: Reason::Held(hold) }]);
    Decision { actions: Vec::new(), status: status.clone(), reasons, next: Next::OnChange }
}

/// The pass up to the action that failed: nothing after it, and no status.
fn cut(
    mut decision: Decision<Status, Action, Reason>,
    status: &Status,
    failed: &Failed,
) -> Decision<Status, Action, Reason> {
    let Some(action) = decision.actions.get(failed.action) else {
        return decision;
    };
    let refused = matches!(action, Action::SetWeight { .. });
    decision.actions.truncate(failed.action + 1);
    decision.reasons.retain(|told| told.after <= failed.action);
    if refused {
        let reason = Reason::RoutingFailed { message: failed.message.clone() };
        decision.reasons.push(Told { after: failed.action + 1, reason });
    }
    decision.status = status.clone();
    decision.next = Next::Retry { trouble: Trouble::ActionFailed, by: None };
    decision
}
