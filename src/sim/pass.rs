//! One reconcile.

use super::{
    apply::{Done, Write},
    router::Carried,
    world::World,
};
use crate::{
    decision::{Decision, Failed, Heard, Next, Told, Trouble},
    rollout::{Action, Answer, Observed, Reason, Status, decide},
    time::Timestamp,
};
use alloc::vec::Vec;

/// What happened in one reconcile.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// When.
    pub at: Timestamp,
    /// What was seen: sizes, services, pods.
    pub seen: Observed,
    /// The actions that were done, in order, and after them the refused one, if [`failed`](Self::failed).
    pub actions: Vec<Action>,
    /// The write that was refused. Where it is one past `actions`, it is that of the status.
    pub failed: Option<Failed>,
    /// Why. Told one after the last action: it holds since the status was stored.
    pub reasons: Vec<Told<Reason>>,
    /// The status after it.
    pub status: Status,
    /// Whether that was stored; if not, it is the one that was there.
    pub stored: bool,
    /// Whether the actions changed anything. What is changed and changed back in one pass is not: an aborted canary
    /// with a router moves its service there and back in every pass (`argo-rollout S5`).
    pub changed: bool,
    /// What the router carries after it.
    pub carried: Option<Carried>,
    /// When the controller comes back.
    pub next: Next,
}

/// How far a controller gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// To the end of the pass.
    Whole,
    /// Through so many actions; then it crashes.
    Actions(usize),
}

/// How far the actions of a decision went.
enum Went {
    /// To the last; if that asks whether a weight has arrived, which.
    Through(Option<Answer>),
    /// The controller crashed after what is done.
    Crashed,
    /// This one was refused.
    Refused(Failed),
}

/// What is done of a pass.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// How many actions.
    actions: usize,
    /// Whether any of them changed something.
    changed: bool,
}

impl World {
    /// The ReplicaSet controller looks, and the rollout is reconciled.
    pub fn pass(&mut self) -> Pass {
        self.look();
        self.reconcile()
    }

    /// The rollout is reconciled as the world stands.
    pub fn reconcile(&mut self) -> Pass {
        self.reach(Reach::Whole)
    }

    /// As [`pass`](Self::pass), by a controller that crashes after so many actions and stores nothing.
    pub fn interrupted_pass(&mut self, after: usize) -> Pass {
        self.look();
        self.reach(Reach::Actions(after))
    }

    /// Decides, acts and answers until the pass is over.
    fn reach(&mut self, reach: Reach) -> Pass {
        self.replan();
        let (plan, seen, now) = (self.plan(), self.observe(), self.now);
        let before = self.rollout.status.clone();
        let mut heard = Heard::default();
        let mut done = Progress::default();
        loop {
            let mut decision = decide(&plan, &before, &seen, &heard, now);
            let asked = match self.go_on(&decision, &mut done, reach) {
                Went::Through(asked) => asked,
                Went::Crashed => {
                    decision.actions.truncate(done.actions);
                    decision.reasons.retain(|told| told.after <= done.actions);
                    return self.unstored(decision, done, before, seen);
                }
                Went::Refused(failed) => {
                    heard.failed = Some(failed.clone());
                    // It begins with what was done and the refused action; what it goes on with is not done.
                    let mut decision = decide(&plan, &before, &seen, &heard, now);
                    decision.actions.truncate(failed.action + 1);
                    decision.reasons.retain(|told| told.after <= failed.action + 1);
                    return Pass { failed: Some(failed), ..self.unstored(decision, done, before, seen) };
                }
            };
            match asked.filter(|_| decision.next == Next::Ask) {
                Some(answer) => heard.answers.push(answer),
                None if reach == Reach::Whole => return self.store(decision, done, before, seen),
                None => return self.unstored(decision, done, before, seen),
            }
        }
    }

    /// Does what a decision adds to what is done.
    fn go_on(
        &mut self,
        decision: &Decision<Status, Action, Reason>,
        done: &mut Progress,
        reach: Reach,
    ) -> Went {
        let mut asked = None;
        for (at, action) in decision.actions.iter().enumerate().skip(done.actions) {
            if reach == Reach::Actions(at) {
                return Went::Crashed;
            }
            match self.apply(action) {
                // Services are compared in the end.
                Ok(what) => done.changed |= what == Done::Changed && !matches!(action, Action::Point { .. }),
                Err(message) => return Went::Refused(Failed { action: at, message }),
            }
            done.actions = at + 1;
            asked = match action {
                Action::VerifyWeight { weight } => Some(self.router.answer(*weight, self.now)),
                Action::Evict { .. } => Some(Answer::Evicted),
                _ => None,
            };
        }
        Went::Through(asked)
    }

    /// The status is stored where it differs; that is the last write of a pass.
    fn store(
        &mut self,
        decision: Decision<Status, Action, Reason>,
        done: Progress,
        before: Status,
        seen: Observed,
    ) -> Pass {
        if decision.status == before {
            return self.unstored(decision, done, before, seen);
        }
        if let Err(message) = self.refused(Write::StoreStatus) {
            let at = decision.actions.len();
            let failed = Some(Failed { action: at, message });
            let mut pass = self.unstored(decision, done, before, seen);
            pass.reasons.retain(|told| told.after <= at);
            return Pass { failed, next: Next::Retry { trouble: Trouble::ActionFailed, by: None }, ..pass };
        }
        let status = decision.status.clone();
        self.rollout.status = status.clone();
        Pass { status, stored: true, ..self.unstored(decision, done, before, seen) }
    }

    fn unstored(
        &self,
        decision: Decision<Status, Action, Reason>,
        done: Progress,
        before: Status,
        seen: Observed,
    ) -> Pass {
        let Decision { actions, reasons, next, status: _ } = decision;
        Pass {
            at: self.now,
            actions,
            failed: None,
            reasons,
            status: before,
            stored: false,
            changed: done.changed || self.services != seen.services,
            carried: self.carried(),
            next,
            seen,
        }
    }
}
