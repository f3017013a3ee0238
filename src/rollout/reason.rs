//! Why: events as upstream words them, what is being waited for, and what held a pass.

pub use crate::decision::Severity;

use crate::time::Timestamp;
use alloc::{format, string::String};

/// One reason. More kinds will follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The rollout has a new current revision.
    Updated {
        /// Its number.
        number: i64,
    },
    /// A revision was created.
    Created {
        /// Its name.
        revision: String,
        /// Its number.
        number: i64,
    },
    /// A revision was resized.
    Scaled {
        /// Its name.
        revision: String,
        /// Its number.
        number: i64,
        /// Pods before.
        from: i64,
        /// Pods from now on.
        to: i64,
    },
    /// A step is over.
    StepCompleted {
        /// Its place, counted from 1.
        step: i64,
        /// How many there are.
        of: i64,
        /// The step as people read it.
        label: String,
    },
    /// The steps are skipped.
    StepsSkipped {
        /// Why.
        why: &'static str,
    },
    /// A service selects another revision.
    Switched {
        /// Its name.
        service: String,
        /// The hash before; empty if none.
        from: String,
        /// The hash from now on.
        to: String,
    },
    /// The router was told other weights.
    WeightUpdated {
        /// What changed, as upstream words it.
        what: String,
    },
    /// The router refused a weight.
    RoutingFailed {
        /// Why.
        message: String,
    },
    /// The router could not be asked whether a weight has arrived.
    VerifyFailed {
        /// Why.
        message: String,
    },
    /// The new revision is stable.
    Completed {
        /// Its number.
        number: i64,
        /// Its hash.
        hash: String,
        /// Why it may be.
        why: String,
    },
    /// The rollout was complete and no longer is.
    NotCompleted {
        /// The number of the new revision.
        number: i64,
        /// Its hash.
        hash: String,
    },
    /// The update was aborted.
    Aborted {
        /// Upstream's text.
        message: String,
    },
    /// The rollout pauses.
    Paused {
        /// For this.
        reason: String,
    },
    /// The pause is over.
    Resumed,
    /// Nothing to do until this comes about.
    Waiting(Wait),
    /// The pass was held: no actions, and the status stays as it was.
    Held(Hold),
}

/// What a decision waits for. Every decision that does nothing and is not an end names one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// A person resumes a pause step that has no end of its own.
    Resume {
        /// Since when.
        since: Option<Timestamp>,
    },
    /// A timed pause step ends.
    PauseOver {
        /// When.
        at: Timestamp,
    },
    /// A person unpauses the rollout (`spec.paused`).
    Unpause,
    /// A person promotes the rollout fully. A way back that needs no pause is never at full strength where
    /// `previewReplicaCount` holds its size and promotion is by hand: nobody is asked (`argo-rollout §9.4`, `§9.5`).
    Promote,
    /// A person retries, or changes the template of, an aborted update.
    Retry,
    /// Pods of a revision become available.
    Pods {
        /// Its name.
        revision: String,
        /// Available so far.
        available: i64,
        /// How many are needed.
        needed: i64,
    },
    /// The budget (`maxSurge`, `maxUnavailable`) gets room for pods of a revision.
    Room {
        /// Its name.
        revision: String,
    },
    /// A service that the plan names comes into being.
    Service {
        /// Its name.
        service: String,
    },
    /// Pods of a revision go away.
    PodsGone {
        /// Its name.
        revision: String,
        /// How many are left.
        left: i64,
    },
    /// The router says that a weight has arrived.
    Weight {
        /// The weight.
        weight: i64,
    },
    /// A revision that has done its work loses its pods.
    Retirement {
        /// Its name.
        revision: String,
        /// When.
        at: Timestamp,
    },
    /// Pods are restarted from this instant on.
    Restart {
        /// When.
        at: Timestamp,
    },
}

/// What held a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hold {
    /// A field of the status steers the machine and cannot be read.
    Unreadable {
        /// Its path below `.status`.
        field: String,
    },
    /// The plan asks for something that this version does not decide yet.
    Unsupported {
        /// The field.
        field: &'static str,
    },
}

impl Reason {
    /// Upstream's event for this reason: its name, how loud it is and its text (`argo-rollout §16`). Waits and
    /// holds have none.
    pub fn event(&self) -> Option<(&'static str, Severity, String)> {
        let (name, text) = match self {
            Self::Updated { number } => ("RolloutUpdated", format!("Rollout updated to revision {number}")),
            Self::Created { revision, number } => {
                ("NewReplicaSetCreated", format!("Created ReplicaSet {revision} (revision {number})"))
            }
            Self::Scaled { revision, number, from, to } => {
                let way = if from < to { "up" } else { "down" };
                let text =
                    format!("Scaled {way} ReplicaSet {revision} (revision {number}) from {from} to {to}");
                ("ScalingReplicaSet", text)
            }
            Self::StepCompleted { step, of, label } => {
                ("RolloutStepCompleted", format!("Rollout step {step}/{of} completed ({label})"))
            }
            Self::StepsSkipped { why } => ("SkipSteps", (*why).into()),
            Self::Switched { service, from, to } => (
                "SwitchService",
                format!("Switched selector for service '{service}' from '{from}' to '{to}'"),
            ),
            Self::WeightUpdated { what } => {
                ("TrafficWeightUpdated", format!("Traffic weight updated {what}"))
            }
            Self::RoutingFailed { message } => ("TrafficRoutingError", message.clone()),
            Self::VerifyFailed { message } => {
                ("WeightVerifyError", format!("Failed to verify weight: {message}"))
            }
            Self::Completed { number, hash, why } => {
                ("RolloutCompleted", format!("Rollout completed update to revision {number} ({hash}): {why}"))
            }
            Self::NotCompleted { number, hash } => (
                "RolloutNotCompleted",
                format!("Rollout not completed, started update to revision {number} ({hash})"),
            ),
            Self::Aborted { message } => ("RolloutAborted", message.clone()),
            Self::Paused { reason } => ("RolloutPaused", format!("Rollout is paused ({reason})")),
            Self::Resumed => ("RolloutResumed", "Rollout is resumed".into()),
            Self::Waiting(_) | Self::Held(_) => return None,
        };
        let bad =
            matches!(self, Self::Aborted { .. } | Self::RoutingFailed { .. } | Self::VerifyFailed { .. });
        let severity = if bad { Severity::Warning } else { Severity::Normal };
        Some((name, severity, text))
    }
}
