//! What people do, and what is measured, at given times.

use super::world::World;
use crate::{metric::Phase, time::Timestamp};
use alloc::string::String;

/// A happening and its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// When; at once if that is past.
    pub at: Timestamp,
    /// What.
    pub happening: Happening,
}

/// Something that happens apart from passes. More kinds will follow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Happening {
    /// A person ends the experiment (`spec.terminate`).
    Terminate,
    /// Measurements of a metric come to this from now on. One that is not a completed phase is never over.
    Measure {
        /// The metric.
        metric: String,
        /// What they come to.
        outcome: Phase,
    },
    /// At most so many pods of a variant become ready from now on; `None` lifts it.
    Cap {
        /// The variant.
        template: String,
        /// How many.
        ready: Option<i64>,
    },
}

impl World {
    /// It happens.
    pub fn happen(&mut self, happening: &Happening) {
        match happening {
            Happening::Terminate => self.experiment.spec.terminate = true,
            Happening::Measure { metric, outcome } => {
                self.outcomes.insert(metric.clone(), outcome.clone());
            }
            Happening::Cap { template, ready: Some(ready) } => {
                self.caps.insert(template.clone(), *ready);
            }
            Happening::Cap { template, ready: None } => {
                self.caps.remove(template);
            }
        }
    }
}
