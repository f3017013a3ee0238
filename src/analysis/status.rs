//! What is stored of a run: Argo's own `.status`, flat, with upstream's field names.
//!
//! It is read field by field: what cannot be read is kept as it was, and [`Status::unreadable`] names it. What is not known
//! is kept too. So a run that one controller began is finished by the other.
//!
//! Instants keep their fraction until they are stored: `serde` writes whole seconds, and the next pass reckons with those.

use crate::{metric::Phase, stored::Fields, time::Timestamp};
use alloc::{collections::BTreeMap, string::String, sync::Arc, vec::Vec};
use core::ops::Deref;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

fn unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The stored state of a run (`argo-analysis §1.3`). [`Default`] is the status of a run that was never reconciled.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// How far the run has come.
    pub phase: Phase,
    /// Why, if it says.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// What was measured, by metric.
    #[serde(skip_serializing_if = "unset")]
    pub metric_results: Vec<MetricResult>,
    /// When it was first assessed.
    #[serde(skip_serializing_if = "unset")]
    pub started_at: Option<Timestamp>,
    /// When it ended; a run whose spec is wrong ends without.
    #[serde(skip_serializing_if = "unset")]
    pub completed_at: Option<Timestamp>,
    /// The metrics that count, by outcome.
    pub run_summary: Summary,
    /// The metrics that do not; none before the first assessment.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run_summary: Option<Summary>,
    /// Fields that could not be read, as they were, and fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
    /// Names of the fields that could not be read; they are written back as they were.
    #[serde(skip)]
    pub unreadable: Vec<String>,
}

/// Metrics by outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Summary {
    /// All of them.
    #[serde(skip_serializing_if = "unset")]
    pub count: i64,
    /// Those that ended without a limit tripped; upstream counts here what ended `Failed` or `Inconclusive` for lack of
    /// successes too (`argo-analysis §2.6`).
    #[serde(skip_serializing_if = "unset")]
    pub successful: i64,
    /// Those with too many failures.
    #[serde(skip_serializing_if = "unset")]
    pub failed: i64,
    /// Those with too many inconclusive measurements.
    #[serde(skip_serializing_if = "unset")]
    pub inconclusive: i64,
    /// Those with too many errors in a row.
    #[serde(skip_serializing_if = "unset")]
    pub error: i64,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What was measured of a metric. `count` is `successful` + `failed` + `inconclusive`: errors are not in it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MetricResult {
    /// Its name.
    pub name: String,
    /// How far it has come.
    pub phase: Phase,
    /// The last measurements, the newest at the end.
    #[serde(skip_serializing_if = "unset")]
    pub measurements: History,
    /// What the last measurement said when the phase last changed.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// Measurements that say something.
    #[serde(skip_serializing_if = "unset")]
    pub count: i64,
    /// Those that succeeded.
    #[serde(skip_serializing_if = "unset")]
    pub successful: i64,
    /// Those that failed.
    #[serde(skip_serializing_if = "unset")]
    pub failed: i64,
    /// Those that a person must judge.
    #[serde(skip_serializing_if = "unset")]
    pub inconclusive: i64,
    /// Measurements that could not be taken.
    #[serde(skip_serializing_if = "unset")]
    pub error: i64,
    /// Of these, the ones at the end.
    #[serde(skip_serializing_if = "unset")]
    pub consecutive_error: i64,
    /// Successes at the end.
    #[serde(skip_serializing_if = "unset")]
    pub consecutive_success: i64,
    /// Whether the metric did not count when it was first measured.
    #[serde(skip_serializing_if = "unset")]
    pub dry_run: bool,
    /// What its provider says of it, such as the resolved query.
    #[serde(skip_serializing_if = "unset")]
    pub metadata: BTreeMap<String, String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One measurement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Measurement {
    /// How it came out.
    pub phase: Phase,
    /// Why.
    #[serde(skip_serializing_if = "unset")]
    pub message: String,
    /// When it was begun.
    #[serde(skip_serializing_if = "unset")]
    pub started_at: Option<Timestamp>,
    /// When it ended; without it, it is still running.
    #[serde(skip_serializing_if = "unset")]
    pub finished_at: Option<Timestamp>,
    /// What was measured, as text.
    #[serde(skip_serializing_if = "unset")]
    pub value: String,
    /// What its provider noted.
    #[serde(skip_serializing_if = "unset")]
    pub metadata: BTreeMap<String, String>,
    /// When to look for it again, if it is still running.
    #[serde(skip_serializing_if = "unset")]
    pub resume_at: Option<Timestamp>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The measurements of a metric, the newest at the end. Copies share them: a pass that takes one more
/// copies none.
#[derive(Clone, Debug, Default)]
pub struct History {
    list: Arc<Vec<Arc<Measurement>>>,
}

impl History {
    /// With one more.
    pub fn push(&mut self, measurement: Measurement) {
        Arc::make_mut(&mut self.list).push(Arc::new(measurement));
    }

    /// With this one in place of the newest.
    pub fn replace_last(&mut self, measurement: Measurement) {
        let list = Arc::make_mut(&mut self.list);
        list.pop();
        list.push(Arc::new(measurement));
    }

    /// With instants in whole seconds.
    fn whole(&mut self) {
        if !self.list.iter().any(|measurement| measurement.has_fraction()) {
            return;
        }
        for measurement in Arc::make_mut(&mut self.list).iter_mut().filter(|one| one.has_fraction()) {
            for instant in Arc::make_mut(measurement).instants() {
                *instant = instant.map(Timestamp::whole);
            }
        }
    }

    /// Without any but the newest so many.
    pub fn keep(&mut self, newest: usize) {
        let surplus = self.list.len().saturating_sub(newest);
        if 0 < surplus {
            Arc::make_mut(&mut self.list).drain(..surplus);
        }
    }
}

impl Measurement {
    fn instants(&mut self) -> [&mut Option<Timestamp>; 3] {
        [&mut self.started_at, &mut self.finished_at, &mut self.resume_at]
    }

    fn has_fraction(&self) -> bool {
        let instants = [self.started_at, self.finished_at, self.resume_at];
        instants.into_iter().flatten().any(|at| at != at.whole())
    }
}

impl Deref for History {
    type Target = [Arc<Measurement>];

    fn deref(&self) -> &[Arc<Measurement>] {
        &self.list
    }
}

impl FromIterator<Measurement> for History {
    fn from_iter<T: IntoIterator<Item = Measurement>>(measurements: T) -> Self {
        Self { list: Arc::new(measurements.into_iter().map(Arc::new).collect()) }
    }
}

impl Serialize for History {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(Arc::as_ref))
    }
}

impl<'de> Deserialize<'de> for History {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Measurement>::deserialize(deserializer).map(Self::from_iter)
    }
}

impl PartialEq for History {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.list, &other.list) || self.list == other.list
    }
}

impl MetricResult {
    /// The newest measurement.
    pub fn last(&self) -> Option<&Measurement> {
        self.measurements.last().map(Arc::as_ref)
    }
}

impl Status {
    /// Reads a stored status. Nothing is lost and nothing fails: see the module's page.
    pub fn read(stored: Value) -> Self {
        let mut fields = Fields::of(stored);
        Self {
            phase: fields.take("phase"),
            message: fields.take("message"),
            metric_results: fields.take("metricResults"),
            started_at: fields.take("startedAt"),
            completed_at: fields.take("completedAt"),
            run_summary: fields.take("runSummary"),
            dry_run_summary: fields.take("dryRunSummary"),
            rest: fields.rest,
            unreadable: fields.unreadable,
        }
    }

    /// The status as it comes back from the store: in whole seconds.
    ///
    /// It is what reading the written status gives, as long as every field of it could be read.
    #[must_use]
    pub fn stored(mut self) -> Self {
        for instant in [&mut self.started_at, &mut self.completed_at] {
            *instant = instant.map(Timestamp::whole);
        }
        for result in &mut self.metric_results {
            result.measurements.whole();
        }
        self
    }

    /// What was measured of the metric of this name.
    #[doc(alias = "GetResult")]
    pub fn result(&self, name: &str) -> Option<&MetricResult> {
        self.metric_results.get(self.place(name)?)
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.metric_results.iter().position(|result| result.name == name)
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::read)
    }
}
