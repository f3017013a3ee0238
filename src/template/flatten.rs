//! Several templates as one (`argo-analysis §4.4`).

use super::TemplateError;
use crate::metric::{AnalysisTemplateSpec, Argument, DryRun, MeasurementRetention, Metric};
use alloc::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    string::String,
    vec::Vec,
};

/// The templates as one, in their order; upstream has those of the namespace before those of the cluster, as
/// [`Gathered`](super::Gathered) gives them.
///
/// # Errors
///
/// If two metrics, or two rules of a kind, have one name, or an argument has two values.
#[doc(alias = "FlattenTemplates")]
pub fn flatten<'a>(
    templates: impl Iterator<Item = &'a AnalysisTemplateSpec> + Clone,
) -> Result<AnalysisTemplateSpec, TemplateError> {
    Ok(AnalysisTemplateSpec {
        metrics: metrics(templates.clone().flat_map(|template| &template.metrics))?,
        args: arguments(templates.clone().flat_map(|template| &template.args))?,
        dry_run: dry_runs(templates.clone().flat_map(|template| &template.dry_run))?,
        measurement_retention: retentions(templates.flat_map(|template| &template.measurement_retention))?,
        ..AnalysisTemplateSpec::default()
    })
}

/// Names are compared as they are written; the same name once its tags are replaced is found when the run starts.
fn metrics<'a>(all: impl Iterator<Item = &'a Metric>) -> Result<Vec<Metric>, TemplateError> {
    once(all, |metric| &metric.name, |name| TemplateError::TwoMetrics { name })
}

pub(super) fn dry_runs<'a>(all: impl Iterator<Item = &'a DryRun>) -> Result<Vec<DryRun>, TemplateError> {
    once(all, |rule| &rule.metric_name, |name| TemplateError::TwoDryRuns { name })
}

pub(super) fn retentions<'a>(
    all: impl Iterator<Item = &'a MeasurementRetention>,
) -> Result<Vec<MeasurementRetention>, TemplateError> {
    once(all, |rule| &rule.metric_name, |name| TemplateError::TwoRetentions { name })
}

/// All of them, if no two have one name.
fn once<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    name: impl Fn(&T) -> &String,
    twice: impl Fn(String) -> TemplateError,
) -> Result<Vec<T>, TemplateError> {
    let mut names = BTreeSet::new();
    let mut list = Vec::new();
    for one in all {
        if !names.insert(name(one).clone()) {
            return Err(twice(name(one).clone()));
        }
        list.push(one.clone());
    }
    Ok(list)
}

/// An argument without a value gives way to a later one of its name, whose value may be missing too (`argo-analysis §4.4`).
fn arguments<'a>(all: impl Iterator<Item = &'a Argument>) -> Result<Vec<Argument>, TemplateError> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut list: Vec<Argument> = Vec::new();
    for argument in all {
        let place = match places.entry(&argument.name) {
            Entry::Vacant(entry) => {
                entry.insert(list.len());
                list.push(argument.clone());
                continue;
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let Some(earlier) = list.get_mut(place) else { continue };
        match (&earlier.value, &argument.value) {
            (Some(first), Some(second)) if first != second => {
                let (name, first, second) = (argument.name.clone(), first.clone(), second.clone());
                return Err(TemplateError::TwoValues { name, first, second });
            }
            (Some(_), _) => {}
            (None, _) => *earlier = argument.clone(),
        }
    }
    Ok(list)
}
