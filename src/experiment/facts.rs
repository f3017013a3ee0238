//! The status read in the light of plan and world, once a pass; no stage looks behind it.

use super::{Length, Observed, Plan, Status, Template, TemplatePhase, TemplateStatus};
use crate::{
    metric::Phase,
    time::{Clock, Timestamp, Wake},
};

#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) plan: &'a Plan,
    pub(super) status: &'a Status,
    pub(super) seen: &'a Observed,
    pub(super) now: Timestamp,
    /// The experiment ends, or has ended: known from what was stored, before anything is found in this pass
    /// (`argo-analysis §7.3`).
    pub(super) terminating: bool,
    /// The experiment has run its time.
    pub(super) over: bool,
}

impl<'a> Facts<'a> {
    pub(super) fn read(plan: &'a Plan, status: &'a Status, seen: &'a Observed, clock: &mut Clock) -> Self {
        let end = end(plan, status).filter(|_| !status.phase.is_completed());
        let over = end.is_some_and(|end| clock.passed(end, Wake::ExperimentOver));
        // Without templates, nothing else says so in the next pass.
        let terminating = seen.terminate || ends(plan, status) || (over && plan.templates.is_empty());
        Self { plan, status, seen, now: clock.now(), terminating, over }
    }

    /// How many pods a variant should have in this pass.
    #[doc(alias = "CalculateTemplateReplicasCount")]
    pub(super) fn desired(&self, template: &Template) -> i64 {
        let done = self.status.template(&template.name).is_some_and(|known| known.status.is_completed());
        if self.terminating || done { 0 } else { template.replicas }
    }
}

/// When the experiment has run its time, as far as that is known.
pub(super) fn end(plan: &Plan, status: &Status) -> Option<Timestamp> {
    match plan.length {
        Length::For(span) => status.available_at.map(|at| at.plus(span)),
        Length::Endless | Length::Unreadable { .. } => None,
    }
}

/// Whether this status is that of an experiment which ends, or has ended.
#[doc(alias = "IsTerminating")]
pub(super) fn ends(plan: &Plan, status: &Status) -> bool {
    let broken =
        |template: &TemplateStatus| matches!(template.status, TemplatePhase::Failed | TemplatePhase::Error);
    let bad = |phase: &Phase| matches!(phase, Phase::Failed | Phase::Error | Phase::Inconclusive);
    status.phase.is_completed()
        || status.template_statuses.iter().any(broken)
        || status.analysis_runs.iter().any(|analysis| bad(&analysis.phase))
        || required_succeeded(plan, status)
        || (!plan.compat.deaf_at_the_end && served(plan, status))
}

/// Whether there are required analyses, and all of them succeeded.
pub(super) fn required_succeeded(plan: &Plan, status: &Status) -> bool {
    let mut required = plan.analyses.iter().filter(|analysis| analysis.required).peekable();
    let succeeded = |name: &str| status.analysis(name).is_some_and(|known| known.phase == Phase::Successful);
    required.peek().is_some() && required.all(|analysis| succeeded(&analysis.name))
}

/// Whether all variants have done their work.
fn served(plan: &Plan, status: &Status) -> bool {
    let done = |template: &Template| {
        status.template(&template.name).is_some_and(|known| known.status == TemplatePhase::Successful)
    };
    !plan.templates.is_empty() && plan.templates.iter().all(done)
}
