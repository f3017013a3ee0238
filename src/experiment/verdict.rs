//! One phase of what variants and analyses came to (`argo-analysis §7.6`).

use super::{
    Analysis, RunStatus, Status, TemplatePhase,
    facts::{self, Facts},
};
use crate::{
    metric::Phase,
    time::{Clock, Wake},
};
use alloc::{borrow::ToOwned, format, string::String};

/// A phase, and why.
type Verdict = (Phase, String);

/// Writes the experiment's phase into its next status, in which all variants and analyses have had their turn.
#[doc(alias = "calculateStatus")]
pub(super) fn conclude(f: &Facts<'_>, next: &mut Status, clock: &mut Clock) {
    match f.status.phase {
        // What went wrong in the very first pass shows in the second one.
        Phase::Unset => next.phase = Phase::Pending,
        Phase::Pending | Phase::Running => {
            let templates = templates(f, next);
            if templates.0 == Phase::Running && next.available_at.is_none() {
                next.available_at = Some(f.now);
                if let Some(end) = facts::end(f.plan, next) {
                    clock.arm(end.next(), Wake::ExperimentOver);
                }
            }
            (next.phase, next.message) = experiment(f, next, templates);
        }
        // What is over stays as it is.
        Phase::Successful | Phase::Failed | Phase::Error | Phase::Inconclusive | Phase::Other(_) => {}
    }
    next.available_at = next.available_at.map(|at| at.whole());
}

/// The worst of the variants.
#[doc(alias = "assessTemplates")]
fn templates(f: &Facts<'_>, next: &Status) -> Verdict {
    let strict = !f.plan.compat.success_without_measurement;
    if f.plan.templates.is_empty() && !f.plan.analyses.is_empty() && strict {
        let done = f.over || f.terminating;
        return (if done { Phase::Successful } else { Phase::Running }, String::new());
    }
    let mut worst = (&TemplatePhase::Successful, "");
    for template in f.plan.templates.iter().filter_map(|template| next.template(&template.name)) {
        if template.status.is_worse_than(worst.0) {
            worst = (&template.status, &template.message);
        }
    }
    let phase = match worst.0 {
        TemplatePhase::Progressing => Phase::Pending,
        TemplatePhase::Failed => Phase::Failed,
        TemplatePhase::Error => Phase::Error,
        TemplatePhase::Successful => Phase::Successful,
        TemplatePhase::Running | TemplatePhase::Unset | TemplatePhase::Other(_) => Phase::Running,
    };
    (phase, worst.1.to_owned())
}

/// The worst of the analyses. One that has not begun does no harm.
#[doc(alias = "assessAnalysisRuns")]
fn analyses(f: &Facts<'_>, next: &Status) -> Verdict {
    let mut worst = (&Phase::Successful, "");
    for analysis in &f.plan.analyses {
        let known = next.analysis(&analysis.name);
        let Some(known) = known.filter(|known| !cut_short(f, analysis, known)) else { continue };
        let phase = match known.phase {
            Phase::Pending => &Phase::Running,
            Phase::Unset if !f.plan.compat.deaf_at_the_end && !known.analysis_run.is_empty() => {
                &Phase::Running
            }
            _ => &known.phase,
        };
        if phase.is_worse_than(worst.0) {
            worst = (phase, &known.message);
        }
    }
    if *worst.0 == Phase::Successful && facts::required_succeeded(f.plan, next) {
        worst.1 = "Required AnalysisRuns completed";
    }
    (worst.0.clone(), worst.1.to_owned())
}

/// Whether an analysis that is not required came to nothing only because it was ended with the experiment.
fn cut_short(f: &Facts<'_>, analysis: &Analysis, known: &RunStatus) -> bool {
    let ended = || f.seen.run(&known.analysis_run).is_some_and(|run| run.spec.terminate);
    !f.plan.compat.deaf_at_the_end && !analysis.required && known.phase == Phase::Inconclusive && ended()
}

fn experiment(f: &Facts<'_>, next: &Status, templates: Verdict) -> Verdict {
    let analyses = analyses(f, next);
    let required = f.plan.analyses.iter().any(|analysis| analysis.required);
    let bad = matches!(analyses.0, Phase::Failed | Phase::Error | Phase::Inconclusive);
    match templates.0 {
        Phase::Successful if analyses.0.is_completed() || required => sound(f, next, analyses),
        Phase::Successful if !f.plan.compat.deaf_at_the_end => analyses,
        Phase::Pending | Phase::Running if bad => analyses,
        Phase::Pending | Phase::Running if facts::required_succeeded(f.plan, next) => {
            sound(f, next, analyses)
        }
        _ => templates,
    }
}

/// The verdict, unless it is a success of which nobody has measured anything.
fn sound(f: &Facts<'_>, next: &Status, verdict: Verdict) -> Verdict {
    let judged = !f.plan.analyses.is_empty() && verdict.0 == Phase::Successful;
    if f.plan.compat.success_without_measurement || !judged {
        return verdict;
    }
    let unmet = f.plan.analyses.iter().find(|analysis| {
        let known = next.analysis(&analysis.name);
        analysis.required && known.is_none_or(|known| known.phase != Phase::Successful)
    });
    if let Some(analysis) = unmet {
        return (Phase::Inconclusive, format!("analysis '{}' is required and never began", analysis.name));
    }
    let measured = |analysis: &Analysis| {
        let known = next.analysis(&analysis.name)?;
        // A run that is gone had been read before.
        let run = f.seen.run(&known.analysis_run);
        Some(run.map_or(known.phase == Phase::Successful, |run| 0 < run.measurements))
    };
    if f.plan.analyses.iter().any(|analysis| measured(analysis) == Some(true)) {
        return verdict;
    }
    (Phase::Inconclusive, "no analysis has measured anything".to_owned())
}
