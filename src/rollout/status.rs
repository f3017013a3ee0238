//! What is stored: Argo's own `.status`, flat, with upstream's field names.
//!
//! It is read field by field: what cannot be read is kept as it was, and [`Status::unreadable`] names it. What is
//! not known is kept too. So a rollout left in mid-flight by one controller is picked up by the other.

use super::weights::Weights;
use crate::{stored::Condition, time::Timestamp};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Map, Value};

pub(super) fn unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The stored state of a rollout. [`Default`] is the status of a rollout that was never reconciled.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", remote = "Self")]
pub struct Status {
    /// The update is aborted; set by a person or by the machine.
    #[serde(skip_serializing_if = "unset")]
    pub abort: bool,
    /// When the abort was first seen.
    #[serde(skip_serializing_if = "unset")]
    pub aborted_at: Option<Timestamp>,
    /// Available pods.
    #[serde(skip_serializing_if = "unset")]
    pub available_replicas: i64,
    /// What only a blue-green rollout stores.
    #[serde(skip_serializing_if = "BlueGreenStatus::is_unread")]
    pub blue_green: BlueGreenStatus,
    /// What only a canary stores.
    #[serde(skip_serializing_if = "CanaryStatus::is_unread")]
    pub canary: CanaryStatus,
    /// How often a revision's name was taken.
    #[serde(skip_serializing_if = "unset")]
    pub collision_count: Option<i64>,
    /// Conditions, the one changed last at the end.
    #[serde(skip_serializing_if = "unset")]
    pub conditions: Vec<Condition>,
    /// The machine itself began the pause; without a pause condition, a person has ended it.
    #[serde(skip_serializing_if = "unset")]
    pub controller_pause: bool,
    /// Hash of the wanted template.
    #[serde(skip_serializing_if = "unset")]
    pub current_pod_hash: String,
    /// Hash of the steps.
    #[serde(skip_serializing_if = "unset")]
    pub current_step_hash: String,
    /// The step under way; as many as there are steps when all are over; `None` without steps.
    #[serde(skip_serializing_if = "unset")]
    pub current_step_index: Option<i64>,
    /// How long the update takes.
    #[serde(skip_serializing_if = "unset")]
    pub duration: Option<Duration>,
    /// Pods that an autoscaler is shown.
    #[serde(rename = "HPAReplicas", skip_serializing_if = "unset")]
    pub hpa_replicas: i64,
    /// The reason for the phase.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// The generation last decided on, in decimal.
    #[serde(skip_serializing_if = "unset")]
    pub observed_generation: String,
    /// The pauses in force.
    #[serde(skip_serializing_if = "unset")]
    pub pause_conditions: Vec<PauseCondition>,
    /// `Healthy`, `Degraded`, `Progressing` or `Paused`.
    #[serde(skip_serializing_if = "unset")]
    pub phase: String,
    /// A person asked to skip what is left of the steps.
    #[serde(skip_serializing_if = "unset")]
    pub promote_full: bool,
    /// Ready pods.
    #[serde(skip_serializing_if = "unset")]
    pub ready_replicas: i64,
    /// Pods of all revisions.
    #[serde(skip_serializing_if = "unset")]
    pub replicas: i64,
    /// The last `restartAt` that was honoured.
    #[serde(skip_serializing_if = "unset")]
    pub restarted_at: Option<Timestamp>,
    /// The label selector as text.
    #[serde(skip_serializing_if = "unset")]
    pub selector: String,
    /// Hash of the stable revision.
    #[serde(rename = "stableRS", skip_serializing_if = "unset")]
    pub stable_rs: String,
    /// Pods of the new revision.
    #[serde(skip_serializing_if = "unset")]
    pub updated_replicas: i64,
    /// The generation last decided on of the workload that the template comes from, in decimal.
    #[serde(skip_serializing_if = "unset")]
    pub workload_observed_generation: String,
    /// Fields that could not be read, as they were, and fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// Paths of the fields that could not be read; they are written back as they were. The empty path is the status itself,
    /// where that is something else than an object; it then stands in `rest`, without a name.
    #[serde(skip)]
    pub unreadable: Vec<String>,
}

/// The part of [`Status`] that only a canary has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CanaryStatus {
    /// What the router was last told.
    #[serde(skip_serializing_if = "unset")]
    pub weights: Option<Weights>,
    /// Which of two fixed services is stable: `ping` or `pong`.
    #[serde(skip_serializing_if = "unset")]
    pub stable_ping_pong: String,
    /// Fields not read.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// Whether it is something else than an object; then it is not written, and the parent keeps what it was.
    #[serde(skip)]
    pub unread: bool,
}

/// The part of [`Status`] that only a blue-green rollout has.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BlueGreenStatus {
    /// The hash that the active service selects.
    #[serde(skip_serializing_if = "unset")]
    pub active_selector: String,
    /// The hash that the preview service selects.
    #[serde(skip_serializing_if = "unset")]
    pub preview_selector: String,
    /// The preview was approved, so that the new revision may grow to full strength.
    #[serde(skip_serializing_if = "unset")]
    pub scale_up_preview_check_point: bool,
    /// The last analysis after the move.
    #[serde(skip_serializing_if = "unset")]
    pub post_promotion_analysis_run_status: Option<RunStatus>,
    /// Fields not read.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// Whether it is something else than an object; then it is not written, and the parent keeps what it was.
    #[serde(skip)]
    pub unread: bool,
}

/// A stored analysis run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunStatus {
    /// Its name.
    pub name: String,
    /// Its phase.
    pub status: String,
    /// The reason for the phase.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A pause in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PauseCondition {
    /// `CanaryPauseStep`, `BlueGreenPause`, `InconclusiveAnalysisRun` or `InconclusiveExperiment`.
    pub reason: String,
    /// Since when.
    pub start_time: Option<Timestamp>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How long an update takes, and how much of that a person held it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Duration {
    /// When the update began.
    #[serde(skip_serializing_if = "unset")]
    pub rollout_started_at: Option<Timestamp>,
    /// When the pause under way began, if a person must end it.
    #[serde(skip_serializing_if = "unset")]
    pub manual_pause_started_at: Option<Timestamp>,
    /// Whole seconds of such pauses.
    #[serde(skip_serializing_if = "unset")]
    pub total_manual_pause_duration_seconds: i64,
    /// When the update ended.
    #[serde(skip_serializing_if = "unset")]
    pub finished_at: Option<Timestamp>,
    /// How: `Promoted`, `FastPromoted`, `Aborted`, `Superseded`, `RolledBack` or `FastRolledBack`.
    #[serde(skip_serializing_if = "unset")]
    pub completion_status: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl CanaryStatus {
    fn is_unread(&self) -> bool {
        self.unread
    }

    /// What one pass hands on to the next unchanged.
    pub(super) fn carried(&self) -> Self {
        const FRESH: [&str; 3] =
            ["currentBackgroundAnalysisRunStatus", "currentExperiment", "currentStepAnalysisRunStatus"];
        let rest = self.rest.iter().filter(|(name, _)| !FRESH.contains(&name.as_str()));
        Self {
            stable_ping_pong: self.stable_ping_pong.clone(),
            rest: rest.map(|(name, value)| (name.clone(), value.clone())).collect(),
            ..Self::default()
        }
    }
}

impl BlueGreenStatus {
    fn is_unread(&self) -> bool {
        self.unread
    }
}

impl Status {
    /// Reads a stored status. Nothing is lost and nothing fails: see the module's page.
    pub fn read(stored: Value) -> Self {
        let mut fields = Fields::of(stored, "");
        let (canary, odd_canary) = read_canary(&mut fields);
        let (blue_green, odd_blue_green) = read_blue_green(&mut fields);
        let mut status = Self {
            abort: fields.take("abort"),
            aborted_at: fields.take("abortedAt"),
            available_replicas: fields.take("availableReplicas"),
            blue_green,
            canary,
            collision_count: fields.take("collisionCount"),
            conditions: fields.take("conditions"),
            controller_pause: fields.take("controllerPause"),
            current_pod_hash: fields.take("currentPodHash"),
            current_step_hash: fields.take("currentStepHash"),
            current_step_index: fields.take("currentStepIndex"),
            duration: fields.take("duration"),
            hpa_replicas: fields.take("HPAReplicas"),
            message: fields.take("message"),
            observed_generation: fields.take("observedGeneration"),
            pause_conditions: fields.take("pauseConditions"),
            phase: fields.take("phase"),
            promote_full: fields.take("promoteFull"),
            ready_replicas: fields.take("readyReplicas"),
            replicas: fields.take("replicas"),
            restarted_at: fields.take("restartedAt"),
            selector: fields.take("selector"),
            stable_rs: fields.take("stableRS"),
            updated_replicas: fields.take("updatedReplicas"),
            workload_observed_generation: fields.take("workloadObservedGeneration"),
            rest: fields.rest,
            unreadable: fields.unreadable,
        };
        status.unreadable.extend(odd_canary.into_iter().chain(odd_blue_green));
        status
    }

    /// The condition of this type.
    pub fn condition(&self, kind: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.kind == kind)
    }

    /// The pause for this reason.
    pub fn pause(&self, reason: &str) -> Option<&PauseCondition> {
        self.pause_conditions.iter().find(|pause| pause.reason == reason)
    }

    /// Whether the wanted template is stable; so it is when nothing was ever deployed.
    #[doc(alias = "IsFullyPromoted")]
    pub fn fully_promoted(&self) -> bool {
        self.stable_rs == self.current_pod_hash
    }

    /// Whether the wanted template is stable, and something was ever deployed.
    #[doc(alias = "RolloutCompleted")]
    pub(super) fn completed(&self) -> bool {
        !self.stable_rs.is_empty() && self.fully_promoted()
    }

    /// Whether it is about the spec as it is now.
    pub(super) fn knows(&self, generation: i64) -> bool {
        self.observed_generation == generation.to_string()
    }

    /// Whether the conditions say that the rollout is paused.
    pub(super) fn said_paused(&self) -> bool {
        self.condition("Paused").is_some_and(|c| c.status == "True")
    }

    /// Why it progresses, or does not; empty if nothing is said of it.
    pub(super) fn progressing_reason(&self) -> &str {
        self.condition("Progressing").map_or("", |c| &c.reason)
    }
}

/// What is not an object is written as it was, so that the next pass holds as well.
impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let whole = self.unreadable.iter().any(String::is_empty);
        match self.rest.get(WHOLE).filter(|_| whole) {
            Some(stored) => stored.serialize(serializer),
            None => Self::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}

fn read_canary(parent: &mut Fields) -> (CanaryStatus, Vec<String>) {
    let Some(mut fields) = parent.section("canary") else {
        return (CanaryStatus { unread: true, ..CanaryStatus::default() }, Vec::new());
    };
    let weights = fields.take("weights");
    let stable_ping_pong = fields.take("stablePingPong");
    (CanaryStatus { weights, stable_ping_pong, rest: fields.rest, unread: false }, fields.unreadable)
}

fn read_blue_green(parent: &mut Fields) -> (BlueGreenStatus, Vec<String>) {
    let Some(mut fields) = parent.section("blueGreen") else {
        return (BlueGreenStatus { unread: true, ..BlueGreenStatus::default() }, Vec::new());
    };
    let status = BlueGreenStatus {
        active_selector: fields.take("activeSelector"),
        preview_selector: fields.take("previewSelector"),
        scale_up_preview_check_point: fields.take("scaleUpPreviewCheckPoint"),
        post_promotion_analysis_run_status: fields.take("postPromotionAnalysisRunStatus"),
        rest: fields.rest,
        unread: false,
    };
    (status, fields.unreadable)
}

/// The path of the status itself.
const WHOLE: &str = "";

/// The fields of an object that are still to be read.
struct Fields {
    prefix: &'static str,
    rest: Map<String, Value>,
    unreadable: Vec<String>,
}

impl Fields {
    fn of(stored: Value, prefix: &'static str) -> Self {
        match stored {
            Value::Object(rest) => Self { prefix, rest, unreadable: Vec::new() },
            Value::Null => Self { prefix, rest: Map::new(), unreadable: Vec::new() },
            other => {
                let rest = Map::from_iter([(WHOLE.to_owned(), other)]);
                Self { prefix, rest, unreadable: Vec::from([WHOLE.to_owned()]) }
            }
        }
    }

    /// Reads a field; absent and null read as its default, as Go has it.
    fn take<T: DeserializeOwned + Default>(&mut self, name: &str) -> T {
        let Some(value) = self.rest.remove(name) else {
            return T::default();
        };
        if value.is_null() {
            return T::default();
        }
        let read = T::deserialize(&value).or_else(|_| T::deserialize(without_nulls(&value)));
        read.unwrap_or_else(|_| {
            self.rest.insert(name.to_owned(), value);
            self.unreadable.push(format!("{}{name}", self.prefix));
            T::default()
        })
    }

    /// The fields of a nested object; `None` if it is something else.
    fn section(&mut self, name: &'static str) -> Option<Self> {
        let prefix = if name == "canary" { "canary." } else { "blueGreen." };
        match self.rest.remove(name) {
            None | Some(Value::Null) => Some(Self::of(Value::Null, prefix)),
            Some(Value::Object(fields)) => Some(Self { prefix, rest: fields, unreadable: Vec::new() }),
            Some(other) => {
                self.rest.insert(name.to_owned(), other);
                self.unreadable.push(name.to_owned());
                None
            }
        }
    }
}

/// The value without the fields that are null: to Go they are as good as absent, at any depth.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(_, value)| !value.is_null());
            kept.map(|(name, value)| (name.clone(), without_nulls(value))).collect()
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::Status;
    use serde_json::{Value, json};

    /// Reads what is stored and writes it again; the fields that could not be read.
    fn check(stored: Value, written: Value, unreadable: &[&str]) {
        let status = Status::read(stored);
        assert_eq!(status.unreadable, unreadable, "{written}");
        assert_eq!(serde_json::to_value(&status).ok(), Some(written));
    }

    #[test]
    fn nothing_that_is_stored_is_lost() {
        let (blue_green, canary) = (json!({}), json!({}));
        check(json!({}), json!({"blueGreen": {}, "canary": {}}), &[]);
        check(json!(null), json!({"blueGreen": {}, "canary": {}}), &[]);
        for whole in [json!(7), json!("x"), json!([{}]), json!(false)] {
            check(whole.clone(), whole, &[""]);
        }
        let unnamed = json!({"blueGreen": {}, "canary": {}, "": 7});
        check(unnamed.clone(), unnamed, &[]);
        check(
            json!({"abort": "yes", "replicas": [], "canary": 5, "new": {"deep": [null]}}),
            json!({"abort": "yes", "replicas": [], "canary": 5, "new": {"deep": [null]}, "blueGreen": blue_green}),
            &["canary", "abort", "replicas"],
        );
        check(
            json!({"canary": {"weights": 3, "currentExperiment": "e"}, "abort": null, "phase": "Paused"}),
            json!({"canary": {"weights": 3, "currentExperiment": "e"}, "phase": "Paused", "blueGreen": {}}),
            &["canary.weights"],
        );
        let weights = json!({"canary": {"weight": 5, "new": 1}, "stable": {"weight": 95}, "also": [null]});
        let kept = json!({"canary": {"weights": weights}, "blueGreen": {}});
        check(kept.clone(), kept, &[]);
        let listed =
            json!({"canary": {"weights": {"stable": [95], "canary": {"weight": 5}}}, "blueGreen": {}});
        check(listed.clone(), listed, &["canary.weights"]);
        check(
            json!({"pauseConditions": [{"reason": null, "startTime": "2026-03-01T10:00:03Z", "by": "me"}]}),
            json!({
                "pauseConditions": [{"reason": "", "startTime": "2026-03-01T10:00:03Z", "by": "me"}],
                "blueGreen": {}, "canary": canary,
            }),
            &[],
        );
    }
}
