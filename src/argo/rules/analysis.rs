//! Upstream's rules about analysis runs (`argo-spec §2.3`), on runs and on the templates that become one.
//!
//! Upstream keeps the first error only; here all are found.

use super::path;
use crate::{
    analysis::{Fault, MetricFault, check_spec, faults, idle_rules},
    argo::{AnalysisRun, AnalysisTemplate, ObjectMeta},
    diagnostic::{Diagnostic, Path, Severity},
    metric::{AnalysisRunSpec, AnalysisTemplateSpec, Argument, Metric},
    template::{TemplateError, Values, fill_metric},
};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value;

const API_VERSION: &str = "argoproj.io/v1alpha1";

/// What stands for an argument that the caller must give; it is upstream's text for one.
const UNKNOWN: &str = "dummy-value";

/// What says that this is not an analysis template, or not a whole one.
pub(in crate::argo) fn template_object(template: &AnalysisTemplate) -> Vec<Diagnostic> {
    let known = ["AnalysisTemplate", "ClusterAnalysisTemplate"].contains(&template.kind.as_str());
    let right = if known { template.kind.as_str() } else { "AnalysisTemplate" };
    let written = [template.api_version.as_str(), template.kind.as_str()];
    object("decode/not-an-analysis-template", "an analysis template", right, written, &template.metadata)
}

/// What says that this is not an analysis run, or not a whole one.
pub(in crate::argo) fn run_object(run: &AnalysisRun) -> Vec<Diagnostic> {
    let written = [run.api_version.as_str(), run.kind.as_str()];
    object("decode/not-an-analysis-run", "an analysis run", "AnalysisRun", written, &run.metadata)
}

/// What says that this is not what it should be, or not a whole one.
pub(super) fn object(
    code: &'static str,
    what: &str,
    kind: &str,
    [api_version, written_kind]: [&str; 2],
    metadata: &ObjectMeta,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (field, written, right) in [("apiVersion", api_version, API_VERSION), ("kind", written_kind, kind)] {
        if written != right {
            let message = match written {
                "" => format!("`{field}` is missing"),
                written => format!("`{written}` is not the `{field}` of {what}"),
            };
            let finding = Diagnostic::error(code, path(&[field]), message);
            found.push(finding.help(format!("{what} has `{field}: {right}`")));
        }
    }
    if metadata.name.is_empty() && !metadata.rest.contains_key("generateName") {
        let at = path(&["metadata", "name"]);
        found.push(Diagnostic::error("decode/no-name", at, format!("{what} needs a name")));
    }
    found
}

/// What upstream would end this run for.
pub(in crate::argo) fn run(spec: &AnalysisRunSpec) -> Vec<Diagnostic> {
    match check_spec(spec) {
        Ok(faults) => faults.iter().map(|fault| broken(fault, &spec.metrics)).collect(),
        Err(_) => {
            let args: Vec<_> = spec.args.iter().map(supplied).collect();
            let (filled, broken) = fill(&spec.metrics, &args);
            let mut found = missing(&spec.args);
            found.extend(broken.into_iter().chain(judged(&faults(&filled), &filled)));
            found
        }
    }
}

/// A18, for every argument without a value.
fn missing(args: &[Argument]) -> Vec<Diagnostic> {
    let missing = args.iter().enumerate().filter(|(_, argument)| is_missing(argument));
    missing
        .map(|(index, argument)| {
            let error = TemplateError::NotSupplied { name: argument.name.clone() };
            unfilled(&error, path(&["spec", "args"]).index(index))
        })
        .collect()
}

/// Only secrets are read for a run; a value from elsewhere must come with it.
fn is_missing(argument: &Argument) -> bool {
    let secret = argument.value_from.as_ref().is_some_and(|from| from.secret_key_ref.is_some());
    argument.value.is_none() && !secret
}

/// What upstream would end a run of this template for.
pub(in crate::argo) fn template(spec: &AnalysisTemplateSpec) -> Vec<Diagnostic> {
    let args: Vec<Argument> = spec.args.iter().map(supplied).collect();
    let (filled, found) = fill(&spec.metrics, &args);
    let mut all = faults(&filled);
    if filled.iter().all(|metric| !is_unknown(&metric.name)) {
        all.extend(idle_rules(&filled, &spec.dry_run, &spec.measurement_retention));
    }
    if !spec.templates.is_empty() {
        all.retain(|fault| *fault != Fault::NoMetrics);
    }
    let mut found: Vec<_> = found.into_iter().map(of_a_set).collect();
    found.extend(judged(&all, &filled).into_iter().map(of_a_set));
    found
}

/// The argument, with something in the place of a value that the caller must give.
fn supplied(argument: &Argument) -> Argument {
    let mut argument = argument.clone();
    if is_missing(&argument) {
        argument.value = Some(UNKNOWN.to_owned());
    }
    argument
}

/// What another template of the set, or the caller, can still bring is no error of this template.
fn of_a_set(mut finding: Diagnostic) -> Diagnostic {
    if matches!(finding.code, "run/A01" | "run/A16" | "run/A17" | "run/A18") {
        finding.severity = Severity::Warning;
        finding.help = Some("another template that is used together with this one can bring it".to_owned());
    }
    finding
}

/// The metrics with their tags replaced; one that cannot be stays as it is written, and is told.
fn fill(metrics: &[Metric], args: &[Argument]) -> (Vec<Metric>, Vec<Diagnostic>) {
    // None is missing any more.
    let values = Values::masked(args).unwrap_or_default();
    let (mut filled, mut found) = (Vec::new(), Vec::new());
    for (index, metric) in metrics.iter().enumerate() {
        filled.push(fill_metric(metric, &values).unwrap_or_else(|error| {
            let at = path(&["spec", "metrics"]).index(index);
            found.push(unfilled(&error, tag_at(&error, metric, at)));
            metric.clone()
        }));
    }
    (filled, found)
}

/// A18.
fn unfilled(error: &TemplateError, at: Path) -> Diagnostic {
    let message = match error {
        TemplateError::NotSupplied { name } => format!("the argument `{name}` has no value"),
        TemplateError::UnknownTag { tag } => format!("there is no argument for `{{{{{tag}}}}}`"),
        TemplateError::Unclosed { .. } => "`{{` without a later `}}`".to_owned(),
        other => other.to_string(),
    };
    Diagnostic::error("run/A18", at, message).upstream(format!("Unable to resolve metric arguments: {error}"))
}

/// The text that a tag stands in, if it stands in one.
fn tag_at(error: &TemplateError, metric: &Metric, at: Path) -> Path {
    let TemplateError::UnknownTag { tag } = error else {
        return at;
    };
    let written = serde_json::to_value(metric).unwrap_or_default();
    find(&written, &format!("{{{{{tag}}}}}"), &at).unwrap_or(at)
}

/// The nesting of a value is bounded by whoever read it.
fn find(value: &Value, part: &str, at: &Path) -> Option<Path> {
    match value {
        Value::String(text) => text.contains(part).then(|| at.clone()),
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, item)| find(item, part, &at.index(index)))
        }
        Value::Object(fields) => fields.iter().find_map(|(name, field)| find(field, part, &at.field(name))),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Of the faults those that do not hang on what is not known.
fn judged(faults: &[Fault], metrics: &[Metric]) -> Vec<Diagnostic> {
    let known = |fault: &&Fault| match fault {
        Fault::Metric { metric, fault } => {
            let texts = metrics.get(*metric).map(|metric| texts(metric, fault)).unwrap_or_default();
            !texts.iter().any(|text| is_unknown(text))
        }
        Fault::NoMetrics | Fault::IdleDryRun { .. } | Fault::IdleRetention { .. } => true,
    };
    faults.iter().filter(known).map(|fault| broken(fault, metrics)).collect()
}

fn is_unknown(text: &str) -> bool {
    text.contains(UNKNOWN) || text.contains("{{")
}

/// What a rule looks at.
fn texts(metric: &Metric, fault: &MetricFault) -> Vec<String> {
    let count = metric.count.as_ref().map(ToString::to_string);
    let failures = metric.failure_limit.as_ref().map(ToString::to_string);
    let successes = metric.consecutive_success_limit.as_ref().map(ToString::to_string);
    let inconclusive = metric.inconclusive_limit.as_ref().map(ToString::to_string);
    let errors = metric.consecutive_error_limit.as_ref().map(ToString::to_string);
    let texts = match fault {
        MetricFault::Duplicate { name } => [Some(name.clone()), None, None],
        MetricFault::NegativeSuccessLimit => [successes, None, None],
        MetricFault::NegativeFailureLimit => [failures, None, None],
        MetricFault::NothingEnds => [failures, successes, None],
        MetricFault::NegativeInconclusiveLimit => [inconclusive, None, None],
        MetricFault::NegativeErrorLimit => [errors, None, None],
        MetricFault::CountBelowLimits { .. } | MetricFault::CountBelowSuccessLimit => {
            [count, failures, successes]
        }
        MetricFault::CountBelowInconclusiveLimit => [count, inconclusive, None],
        MetricFault::NoInterval => [count, Some(metric.interval.clone()), None],
        MetricFault::Interval(_) => [Some(metric.interval.clone()), None, None],
        MetricFault::InitialDelay(_) => [Some(metric.initial_delay.clone()), None, None],
        MetricFault::NoProvider | MetricFault::ManyProviders => [None, None, None],
    };
    texts.into_iter().flatten().collect()
}

/// A fault where the user looks for it, in our words and in upstream's.
fn broken(fault: &Fault, metrics: &[Metric]) -> Diagnostic {
    let (at, message, help) = match fault {
        Fault::NoMetrics => (path(&["spec", "metrics"]), "nothing is measured".to_owned(), "name a metric"),
        Fault::Metric { metric, fault } => {
            let (field, message, help) = of_metric(fault, metrics.get(*metric));
            (path(&["spec", "metrics"]).index(*metric).field(field), message, help)
        }
        Fault::IdleDryRun { rule } => {
            (path(&["spec", "dryRun"]).index(*rule).field("metricName"), idle(), PATTERNS)
        }
        Fault::IdleRetention { rule } => {
            (path(&["spec", "measurementRetention"]).index(*rule).field("metricName"), idle(), PATTERNS)
        }
    };
    Diagnostic::error(fault.code(), at, message)
        .help(help)
        .upstream(format!("Analysis spec invalid: {fault}"))
}

const PATTERNS: &str =
    "it is a regular expression that is looked for in the names of metrics; `.*` is all of them";

fn idle() -> String {
    "no metric has such a name".to_owned()
}

fn of_metric(fault: &MetricFault, metric: Option<&Metric>) -> (&'static str, String, &'static str) {
    let providers = metric.map(|metric| {
        let names: Vec<_> = metric.provider.keys().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    });
    match fault {
        MetricFault::Duplicate { name } => {
            ("name", format!("two metrics are called `{name}`"), "results are found by name")
        }
        MetricFault::NegativeSuccessLimit => ("consecutiveSuccessLimit", below_zero(), "0 turns it off"),
        MetricFault::NegativeFailureLimit => {
            ("failureLimit", "less than -1".to_owned(), "-1 tolerates every failure, 0 none")
        }
        MetricFault::NothingEnds => (
            "failureLimit",
            "neither failures nor successes end the metric".to_owned(),
            "-1 needs a `consecutiveSuccessLimit`",
        ),
        MetricFault::NegativeInconclusiveLimit => ("inconclusiveLimit", below_zero(), "0 tolerates none"),
        MetricFault::NegativeErrorLimit => ("consecutiveErrorLimit", below_zero(), "0 tolerates none"),
        MetricFault::CountBelowLimits { count, failures, successes } => (
            "count",
            format!(
                "`{count}` measurements are fewer than the `{failures}` failures that are tolerated and the `{successes}` successes that are wanted"
            ),
            "a limit that cannot be reached decides nothing",
        ),
        MetricFault::CountBelowSuccessLimit => (
            "count",
            "fewer measurements than the successes that are wanted".to_owned(),
            "raise it to `consecutiveSuccessLimit` at least",
        ),
        MetricFault::CountBelowInconclusiveLimit => (
            "count",
            "fewer measurements than the inconclusive ones that are tolerated".to_owned(),
            "raise it to `inconclusiveLimit` at least",
        ),
        MetricFault::NoInterval => (
            "interval",
            "more than one measurement, and no time between them".to_owned(),
            "write a duration such as `30s`",
        ),
        MetricFault::Interval(error) => ("interval", error.to_string(), "write a duration such as `1m30s`"),
        MetricFault::InitialDelay(error) => {
            ("initialDelay", error.to_string(), "write a duration such as `1m30s`")
        }
        MetricFault::NoProvider => {
            ("provider", "nobody is asked".to_owned(), "name one provider, such as `prometheus`")
        }
        MetricFault::ManyProviders => (
            "provider",
            format!("more than one provider: {}", providers.unwrap_or_default()),
            "a metric asks one",
        ),
    }
}

fn below_zero() -> String {
    "less than 0".to_owned()
}
