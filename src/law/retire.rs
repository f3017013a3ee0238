//! When a revision loses its last pods.

use super::scene::{Deed, named, share};
use crate::{capacity::KeepAborted, rollout::Action, sim::ReplicaSet, time::Span};
use alloc::{format, string::String};

/// How long a revision keeps its pods if the plan does not say.
const DELAY: Span = Span::seconds(30);

/// Stored times are whole seconds, so a delay can be so much shorter.
const SLACK: Span = Span::seconds(1);

/// `law S4`.
pub(super) fn unreferenced(deed: &Deed<'_>) -> Option<String> {
    let set = emptied(deed)?;
    let sent = share(deed.plan, deed.before, &set.hash);
    (0 < sent).then(|| format!("{} loses its last pods and is sent {sent}", set.name))
}

/// `law S26`. Where pods never served, or none is left that could, there is nothing to drain.
pub(super) fn delay(deed: &Deed<'_>) -> Option<String> {
    let set = emptied(deed).filter(|set| 0 < set.size.available)?;
    let since = (*deed.memory.unused.get(&set.hash)?)?;
    let delay = match owed(deed, set)? {
        Owed::Ever => return Some(format!("{} is to keep its pods for ever", set.name)),
        Owed::For(delay) => delay,
    };
    let passed = deed.before.now.since(since);
    (passed < minus(delay, SLACK))
        .then(|| format!("{} loses its pods {passed} after its traffic, not {delay}", set.name))
}

enum Owed {
    For(Span),
    Ever,
}

/// How long a revision must keep its pods once they are not needed.
fn owed(deed: &Deed<'_>, set: &ReplicaSet) -> Option<Owed> {
    let plan = deed.plan;
    let keeps = plan.canary().is_none() || plan.traffic().is_some();
    let rules = keeps.then(|| plan.retiring())?;
    if set.hash == deed.hash {
        let aborted = deed.status.abort && deed.status.stable_rs != deed.hash;
        return match rules.aborted {
            _ if !aborted => None,
            KeepAborted::Forever => Some(Owed::Ever),
            KeepAborted::Default if plan.dynamic() => None,
            KeepAborted::Default => Some(Owed::For(DELAY)),
            KeepAborted::For(seconds) => Some(Owed::For(Span::seconds(seconds))),
        };
    }
    let others = deed.before.sets.iter().filter(|other| {
        0 < other.size.want && other.hash != deed.hash && other.hash != deed.status.stable_rs
    });
    let limited = rules.limit.is_some_and(|limit| limit < others.count());
    if plan.dynamic() || limited { None } else { Some(Owed::For(rules.after.unwrap_or(DELAY))) }
}

/// The revision that this action takes the last pods from, as it was.
fn emptied<'a>(deed: &Deed<'a>) -> Option<&'a ReplicaSet> {
    let Action::Scale { revision, from, to: 0, .. } = deed.action else { return None };
    named(deed.before, revision).filter(|_| 0 < *from && 0 < deed.plan.full())
}

fn minus(a: Span, b: Span) -> Span {
    Span::nanoseconds(a.as_nanoseconds().saturating_sub(b.as_nanoseconds()))
}
