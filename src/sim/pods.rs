//! Pods, as the ReplicaSet controller makes them.

use super::set::ReplicaSet;
use crate::{
    capacity::Size,
    time::{Span, Timestamp},
};
use alloc::{format, string::String, vec::Vec};
use core::iter;

/// How pods follow what is wanted.
///
/// The first three are those of the recordings: they count looks of the ReplicaSet controller, of which there is one
/// before each pass. [`Policy::ReadyAfter`] counts time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// At once.
    Instant,
    /// Pods come at once and go so many a look; so many a look become available, and twice as many ready.
    Rate(u32),
    /// Pods come and go at once; they are ready and available so many looks after the last change of what is wanted.
    Delay(u32),
    /// Pods come and go at once, the youngest first; each is ready so long after it was created, and available
    /// `minReadySeconds` after that.
    ReadyAfter(Span),
}

/// Which ReplicaSets are meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The one of this name.
    Named(String),
    /// The one that has this revision number now.
    Numbered(i64),
}

/// A pod that is an object of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPod {
    /// Its name.
    pub name: String,
    /// Name of its ReplicaSet.
    pub set: String,
    /// When it was created.
    pub created: Timestamp,
}

/// Pods that were created together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) created: Timestamp,
    pub(super) count: i64,
}

/// Pods of one ReplicaSet that get names at most; more are only counted.
const NAMED: i64 = 1000;

impl Which {
    /// Whether this ReplicaSet is meant.
    pub fn is(&self, set: &ReplicaSet) -> bool {
        match self {
            Self::Named(name) => *name == set.name,
            Self::Numbered(number) => *number == set.number(),
        }
    }
}

/// The ReplicaSet after a look of its controller; at most `cap` of its pods become ready.
pub(super) fn look(set: &ReplicaSet, policy: Policy, cap: Option<i64>, now: Timestamp) -> ReplicaSet {
    let mut next = set.clone();
    next.looks = set.looks.saturating_add(1);
    let want = set.size.want.max(0);
    let have = match policy {
        Policy::Rate(k) if want < set.size.have => want.max(set.size.have.saturating_sub(k.into())),
        Policy::Rate(_) | Policy::Instant | Policy::Delay(_) | Policy::ReadyAfter(_) => want,
    };
    next.batches = rebatched(set, have, now);
    let (ready, available) = match policy {
        Policy::Instant => (have, have),
        Policy::Rate(k) => {
            let more =
                |times: i64| set.size.available.saturating_add(times.saturating_mul(k.into())).min(have);
            (more(2), more(1))
        }
        Policy::Delay(k) if i64::from(k) < next.looks => (have, have),
        Policy::Delay(_) => (set.size.ready.min(have), set.size.available.min(have)),
        Policy::ReadyAfter(span) => {
            (next.older_than(span, now), next.older_than(settled_after(set, span), now))
        }
    };
    // An evicted pod was replaced at once; the new one counts from the next look on.
    let counted = |pods: i64| {
        let capped = cap.map_or(pods, |cap| pods.min(cap.max(0)));
        match policy {
            Policy::ReadyAfter(_) => capped,
            Policy::Instant | Policy::Rate(_) | Policy::Delay(_) => (capped - set.evicted).max(0),
        }
    };
    next.size = Size { want: set.size.want, have, ready: counted(ready), available: counted(available) };
    next.evicted = 0;
    next
}

/// When a further look would find something else, if nothing is changed; `now` if at once.
pub(super) fn moves(set: &ReplicaSet, policy: Policy, cap: Option<i64>, now: Timestamp) -> Option<Timestamp> {
    let differs = |set: &ReplicaSet, at: Timestamp| look(set, policy, cap, at).size != set.size;
    let looks = match policy {
        Policy::Delay(k) => set.looks.max(k.into()),
        Policy::Instant | Policy::Rate(_) | Policy::ReadyAfter(_) => set.looks,
    };
    if differs(&ReplicaSet { looks, ..set.clone() }, now) {
        return Some(now);
    }
    let Policy::ReadyAfter(span) = policy else {
        return None;
    };
    let ends = [span, settled_after(set, span)];
    let instants = set.batches.iter().flat_map(|batch| ends.map(|end| batch.created.plus(end)));
    let mut ahead: Vec<_> = instants.filter(|at| now < *at).collect();
    ahead.sort_unstable();
    ahead.into_iter().find(|at| differs(set, *at))
}

fn settled_after(set: &ReplicaSet, span: Span) -> Span {
    let more = Span::seconds(set.min_ready_seconds.into());
    Span::nanoseconds(span.as_nanoseconds().saturating_add(more.as_nanoseconds()))
}

/// The batches of so many pods: the youngest go first, and new ones are one batch.
fn rebatched(set: &ReplicaSet, have: i64, now: Timestamp) -> Vec<Batch> {
    let mut left = have;
    let mut batches = Vec::new();
    for batch in &set.batches {
        let count = batch.count.min(left);
        left -= count;
        if 0 < count {
            batches.push(Batch { count, ..*batch });
        }
    }
    if 0 < left {
        batches.push(Batch { created: now, count: left });
    }
    batches
}

impl ReplicaSet {
    fn older_than(&self, span: Span, now: Timestamp) -> i64 {
        let old = self.batches.iter().filter(|batch| batch.created.plus(span) <= now);
        old.map(|batch| batch.count).sum()
    }

    /// A pod created at this instant is gone.
    pub(super) fn evict(&mut self, created: Timestamp) {
        self.evicted += 1;
        let from = self.batches.iter_mut().find(|batch| batch.created.whole() == created && 0 < batch.count);
        if let Some(batch) = from {
            batch.count -= 1;
        }
    }
}

/// The named pods of the ReplicaSets after a look: the youngest go, new ones come. `made` counts all ever made.
pub(super) fn named(pods: &[NamedPod], sets: &[ReplicaSet], made: &mut u64, now: Timestamp) -> Vec<NamedPod> {
    let mut kept = Vec::new();
    let mut left: Vec<(&ReplicaSet, i64)> = sets.iter().map(|set| (set, set.size.have.min(NAMED))).collect();
    for pod in pods {
        if let Some((_, more)) = left.iter_mut().find(|(set, more)| set.name == pod.set && 0 < *more) {
            *more -= 1;
            kept.push(pod.clone());
        }
    }
    for (set, more) in left {
        // Those that are left are the oldest; the new names are for the youngest.
        let created =
            set.batches.iter().rev().flat_map(|batch| (0..batch.count).map(|_| batch.created.whole()));
        let mut youngest: Vec<_> = (0..more).zip(created.chain(iter::repeat(now.whole()))).collect();
        youngest.reverse();
        for (_, created) in youngest {
            *made += 1;
            let name = format!("{}-{made:04}", set.name);
            kept.push(NamedPod { name, set: set.name.clone(), created });
        }
    }
    kept
}
