//! What has to come about before anything goes on.

use super::print::time;
use crate::paint::visible;
use gradual::{
    rollout::{Action, Plan, Reason, Wait},
    sim::{Pass, World},
    time::{Span, Timestamp},
};

/// What has to come about before anything goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Awaits {
    /// It goes on at once.
    Nothing,
    /// Nothing more is to be done.
    Healthy,
    /// Pods become available.
    Pods(Whose, i64),
    /// Pods go away.
    PodsGone(Whose, i64),
    /// Pods that nobody takes away.
    PodsKept(Whose),
    PauseOver(Span),
    /// Blue-green: the active service moves by itself.
    Promotion(Span),
    Resume,
    Unpause,
    Retry,
    Restart(Span),
    /// Only full promotion ends it.
    Promote,
    /// Pods that have done their work are kept until then.
    Retirement(Whose, Span),
    /// The router confirms the weight: when it arrives.
    Weight(Span),
    /// The router takes weights again; when, if it does.
    Router(Option<Span>),
    /// `maxSurge` and `maxUnavailable` leave no room for a pod.
    Room,
    /// Pods of stable become available that carry the rest at this weight.
    Capacity(i64, i64),
    /// Pods that are too old are evicted.
    Evictions(i64),
    /// The update makes progress, or is late then.
    Progress(Span),
    /// A service is created.
    Service(String),
    /// Something that this command has no words for.
    Other(String),
}

/// Whose pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Stable,
    Canary,
    /// Blue-green: the new revision's.
    New,
    /// A revision's that has done its work.
    Old,
}

/// What a pass awaits.
pub(super) fn awaits(pass: &Pass, world: &World, start: Timestamp) -> Awaits {
    let plan = world.plan();
    if refused_weight(pass).is_some() {
        let until = world.router.outage.and_then(|outage| outage.until);
        return Awaits::Router(until.map(|until| until.since(start)));
    }
    let wait = match waits(pass) {
        Some(wait) => wait,
        None if pass.status.phase == "Healthy" => return Awaits::Healthy,
        None => return Awaits::Nothing,
    };
    let whose = |revision: &str| whose(&plan, pass, world, revision);
    match wait {
        Wait::Pods { revision, available, needed, .. } => {
            Awaits::Pods(whose(revision), needed.saturating_sub(*available))
        }
        Wait::Kept { revision, .. } => Awaits::PodsKept(whose(revision)),
        Wait::PodsGone { revision, left } => Awaits::PodsGone(whose(revision), *left),
        Wait::PauseOver { at } if plan.canary().is_none() => Awaits::Promotion(at.since(start)),
        Wait::PauseOver { at } => Awaits::PauseOver(at.since(start)),
        Wait::Resume { .. } => Awaits::Resume,
        Wait::Unpause => Awaits::Unpause,
        Wait::Retry => Awaits::Retry,
        Wait::Promote => Awaits::Promote,
        Wait::Restart { at } => Awaits::Restart(at.since(start)),
        Wait::Retirement { revision, at } => Awaits::Retirement(whose(revision), at.since(start)),
        Wait::Weight { .. } => Awaits::Weight(world.router.arrival().since(start)),
        Wait::Room { .. } => Awaits::Room,
        Wait::Capacity { weight, available, needed, .. } => {
            Awaits::Capacity(needed.saturating_sub(*available), *weight)
        }
        Wait::Back { revision, available, needed, .. } => {
            Awaits::Pods(whose(revision), needed.saturating_sub(*available))
        }
        Wait::Evictions { left } => Awaits::Evictions(*left),
        Wait::Progress { due } => Awaits::Progress(due.since(start)),
        Wait::Service { service } => Awaits::Service(service.clone()),
        other => Awaits::Other(other.to_string()),
    }
}

/// What a pass says that it waits for.
pub(super) fn waits(pass: &Pass) -> Option<&Wait> {
    pass.reasons.iter().find_map(|told| match &told.reason {
        Reason::Waiting(wait) => Some(wait),
        _ => None,
    })
}

/// The weight that the router refused in a pass.
pub(super) fn refused_weight(pass: &Pass) -> Option<i64> {
    match pass.actions.get(pass.failed.as_ref()?.action)? {
        Action::SetWeight { weight } => Some(*weight),
        _ => None,
    }
}

fn whose(plan: &Plan, pass: &Pass, world: &World, revision: &str) -> Whose {
    let is_current = world.current().is_some_and(|set| set.name == revision);
    let is_stable = world.sets.iter().any(|set| set.name == revision && set.hash == pass.status.stable_rs);
    match plan.canary() {
        _ if is_stable => Whose::Stable,
        _ if !is_current => Whose::Old,
        Some(_) => Whose::Canary,
        None => Whose::New,
    }
}

impl Awaits {
    /// Whether both await that pods of one revision come, or that they go.
    pub(super) fn is_of_same_pods(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pods(one, _), Self::Pods(other, _))
            | (Self::PodsGone(one, _), Self::PodsGone(other, _)) => one == other,
            _ => false,
        }
    }

    /// In a few words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Healthy => "-".to_owned(),
            Self::Pods(whose, missing) => whose.pods(*missing),
            Self::PodsGone(whose, left) => format!("{} to go", whose.pods(*left)),
            Self::PodsKept(whose) => format!("{} for ever", whose.word()),
            Self::PauseOver(at) => format!("pause until {}", time(*at)),
            Self::Promotion(at) => format!("promotion at {}", time(*at)),
            Self::Resume => "a person: promote".to_owned(),
            Self::Unpause => "a person: resume".to_owned(),
            Self::Retry => "a person: retry".to_owned(),
            Self::Promote => "a person: promote-full".to_owned(),
            Self::Restart(at) => format!("restart at {}", time(*at)),
            Self::Retirement(whose, at) => format!("{} until {}", whose.word(), time(*at)),
            Self::Weight(at) => format!("weight at {}", time(*at)),
            Self::Router(None) => "the router to work".to_owned(),
            Self::Router(Some(at)) => format!("router until {}", time(*at)),
            Self::Room => "room in the budget".to_owned(),
            Self::Capacity(missing, weight) => {
                format!("{} for weight {weight}", Whose::Stable.pods(*missing))
            }
            Self::Evictions(left) => format!("{left} old pods to restart"),
            Self::Progress(at) => format!("progress by {}", time(*at)),
            Self::Service(name) => format!("service `{}`", visible(name)),
            Self::Other(text) => visible(text),
        }
    }
}

impl Whose {
    fn word(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Canary => "canary",
            Self::New => "new",
            Self::Old => "old",
        }
    }

    fn pods(self, count: i64) -> String {
        let pods = if count == 1 { "pod" } else { "pods" };
        format!("{count} {} {pods}", self.word())
    }
}
