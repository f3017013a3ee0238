//! Where a command does not do what a person expects of it (`argo-rollout §18`).

use super::{
    command::Command,
    plan::{Pause, Plan, Position, Promotion, Strategy},
    status::Status,
};
use alloc::vec::Vec;
use thiserror::Error;

/// What a person should know before a command is sent. It is no refusal: upstream does as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Caution {
    /// There is no update to abort; the controller takes the abort back (`argo-rollout S49`).
    #[error("there is no update to abort: the controller takes the abort back")]
    NothingToAbort,
    /// A full promotion under way takes an abort back in every pass (`argo-rollout S3`). A way back within the rollback window
    /// does so too, which only what is observed shows: no caution tells of it.
    #[error("a full promotion is under way, which takes the abort back: the update goes on")]
    AbortIsLifted,
    /// There is no abort to retry.
    #[error("the update is not aborted: there is nothing to retry")]
    NothingToRetry,
    /// The step under way is no pause, and is skipped wherever it stands.
    #[error("the rollout is not paused: this skips the step under way without waiting for it")]
    SkipsStep,
    /// Nothing is paused that a promotion could end, and there is no step to skip.
    #[error("nothing is paused: there is nothing to promote yet")]
    NothingToPromote,
    /// A blue-green rollout that promotes itself does not notice that its pause was ended, and pauses again
    /// (`argo-rollout S10`).
    #[error("a rollout with `autoPromotionSeconds` pauses again, with its time anew: promote it fully")]
    PausesAgain,
    /// A full promotion skips pauses that a person must end.
    #[error("this skips every step that is left, those that wait for a person too")]
    SkipsApprovals,
    /// The update is aborted; a full promotion of it brings back what was aborted (`argo-rollout S3`).
    #[error("the update is aborted: this takes the abort back and goes on with it")]
    LiftsAbort,
    /// The update is aborted and stays so until somebody retries it.
    #[error("the update is aborted: this changes nothing until it is retried")]
    AbortStays,
    /// `spec.paused` is not set; a pause of the steps is ended by promoting.
    #[error("`spec.paused` is not set; what pauses is a step or a preview: promote it")]
    NotPausedByHand,
    /// While `spec.paused` is set, changes of full strength are not followed (`argo-rollout S32`).
    #[error("while `spec.paused` is set, the rollout does not follow its autoscaler")]
    HoldsAutoscaler,
}

/// What a person should know before this command.
pub(super) fn cautions(command: Command, plan: &Plan, status: &Status) -> Vec<Caution> {
    let aborted = status.abort && !status.fully_promoted();
    let lifts = plan.compat.promotion_lifts_abort;
    let paused = !status.pause_conditions.is_empty();
    let found = match command {
        Command::Abort if status.fully_promoted() => Some(Caution::NothingToAbort),
        Command::Abort if status.promote_full && lifts => Some(Caution::AbortIsLifted),
        Command::Retry if !status.abort => Some(Caution::NothingToRetry),
        Command::PromoteFully if aborted => {
            Some(if lifts { Caution::LiftsAbort } else { Caution::AbortStays })
        }
        Command::Promote | Command::SkipStep | Command::SkipAllSteps if aborted => Some(Caution::AbortStays),
        Command::Promote => promote(plan, status),
        Command::SkipStep if !paused => Some(Caution::SkipsStep),
        Command::PromoteFully | Command::SkipAllSteps if waits_ahead(plan, status) => {
            Some(Caution::SkipsApprovals)
        }
        Command::Resume if !plan.paused && paused => Some(Caution::NotPausedByHand),
        Command::Pause => Some(Caution::HoldsAutoscaler),
        _ => None,
    };
    found.into_iter().collect()
}

fn promote(plan: &Plan, status: &Status) -> Option<Caution> {
    let paused = !status.pause_conditions.is_empty();
    match &plan.strategy {
        Strategy::BlueGreen(blue_green) if paused => {
            matches!(blue_green.promotion, Promotion::After(_)).then_some(Caution::PausesAgain)
        }
        _ if paused || plan.paused => None,
        Strategy::BlueGreen(_) => Some(Caution::NothingToPromote),
        Strategy::Canary(_) => match plan.position(status) {
            Position::At(_) => Some(Caution::SkipsStep),
            Position::Stepless | Position::Done(_) => Some(Caution::NothingToPromote),
        },
    }
}

/// Whether a step that is left waits for a person.
fn waits_ahead(plan: &Plan, status: &Status) -> bool {
    let Position::At(at) = plan.position(status) else { return false };
    if status.fully_promoted() {
        return false;
    }
    let steps = plan.canary().map_or(&[][..], |canary| &canary.steps.list);
    steps.iter().skip(at.index).any(|step| step.pause == Some(Pause::UntilResumed))
}

#[cfg(test)]
mod tests {
    use super::{Caution, cautions};
    use crate::{
        rollout::{Command, Compat, Pause, PauseCondition, Plan, Status, Step, Strategy},
        time::Span,
    };
    use alloc::vec;

    fn plan() -> Plan {
        let steps = vec![Step::weight(20), Step::pause(Pause::UntilResumed), Step::weight(60)];
        Plan::in_steps("shop", 4, steps)
    }

    fn updating(index: i64) -> Status {
        let (stable_rs, current_pod_hash) = ("a".into(), "b".into());
        Status { stable_rs, current_pod_hash, current_step_index: Some(index), ..Status::default() }
    }

    fn paused() -> Status {
        Status { pause_conditions: vec![PauseCondition::default()], controller_pause: true, ..updating(1) }
    }

    fn check(command: Command, status: &Status, expected: Option<Caution>) {
        assert_eq!(cautions(command, &plan(), status).first().copied(), expected, "{command:?} {status:?}");
    }

    #[test]
    fn commands_that_surprise_say_so() {
        let idle = Status { current_pod_hash: "a".into(), ..updating(3) };
        let aborted = Status { abort: true, ..updating(0) };
        let hastened = Status { promote_full: true, ..updating(2) };
        for (command, status, expected) in [
            (Command::Abort, &idle, Some(Caution::NothingToAbort)),
            (Command::Abort, &hastened, Some(Caution::AbortIsLifted)),
            (Command::Abort, &paused(), None),
            (Command::Retry, &paused(), Some(Caution::NothingToRetry)),
            (Command::Retry, &aborted, None),
            (Command::Promote, &paused(), None),
            (Command::Promote, &updating(0), Some(Caution::SkipsStep)),
            (Command::Promote, &updating(3), Some(Caution::NothingToPromote)),
            (Command::SkipStep, &updating(0), Some(Caution::SkipsStep)),
            (Command::PromoteFully, &aborted, Some(Caution::LiftsAbort)),
            (Command::Promote, &aborted, Some(Caution::AbortStays)),
            (Command::PromoteFully, &paused(), Some(Caution::SkipsApprovals)),
            (Command::PromoteFully, &updating(2), None),
            (Command::Resume, &paused(), Some(Caution::NotPausedByHand)),
            (Command::Pause, &updating(0), Some(Caution::HoldsAutoscaler)),
        ] {
            check(command, status, expected);
        }
    }

    #[test]
    fn a_strict_plan_does_not_lift_aborts() {
        let strict = Plan { compat: Compat::STRICT, ..plan() };
        let hastened = Status { promote_full: true, ..updating(2) };
        assert_eq!(cautions(Command::Abort, &strict, &hastened), []);
    }

    #[test]
    fn a_timed_preview_pauses_again() {
        let mut timed = plan();
        timed.strategy = Strategy::BlueGreen(crate::rollout::BlueGreen {
            active_service: "active".into(),
            preview_service: None,
            preview_replicas: None,
            promotion: crate::rollout::Promotion::After(Span::seconds(60)),
            max_unavailable: crate::quantity::IntOrPercent::Int(0),
            retiring: crate::rollout::Retiring::default(),
            judged_before: false,
            judged_after: false,
        });
        assert_eq!(cautions(Command::Promote, &timed, &paused()), [Caution::PausesAgain]);
        assert_eq!(cautions(Command::Promote, &timed, &updating(0)), [Caution::NothingToPromote]);
    }
}
