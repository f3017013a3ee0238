//! What an update takes from the cluster.

use gradual::{
    sim::{ReplicaSet, World},
    time::{Span, Timestamp},
};

/// Pods over time. Between two moments of a simulation nothing changes, so this is exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Pods at most.
    pub(crate) peak: i64,
    /// Available pods at least.
    pub(crate) fewest: i64,
    /// Pods over full strength, times how long they were there.
    pub(crate) extra: PodTime,
    /// How long it took.
    pub(crate) time: Span,
}

/// Pods times time, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PodTime(i128);

/// Adds up a cost from moment to moment.
#[derive(Clone, Debug)]
pub(crate) struct Meter {
    cost: Cost,
    start: Timestamp,
    since: Timestamp,
    over: i64,
}

impl Meter {
    /// From this world on.
    pub(crate) fn new(world: &World) -> Self {
        let (have, available) = counts(world);
        Self {
            cost: Cost { peak: have, fewest: available, extra: PodTime::default(), time: Span::ZERO },
            start: world.now,
            since: world.now,
            over: over(world, have),
        }
    }

    /// So it is from now on.
    pub(crate) fn see(&mut self, world: &World) {
        let (have, available) = counts(world);
        self.pass(world.now);
        self.over = over(world, have);
        self.cost.peak = self.cost.peak.max(have);
        self.cost.fewest = self.cost.fewest.min(available);
    }

    /// The cost up to this instant.
    pub(crate) fn until(mut self, end: Timestamp) -> Cost {
        self.pass(end);
        Cost { time: end.since(self.start), ..self.cost }
    }

    fn pass(&mut self, now: Timestamp) {
        let pods = i128::from(self.over);
        let passed = i128::from(now.since(self.since).max(Span::ZERO).as_nanoseconds());
        self.cost.extra.0 = self.cost.extra.0.saturating_add(pods.saturating_mul(passed));
        self.since = now;
    }
}

impl PodTime {
    /// Whole pod-seconds.
    pub(crate) fn seconds(self) -> i64 {
        i64::try_from(self.0 / 1_000_000_000).unwrap_or(i64::MAX)
    }

    /// Hundredths of a pod-hour, rounded to the nearest.
    pub(crate) fn hundredths(self) -> i128 {
        const HUNDREDTH: i128 = 36_000_000_000;
        self.0.saturating_add(HUNDREDTH / 2) / HUNDREDTH
    }
}

fn counts(world: &World) -> (i64, i64) {
    let sum = |part: fn(&ReplicaSet) -> i64| world.sets.iter().map(part).fold(0_i64, i64::saturating_add);
    (sum(|set| set.size.have), sum(|set| set.size.available))
}

fn over(world: &World, have: i64) -> i64 {
    let full = world.rollout.spec.replicas.map_or(1, i64::from);
    have.saturating_sub(full).max(0)
}
