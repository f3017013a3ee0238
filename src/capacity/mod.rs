//! How many pods each revision gets (`argo-rollout §4`).
//!
//! A canary is first asked for a share of traffic or a number of pods ([`ask`]). With a router the pods follow from that
//! ([`routed`]); without one, pods *are* the split, so the share is approximated ([`approximate`]) and both revisions
//! are moved toward it within a [`Budget`] ([`basic`]). When the pods count as there is for [`reached`] and
//! [`at_desired`] to say. Blue-green has a preview instead ([`blue_green`]).
//!
//! All functions are total. Pods and weights fit 32 bits upstream; here they are counted exactly in 64, and where
//! sums of sizes are needed, sizes beyond 2^48 count as 2^48. A total weight below 1 counts as 1.

mod approximate;
mod ask;
mod basic;
mod blue_green;
mod budget;
mod routed;
mod threshold;

pub use approximate::{approximate, share};
pub use ask::{
    Ask, Available, Goal, KeepAborted, Progress, StepSize, ask, asked_weight, current_weight, desired_weight,
    set_scale,
};
pub use basic::{Basic, basic};
pub use blue_green::{Preview, blue_green, ready_for_pause};
pub use budget::Budget;
pub use routed::{Course, Recorded, Routed, StableScale, at_least, routed};
pub use threshold::{Rest, Threshold, at_desired, reached};

/// The pods of a revision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Wanted (`spec.replicas`).
    pub want: i64,
    /// Existing (`status.replicas`).
    pub have: i64,
    /// Ready (`status.readyReplicas`).
    pub ready: i64,
    /// Available (`status.availableReplicas`).
    pub available: i64,
}

/// Pods for the canary and for stable. Signed: upstream can compute sizes below zero (`argo-rollout S18`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// For the new revision.
    pub canary: i64,
    /// For stable.
    pub stable: i64,
}

/// A canary's size apart from its weight (`setCanaryScale`). Exhaustive: upstream allows one of these three, and reads
/// replicas before weight if both are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Follow the weight again.
    MatchTraffic,
    /// So many pods.
    Replicas(i64),
    /// This share of full strength.
    Weight(i64),
}
