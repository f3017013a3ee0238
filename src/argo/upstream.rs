//! Errors in the words of Kubernetes' field validation (`argo-spec §2.0`).

use crate::json;
use alloc::{format, string::String};
use serde_json::Value;

pub(super) use crate::template::quote as quoted;

/// A value that cannot be. `value` is JSON text.
pub(super) fn invalid(path: &str, value: &str, detail: &str) -> String {
    format!("{path}: Invalid value: {value}: {detail}")
}

/// A value that is missing.
pub(super) fn required(path: &str, detail: &str) -> String {
    format!("{path}: Required value: {detail}")
}

/// A value that must not be there.
pub(super) fn forbidden(path: &str, detail: &str) -> String {
    format!("{path}: Forbidden: {detail}")
}

/// JSON as Go writes it.
pub(super) fn json(value: &Value) -> String {
    json::to_text(value)
}
