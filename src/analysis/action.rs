//! What the caller must do, and what it says to it.

use super::Measurement;
use alloc::{collections::BTreeMap, string::String};

/// One thing to do. Exhaustive: a controller that does not know an action must not build.
///
/// All but [`Delete`](Self::Delete) ask. Those that end a list may be done at the same time; the pass goes on when all of
/// their answers are there, in the order of the actions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Begin a measurement, and give back what became of it: it can be over, or still run. The metric as its provider is to
    /// be asked is [`Plan::to_measure`](super::Plan::to_measure).
    #[doc(alias = "Run")]
    Start {
        /// The metric's place in the plan.
        metric: usize,
        /// Its name.
        name: String,
    },
    /// Look after a measurement that still ran, and give it back.
    Resume {
        /// The metric's place in the plan.
        metric: usize,
        /// Its name.
        name: String,
        /// The measurement as it was last seen.
        measurement: Measurement,
    },
    /// End a measurement that still runs, and give it back.
    Terminate {
        /// The metric's place in the plan.
        metric: usize,
        /// Its name.
        name: String,
        /// The measurement as it was last seen.
        measurement: Measurement,
    },
    /// Remove what older measurements of a metric have left behind, such as Jobs.
    #[doc(alias = "GarbageCollect")]
    Forget {
        /// The metric's place in the plan.
        metric: usize,
        /// Its name.
        name: String,
        /// How many measurements are kept.
        keep: usize,
    },
    /// Delete the run: it was kept long enough.
    #[doc(alias = "maybeGarbageCollectAnalysisRun")]
    Delete,
}

/// What the world says to an action that asks. Exhaustive: these are upstream's answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A measurement, over or still running.
    Measured {
        /// As its provider gives it back; where it has not ended, the machine adds nothing.
        measurement: Measurement,
        /// What the provider says of the metric, such as the resolved query; only heard with its first measurement.
        about: BTreeMap<String, String>,
    },
    /// The metric's provider could not be asked at all.
    NoProvider {
        /// Why.
        message: String,
    },
    /// What was to be forgotten is.
    Forgotten,
    /// Forgetting failed.
    NotForgotten {
        /// Why.
        message: String,
    },
}
