//! Why nothing happens: what a rollout waits for, since when, what ends the wait, and what happens then.
//!
//! [`explain`] asks the machine and nothing else. It lets the passes follow that come at once, while pods and time stand
//! still, until one does nothing: that one names what it waits for ([`rollout::Wait`](crate::rollout::Wait)). For each wait it
//! makes the observation in which that wait alone is over (the time has come, the pods are there, a person's command is
//! applied with [`rollout::change`](crate::rollout::change)) and lets the passes follow again. So what is said about later is
//! what would be decided then, by the same rules.
//!
//! ```
//! use gradual::{decision::Heard, explain::{End, Rest, explain}, time::{Span, Timestamp}};
//! use gradual::rollout::{Command, Observed, Pause, PauseCondition, Plan, Reason, Revision, Status, Step, Wait};
//! use gradual::capacity::Size;
//!
//! let plan = Plan::in_steps("shop", 2, vec![Step::pause(Pause::UntilResumed), Step::weight(50)]);
//! let paused = PauseCondition { reason: "CanaryPauseStep".into(), ..PauseCondition::default() };
//! let status = Status::read(serde_json::json!({
//!     "currentPodHash": "new", "stableRS": "old", "currentStepHash": plan.canary().unwrap().steps.hash,
//!     "currentStepIndex": 0, "controllerPause": true, "observedGeneration": "1", "pauseConditions": [paused],
//! }));
//! let revision = |hash: &str, number, n| Revision {
//!     name: format!("shop-{hash}"), hash: hash.into(), number, sized_for: Some(2),
//!     size: Size { want: n, have: n, ready: n, available: n }, ..Revision::default()
//! };
//! let mut seen = Observed { generation: 1, number: Some(2), ..Observed::default() };
//! seen.revisions = vec![revision("old", 1, 2), revision("new", 2, 0)];
//! seen.current.hash = "new".into();
//! seen.current.revision = Some("shop-new".into());
//!
//! let explained = explain(&plan, &status, &seen, &Heard::default(), Timestamp::from_seconds(60));
//! let Rest::Awaits(awaited) = explained.rest else { panic!() };
//! assert!(matches!(awaited[0].wait, Wait::Resume { .. }));
//! assert_eq!(awaited[0].ends, [End::Command(Command::Promote)]);
//! let then = awaited[0].then.as_ref().unwrap();
//! let scaled = Reason::Scaled { revision: "shop-new".into(), number: 2, from: 0, to: 1 };
//! assert!(then.moves.reasons.contains(&scaled));
//! ```

mod ahead;
mod ending;
mod since;
mod text;

use crate::{
    decision::Heard,
    rollout::{Action, Answer, Command, Failure, Hold, Observed, Plan, Reason, Status, Wait},
    time::Timestamp,
};
use ahead::Scene;
use alloc::vec::Vec;
use serde::Serialize;

/// How a rollout stands. It prints as text of several lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The instant that it is for.
    pub at: Timestamp,
    /// What happens at once, before it comes to rest; nothing if it waits already.
    pub moves: Moves,
    /// Where it comes to rest.
    pub rest: Rest<Awaited>,
}

/// What the passes do that follow one another at once. Pods and time stand still meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Moves {
    /// What changes something, in order. What is told to a router is not among it; [`Reason::WeightUpdated`] says that.
    pub actions: Vec<Action>,
    /// Why, in order.
    pub reasons: Vec<Reason>,
    /// The status that is stored in the end.
    pub status: Status,
}

/// Where passes come to rest, with `W` for each wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rest<W> {
    /// Nothing happens until one of these comes about; what holds the update most stands first.
    Awaits(Vec<W>),
    /// All is as the plan wants it, and nothing is under way.
    Done,
    /// The machine decides nothing.
    Held(Hold),
    /// Pass follows pass and none does nothing, as with an abort that is taken back every time (`argo-rollout S2`).
    Never,
}

/// One thing that is awaited.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    /// It.
    pub wait: Wait,
    /// Since when, where that is stored. For pods: since the last progress of any kind.
    pub since: Option<Timestamp>,
    /// What keeps pods of its revision from being made.
    pub trouble: Option<Failure>,
    /// What ends it, the likely first.
    pub ends: Vec<End>,
    /// What happens once it is over and nothing else has changed; `None` where that cannot be known, because it depends on
    /// what somebody writes.
    pub then: Option<Outlook>,
}

/// What follows.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// What happens.
    pub moves: Moves,
    /// Where it comes to rest.
    pub rest: Rest<Wait>,
}

/// What ends a wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", content = "what", rename_all = "camelCase")]
#[non_exhaustive]
pub enum End {
    /// This instant.
    At(Timestamp),
    /// A person's command.
    Command(Command),
    /// Pods, as the cluster makes or removes them.
    Pods,
    /// Somebody who creates the service.
    Service,
    /// The router's answer.
    Router,
    /// Another pod template.
    Template,
    /// Another value of this field.
    Field(&'static str),
}

/// Explains a rollout with this plan and status in this world.
///
/// `heard` holds answers to what the first pass asks, as for [`decide`](crate::rollout::decide); it may be empty. What is
/// not in it is answered from the status: of a weight as it was last stored, of a weight that the router is told only now
/// that it has not arrived yet; and pods may be evicted.
pub fn explain(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    heard: &Heard<Answer>,
    now: Timestamp,
) -> Explanation {
    let mut scene = Scene::new(plan, status, seen, heard, now);
    let Outlook { moves, rest } = scene.settle();
    let rest = match rest {
        Rest::Awaits(waits) => Rest::Awaits(waits.into_iter().map(|wait| awaited(&scene, wait)).collect()),
        Rest::Done => Rest::Done,
        Rest::Held(hold) => Rest::Held(hold),
        Rest::Never => Rest::Never,
    };
    Explanation { at: now, moves, rest }
}

fn awaited(scene: &Scene, wait: Wait) -> Awaited {
    let trouble = match &wait {
        Wait::Pods { revision, .. } => scene.seen.revision(revision).and_then(|r| r.failure.clone()),
        _ => None,
    };
    Awaited {
        since: since::since(&wait, &scene.plan, &scene.status),
        ends: ending::ends(&wait, scene),
        then: ending::over(&wait, scene).map(|mut scene| scene.settle()),
        trouble,
        wait,
    }
}

impl<W> Rest<W> {
    /// What is awaited; nothing where it rests otherwise.
    pub fn waits(&self) -> &[W] {
        match self {
            Self::Awaits(waits) => waits,
            Self::Done | Self::Held(_) | Self::Never => &[],
        }
    }
}
