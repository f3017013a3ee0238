//! What the plan wants each revision to be now (`argo-rollout §4.2`–`§4.6`), from the facts of the pass.

use super::{
    facts::Facts,
    plan::{Step, Traffic},
    weights::Weights,
};
use crate::capacity::{
    self, Available, Basic, Counts, Course, Goal, Progress, Recorded, Rest, Routed, StableScale, Threshold,
};

impl<'a> Facts<'a> {
    /// The sizes for canary and stable, given the weights in effect. Stable follows those of the last pass, the canary
    /// those of this one (S35).
    pub(super) fn counts(&self, weights: Option<&Weights>) -> Counts {
        let progress = self.progress();
        match self.plan.traffic() {
            None => capacity::basic(&Basic {
                full: self.full,
                weight: capacity::asked_weight(&progress, self.goal(), None),
                total: progress.total,
                budget: self.budget,
                new: self.new_size(),
                stable: self.stable.map(|r| &r.size),
                same: self.stable_apart().is_none(),
                others: self.sum_others(|size| size.want),
            }),
            Some(traffic) => self.kept_in_use(
                weights,
                capacity::routed(&Routed {
                    full: self.full,
                    total: progress.total,
                    ask: capacity::ask(&progress, self.goal(), self.shrunk().as_ref()),
                    minimum: traffic.min_pods,
                    stable: self.stable_scale(traffic, weights),
                }),
            ),
        }
    }

    /// A canary keeps the pods for what the router was told, and one pod where a step sets its size.
    fn kept_in_use(&self, weights: Option<&Weights>, counts: Counts) -> Counts {
        let told = weights.filter(|w| 0 < w.canary.weight && w.canary.pod_template_hash == self.hash);
        let Some(told) = told.filter(|_| !self.plan.compat.shrinks_canary_in_use && 0 < self.full) else {
            return counts;
        };
        let least = match self.plan.overload_declared() {
            true => 1,
            false => capacity::share(self.full, told.canary.weight, self.plan.total()),
        };
        Counts { canary: counts.canary.max(least), ..counts }
    }

    /// The weight that the steps ask for, or that an aborted canary holds while stable grows back.
    pub(super) fn desired_weight(&self) -> i64 {
        capacity::desired_weight(&self.progress(), self.shrunk().as_ref())
    }

    /// Whether the pods of the step are there.
    pub(super) fn at_target(&self, weights: Option<&Weights>) -> bool {
        let stable = self.stable.map(|r| &r.size);
        let rest = match self.plan.traffic() {
            None => Rest::Basic { stable, others: self.sum_others(|size| size.available) },
            Some(traffic) if traffic.dynamic_stable => Rest::Dynamic,
            Some(_) => Rest::Routed { stable },
        };
        capacity::at_desired(self.threshold(), self.counts(weights), self.new_size(), rest)
    }

    pub(super) fn threshold(&self) -> Option<Threshold> {
        self.plan.canary()?.threshold
    }

    /// How far the steps have come. An abort of nothing is none.
    fn progress(&self) -> Progress<'a, Step> {
        let progress = self.plan.progress(self.status);
        let nothing = self.promoted && !self.plan.compat.abort_of_nothing_counts;
        Progress { aborted: progress.aborted.filter(|_| !nothing), ..progress }
    }

    fn goal(&self) -> Goal {
        let nothing_to_replace = self.status.stable_rs.is_empty() || self.promoted;
        if self.hastened || nothing_to_replace { Goal::Whole } else { Goal::Steps }
    }

    fn shrunk(&self) -> Option<Available> {
        let (new, stable) = self.new.zip(self.stable).filter(|_| self.plan.dynamic())?;
        let held = if self.plan.compat.pods_hold_aborted_weight { new.size.available } else { 0 };
        Some(Available { full: self.full, new: held, stable: stable.size.available })
    }

    fn stable_scale(&self, traffic: &Traffic, weights: Option<&Weights>) -> StableScale {
        if !traffic.dynamic_stable {
            return StableScale::Full;
        }
        let recorded = weights.map(|w| Recorded { canary: w.canary.weight, stable: w.stable.weight });
        let unrecorded = Recorded { canary: 0, stable: traffic.total };
        let recorded = recorded.or((!self.plan.compat.stable_size_lags).then_some(unrecorded));
        let course = if self.progress().aborted.is_some() { Course::Aborted } else { Course::Updating };
        StableScale::Dynamic { recorded, course }
    }

    fn sum_others(&self, of: impl Fn(&capacity::Size) -> i64) -> i64 {
        self.others.iter().fold(0, |sum, r| of(&r.size).saturating_add(sum))
    }
}
