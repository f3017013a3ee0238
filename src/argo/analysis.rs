//! Analysis templates and runs, checked.

use super::{AnalysisRun, AnalysisTemplate, add, rules};
use crate::{
    analysis::{Compat, Plan},
    diagnostic::{Diagnostic, Severity},
};
use alloc::vec::Vec;
use serde_json::Value;

/// What [`check_template`] makes of an AnalysisTemplate or a ClusterAnalysisTemplate.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CheckedTemplate {
    /// The template, as far as it could be read.
    pub template: AnalysisTemplate,
    /// Everything that was found: first what cannot be read, then the rules in upstream's order.
    pub diagnostics: Vec<Diagnostic>,
}

/// What [`check_run`] makes of an AnalysisRun.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CheckedRun {
    /// The run, as far as it could be read.
    pub run: AnalysisRun,
    /// Its plan, if nothing is an error. Upstream would begin any run, and end one that is wrong with its first pass; so
    /// does [`Plan::of`].
    pub plan: Option<Plan>,
    /// Everything that was found: first what cannot be read, then the rules in upstream's order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an AnalysisTemplate or a ClusterAnalysisTemplate and tells *all* that is wrong with it.
///
/// Upstream checks the run that is made of it, and only when it starts. What another template of a set, or the caller, can
/// still bring is a warning; what depends on an argument that the caller must give is not judged.
///
/// ```
/// use gradual::argo;
/// use serde_json::json;
///
/// let metric = json!({
///     "name": "errors", "interval": "{{args.pause}}", "count": 2, "failureLimit": 3,
///     "provider": {"prometheus": {"query": "errors{job=\"{{args.job}}\"}"}},
/// });
/// let checked = argo::check_template(&json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "AnalysisTemplate",
///     "metadata": {"name": "errors"},
///     "spec": {"args": [{"name": "pause"}], "metrics": [metric]},
/// }));
/// let found: Vec<_> = checked.diagnostics.iter().map(|one| format!("{} {}", one.path, one.code)).collect();
/// assert_eq!(found, [
///     "spec.metrics[0].provider.prometheus.query run/A18",
///     "spec.metrics[0].count run/A08",
/// ]);
/// ```
///
/// An object of another kind is only told to be one.
pub fn check_template(value: &Value) -> CheckedTemplate {
    let (template, mut diagnostics) = AnalysisTemplate::read(value);
    let object = rules::analysis::template_object(&template);
    if !matches!(template.kind.as_str(), "" | "AnalysisTemplate" | "ClusterAnalysisTemplate") {
        return CheckedTemplate { template, diagnostics: object };
    }
    add(&mut diagnostics, object, rules::analysis::template(&template.spec));
    CheckedTemplate { template, diagnostics }
}

/// Reads an AnalysisRun and checks it: a plan, or *all* that is wrong.
///
/// ```
/// use gradual::argo;
/// use serde_json::json;
///
/// let checked = argo::check_run(&json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "AnalysisRun",
///     "metadata": {"name": "shop-1"},
///     "spec": {"metrics": [{"name": "errors", "count": 2, "provider": {}}]},
/// }));
/// assert!(checked.plan.is_none());
/// let found: Vec<_> = checked.diagnostics.iter().map(|one| format!("{} {}", one.path, one.code)).collect();
/// assert_eq!(found, ["spec.metrics[0].interval run/A11", "spec.metrics[0].provider run/A14"]);
/// ```
///
/// An object of another kind is only told to be one.
pub fn check_run(value: &Value) -> CheckedRun {
    let (run, mut diagnostics) = AnalysisRun::read(value);
    let object = rules::analysis::run_object(&run);
    if !matches!(run.kind.as_str(), "" | "AnalysisRun") {
        return CheckedRun { run, plan: None, diagnostics: object };
    }
    add(&mut diagnostics, object, rules::analysis::run(&run.spec));
    let sound = diagnostics.iter().all(|one| one.severity != Severity::Error);
    let plan = sound.then(|| Plan::of(&run.spec, Compat::ARGO));
    CheckedRun { run, plan, diagnostics }
}
