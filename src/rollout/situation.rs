//! The one long ladder: what kind of pass this is.

use super::{facts::Facts, observed::Revision, plan::Position};

/// The kind of a pass: the first that fits (`argo-rollout §1.1`–`§1.3`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Situation<'a> {
    /// The wanted template has no revision yet.
    Introduce,
    /// The plan leaves its size unsaid.
    Unsized,
    /// A person paused, resumed or retried: the conditions say so before anything else happens.
    Acknowledge(Notes),
    /// Full strength changed: only sizes follow.
    Resize,
    /// The template or the steps of a canary changed: the status starts over.
    Replan,
    /// The update goes on, or there is none.
    Under(Course<'a>),
}

/// Where an update stands: the first that fits (`argo-rollout §7.1`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course<'a> {
    /// Back to stable with dynamic scale, while traffic is still on the revision with this hash.
    Returning { from: &'a str },
    /// Nothing to update.
    Promoted,
    /// Given up.
    Aborted,
    /// The new revision has no available pod.
    NoPods,
    /// A person asked to skip what is left.
    Hastened,
    /// At a step, or past the last one.
    Stepping,
    /// There are no steps.
    Stepless,
}

/// What a person did since the last pass, as the conditions will say (`argo-rollout §12.5`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notes {
    /// For the `Progressing` condition.
    pub(super) progressing: Option<Note>,
    /// For the `Paused` condition: what it must become.
    pub(super) paused: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    Paused,
    Resumed,
    Retried,
}

pub(super) fn classify<'a>(f: &Facts<'a>) -> Situation<'a> {
    if f.new.is_none() {
        return Situation::Introduce;
    }
    if f.plan.replicas.is_none() {
        return Situation::Unsized;
    }
    if let Some(notes) = notes(f) {
        return Situation::Acknowledge(notes);
    }
    // Blue-green points its preview service first, and then starts over (`argo-rollout §9.1`).
    let starts_over = f.replanned && f.plan.canary().is_some();
    if starts_over && !f.plan.compat.resizes_before_starting_over {
        return Situation::Replan;
    }
    let resized = |r: &&Revision| r.size.want > 0 && r.sized_for.is_some_and(|full| full != f.full);
    if f.new.iter().chain(f.stable.iter()).any(resized) {
        return Situation::Resize;
    }
    if starts_over { Situation::Replan } else { Situation::Under(course(f)) }
}

fn course<'a>(f: &Facts<'a>) -> Course<'a> {
    if let Some(from) = returning(f) {
        return Course::Returning { from };
    }
    if f.promoted {
        return Course::Promoted;
    }
    if f.aborted {
        return Course::Aborted;
    }
    if f.new.is_none_or(|r| r.size.available == 0) {
        return Course::NoPods;
    }
    if f.hastened {
        return Course::Hastened;
    }
    if f.position == Position::Stepless { Course::Stepless } else { Course::Stepping }
}

#[doc(alias = "IsDynamicallyRollingBackToStable")]
fn returning<'a>(f: &Facts<'a>) -> Option<&'a str> {
    let (new, weights) = (f.new?, f.status.canary.weights.as_ref()?);
    let from = weights.canary.pod_template_hash.as_str();
    let elsewhere = from != new.hash && new.size.available < f.full;
    (f.promoted && f.plan.dynamic() && elsewhere).then_some(from)
}

#[doc(alias = "checkPausedConditions")]
fn notes(f: &Facts<'_>) -> Option<Notes> {
    let st = f.status;
    if !st.knows(f.seen.generation) {
        return None;
    }
    let paused = f.plan.paused || !st.pause_conditions.is_empty();
    let reason = st.progressing_reason();
    if reason == "RolloutAborted" {
        let retried = Notes { progressing: Some(Note::Retried), paused: None };
        return (!st.abort).then_some(retried);
    }
    let told = reason == "RolloutPaused";
    let progressing = match paused {
        _ if paused == told || st.completed() => None,
        true => Some(Note::Paused),
        false => Some(Note::Resumed),
    };
    let condition = (paused != st.said_paused()).then_some(paused);
    let notes = Notes { progressing, paused: condition };
    (progressing.is_some() || condition.is_some()).then_some(notes)
}
