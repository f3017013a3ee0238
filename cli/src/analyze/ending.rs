//! How a run ends, and what that means to scripts.

use super::{PASSES, Ready, Until, is_endless, table::Watched};
use crate::{Exit, simulate::print::time};
use gradual::{metric::Phase, sim::analysis::End};
use serde::Serialize;

/// The end of a run.
#[derive(Clone, Debug)]
pub(super) struct Ending {
    /// In a sentence.
    pub(super) text: String,
    /// What could be tried next, if there is something.
    pub(super) hint: Option<String>,
    pub(super) outcome: Outcome,
    pub(super) exit: Exit,
}

/// How a run ends, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Outcome {
    Successful,
    Failed,
    Error,
    Inconclusive,
    /// It goes on, and has no end of its own.
    GoesOn,
    /// It is not over.
    CutOff,
    /// Nothing is measured any more, and it does not end.
    Stuck,
}

/// Why nothing more happens.
pub(super) fn ending(ready: &Ready, watched: &Watched) -> Ending {
    let status = &watched.status;
    let after = time(watched.after);
    let told = |word: &str| match status.message.as_str() {
        "" => format!("{word} after {after}"),
        message => format!("{word} after {after}: {message}"),
    };
    let then = |what: &str| Some(format!("for a Rollout: {what}"));
    let watch = time(ready.watch);
    let (outcome, exit, text, hint) = match &watched.end {
        Some(End::Completed) => match &status.phase {
            Phase::Successful => (Outcome::Successful, Exit::Good, told("successful"), None),
            Phase::Failed => (Outcome::Failed, Exit::Bad, told("failed"), then("its update is aborted")),
            Phase::Inconclusive => (
                Outcome::Inconclusive,
                Exit::Undecided,
                told("inconclusive"),
                then("its update is paused until a person decides"),
            ),
            _ => (Outcome::Error, Exit::Bad, told("error"), then("its update is aborted")),
        },
        Some(End::OutOfTime) if is_endless(&ready.subject) => {
            let text =
                format!("still running after {watch}: no limit is crossed, and it has no end of its own");
            let hint = format!("a Rollout ends it when it is over: --terminate-at {watch}");
            (Outcome::GoesOn, Exit::Good, text, Some(hint))
        }
        Some(End::OutOfTime) => {
            let text = format!("still running after {watch}, and not decided");
            let hint = match ready.until {
                Until::Recorded => "nothing is recorded after that; --for goes on with the last values",
                Until::Asked | Until::Usual => "to watch longer, give a longer --for",
            };
            (Outcome::CutOff, Exit::Unfinished, text, Some(hint.to_owned()))
        }
        Some(End::OutOfPasses) => {
            let text = format!("cut off after {after}: it takes more than {PASSES} passes of the controller");
            (Outcome::CutOff, Exit::Unfinished, text, None)
        }
        Some(End::Idle | End::Held(_)) | None => {
            let text = "stuck: nothing is left to be measured, and it does not end".to_owned();
            (Outcome::Stuck, Exit::Bad, text, None)
        }
    };
    Ending { text, hint, outcome, exit }
}
