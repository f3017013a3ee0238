//! What the caller must do, and how it can be refused.

use crate::{metric::AnalysisRunSpec, time::Timestamp};
use alloc::{boxed::Box, collections::BTreeMap, string::String};

/// One thing to do. Exhaustive: a controller that does not know an action must not build.
///
/// Each is idempotent: done twice, it changes nothing more. To create what exists already, and is what would be created, is
/// done.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Create the ReplicaSet of a template, without pods. It is controlled by the experiment and names it and the template
    /// in its annotations.
    #[doc(alias = "createReplicaSetForTemplate")]
    CreateReplicaSet {
        /// Its name.
        name: String,
        /// The template.
        template: String,
    },
    /// Give a ReplicaSet this many pods.
    #[doc(alias = "scaleTemplateRS")]
    Scale {
        /// Its name.
        replica_set: String,
        /// Pods wanted so far.
        from: i64,
        /// Pods wanted from now on.
        to: i64,
    },
    /// Write when a ReplicaSet loses its pods.
    #[doc(alias = "addScaleDownDelay")]
    SetRetirement {
        /// Its name.
        replica_set: String,
        /// When, in whole seconds.
        at: Timestamp,
    },
    /// Remove a ReplicaSet's written retirement.
    #[doc(alias = "removeScaleDownDelay")]
    ClearRetirement {
        /// Its name.
        replica_set: String,
    },
    /// Create a service that selects the pods of a template, with a port for each of theirs.
    #[doc(alias = "createTemplateService")]
    CreateService {
        /// Its name.
        name: String,
        /// The template.
        template: String,
        /// The ReplicaSet whose labels it selects.
        replica_set: String,
    },
    /// Delete a service.
    DeleteService {
        /// Its name.
        name: String,
    },
    /// Create an analysis run, controlled by the experiment.
    CreateRun {
        /// Its name.
        name: String,
        /// Its labels.
        labels: BTreeMap<String, String>,
        /// Its annotations.
        annotations: BTreeMap<String, String>,
        /// What it measures, with the values of its arguments.
        spec: Box<AnalysisRunSpec>,
    },
    /// End an analysis run early.
    TerminateRun {
        /// Its name.
        name: String,
    },
}

/// An action that was refused: the answer of this machine.
///
/// The pass goes on. The caller decides again with this among [`Heard::answers`](crate::decision::Heard::answers), skips
/// what it has tried, and stores the status in the end. A failure that says nothing about the experiment, such as a lost
/// connection, is [`Heard::failed`](crate::decision::Heard::failed) instead: nothing is stored, and the pass is tried again.
///
/// That a name is taken is not a refusal: the caller looks again and decides anew, with the holder of the name in sight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its place in [`Decision::actions`](crate::decision::Decision::actions).
    pub action: usize,
    /// Why.
    pub why: Refusal,
    /// What the API server said.
    pub message: String,
}

/// Why an action was refused. Exhaustive: upstream tells these apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Somebody else has changed the object meanwhile.
    Conflict,
    /// Anything else.
    Failed,
}
