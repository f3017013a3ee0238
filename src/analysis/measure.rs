//! What a measurement makes of a metric's result (`argo-analysis §2.4`).

use super::{Action, Answer, Counting, Measurement, MetricResult};
use crate::{metric::Phase, time::Timestamp};
use alloc::{borrow::ToOwned, collections::BTreeMap, string::String};

/// A measurement that was asked for, and the metric that it is of.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The name that its result is stored by.
    pub(super) stored: String,
    /// Where its result stands, if there is one.
    pub(super) place: Option<usize>,
    /// Whether its outcome counts, which a new result notes.
    pub(super) counting: Counting,
    /// What was asked for.
    pub(super) action: Action,
}

/// A measurement that came back, as it is stored, and what was said of the metric.
fn received(asked: &Asked, answer: &Answer, now: Timestamp) -> (Measurement, BTreeMap<String, String>) {
    let (mut measurement, about) = match answer {
        Answer::Measured { measurement, about } => (measurement.clone(), about.clone()),
        Answer::NoProvider { message } | Answer::NotForgotten { message } => {
            (failed(&asked.action, message, now), BTreeMap::new())
        }
        Answer::Forgotten => (failed(&asked.action, "no measurement was given back", now), BTreeMap::new()),
    };
    let ended_well = matches!(measurement.phase, Phase::Successful | Phase::Inconclusive);
    let answered = matches!(answer, Answer::Measured { .. });
    if answered && ended_well && matches!(asked.action, Action::Terminate { .. }) {
        measurement.message = "Metric Terminated".to_owned();
    }
    if measurement.phase.is_completed() && measurement.finished_at.is_none() {
        measurement.finished_at = Some(now);
    }
    (measurement, about)
}

/// The measurement of a metric whose provider could not be asked.
fn failed(action: &Action, message: &str, now: Timestamp) -> Measurement {
    let begun = match action {
        Action::Resume { measurement, .. } | Action::Terminate { measurement, .. } => measurement.clone(),
        Action::Start { .. } | Action::Forget { .. } | Action::Delete => {
            Measurement { started_at: Some(now), ..Measurement::default() }
        }
    };
    Measurement { phase: Phase::Error, message: message.to_owned(), ..begun }
}

/// The result with the measurement that came back; `redact` covers what must not be stored.
#[doc(alias = "runMeasurements")]
pub(super) fn record(
    result: Option<MetricResult>,
    asked: &Asked,
    answer: &Answer,
    redact: impl FnOnce(String) -> String,
    now: Timestamp,
) -> MetricResult {
    let (mut measurement, about) = received(asked, answer, now);
    let mut result = result.unwrap_or_else(|| MetricResult {
        name: asked.stored.clone(),
        phase: Phase::Running,
        dry_run: asked.counting == Counting::DryRun,
        metadata: about,
        ..MetricResult::default()
    });
    if measurement.phase.is_completed() {
        count(&mut result, &measurement.phase);
    }
    measurement.message = redact(measurement.message);
    match asked.action {
        Action::Start { .. } => result.measurements.push(measurement),
        _ => result.measurements.replace_last(measurement),
    }
    result
}

/// Errors are not measurements that say something.
fn count(result: &mut MetricResult, phase: &Phase) {
    let add = |number: &mut i64| *number = number.saturating_add(1);
    match phase {
        Phase::Successful => {
            add(&mut result.successful);
            add(&mut result.consecutive_success);
        }
        Phase::Failed => add(&mut result.failed),
        Phase::Inconclusive => add(&mut result.inconclusive),
        Phase::Error => {
            add(&mut result.error);
            add(&mut result.consecutive_error);
        }
        Phase::Unset | Phase::Pending | Phase::Running | Phase::Other(_) => return,
    }
    if *phase != Phase::Successful {
        result.consecutive_success = 0;
    }
    if *phase != Phase::Error {
        result.consecutive_error = 0;
        add(&mut result.count);
    }
}
