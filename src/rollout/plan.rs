//! What the user asked for, checked.

use super::{compat::Compat, status::Status};
use crate::{
    capacity::{self, KeepAborted, Progress, StepSize, Threshold},
    quantity::IntOrPercent,
    time::{Span, Timestamp},
};
use alloc::{format, string::String, vec::Vec};

/// A rollout as the user wants it. Made by [`argo::check`](crate::argo::check), or by hand. Exhaustive: who makes one
/// decides on every field.
///
/// ```
/// use gradual::{rollout::{Pause, Plan, Step}, time::Span};
///
/// let minute = Pause::For(Span::seconds(60));
/// let plan = Plan::in_steps("shop", 5, vec![Step::weight(20), Step::pause(minute)]);
/// assert_eq!(plan.full(), 5);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The rollout's name; revisions are named after it.
    pub name: String,
    /// Pods at full strength; `None` if unsaid, which the machine writes down as 1.
    pub replicas: Option<i64>,
    /// A person holds the rollout.
    pub paused: bool,
    /// Pods older than this are evicted, a few at a time.
    pub restart_at: Option<Timestamp>,
    /// How long an update may go without progress.
    pub progress_deadline: Span,
    /// Whether a late update is aborted rather than only called degraded.
    pub abort_when_late: bool,
    /// How many revisions without pods are kept beside the current ones.
    pub history_limit: usize,
    /// How many revisions back count as recent: going back to those skips the steps.
    pub rollback_window: Option<usize>,
    /// The label selector as text, for the scale subresource.
    pub selector: String,
    /// How one revision replaces the other.
    pub strategy: Strategy,
    /// What upstream does though it breaks a law.
    pub compat: Compat,
}

/// How one revision replaces the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Strategy {
    /// In steps.
    Canary(Canary),
    /// At once, by moving a service.
    BlueGreen(BlueGreen),
}

/// A canary: the new revision gets more in steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Canary {
    /// The steps.
    pub steps: Steps,
    /// Pods allowed above full strength.
    pub max_surge: IntOrPercent,
    /// Pods allowed to be missing from full strength.
    pub max_unavailable: IntOrPercent,
    /// The service that follows the stable revision.
    pub stable_service: Option<String>,
    /// The service that follows the canary.
    pub canary_service: Option<String>,
    /// When a step's pods count as there; all of them if `None`.
    pub threshold: Option<Threshold>,
    /// A router that splits traffic by weight; without one, pods are the split.
    pub traffic: Option<Traffic>,
    /// When revisions that have done their work lose their pods.
    pub retiring: Retiring,
}

/// When a revision that has done its work loses its pods. A canary without a router takes no notice of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retiring {
    /// How long a revision that was replaced keeps its pods (`scaleDownDelaySeconds`); 30 s if `None`. Zero is for ever
    /// (`argo-rollout S8`).
    pub after: Option<Span>,
    /// How many such revisions may wait at a time (`scaleDownDelayRevisionLimit`); any number if `None`.
    pub limit: Option<usize>,
    /// How long an aborted revision keeps its pods (`abortScaleDownDelaySeconds`).
    pub aborted: KeepAborted,
}

impl Default for Retiring {
    fn default() -> Self {
        Self { after: None, limit: None, aborted: KeepAborted::Default }
    }
}

/// Traffic split by a router. Which router it is makes no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// Whether there is a router to tell. Upstream accepts `trafficRouting: {}`: pods are then counted as if traffic were
    /// split, and nobody is told.
    pub routed: bool,
    /// The weight that is all of the traffic; more than zero.
    pub total: i64,
    /// Whether stable shrinks as its weight falls.
    pub dynamic_stable: bool,
    /// The least a revision with any pods gets.
    pub min_pods: Option<i64>,
}

/// How a blue-green rollout is promoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promotion {
    /// As soon as the new revision is at full strength.
    AtOnce,
    /// So long after that, or when a person says so.
    After(Span),
    /// When a person says so.
    ByHand,
}

/// Blue-green: a service moves from one full stack to another.
#[derive(Clone, Debug, PartialEq)]
pub struct BlueGreen {
    /// The service that moves.
    pub active_service: String,
    /// A service that follows the new revision.
    pub preview_service: Option<String>,
    /// Pods of the new revision until its promotion begins; all of them if `None`.
    pub preview_replicas: Option<i64>,
    /// How it is promoted.
    pub promotion: Promotion,
    /// Pods allowed to be missing while pods are restarted.
    pub max_unavailable: IntOrPercent,
    /// When revisions that have done their work lose their pods.
    pub retiring: Retiring,
    /// Whether an analysis judges the new revision before the move.
    pub judged_before: bool,
    /// Whether an analysis judges the new revision after the move.
    pub judged_after: bool,
}

/// The steps and the hash that is stored for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps {
    /// In order.
    pub list: Vec<Step>,
    /// Upstream's hash of the list as written (`argo-rollout §0.3`); for a plan made by hand, any text that changes
    /// when the list does.
    pub hash: String,
}

/// One step. Its parts are optional because upstream allows some of them together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// `setWeight` and `setCanaryScale`: what the canary gets.
    pub size: StepSize,
    /// `pause`: wait.
    pub pause: Option<Pause>,
    /// `analysis`, `experiment` or `plugin`: wait for its outcome.
    pub run: Option<Run>,
    /// `setHeaderRoute` or `setMirrorRoute`: the name of the route.
    pub route: Option<Route>,
    /// The step as people read it, such as `pause: 1m`.
    pub label: String,
}

/// How long a pause step lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// Until a person resumes.
    UntilResumed,
    /// For so long, or until a person resumes.
    For(Span),
}

/// A step that waits for an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// An analysis.
    Analysis,
    /// An experiment.
    Experiment,
    /// A plugin.
    Plugin,
}

/// A route that a step manages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `setHeaderRoute`.
    Header(String),
    /// `setMirrorRoute`.
    Mirror(String),
}

/// Where an update stands among its steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Position<'a> {
    /// There are no steps.
    Stepless,
    /// At this step.
    At(StepAt<'a>),
    /// Past the last one: the stored index, which may lie beyond the end.
    Done(usize),
}

/// A step and its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepAt<'a> {
    /// Its place, from 0.
    pub index: usize,
    /// The step.
    pub step: &'a Step,
}

impl Step {
    /// A step that gives the canary this weight.
    pub fn weight(weight: i64) -> Self {
        let size = StepSize { weight: Some(weight), scale: None };
        Self { size, label: format!("setWeight: {weight}"), ..Self::default() }
    }

    /// A step that waits.
    pub fn pause(pause: Pause) -> Self {
        let label = match pause {
            Pause::UntilResumed => "pause".into(),
            Pause::For(span) => format!("pause: {span}"),
        };
        Self { pause: Some(pause), label, ..Self::default() }
    }
}

/// Steps made by hand: any hash will do that changes when they do.
impl From<Vec<Step>> for Steps {
    fn from(list: Vec<Step>) -> Self {
        const PRIME: u64 = 0x100_0000_01b3;
        let text = format!("{list:?}");
        let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        let hash = format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv));
        Self { list, hash }
    }
}

impl Steps {
    /// Where `index` points.
    #[doc(alias = "GetCurrentCanaryStep")]
    pub fn position(&self, index: usize) -> Position<'_> {
        match self.list.get(index) {
            Some(step) => Position::At(StepAt { index, step }),
            None if self.list.is_empty() => Position::Stepless,
            None => Position::Done(index),
        }
    }
}

impl AsRef<StepSize> for Step {
    fn as_ref(&self) -> &StepSize {
        &self.size
    }
}

impl Plan {
    /// A canary without steps: pods are replaced as fast as the default budget allows.
    pub fn rolling_update(name: impl Into<String>, replicas: i64) -> Self {
        Self::in_steps(name, replicas, Vec::new())
    }

    /// A canary in these steps, within the default budget and without a router.
    pub fn in_steps(name: impl Into<String>, replicas: i64, steps: Vec<Step>) -> Self {
        let quarter = || IntOrPercent::Text("25%".into());
        Self {
            name: name.into(),
            replicas: Some(replicas),
            paused: false,
            restart_at: None,
            progress_deadline: Span::seconds(600),
            abort_when_late: false,
            history_limit: 10,
            rollback_window: None,
            selector: String::new(),
            strategy: Strategy::Canary(Canary {
                steps: steps.into(),
                max_surge: quarter(),
                max_unavailable: quarter(),
                stable_service: None,
                canary_service: None,
                threshold: None,
                traffic: None,
                retiring: Retiring::default(),
            }),
            compat: Compat::ARGO,
        }
    }

    /// Pods at full strength.
    pub fn full(&self) -> i64 {
        self.replicas.unwrap_or(1).max(0)
    }

    /// The weight that is all of the traffic.
    #[doc(alias = "MaxTrafficWeight")]
    pub fn total(&self) -> i64 {
        self.traffic().map_or(100, |traffic| traffic.total)
    }

    /// Where a rollout with this status stands among the steps.
    pub fn position(&self, status: &Status) -> Position<'_> {
        self.canary().map_or(Position::Stepless, |canary| canary.steps.position(index(status)))
    }

    /// How far the steps have come with this status, as far as sizes go.
    pub(super) fn progress(&self, status: &Status) -> Progress<'_, Step> {
        Progress {
            steps: self.canary().map_or(&[], |canary| &canary.steps.list),
            index: index(status),
            total: self.total(),
            aborted: status.abort.then_some(self.retiring().aborted),
        }
    }

    /// The weight in force for a rollout with this status: none once aborted, all of it past the last step.
    pub fn weight(&self, status: &Status) -> i64 {
        capacity::current_weight(&self.progress(status))
    }

    /// Whether a router that was told `weight` should be asked to confirm it.
    #[doc(alias = "ShouldVerifyWeight")]
    pub fn verifies(&self, status: &Status, weight: i64) -> bool {
        let under_way = !status.stable_rs.is_empty() && !status.fully_promoted();
        under_way
            && match self.position(status) {
                Position::At(at) => at.step.size.weight.is_some(),
                Position::Stepless | Position::Done(_) => weight == self.total(),
            }
    }

    /// When revisions that have done their work lose their pods.
    pub fn retiring(&self) -> &Retiring {
        match &self.strategy {
            Strategy::Canary(canary) => &canary.retiring,
            Strategy::BlueGreen(blue_green) => &blue_green.retiring,
        }
    }

    /// The router, if there is one.
    pub fn traffic(&self) -> Option<&Traffic> {
        self.canary()?.traffic.as_ref()
    }

    /// Whether stable shrinks as its weight falls.
    pub fn dynamic(&self) -> bool {
        self.traffic().is_some_and(|traffic| traffic.dynamic_stable)
    }

    /// Whether a step sets the size of a canary apart from its weight.
    pub(super) fn overload_declared(&self) -> bool {
        self.canary().is_some_and(|canary| canary.steps.list.iter().any(|step| step.size.scale.is_some()))
    }

    /// The canary, if it is one.
    pub fn canary(&self) -> Option<&Canary> {
        match &self.strategy {
            Strategy::Canary(canary) => Some(canary),
            Strategy::BlueGreen(_) => None,
        }
    }
}

/// The stored index; one below zero counts as the first.
fn index(status: &Status) -> usize {
    usize::try_from(status.current_step_index.unwrap_or(0)).unwrap_or(0)
}
