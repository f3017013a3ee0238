//! What the laws look at.

use super::memory::Memory;
use crate::{
    rollout::{Action, Canary, Plan, Status, Strategy},
    sim::{Pass, ReplicaSet, World},
};

/// One action of a pass.
#[derive(Debug)]
pub(super) struct Deed<'a> {
    pub(super) plan: &'a Plan,
    /// The status at the start of the pass.
    pub(super) status: &'a Status,
    /// Hash of the wanted template.
    pub(super) hash: &'a str,
    pub(super) action: &'a Action,
    pub(super) before: &'a World,
    pub(super) after: &'a World,
    pub(super) memory: &'a Memory,
}

/// One pass, or the end of a run.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) plan: &'a Plan,
    pub(super) pass: &'a Pass,
    /// The world at the start of the pass, its status included.
    pub(super) before: &'a World,
    pub(super) after: &'a World,
    pub(super) memory: &'a Memory,
}

impl<'a> Scene<'a> {
    /// The status at the start of the pass.
    pub(super) fn status(&self) -> &'a Status {
        &self.before.rollout.status
    }

    /// Hash of the wanted template.
    pub(super) fn hash(&self) -> &'a str {
        hash(self.pass)
    }

    /// Whether the pass is about the template and the steps that the status is about.
    pub(super) fn same_plan(&self) -> bool {
        self.same_template() && self.pass.status.current_step_hash == self.status().current_step_hash
    }

    /// Whether the pass is about the template that the status is about.
    pub(super) fn same_template(&self) -> bool {
        self.status().current_pod_hash == self.hash()
    }
}

/// Hash of the wanted template: that of the revision that has it.
pub(super) fn hash(pass: &Pass) -> &str {
    let current = &pass.seen.current;
    let revision = current.revision.as_deref().and_then(|name| pass.seen.revision(name));
    revision.map_or(current.hash.as_str(), |r| &r.hash)
}

/// The share of traffic, of `plan.total()`, that a revision is sent by a router or by the active service. Without either,
/// pods are the split, and nobody sends anything.
pub(super) fn share(plan: &Plan, world: &World, hash: &str) -> i64 {
    let (canary, stable) = match &plan.strategy {
        Strategy::BlueGreen(blue_green) => {
            let active = selected(world, &blue_green.active_service) == Some(hash);
            return if active { plan.total() } else { 0 };
        }
        Strategy::Canary(_) => match world.router.told.as_ref().filter(|_| routed(plan)) {
            None => return 0,
            Some(told) => {
                let of = |revision: &str, weight| if revision == hash { weight } else { 0 };
                (of(&told.canary, told.weight), of(&told.stable, plan.total().saturating_sub(told.weight)))
            }
        },
    };
    canary.saturating_add(stable)
}

/// Whether there is a router to tell.
pub(super) fn routed(plan: &Plan) -> bool {
    plan.traffic().is_some_and(|traffic| traffic.routed)
}

/// What a service selects.
pub(super) fn selected<'w>(world: &'w World, service: &str) -> Option<&'w str> {
    world.services.iter().find(|s| s.name == service)?.selects.as_deref()
}

/// The revision with this hash.
pub(super) fn with_hash<'w>(world: &'w World, hash: &str) -> Option<&'w ReplicaSet> {
    world.sets.iter().find(|set| set.hash == hash)
}

/// The revision of this name.
pub(super) fn named<'w>(world: &'w World, name: &str) -> Option<&'w ReplicaSet> {
    world.sets.iter().find(|set| set.name == name)
}

/// How many pods a share of traffic needs, rounded up.
pub(super) fn pods_for(plan: &Plan, share: i64) -> i64 {
    crate::capacity::share(plan.full(), share, plan.total())
}

/// The canary of a plan without a router.
pub(super) fn basic(plan: &Plan) -> Option<&Canary> {
    plan.canary().filter(|canary| canary.traffic.is_none())
}
