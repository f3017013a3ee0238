//! What stands over the measurements of a run.

use super::{
    Ready,
    values::{Clock, Values},
};
use crate::simulate::print::{short, time};
use gradual::{
    analysis::{Count, Counting, FailureLimit, Limits, MetricPlan, SuccessLimit},
    metric::Argument,
    time::Span,
};

/// Lines, each with its title.
pub(super) fn lines(ready: &Ready, values: &Values) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    match ready.subject.title.templates.as_slice() {
        [] => lines.push(("kind", "AnalysisRun".to_owned())),
        templates => lines.push(("templates", templates.join(", "))),
    }
    let args: Vec<String> = ready.subject.plan.args.iter().map(argument).collect();
    if !args.is_empty() {
        lines.push(("arguments", args.join(", ")));
    }
    for (index, metric) in ready.subject.plan.metrics.iter().flatten().enumerate() {
        lines.push((if index == 0 { "metrics" } else { "" }, described(metric)));
    }
    if values.clock == Clock::Real {
        lines.push(("begins", format!("{}, watched for {}", ready.start, time(ready.watch))));
    }
    lines.extend(ready.subject.notes.iter().map(|note| ("note", note.clone())));
    lines
}

fn argument(argument: &Argument) -> String {
    let is_secret = argument.value_from.as_ref().is_some_and(|from| from.secret_key_ref.is_some());
    match &argument.value {
        Some(value) if !is_secret => format!("{}={value}", argument.name),
        _ => format!("{}=***", argument.name),
    }
}

/// When a metric is measured, and what it tolerates.
fn described(metric: &MetricPlan) -> String {
    let every = metric.interval.map(|interval| format!(" every {}", short(interval))).unwrap_or_default();
    let times = match metric.limits.count {
        Count::Endless => format!("{every} without end"),
        Count::Until(0 | 1) => " once".to_owned(),
        Count::Until(count) => format!("{every}, {count} times"),
    };
    let delay = metric.initial_delay.filter(|delay| *delay != Span::ZERO);
    let delay = delay.map(|delay| format!(" from {} on", short(delay))).unwrap_or_default();
    let counts = match metric.counting {
        Counting::Counts => "",
        Counting::DryRun => ", dry run",
    };
    format!("{}{times}{delay}{counts}; {}", metric.name, limits(&metric.limits))
}

fn limits(limits: &Limits) -> String {
    let failures = match limits.failures {
        FailureLimit::Off => "any number of failures".to_owned(),
        FailureLimit::AtMost(1) => "1 failure".to_owned(),
        FailureLimit::AtMost(failures) => format!("{failures} failures"),
    };
    let successes = match limits.successes {
        SuccessLimit::Off => String::new(),
        SuccessLimit::InARow(1) => "ends with 1 success, ".to_owned(),
        SuccessLimit::InARow(successes) => format!("ends with {successes} successes in a row, "),
    };
    format!(
        "{successes}tolerates {failures}, {} inconclusive, {} errors in a row",
        limits.inconclusive, limits.errors
    )
}
