//! Why: events as upstream words them, what is being waited for, and what held a pass.

pub use crate::decision::Severity;

use crate::time::Timestamp;
use alloc::{format, string::String};
use core::fmt;
use serde::Serialize;

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

/// What a decision waits for. Every decision that does nothing and is not an end names at least one, what holds it most
/// first. It prints as people say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Wait {
    /// A person resumes a pause that has no end of its own.
    Resume {
        /// Since when.
        since: Option<Timestamp>,
    },
    /// A timed pause ends.
    PauseOver {
        /// When; it is over once this has passed.
        at: Timestamp,
    },
    /// A person unpauses the rollout (`spec.paused`).
    Unpause,
    /// A person promotes the rollout: nothing else takes it further. A blue-green one must be promoted fully: a way back
    /// that needs no pause is never at full strength where `previewReplicaCount` holds its size and promotion is by hand,
    /// and nobody is asked (`argo-rollout §9.4`, `§9.5`). A canary is at a step that asks for nothing, or beyond the last.
    Promote,
    /// A person retries, or changes the template of, an aborted update.
    Retry,
    /// Pods of a revision become available.
    Pods {
        /// Its name.
        revision: String,
        /// Available so far.
        available: i64,
        /// Ready so far. Those above `available` have only to stay so for `minReadySeconds`.
        ready: i64,
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
    /// A weight, until stable has the pods for the rest of the traffic (`argo-rollout §7.2`, `§7.4`).
    Capacity {
        /// The weight.
        weight: i64,
        /// The name of the stable revision.
        revision: String,
        /// Its available pods so far.
        available: i64,
        /// How many are needed.
        needed: i64,
    },
    /// The router says that a weight has arrived.
    Weight {
        /// The weight.
        weight: i64,
    },
    /// The active service, which goes back to stable after an abort only while the aborted revision is at full strength
    /// (`argo-rollout S4`).
    Back {
        /// The name of the service.
        service: String,
        /// The name of the aborted revision.
        revision: String,
        /// Its available pods.
        available: i64,
        /// How many are needed.
        needed: i64,
    },
    /// A revision that has done its work loses its pods.
    Retirement {
        /// Its name.
        revision: String,
        /// When.
        at: Timestamp,
    },
    /// A revision that has done its work keeps its pods: a delay of zero is for ever (`argo-rollout S8`).
    Kept {
        /// Its name.
        revision: String,
        /// How many there are.
        left: i64,
    },
    /// Pods are restarted from this instant on.
    Restart {
        /// When; it begins once this has passed.
        at: Timestamp,
    },
    /// Pods that are too old may be evicted: too few others are available, or a disruption budget keeps them.
    Evictions {
        /// How many are left.
        left: i64,
    },
    /// Progress of whatever kind. Without it the update is late.
    Progress {
        /// It is late once this has passed.
        due: Timestamp,
    },
}

/// What held a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hold {
    /// A field of the status steers the machine and cannot be read.
    Unreadable {
        /// Its path below `.status`; empty if that is no object at all.
        field: String,
    },
    /// The plan asks for something that this version does not decide yet.
    Unsupported {
        /// The field.
        field: &'static str,
    },
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resume { .. } => f.write_str("a person to end the pause"),
            Self::PauseOver { at } => write!(f, "the pause to be over at {at}"),
            Self::Unpause => f.write_str("a person to unpause the rollout"),
            Self::Promote => f.write_str("a person to promote the rollout"),
            Self::Retry => f.write_str("a person to retry the aborted update, or to change the template"),
            Self::Pods { revision, available, ready, needed } => {
                write!(f, "pods of `{revision}` to be available: {available} of {needed} are")?;
                let more = ready.saturating_sub(*available);
                if 0 < more { write!(f, ", {more} more are ready") } else { Ok(()) }
            }
            Self::Room { revision } => {
                write!(f, "room for pods of `{revision}`, which `maxSurge` and `maxUnavailable` do not leave")
            }
            Self::Service { service } => write!(f, "the service `{service}`, which does not exist"),
            Self::PodsGone { revision, left } => {
                let verb = if *left == 1 { "is" } else { "are" };
                write!(f, "pods of `{revision}` to go away: {left} {verb} left")
            }
            Self::Capacity { weight, revision, available, needed } => write!(
                f,
                "pods of `{revision}` to carry the rest of the traffic at weight {weight}: {available} of {needed} are \
                 available"
            ),
            Self::Weight { weight } => write!(f, "the router to confirm weight {weight}"),
            Self::Back { service, revision, available, needed } => write!(
                f,
                "`{revision}` to be at full strength, before which `{service}` does not go back to stable: {available} of \
                 {needed} pods are available"
            ),
            Self::Retirement { revision, at } => write!(f, "`{revision}` to lose its pods at {at}"),
            Self::Kept { revision, left } => {
                write!(
                    f,
                    "`{revision}` to lose its {left} pods, which a delay of zero seconds keeps for ever"
                )
            }
            Self::Restart { at } => write!(f, "the restart of pods at {at}"),
            Self::Evictions { left } => write!(f, "{left} pods to be evicted, which is not allowed yet"),
            Self::Progress { due } => write!(f, "progress by {due}, or the update is late"),
        }
    }
}

impl fmt::Display for Hold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { field } if field.is_empty() => f.write_str("`status` is no object"),
            Self::Unreadable { field } => write!(f, "`status.{field}` cannot be read"),
            Self::Unsupported { field } => write!(f, "`{field}` is not decided by this version"),
        }
    }
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
