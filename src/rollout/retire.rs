//! Revisions that are neither wanted nor stable lose their pods, and in the end go (`argo-rollout §4.8`, `§14.4`).

use super::{
    Action,
    facts::Facts,
    observed::{Retirement, Revision, Standing},
    plan::Strategy,
    scale::{Resized, scale, touched},
    script::Script,
    services::Selectors,
};
use crate::time::{Clock, Span, Wake};
use alloc::vec::Vec;
use core::cmp::Reverse;

/// How long a revision keeps its pods if the plan does not say.
pub(super) const DELAY: Span = Span::seconds(30);

/// Deletes idle revisions beyond the limit. Only the oldest that are too many are looked at: a busy one among
/// them is not replaced by a younger one (S28).
#[doc(alias = "reconcileRevisionHistoryLimit")]
pub(super) fn history(f: &Facts<'_>, script: &mut Script) {
    let candidates = || f.others.iter().filter(|r| r.standing != Standing::Deleting);
    let excess = candidates().count().saturating_sub(f.plan.history_limit);
    let idle = |r: &&&Revision| r.size.have == 0 && r.size.want == 0 && r.standing == Standing::Observed;
    for r in candidates().take(excess).filter(idle) {
        script.act(Action::Delete { revision: r.name.clone() });
    }
}

/// Takes pods from the others as far as the budget allows, highest number first. Behind a router a revision keeps all
/// or nothing: all while something still points at it, and for a while after it was stable.
#[doc(alias = "scaleDownOldReplicaSetsForCanary")]
pub(super) fn canary(
    f: &Facts<'_>,
    selectors: &Selectors<'_>,
    clock: &mut Clock,
    script: &mut Script,
) -> Resized {
    let Some((mut left, mut resized)) = trim(f, selectors, script) else {
        return Resized::No;
    };
    let least = f.full.saturating_sub(f.budget.unavailable);
    let mut spare = f.sum(|size| size.available).saturating_sub(least);
    if spare <= 0 {
        return Resized::No;
    }
    left.sort_by_key(|r| (Reverse(r.number), Reverse(r.created)));
    let mut waiting = 0;
    for r in left.iter().filter(|r| 0 < r.size.want) {
        if spare <= 0 {
            break;
        }
        let served = f.promoted || r.retirement != Retirement::None || !f.plan.compat.superseded_goes_at_once;
        let to = match f.plan.traffic() {
            None => r.size.want.saturating_sub(spare).max(0),
            Some(_) if referenced(f, r, selectors) => continue,
            Some(traffic) if served && !traffic.dynamic_stable => {
                delayed(f, r, r.size.want, &mut waiting, clock, script)
            }
            Some(_) => 0,
        };
        if to != r.size.want {
            resized = resized.or(scale(f, r, r.number, to, script));
            spare = spare.saturating_sub(r.size.want.saturating_sub(to));
        }
    }
    resized
}

/// Takes away every pod that is not available, whatever the budget; returns what is left to take from. `None`, and
/// the rest untouched, where the world is catching up: more pods available than wanted (S31).
#[doc(alias = "cleanupUnhealthyReplicas")]
fn trim(f: &Facts<'_>, selectors: &Selectors<'_>, script: &mut Script) -> Option<(Vec<Revision>, Resized)> {
    let mut left = Vec::new();
    let mut resized = Resized::No;
    for r in f.others.iter().filter(|r| 0 < r.size.want) {
        if r.size.want < r.size.available {
            return None;
        }
        let mut r = (*r).clone();
        let spared = !f.plan.compat.superseded_goes_at_once
            && f.plan.traffic().is_some()
            && referenced(f, &r, selectors);
        if r.size.available < r.size.want && !spared {
            resized = resized.or(scale(f, &r, r.number, r.size.available, script));
            r.size.want = r.size.available;
            r.sized_for = Some(f.full);
            if r.size.want == 0 && !f.keeps_aborted() {
                r.retirement = Retirement::None;
            }
        }
        left.push(r);
    }
    Some((left, resized))
}

/// Retires the other stacks of a blue-green rollout, each after its delay, highest number first. While the analysis
/// after the move may still send everything back they stay.
#[doc(alias = "scaleDownOldReplicaSetsForBlueGreen")]
pub(super) fn blue_green(f: &Facts<'_>, selectors: &Selectors<'_>, clock: &mut Clock, script: &mut Script) {
    if f.status.pause("InconclusiveAnalysisRun").is_some() {
        return;
    }
    let mut active: Vec<&Revision> = f.others.iter().copied().filter(|r| 0 < r.size.want).collect();
    active.sort_by_key(|r| (Reverse(r.number), Reverse(r.created)));
    let mut waiting = 0;
    for r in active.into_iter().filter(|r| !referenced(f, r, selectors)) {
        let to = delayed(f, r, f.full, &mut waiting, clock, script);
        if to == r.size.want {
            continue;
        }
        if touched(r, script) {
            return;
        }
        scale(f, r, r.number, to, script);
    }
}

/// The size of a revision that keeps its pods for a while; `keep` is that size. `waiting` counts those that do.
#[doc(alias = "scaleDownDelayHelper")]
fn delayed(
    f: &Facts<'_>,
    r: &Revision,
    keep: i64,
    waiting: &mut usize,
    clock: &mut Clock,
    script: &mut Script,
) -> i64 {
    let rules = f.plan.retiring();
    let delay = rules.after.unwrap_or(DELAY);
    if delay == Span::ZERO && !f.plan.compat.zero_delay_keeps_pods {
        return 0;
    }
    let limit = rules.limit.unwrap_or(usize::MAX);
    if r.retirement == Retirement::None {
        if limit <= *waiting {
            return 0;
        }
        *waiting += 1;
        let at = clock.now().plus(delay).whole();
        // A delay of zero is never written, so that the revision is never retired (S8).
        if delay != Span::ZERO {
            script.act(Action::SetRetirement { revision: r.name.clone(), at });
            clock.arm(at, Wake::Retirement);
        }
        return r.size.want;
    }
    *waiting += 1;
    match r.retirement {
        Retirement::At(at) if *waiting <= limit && !clock.reached(at, Wake::Retirement) => keep,
        _ => 0,
    }
}

/// Whether anything still points at a revision.
#[doc(alias = "isReplicaSetReferenced")]
fn referenced(f: &Facts<'_>, r: &Revision, selectors: &Selectors<'_>) -> bool {
    let (st, weights) = (f.status, f.status.canary.weights.as_ref());
    let hash = r.hash.as_str();
    let recorded = [
        Some(&st.stable_rs),
        Some(&st.current_pod_hash),
        Some(&st.blue_green.active_selector),
        Some(&st.blue_green.preview_selector),
        weights.map(|w| &w.canary.pod_template_hash),
        weights.map(|w| &w.stable.pod_template_hash),
    ];
    let services = match &f.plan.strategy {
        Strategy::Canary(c) => [c.canary_service.as_deref(), c.stable_service.as_deref()],
        Strategy::BlueGreen(b) => [Some(b.active_service.as_str()), b.preview_service.as_deref()],
    };
    let stored = recorded.into_iter().flatten().any(|known| known == hash);
    // Until the router confirms what it was told last, it may send traffic anywhere.
    let unsure = weights.is_some_and(|w| w.verified == Some(false)) && !f.plan.compat.delay_ignores_traffic;
    !hash.is_empty() && (unsure || stored || selectors.any_selects(&services, hash))
}
