//! Sizes change: stable, then new, then the others (`argo-rollout §4.7`–`§4.9`, `§9.3`).

use super::{
    Action,
    facts::Facts,
    observed::{Retirement, Revision},
    retire::{self, DELAY},
    scale::{Resized, annotated, needs_change, scale_once},
    script::Script,
    services::Selectors,
    traffic::{Routing, Said},
    weights::Weights,
};
use crate::{
    capacity::KeepAborted,
    decision::Trouble,
    time::{Clock, Span, Wake},
};

/// Brings the sizes of a canary one step nearer to what the plan wants: one revision a pass. `routing` is what
/// this pass says to the router, `number` that of the new revision.
#[doc(alias = "reconcileCanaryReplicaSets")]
pub(super) fn canary(
    f: &Facts<'_>,
    number: i64,
    routing: &Routing,
    selectors: &Selectors<'_>,
    clock: &mut Clock,
    script: &mut Script,
) -> Result<Resized, Trouble> {
    let weights = routing.weights.as_ref();
    if f.halted() {
        return Ok(Resized::No);
    }
    free(f.new.filter(|_| !f.keeps_aborted()).into_iter().chain(f.stable_apart()), script);
    if let Some(stable) = f.stable_apart() {
        let to = stable_size(f, stable, weights);
        if scale_once(f, stable, stable.number, to, script)? == Resized::Yes {
            return Ok(Resized::Yes);
        }
    }
    if let Some(new) = f.new {
        let to = f.counts(weights).canary;
        let grows = !f.aborted || f.plan.compat.pods_hold_aborted_weight;
        let to = if grows { to } else { to.min(new.size.want) };
        // Until a weight has arrived, the one before may still be carried.
        let pending = routing.said != Said::Nothing && routing.verified == Some(false);
        let unsure = pending && !f.plan.compat.shrinks_canary_in_use;
        let to = if unsure { to.max(new.size.want.min(f.full)) } else { to };
        if scale_new(f, new, number, to, clock, script)? == Resized::Yes {
            return Ok(Resized::Yes);
        }
    }
    // Without a word to the router nobody knows what it still sends to the others.
    let routed = f.plan.traffic().is_some_and(|traffic| traffic.routed);
    if routed && routing.said == Said::Nothing && !f.plan.compat.superseded_goes_at_once {
        return Ok(Resized::No);
    }
    let start = script.actions.len();
    let resized = retire::canary(f, selectors, clock, script);
    // A refused change of one of these is nothing to stop for (`argo-rollout §4.8`).
    Ok(if script.forgive(start) { Resized::No } else { resized })
}

/// Stable follows the weights of the last pass (S35), though those of this one may need more of it.
fn stable_size(f: &Facts<'_>, stable: &Revision, weights: Option<&Weights>) -> i64 {
    let stored = f.status.canary.weights.as_ref();
    let to = f.counts(stored).stable;
    if f.plan.compat.stable_size_lags {
        return to;
    }
    let unsure = weights.is_some_and(|w| w.verified == Some(false)) && f.plan.dynamic();
    let least = if unsure { stable.size.want.min(f.full) } else { 0 };
    to.max(f.counts(weights).stable).max(least)
}

/// Brings all sizes of a blue-green rollout to what the plan wants, in one pass; the new revision to `target`.
#[doc(alias = "reconcileBlueGreenReplicaSets")]
pub(super) fn blue_green(
    f: &Facts<'_>,
    number: i64,
    target: i64,
    selectors: &Selectors<'_>,
    clock: &mut Clock,
    script: &mut Script,
) -> Result<(), Trouble> {
    let apart = f.stable_apart().is_some();
    let freed = f.stable.filter(|_| apart || f.keeps_aborted());
    free(f.new.filter(|_| !f.keeps_aborted()).into_iter().chain(freed), script);
    if let Some(stable) = f.stable {
        let number = if apart { stable.number } else { number };
        // Where stable is the new revision, upstream holds an older copy of it, which a change of metadata outdates.
        if !apart && annotated(stable, script) && needs_change(f, stable, f.full) {
            return Err(Trouble::TouchedTwice);
        }
        scale_once(f, stable, number, f.full, script)?;
    }
    if let Some(new) = f.new {
        scale_new(f, new, number, target, clock, script)?;
    }
    let start = script.actions.len();
    retire::blue_green(f, selectors, clock, script);
    script.forgive(start);
    Ok(())
}

fn free<'a>(revisions: impl Iterator<Item = &'a Revision>, script: &mut Script) {
    for r in revisions.filter(|r| r.retirement != Retirement::None) {
        script.act(Action::ClearRetirement { revision: r.name.clone() });
    }
}

/// The new revision: an aborted one can keep its pods for a while (`argo-rollout §4.9`).
#[doc(alias = "reconcileNewReplicaSet")]
fn scale_new(
    f: &Facts<'_>,
    new: &Revision,
    number: i64,
    to: i64,
    clock: &mut Clock,
    script: &mut Script,
) -> Result<Resized, Trouble> {
    if !f.keeps_aborted() {
        return scale_once(f, new, number, to, script);
    }
    let compat = f.plan.compat;
    if f.plan.retiring().aborted == KeepAborted::Forever && !compat.kept_canary_goes {
        return scale_once(f, new, new.number, new.size.want, script).map(|_| Resized::No);
    }
    let to = match new.retirement {
        Retirement::Unreadable => to,
        Retirement::At(at) if clock.reached(at, Wake::Retirement) => 0,
        // Beyond the resync period it is not held (S9).
        Retirement::At(at) if compat.long_delay_is_cut && f.seen.resync <= at.since(clock.now()) => to,
        Retirement::At(_) => {
            return scale_once(f, new, new.number, new.size.want, script).map(|_| Resized::No);
        }
        Retirement::None => {
            scale_once(f, new, new.number, new.size.want, script)?;
            let whole = f.stable.is_some_and(|stable| f.full <= stable.size.available);
            if whole && (compat.delay_ignores_traffic || !f.in_use(new)) {
                let delay = match f.plan.retiring().aborted {
                    KeepAborted::For(seconds) => Span::seconds(seconds),
                    KeepAborted::Default | KeepAborted::Forever => DELAY,
                };
                let at = clock.now().plus(delay).whole();
                script.act(Action::SetRetirement { revision: new.name.clone(), at });
            }
            return Ok(Resized::No);
        }
    };
    scale_once(f, new, number, to, script)
}
