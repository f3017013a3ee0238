//! What a pass that did nothing is waiting for.

use super::{
    Length, Retirement, RunStatus, Template, Wait,
    facts::{self, Facts},
};

/// The name of the wait; `None` at an end: the experiment is over, and nothing of it is left.
pub(super) fn wait(f: &Facts<'_>) -> Option<Wait> {
    name(f)
        .or_else(|| f.plan.templates.iter().find_map(|template| pods(f, template)))
        .or_else(|| verdict(f))
        .or_else(|| if f.status.phase.is_completed() { None } else { Some(end(f)) })
}

fn name(f: &Facts<'_>) -> Option<Wait> {
    let missing = f.plan.templates.iter().filter(|template| f.seen.replica_set(&template.name).is_none());
    let mut names = missing.map(|template| f.plan.replica_set_name(template));
    let replica_set = names.find(|name| f.seen.taken.contains(name));
    replica_set.filter(|_| !f.terminating).map(|replica_set| Wait::Name { replica_set })
}

fn pods(f: &Facts<'_>, template: &Template) -> Option<Wait> {
    let set = f.seen.replica_set(&template.name)?;
    let (name, needed) = (template.name.clone(), f.desired(template));
    if let Retirement::At(at) = set.retirement
        && needed == 0
        && 0 < set.size.want
        && f.now < at
    {
        return Some(Wait::Retirement { template: name, at });
    }
    if needed == 0 && 0 < set.size.have {
        return Some(Wait::PodsGone { template: name, left: set.size.have });
    }
    let available = set.size.available;
    (available != needed).then_some(Wait::Pods { template: name, available, needed })
}

/// An analysis whose run is under way.
fn verdict(f: &Facts<'_>) -> Option<Wait> {
    let begun = |known: &&RunStatus| !known.analysis_run.is_empty() && !known.phase.is_completed();
    let known =
        f.plan.analyses.iter().filter_map(|analysis| f.status.analysis(&analysis.name)).find(begun)?;
    let under_way = f.seen.run(&known.analysis_run).is_some_and(|run| !run.phase.is_completed());
    let (analysis, run) = (known.name.clone(), known.analysis_run.clone());
    if f.terminating && f.plan.compat.deaf_at_the_end {
        // Whatever becomes of its run.
        return (!f.status.phase.is_completed()).then_some(Wait::Unread { analysis });
    }
    // Until the time is over, that is what an experiment with an analysis that it does not need waits for.
    let needed = f.plan.analyses.iter().any(|one| one.name == known.name && one.required);
    (under_way && (needed || f.terminating || f.plan.length == Length::Endless))
        .then_some(Wait::Verdict { analysis, run })
}

fn end(f: &Facts<'_>) -> Wait {
    match facts::end(f.plan, f.status) {
        Some(at) if f.now <= at => Wait::Over { at },
        Some(_) | None => Wait::Termination,
    }
}
