//! When pods count as there.

use super::{Counts, Size};

/// When a step's pods count as there (`replicaProgressThreshold`). Exhaustive: upstream takes every other type for
/// `Pods`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// This percentage of them is available.
    Percent(i64),
    /// This many are available.
    Pods(i64),
}

/// Whether a revision is near enough to `target` pods for a step to go on (`argo-rollout §4.6`).
///
/// Without a threshold, or with a negative one, it must want exactly that many and have them available. With one, only
/// available pods count: 0 is always reached, and so is any percentage of no pods (`argo-rollout S27`). Percentages are
/// compared exactly; upstream's slack of 10^-10 only makes up for its rounding.
///
/// ```
/// use gradual::capacity::{Size, Threshold, reached};
///
/// let size = Size { want: 10, have: 10, ready: 9, available: 9 };
/// assert!(reached(Some(Threshold::Percent(90)), Some(&size), 10));
/// assert!(!reached(None, Some(&size), 10));
/// assert!(!reached(Some(Threshold::Pods(1)), None, 10));
/// ```
#[doc(alias = "ReplicaProgressThresholdMet")]
pub fn reached(threshold: Option<Threshold>, size: Option<&Size>, target: i64) -> bool {
    let Some(size) = size else { return false };
    match threshold {
        Some(Threshold::Percent(percent)) if 0 <= percent => {
            let share = i128::from(size.available) * 100 * i128::from(target.signum());
            target == 0 || i128::from(percent) * i128::from(target).abs() <= share
        }
        Some(Threshold::Pods(pods)) if 0 <= pods => pods <= size.available,
        _ => size.want == target && size.available == target,
    }
}

/// What besides the new revision must be at its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest<'a> {
    /// Without a router: stable, and no pod of another revision may be available any more.
    Basic {
        /// The stable revision.
        stable: Option<&'a Size>,
        /// Available pods of all other revisions.
        others: i64,
    },
    /// With a router: stable.
    Routed {
        /// The stable revision.
        stable: Option<&'a Size>,
    },
    /// With a router and dynamic stable scale: nothing, since stable follows later.
    Dynamic,
}

/// Whether a canary has reached the sizes of [`basic`](super::basic) or [`routed`](super::routed) (`argo-rollout §4.6`).
///
/// The new revision must have reached its threshold. Stable must want its size and have as many pods, available or not.
///
/// ```
/// use gradual::capacity::{Counts, Rest, Size, at_desired};
///
/// let two = Size { want: 2, have: 2, ready: 2, available: 2 };
/// let rest = Rest::Basic { stable: Some(&two), others: 0 };
/// assert!(at_desired(None, Counts { canary: 2, stable: 2 }, Some(&two), rest));
/// assert!(!at_desired(None, Counts { canary: 3, stable: 2 }, Some(&two), rest));
/// ```
#[doc(alias = "AtDesiredReplicaCountsForCanary")]
pub fn at_desired(threshold: Option<Threshold>, counts: Counts, new: Option<&Size>, rest: Rest<'_>) -> bool {
    let stable_is = |stable: Option<&Size>| {
        stable.is_some_and(|stable| stable.want == counts.stable && stable.have == counts.stable)
    };
    reached(threshold, new, counts.canary)
        && match rest {
            Rest::Basic { stable, others } => stable_is(stable) && others == 0,
            Rest::Routed { stable } => stable_is(stable),
            Rest::Dynamic => true,
        }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Rest, Size, Threshold, at_desired, reached};

    #[test]
    fn thresholds() {
        use Threshold::{Percent, Pods};
        let check = |threshold, want, available, target, expected| {
            let size = Size { want, available, ..Size::default() };
            assert_eq!(
                reached(threshold, Some(&size), target),
                expected,
                "{threshold:?} {available} of {target}"
            );
        };
        check(Some(Percent(90)), 10, 9, 10, true);
        check(Some(Percent(90)), 10, 8, 10, false);
        check(Some(Pods(9)), 10, 9, 10, true);
        check(Some(Pods(8)), 10, 7, 10, false);
        check(Some(Percent(100)), 10, 100, 10, true);
        check(Some(Percent(90)), 10, 0, 0, true);
        check(Some(Percent(0)), 10, 0, 10, true);
        check(Some(Pods(0)), 10, 0, 10, true);
        check(Some(Pods(-100)), 5, 10, 10, false);
        check(Some(Percent(-100)), 10, 10, 10, true);
        check(None, 5, 10, 10, false);
        check(Some(Percent(i64::MAX)), 1, i64::MAX, i64::MAX, false);
        check(Some(Percent(1)), 1, i64::MIN, i64::MIN, true);
    }

    #[test]
    fn canary_and_stable_at_their_sizes() {
        let size = |want, available, have| Size { want, have, ready: available, available };
        let check = |counts, new, stable, expected| {
            let rest = Rest::Basic { stable: Some(&stable), others: 0 };
            assert_eq!(at_desired(None, counts, Some(&new), rest), expected, "{new:?} {stable:?}");
        };
        let (half, most) = (Counts { canary: 2, stable: 2 }, Counts { canary: 3, stable: 1 });
        check(half, size(2, 2, 2), size(2, 2, 2), true);
        check(half, size(2, 1, 2), size(2, 2, 2), false);
        check(most, size(3, 3, 3), size(2, 2, 2), false);
        check(most, size(3, 3, 3), size(1, 0, 1), true);
        check(half, size(2, 2, 2), size(2, 2, 3), false);
        let new = size(2, 2, 2);
        assert!(!at_desired(None, half, Some(&new), Rest::Basic { stable: Some(&new), others: 1 }));
        assert!(!at_desired(None, half, Some(&new), Rest::Routed { stable: None }));
        assert!(at_desired(None, half, Some(&new), Rest::Dynamic));
    }
}
