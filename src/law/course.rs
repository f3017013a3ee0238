//! How an update goes on from pass to pass.

use super::scene::Scene;
use crate::{
    rollout::{Action, Pause, Plan, Position, Promotion, Reason, Status, Strategy, generation_observed},
    time::Span,
};
use alloc::{collections::BTreeMap, format, string::String};

/// `law S10`.
pub(super) fn steps(scene: &Scene<'_>) -> Option<String> {
    let end = i64::try_from(scene.plan.canary()?.steps.list.len()).unwrap_or(i64::MAX);
    let index = |st: &Status| st.current_step_index.unwrap_or(0);
    let (from, to) = (index(scene.status()), index(&scene.pass.status));
    let next = to == from || to == 0 || to == end || to == from.saturating_add(1) && to < end;
    (scene.pass.stored && !next).then(|| format!("from step {from} to step {to} of {end}"))
}

/// `law S11`. Going back to an older revision needs no approval.
pub(super) fn licence(scene: &Scene<'_>) -> Option<String> {
    let (st, next) = (scene.status(), &scene.pass.status);
    let created = |hash: &str| scene.pass.seen.revisions.iter().find(|r| r.hash == hash).map(|r| r.created);
    let back = created(scene.hash()) < created(&st.stable_rs);
    let free = st.promote_full
        || st.fully_promoted()
        || st.stable_rs.is_empty()
        || back
        || scene.memory.approved.contains(scene.hash());
    if free || !scene.same_template() || next.current_pod_hash != st.current_pod_hash {
        return None;
    }
    match &scene.plan.strategy {
        Strategy::BlueGreen(plan) => {
            let promoted = next.stable_rs != st.stable_rs && !st.blue_green.active_selector.is_empty();
            (promoted && plan.promotion == Promotion::ByHand).then(|| "nobody promoted it".into())
        }
        Strategy::Canary(_) => {
            let Position::At(at) = scene.plan.position(st) else { return None };
            let passed = st.current_step_index.unwrap_or(0) < next.current_step_index.unwrap_or(0);
            (passed && at.step.pause == Some(Pause::UntilResumed))
                .then(|| format!("nobody ended the pause of step {}", at.index))
        }
    }
}

/// `law S16`.
pub(super) fn paused(scene: &Scene<'_>) -> Option<String> {
    let (st, next) = (scene.status(), &scene.pass.status);
    let held = scene.plan.paused || !st.pause_conditions.is_empty() && !next.pause_conditions.is_empty();
    if !held || next.abort || st.abort || st.fully_promoted() || st.stable_rs.is_empty() || !scene.same_plan()
    {
        return None;
    }
    if st.current_step_index != next.current_step_index && !st.promote_full {
        return Some(format!(
            "paused at step {:?}, then at {:?}",
            st.current_step_index, next.current_step_index
        ));
    }
    became_late(scene).then(|| "called late while paused".into())
}

/// `law S18`. Stored times are whole seconds.
pub(super) fn late(scene: &Scene<'_>) -> Option<String> {
    if !became_late(scene) {
        return None;
    }
    if scene.status().fully_promoted() {
        return Some("called late without an update".into());
    }
    let waited = scene.memory.waited?;
    let (passed, deadline) = (scene.pass.at.since(waited), scene.plan.progress_deadline);
    let least = Span::nanoseconds(deadline.as_nanoseconds().saturating_sub(1_000_000_000));
    (passed < least).then(|| format!("called late {passed} after its last wait, not {deadline}"))
}

fn became_late(scene: &Scene<'_>) -> bool {
    let is =
        |st: &Status| st.condition("Progressing").is_some_and(|c| c.reason == "ProgressDeadlineExceeded");
    is(&scene.pass.status) && !is(scene.status())
}

/// `law S20`.
pub(super) fn supersedes(scene: &Scene<'_>) -> Option<String> {
    let next = &scene.pass.status;
    if scene.same_template() || !scene.pass.stored || next.current_pod_hash != scene.hash() {
        return None;
    }
    let left = [
        ("the abort", next.abort),
        ("the full promotion", next.promote_full),
        ("the pause", !next.pause_conditions.is_empty()),
        (
            "the approval of the preview",
            next.blue_green.scale_up_preview_check_point && must_be_approved(scene.plan),
        ),
    ];
    left.iter().find(|(_, left)| *left).map(|(what, _)| format!("{what} outlives the template"))
}

/// Whether a preview needs more for its approval than to be there.
fn must_be_approved(plan: &Plan) -> bool {
    matches!(&plan.strategy, Strategy::BlueGreen(plan) if plan.promotion != Promotion::AtOnce)
}

/// `law S27`.
pub(super) fn steady(scene: &Scene<'_>) -> Option<String> {
    let mut pointed: BTreeMap<&str, &str> = BTreeMap::new();
    for action in &scene.pass.actions {
        let Action::Point { service, hash, .. } = action else { continue };
        let before = pointed.insert(service, hash);
        if before.is_some_and(|before| before != hash) {
            return Some(format!("`{service}` is moved there and back"));
        }
    }
    None
}

/// `law S36`. A status that is about an older spec is not shown as it is.
pub(super) fn reported(scene: &Scene<'_>) -> Option<String> {
    let next = &scene.pass.status;
    let shown = generation_observed(next, scene.after.rollout.metadata.generation);
    if !scene.pass.stored || !shown || next.phase != "Healthy" {
        return None;
    }
    let seen = scene.pass.seen.revisions.iter().find(|r| r.hash == next.current_pod_hash)?;
    let told = scene.pass.reasons.iter().any(|t| matches!(t.reason, Reason::NotCompleted { .. }));
    let whole = next.stable_rs == next.current_pod_hash && scene.plan.full() <= seen.size.available;
    (!whole || told).then(|| {
        format!("{} of {} pods, stable is `{}`", seen.size.available, scene.plan.full(), next.stable_rs)
    })
}
