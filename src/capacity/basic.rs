//! A canary without a router: pods are the split.

use super::{Budget, Counts, Size, approximate};

/// What the sizes of a basic canary are decided from (`argo-rollout §4.4`). Exhaustive: made by the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basic<'a> {
    /// Pods at full strength.
    pub full: i64,
    /// The weight wanted for the new revision, from 0 to `total`.
    pub weight: i64,
    /// The weight that is everything.
    pub total: i64,
    /// How far the update may stray from full strength.
    pub budget: Budget,
    /// The new revision, if it has pods or could have some.
    pub new: Option<&'a Size>,
    /// The stable revision.
    pub stable: Option<&'a Size>,
    /// Whether the stable and the new revision are one.
    pub same: bool,
    /// Pods that all other revisions want.
    pub others: i64,
}

/// The sizes for the new and the stable revision, one step nearer to the weight (`argo-rollout §4.4`).
///
/// First both grow, stable before the canary, into the room under full strength plus surge. As long as other revisions
/// want pods that is all. Then the one whose share falls shrinks, by as many pods as are available beyond full strength
/// minus the budget; its own unavailable pods go without regard to that, and pods of the growing one count only once
/// they are available. Without a stable revision apart from the new one, the new one gets everything.
///
/// Total: sizes beyond 2^48 count as that. When stable and new are one revision its pods are counted twice, so it can
/// shrink below the budget for a step (`argo-rollout S20`).
///
/// ```
/// use gradual::capacity::{Basic, Budget, Counts, Size, basic};
///
/// let stable = Size { want: 10, have: 10, ready: 10, available: 10 };
/// let counts = basic(&Basic {
///     full: 10,
///     weight: 20,
///     total: 100,
///     budget: Budget { surge: 2, unavailable: 0 },
///     new: Some(&Size::default()),
///     stable: Some(&stable),
///     same: false,
///     others: 0,
/// });
/// assert_eq!(counts, Counts { canary: 2, stable: 10 });
/// ```
#[doc(alias = "CalculateReplicaCountsForBasicCanary")]
pub fn basic(asked: &Basic<'_>) -> Counts {
    let (new, stable) = (asked.new.map(bounded), asked.stable.map(bounded));
    let apart = stable.filter(|_| !asked.same);
    let (full, others) = (bound(asked.full), bound(asked.others));
    let (surge, unavailable) = (bound(asked.budget.surge), bound(asked.budget.unavailable));
    let limits = Limits { cap: full + surge, floor: full - unavailable };
    let target = match apart {
        Some(_) => {
            let Counts { canary, stable } = approximate(full, asked.weight, asked.total, surge);
            Counts { canary: bound(canary), stable: bound(stable) }
        }
        None => Counts { canary: full, stable: 0 },
    };
    let grown = grow(target, new, apart, limits.cap - others);
    if others > 0 {
        return grown;
    }
    let canary_grows = new.is_none_or(|new| new.want <= target.canary);
    // Only pods of the growing revision must be available to count; both are looked at even if they are one (S20).
    let (of_new, of_stable) =
        if canary_grows { (available(new), wanted(stable)) } else { (wanted(new), available(stable)) };
    let spare = of_new + of_stable - limits.floor;
    if spare <= 0 {
        return grown;
    }
    if !canary_grows {
        let canary = shrink(grown.canary, wanted(new), target.canary, spare);
        let (canary, stable) = rebalance((canary, new), (grown.stable, stable), limits);
        return Counts { canary, stable };
    }
    let Some(apart) = apart else { return grown };
    let stable = shrink(grown.stable, apart.want, target.stable, spare);
    let (stable, canary) = rebalance((stable, Some(apart)), (grown.canary, new), limits);
    Counts { canary, stable }
}

/// The most pods that may be wanted, and the least that must be available.
#[derive(Clone, Copy)]
struct Limits {
    cap: i64,
    floor: i64,
}

/// Both sizes after growing into the room there is, stable first.
fn grow(target: Counts, new: Option<Size>, stable: Option<Size>, cap: i64) -> Counts {
    let now =
        Counts { canary: new.map_or(0, |new| new.want), stable: stable.map_or(0, |stable| stable.want) };
    let room = cap - now.canary - now.stable;
    let raised = if stable.is_some() { raise(now.stable, target.stable, room) } else { now.stable };
    let room = room - (raised - now.stable);
    let canary = if new.is_some() { raise(now.canary, target.canary, room) } else { now.canary };
    Counts { canary, stable: raised }
}

fn raise(want: i64, target: i64, room: i64) -> i64 {
    if want < target && 0 < room { target.min(want + room) } else { want }
}

/// The size after giving up spare pods, down to the target; as it is if it does not lie above it.
fn shrink(size: i64, want: i64, target: i64, spare: i64) -> i64 {
    if target < want { target.max(want - spare) } else { size }
}

/// Keeps the sum under the cap: first the other revision gives, then it gets back what must be available and is not yet,
/// and the one being drained gives that instead. Each side is its size to be and what it is now.
fn rebalance(drained: (i64, Option<Size>), other: (i64, Option<Size>), limits: Limits) -> (i64, i64) {
    let ((mut drain, now), (mut kept, beside)) = (drained, other);
    let Some(beside) = beside else {
        return (drain, kept);
    };
    kept -= (kept + drain - limits.cap).max(0);
    let up = now.map_or(0, |now| now.available.min(drain)) + beside.available.min(kept);
    kept += (beside.available - kept).max(0).min((limits.floor - up).max(0));
    drain -= (kept + drain - limits.cap).max(0);
    (drain, kept)
}

/// Pods that count for the revision that shrinks: those it wants.
fn wanted(size: Option<Size>) -> i64 {
    size.map_or(0, |size| size.want)
}

/// Pods that count for the revision that grows: those that are available, but no more than it wants.
fn available(size: Option<Size>) -> i64 {
    size.map_or(0, |size| size.available.min(size.want))
}

/// More pods than any cluster has, and few enough to be summed.
const MOST: i64 = 1 << 48;

fn bound(number: i64) -> i64 {
    number.clamp(-MOST, MOST)
}

fn bounded(size: &Size) -> Size {
    Size { want: bound(size.want), available: bound(size.available), ..*size }
}

#[cfg(test)]
mod tests {
    use super::{Basic, Budget, Size, basic};

    fn size(want: i64, available: i64) -> Size {
        Size { want, have: want, ready: available, available }
    }

    /// A row of the page: full strength, weight, surge and unavailable; want and available of stable and of the canary;
    /// what others want; the sizes of canary and stable.
    fn check(
        number: u32,
        [full, weight, surge, unavailable]: [i64; 4],
        stable: (i64, i64),
        canary: (i64, i64),
        others: i64,
        expected: (i64, i64),
    ) {
        let (stable, new) = (size(stable.0, stable.1), size(canary.0, canary.1));
        let budget = Budget { surge, unavailable };
        let asked = Basic {
            full,
            weight,
            total: 100,
            budget,
            new: Some(&new),
            stable: Some(&stable),
            same: false,
            others,
        };
        let counts = basic(&asked);
        assert_eq!((counts.canary, counts.stable), expected, "row {number}");
    }

    #[test]
    fn the_table_of_the_rules() {
        check(1, [10, 100, 3, 0], (7, 8), (6, 3), 0, (6, 7));
        check(2, [10, 20, 2, 0], (10, 10), (0, 0), 0, (2, 10));
        check(4, [10, 20, 2, 0], (10, 10), (2, 2), 0, (2, 8));
        check(5, [10, 30, 2, 0], (10, 10), (0, 0), 0, (2, 10));
        check(6, [10, 20, 0, 2], (10, 10), (0, 0), 0, (0, 8));
        check(8, [10, 30, 0, 2], (10, 10), (0, 0), 0, (0, 8));
        check(9, [10, 50, 2, 1], (10, 10), (0, 0), 0, (2, 9));
        check(10, [10, 0, 1, 1], (10, 10), (1, 1), 0, (0, 10));
        check(11, [10, 100, 1, 1], (1, 1), (10, 10), 0, (10, 0));
        check(12, [1, 20, 1, 0], (1, 1), (0, 0), 0, (1, 1));
        check(13, [1, 90, 1, 0], (1, 1), (0, 0), 0, (1, 1));
        check(14, [1, 49, 0, 1], (1, 1), (0, 0), 0, (0, 1));
        check(15, [1, 51, 0, 1], (1, 1), (0, 0), 0, (0, 0));
        check(16, [1, 51, 0, 1], (0, 0), (0, 0), 0, (1, 0));
        check(17, [10, 30, 1, 0], (1, 1), (0, 0), 3, (1, 7));
        check(18, [10, 30, 0, 3], (8, 5), (4, 4), 0, (3, 7));
        check(19, [10, 100, 1, 0], (10, 2), (10, 8), 0, (9, 2));
        check(20, [10, 30, 0, 1], (8, 6), (4, 2), 3, (4, 8));
        check(21, [10, 5, 0, 1], (10, 10), (0, 0), 0, (0, 9));
        check(22, [10, 5, 0, 1], (9, 9), (0, 0), 0, (1, 9));
        check(24, [4, 100, 1, 0], (4, 1), (0, 0), 0, (1, 4));
        check(25, [3, 99, 0, 2], (3, 3), (0, 0), 0, (0, 1));
        check(26, [3, 99, 0, 2], (1, 1), (0, 0), 0, (2, 1));
        check(27, [4, 100, 1, 0], (4, 1), (1, 1), 0, (1, 3));
        check(28, [4, 0, 1, 0], (0, 0), (4, 4), 0, (4, 1));
        check(29, [4, 0, 1, 0], (1, 0), (4, 4), 0, (4, 1));
        check(30, [4, 0, 1, 0], (1, 1), (4, 4), 0, (3, 1));
        check(31, [4, 100, 4, 4], (4, 4), (0, 0), 0, (4, 0));
        check(32, [4, 100, 3, 0], (4, 4), (0, 0), 0, (3, 4));
        check(33, [10, 100, 3, 0], (9, 9), (4, 4), 0, (4, 6));
        check(35, [10, 20, 3, 2], (12, 12), (0, 0), 0, (1, 8));
        check(36, [10, 20, 3, 2], (4, 4), (2, 2), 0, (2, 8));
        check(37, [10, 50, 3, 2], (8, 8), (3, 0), 0, (5, 8));
        check(38, [10, 20, 3, 2], (5, 5), (5, 0), 0, (3, 8));
        check(39, [10, 20, 3, 2], (8, 8), (5, 5), 0, (2, 8));
        check(40, [10, 20, 3, 2], (10, 10), (0, 0), 3, (0, 10));
        check(41, [0, 50, 0, 0], (2, 2), (2, 2), 0, (0, 0));
    }

    #[test]
    fn one_revision_is_counted_twice_and_a_missing_one_not_at_all() {
        let scale_in = |full, surge, unavailable, want, available| {
            let one = size(want, available);
            let budget = Budget { surge, unavailable };
            basic(&Basic {
                full,
                weight: 100,
                total: 100,
                budget,
                new: Some(&one),
                stable: Some(&one),
                same: true,
                others: 0,
            })
            .canary
        };
        // Row 34, then the runs of S20.
        assert_eq!(scale_in(10, 0, 1, 9, 9), 10);
        for (surge, unavailable, full, want, available, expected) in [
            (0, 1, 5, 10, 10, 5),
            (0, 1, 5, 10, 4, 5),
            (0, 1, 5, 10, 3, 4),
            (0, 1, 5, 10, 2, 3),
            (0, 3, 10, 20, 5, 8),
        ] {
            assert_eq!(scale_in(full, surge, unavailable, want, available), expected, "{want} {available}");
        }
        // Row 42.
        let stable = size(10, 10);
        let counts = basic(&Basic {
            full: 10,
            weight: 20,
            total: 100,
            budget: Budget { surge: 3, unavailable: 2 },
            new: None,
            stable: Some(&stable),
            same: false,
            others: 0,
        });
        assert_eq!((counts.canary, counts.stable), (0, 8));
    }
}
