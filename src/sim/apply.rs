//! What actions do to the world, and which writes it refuses.

use super::{
    set::{NUMBER, RETIREMENT, ReplicaSet, SIZED_FOR},
    world::World,
};
use crate::rollout::Action;
use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
};

/// A kind of write, for refusing some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Write {
    /// A ReplicaSet is created.
    CreateReplicaSet,
    /// A ReplicaSet is annotated or resized.
    UpdateReplicaSet,
    /// A ReplicaSet's retirement is written or removed.
    PatchReplicaSet,
    /// A ReplicaSet is deleted.
    DeleteReplicaSet,
    /// The rollout's annotations or spec are written.
    UpdateRollout,
    /// A service is pointed elsewhere.
    PatchService,
    /// The router forgets the routes of steps.
    ClearRoutes,
    /// The router is told the revisions.
    SetHashes,
    /// The router is told a weight.
    SetWeight,
    /// A pod is evicted.
    EvictPod,
    /// The status is stored.
    StoreStatus,
}

/// How many more writes of each kind are refused.
pub type Refusals = BTreeMap<Write, u32>;

impl Write {
    /// The kind of write that an action is; `None` for a question.
    pub fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::Create { .. } => Self::CreateReplicaSet,
            Action::Annotate { .. } | Action::Scale { .. } => Self::UpdateReplicaSet,
            Action::SetRetirement { .. } | Action::ClearRetirement { .. } => Self::PatchReplicaSet,
            Action::Delete { .. } => Self::DeleteReplicaSet,
            Action::Number { .. } | Action::DefaultReplicas => Self::UpdateRollout,
            Action::Point { .. } => Self::PatchService,
            Action::ClearRoutes => Self::ClearRoutes,
            Action::SetHashes { .. } => Self::SetHashes,
            Action::SetWeight { .. } => Self::SetWeight,
            Action::VerifyWeight { .. } => return None,
            Action::Evict { .. } => Self::EvictPod,
        })
    }
}

/// What a write that was done did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// It changed something.
    Changed,
    /// All was so already.
    Same,
}

impl World {
    /// Does one action, as a pass would. Whether it changed anything; a question changes nothing.
    ///
    /// # Errors
    ///
    /// What the world answers to a write that is refused or cannot be done.
    pub fn act(&mut self, action: &Action) -> Result<bool, String> {
        self.apply(action).map(|done| done == Done::Changed)
    }

    /// Does one write, or says why it cannot be done. A question changes nothing.
    pub(super) fn apply(&mut self, action: &Action) -> Result<Done, String> {
        if let Some(write) = Write::of(action) {
            self.refused(write)?;
        }
        match action {
            Action::Create { revision, number } => self.create(revision, *number),
            Action::Annotate { revision, number } => {
                let rollout = self.rollout.clone();
                self.on_set(revision, |set| set.annotate(&rollout, *number))
            }
            Action::Number { number } => {
                let old = self.rollout.metadata.annotations.insert(NUMBER.into(), number.to_string());
                Ok(done(old.as_deref() != Some(number.to_string().as_str())))
            }
            Action::DefaultReplicas => {
                let mut spec = self.rollout.spec.clone();
                spec.replicas = Some(1);
                Ok(self.write_spec(spec))
            }
            Action::Scale { revision, from: _, to, full, forget_retirement } => {
                self.on_set(revision, |set| {
                    if set.size.want != *to {
                        set.looks = 0;
                    }
                    set.size.want = *to;
                    set.annotations.insert(SIZED_FOR.into(), full.to_string());
                    if *forget_retirement {
                        set.annotations.remove(RETIREMENT);
                    }
                })
            }
            Action::SetRetirement { revision, at } => self.on_set(revision, |set| {
                set.annotations.insert(RETIREMENT.into(), at.to_string());
            }),
            Action::ClearRetirement { revision } => {
                self.on_set(revision, |set| drop(set.annotations.remove(RETIREMENT)))
            }
            Action::Delete { revision } => Ok(self.delete(revision)),
            Action::Point { service, hash, adopt } => self.point(service, hash, *adopt),
            // No route is ever made: steps that make some are not decided yet.
            Action::ClearRoutes | Action::VerifyWeight { .. } => Ok(Done::Same),
            Action::SetHashes { canary, stable } => Ok(self.router.set_hashes(canary, stable)),
            Action::SetWeight { weight } => self.router.set_weight(*weight, self.now),
            Action::Evict { pod } => self.evict(pod),
        }
    }

    /// Uses up a refusal of this kind of write, if one is left.
    pub(super) fn refused(&mut self, write: Write) -> Result<(), String> {
        match self.refusals.get_mut(&write).filter(|left| 0 < **left) {
            Some(left) => {
                *left -= 1;
                Err("scripted failure".into())
            }
            None => Ok(()),
        }
    }

    fn create(&mut self, name: &str, number: i64) -> Result<Done, String> {
        if self.sets.iter().any(|set| set.name == name) {
            return Err("already exists".into());
        }
        let (template, hash) = (self.template(), self.hash());
        let mut set = ReplicaSet::new(name.into(), hash, template, self.now.whole());
        set.annotate(&self.rollout, number);
        let full = self.rollout.spec.replicas.unwrap_or(1);
        set.annotations.insert(SIZED_FOR.into(), full.to_string());
        self.sets.push(set);
        self.sets.sort_by(|a, b| (a.created, &a.name).cmp(&(b.created, &b.name)));
        Ok(Done::Changed)
    }

    fn on_set(&mut self, name: &str, change: impl FnOnce(&mut ReplicaSet)) -> Result<Done, String> {
        let set = self.sets.iter_mut().find(|set| set.name == name).ok_or("not found")?;
        let before = set.clone();
        change(set);
        Ok(done(*set != before))
    }

    fn delete(&mut self, name: &str) -> Done {
        let before = self.sets.len();
        self.sets.retain(|set| set.name != name);
        done(self.sets.len() != before)
    }

    fn point(&mut self, name: &str, hash: &str, adopt: bool) -> Result<Done, String> {
        let service = self.services.iter_mut().find(|service| service.name == name).ok_or("not found")?;
        let before = service.clone();
        service.selects = Some(hash.into());
        service.managed |= adopt;
        Ok(done(*service != before))
    }

    fn evict(&mut self, name: &str) -> Result<Done, String> {
        let pods = self.pods.as_mut().ok_or("not found")?;
        let at = pods.iter().position(|pod| pod.name == name).ok_or("not found")?;
        let pod = pods.remove(at);
        if let Some(set) = self.sets.iter_mut().find(|set| set.name == pod.set) {
            set.evict(pod.created);
        }
        Ok(Done::Changed)
    }
}

fn done(changed: bool) -> Done {
    if changed { Done::Changed } else { Done::Same }
}
