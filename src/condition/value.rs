//! The values that a condition judges, and those it gives.

use super::{
    integer::Integer,
    map::Map,
    moment::Moment,
    series::{Message, Series},
    text::Text,
};
use crate::time::{Span, Timestamp};
use alloc::{boxed::Box, string::String, vec::Vec};

/// A value of the language: one variant for each of Go's types that a metric can have or an expression can make.
///
/// Types matter more than usual. Conditions are checked against the type of the very value they judge
/// (`argo-analysis §3.2`), so a list of numbers as Prometheus gives it ([`Floats`](Value::Floats)) and the same numbers
/// out of a JSON text ([`List`](Value::List)) are different values: `result == "a"` is an error on a member of the first
/// and false on one of the second. JSON becomes a value by `from`; every number in it is a float, as in Go.
///
/// ```
/// use gradual::condition::Value;
///
/// let json = Value::from(serde_json::json!({"rate": 1}));
/// let Value::Map(map) = &json else { unreachable!() };
/// assert_eq!(map.get("rate"), Some(&Value::Float(1.0)));
/// assert_eq!(Value::from(vec![0.97]), Value::Floats(vec![0.97]));
/// ```
///
/// Exhaustive: whoever shows values shows all of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: JSON's `null`, or a provider without data.
    Nil,
    /// A nil of a type: a nil pointer, list or map, which a checker tells from [`Nil`](Value::Nil).
    NilOf(NilType),
    /// Yes or no.
    Bool(bool),
    /// An integer, with its type.
    Integer(Integer),
    /// A `float64`.
    Float(f64),
    /// A `string`.
    Text(Text),
    /// A string of a type of its own, which is how CloudWatch gives a status.
    StatusCode(Text),
    /// A `[]byte`.
    Bytes(Vec<u8>),
    /// A list of anything: JSON's lists.
    List(Vec<Value>),
    /// A `[]float64`: Prometheus, Graphite, Wavefront, Datadog.
    Floats(Vec<f64>),
    /// A `[]int`: what a range makes.
    Ints(Vec<i64>),
    /// A `[]string`.
    Texts(Vec<Text>),
    /// A `[]time.Time`.
    Moments(Vec<Moment>),
    /// A map of anything by names: JSON's objects.
    Map(Map),
    /// A row of New Relic.
    Row(Map),
    /// Rows of New Relic.
    Rows(Vec<Map>),
    /// A map by anything: what `fromPairs` makes. In the order of insertion.
    Entries(Vec<(Value, Value)>),
    /// What `groupBy` makes: lists by anything, in the order of their first element.
    Groups(Vec<(Value, Vec<Value>)>),
    /// What `toPairs` makes.
    Pairs(Vec<(Value, Value)>),
    /// One of them.
    Pair(Box<(Value, Value)>),
    /// One series of CloudWatch.
    Series(Box<Series>),
    /// What CloudWatch answers.
    SeriesList(Vec<Series>),
    /// One message of a series.
    Message(Box<Message>),
    /// The messages of a series.
    Messages(Vec<Message>),
    /// An instant, in a zone.
    Moment(Moment),
    /// A length of time.
    Span(Span),
    /// A zone of time.
    Zone(super::zone::Zone),
    /// A pointer to a value that is there. Conditions look through it.
    Pointer(Box<Value>),
    /// A function: its signature in Go.
    Function(&'static str),
}

/// The type of a typed nil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NilType {
    /// `*float64`: Datadog and plugins without data.
    Float,
    /// `*string`.
    Text,
    /// `[]any`.
    List,
    /// `[]float64`.
    Floats,
    /// `[]string`.
    Texts,
    /// `[]time.Time`.
    Moments,
    /// `[]types.MessageData`.
    Messages,
    /// `map[string]any`.
    Map,
}

impl From<serde_json::Value> for Value {
    fn from(json: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match json {
            Json::Null => Self::Nil,
            Json::Bool(yes) => Self::Bool(yes),
            // Without `arbitrary_precision` every JSON number has a float.
            Json::Number(number) => Self::Float(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Self::Text(text.into()),
            Json::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            Json::Object(members) => Self::Map(members.into_iter().collect()),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Integer> for Value {
    fn from(number: Integer) -> Self {
        Self::Integer(number)
    }
}

impl From<Vec<f64>> for Value {
    fn from(numbers: Vec<f64>) -> Self {
        Self::Floats(numbers)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}

impl From<Span> for Value {
    fn from(span: Span) -> Self {
        Self::Span(span)
    }
}

impl From<Timestamp> for Value {
    fn from(time: Timestamp) -> Self {
        Self::Moment(time.into())
    }
}
