//! What the caller must do.

use crate::time::Timestamp;
use alloc::string::String;

/// One thing to do. Exhaustive: a controller that does not know an action must not build.
///
/// Each is idempotent: done twice, it changes nothing more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Create a revision of the wanted template without pods, sized for the plan's full strength.
    #[doc(alias = "createDesiredReplicaSet")]
    Create {
        /// Its name.
        revision: String,
        /// Its number.
        number: i64,
    },
    /// Write this number, and the metadata and settings copied from the plan, on a revision.
    #[doc(alias = "syncReplicaSetRevision")]
    Annotate {
        /// Its name.
        revision: String,
        /// Its number.
        number: i64,
    },
    /// Write the number of the current revision on the object that carries the plan.
    #[doc(alias = "setRolloutRevision")]
    Number {
        /// The number.
        number: i64,
    },
    /// Write `replicas: 1` into a plan that does not say.
    DefaultReplicas,
    /// Give a revision this many pods, and note the full strength that this is for.
    #[doc(alias = "scaleReplicaSetAndRecordEvent")]
    Scale {
        /// Its name.
        revision: String,
        /// Pods wanted so far.
        from: i64,
        /// Pods wanted from now on; equal to `from` if only the note is out of date.
        to: i64,
        /// The plan's full strength.
        full: i64,
        /// Whether the written retirement goes with it.
        forget_retirement: bool,
    },
    /// Write when a revision loses its pods.
    #[doc(alias = "addScaleDownDelay")]
    SetRetirement {
        /// Its name.
        revision: String,
        /// When, in whole seconds.
        at: Timestamp,
    },
    /// Remove a revision's written retirement.
    #[doc(alias = "removeScaleDownDelay")]
    ClearRetirement {
        /// Its name.
        revision: String,
    },
    /// Delete a revision that has no pods.
    Delete {
        /// Its name.
        revision: String,
    },
    /// Let a service select the pods of a revision.
    #[doc(alias = "switchServiceSelector")]
    Point {
        /// Name of the service.
        service: String,
        /// The hash to select.
        hash: String,
        /// Whether to mark the service as managed by this rollout.
        adopt: bool,
    },
    /// Tell the router to forget the routes that steps have made.
    #[doc(alias = "RemoveManagedRoutes")]
    ClearRoutes,
    /// Tell the router which revision is the canary and which is stable.
    #[doc(alias = "UpdateHash")]
    SetHashes {
        /// Hash of the canary; empty if there is none.
        canary: String,
        /// Hash of stable.
        stable: String,
    },
    /// Tell the router the canary's weight.
    SetWeight {
        /// The weight.
        weight: i64,
    },
    /// Ask the router whether this weight has arrived. The pass ends here until the answer is heard
    /// ([`Answer`](super::Answer)).
    VerifyWeight {
        /// The weight.
        weight: i64,
    },
    /// Evict a pod, and say whether a disruption budget let it go. The pass ends here until the answer is heard.
    Evict {
        /// Its name.
        pod: String,
    },
}

/// What the world says to an action that asks: of a weight `Unknown`, `Arrived`, `Pending` or `Failed`, of a pod `Evicted` or
/// `Refused`. Exhaustive: these are upstream's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It cannot tell.
    Unknown,
    /// It has arrived.
    Arrived,
    /// It has not arrived yet.
    Pending,
    /// It goes.
    Evicted,
    /// A disruption budget keeps it for now.
    Refused,
    /// Asking failed.
    Failed {
        /// Why.
        message: String,
    },
}
