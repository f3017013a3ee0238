//! Where upstream breaks a law, whether to do the same.

use serde::{Deserialize, Serialize};

/// What upstream does though it breaks a law, each as a switch. On, it is done; off, what the law asks for.
///
/// `docs/laws.md` names the law of each and tells the shortest story. Behaviour that is odd and breaks no law has no
/// switch.
///
/// ```
/// use gradual::rollout::{Compat, Plan};
///
/// let mut plan = Plan::rolling_update("shop", 3);
/// assert_eq!(plan.compat, Compat::ARGO);
/// plan.compat = Compat::STRICT;
/// // All that the laws ask for, but for one habit of upstream's.
/// plan.compat.zero_delay_keeps_pods = true;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Compat {
    /// A full promotion, or a way back within the rollback window, takes an abort back in every pass (`law S17`, `L5`;
    /// `argo-rollout S2`, `S3`). Off: an abort stays until a retry or another template, and ends the promotion.
    pub promotion_lifts_abort: bool,
    /// With dynamic scale, aborting a rollout with nothing to update changes weights and sizes (`law S6`). Off: it changes
    /// nothing.
    pub abort_of_nothing_counts: bool,
    /// An aborted blue-green rollout goes back only while the aborted revision is at full strength (`law L1`;
    /// `argo-rollout S4`). Off: at once, as soon as stable has a pod.
    pub way_back_waits_for_new: bool,
    /// The canary service of an aborted canary with a router is moved there and back in every pass (`law S27`;
    /// `argo-rollout S5`). Off: it follows the weight.
    pub aborted_service_flaps: bool,
    /// `abortScaleDownDelaySeconds: 0`, which is for ever, is not kept where only weights size the canary (`law S26`;
    /// `argo-rollout S6`). Off: it is.
    pub kept_canary_goes: bool,
    /// The delay of an aborted revision counts from when stable is whole, wherever traffic is (`law S4`, `S26`;
    /// `argo-rollout S7`). Off: from when its traffic has verifiably left.
    pub delay_ignores_traffic: bool,
    /// `scaleDownDelaySeconds: 0` keeps a replaced revision for ever (`law L7`; `argo-rollout S8`). Off: it goes at once.
    pub zero_delay_keeps_pods: bool,
    /// A delay of an aborted revision that is longer than the resync period is cut short (`law S26`; `argo-rollout S9`).
    pub long_delay_is_cut: bool,
    /// The approval of a preview outlives its template (`law S11`, `S20`; `argo-rollout S12`, `S59`). Off: each template
    /// is approved by itself.
    pub approval_outlives_template: bool,
    /// `previewReplicaCount` holds the size of a way back that needs no approval, so that it waits for one that nobody is
    /// asked for (`law S25`, `L9`). Off: it grows.
    pub preview_size_holds_rollback: bool,
    /// A rollout that skips its steps may go one past the end (`law S10`; `argo-rollout S13`).
    pub skips_past_the_end: bool,
    /// Behind a router, a superseded canary goes without a delay, and unavailable pods go even while traffic is on them
    /// (`law S4`, `S26`; `argo-rollout S31`, `S33`). Off: it keeps them as every replaced revision does.
    pub superseded_goes_at_once: bool,
    /// With dynamic scale, stable shrinks for the weight of the last pass, arrived or not, or for one that the router was never
    /// told, though those of this pass need more of it (`law S3`, `S8`; `argo-rollout S18`, `S35`, `S60`). Off: it is large
    /// enough for all of them.
    pub stable_size_lags: bool,
    /// What stable must carry is rounded down to whole pods, and may be nothing (`law S2`, `S3`; `argo-rollout S62`).
    /// Off: rounded up.
    pub carries_rounded_down: bool,
    /// With dynamic scale, the pods of an aborted canary hold up its weight, and a stable that is lacking pods makes it
    /// grow (`law L1`, `L9`, `S5`; `user-demand §2.3`). Off: what stable lacks holds up the weight, and the canary never
    /// grows.
    pub pods_hold_aborted_weight: bool,
    /// A weight may be raised beyond what the canary's pods carry, as on a way back within the rollback window that skips
    /// the steps (`law S3`, `S19`). Off: it waits.
    pub raises_without_pods: bool,
    /// The last weight of an update is not stored before it has arrived, so that nobody knows of it if the update ends
    /// meanwhile (`law S3`, `S4`, `S28`). Off: it is.
    pub last_weight_goes_unrecorded: bool,
    /// A canary that follows another takes over its weight for a moment, whatever its own is (`law S3`, `S28`). Off: the
    /// weight falls first.
    pub new_canary_inherits_weight: bool,
    /// A canary may shrink below what its traffic needs: to nothing where a step sets no pods, and with dynamic scale where
    /// the steps change (`law S4`, `S8`). Off: it keeps the pods until the weight has fallen.
    pub shrinks_canary_in_use: bool,
    /// A way back within the rollback window skips the steps though a person has paused the rollout (`law S16`).
    pub rollback_ignores_pause: bool,
    /// A pause that a person asked for while the controller could not act comes too late for the deadline (`law S16`,
    /// `S18`). Off: no deadline runs while the spec says paused.
    pub late_before_pause_is_seen: bool,
    /// A rollout with nothing to update is called late when its pods fail (`law S18`). Off: it progresses again.
    pub idle_is_late: bool,
    /// Where the last update came to no end, the next is late at once if its revision exists (`law S18`, `S20`). Off: its deadline
    /// begins with it.
    pub late_at_once: bool,
    /// Available pods of the old revision let the rollout be called healthy (`law S36`).
    pub old_pods_are_healthy: bool,
    /// Sizes follow full strength before another template is noticed: back to stable, that empties it (`law S7`, `S31`).
    pub resizes_before_starting_over: bool,
    /// With dynamic scale, a full promotion can give the canary more than all of the traffic (`law S1`).
    pub weight_overflows: bool,
    /// A progress threshold of 0 is met by a revision without pods (`law S2`; `argo-rollout S27`). Off: one must be
    /// available.
    pub nothing_meets_threshold: bool,
}

impl Compat {
    /// All that Argo Rollouts does: every switch is on.
    pub const ARGO: Self = Self::all(true);
    /// All that the laws ask for: every switch is off.
    pub const STRICT: Self = Self::all(false);

    const fn all(on: bool) -> Self {
        Self {
            promotion_lifts_abort: on,
            abort_of_nothing_counts: on,
            way_back_waits_for_new: on,
            aborted_service_flaps: on,
            kept_canary_goes: on,
            delay_ignores_traffic: on,
            zero_delay_keeps_pods: on,
            long_delay_is_cut: on,
            approval_outlives_template: on,
            preview_size_holds_rollback: on,
            skips_past_the_end: on,
            superseded_goes_at_once: on,
            stable_size_lags: on,
            carries_rounded_down: on,
            pods_hold_aborted_weight: on,
            raises_without_pods: on,
            last_weight_goes_unrecorded: on,
            new_canary_inherits_weight: on,
            shrinks_canary_in_use: on,
            rollback_ignores_pause: on,
            late_before_pause_is_seen: on,
            idle_is_late: on,
            late_at_once: on,
            old_pods_are_healthy: on,
            resizes_before_starting_over: on,
            weight_overflows: on,
            nothing_meets_threshold: on,
        }
    }
}

/// As Argo Rollouts does.
impl Default for Compat {
    fn default() -> Self {
        Self::ARGO
    }
}
