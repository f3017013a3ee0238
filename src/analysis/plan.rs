//! What a run is asked to do, checked once.

use super::{
    Compat, Counting, Fault, Limits,
    fault::faults,
    rules::{counting, kept},
};
use crate::{
    metric::{AnalysisRunSpec, Argument, DryRun, MeasurementRetention, Metric, TtlStrategy},
    template::{Secrets, TemplateError, Values, fill_metric, fill_metrics},
    time::Span,
};
use alloc::{borrow::Cow, collections::BTreeMap, string::String, vec::Vec};
use thiserror::Error;

/// What a run is asked to do. A plan has no default: it is made of a spec.
///
/// ```
/// use gradual::{analysis::{Compat, Plan}, metric::AnalysisRunSpec};
/// use serde_json::json;
///
/// let spec: AnalysisRunSpec = serde_json::from_value(json!({
///     "metrics": [{"name": "errors", "interval": "1 minute", "provider": {"prometheus": {"query": "q"}}}],
/// }))?;
/// let refusal = Plan::of(&spec, Compat::ARGO).metrics.unwrap_err();
/// assert_eq!(
///     refusal.to_string(),
///     "Analysis spec invalid: metrics[0]: invalid interval string: \
///      time: unknown unit \" minute\" in duration \"1 minute\""
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The metrics, in order; or why they cannot be measured, which ends the run.
    pub metrics: Result<Vec<MetricPlan>, Refusal>,
    /// The run's arguments, which whoever measures needs once more for what is in secrets.
    pub args: Vec<Argument>,
    /// How long an ended run is kept.
    pub ttl: TtlStrategy,
    /// Which of upstream's behaviours that break a law are kept.
    pub compat: Compat,
}

/// One metric of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricPlan {
    /// Its name, by which decisions know it; a secret in it is a marker.
    pub name: String,
    /// The time from the start of the run to the first measurement, if there is to be any.
    pub initial_delay: Option<Span>,
    /// The time between two measurements.
    pub interval: Option<Span>,
    /// What ends it.
    pub limits: Limits,
    /// Whether its outcome counts.
    pub counting: Counting,
    /// How many measurements are kept.
    pub kept: usize,
    /// The metric as it is written.
    pub written: Metric,
}

/// Why a run ends before anything is measured, in upstream's words. Exhaustive: these are its two.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// An argument or a tag.
    #[error("Unable to resolve metric arguments: {0}")]
    Arguments(TemplateError),
    /// The spec.
    #[error("Analysis spec invalid: {0}")]
    Invalid(Fault),
}

impl Plan {
    /// The plan of a run with this spec. Whether the run is to end early is not in it: that is
    /// [`Observed`](super::Observed).
    pub fn of(spec: &AnalysisRunSpec, compat: Compat) -> Self {
        Self {
            metrics: metrics(spec),
            args: spec.args.clone(),
            ttl: spec.ttl_strategy.clone().unwrap_or_default(),
            compat,
        }
    }

    /// Whether something must be read from a secret before anything can be measured.
    pub fn needs_secrets(&self) -> bool {
        self.args
            .iter()
            .any(|argument| argument.value_from.as_ref().is_some_and(|from| from.secret_key_ref.is_some()))
    }

    /// The metric as its provider is to be asked, with what is in secrets.
    ///
    /// # Errors
    ///
    /// If a secret, or the key in it, is not there, or its value cannot be written as JSON by upstream.
    pub fn to_measure(&self, metric: &MetricPlan, secrets: &Secrets) -> Result<Metric, TemplateError> {
        fill_metric(&metric.written, &Values::revealed(&self.args, secrets)?)
    }

    /// The text with what is in the secrets of this run's arguments covered.
    pub(super) fn redact<'t>(&self, text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
        secrets.redact(&self.args, text)
    }
}

/// Everything that is wrong with a spec, in upstream's order; upstream tells the first.
///
/// # Errors
///
/// If a tag cannot be replaced, so that nothing can be said about the metrics.
pub fn check_spec(spec: &AnalysisRunSpec) -> Result<Vec<Fault>, TemplateError> {
    read(spec).map(|read| read.faults)
}

/// The rules that match none of these metrics.
pub fn idle_rules(metrics: &[Metric], dry_run: &[DryRun], retention: &[MeasurementRetention]) -> Vec<Fault> {
    let (_, mut idle) = counting(dry_run, metrics);
    idle.extend(kept(retention, metrics).1);
    idle
}

/// The metrics of a spec, with what the rules say of each.
struct Read {
    filled: Vec<Metric>,
    counting: Vec<Counting>,
    kept: Vec<usize>,
    faults: Vec<Fault>,
}

fn read(spec: &AnalysisRunSpec) -> Result<Read, TemplateError> {
    let filled = fill_metrics(&spec.metrics, &spec.args, Values::masked)?;
    let (counting, idle_dry_runs) = counting(&spec.dry_run, &filled);
    let (kept, idle_retentions) = kept(&spec.measurement_retention, &filled);
    let mut faults = faults(&filled);
    faults.extend(idle_dry_runs.into_iter().chain(idle_retentions));
    Ok(Read { filled, counting, kept, faults })
}

fn metrics(spec: &AnalysisRunSpec) -> Result<Vec<MetricPlan>, Refusal> {
    let Read { filled, counting, kept, faults } = read(spec).map_err(Refusal::Arguments)?;
    if let Some(fault) = faults.into_iter().next() {
        return Err(Refusal::Invalid(fault));
    }
    let marks = counting.into_iter().zip(kept);
    let plans = filled.iter().zip(&spec.metrics).zip(marks);
    Ok(plans.map(|((filled, written), (counting, kept))| plan(filled, written, counting, kept)).collect())
}

fn plan(filled: &Metric, written: &Metric, counting: Counting, kept: usize) -> MetricPlan {
    // An empty text is no time; any other was found to be one.
    let span = |text: &str| Span::parse(text).ok();
    MetricPlan {
        name: filled.name.clone(),
        initial_delay: span(&filled.initial_delay),
        interval: span(&filled.interval),
        limits: Limits::read(filled),
        counting,
        kept,
        written: written.clone(),
    }
}

/// The metrics' places by the name that decisions know them by.
pub(super) fn by_name(metrics: &[MetricPlan]) -> BTreeMap<&str, usize> {
    metrics.iter().enumerate().rev().map(|(place, metric)| (metric.name.as_str(), place)).collect()
}
