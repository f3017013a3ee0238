//! Why: events as upstream words them, what is being waited for, and what held a pass.

use super::{TemplatePhase, printf};
use crate::{decision::Severity, metric::Phase, time::Timestamp};
use alloc::{borrow::ToOwned, format, string::String};

/// One reason. More kinds will follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A ReplicaSet could not be created.
    CreateFailed {
        /// Its name.
        replica_set: String,
        /// Why.
        message: String,
    },
    /// A ReplicaSet was resized.
    Scaled {
        /// Its name.
        replica_set: String,
        /// Pods before.
        from: i64,
        /// Pods from now on.
        to: i64,
    },
    /// A ReplicaSet could not be resized.
    ScaleFailed {
        /// Its name.
        replica_set: String,
        /// Pods before.
        from: i64,
        /// Pods it was to get.
        to: i64,
        /// Why.
        message: String,
    },
    /// A variant has come further.
    Template {
        /// Its name.
        template: String,
        /// From where.
        from: TemplatePhase,
        /// To where.
        to: TemplatePhase,
        /// Why, if it says.
        message: String,
    },
    /// An analysis has come further.
    Analysis {
        /// Its name.
        analysis: String,
        /// From where.
        from: Phase,
        /// To where.
        to: Phase,
        /// Why, if it says.
        message: String,
    },
    /// A run is ended early.
    Terminating {
        /// The analysis.
        analysis: String,
        /// Its run.
        run: String,
    },
    /// The experiment has come further.
    Phase {
        /// From where.
        from: Phase,
        /// To where.
        to: Phase,
    },
    /// Nothing to do until this comes about.
    Waiting(Wait),
    /// The pass was held: it decides nothing, and the status stays as it was.
    Held(Hold),
}

/// What a decision waits for. Every decision that does nothing and is not an end names one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wait {
    /// The pods of a variant become available, or go until no more are than should be.
    Pods {
        /// The variant.
        template: String,
        /// Available pods.
        available: i64,
        /// How many it should have.
        needed: i64,
    },
    /// Pods of a variant that is done are gone.
    PodsGone {
        /// The variant.
        template: String,
        /// How many there still are.
        left: i64,
    },
    /// A variant that is done loses its pods.
    Retirement {
        /// The variant.
        template: String,
        /// When.
        at: Timestamp,
    },
    /// The name of a variant's ReplicaSet becomes free.
    Name {
        /// The name.
        replica_set: String,
    },
    /// An analysis run comes to its end.
    Verdict {
        /// The analysis.
        analysis: String,
        /// Its run.
        run: String,
    },
    /// For nothing: this analysis is not done, and its verdict is not read any more
    /// ([`Compat::deaf_at_the_end`](super::Compat::deaf_at_the_end)).
    Unread {
        /// The analysis.
        analysis: String,
    },
    /// The experiment has run its time.
    Over {
        /// When that is.
        at: Timestamp,
    },
    /// Somebody ends the experiment.
    Termination,
}

/// What held a pass.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hold {
    /// A field of the status steers the machine and cannot be read.
    Unreadable {
        /// Its name below `.status`.
        field: String,
    },
    /// Two ReplicaSets name one template.
    TwoReplicaSets {
        /// The template.
        template: String,
    },
    /// Two services name one template.
    TwoServices {
        /// The template.
        template: String,
    },
}

impl Reason {
    /// Upstream's event for this reason: its name, how loud it is and its text (`argo-analysis §8.1`). Waits and holds have
    /// none.
    pub fn event(&self) -> Option<(String, Severity, String)> {
        Some(match self {
            Self::CreateFailed { replica_set, message } => {
                let text = format!("Failed to create new replica set \"{replica_set}\": {message}");
                ("ReplicaSetCreateError".to_owned(), Severity::Normal, text)
            }
            Self::Scaled { replica_set, from, to } => {
                let text = format!("Scaled {} ReplicaSet {replica_set} from {from} to {to}", way(*from, *to));
                ("ScalingReplicaSet".to_owned(), Severity::Normal, text)
            }
            Self::ScaleFailed { replica_set, from, to, message } => {
                let text = format!("Failed to scale {replica_set} {}: {message}", way(*from, *to));
                ("ReplicaSetUpdateError".to_owned(), Severity::Warning, text)
            }
            Self::Template { template, from, to, message } => {
                let bad = matches!(to, TemplatePhase::Failed | TemplatePhase::Error);
                let text = format!("Template '{template}' transitioned from {from} -> {to}");
                (format!("Template{to}"), loudness(bad), printf::without_operands(&with(text, message)))
            }
            Self::Analysis { to, .. } => {
                let (name, text) = self.analysis_event()?;
                (name, loudness(is_bad(to)), text)
            }
            Self::Terminating { analysis, run } => {
                let text = format!("Terminating {analysis} ({run})");
                ("AnalysisRunTerminating".to_owned(), Severity::Normal, text)
            }
            Self::Phase { from, to } => {
                let text = format!("Experiment transitioned from {from} -> {to}");
                (format!("Experiment{to}"), loudness(is_bad(to)), text)
            }
            Self::Waiting(_) | Self::Held(_) => return None,
        })
    }

    /// The event on the rollout that made the experiment, if there is one: what becomes of analyses, and always as a
    /// warning (`argo-analysis §7.5`).
    pub fn event_for_rollout(&self) -> Option<(String, Severity, String)> {
        self.analysis_event().map(|(name, text)| (name, Severity::Warning, text))
    }

    fn analysis_event(&self) -> Option<(String, String)> {
        let Self::Analysis { analysis, from, to, message } = self else {
            return None;
        };
        let text = format!("AnalysisRun '{analysis}' transitioned from {from} -> {to}");
        Some((format!("AnalysisRun{to}"), printf::without_operands(&with(text, message))))
    }
}

fn with(text: String, message: &str) -> String {
    if message.is_empty() { text } else { format!("{text}: {message}") }
}

fn way(from: i64, to: i64) -> &'static str {
    if from < to { "up" } else { "down" }
}

fn is_bad(phase: &Phase) -> bool {
    matches!(phase, Phase::Failed | Phase::Error | Phase::Inconclusive)
}

fn loudness(bad: bool) -> Severity {
    if bad { Severity::Warning } else { Severity::Normal }
}
