//! How far a run has come (`argo-analysis §2.6`).

use super::{
    Compat, Counting, MetricPlan, MetricResult, Reason, Status, Summary,
    assess::{Tripped, assess, tripped},
    due::Course,
    results,
};
use crate::metric::Phase;
use alloc::{borrow::ToOwned, format, string::String, vec::Vec};

/// What the run is found to be.
#[derive(Debug)]
pub(super) struct Outcome {
    /// How far it has come.
    pub(super) phase: Phase,
    /// Why; stored with the phase when that changes.
    pub(super) message: String,
    /// What there is to tell of its metrics.
    pub(super) reasons: Vec<Reason>,
}

/// What is found while one metric after the other is assessed.
struct Findings {
    worst: Option<Phase>,
    message: String,
    all_done: bool,
    /// Whether a metric that counts is not done.
    counted_missing: bool,
    /// Whether there is a metric that counts.
    any_counts: bool,
    reasons: Vec<Reason>,
}

/// Assesses every metric, and from them the run. Results and summaries of the status are brought up to date; its phase is
/// left to the caller.
#[doc(alias = "assessRunStatus")]
pub(super) fn outcome(
    metrics: &[MetricPlan],
    status: &mut Status,
    course: Course,
    begin: String,
    compat: Compat,
) -> Outcome {
    let mut found = Findings {
        worst: None,
        message: begin,
        all_done: true,
        counted_missing: false,
        any_counts: false,
        reasons: Vec::new(),
    };
    let (mut counted, mut dry) = (Summary::default(), Summary::default());
    let places = results::places(metrics, &status.metric_results);
    for (metric, place) in metrics.iter().zip(places) {
        let summary = match metric.counting {
            Counting::Counts => &mut counted,
            Counting::DryRun => &mut dry,
        };
        summary.count = summary.count.saturating_add(1);
        found.any_counts |= metric.counting == Counting::Counts;
        let result = place.and_then(|place| status.metric_results.get_mut(place));
        found.metric(metric, result, course, summary, compat);
    }
    status.run_summary = Summary { rest: core::mem::take(&mut status.run_summary.rest), ..counted };
    let dry_rest = status.dry_run_summary.take().unwrap_or_default().rest;
    status.dry_run_summary = Some(Summary { rest: dry_rest, ..dry });
    found.conclude(course, compat)
}

impl Findings {
    fn metric(
        &mut self,
        metric: &MetricPlan,
        result: Option<&mut MetricResult>,
        course: Course,
        summary: &mut Summary,
        compat: Compat,
    ) {
        let Some(result) = result else {
            return self.unfinished(metric);
        };
        let phase = assess(&metric.limits, result, course, compat);
        if phase != result.phase {
            if phase.is_completed() {
                self.reasons
                    .push(Reason::MetricCompleted { metric: metric.name.clone(), phase: phase.clone() });
            }
            if let Some(last) = result.last() {
                result.message = last.message.clone();
            }
            result.phase = phase.clone();
        }
        if !phase.is_completed() {
            return self.unfinished(metric);
        }
        let tripped = tripped(&metric.limits, result);
        book(summary, tripped);
        match (metric.counting, tripped) {
            (Counting::Counts, tripped) => self.count(metric, result, phase, tripped),
            (Counting::DryRun, tripped) => {
                self.worst.get_or_insert(Phase::Successful);
                if let Some(tripped) = tripped {
                    result.message = format!("Metric assessed {phase} due to {tripped}");
                }
            }
        }
    }

    fn unfinished(&mut self, metric: &MetricPlan) {
        self.all_done = false;
        self.counted_missing |= metric.counting == Counting::Counts;
    }

    /// Of two equally bad metrics the first is told; the message of a better one stays where a worse one has none.
    fn count(&mut self, metric: &MetricPlan, result: &MetricResult, phase: Phase, tripped: Option<Tripped>) {
        if self.worst.as_ref().is_some_and(|worst| !phase.is_worse_than(worst)) {
            return;
        }
        if let Some(tripped) = tripped {
            let told = match result.message.as_str() {
                "" => String::new(),
                message => format!(": \"Error Message: {message}\""),
            };
            self.message = format!("Metric \"{}\" assessed {phase} due to {tripped}{told}", metric.name);
        }
        self.worst = Some(phase);
    }

    fn conclude(self, course: Course, compat: Compat) -> Outcome {
        let message = self.message.trim().to_owned();
        let done = match (compat.dry_run_delays_end, self.any_counts) {
            (true, _) | (false, false) => self.all_done,
            (false, true) => !self.counted_missing,
        };
        let phase = match (course, self.worst) {
            (Course::Measuring, Some(worst)) if done => worst,
            (Course::Measuring, _) => return running(self.reasons),
            (Course::Terminating, worst) if compat.terminated_run_succeeds => {
                worst.unwrap_or(Phase::Successful)
            }
            (Course::Terminating, Some(worst)) if done || worst.is_worse_than(&Phase::Inconclusive) => worst,
            // Nothing is known of what was cut short.
            (Course::Terminating, _) => Phase::Inconclusive,
        };
        Outcome { phase, message, reasons: self.reasons }
    }
}

fn running(reasons: Vec<Reason>) -> Outcome {
    Outcome { phase: Phase::Running, message: String::new(), reasons }
}

/// A metric that ended without a limit tripped is booked as successful, however it ended.
fn book(summary: &mut Summary, tripped: Option<Tripped>) {
    let number = match tripped {
        None => &mut summary.successful,
        Some(Tripped::Failed { .. }) => &mut summary.failed,
        Some(Tripped::Inconclusive { .. }) => &mut summary.inconclusive,
        Some(Tripped::Errors { .. }) => &mut summary.error,
    };
    *number = number.saturating_add(1);
}
