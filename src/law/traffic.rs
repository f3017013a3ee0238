//! Where traffic may be sent.

use super::scene::{Deed, pods_for, routed, selected, share, with_hash};
use crate::{
    capacity::{Threshold, reached},
    rollout::{Action, BlueGreen, Strategy},
    sim::ReplicaSet,
};
use alloc::{format, string::String};

/// `law S1`. Without pods nothing is sent anywhere.
pub(super) fn distribution(deed: &Deed<'_>) -> Option<String> {
    let told = deed.after.router.told.as_ref().filter(|_| routed(deed.plan) && 0 < deed.plan.full())?;
    if !matches!(deed.action, Action::SetWeight { .. } | Action::SetHashes { .. } | Action::Delete { .. }) {
        return None;
    }
    let total = deed.plan.total();
    if told.weight < 0 || total < told.weight {
        return Some(format!("the canary has {} of {total}", told.weight));
    }
    let sent = [(told.weight, &told.canary), (total.saturating_sub(told.weight), &told.stable)];
    let nowhere = |(weight, hash): &(i64, &String)| 0 < *weight && with_hash(deed.after, hash).is_none();
    sent.iter().find(|one| nowhere(one)).map(|(weight, hash)| format!("{weight} of {total} goes to `{hash}`"))
}

/// `law S2`.
pub(super) fn to_nothing(deed: &Deed<'_>) -> Option<String> {
    let (set, sent) = raised(deed)?;
    (set.size.available == 0).then(|| format!("{sent} is sent to {}, which has no available pod", set.name))
}

/// `law S3`. A threshold, and a size that a step sets, are overload that the user declared.
pub(super) fn capacity(deed: &Deed<'_>) -> Option<String> {
    let plan = deed.plan.canary().filter(|_| routed(deed.plan))?;
    let (set, sent) = raised(deed)?;
    let needed = pods_for(deed.plan, sent);
    let tolerated = match plan.threshold {
        None => false,
        Some(Threshold::Percent(percent)) if percent < 0 => false,
        threshold => reached(threshold, Some(&set.size), needed),
    };
    let sized = set.hash == deed.hash && plan.steps.list.iter().any(|step| step.size.scale.is_some());
    let available = set.size.available;
    (available < needed && !tolerated && !sized)
        .then(|| format!("{sent} is sent to {}, {available} of whose {needed} pods are available", set.name))
}

/// `law S23`. A way back to stable is never blocked, and a preview needs no pods: nobody is sent there.
pub(super) fn selector(deed: &Deed<'_>) -> Option<String> {
    let Action::Point { service, hash, .. } = deed.action else { return None };
    let preview = |plan: &BlueGreen| plan.preview_service.as_ref() == Some(service);
    if matches!(&deed.plan.strategy, Strategy::BlueGreen(plan) if preview(plan)) {
        return None;
    }
    let set = with_hash(deed.after, hash)?;
    let back = deed.status.abort && *hash == deed.status.stable_rs;
    let moved = selected(deed.before, service) != Some(hash.as_str());
    (moved && set.size.available == 0 && 0 < deed.plan.full() && !back)
        .then(|| format!("`{service}` selects {}, which has no available pod", set.name))
}

/// `law S24`.
pub(super) fn active_exists(deed: &Deed<'_>) -> Option<String> {
    let Strategy::BlueGreen(plan) = &deed.plan.strategy else { return None };
    let active = selected(deed.after, &plan.active_service)?;
    with_hash(deed.after, active).is_none().then(|| format!("`{}` selects `{active}`", plan.active_service))
}

/// `law S25`.
pub(super) fn active_full(deed: &Deed<'_>) -> Option<String> {
    let Strategy::BlueGreen(plan) = &deed.plan.strategy else { return None };
    let Action::Point { service, hash, .. } = deed.action else { return None };
    let set = with_hash(deed.after, hash).filter(|_| *service == plan.active_service)?;
    let moved = selected(deed.before, service) != Some(hash.as_str());
    let back = deed.status.abort && *hash == deed.status.stable_rs;
    let (available, full) = (set.size.available, deed.plan.full());
    (moved && available < full && !back)
        .then(|| format!("`{service}` selects {}, {available} of whose {full} pods are available", set.name))
}

/// The revision whose share this action raises, and the share.
fn raised<'a>(deed: &Deed<'a>) -> Option<(&'a ReplicaSet, i64)> {
    if deed.plan.full() == 0
        || !matches!(deed.action, Action::SetWeight { .. } | Action::SetHashes { .. } | Action::Point { .. })
    {
        return None;
    }
    deed.after.sets.iter().find_map(|set| {
        let sent = share(deed.plan, deed.after, &set.hash);
        (share(deed.plan, deed.before, &set.hash) < sent).then_some((set, sent))
    })
}
