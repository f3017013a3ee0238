//! How far a metric has come (`argo-analysis §2.5`).

use super::{Compat, FailureLimit, Limits, MetricResult, SuccessLimit, due::Course};
use crate::metric::Phase;
use thiserror::Error;

/// A limit that was crossed, in upstream's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum Tripped {
    #[error("failed ({failed}) > failureLimit ({limit})")]
    Failed { failed: i64, limit: i64 },
    #[error("inconclusive ({inconclusive}) > inconclusiveLimit ({limit})")]
    Inconclusive { inconclusive: i64, limit: i64 },
    #[error("consecutiveErrors ({errors}) > consecutiveErrorLimit ({limit})")]
    Errors { errors: i64, limit: i64 },
}

impl Tripped {
    fn phase(self) -> Phase {
        match self {
            Self::Failed { .. } => Phase::Failed,
            Self::Inconclusive { .. } => Phase::Inconclusive,
            Self::Errors { .. } => Phase::Error,
        }
    }
}

/// The limit that a metric has crossed. Of several it is the last one: within a metric an error is worse than what is
/// inconclusive, and that is worse than a failure.
#[doc(alias = "assessMetricFailureInconclusiveOrError")]
pub(super) fn tripped(limits: &Limits, result: &MetricResult) -> Option<Tripped> {
    let MetricResult { failed, inconclusive, consecutive_error: errors, .. } = *result;
    if limits.errors < errors {
        return Some(Tripped::Errors { errors, limit: limits.errors });
    }
    if limits.inconclusive < inconclusive {
        return Some(Tripped::Inconclusive { inconclusive, limit: limits.inconclusive });
    }
    match limits.failures {
        FailureLimit::AtMost(limit) if limit < failed => Some(Tripped::Failed { failed, limit }),
        FailureLimit::AtMost(_) | FailureLimit::Off => None,
    }
}

/// How far a metric has come.
#[doc(alias = "assessMetricStatus")]
pub(super) fn assess(limits: &Limits, result: &MetricResult, course: Course, compat: Compat) -> Phase {
    if result.phase.is_completed() {
        return result.phase.clone();
    }
    let cut_short = match compat.terminated_run_succeeds {
        true => Phase::Successful,
        false => Phase::Inconclusive,
    };
    let Some(last) = result.last() else {
        return if course == Course::Terminating { cut_short } else { Phase::Pending };
    };
    if !last.phase.is_completed() {
        return Phase::Running;
    }
    if let Some(tripped) = tripped(limits, result) {
        return tripped.phase();
    }
    let enough = match limits.successes {
        SuccessLimit::Off => false,
        SuccessLimit::InARow(enough) => enough <= result.consecutive_success,
    };
    if enough {
        return Phase::Successful;
    }
    if limits.count.reached(result.count) {
        return match (limits.successes, limits.failures) {
            (SuccessLimit::Off, _) => Phase::Successful,
            // The successes in a row did not come, and nothing else tells.
            (SuccessLimit::InARow(_), FailureLimit::AtMost(_)) => Phase::Inconclusive,
            (SuccessLimit::InARow(_), FailureLimit::Off) => Phase::Failed,
        };
    }
    if course == Course::Terminating { cut_short } else { Phase::Running }
}
