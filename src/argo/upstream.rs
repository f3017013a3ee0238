//! Errors in the words of Kubernetes' field validation (`argo-spec §2.0`).

use crate::json;
use alloc::{borrow::ToOwned, format, string::String};
use serde_json::Value;

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

/// Text in Go's quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            c if c < ' ' || c == '\u{7f}' => quoted.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// JSON as Go writes it.
pub(super) fn json(value: &Value) -> String {
    json::to_text(value)
}
