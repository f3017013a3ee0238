//! The turn of one analysis (`argo-analysis §7.5`).

use super::{Action, Analysis, Named, Reason, Run, RunStatus, facts::Facts, fill_argument, script::Script};
use crate::{
    metric::{AnalysisRunSpec, AnalysisTemplateSpec, Argument, Phase},
    template::{Caller, Scope, TemplateError, gather, new_run},
};
use alloc::{
    borrow::Cow,
    boxed::Box,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::slice;

/// Begins an analysis, follows its run, or ends it; its next status.
#[doc(alias = "reconcileAnalysisRun")]
pub(super) fn reconcile(f: &Facts<'_>, analysis: &Analysis, script: &mut Script<'_>) -> RunStatus {
    let unknown = || RunStatus { name: analysis.name.clone(), ..RunStatus::default() };
    let mut next = f.status.analysis(&analysis.name).cloned().unwrap_or_else(unknown);
    let from = next.phase.clone();
    if f.status.available_at.is_none() {
        verify(f, analysis, &mut next);
    } else if next.analysis_run.is_empty() {
        if !f.terminating {
            begin(f, analysis, &mut next, script);
        }
    } else if !next.phase.is_completed() {
        follow(f, analysis, &mut next, script);
    }
    // A run that nobody has looked at has no phase yet, which is nothing to tell.
    if next.phase != from && next.phase != Phase::Unset {
        let (analysis, to, message) = (next.name.clone(), next.phase.clone(), next.message.clone());
        script.tell(Reason::Analysis { analysis, from, to, message });
    }
    next
}

fn fail(next: &mut RunStatus, message: String) {
    next.phase = Phase::Error;
    next.message = message;
}

/// Before all variants are available, only whether the analysis' own template is there.
#[doc(alias = "verifyAnalysisTemplate")]
fn verify(f: &Facts<'_>, analysis: &Analysis, next: &mut RunStatus) {
    let (scope, name) = (Scope::of(&analysis.template), &analysis.template.template_name);
    if find(f, scope, name).is_none() {
        let missing = not_found(scope, name);
        fail(next, format!("{scope} verification failed for analysis '{}': {missing}", analysis.name));
    }
}

/// Makes a run, or takes the one that an earlier pass made and did not note.
#[doc(alias = "createAnalysisRun")]
fn begin(f: &Facts<'_>, analysis: &Analysis, next: &mut RunStatus, script: &mut Script<'_>) {
    let failed =
        |message: &str| format!("Failed to create AnalysisRun for analysis '{}': {message}", analysis.name);
    let spec = match spec(f, analysis, script) {
        Ok(spec) => spec,
        Err(message) => return fail(next, failed(&message)),
    };
    let (name, taken) = name(f, analysis, &spec);
    if !taken {
        let metadata = &f.plan.run_metadata;
        let (labels, annotations) = (metadata.labels.clone(), metadata.annotations.clone());
        let create = Action::CreateRun { name: name.clone(), labels, annotations, spec: Box::new(spec) };
        if let Err(refused) = script.act(create) {
            return fail(next, failed(&refused.message));
        }
    }
    next.analysis_run = name;
    next.phase = Phase::Pending;
}

/// What is measured: the templates with the values of the arguments.
fn spec(f: &Facts<'_>, analysis: &Analysis, script: &Script<'_>) -> Result<AnalysisRunSpec, String> {
    let told = |error: TemplateError| match error {
        TemplateError::NoTemplate { scope, name, .. } => not_found(scope, &name),
        other => other.to_string(),
    };
    let templates =
        gather(slice::from_ref(&analysis.template), |scope, name| find(f, scope, name)).map_err(told)?;
    let args: Vec<Argument> =
        analysis.args.iter().map(|argument| filled(f, argument, script)).collect::<Result<_, _>>()?;
    let (dry_run, measurement_retention) = (&f.plan.dry_run, &f.plan.measurement_retention);
    new_run(templates.specs(), &Caller { args: &args, dry_run, measurement_retention }).map_err(told)
}

/// An argument with the value that it has now; where its value would be found otherwise is dropped.
fn filled(f: &Facts<'_>, argument: &Argument, script: &Script<'_>) -> Result<Argument, String> {
    let set_of = |name: &str| match f.seen.replica_set(name) {
        Some(set) => Some(Named { name: Cow::Borrowed(&set.name), hash: &set.hash }),
        None => {
            let template = f.plan.templates.iter().find(|template| template.name == name)?;
            let hash = f.seen.hashes.get(name).filter(|_| script.made(name))?;
            Some(Named { name: Cow::Owned(f.plan.replica_set_name(template)), hash })
        }
    };
    let fill = |text: &String| fill_argument(text, f.plan, f.status.available_at, set_of);
    let value = argument.value.as_ref().map(fill).transpose().map_err(|error| error.to_string())?;
    Ok(Argument { name: argument.name.clone(), value, ..Argument::default() })
}

/// The first name that is free, or that of a run which was made for this; and whether it is one of those
/// (`argo-analysis §4.6`).
fn name(f: &Facts<'_>, analysis: &Analysis, spec: &AnalysisRunSpec) -> (String, bool) {
    let base = format!("{}-{}", f.plan.name, analysis.name);
    let mut name = base.clone();
    // There are no more names in the way than runs.
    for suffix in 1..=f.seen.runs.len() {
        match f.seen.run(&name) {
            None => return (name, false),
            Some(run) if made_for(run, spec) => return (name, true),
            Some(_) => name = format!("{base}.{suffix}"),
        }
    }
    (name, false)
}

#[doc(alias = "IsSemanticallyEqual")]
fn made_for(run: &Run, spec: &AnalysisRunSpec) -> bool {
    let AnalysisRunSpec { metrics, args, dry_run, measurement_retention, .. } = &run.spec;
    let same = *metrics == spec.metrics
        && *args == spec.args
        && *dry_run == spec.dry_run
        && *measurement_retention == spec.measurement_retention;
    run.owned && !run.phase.is_completed() && same
}

/// Reads what has become of a run, and ends it with the experiment.
fn follow(f: &Facts<'_>, analysis: &Analysis, next: &mut RunStatus, script: &mut Script<'_>) {
    let Some(run) = f.seen.run(&next.analysis_run) else {
        let message = format!("analysisruns.argoproj.io \"{}\" not found", next.analysis_run);
        return fail(next, message);
    };
    if f.terminating && !run.phase.is_completed() && !run.spec.terminate {
        let (name, run) = (analysis.name.clone(), run.name.clone());
        script.tell(Reason::Terminating { analysis: name, run: run.clone() });
        if let Err(refused) = script.act(Action::TerminateRun { name: run }) {
            return fail(next, refused.message.clone());
        }
    }
    if f.terminating && f.plan.compat.deaf_at_the_end {
        return;
    }
    next.phase = run.phase.clone();
    next.message.clone_from(&run.message);
    if vacuous(f, run) && analysis.required {
        next.phase = Phase::Inconclusive;
        next.message = format!("AnalysisRun '{}' ended before it had measured anything", run.name);
    }
}

/// Whether a run succeeded without having measured anything, and that does not count.
fn vacuous(f: &Facts<'_>, run: &Run) -> bool {
    let counts = f.plan.compat.success_without_measurement || 0 < run.measurements;
    !counts && run.phase == Phase::Successful
}

fn find<'a>(f: &Facts<'a>, scope: Scope, name: &str) -> Option<&'a AnalysisTemplateSpec> {
    match scope {
        Scope::Namespace => f.seen.analysis_templates.get(name),
        Scope::Cluster => f.seen.cluster_analysis_templates.get(name),
    }
}

/// What the API server says of a template that is not there.
fn not_found(scope: Scope, name: &str) -> String {
    let resource = match scope {
        Scope::Namespace => "analysistemplate",
        Scope::Cluster => "clusteranalysistemplate",
    };
    format!("{resource}.argoproj.io \"{name}\" not found")
}
