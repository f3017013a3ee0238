//! What the laws remember of a run.

use super::scene::{hash, share};
use crate::{
    rollout::{Command, Plan, Reason, Retirement, Wait},
    sim::{Happening, Pass, World},
    time::Timestamp,
};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::String,
};

/// What happened so far, as far as a law asks for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// Revisions that were sent traffic, and since when they are no longer.
    pub(super) unused: BTreeMap<String, Option<Timestamp>>,
    /// Hashes that a person let pass.
    pub(super) approved: BTreeSet<String>,
    /// When the rollout last waited of its own will, or an update began.
    pub(super) waited: Option<Timestamp>,
    /// Whether the last thing that a person said of the update was to promote it fully.
    pub(super) hastened: bool,
    /// Whether a write was refused.
    pub(super) refused: bool,
    /// Whether some pods cannot become ready.
    pub(super) spoiled: bool,
}

impl Memory {
    /// Something happened between these two worlds.
    pub(super) fn happened(&mut self, happening: &Happening, before: &World, world: &World) {
        match happening {
            Happening::Command(Command::Promote | Command::SkipStep | Command::SkipAllSteps) => {
                self.approved.insert(world.hash());
            }
            Happening::Command(Command::PromoteFully) => {
                self.approved.insert(world.hash());
                // One that comes before the controller has seen the template is for the template before.
                let st = &world.rollout.status;
                self.hastened = st.promote_full && !st.abort && st.current_pod_hash == world.hash();
            }
            Happening::Command(Command::Retry) if before.rollout.status.abort => self.approved.clear(),
            Happening::Command(Command::Abort | Command::Pause) => self.hastened = false,
            Happening::SetImage { .. } | Happening::Undo { .. } if before.template() != world.template() => {
                self.approved.clear();
                self.hastened = false;
            }
            Happening::Refuse { .. } => self.refused = true,
            // Other steps are another plan.
            Happening::Patch(_) => self.hastened = false,
            _ => {}
        }
        self.spoiled = !world.caps.is_empty();
        // What a person ends was waited for until now.
        let st = &before.rollout.status;
        let waited = before.rollout.spec.paused || st.abort || !st.pause_conditions.is_empty();
        if waited {
            self.waited = Some(world.now);
        }
    }

    /// An action was done.
    pub(super) fn acted(&mut self, plan: &Plan, world: &World) {
        for set in &world.sets {
            let sent = 0 < share(plan, world, &set.hash);
            match self.unused.get_mut(&set.hash) {
                Some(since) if sent => *since = None,
                // A router that is slow takes its time.
                Some(since) if since.is_none() => *since = Some(world.now.max(arrival(world))),
                None if sent => drop(self.unused.insert(set.hash.clone(), None)),
                Some(_) | None => {}
            }
        }
    }

    /// A pass is over.
    pub(super) fn passed(&mut self, pass: &Pass, before: &World) {
        let st = &pass.status;
        let waits = |wait: &Wait| {
            matches!(
                wait,
                Wait::Retirement { .. } | Wait::PauseOver { .. } | Wait::Resume { .. } | Wait::Unpause
            )
        };
        let told = pass.reasons.iter().any(|t| matches!(&t.reason, Reason::Waiting(w) if waits(w)));
        let retiring =
            pass.seen.revisions.iter().any(|r| matches!(r.retirement, Retirement::At(at) if pass.at < at));
        let paused = before.rollout.spec.paused || !st.pause_conditions.is_empty();
        if told
            || retiring
            || paused
            || before.rollout.status.current_pod_hash != hash(pass)
            || st.stable_rs.is_empty()
        {
            self.waited = Some(pass.at);
        }
    }
}

fn arrival(world: &World) -> Timestamp {
    if world.router.confirms { world.router.arrival() } else { world.now }
}
