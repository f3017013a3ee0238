//! The turn of one variant (`argo-analysis §7.4`).

use super::{
    Action, Reason, Template, TemplatePhase, TemplateStatus, facts::Facts, pods, script::Script, service,
};
use crate::{
    capacity::Size,
    time::{Clock, Timestamp, Wake},
};
use alloc::{format, string::String};

/// A variant as its turn goes on.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    pub(super) template: &'a Template,
    pub(super) next: TemplateStatus,
    /// When it last changed. What is found in this pass has its fraction here, and is stored without.
    pub(super) since: Option<Timestamp>,
}

impl Turn<'_> {
    /// Something could not be done. That sticks.
    pub(super) fn err(&mut self, message: String) {
        self.next.status = TemplatePhase::Error;
        self.next.message = message;
    }
}

/// Brings one variant a step nearer to what it should be; its next status.
#[doc(alias = "reconcileTemplate")]
pub(super) fn reconcile(
    f: &Facts<'_>,
    template: &Template,
    clock: &mut Clock,
    script: &mut Script<'_>,
) -> TemplateStatus {
    let unknown = || TemplateStatus { name: template.name.clone(), ..TemplateStatus::default() };
    let known = f.status.template(&template.name).cloned().unwrap_or_else(unknown);
    let from = known.status.clone();
    let mut turn = Turn { template, since: known.last_transition_time, next: known };
    let desired = f.desired(template);
    let set = f.seen.replica_set(&template.name);
    match set {
        None => create(f, &mut turn, script),
        Some(set) => {
            service::reconcile(f, &mut turn, set, desired, script);
            pods::reconcile(f, &mut turn, set, desired, clock, script);
        }
    }
    count(f, &mut turn, set.map_or_else(Size::default, |set| set.size));
    assess(f, &mut turn, desired, clock);
    let Turn { mut next, since, .. } = turn;
    next.last_transition_time = since.map(Timestamp::whole);
    if next.status != from {
        let (template, to, message) = (next.name.clone(), next.status.clone(), next.message.clone());
        script.tell(Reason::Template { template, from, to, message });
    }
    next
}

/// Without pods at first, and even if the experiment ends; the next pass gives it its pods.
#[doc(alias = "createReplicaSetForTemplate")]
fn create(f: &Facts<'_>, turn: &mut Turn<'_>, script: &mut Script<'_>) {
    let name = f.plan.replica_set_name(turn.template);
    if f.seen.taken.contains(&name) {
        // Upstream sets no time, so that no deadline runs (`argo-analysis §7.9`).
        if !f.plan.compat.collisions_pile_up {
            turn.since = turn.since.or(Some(f.now));
        }
        return;
    }
    let template = turn.template.name.clone();
    match script.act(Action::CreateReplicaSet { name: name.clone(), template }) {
        Ok(()) => turn.since = Some(f.now),
        Err(refused) => {
            let message = refused.message.clone();
            turn.err(format!("Failed to create ReplicaSet for template '{}': {message}", turn.template.name));
            script.tell(Reason::CreateFailed { replica_set: name, message });
        }
    }
}

fn count(f: &Facts<'_>, turn: &mut Turn<'_>, size: Size) {
    let before = turn.next.counts();
    turn.next.replicas = size.have;
    turn.next.updated_replicas = size.have;
    turn.next.ready_replicas = size.ready;
    turn.next.available_replicas = size.available;
    if turn.next.counts() != before {
        turn.since = Some(f.now);
    }
}

fn assess(f: &Facts<'_>, turn: &mut Turn<'_>, desired: i64, clock: &mut Clock) {
    if turn.next.status.is_completed() {
        return;
    }
    let due = turn.since.unwrap_or(f.now).plus(f.plan.progress_deadline);
    turn.next.status = if turn.next.available_replicas == desired {
        if f.over || f.terminating { TemplatePhase::Successful } else { TemplatePhase::Running }
    } else if clock.passed(due, Wake::ProgressDeadline) {
        let seconds = f.plan.progress_deadline.as_seconds();
        turn.next.message =
            format!("Template '{}' exceeded its progressDeadlineSeconds ({seconds})", turn.template.name);
        TemplatePhase::Failed
    } else if f.terminating {
        TemplatePhase::Successful
    } else {
        TemplatePhase::Progressing
    };
}
