//! Which measurements are due (`argo-analysis §2.3`), and so when to come back (`§2.7`).

use super::{Measurement, MetricPlan, MetricResult};
use crate::{
    metric::Phase,
    time::{Clock, Span, Timestamp, Wake},
};

/// How long after an error a metric is measured again, and how long after any measurement if it has no interval.
const RETRY: Span = Span::seconds(10);

/// Whether the run goes on, or is being ended: by a person, or by the bad end of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// It goes on.
    Measuring,
    /// It is being ended.
    Terminating,
}

/// What is to be done for a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Due<'s> {
    /// A measurement is to be begun.
    Start,
    /// A measurement still runs, and is to be looked after or ended.
    Unfinished(&'s Measurement),
    /// Nothing, from this instant on perhaps something.
    At(Timestamp),
    /// Nothing until a measurement that still runs is to be looked after.
    ResumeAt(Timestamp),
    /// Nothing.
    Nothing,
}

/// What is to be done for a metric now. The clock is armed for the time when there is more to do.
#[doc(alias = "generateMetricTasks")]
#[doc(alias = "calculateNextReconcileTime")]
pub(super) fn due<'s>(
    metric: &MetricPlan,
    result: Option<&'s MetricResult>,
    started_at: Option<Timestamp>,
    course: Course,
    clock: &mut Clock,
) -> Due<'s> {
    if result.is_some_and(|result| result.phase.is_completed()) {
        return Due::Nothing;
    }
    let Some((result, last)) = result.and_then(|result| Some((result, result.last()?))) else {
        return match course {
            Course::Terminating => Due::Nothing,
            Course::Measuring => first(metric, started_at, clock),
        };
    };
    let Some(finished_at) = last.finished_at else {
        return match (course, last.resume_at) {
            (Course::Measuring, Some(at)) if !clock.reached(at, Wake::MeasurementEnd) => Due::ResumeAt(at),
            _ => Due::Unfinished(last),
        };
    };
    if course == Course::Terminating || metric.limits.count.reached(result.count) {
        return Due::Nothing;
    }
    let pause = match last.phase {
        Phase::Error => RETRY,
        _ => metric.interval.unwrap_or(RETRY),
    };
    let at = finished_at.plus(pause);
    if clock.passed(at, Wake::Measurement) { Due::Start } else { Due::At(at) }
}

/// A delay runs from the first assessment of the run, so that it costs a pass however short it is.
fn first<'s>(metric: &MetricPlan, started_at: Option<Timestamp>, clock: &mut Clock) -> Due<'s> {
    match (metric.initial_delay, started_at) {
        (None, _) => Due::Start,
        (Some(delay), None) => Due::At(clock.now().plus(delay)),
        (Some(delay), Some(started_at)) => {
            let at = started_at.plus(delay);
            if clock.reached(at, Wake::Measurement) { Due::Start } else { Due::At(at) }
        }
    }
}
