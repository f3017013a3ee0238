//! Passes that follow one another while pods and time stand still.

use super::{Moves, Outlook, Rest};
use crate::{
    decision::{Decision, Heard, Next, Told},
    rollout::{Action, Answer, Observed, Plan, Reason, Retirement, Revision, Status, Wait, decide},
    time::Timestamp,
};
use alloc::{collections::VecDeque, string::String, vec::Vec};

/// More passes than this do not follow one another unless they do so for ever.
const PASSES: usize = 60;

/// One rollout and its surroundings, as far as they are known.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) plan: Plan,
    pub(super) status: Status,
    pub(super) seen: Observed,
    pub(super) now: Timestamp,
    /// What the router says of a weight, where that is known.
    pub(super) router: Vec<(i64, Answer)>,
    /// Answers that were given beforehand.
    given: VecDeque<Answer>,
    /// Pods that go.
    evicted: Vec<String>,
}

type Pass = Decision<Status, Action, Reason>;

/// What a pass that changed nothing says: what it waits for, or what held it.
fn resting(reasons: Vec<Told<Reason>>) -> Rest<Wait> {
    let mut waits = Vec::new();
    for told in reasons {
        match told.reason {
            Reason::Held(hold) => return Rest::Held(hold),
            Reason::Waiting(wait) => waits.push(wait),
            _ => {}
        }
    }
    if waits.is_empty() { Rest::Done } else { Rest::Awaits(waits) }
}

impl Scene {
    pub(super) fn new(
        plan: &Plan,
        status: &Status,
        seen: &Observed,
        heard: &Heard<Answer>,
        now: Timestamp,
    ) -> Self {
        Self {
            plan: plan.clone(),
            status: status.clone(),
            seen: seen.clone(),
            now,
            router: Vec::new(),
            given: heard.answers.iter().cloned().collect(),
            evicted: Vec::new(),
        }
    }

    /// Goes on to the first pass that changes nothing.
    pub(super) fn settle(&mut self) -> Outlook {
        let (mut actions, mut reasons) = (Vec::new(), Vec::new());
        let mut rest = Rest::Never;
        for _ in 0..PASSES {
            let pass = self.pass();
            self.given.clear();
            let before = (self.seen.clone(), self.status.clone());
            let fresh = pass.actions.into_iter().filter(|action| self.apply(action)).collect::<Vec<_>>();
            self.status = pass.status;
            if before == (self.seen.clone(), self.status.clone()) {
                rest = resting(pass.reasons);
                break;
            }
            let back = self.moved_back(&before.0);
            let stays = |service: &String| !back.contains(service);
            actions.extend(fresh.into_iter().filter(|action| match action {
                Action::Point { service, .. } => stays(service),
                _ => true,
            }));
            reasons.extend(pass.reasons.into_iter().map(|told| told.reason).filter(|reason| match reason {
                Reason::Switched { service, .. } => stays(service),
                Reason::Waiting(_) | Reason::Held(_) => false,
                _ => true,
            }));
        }
        Outlook { moves: Moves { actions, reasons, status: self.status.clone() }, rest }
    }

    /// Services that select what they did: they were moved there and back, if at all (`argo-rollout S5`).
    fn moved_back(&self, before: &Observed) -> Vec<String> {
        let same = self.seen.services.iter().filter(|service| before.services.contains(service));
        same.map(|service| service.name.clone()).collect()
    }

    /// One pass, with whatever it asks answered.
    fn pass(&mut self) -> Pass {
        let mut heard = Heard::default();
        loop {
            let pass = decide(&self.plan, &self.status, &self.seen, &heard, self.now);
            let asked = pass.actions.last().filter(|_| pass.next == Next::Ask);
            match asked.cloned() {
                Some(action) => heard.answers.push(self.answer(&action)),
                None => return pass,
            }
        }
    }

    fn answer(&mut self, asked: &Action) -> Answer {
        let given = self.given.pop_front();
        match asked {
            Action::VerifyWeight { weight } => {
                let known = self.router.iter().find(|(of, _)| of == weight).map(|(_, said)| said.clone());
                let said = given.or(known).unwrap_or_else(|| self.stored(*weight));
                self.router.retain(|(of, _)| of != weight);
                self.router.push((*weight, said.clone()));
                said
            }
            Action::Evict { pod } => {
                let said = given.unwrap_or(Answer::Evicted);
                if said == Answer::Evicted {
                    self.evicted.push(pod.clone());
                }
                said
            }
            _ => Answer::Unknown,
        }
    }

    /// What the status says of a weight. One that the router is told only now has not arrived.
    fn stored(&self, weight: i64) -> Answer {
        let told = self.status.canary.weights.as_ref().filter(|weights| weights.canary.weight == weight);
        match told.map(|weights| weights.verified) {
            Some(Some(true)) => Answer::Arrived,
            Some(None) => Answer::Unknown,
            Some(Some(false)) | None => Answer::Pending,
        }
    }

    /// Does what an action changes of what is seen, where pods do not follow; whether it changed anything.
    fn apply(&mut self, action: &Action) -> bool {
        let full = self.plan.full();
        let before = self.seen.clone();
        match action {
            Action::Create { revision, number } => {
                let hash = self.seen.current.hash.clone();
                self.seen.current.revision = Some(revision.clone());
                self.seen.revisions.push(Revision {
                    name: revision.clone(),
                    hash,
                    number: *number,
                    created: self.now.whole(),
                    sized_for: Some(full),
                    ..Revision::default()
                });
            }
            Action::Annotate { revision, number } => self.change(revision, |r| {
                r.number = *number;
                r.outdated = false;
            }),
            Action::Number { number } => self.seen.number = Some(*number),
            Action::DefaultReplicas => {
                self.plan.replicas = Some(1);
                self.seen.generation = self.seen.generation.saturating_add(1);
            }
            Action::Scale { revision, from: _, to, full, forget_retirement } => self.change(revision, |r| {
                r.size.want = *to;
                r.sized_for = Some(*full);
                if *forget_retirement {
                    r.retirement = Retirement::None;
                }
            }),
            Action::SetRetirement { revision, at } => {
                self.change(revision, |r| r.retirement = Retirement::At(*at));
            }
            Action::ClearRetirement { revision } => {
                self.change(revision, |r| r.retirement = Retirement::None);
            }
            Action::Delete { revision } => self.seen.revisions.retain(|r| r.name != *revision),
            Action::Point { service, hash, adopt } => {
                for service in self.seen.services.iter_mut().filter(|one| one.name == *service) {
                    service.selects = Some(hash.clone());
                    service.managed |= adopt;
                }
            }
            Action::Evict { pod } => self.lose(pod),
            Action::ClearRoutes
            | Action::SetHashes { .. }
            | Action::SetWeight { .. }
            | Action::VerifyWeight { .. } => {}
        }
        self.seen != before
    }

    pub(super) fn change(&mut self, name: &str, edit: impl Fn(&mut Revision)) {
        self.seen.revisions.iter_mut().filter(|r| r.name == name).for_each(edit);
    }

    /// An evicted pod is gone, and no other one is ready in its place yet.
    fn lose(&mut self, name: &str) {
        let going = self.evicted.iter().any(|pod| pod == name);
        let Some(at) = self.seen.pods.iter().position(|pod| going && pod.name == name) else { return };
        let pod = self.seen.pods.remove(at);
        self.change(&pod.revision, |r| {
            r.size.ready = r.size.ready.saturating_sub(1).max(0);
            r.size.available = r.size.available.saturating_sub(1).max(0);
        });
    }
}
