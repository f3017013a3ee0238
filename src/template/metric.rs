//! `{{args.x}}` anywhere in a metric (`argo-analysis §4.2`).

use super::{TemplateError, Values, fill, fill_quoted, order};
use crate::{
    go::letters::Letters,
    metric::{Argument, Metric},
};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Map, Value};

/// A metric with its tags replaced: in its name, its conditions, its numbers written as text, its provider's fields, and
/// in the names of fields too.
///
/// What is wrong is found in the JSON text that upstream writes for the metric, in which a `{{` can end in another field.
///
/// # Errors
///
/// As [`fill`]; or if a value has a character that upstream cannot write as JSON.
#[doc(alias = "ResolveMetricArgs")]
pub fn fill_metric(metric: &Metric, values: &Values<'_>) -> Result<Metric, TemplateError> {
    let unreadable = |error: serde_json::Error| TemplateError::Unreadable { message: error.to_string() };
    let written = serde_json::to_value(metric).map_err(unreadable)?;
    let text = order::text(&written);
    if !text.contains("{{") {
        return Ok(metric.clone());
    }
    fill_quoted(&text, values)?;
    if let Some(escape) = first_bad_escape(&text, values) {
        return Err(TemplateError::Escape { escape });
    }
    let filled = fill_value(&written, values)?;
    serde_json::from_value(filled).map_err(unreadable)
}

/// The metrics with their tags replaced, with `values` that are read only if there is a metric.
///
/// # Errors
///
/// As [`fill_metric`], for the first metric that has any.
pub fn fill_metrics<'a>(
    metrics: &[Metric],
    args: &'a [Argument],
    values: impl FnOnce(&'a [Argument]) -> Result<Values<'a>, TemplateError>,
) -> Result<Vec<Metric>, TemplateError> {
    if metrics.is_empty() {
        return Ok(Vec::new());
    }
    let values = values(args)?;
    metrics.iter().map(|metric| fill_metric(metric, &values)).collect()
}

/// The first escape that JSON does not know, once the text is filled. What stands in the text is JSON; only values can
/// bring one.
fn first_bad_escape(text: &str, values: &Values<'_>) -> Option<char> {
    let tags = text.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
    let used = tags.filter_map(|(tag, _)| values.for_tag(tag));
    let mut letters = Letters::default();
    used.flat_map(str::chars).find_map(|c| bad_escape(c, &mut letters))
}

/// The letter of the escape that Go writes for this and JSON does not know (`argo-analysis §4.2`).
fn bad_escape(c: char, letters: &mut Letters) -> Option<char> {
    match c {
        '\u{7}' => Some('a'),
        '\u{b}' => Some('v'),
        '\u{8}' | '\u{c}' | '\n' | '\r' | '\t' => None,
        c if c < ' ' || c == '\u{7f}' => Some('x'),
        c if c <= '\u{ffff}' || letters.is_printed(c) => None,
        _ => Some('U'),
    }
}

/// Replaces the tags of every text in a value. The nesting of a value is bounded by whoever read it.
fn fill_value(value: &Value, values: &Values<'_>) -> Result<Value, TemplateError> {
    Ok(match value {
        Value::String(text) => Value::String(fill(text, values)?),
        Value::Array(items) => items.iter().map(|item| fill_value(item, values)).collect::<Result<_, _>>()?,
        Value::Object(fields) => {
            let filled = fields.iter().map(|(name, field)| {
                Ok::<(String, Value), TemplateError>((fill(name, values)?, fill_value(field, values)?))
            });
            Value::Object(filled.collect::<Result<Map<_, _>, _>>()?)
        }
        other => other.clone(),
    })
}
