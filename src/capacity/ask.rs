//! What a canary is asked to be: the weights and sizes of its steps.

use super::{Scale, share};

/// What a canary is asked to be: a share of full strength, or a number of pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// This weight's share.
    Weight(i64),
    /// So many pods, whatever its weight (`setCanaryScale.replicas`).
    Replicas(i64),
}

/// What one step says about sizes. Both may be unsaid, as in a pause; upstream allows both beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepSize {
    /// `setWeight`.
    pub weight: Option<i64>,
    /// `setCanaryScale`. An empty one says what [`Scale::MatchTraffic`] says.
    pub scale: Option<Scale>,
}

/// How far an update has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a, S = StepSize> {
    /// All steps, in order: what they say about sizes, or whatever says that of itself.
    pub steps: &'a [S],
    /// The current step, from 0; beyond the end when all are done.
    pub index: usize,
    /// The weight that is everything.
    pub total: i64,
    /// Whether the update was aborted, and what happens to its canary if so.
    pub aborted: Option<KeepAborted>,
}

/// How long an aborted canary keeps its pods (`abortScaleDownDelaySeconds`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepAborted {
    /// Unsaid: for the usual delay.
    Default,
    /// An explicit 0: they are not scaled down.
    Forever,
    /// For so many seconds, said explicitly.
    For(i64),
}

/// Whether the new revision is asked to be everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// It is: it was promoted fully, or there is no stable revision yet, or it is the stable one.
    Whole,
    /// As the steps say.
    Steps,
}

/// Pods that can serve, while stable takes over after an abort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Available {
    /// Pods at full strength.
    pub full: i64,
    /// Available pods of the new revision.
    pub new: i64,
    /// Available pods of the stable revision.
    pub stable: i64,
}

/// The weight in force: the nearest one set at or before the current step, or 0. Everything when no step is left; 0
/// when aborted (`argo-rollout §4.2`).
///
/// ```
/// use gradual::capacity::{Progress, StepSize, current_weight};
///
/// let pause = StepSize::default();
/// let steps = [StepSize { weight: Some(20), scale: None }, pause];
/// let at = |index| Progress { steps: &steps, index, total: 100, aborted: None };
/// assert_eq!(current_weight(&at(1)), 20);
/// assert_eq!(current_weight(&at(2)), 100);
/// ```
#[doc(alias = "GetCurrentSetWeight")]
#[doc(alias = "currentSetWeight")]
pub fn current_weight<S: AsRef<StepSize>>(progress: &Progress<'_, S>) -> i64 {
    if progress.aborted.is_some() {
        return 0;
    }
    match reached_steps(progress) {
        Some(steps) => steps.rev().find_map(|step| step.weight).unwrap_or(0),
        None => progress.total,
    }
}

/// The `setCanaryScale` in force, unless the canary follows its weight: the nearest one at or before the current step
/// (`argo-rollout §4.2`). Only a router can split traffic apart from pods, so without one do not ask.
///
/// None is in force past the last step, nor after an abort, except where the canary is kept forever.
///
/// ```
/// use gradual::capacity::{Ask, Progress, Scale, StepSize, set_scale};
///
/// let steps = [StepSize { weight: None, scale: Some(Scale::Replicas(3)) }, StepSize::default()];
/// let at = |index| Progress { steps: &steps, index, total: 100, aborted: None };
/// assert_eq!(set_scale(&at(1)), Some(Ask::Replicas(3)));
/// assert_eq!(set_scale(&at(2)), None);
/// ```
#[doc(alias = "UseSetCanaryScale")]
pub fn set_scale<S: AsRef<StepSize>>(progress: &Progress<'_, S>) -> Option<Ask> {
    match progress.aborted {
        None | Some(KeepAborted::Forever) => {}
        Some(KeepAborted::Default | KeepAborted::For(_)) => return None,
    }
    match reached_steps(progress)?.rev().find_map(|step| step.scale)? {
        Scale::MatchTraffic => None,
        Scale::Replicas(pods) => Some(Ask::Replicas(pods)),
        Scale::Weight(weight) => Some(Ask::Weight(weight)),
    }
}

/// The weight in force, or after an abort the one that the canary holds until stable has grown back (`argo-rollout
/// §4.2`).
///
/// `shrunk` is for `dynamicStableScale` when both revisions exist. Then an aborted canary keeps the weight of the last
/// step whose share is below what stable lacks; without an explicit delay, or below what the canary has available if
/// that is more.
///
/// ```
/// use gradual::capacity::{Available, KeepAborted, Progress, StepSize, desired_weight};
///
/// let steps = [10, 50].map(|weight| StepSize { weight: Some(weight), scale: None });
/// let progress = Progress { steps: &steps, index: 1, total: 100, aborted: Some(KeepAborted::For(30)) };
/// let shrunk = Available { full: 10, new: 5, stable: 5 };
/// assert_eq!(desired_weight(&progress, Some(&shrunk)), 10);
/// assert_eq!(desired_weight(&progress, None), 0);
/// ```
#[doc(alias = "GetDesiredCanaryWeight")]
#[doc(alias = "desiredCanaryWeight")]
pub fn desired_weight<S: AsRef<StepSize>>(progress: &Progress<'_, S>, shrunk: Option<&Available>) -> i64 {
    let (Some(keep), Some(available)) = (progress.aborted, shrunk) else {
        return current_weight(progress);
    };
    let lacking = available.full.saturating_sub(available.stable);
    let held = match keep {
        KeepAborted::For(_) => lacking,
        KeepAborted::Default | KeepAborted::Forever => lacking.max(available.new),
    };
    let below = |weight: &i64| share(available.full, *weight, progress.total) < held;
    progress.steps.iter().rev().filter_map(|step| step.as_ref().weight).find(below).unwrap_or(0)
}

/// The weight asked of a canary, leaving `setCanaryScale` aside: all that a canary without a router follows
/// (`argo-rollout §4.2`, `§4.4`).
///
/// ```
/// use gradual::capacity::{Goal, Progress, StepSize, asked_weight};
///
/// let progress = Progress { steps: &[] as &[StepSize], index: 0, total: 100, aborted: None };
/// assert_eq!(asked_weight(&progress, Goal::Whole, None), 100);
/// ```
pub fn asked_weight<S: AsRef<StepSize>>(
    progress: &Progress<'_, S>,
    goal: Goal,
    shrunk: Option<&Available>,
) -> i64 {
    match goal {
        Goal::Whole => progress.total,
        Goal::Steps => desired_weight(progress, shrunk),
    }
}

/// What a canary behind a router is asked to be: everything, or what `setCanaryScale` says, or its weight
/// (`argo-rollout §4.2`).
///
/// ```
/// use gradual::capacity::{Ask, Goal, Progress, Scale, StepSize, ask};
///
/// let steps = [StepSize { weight: Some(20), scale: Some(Scale::Weight(50)) }];
/// let progress = Progress { steps: &steps, index: 0, total: 100, aborted: None };
/// assert_eq!(ask(&progress, Goal::Steps, None), Ask::Weight(50));
/// assert_eq!(ask(&progress, Goal::Whole, None), Ask::Weight(100));
/// ```
#[doc(alias = "GetCanaryReplicasOrWeight")]
#[doc(alias = "canaryReplicasOrWeight")]
pub fn ask<S: AsRef<StepSize>>(progress: &Progress<'_, S>, goal: Goal, shrunk: Option<&Available>) -> Ask {
    let scale = match goal {
        Goal::Whole => None,
        Goal::Steps => set_scale(progress),
    };
    scale.unwrap_or_else(|| Ask::Weight(asked_weight(progress, goal, shrunk)))
}

/// The steps up to and including the current one; none if no step is current.
fn reached_steps<'a, S: AsRef<StepSize>>(
    progress: &Progress<'a, S>,
) -> Option<impl DoubleEndedIterator<Item = &'a StepSize>> {
    Some(progress.steps.get(..=progress.index)?.iter().map(AsRef::as_ref))
}

impl AsRef<Self> for StepSize {
    fn as_ref(&self) -> &Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{Ask, Available, Goal, KeepAborted, Progress, Scale, StepSize, ask, desired_weight};

    const fn weight(weight: i64) -> StepSize {
        StepSize { weight: Some(weight), scale: None }
    }

    const fn scale(scale: Scale) -> StepSize {
        StepSize { weight: None, scale: Some(scale) }
    }

    fn check(steps: &[StepSize], index: usize, aborted: Option<KeepAborted>, expected: Ask) {
        let progress = Progress { steps, index, total: 100, aborted };
        assert_eq!(ask(&progress, Goal::Steps, None), expected, "{index} {steps:?} {aborted:?}");
    }

    #[test]
    fn the_nearest_step_says_it() {
        let steps =
            [scale(Scale::Weight(25)), weight(90), scale(Scale::MatchTraffic), scale(Scale::Replicas(1))];
        check(&steps, 1, None, Ask::Weight(25));
        check(&steps, 2, None, Ask::Weight(90));
        check(&steps, 3, None, Ask::Replicas(1));
        check(&steps, 4, None, Ask::Weight(100));
        check(&steps, usize::MAX, None, Ask::Weight(100));
        check(&steps, 3, Some(KeepAborted::Default), Ask::Weight(0));
        check(&steps, 3, Some(KeepAborted::For(30)), Ask::Weight(0));
        check(&steps, 3, Some(KeepAborted::Forever), Ask::Replicas(1));
        check(&steps[1..], 0, Some(KeepAborted::Forever), Ask::Weight(0));
        check(&[], 0, None, Ask::Weight(100));
    }

    #[test]
    fn an_aborted_canary_holds_weight_until_stable_is_back() {
        use KeepAborted::{Default, For, Forever};
        let steps = [weight(10), weight(50)];
        for (keep, stable, expected) in
            [(Default, 9, 10), (For(30), 5, 10), (For(30), 9, 0), (Forever, 9, 10)]
        {
            let progress = Progress { steps: &steps, index: 1, total: 100, aborted: Some(keep) };
            let shrunk = Available { full: 10, new: 5, stable };
            assert_eq!(desired_weight(&progress, Some(&shrunk)), expected, "{keep:?} {stable}");
        }
    }
}
