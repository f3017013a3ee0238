//! Why a simulation ended, and what that means to scripts.

use crate::{
    Exit,
    paint::visible,
    simulate::{print::short, scene::PASSES},
};
use gradual::{
    experiment::{Hold, Wait},
    metric::Phase,
    sim::experiment::{End, Simulation},
    time::Span,
};

/// The end of a simulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    /// In a sentence.
    pub(super) text: String,
    /// What could be tried next, if there is something.
    pub(super) hint: Option<String>,
    pub(super) exit: Exit,
    /// When nothing more changed, or when it was cut off.
    pub(super) after: Span,
}

/// Why nothing more happens; `changed` is when something last did.
pub(super) fn ending(simulation: &Simulation, changed: Span, watch: Span) -> Ending {
    let status = &simulation.world().experiment.status;
    let after = if simulation.end() == Some(&End::OutOfTime) { watch } else { changed };
    let seconds = short(Span::seconds(after.as_seconds()));
    let phase = visible(&status.phase.as_str().to_lowercase());
    let (text, hint, exit) = match simulation.end() {
        Some(End::OutOfTime) => (format!("cut off after {seconds} (--for): still {phase}"), None, Exit::Bad),
        Some(End::OutOfPasses) => {
            let text = format!("cut off after {seconds}: it takes more than {PASSES} passes of controllers");
            (text, None, Exit::Bad)
        }
        Some(End::Held(hold)) => (format!("held: {}", held(hold)), None, Exit::Bad),
        Some(End::Awaits(Wait::Termination)) => {
            let hint = format!("to go on, add: --at {} terminate", later(after));
            ("waits for a person: only `terminate` ends it".to_owned(), Some(hint), Exit::Good)
        }
        Some(End::Awaits(Wait::Unread { analysis })) => {
            let text = format!(
                "stuck: the experiment ends and no longer reads the verdict of {}, which it needs; \
                 upstream leaves it running for ever",
                visible(analysis)
            );
            (text, None, Exit::Bad)
        }
        Some(End::Awaits(wait)) => (format!("stuck: {}", visible(&format!("{wait:?}"))), None, Exit::Bad),
        Some(End::Over) | None => {
            let why = match status.message.as_str() {
                "" => String::new(),
                message => format!(": {}", visible(message)),
            };
            let exit = if status.phase == Phase::Successful { Exit::Good } else { Exit::Bad };
            (format!("{phase}{why}"), None, exit)
        }
    };
    Ending { text, hint, exit, after }
}

/// A few minutes later, somebody may go on.
fn later(after: Span) -> String {
    let minutes = after.as_seconds() / 60;
    short(Span::seconds(minutes.saturating_add(5).saturating_mul(60)))
}

fn held(hold: &Hold) -> String {
    match hold {
        Hold::Unreadable { field } => format!("`status.{}` cannot be read", visible(field)),
        Hold::TwoReplicaSets { template } => format!("two ReplicaSets name `{}`", visible(template)),
        Hold::TwoServices { template } => format!("two services name `{}`", visible(template)),
        other => visible(&format!("{other:?}")),
    }
}
