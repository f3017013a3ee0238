//! One pass (`argo-analysis §7.3`).

use super::{
    Action, Hold, Observed, Plan, Reason, Refused, Status, TemplateStatus, conditions, facts::Facts, runs,
    script::Script, support, template, verdict, wait,
};
use crate::{
    decision::{Decision, Heard, Machine, Next, Told, Trouble},
    time::{Clock, Timestamp},
};
use alloc::vec::Vec;

/// The experiment as a [`Machine`]; [`decide`] is its one function.
#[derive(Clone, Copy, Debug)]
pub struct ExperimentMachine;

impl Machine for ExperimentMachine {
    type Plan = Plan;
    type Status = Status;
    type Observed = Observed;
    type Action = Action;
    type Reason = Reason;
    type Answer = Refused;

    fn decide(
        plan: &Plan,
        status: &Status,
        seen: &Observed,
        heard: &Heard<Refused>,
        now: Timestamp,
    ) -> Decision<Status, Action, Reason> {
        decide(plan, status, seen, heard, now)
    }
}

/// One pass of an experiment: what to do, what to store, why, and when to come back.
///
/// Every refused action is answered ([`Refused`]), and the pass goes on with what the refusal leads to.
#[doc(alias = "reconcile")]
pub fn decide(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    heard: &Heard<Refused>,
    now: Timestamp,
) -> Decision<Status, Action, Reason> {
    if seen.deleting {
        return undecided(status, None);
    }
    if let Some(hold) = support::hold(plan, status, seen) {
        return undecided(status, Some(hold));
    }
    let readable = support::readable(status);
    let mut clock = Clock::at(now);
    let mut script = Script::hearing(&heard.answers);
    let f = Facts::read(plan, &readable, seen, &mut clock);
    let mut next = f.status.clone();
    for template in &plan.templates {
        next.put_template(template::reconcile(&f, template, &mut clock, &mut script));
    }
    for analysis in &plan.analyses {
        next.put_analysis(runs::reconcile(&f, analysis, &mut script));
    }
    verdict::conclude(&f, &mut next, &mut clock);
    conditions::update(&f, &mut next);
    note_collisions(&f, &mut next);
    if script.actions.is_empty() && (next == *status || next == *f.status) {
        wait::wait(&f).into_iter().for_each(|wait| script.tell(Reason::Waiting(wait)));
    }
    let Script { actions, mut told, .. } = script;
    if next.phase != f.status.phase {
        let (from, to) = (f.status.phase.clone(), next.phase.clone());
        told.push(Told { after: actions.len() + 1, reason: Reason::Phase { from, to } });
    }
    let next_time = clock.earliest().map_or(Next::OnChange, |(at, wake)| Next::At(at, wake));
    cut(Decision { actions, status: next, reasons: told, next: next_time }, status, heard)
}

/// Upstream adds a second entry for a variant whose ReplicaSet's name is taken, in a write of its own, which a change of
/// the entries then undoes (`argo-analysis §7.9`).
fn note_collisions(f: &Facts<'_>, next: &mut Status) {
    if !f.plan.compat.collisions_pile_up || next.template_statuses != f.status.template_statuses {
        return;
    }
    for template in &f.plan.templates {
        let unseen = f.seen.replica_set(&template.name).is_none();
        if unseen && f.seen.taken.contains(&f.plan.replica_set_name(template)) {
            let name = template.name.clone();
            let so_far = f.status.template(&name).and_then(|known| known.collision_count).unwrap_or(0);
            let collision_count = Some(so_far.saturating_add(1));
            next.template_statuses.push(TemplateStatus {
                name,
                collision_count,
                ..TemplateStatus::default()
            });
        }
    }
}

/// A pass that decides nothing: no actions, the status as it is, and why, if there is a reason.
fn undecided(status: &Status, hold: Option<Hold>) -> Decision<Status, Action, Reason> {
    let reasons = hold.map(|hold| Told { after: 0, reason: Reason::Held(hold) });
    let reasons = reasons.into_iter().collect();
    Decision { actions: Vec::new(), status: status.clone(), reasons, next: Next::OnChange }
}

/// The pass up to the action that failed, if one did: nothing after it, and no status.
fn cut(
    mut decision: Decision<Status, Action, Reason>,
    status: &Status,
    heard: &Heard<Refused>,
) -> Decision<Status, Action, Reason> {
    let Some(failed) = heard.failed.as_ref().filter(|failed| failed.action < decision.actions.len()) else {
        return decision;
    };
    decision.actions.truncate(failed.action + 1);
    decision.reasons.retain(|told| told.after <= failed.action);
    decision.status = status.clone();
    decision.next = Next::Retry { trouble: Trouble::ActionFailed, by: None };
    decision
}
