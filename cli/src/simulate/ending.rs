//! Why a simulation ended, and what that means to scripts.

use super::{print::short, scene::PASSES, timeline::Record};
use crate::Exit;
use gradual::{
    rollout::Wait,
    sim::{End, Simulation},
    time::Span,
};

/// The end of a simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ending {
    /// In a sentence.
    pub(crate) text: String,
    /// What could be tried next, if there is something.
    pub(crate) hint: Option<String>,
    pub(crate) exit: Exit,
    /// When nothing more changed, or when it was cut off.
    pub(crate) after: Span,
}

/// Why nothing more happens.
pub(super) fn ending(simulation: &Simulation, record: &Record, watch: Span) -> Ending {
    let status = &simulation.world().rollout.status;
    let after = match simulation.end() {
        Some(End::OutOfTime) => watch,
        _ => record.changed,
    };
    let at = short(whole(after));
    let well = match record.refused {
        0 => Exit::Good,
        _ => Exit::Bad,
    };
    let (text, hint, exit) = match simulation.end() {
        Some(End::OutOfTime) => (format!("cut off after {at} (--for)"), None, Exit::Bad),
        Some(End::OutOfPasses) => {
            let text = format!("cut off after {at}: it takes more than {PASSES} passes of the controller");
            (text, None, Exit::Bad)
        }
        Some(End::Held(hold)) => (format!("held: {hold}"), None, Exit::Bad),
        _ if status.phase == "Degraded" => (format!("degraded: {}", status.message), None, Exit::Bad),
        Some(End::Awaits(Wait::Resume { .. })) => {
            let text = "waits for a person: the step pauses until somebody promotes".to_owned();
            (text, Some(next(after, "promote")), well)
        }
        Some(End::Awaits(Wait::Unpause)) => {
            let text = "waits for a person: the rollout is paused until somebody resumes it".to_owned();
            (text, Some(next(after, "resume")), well)
        }
        Some(End::Awaits(wait)) => (format!("stuck: {}", stuck(wait)), None, Exit::Bad),
        Some(End::Settled) | None if status.phase == "Healthy" => {
            let why = record.success.as_ref().map(|why| format!(": {why}"));
            let text = format!("healthy{}", why.unwrap_or_default());
            (text, None, well)
        }
        Some(End::Settled) | None => {
            let phase = status.phase.to_lowercase();
            (format!("{phase}: {}", status.message), None, Exit::Bad)
        }
    };
    let text = match record.refused {
        0 => text,
        1 => format!("{text} (but 1 --at was refused)"),
        many => format!("{text} (but {many} of --at were refused)"),
    };
    Ending { text, hint, exit, after }
}

/// A few minutes later, somebody may go on.
fn next(after: Span, what: &str) -> String {
    let minutes = after.as_seconds() / 60;
    let later = Span::seconds(minutes.saturating_add(5).saturating_mul(60));
    format!("to go on, add: --at {} {what}", short(later))
}

fn stuck(wait: &Wait) -> String {
    match wait {
        Wait::Pods { available, needed, .. } => {
            format!("{available} of {needed} pods are available, and no more become so")
        }
        Wait::PodsGone { left, .. } => format!("{left} pods should go away and do not"),
        Wait::Retry => "the update is aborted".to_owned(),
        Wait::Room { .. } => "`maxSurge` and `maxUnavailable` leave no room for a pod".to_owned(),
        Wait::Service { service } => format!("there is no service `{service}`"),
        Wait::Weight { weight } => format!("the router never confirms weight {weight}"),
        Wait::Promote => "only `promote-full` ends what it waits for".to_owned(),
        Wait::Kept { left, .. } => format!("a delay of zero seconds keeps {left} pods for ever"),
        other => format!("it waits for {other}"),
    }
}

/// Without the fraction of a second.
fn whole(span: Span) -> Span {
    Span::seconds(span.as_seconds())
}
