//! The rollout machine inside somebody else's controller.
//!
//! A controller does four things, again and again: observe, decide, apply, store. Here the cluster is a few values and
//! time is a number, so that it runs anywhere: `cargo run -p gradual --example embed`.

use gradual::{
    capacity::Size,
    decision::{Heard, Next},
    rollout::{Action, Current, Observed, Pause, Plan, Retirement, Revision, Status, Step, decide},
    time::{Span, Timestamp},
};

/// What a real controller keeps in its cluster.
struct Cluster {
    plan: Plan,
    status: Status,
    seen: Observed,
}

impl Cluster {
    /// Each action is idempotent. A real controller stops at the first that fails, stores nothing and comes back.
    fn apply(&mut self, action: Action, now: Timestamp) {
        match action {
            Action::Create { revision, number } => {
                let hash = self.seen.current.hash.clone();
                self.seen.current.revision = Some(revision.clone());
                self.seen.revisions.push(Revision {
                    name: revision,
                    hash,
                    number,
                    created: now,
                    sized_for: Some(self.plan.full()),
                    ..Revision::default()
                });
            }
            Action::Annotate { revision, number } => self.change(&revision, |r| r.number = number),
            Action::Number { number } => self.seen.number = Some(number),
            Action::DefaultReplicas => self.plan.replicas = Some(1),
            Action::Scale { revision, to, full, .. } => self.change(&revision, |r| {
                // Pods follow at once here.
                r.size = Size { want: to, have: to, ready: to, available: to };
                r.sized_for = Some(full);
            }),
            Action::ClearRetirement { revision } => {
                self.change(&revision, |r| r.retirement = Retirement::None)
            }
            Action::Delete { revision } => self.seen.revisions.retain(|r| r.name != revision),
            Action::SetRetirement { revision, at } => {
                self.change(&revision, |r| r.retirement = Retirement::At(at))
            }
            // No services, no router and no pods in this cluster.
            Action::Point { .. } | Action::Evict { .. } => {}
            Action::ClearRoutes | Action::SetHashes { .. } => {}
            Action::SetWeight { .. } | Action::VerifyWeight { .. } => {}
        }
    }

    fn change(&mut self, name: &str, with: impl Fn(&mut Revision)) {
        self.seen.revisions.iter_mut().filter(|r| r.name == name).for_each(with);
    }

    /// Reconciles until nothing is left to do. `now` jumps to whatever instant the machine asks for.
    fn reconcile(&mut self, mut now: Timestamp) {
        loop {
            let decision = decide(&self.plan, &self.status, &self.seen, &Heard::default(), now);
            for told in &decision.reasons {
                println!("{now}  {:?}", told.reason);
            }
            let idle = decision.actions.is_empty() && decision.status == self.status;
            for action in decision.actions {
                self.apply(action, now);
            }
            self.status = decision.status;
            now = match decision.next {
                Next::At(at, _) if idle => at,
                _ if idle => break,
                _ => now.plus(Span::seconds(1)),
            };
        }
        println!("{now}  {} {}\n", self.status.phase, self.status.message);
    }
}

fn main() {
    let minute = Pause::For(Span::seconds(60));
    let steps = vec![Step::weight(20), Step::pause(minute), Step::weight(60)];
    let plan = Plan::in_steps("shop", 5, steps);
    let current = Current { hash: "v1".into(), revision: None };
    let seen = Observed { generation: 1, current, ..Observed::default() };
    let mut cluster = Cluster { plan, status: Status::default(), seen };
    cluster.reconcile(Timestamp::from_seconds(0));

    // A person changes the template.
    cluster.seen.current = Current { hash: "v2".into(), revision: None };
    cluster.seen.generation += 1;
    cluster.reconcile(Timestamp::from_seconds(3600));
}
