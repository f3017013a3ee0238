//! From what a metric provider answers to a value that conditions judge (`argo-analysis §5`).
//!
//! One module a provider, one function or two each, all pure: the caller asks the server, these read its answer. A provider
//! that upstream reaches through a client of the vendor's is given what that client decodes.
//!
//! Upstream's texts are kept, errors included, because people read them in statuses and write alerts on them. Where Go's
//! decoder complains, its complaint is reproduced.

pub mod cloud_watch;
mod csv;
pub mod datadog;
mod decode;
pub mod graphite;
pub mod influxdb;
mod jsoniter;
pub mod new_relic;
mod number;
pub mod prometheus;
mod scan;
pub mod skywalking;
pub mod wavefront;
pub mod web;

#[cfg(test)]
mod tests;

#[cfg(feature = "sim")]
pub(crate) use number::{fixed, list, plain};

use super::{Conditions, Undecided, Verdict};
use crate::{condition::Value, time::Timestamp};
use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
};
use thiserror::Error;

/// What a server answered.
///
/// ```
/// use gradual::analysis::response::Answer;
///
/// let answer = Answer::ok(b"{}");
/// assert_eq!(answer.status, 200);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The status, such as 200.
    pub status: u16,
    /// What the header `Content-Type` says, if it is there. Only InfluxDB's errors depend on it.
    pub content_type: Option<&'a str>,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// A 200 with this body.
    pub fn ok(body: &'a [u8]) -> Self {
        Self { status: 200, content_type: None, body }
    }
}

/// What an answer is worth: the value, and what a measurement shows of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What conditions judge.
    pub value: Value,
    /// What the measurement shows if they can.
    pub judged: Note,
    /// What it shows if a condition cannot be evaluated. Most providers show nothing then.
    pub unjudged: Note,
}

/// What a measurement shows of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The measurement's value.
    pub text: String,
    /// Its metadata.
    pub metadata: BTreeMap<String, String>,
}

/// Why an answer has no value: the measurement is an error with this message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Failure {
    /// The measurement's message.
    pub message: String,
    /// Its metadata.
    pub metadata: BTreeMap<String, String>,
}

/// A reading that was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged<'a> {
    /// What the value comes to.
    pub verdict: Result<Verdict, Undecided>,
    /// What the measurement shows.
    pub note: &'a Note,
}

impl Reading {
    /// Judges the value, and says what the measurement shows.
    ///
    /// ```
    /// use gradual::{
    ///     analysis::{Conditions, Verdict, response::{Answer, graphite}},
    ///     time::Timestamp,
    /// };
    ///
    /// let reading = graphite::read(&Answer::ok(br#"[{"target": "t", "datapoints": [[0.5, 1]]}]"#))?;
    /// let judged = reading.judge(&Conditions::new("result[0] < 1", ""), Timestamp::from_seconds(0));
    /// assert_eq!(judged.verdict, Ok(Verdict::Successful));
    /// assert_eq!(judged.note.text, "[0.500000]");
    /// # Ok::<(), gradual::analysis::response::Failure>(())
    /// ```
    pub fn judge(&self, conditions: &Conditions, now: Timestamp) -> Judged<'_> {
        let verdict = conditions.judge(&self.value, now);
        let note = if verdict.is_ok() { &self.judged } else { &self.unjudged };
        Judged { verdict, note }
    }

    /// A value whose text is shown only if it can be judged.
    fn new(value: impl Into<Value>, text: String) -> Self {
        Self {
            value: value.into(),
            judged: Note { text, metadata: BTreeMap::new() },
            unjudged: Note::default(),
        }
    }

    /// The text stays even if the value cannot be judged.
    fn kept(mut self) -> Self {
        self.unjudged.text.clone_from(&self.judged.text);
        self
    }

    /// With something beside the text.
    fn with(mut self, name: &str, text: String) -> Self {
        self.judged.metadata.insert(name.into(), text);
        self
    }
}

impl Failure {
    fn new(message: impl ToString) -> Self {
        Self { message: message.to_string(), metadata: BTreeMap::new() }
    }
}

/// A body as text; what is not UTF-8 is replaced.
fn lossy(body: &[u8]) -> String {
    String::from_utf8_lossy(body).into_owned()
}
