//! What CloudWatch answers.

use super::text::Text;
use crate::time::Timestamp;
use alloc::vec::Vec;

/// A `MetricDataResult` of CloudWatch. A field without a value is nil, which conditions can see.
///
/// ```
/// use gradual::condition::Series;
///
/// let series = Series { id: Some("errors".into()), values: Some(vec![0.0]), ..Series::default() };
/// assert_eq!(series.label, None);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// `Id`.
    pub id: Option<Text>,
    /// `Label`.
    pub label: Option<Text>,
    /// `Messages`: what is wrong with the data.
    pub messages: Option<Vec<Message>>,
    /// `StatusCode`, empty if there is none.
    pub status: Text,
    /// `Timestamps`, one for each value.
    pub timestamps: Option<Vec<Timestamp>>,
    /// `Values`.
    pub values: Option<Vec<f64>>,
}

/// A `MessageData` of CloudWatch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// `Code`.
    pub code: Option<Text>,
    /// `Value`.
    pub value: Option<Text>,
}
