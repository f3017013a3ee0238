//! From an Experiment to the plan that the experiment machine follows.

use super::{Experiment, ExperimentAnalysis, ExperimentTemplate, add, decode, rules, schema};
use crate::{
    diagnostic::{Diagnostic, Severity},
    experiment::{Analysis, Compat, Length, Plan, Template, TemplateService},
    metric::{AnalysisRunMetadata, AnalysisTemplateRef},
    time::Span,
};
use alloc::{borrow::ToOwned, string::ToString, vec::Vec};
use serde_json::Value;

/// The label by which one of several controllers knows its own.
const INSTANCE: &str = "argo-rollouts.argoproj.io/controller-instance-id";

/// What [`check_experiment`] makes of an Experiment.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CheckedExperiment {
    /// The Experiment, as far as it could be read.
    pub experiment: Experiment,
    /// Its plan, if nothing is an error.
    pub plan: Option<Plan>,
    /// Everything that was found: first what cannot be read, then the rules in upstream's order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an Experiment and checks it: a plan, or *all* that is wrong.
///
/// ```
/// use gradual::{argo, experiment::Length, time::Span};
/// use serde_json::json;
///
/// let variant = |name: &str| json!({"name": name, "selector": {"matchLabels": {"app": name}}});
/// let mut experiment = json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "Experiment",
///     "metadata": {"name": "exp"},
///     "spec": {"duration": "1h", "templates": [variant("baseline"), variant("canary")]},
/// });
/// let plan = argo::check_experiment(&experiment).plan.unwrap();
/// assert_eq!(plan.length, Length::For(Span::seconds(3600)));
///
/// experiment["spec"]["templates"] = json!([variant("canary"), variant("canary"), {"name": "baseline"}]);
/// let checked = argo::check_experiment(&experiment);
/// let found: Vec<_> = checked.diagnostics.iter().map(|one| format!("{} {}", one.path, one.code)).collect();
/// assert_eq!(found, ["spec.templates[1].name experiment/E05", "spec.templates[2].selector experiment/E01"]);
/// ```
///
/// An object of another kind is only told to be one.
pub fn check_experiment(value: &Value) -> CheckedExperiment {
    let (experiment, mut diagnostics) = Experiment::read(value);
    let object = rules::experiment::object(&experiment);
    if !matches!(experiment.kind.as_str(), "" | "Experiment") {
        return CheckedExperiment { experiment, plan: None, diagnostics: object };
    }
    let (plain, _) = decode::decode(&schema::EXPERIMENT, value);
    let broken = rules::experiment::broken(&experiment, &plain);
    add(&mut diagnostics, object, broken);
    let sound = diagnostics.iter().all(|one| one.severity != Severity::Error);
    let plan = sound.then(|| translate_experiment(&experiment));
    CheckedExperiment { experiment, plan, diagnostics }
}

/// The plan of an Experiment, whatever it says: what upstream's controller would go on with.
///
/// [`check_experiment`] is the way for people's input; this is for an Experiment that a controller has already accepted.
/// `spec.terminate` is not part of the plan: it is [observed](crate::experiment::Observed::terminate).
pub fn translate_experiment(experiment: &Experiment) -> Plan {
    let spec = &experiment.spec;
    Plan {
        name: experiment.metadata.name.clone(),
        templates: spec.templates.iter().map(template).collect(),
        analyses: spec.analyses.iter().map(analysis).collect(),
        length: match Span::parse(&spec.duration) {
            _ if spec.duration.is_empty() => Length::Endless,
            Ok(span) => Length::For(span),
            Err(problem) => Length::Unreadable { message: problem.to_string() },
        },
        progress_deadline: Span::seconds(spec.progress_deadline_seconds.unwrap_or(600).into()),
        scale_down_delay: Span::seconds(spec.scale_down_delay_seconds.unwrap_or(30).into()),
        dry_run: spec.dry_run.clone(),
        measurement_retention: spec.measurement_retention.clone(),
        run_metadata: run_metadata(experiment),
        compat: Compat::ARGO,
    }
}

fn template(template: &ExperimentTemplate) -> Template {
    Template {
        name: template.name.clone(),
        replicas: template.replicas.unwrap_or(1).into(),
        service: template.service.as_ref().map(|service| match service.name.as_str() {
            "" => TemplateService::Unnamed,
            name => TemplateService::Named(name.to_owned()),
        }),
    }
}

fn analysis(analysis: &ExperimentAnalysis) -> Analysis {
    Analysis {
        name: analysis.name.clone(),
        template: AnalysisTemplateRef {
            template_name: analysis.template_name.clone(),
            cluster_scope: Some(analysis.cluster_scope),
            ..AnalysisTemplateRef::default()
        },
        required: analysis.required_for_completion,
        args: analysis.args.clone(),
    }
}

/// What the user asks for, over the instance that the experiment belongs to (`argo-analysis §4.6`).
fn run_metadata(experiment: &Experiment) -> AnalysisRunMetadata {
    let mut metadata = experiment.spec.analysis_run_metadata.clone();
    if let Some(instance) = experiment.metadata.labels.get(INSTANCE) {
        metadata.labels.entry(INSTANCE.to_owned()).or_insert_with(|| instance.clone());
    }
    metadata
}
