//! The status read in the light of plan and world, once a pass; no stage looks behind it.

use super::{
    observed::{Observed, Revision},
    plan::{Plan, Position, Strategy},
    status::Status,
    weights::Weights,
};
use crate::{
    capacity::{Budget, KeepAborted, Size},
    time::Timestamp,
};
use alloc::vec::Vec;

#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) status: &'a Status,
    pub(super) seen: &'a Observed,
    pub(super) now: Timestamp,
    /// The revision of the wanted template.
    pub(super) new: Option<&'a Revision>,
    /// The revision that is stable, which can be the same.
    pub(super) stable: Option<&'a Revision>,
    /// All but those two, oldest first.
    pub(super) others: Vec<&'a Revision>,
    /// Hash of the wanted template.
    pub(super) hash: &'a str,
    pub(super) full: i64,
    pub(super) budget: Budget,
    pub(super) position: Position<'a>,
    /// The wanted template is stable, as far as the status knows.
    pub(super) promoted: bool,
    /// Aborted, and there is something to abort (`argo-rollout §1.1` point 9).
    pub(super) aborted: bool,
    /// The template is not the one that the status is about.
    pub(super) template_changed: bool,
    /// The template or the steps are not those that the status is about.
    pub(super) replanned: bool,
    /// The wanted revision is stable, or older than stable.
    pub(super) rolling_back: bool,
    /// The wanted revision is among the last few before stable.
    pub(super) in_window: bool,
    /// A person asked to skip what is left.
    pub(super) hastened: bool,
    /// A way back that needs no steps.
    pub(super) fast: bool,
}

impl<'a> Facts<'a> {
    #[doc(alias = "newRolloutContext")]
    pub(super) fn read(plan: &'a Plan, status: &'a Status, seen: &'a Observed, now: Timestamp) -> Self {
        let new = seen.current.revision.as_deref().and_then(|name| seen.revision(name));
        let stable =
            seen.revisions.iter().find(|r| !status.stable_rs.is_empty() && r.hash == status.stable_rs);
        let is = |known: Option<&Revision>, r: &Revision| known.is_some_and(|known| known.name == r.name);
        let hash = new.map_or(seen.current.hash.as_str(), |r| &r.hash);
        let promoted = status.fully_promoted();
        let older = new.zip(stable).filter(|(new, stable)| new.created < stable.created);
        let aborted = status.abort && !promoted;
        // Nothing lifts an abort but a person, or another template.
        let lifted = plan.compat.promotion_lifts_abort || !aborted;
        let in_window = lifted
            && older.zip(plan.rollback_window).is_some_and(|((new, stable), limit)| {
                let between =
                    |r: &&Revision| !r.experiment && new.created < r.created && r.created < stable.created;
                seen.revisions.iter().filter(between).count() < limit
            });
        let to_stable = new.is_some_and(|r| r.hash == status.stable_rs);
        let template_changed = template_changed(status, hash);
        let kept = plan.canary().is_none() && new.is_some_and(|r| r.retirement.ahead(now));
        let rolling_back = stable.is_some() && (to_stable || older.is_some());
        let mut others: Vec<_> = seen.revisions.iter().filter(|r| !is(new, r) && !is(stable, r)).collect();
        others.sort_by_key(|r| (r.created, &r.name));
        Self {
            plan,
            status,
            seen,
            now,
            new,
            stable,
            others,
            hash,
            full: plan.full(),
            budget: budget(plan),
            position: plan.position(status),
            promoted,
            aborted,
            template_changed,
            replanned: template_changed || steps_changed(status, plan),
            rolling_back,
            in_window,
            hastened: status.promote_full && lifted,
            fast: rolling_back && (in_window || to_stable || kept),
        }
    }

    /// Stable, when it is another revision than the wanted one.
    #[doc(alias = "CheckStableRSExists")]
    pub(super) fn stable_apart(&self) -> Option<&'a Revision> {
        self.stable.filter(|stable| self.new.is_none_or(|new| new.name != stable.name))
    }

    /// The revision with this hash.
    pub(super) fn revision(&self, hash: &str) -> Option<&'a Revision> {
        self.seen.revisions.iter().find(|r| !hash.is_empty() && r.hash == hash)
    }

    /// Whether a revision is at full strength, and was sized for it.
    #[doc(alias = "IsSaturated")]
    pub(super) fn saturated(&self, r: &Revision) -> bool {
        r.sized_for == Some(self.full) && r.size.want == self.full && r.size.available == self.full
    }

    /// Whether an aborted revision keeps its pods for a while (`argo-rollout §3`, `delayAbortScaleDown`).
    #[doc(alias = "shouldDelayScaleDownOnAbort")]
    pub(super) fn keeps_aborted(&self) -> bool {
        let delayed = self.plan.canary().is_none() || self.plan.traffic().is_some();
        let wanted = match self.plan.retiring().aborted {
            KeepAborted::Forever => !self.plan.compat.kept_canary_goes,
            KeepAborted::Default => !self.plan.dynamic(),
            KeepAborted::For(_) => true,
        };
        self.aborted && self.stable.is_some() && delayed && wanted
    }

    /// Whether traffic may still be sent to a revision, as far as the last pass knows.
    pub(super) fn in_use(&self, r: &Revision) -> bool {
        let weights = self.status.canary.weights.as_ref();
        let sent = |w: &Weights| {
            w.verified == Some(false) || 0 < w.canary.weight && w.canary.pod_template_hash == r.hash
        };
        weights.is_some_and(sent) || self.status.blue_green.active_selector == r.hash
    }

    pub(super) fn new_size(&self) -> Option<&'a Size> {
        self.new.map(|r| &r.size)
    }

    /// One number of every revision, added up.
    pub(super) fn sum(&self, of: impl Fn(&Size) -> i64) -> i64 {
        self.seen.revisions.iter().fold(0, |sum, r| of(&r.size).saturating_add(sum))
    }

    /// How many steps there are.
    pub(super) fn steps(&self) -> i64 {
        let steps = self.plan.canary().map_or(0, |canary| canary.steps.list.len());
        i64::try_from(steps).unwrap_or(i64::MAX)
    }

    /// A person holds a way back that would skip the steps.
    pub(super) fn held_back(&self) -> bool {
        self.plan.paused && !self.promoted && !self.plan.compat.rollback_ignores_pause
    }

    /// A person, or an analysis without an answer, holds the pods as they are (`argo-rollout §1.4`).
    #[doc(alias = "haltProgress")]
    pub(super) fn halted(&self) -> bool {
        self.plan.paused || self.status.pause("InconclusiveAnalysisRun").is_some()
    }

    /// A revision waits to lose its pods at a written time.
    #[doc(alias = "isWaitingForReplicaSetScaleDown")]
    pub(super) fn retiring(&self) -> bool {
        self.others.iter().any(|r| r.retirement != super::Retirement::None)
    }

    /// `ReplicaSet "x"`, or the rollout while there is none: the subject of upstream's messages.
    pub(super) fn subject(&self) -> alloc::string::String {
        match self.new {
            Some(r) => alloc::format!("ReplicaSet \"{}\"", r.name),
            None => alloc::format!("Rollout \"{}\"", self.plan.name),
        }
    }
}

#[doc(alias = "CheckPodSpecChange")]
fn template_changed(status: &Status, hash: &str) -> bool {
    !status.current_pod_hash.is_empty() && status.current_pod_hash != hash
}

#[doc(alias = "checkStepHashChange")]
fn steps_changed(status: &Status, plan: &Plan) -> bool {
    plan.canary().is_some_and(|canary| status.current_step_hash != canary.steps.hash)
}

fn budget(plan: &Plan) -> Budget {
    match &plan.strategy {
        Strategy::Canary(canary) => {
            Budget::for_canary(&canary.max_surge, &canary.max_unavailable, plan.full())
        }
        Strategy::BlueGreen(blue_green) => Budget::for_blue_green(&blue_green.max_unavailable, plan.full()),
    }
}
