//! What CloudWatch answers.

use super::{
    list::List,
    text::Text,
    types::Type,
    val::{Str, Val},
};
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

/// The type of a field of a CloudWatch struct.
pub(super) fn field_type(of: Type, name: &[u8]) -> Option<Type> {
    Some(match (of, name) {
        (Type::Series, b"Id" | b"Label") | (Type::Message, b"Code" | b"Value") => Type::TextPointer,
        (Type::Series, b"Messages") => Type::Messages,
        (Type::Series, b"StatusCode") => Type::StatusCode,
        (Type::Series, b"Timestamps") => Type::Moments,
        (Type::Series, b"Values") => Type::Floats,
        _ => return None,
    })
}

/// The names of the fields of a series, in order.
pub(super) const SERIES_FIELDS: [&str; 6] = ["Id", "Label", "Messages", "StatusCode", "Timestamps", "Values"];

impl Series {
    /// The field of this name.
    pub(super) fn field(&self, name: &[u8]) -> Option<Val<'_>> {
        Some(match name {
            b"Id" => pointer(self.id.as_ref()),
            b"Label" => pointer(self.label.as_ref()),
            b"Messages" => list(self.messages.as_deref().map(List::Messages), Type::Messages),
            b"StatusCode" => Val::StatusCode(Str::Given(self.status.as_bytes())),
            b"Timestamps" => list(self.timestamps.as_deref().map(List::Timestamps), Type::Moments),
            b"Values" => list(self.values.as_deref().map(List::Floats), Type::Floats),
            _ => return None,
        })
    }
}

impl Message {
    /// The field of this name.
    pub(super) fn field(&self, name: &[u8]) -> Option<Val<'_>> {
        match name {
            b"Code" => Some(pointer(self.code.as_ref())),
            b"Value" => Some(pointer(self.value.as_ref())),
            _ => None,
        }
    }
}

fn pointer(text: Option<&Text>) -> Val<'_> {
    text.map_or(Val::NilPointer(Type::TextPointer), Val::TextPointer)
}

fn list(list: Option<List<'_>>, of: Type) -> Val<'_> {
    Val::List(list.unwrap_or(List::Nil(of)))
}
