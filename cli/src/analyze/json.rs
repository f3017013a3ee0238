//! Runs for programs, one object a line. `docs/cli.md` describes every field; what is there stays.

use super::{
    Ready,
    ending::{Outcome, ending},
    table::{How, Row, Taken, watch},
};
use crate::{Exit, simulate::json::seconds};
use gradual::{
    analysis::{Count, Counting, FailureLimit, MetricPlan, MetricResult, SuccessLimit, Summary},
    time::Timestamp,
};
use serde::Serialize;
use serde_json::Number;
use std::collections::BTreeMap;

/// The form of the lines; it counts up if a field ever changes its meaning or goes.
const VERSION: u32 = 1;

/// A line.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Line<'a> {
    /// The first of a run.
    Start(Start<'a>),
    /// A measurement.
    Measurement(Measured<'a>),
    /// A metric has come to its end.
    Metric(Ended<'a>),
    /// Somebody ends the run.
    Terminate(Terminated<'a>),
    /// The last of a run.
    End(Last<'a>),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Start<'a> {
    run: &'a str,
    version: u32,
    file: &'a str,
    templates: &'a [String],
    arguments: BTreeMap<&'a str, Option<&'a str>>,
    metrics: Vec<Planned<'a>>,
    at: Timestamp,
    watched_seconds: Number,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Planned<'a> {
    name: &'a str,
    interval_seconds: Option<Number>,
    initial_delay_seconds: Option<Number>,
    count: Option<i64>,
    failure_limit: Option<i64>,
    inconclusive_limit: i64,
    consecutive_error_limit: i64,
    consecutive_success_limit: Option<i64>,
    dry_run: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Measured<'a> {
    run: &'a str,
    time_seconds: Number,
    at: Timestamp,
    metric: &'a str,
    value: &'a str,
    phase: &'a str,
    message: &'a str,
    counters: Counters,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Counters {
    count: i64,
    successful: i64,
    failed: i64,
    inconclusive: i64,
    error: i64,
    consecutive_success: i64,
    consecutive_error: i64,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Ended<'a> {
    run: &'a str,
    time_seconds: Number,
    metric: &'a str,
    phase: &'a str,
    cut_short: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Terminated<'a> {
    run: &'a str,
    time_seconds: Number,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Last<'a> {
    run: &'a str,
    time_seconds: Number,
    outcome: Outcome,
    phase: &'a str,
    message: &'a str,
    text: &'a str,
    hint: Option<&'a str>,
    exit_code: u8,
    metrics: Vec<Result<'a>>,
    run_summary: Sum,
    dry_run_summary: Option<Sum>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Result<'a> {
    name: &'a str,
    phase: &'a str,
    message: &'a str,
    dry_run: bool,
    counters: Counters,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sum {
    count: i64,
    successful: i64,
    failed: i64,
    inconclusive: i64,
    error: i64,
}

/// All lines of a run, and how it ends.
pub(super) fn print(ready: Ready) -> (String, Exit) {
    let (ready, watched) = watch(ready);
    let run = ready.subject.title.name.as_str();
    let mut text = Line::Start(Start::of(&ready)).text();
    for row in &watched.rows {
        let time_seconds = seconds(row.after());
        let line = match row {
            Row::Taken(taken) => Line::Measurement(Measured::of(run, taken)),
            Row::Ended { metric, phase, how, .. } => {
                let cut_short = *how == How::CutShort;
                Line::Metric(Ended { run, time_seconds, metric, phase: phase.as_str(), cut_short })
            }
            Row::Terminated { .. } => Line::Terminate(Terminated { run, time_seconds }),
        };
        text.push_str(&line.text());
    }
    let ending = ending(&ready, &watched);
    let status = &watched.status;
    let last = Last {
        run,
        time_seconds: seconds(watched.after),
        outcome: ending.outcome,
        phase: status.phase.as_str(),
        message: &status.message,
        text: &ending.text,
        hint: ending.hint.as_deref(),
        exit_code: ending.exit.code(),
        metrics: status.metric_results.iter().map(Result::of).collect(),
        run_summary: Sum::of(&status.run_summary),
        dry_run_summary: status.dry_run_summary.as_ref().map(Sum::of),
    };
    text.push_str(&Line::End(last).text());
    (text, ending.exit)
}

impl Line<'_> {
    /// The line, with its end.
    fn text(&self) -> String {
        // Keys are texts and numbers are finite, so that nothing can fail.
        serde_json::to_string(self).map(|text| text + "\n").unwrap_or_default()
    }
}

impl<'a> Start<'a> {
    fn of(ready: &'a Ready) -> Self {
        let plan = &ready.subject.plan;
        let title = &ready.subject.title;
        let arguments = plan.args.iter().map(|argument| {
            let is_secret = argument.value_from.as_ref().is_some_and(|from| from.secret_key_ref.is_some());
            (argument.name.as_str(), argument.value.as_deref().filter(|_| !is_secret))
        });
        Self {
            run: &title.name,
            version: VERSION,
            file: &title.file,
            templates: &title.templates,
            arguments: arguments.collect(),
            metrics: plan.metrics.iter().flatten().map(Planned::of).collect(),
            at: ready.start,
            watched_seconds: seconds(ready.watch),
        }
    }
}

impl<'a> Planned<'a> {
    fn of(metric: &'a MetricPlan) -> Self {
        let limits = metric.limits;
        Self {
            name: &metric.name,
            interval_seconds: metric.interval.map(seconds),
            initial_delay_seconds: metric.initial_delay.map(seconds),
            count: match limits.count {
                Count::Endless => None,
                Count::Until(count) => Some(count),
            },
            failure_limit: match limits.failures {
                FailureLimit::Off => None,
                FailureLimit::AtMost(failures) => Some(failures),
            },
            inconclusive_limit: limits.inconclusive,
            consecutive_error_limit: limits.errors,
            consecutive_success_limit: match limits.successes {
                SuccessLimit::Off => None,
                SuccessLimit::InARow(successes) => Some(successes),
            },
            dry_run: metric.counting == Counting::DryRun,
        }
    }
}

impl<'a> Measured<'a> {
    fn of(run: &'a str, taken: &'a Taken) -> Self {
        Self {
            run,
            time_seconds: seconds(taken.after),
            at: taken.at,
            metric: &taken.metric,
            value: &taken.measurement.value,
            phase: taken.measurement.phase.as_str(),
            message: &taken.measurement.message,
            counters: Counters::of(&taken.result),
        }
    }
}

impl<'a> Result<'a> {
    fn of(result: &'a MetricResult) -> Self {
        Self {
            name: &result.name,
            phase: result.phase.as_str(),
            message: &result.message,
            dry_run: result.dry_run,
            counters: Counters::of(result),
        }
    }
}

impl Counters {
    fn of(result: &MetricResult) -> Self {
        Self {
            count: result.count,
            successful: result.successful,
            failed: result.failed,
            inconclusive: result.inconclusive,
            error: result.error,
            consecutive_success: result.consecutive_success,
            consecutive_error: result.consecutive_error,
        }
    }
}

impl Sum {
    fn of(summary: &Summary) -> Self {
        Self {
            count: summary.count,
            successful: summary.successful,
            failed: summary.failed,
            inconclusive: summary.inconclusive,
            error: summary.error,
        }
    }
}
