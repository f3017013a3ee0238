//! What an abort does, and what nothing undoes.

use super::scene::{Deed, Scene, named, share};
use crate::{
    decision::Heard,
    rollout::{Action, Status, decide},
};
use alloc::{format, string::String};

/// `law S5`. Full strength may change meanwhile.
pub(super) fn monotone(deed: &Deed<'_>) -> Option<String> {
    let st = deed.status;
    if !st.abort || st.fully_promoted() || st.current_pod_hash != deed.hash {
        return None;
    }
    let total = deed.plan.total();
    let (before, after) = (share(deed.plan, deed.before, deed.hash), share(deed.plan, deed.after, deed.hash));
    if before < after {
        return Some(format!("an aborted revision gets {after} of {total} after {before}"));
    }
    let Action::Scale { revision, from, to, full, .. } = deed.action else { return None };
    let sized_for = named(deed.before, revision).filter(|set| set.hash == deed.hash)?.sized_for();
    (from < to && sized_for == Some(*full)).then(|| format!("aborted {revision} grows from {from} to {to}"))
}

/// `law S6`.
pub(super) fn of_nothing(scene: &Scene<'_>) -> Option<String> {
    let st = scene.status();
    if !st.abort || !st.fully_promoted() || !scene.same_template() || scene.pass.failed.is_some() {
        return None;
    }
    let unaborted = Status { abort: false, aborted_at: None, ..st.clone() };
    let decide =
        |st: &Status| decide(scene.plan, st, &scene.pass.seen, &Heard::default(), scene.pass.at).actions;
    let (with, without) = (decide(st), decide(&unaborted));
    (with != without).then(|| format!("{with:?} instead of {without:?}"))
}

/// `law S17`.
pub(super) fn dominates(scene: &Scene<'_>) -> Option<String> {
    let (st, next) = (scene.status(), &scene.pass.status);
    let aborted = st.abort && !st.fully_promoted() && scene.same_plan();
    (aborted && (!next.abort || next.stable_rs != st.stable_rs)).then(|| "the abort is gone".into())
}
