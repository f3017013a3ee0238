//! A run made of templates (`argo-analysis §4.4`).

use super::{
    TemplateError,
    flatten::{dry_runs, flatten, retentions},
    merge_arguments,
};
use crate::metric::{AnalysisRunSpec, AnalysisTemplateSpec, Argument, DryRun, MeasurementRetention};

/// What whoever makes a run says beside the templates.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Caller<'a> {
    /// Values for the templates' arguments.
    pub args: &'a [Argument],
    /// Metrics whose outcome does not count; these rules stand before the templates'.
    pub dry_run: &'a [DryRun],
    /// How many measurements are kept; these rules stand before the templates'.
    pub measurement_retention: &'a [MeasurementRetention],
}

/// The run that templates and their caller make.
///
/// # Errors
///
/// As [`flatten`] and [`merge_arguments`]; or if the caller and a template have a rule of one name.
#[doc(alias = "NewAnalysisRunFromTemplates")]
pub fn new_run<'a>(
    templates: impl Iterator<Item = &'a AnalysisTemplateSpec> + Clone,
    caller: &Caller<'_>,
) -> Result<AnalysisRunSpec, TemplateError> {
    let template = flatten(templates)?;
    Ok(AnalysisRunSpec {
        args: merge_arguments(caller.args, &template.args)?,
        dry_run: dry_runs(caller.dry_run.iter().chain(&template.dry_run))?,
        measurement_retention: retentions(
            caller.measurement_retention.iter().chain(&template.measurement_retention),
        )?,
        metrics: template.metrics,
        ..AnalysisRunSpec::default()
    })
}
