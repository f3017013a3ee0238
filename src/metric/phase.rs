//! How far a measurement, a metric, a run or an experiment has come.

use alloc::{borrow::ToOwned, string::String};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How far a measurement, a metric, a run or an experiment has come (`argo-analysis §1.4`).
///
/// It is upstream's text, read: any other text is kept, and counts as not completed. Exhaustive: upstream has no
/// other phase.
///
/// ```
/// use gradual::metric::Phase;
///
/// let phase = Phase::from("Inconclusive");
/// assert!(phase.is_completed() && phase.is_worse_than(&Phase::Running));
/// assert_eq!(Phase::from("Paused").as_str(), "Paused");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is known of it yet: the empty text.
    #[default]
    Unset,
    /// It has not begun.
    Pending,
    /// It is under way.
    Running,
    /// It ended well.
    Successful,
    /// It ended badly.
    Failed,
    /// It could not be found out.
    Error,
    /// It ended neither well nor badly: a person must judge.
    Inconclusive,
    /// A text that upstream does not know.
    Other(String),
}

impl Phase {
    /// Upstream's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unset => "",
            Self::Pending => "Pending",
            Self::Running => "Running",
            Self::Successful => "Successful",
            Self::Failed => "Failed",
            Self::Error => "Error",
            Self::Inconclusive => "Inconclusive",
            Self::Other(text) => text,
        }
    }

    /// Whether nothing more will come.
    #[doc(alias = "Completed")]
    pub fn is_completed(&self) -> bool {
        match self {
            Self::Successful | Self::Failed | Self::Error | Self::Inconclusive => true,
            Self::Unset | Self::Pending | Self::Running | Self::Other(_) => false,
        }
    }

    /// Whether this is worse. From best to worst: `Successful`, `Running`, `Pending`, `Inconclusive`, `Error`,
    /// `Failed`; the unset phase and a text that is not known rank as `Successful`.
    #[doc(alias = "IsWorse")]
    pub fn is_worse_than(&self, other: &Self) -> bool {
        other.badness() < self.badness()
    }

    #[doc(alias = "analysisStatusOrder")]
    fn badness(&self) -> u8 {
        match self {
            Self::Unset | Self::Other(_) | Self::Successful => 0,
            Self::Running => 1,
            Self::Pending => 2,
            Self::Inconclusive => 3,
            Self::Error => 4,
            Self::Failed => 5,
        }
    }
}

impl From<&str> for Phase {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::Unset,
            "Pending" => Self::Pending,
            "Running" => Self::Running,
            "Successful" => Self::Successful,
            "Failed" => Self::Failed,
            "Error" => Self::Error,
            "Inconclusive" => Self::Inconclusive,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Phase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Phase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}
