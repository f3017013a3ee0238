//! Pods older than `restartAt` are evicted, a few at a time (`argo-rollout §13`).

use super::{
    Action, Answer,
    facts::Facts,
    observed::Pod,
    script::{Script, Stop},
};
use crate::time::{Clock, Span, Timestamp, Wake};

/// How long until more pods may be evicted.
const AGAIN_AFTER: Span = Span::seconds(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restart {
    /// None is asked for, or its time has not come.
    None,
    /// Some pods were evicted: nothing else happens in this pass, and nothing is stored.
    Evicting,
    /// Some pods are left and none may be evicted now.
    Waiting,
    /// No old pod is left: this `restartAt` is honoured.
    Done(Timestamp),
}

#[doc(alias = "Reconcile")]
pub(super) fn restart(f: &Facts<'_>, clock: &mut Clock, script: &mut Script) -> Result<Restart, Stop> {
    let due = f.plan.restart_at.filter(|at| f.status.restarted_at != Some(*at));
    let Some(at) = due.filter(|at| clock.passed(*at, Wake::Restart)) else { return Ok(Restart::None) };
    let at_once = f.budget.unavailable.max(1);
    let least = f.full.max(f.sum(|size| size.want)).saturating_sub(at_once);
    let available = f.seen.pods.iter().filter(|pod| pod.available && !pod.terminating).count();
    let mut spare = i64::try_from(available).unwrap_or(i64::MAX).saturating_sub(least);
    let (mut left, mut evicted) = (false, false);
    for pod in stable_then_new_then_others(f).filter(|pod| pod.created < at) {
        let may_go = 0 < spare && !pod.terminating;
        if may_go && *script.ask(Action::Evict { pod: pod.name.clone() })? == Answer::Evicted {
            spare -= 1;
            evicted = true;
        } else {
            left = true;
        }
    }
    if left {
        clock.arm(clock.now().plus(AGAIN_AFTER), Wake::EvictMore);
    }
    Ok(match (evicted, left) {
        (true, _) => Restart::Evicting,
        (false, true) => Restart::Waiting,
        // A status holds whole seconds.
        (false, false) => Restart::Done(at.whole()),
    })
}

fn stable_then_new_then_others<'a>(f: &Facts<'a>) -> impl Iterator<Item = &'a Pod> {
    let pods = &f.seen.pods;
    let order =
        f.stable.into_iter().chain(f.new.filter(|_| f.stable_apart().is_some() || f.stable.is_none()));
    order.chain(f.others.clone()).flat_map(move |r| pods.iter().filter(move |pod| pod.revision == r.name))
}
