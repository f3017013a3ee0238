//! A canary behind a router: traffic is split by weight, and pods follow.

use super::{Ask, Counts, share};

/// What the sizes of a routed canary are decided from (`argo-rollout §4.5`). Exhaustive: made by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Routed {
    /// Pods at full strength.
    pub full: i64,
    /// The weight that is all of the traffic.
    pub total: i64,
    /// What the canary is asked to be.
    pub ask: Ask,
    /// The least that a revision with any pods gets (`minPodsPerReplicaSet`).
    pub minimum: Option<i64>,
    /// How many pods stable keeps.
    pub stable: StableScale,
}

/// How many pods stable keeps while a router moves its traffic away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StableScale {
    /// All of them, so that it could take all of the traffic back at once.
    Full,
    /// Those that its traffic needs (`dynamicStableScale`).
    Dynamic {
        /// The weights that the router was last told, if it was told any: nobody shrinks below those.
        recorded: Option<Recorded>,
        /// Whether the update was aborted, which holds the canary to its recorded weight too.
        course: Course,
    },
}

/// Weights that a router was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The canary's.
    pub canary: i64,
    /// Stable's.
    pub stable: i64,
}

/// Whether an update goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It does.
    Updating,
    /// It was given up, and traffic goes back to stable.
    Aborted,
}

/// The sizes for the new and the stable revision behind a router (`argo-rollout §4.5`). Surge and unavailability play
/// no part.
///
/// The canary gets exactly the replicas asked for, even above full strength, or its share of full strength rounded up.
/// Stable keeps all pods, or with dynamic scale the share that is left, rounded up too; for replicas that is everything.
/// A weight above the total then gives a negative number for stable unless weights are recorded (`argo-rollout S18`).
///
/// ```
/// use gradual::capacity::{Ask, Counts, Course, Recorded, Routed, StableScale, routed};
///
/// let recorded = Some(Recorded { canary: 25, stable: 75 });
/// let stable = StableScale::Dynamic { recorded, course: Course::Updating };
/// let counts = routed(&Routed { full: 4, total: 100, ask: Ask::Weight(75), minimum: None, stable });
/// assert_eq!(counts, Counts { canary: 3, stable: 3 });
/// ```
#[doc(alias = "CalculateReplicaCountsForTrafficRoutedCanary")]
pub fn routed(asked: &Routed) -> Counts {
    let Routed { full, total, minimum, .. } = *asked;
    let (mut canary, weight) = match asked.ask {
        Ask::Replicas(pods) => (pods, 0),
        Ask::Weight(weight) => (at_least(share(full, weight, total), minimum, full), weight),
    };
    let StableScale::Dynamic { recorded, course } = asked.stable else {
        return Counts { canary, stable: full };
    };
    let mut stable = share(full, total.saturating_sub(weight), total);
    if let Some(recorded) = recorded {
        stable = stable.max(share(full, recorded.stable, total));
        canary = match course {
            Course::Aborted => canary.max(share(full, recorded.canary, total)),
            Course::Updating => canary,
        };
    }
    Counts { canary: at_least(canary, minimum, full), stable: at_least(stable, minimum, full) }
}

/// A size of at least `minimum`, which itself is at most `full`; no pods stay no pods (`argo-rollout §4.5`).
///
/// ```
/// use gradual::capacity::at_least;
///
/// assert_eq!(at_least(1, Some(2), 10), 2);
/// assert_eq!(at_least(1, Some(2), 1), 1);
/// assert_eq!(at_least(0, Some(2), 10), 0);
/// ```
#[doc(alias = "CheckMinPodsPerReplicaSet")]
pub fn at_least(pods: i64, minimum: Option<i64>, full: i64) -> i64 {
    match minimum {
        Some(minimum) if pods != 0 => pods.max(minimum.min(full)),
        _ => pods,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ask, Course, Recorded, Routed, StableScale, routed};

    fn check(full: i64, ask: Ask, minimum: Option<i64>, stable: StableScale, expected: (i64, i64)) {
        let counts = routed(&Routed { full, total: 100, ask, minimum, stable });
        assert_eq!((counts.canary, counts.stable), expected, "{full} {ask:?} {stable:?}");
    }

    fn dynamic(course: Course, recorded: Option<(i64, i64)>) -> StableScale {
        StableScale::Dynamic {
            recorded: recorded.map(|(canary, stable)| Recorded { canary, stable }),
            course,
        }
    }

    #[test]
    fn stable_at_full_strength() {
        for (full, ask, minimum, expected) in [
            (10, Ask::Weight(5), None, (1, 10)),
            (10, Ask::Weight(5), Some(2), (2, 10)),
            (1, Ask::Weight(100), Some(2), (1, 1)),
            (3, Ask::Weight(34), None, (2, 3)),
            (10, Ask::Weight(10), None, (1, 10)),
            (1, Ask::Replicas(9), None, (9, 1)),
            (4, Ask::Weight(200), None, (8, 4)),
            (10, Ask::Weight(0), Some(2), (0, 10)),
        ] {
            check(full, ask, minimum, StableScale::Full, expected);
        }
    }

    #[test]
    fn dynamic_stable_scale() {
        use Course::{Aborted, Updating};
        for (full, course, ask, recorded, expected) in [
            (10, Updating, Ask::Weight(10), Some((10, 90)), (1, 9)),
            (10, Updating, Ask::Weight(20), Some((10, 90)), (2, 9)),
            (4, Updating, Ask::Weight(25), Some((0, 100)), (1, 4)),
            (4, Updating, Ask::Weight(25), Some((25, 75)), (1, 3)),
            (4, Updating, Ask::Weight(75), Some((25, 75)), (3, 3)),
            (4, Updating, Ask::Weight(75), Some((75, 25)), (3, 1)),
            (10, Updating, Ask::Weight(33), Some((75, 25)), (4, 7)),
            (10, Updating, Ask::Replicas(3), Some((20, 80)), (3, 10)),
            (4, Updating, Ask::Weight(200), None, (8, -4)),
            (10, Updating, Ask::Weight(100), None, (10, 0)),
            (10, Aborted, Ask::Weight(0), Some((60, 40)), (6, 10)),
            (10, Aborted, Ask::Weight(0), Some((20, 80)), (2, 10)),
            (10, Aborted, Ask::Weight(20), Some((60, 40)), (6, 8)),
        ] {
            check(full, ask, None, dynamic(course, recorded), expected);
        }
    }
}
