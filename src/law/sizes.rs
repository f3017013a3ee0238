//! How many pods an action may take or ask for.

use super::scene::{Deed, basic, named, pods_for, routed, share};
use crate::{
    capacity::Budget,
    rollout::{Action, Plan, Strategy},
    sim::{ReplicaSet, World},
};
use alloc::{format, string::String};

/// `law S7`.
pub(super) fn stable_whole(deed: &Deed<'_>) -> Option<String> {
    let Action::Scale { revision, from, to, .. } = deed.action else { return None };
    let set = named(deed.before, revision).filter(|set| set.hash == deed.status.stable_rs)?;
    let whole = routed(deed.plan) && !deed.plan.dynamic() || deed.plan.canary().is_none();
    let full = deed.plan.full();
    (whole && to < from && *to < full).then(|| format!("{} shrinks to {to} of {full}", set.name))
}

/// `law S8`. Behind a router a threshold, and a size that a step sets, are shortage that the user declared.
pub(super) fn unavailable(deed: &Deed<'_>) -> Option<String> {
    let takes = match deed.action {
        Action::Scale { from, to, .. } => to < from,
        Action::Evict { .. } => true,
        _ => false,
    };
    let least = deed.plan.full().saturating_sub(budget(deed.plan).unavailable);
    let (before, after) = (serving(deed.plan, deed.before), serving(deed.plan, deed.after));
    (takes && !overload_declared(deed.plan) && after < before && after < least)
        .then(|| format!("{before} available pods become {after}, fewer than {least}"))
}

/// `law S9`. Behind a router and for blue-green a second revision beside stable is what the user asks for.
pub(super) fn surge(deed: &Deed<'_>) -> Option<String> {
    let Action::Scale { from, to, .. } = deed.action else { return None };
    basic(deed.plan)?;
    let most = deed.plan.full().saturating_add(budget(deed.plan).surge);
    let wanted = deed.after.sets.iter().fold(0_i64, |sum, set| sum.saturating_add(set.size.want));
    (from < to && most < wanted).then(|| format!("{wanted} pods are wanted, more than {most}"))
}

/// Whether the user lets a canary behind a router carry more than its pods can.
fn overload_declared(plan: &Plan) -> bool {
    routed(plan)
        && plan.canary().is_some_and(|canary| {
            canary.threshold.is_some() || canary.steps.list.iter().any(|step| step.size.scale.is_some())
        })
}

/// Available pods that stay and that traffic is sent to, as far as it needs them.
fn serving(plan: &Plan, world: &World) -> i64 {
    let needed = |hash: &str| match basic(plan) {
        Some(_) => i64::MAX,
        None => pods_for(plan, share(plan, world, hash)),
    };
    let serves = |set: &ReplicaSet| set.size.available.min(set.size.want).min(needed(&set.hash));
    world.sets.iter().fold(0, |sum, set| sum.saturating_add(serves(set)))
}

fn budget(plan: &Plan) -> Budget {
    match &plan.strategy {
        Strategy::Canary(canary) => {
            Budget::for_canary(&canary.max_surge, &canary.max_unavailable, plan.full())
        }
        Strategy::BlueGreen(blue_green) => Budget::for_blue_green(&blue_green.max_unavailable, plan.full()),
    }
}
