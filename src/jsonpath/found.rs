//! What a template finds.

use crate::json;
use alloc::string::{String, ToString};
use core::fmt;
use serde_json::Value;

/// A value that a template found: part of the document, or made by the template itself.
///
/// Every number of a document is a float, as Go decodes it. Exhaustive: each variant is one of the Go types that a value
/// can have, and conditions tell them apart (`argo-analysis §6`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found<'a> {
    /// Part of the document.
    Json(&'a Value),
    /// A text of the template.
    Text(&'a str),
    /// An integer of the template.
    Int(i64),
    /// A float of the template.
    Float(f64),
    /// A boolean of the template.
    Bool(bool),
    /// A byte of a text of the document, which `.*` takes apart.
    Byte(u8),
    /// The document or the element of a range that is `null` as a whole; upstream has no value for it.
    Nothing,
}

impl<'a> Found<'a> {
    /// The value as JSON. Numbers of the document are floats.
    ///
    /// ```
    /// use gradual::jsonpath::Found;
    /// use serde_json::json;
    ///
    /// assert_eq!(Found::Json(&json!([2])).to_json(), json!([2.0]));
    /// assert_eq!(Found::Byte(104).to_json(), json!(104));
    /// ```
    pub fn to_json(self) -> Value {
        match self {
            Self::Json(value) => json::as_decoded(value),
            Self::Text(text) => text.into(),
            Self::Int(int) => int.into(),
            Self::Float(float) => float.into(),
            Self::Bool(yes) => yes.into(),
            Self::Byte(byte) => byte.into(),
            Self::Nothing => Value::Null,
        }
    }

    /// The name of its type in Go.
    pub(super) fn go_type(self) -> &'static str {
        match self {
            Self::Json(Value::Null) | Self::Nothing => "<nil>",
            Self::Json(Value::Bool(_)) | Self::Bool(_) => "bool",
            Self::Json(Value::Number(_)) | Self::Float(_) => "float64",
            Self::Json(Value::String(_)) | Self::Text(_) => "string",
            Self::Json(Value::Array(_)) => "[]interface {}",
            Self::Json(Value::Object(_)) => "map[string]interface {}",
            Self::Int(_) => "int",
            Self::Byte(_) => "uint8",
        }
    }

    /// Whether it is a `null` within a document, which most parts pass over.
    pub(super) fn is_nil(self) -> bool {
        matches!(self, Self::Json(Value::Null))
    }

    /// Whether there is nothing within: no member, no item, no byte.
    pub(super) fn is_empty(self) -> bool {
        match self {
            Self::Json(Value::Array(items)) => items.is_empty(),
            Self::Json(Value::Object(members)) => members.is_empty(),
            Self::Json(Value::String(text)) => text.is_empty(),
            Self::Text(text) => text.is_empty(),
            Self::Json(_) | Self::Int(_) | Self::Float(_) | Self::Bool(_) | Self::Byte(_) | Self::Nothing => {
                true
            }
        }
    }

    /// Hands on each value within: members in the order of their names, items, the bytes of a text.
    pub(super) fn each_within(self, mut take: impl FnMut(Found<'a>)) {
        match self {
            Self::Json(Value::Array(items)) => items.iter().for_each(|item| take(Self::Json(item))),
            Self::Json(Value::Object(members)) => {
                members.values().for_each(|member| take(Self::Json(member)))
            }
            Self::Json(Value::String(text)) => text.bytes().for_each(|byte| take(Self::Byte(byte))),
            Self::Text(text) => text.bytes().for_each(|byte| take(Self::Byte(byte))),
            Self::Json(_) | Self::Int(_) | Self::Float(_) | Self::Bool(_) | Self::Byte(_) | Self::Nothing => {
            }
        }
    }

    /// The value as kubectl prints it: a list or map as JSON, anything else as Go's `%v`.
    #[doc(alias = "evalToText")]
    pub(super) fn print(self, text: &mut String) {
        match self {
            Self::Json(value @ (Value::Array(_) | Value::Object(_))) => {
                text.push_str(&json::to_text(&json::as_decoded(value)));
            }
            Self::Json(Value::Null) => text.push_str("null"),
            Self::Nothing => text.push_str("<no value>"),
            scalar => text.push_str(&Shown(scalar).to_string()),
        }
    }
}

/// A value as Go's `%v` shows it.
pub(super) struct Shown<'a>(pub(super) Found<'a>);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Found::Json(value) => write!(f, "{}", json::Shown(value)),
            Found::Text(text) => f.write_str(text),
            Found::Int(int) => write!(f, "{int}"),
            Found::Float(float) => f.write_str(&json::general_text(float)),
            Found::Bool(yes) => write!(f, "{yes}"),
            Found::Byte(byte) => write!(f, "{byte}"),
            Found::Nothing => f.write_str("<invalid reflect.Value>"),
        }
    }
}
