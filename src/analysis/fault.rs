//! What is wrong with the metrics of a run (`argo-analysis §2.2`, `argo-spec §2.3`).

use super::limits::number;
use crate::{
    metric::Metric,
    time::{Span, SpanError},
};
use alloc::{collections::BTreeSet, string::String, vec::Vec};
use serde_json::Value;
use thiserror::Error;

/// What is wrong with the spec of a run, in upstream's words. Exhaustive: upstream has no other rule.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// A01: nothing is measured.
    #[error("no metrics specified")]
    NoMetrics,
    /// A02 to A15: a metric is wrong.
    #[error("metrics[{metric}]: {fault}")]
    Metric {
        /// Its place.
        metric: usize,
        /// What is wrong.
        fault: MetricFault,
    },
    /// A16: a dry-run rule matches no metric; a pattern that cannot be read matches none.
    #[error("dryRun[{rule}]: Rule didn't match any metric name(s)")]
    IdleDryRun {
        /// Its place.
        rule: usize,
    },
    /// A17: a rule about what is kept matches no metric.
    #[error("measurementRetention[{rule}]: Rule didn't match any metric name(s)")]
    IdleRetention {
        /// Its place.
        rule: usize,
    },
}

/// What is wrong with one metric, in upstream's words and order.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MetricFault {
    /// A02.
    #[error("duplicate name '{name}'")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A03.
    #[error("consecutiveSuccessLimit must be >= 0")]
    NegativeSuccessLimit,
    /// A04.
    #[error("failureLimit must be >= 0, or -1 to be disabled")]
    NegativeFailureLimit,
    /// A05.
    #[error("failureLimit and consecutiveSuccessLimit cannot both be disabled")]
    NothingEnds,
    /// A06.
    #[error("inconclusiveLimit must be >= 0")]
    NegativeInconclusiveLimit,
    /// A07.
    #[error("consecutiveErrorLimit must be >= 0")]
    NegativeErrorLimit,
    /// A08.
    #[error(
        "count ({count}) must be >= failureLimit + consecutiveSuccessLimit ({failures} + {successes}) if both >= 0"
    )]
    CountBelowLimits {
        /// The count.
        count: i64,
        /// `failureLimit`.
        failures: i64,
        /// `consecutiveSuccessLimit`.
        successes: i64,
    },
    /// A09.
    #[error("count must be >= consecutiveSuccessLimit")]
    CountBelowSuccessLimit,
    /// A10.
    #[error("count must be >= inconclusiveLimit")]
    CountBelowInconclusiveLimit,
    /// A11.
    #[error("interval must be specified when count > 1")]
    NoInterval,
    /// A12.
    #[error("invalid interval string: {0}")]
    Interval(SpanError),
    /// A13. Upstream calls it so.
    #[error("invalid startDelay string: {0}")]
    InitialDelay(SpanError),
    /// A14.
    #[error("no provider specified")]
    NoProvider,
    /// A15.
    #[error("multiple providers specified")]
    ManyProviders,
}

impl Fault {
    /// The stable name of the rule, such as `run/A07`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoMetrics => "run/A01",
            Self::Metric { fault, .. } => fault.code(),
            Self::IdleDryRun { .. } => "run/A16",
            Self::IdleRetention { .. } => "run/A17",
        }
    }
}

impl MetricFault {
    /// The stable name of the rule, such as `run/A07`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Duplicate { .. } => "run/A02",
            Self::NegativeSuccessLimit => "run/A03",
            Self::NegativeFailureLimit => "run/A04",
            Self::NothingEnds => "run/A05",
            Self::NegativeInconclusiveLimit => "run/A06",
            Self::NegativeErrorLimit => "run/A07",
            Self::CountBelowLimits { .. } => "run/A08",
            Self::CountBelowSuccessLimit => "run/A09",
            Self::CountBelowInconclusiveLimit => "run/A10",
            Self::NoInterval => "run/A11",
            Self::Interval(_) => "run/A12",
            Self::InitialDelay(_) => "run/A13",
            Self::NoProvider => "run/A14",
            Self::ManyProviders => "run/A15",
        }
    }
}

/// Everything that is wrong with metrics whose tags are replaced; upstream tells the first.
#[doc(alias = "ValidateMetrics")]
pub fn faults(metrics: &[Metric]) -> Vec<Fault> {
    if metrics.is_empty() {
        return Vec::from([Fault::NoMetrics]);
    }
    let mut names = BTreeSet::new();
    let mut faults = Vec::new();
    for (metric, written) in metrics.iter().enumerate() {
        let fault = |fault| Fault::Metric { metric, fault };
        if !names.insert(&written.name) {
            faults.push(fault(MetricFault::Duplicate { name: written.name.clone() }));
        }
        faults.extend(numbers(written).chain(others(written)).map(fault));
    }
    faults
}

/// What is wrong with a metric's limits.
#[doc(alias = "ValidateMetric")]
fn numbers(metric: &Metric) -> impl Iterator<Item = MetricFault> {
    let read = |quantity| number(quantity).unwrap_or(0);
    let (count, failures) = (read(&metric.count), read(&metric.failure_limit));
    let (successes, inconclusive) =
        (read(&metric.consecutive_success_limit), read(&metric.inconclusive_limit));
    let errors = number(&metric.consecutive_error_limit);
    let below_limits = 0 < count && 0 <= failures && count < failures.saturating_add(successes);
    let below_successes = 0 < count && failures < 0 && count < successes;
    [
        (successes < 0).then_some(MetricFault::NegativeSuccessLimit),
        (failures < -1).then_some(MetricFault::NegativeFailureLimit),
        (successes == 0 && failures == -1).then_some(MetricFault::NothingEnds),
        (inconclusive < 0).then_some(MetricFault::NegativeInconclusiveLimit),
        errors.is_some_and(|errors| errors < 0).then_some(MetricFault::NegativeErrorLimit),
        below_limits.then_some(MetricFault::CountBelowLimits { count, failures, successes }),
        below_successes.then_some(MetricFault::CountBelowSuccessLimit),
        (0 < count && count < inconclusive).then_some(MetricFault::CountBelowInconclusiveLimit),
        (1 < count && metric.interval.is_empty()).then_some(MetricFault::NoInterval),
    ]
    .into_iter()
    .flatten()
}

/// What is wrong with a metric's times and its provider.
fn others(metric: &Metric) -> impl Iterator<Item = MetricFault> {
    let bad = |text: &str| if text.is_empty() { None } else { Span::parse(text).err() };
    let provider = match providers(metric) {
        0 => Some(MetricFault::NoProvider),
        1 => None,
        _ => Some(MetricFault::ManyProviders),
    };
    let interval = bad(&metric.interval).map(MetricFault::Interval);
    interval.into_iter().chain(bad(&metric.initial_delay).map(MetricFault::InitialDelay)).chain(provider)
}

/// How many providers a metric has; each plugin is one.
fn providers(metric: &Metric) -> usize {
    const KNOWN: [&str; 11] = [
        "prometheus",
        "kayenta",
        "web",
        "datadog",
        "wavefront",
        "newRelic",
        "job",
        "cloudWatch",
        "graphite",
        "influxdb",
        "skywalking",
    ];
    let known = KNOWN.iter().filter(|name| metric.provider.get(**name).is_some_and(|value| !value.is_null()));
    let plugins = metric.provider.get("plugin").and_then(Value::as_object);
    known.count() + plugins.map_or(0, |plugins| plugins.len())
}
