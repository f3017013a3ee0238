//! What is stored: Argo's own `.status`, flat, with upstream's field names.
//!
//! It is read field by field: what cannot be read is kept as it was, and [`Status::unreadable`] names it. What is not known
//! is kept too. So an experiment left in mid-flight by one controller is picked up by the other.

use crate::{
    metric::Phase,
    stored::{Condition, Fields},
    time::Timestamp,
};
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

fn unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The stored state of an experiment (`argo-analysis §7.1`). [`Default`] is the status of one that was never reconciled.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// How far the experiment has come.
    #[serde(skip_serializing_if = "unset")]
    pub phase: Phase,
    /// Why.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// The variants, by name; of several of one name the first one counts.
    #[serde(skip_serializing_if = "unset")]
    pub template_statuses: Vec<TemplateStatus>,
    /// When all variants were available for the first time.
    #[serde(skip_serializing_if = "unset")]
    pub available_at: Option<Timestamp>,
    /// Conditions, the one changed last at the end.
    #[serde(skip_serializing_if = "unset")]
    pub conditions: Vec<Condition>,
    /// The analyses, by name.
    #[serde(skip_serializing_if = "unset")]
    pub analysis_runs: Vec<RunStatus>,
    /// Fields that could not be read, as they were, and fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// Names of the fields that could not be read; they are written back as they were.
    #[serde(skip)]
    pub unreadable: Vec<String>,
}

/// A variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TemplateStatus {
    /// Its name.
    pub name: String,
    /// Its pods.
    pub replicas: i64,
    /// Its pods once more: all of them have the one pod template.
    pub updated_replicas: i64,
    /// Ready pods.
    pub ready_replicas: i64,
    /// Available pods.
    pub available_replicas: i64,
    /// How often the name of its ReplicaSet was taken.
    #[serde(skip_serializing_if = "unset")]
    pub collision_count: Option<i64>,
    /// How far it has come.
    #[serde(skip_serializing_if = "unset")]
    pub status: TemplatePhase,
    /// Why.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// When its pods, or how many it should have, last changed.
    #[serde(skip_serializing_if = "unset")]
    pub last_transition_time: Option<Timestamp>,
    /// Its service.
    #[serde(skip_serializing_if = "unset")]
    pub service_name: String,
    /// The hash that its service selects.
    #[serde(skip_serializing_if = "unset")]
    pub pod_template_hash: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How far a variant has come (`argo-analysis §7.1`).
///
/// It is upstream's text, read: any other text is kept, and counts as not completed. Exhaustive: upstream has no other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TemplatePhase {
    /// Nothing is known of it yet: the empty text.
    #[default]
    Unset,
    /// It has fewer or more pods available than it should.
    Progressing,
    /// It is as it should be.
    Running,
    /// It has done its work.
    Successful,
    /// It did not become available in time.
    Failed,
    /// Something could not be done for it.
    Error,
    /// A text that upstream does not know.
    Other(String),
}

/// An analysis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RunStatus {
    /// Its name.
    pub name: String,
    /// The name of its run; empty if it has none yet.
    pub analysis_run: String,
    /// How far it has come.
    pub phase: Phase,
    /// Why.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Status {
    /// Reads a stored status. Nothing is lost and nothing fails: see the module's page.
    pub fn read(stored: Value) -> Self {
        let mut fields = Fields::of(stored);
        Self {
            phase: fields.take("phase"),
            message: fields.take("message"),
            template_statuses: fields.take("templateStatuses"),
            available_at: fields.take("availableAt"),
            conditions: fields.take("conditions"),
            analysis_runs: fields.take("analysisRuns"),
            rest: fields.rest,
            unreadable: fields.unreadable,
        }
    }

    /// The variant of this name.
    #[doc(alias = "GetTemplateStatus")]
    pub fn template(&self, name: &str) -> Option<&TemplateStatus> {
        self.template_statuses.iter().find(|template| template.name == name)
    }

    /// The analysis of this name.
    #[doc(alias = "GetAnalysisRunStatus")]
    pub fn analysis(&self, name: &str) -> Option<&RunStatus> {
        self.analysis_runs.iter().find(|analysis| analysis.name == name)
    }

    /// The condition of this type.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    /// Puts a variant in the place of the first one of its name.
    pub(super) fn put_template(&mut self, template: TemplateStatus) {
        match self.template_statuses.iter_mut().find(|old| old.name == template.name) {
            Some(old) => *old = template,
            None => self.template_statuses.push(template),
        }
    }

    /// Puts an analysis in the place of the first one of its name.
    pub(super) fn put_analysis(&mut self, analysis: RunStatus) {
        match self.analysis_runs.iter_mut().find(|old| old.name == analysis.name) {
            Some(old) => *old = analysis,
            None => self.analysis_runs.push(analysis),
        }
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}

impl TemplateStatus {
    /// Its pods: existing, up to date, ready, available.
    pub(super) fn counts(&self) -> [i64; 4] {
        [self.replicas, self.updated_replicas, self.ready_replicas, self.available_replicas]
    }
}

impl TemplatePhase {
    /// Upstream's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unset => "",
            Self::Progressing => "Progressing",
            Self::Running => "Running",
            Self::Successful => "Successful",
            Self::Failed => "Failed",
            Self::Error => "Error",
            Self::Other(text) => text,
        }
    }

    /// Whether nothing more will come.
    #[doc(alias = "Completed")]
    pub fn is_completed(&self) -> bool {
        match self {
            Self::Successful | Self::Failed | Self::Error => true,
            Self::Unset | Self::Progressing | Self::Running | Self::Other(_) => false,
        }
    }

    /// Whether this is worse. From best to worst: `Successful`, `Running`, `Progressing`, `Error`, `Failed`; nothing, and a
    /// text that is not known, rank as `Successful`.
    #[doc(alias = "TemplateIsWorse")]
    pub fn is_worse_than(&self, other: &Self) -> bool {
        other.badness() < self.badness()
    }

    fn badness(&self) -> u8 {
        match self {
            Self::Unset | Self::Other(_) | Self::Successful => 0,
            Self::Running => 1,
            Self::Progressing => 2,
            Self::Error => 3,
            Self::Failed => 4,
        }
    }
}

impl From<&str> for TemplatePhase {
    fn from(text: &str) -> Self {
        match text {
            "" => Self::Unset,
            "Progressing" => Self::Progressing,
            "Running" => Self::Running,
            "Successful" => Self::Successful,
            "Failed" => Self::Failed,
            "Error" => Self::Error,
            other => Self::Other(other.to_owned()),
        }
    }
}

impl fmt::Display for TemplatePhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for TemplatePhase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for TemplatePhase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::from(text.as_str()))
    }
}
