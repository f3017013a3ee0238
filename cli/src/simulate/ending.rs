//! Why a simulation ended, and what that means to scripts.

use super::{header::pods, print::short, scene::PASSES, state::Share, timeline::Record};
use crate::Exit;
use gradual::{
    rollout::{Action, Wait},
    sim::{End, ReplicaSet, Simulation, World},
    time::Span,
};
use serde::Serialize;

/// The end of a simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    /// In a sentence.
    pub(crate) text: String,
    /// What could be tried next, if there is something.
    pub(crate) hint: Option<String>,
    pub(crate) outcome: Outcome,
    pub(crate) exit: Exit,
    /// When nothing more changed, or when it was cut off.
    pub(crate) after: Span,
}

/// How a simulation ends, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    /// The update came through.
    Healthy,
    /// A person goes on, as the steps or `spec.paused` ask.
    Waits,
    /// It was aborted, or made no progress.
    Degraded,
    /// Nothing goes on, and nobody is asked.
    Stuck,
    /// Something is not decided.
    Held,
    /// It is not over.
    CutOff,
}

/// Why nothing more happens.
pub(super) fn ending(simulation: &Simulation, record: &Record, watch: Span) -> Ending {
    let status = &simulation.world().rollout.status;
    let after = match simulation.end() {
        Some(End::OutOfTime) => watch,
        _ => record.changed,
    };
    let at = short(whole(after));
    let world = simulation.world();
    let (outcome, text, hint) = match simulation.end() {
        Some(End::OutOfTime) => (Outcome::CutOff, format!("cut off after {at} (--for)"), None),
        Some(End::OutOfPasses) => {
            let text = format!("cut off after {at}: it takes more than {PASSES} passes of the controller");
            (Outcome::CutOff, text, None)
        }
        Some(End::Fails { action, .. }) => {
            (Outcome::Stuck, format!("stuck: {}", refused(action, world, record.real)), None)
        }
        Some(End::Held(hold)) => (Outcome::Held, format!("held: {hold}"), None),
        end if status.phase == "Degraded" => {
            let hint = end.and_then(kept_for_ever);
            (Outcome::Degraded, format!("degraded: {}", status.message), hint)
        }
        Some(End::Awaits(Wait::Resume { .. })) => {
            let what = match world.plan().canary() {
                Some(_) => "the step pauses until somebody promotes",
                None => "the new revision becomes active once somebody promotes",
            };
            (Outcome::Waits, format!("waits for a person: {what}"), Some(next(after, "promote")))
        }
        Some(End::Awaits(Wait::Unpause)) => {
            let text = "waits for a person: the rollout is paused until somebody resumes it".to_owned();
            (Outcome::Waits, text, Some(next(after, "resume")))
        }
        Some(End::Awaits(wait)) => (Outcome::Stuck, format!("stuck: {}", stuck(wait)), None),
        Some(End::Settled) | None if status.phase == "Healthy" => {
            let why = record.success.as_ref().map(|why| format!(": {why}"));
            (Outcome::Healthy, format!("healthy{}", why.unwrap_or_default()), None)
        }
        Some(End::Settled) | None => {
            (Outcome::Stuck, format!("{}: {}", status.phase.to_lowercase(), status.message), None)
        }
    };
    let exit = match outcome {
        Outcome::Healthy | Outcome::Waits if record.refused == 0 => Exit::Good,
        _ => Exit::Bad,
    };
    let text = match record.refused {
        0 => text,
        1 => format!("{text} (but 1 --at was refused)"),
        many => format!("{text} (but {many} of --at were refused)"),
    };
    Ending { text, hint, outcome, exit, after }
}

/// A few minutes later, somebody may go on.
fn next(after: Span, what: &str) -> String {
    let minutes = after.as_seconds() / 60;
    let later = Span::seconds(minutes.saturating_add(5).saturating_mul(60));
    format!("to go on, add: --at {} {what}", short(later))
}

/// Upstream's trap: a delay of zero is none, and a routed canary is not healthy while old pods are there.
fn kept_for_ever(end: &End) -> Option<String> {
    let kept = matches!(end, End::Awaits(Wait::Kept { .. }));
    kept.then(|| "the old pods stay for ever, because `scaleDownDelaySeconds` is 0".to_owned())
}

fn stuck(wait: &Wait) -> String {
    match wait {
        Wait::Pods { available, needed, .. } => {
            format!("{available} of {} are available, and no more become so", pods(*needed))
        }
        Wait::PodsGone { left, .. } => format!("{} should go away and do not", pods(*left)),
        Wait::Retry => "the update is aborted".to_owned(),
        Wait::Room { .. } => "`maxSurge` and `maxUnavailable` leave no room for a pod".to_owned(),
        Wait::Service { service } => format!("there is no service `{service}`"),
        Wait::Weight { weight } => format!("the router has not confirmed weight {weight} by the end"),
        Wait::Promote => "only `promote-full` ends what it waits for".to_owned(),
        other => format!("it waits for {other}"),
    }
}

/// What the router keeps on refusing, and who has the traffic meanwhile.
fn refused(action: &Action, world: &World, real: Option<Share>) -> String {
    let weight = match action {
        Action::SetWeight { weight } => format!("weight {weight}"),
        other => format!("{other:?}"),
    };
    let number = world.current().map_or(0, ReplicaSet::number);
    let percent = real.map_or(0, Share::percent);
    format!("the router refuses {weight} for ever; revision {number} has {percent} % of the traffic")
}

/// Without the fraction of a second.
fn whole(span: Span) -> Span {
    Span::seconds(span.as_seconds())
}
