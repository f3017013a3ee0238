//! Weights as pods.

use super::Counts;

/// This weight's share of `full` pods, rounded up; `total` is the weight of all of them (`argo-rollout §4.2`).
///
/// Exact for all numbers; a result beyond 64 bits ends there. A total below 1 counts as 1. Not bounded by `full`:
/// weights above the total or below zero give what the fraction gives.
///
/// ```
/// use gradual::capacity::share;
///
/// assert_eq!(share(10, 33, 100), 4);
/// assert_eq!(share(10, 0, 100), 0);
/// assert_eq!(share(4, 200, 100), 8);
/// ```
#[doc(alias = "weightToReplicas")]
#[doc(alias = "trafficWeightToReplicas")]
pub fn share(full: i64, weight: i64, total: i64) -> i64 {
    let total = i128::from(total.max(1));
    let product = i128::from(full) * i128::from(weight);
    saturated(-(-product).div_euclid(total))
}

/// The split into whole pods that is nearest to the weight, with one pod more than `full` if any `surge` is allowed
/// (`argo-rollout §4.3`).
///
/// Neither side gets nothing unless its weight is nothing: of ten pods, 1 % is one. (A single pod without surge is on
/// one side or the other.) Of equally near splits the one with more canaries and fewer pods wins. `full` below 1 gives
/// no pods.
///
/// One weight has no allowed split: without surge, where the canary's share ends in exactly one half of the last pod, as
/// 95 % of 10 pods or 75 % of 2. Then stable keeps everything, though a smaller weight gives the canary pods. This is
/// upstream's answer, recorded.
///
/// Weights are from 0 to `total`, which counts as 1 if below that; beyond, the result is what the arithmetic gives.
/// Upstream's products wrap around in 32 bits, so that from 21,474,837 pods on its splits are garbage; these are exact
/// (`D-001`).
///
/// ```
/// use gradual::capacity::{Counts, approximate};
///
/// assert_eq!(approximate(10, 1, 100, 0), Counts { canary: 1, stable: 9 });
/// assert_eq!(approximate(10, 25, 100, 1), Counts { canary: 3, stable: 8 });
/// assert_eq!(approximate(1, 50, 100, 1), Counts { canary: 1, stable: 1 });
/// ```
#[doc(alias = "approximateWeightedCanaryStableReplicaCounts")]
pub fn approximate(full: i64, weight: i64, total: i64, surge: i64) -> Counts {
    if full < 1 {
        return Counts::default();
    }
    let (full, weight, total) = (i128::from(full), i128::from(weight), i128::from(total.max(1)));
    let down = (full * weight).div_euclid(total);
    let up = -(-full * weight).div_euclid(total);
    // With an exact half, the smaller canary is never nearer than the larger one.
    let halves = |pods: i128| (pods * weight).rem_euclid(total) * 2 == total;
    let may_be_empty = weight == 0 || weight == total || (full == 1 && surge == 0);
    let down_allowed = |pods| !halves(pods) && (down != 0 || may_be_empty);
    let candidates = [
        (up < full || may_be_empty, up, full),
        (down_allowed(full), down, full),
        (surge > 0, up, full + 1),
        (surge > 0 && down_allowed(full + 1), down, full + 1),
    ];
    let off = |canary: i128, pods: i128| (canary * total - weight * pods).unsigned_abs();
    let mut best = None;
    for (_, canary, pods) in candidates.into_iter().filter(|(allowed, ..)| *allowed) {
        // off/pods of both, compared without dividing: each is below 2^65, and there are at most 2^63 pods.
        let nearer = |(other, of): (i128, i128)| {
            off(canary, pods).saturating_mul(of.unsigned_abs())
                < off(other, of).saturating_mul(pods.unsigned_abs())
        };
        if best.is_none_or(nearer) {
            best = Some((canary, pods));
        }
    }
    let (canary, pods) = best.unwrap_or((0, full));
    Counts { canary: saturated(canary), stable: saturated(pods - canary) }
}

/// The number, or the nearest one that 64 bits hold.
fn saturated(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::{approximate, share};

    #[test]
    fn the_table_of_shares() {
        for (full, weight, total, expected) in [
            (10, 0, 100, 0),
            (10, 20, 100, 2),
            (10, 25, 100, 3),
            (10, 33, 100, 4),
            (10, 99, 100, 10),
            (10, 100, 100, 10),
            (23, 100_000_000, 100_000_000, 23),
            (4, -100, 100, -4),
            (i64::MAX, i64::MAX, 0, i64::MAX),
            (i64::MIN, i64::MAX, i64::MIN, i64::MIN),
        ] {
            assert_eq!(share(full, weight, total), expected, "{full} {weight}/{total}");
        }
    }

    fn check(full: i64, weight: i64, surge: i64, canary: i64, stable: i64) {
        let counts = approximate(full, weight, 100, surge);
        assert_eq!((counts.canary, counts.stable), (canary, stable), "{full} {weight} {surge}");
    }

    #[test]
    fn the_table_of_the_rules() {
        for (full, weight, surge, canary, stable) in [
            (0, 50, 1, 0, 0),
            (1, 1, 0, 0, 1),
            (1, 49, 0, 0, 1),
            (1, 50, 0, 1, 0),
            (1, 99, 0, 1, 0),
            (1, 1, 1, 1, 1),
            (1, 99, 1, 1, 1),
            (1, 100, 1, 1, 0),
            (2, 1, 0, 1, 1),
            (2, 99, 0, 1, 1),
            (2, 1, 1, 1, 2),
            (2, 50, 1, 1, 1),
            (2, 99, 1, 2, 1),
            (3, 10, 0, 1, 2),
            (3, 49, 0, 1, 2),
            (3, 50, 0, 2, 1),
            (3, 10, 1, 1, 3),
            (3, 33, 1, 1, 2),
            (3, 49, 1, 2, 2),
            (3, 50, 1, 2, 2),
            (10, 1, 0, 1, 9),
            (10, 14, 0, 1, 9),
            (10, 15, 0, 2, 8),
            (10, 99, 0, 9, 1),
            (10, 1, 1, 1, 10),
            (10, 18, 1, 2, 9),
            (10, 19, 1, 2, 9),
            (10, 20, 1, 2, 8),
            (10, 23, 1, 2, 8),
            (10, 24, 1, 3, 8),
            (10, 25, 1, 3, 8),
            (10, 99, 1, 10, 1),
            (5, 25, 0, 1, 4),
            (5, 25, 1, 1, 4),
            (5, 50, 1, 3, 3),
            (4, 10, 1, 1, 4),
            (10, 33, 1, 3, 7),
            (7, 33, 2, 2, 5),
            (20, 1, 1, 1, 20),
            (100, 1, 1, 1, 99),
            (15, 30, 1, 5, 11),
            (15, 30, 0, 5, 10),
            (6, 25, 1, 2, 5),
            (6, 75, 1, 5, 2),
            (8, 95, 2, 8, 1),
            (10, 100, 1, 10, 0),
            (10, 94, 0, 9, 1),
            (10, 95, 0, 0, 10),
            (10, 96, 0, 9, 1),
            (2, 75, 0, 0, 2),
        ] {
            check(full, weight, surge, canary, stable);
        }
    }
}
