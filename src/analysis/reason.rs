//! Why: events as upstream words them, what is being waited for, and what held a pass.

use crate::{decision::Severity, metric::Phase, time::Timestamp};
use alloc::{format, string::String};

/// One reason. More kinds will follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A metric has come to its end.
    MetricCompleted {
        /// Its name.
        metric: String,
        /// How.
        phase: Phase,
    },
    /// The run has come to its end.
    Completed {
        /// How.
        phase: Phase,
    },
    /// Nothing to do until this comes about.
    Waiting(Wait),
    /// The pass was held, and the status stays as it was: this field of it steers the machine and cannot be read.
    Held {
        /// Its name below `.status`.
        field: String,
    },
}

/// What a decision waits for. Every decision that does nothing and is not an end names one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// The next measurement of a metric is due.
    Measurement {
        /// The metric.
        metric: String,
        /// From when on.
        at: Timestamp,
    },
    /// A measurement that still runs comes to its end.
    MeasurementEnd {
        /// The metric.
        metric: String,
        /// When it is looked after again; without, when anything else changes.
        at: Option<Timestamp>,
    },
}

impl Reason {
    /// Upstream's event for this reason: its name, how loud it is and its text (`argo-analysis §8.1`). Waits and holds have
    /// none.
    pub fn event(&self) -> Option<(&'static str, Severity, String)> {
        match self {
            Self::MetricCompleted { metric, phase } => {
                let name = match phase {
                    Phase::Successful => "MetricSuccessful",
                    Phase::Failed => "MetricFailed",
                    Phase::Error => "MetricError",
                    Phase::Inconclusive => "MetricInconclusive",
                    Phase::Unset | Phase::Pending | Phase::Running | Phase::Other(_) => return None,
                };
                Some((name, loudness(phase), format!("Metric '{metric}' Completed. Result: {phase}")))
            }
            Self::Completed { phase } => {
                let name = match phase {
                    Phase::Successful => "AnalysisRunSuccessful",
                    Phase::Failed => "AnalysisRunFailed",
                    Phase::Error => "AnalysisRunError",
                    Phase::Inconclusive => "AnalysisRunInconclusive",
                    Phase::Unset | Phase::Pending | Phase::Running | Phase::Other(_) => return None,
                };
                Some((name, loudness(phase), format!("Analysis Completed. Result: {phase}")))
            }
            Self::Waiting(_) | Self::Held { .. } => None,
        }
    }
}

/// An inconclusive end is not loud.
fn loudness(phase: &Phase) -> Severity {
    if matches!(phase, Phase::Failed | Phase::Error) { Severity::Warning } else { Severity::Normal }
}
