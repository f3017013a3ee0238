//! Merge patches (RFC 7386).

use serde_json::{Map, Value};

/// What `target` is after the merge patch: null removes, objects merge, everything else replaces.
///
/// ```
/// use gradual::sim::merge;
/// use serde_json::json;
///
/// let merged = merge(json!({"a": 1, "b": {"c": [1], "d": 2}}), &json!({"a": null, "b": {"c": []}}));
/// assert_eq!(merged, json!({"b": {"c": [], "d": 2}}));
/// ```
pub fn merge(target: Value, patch: &Value) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut fields = match target {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    for (name, change) in changes {
        let old = fields.remove(name).unwrap_or_default();
        if !change.is_null() {
            fields.insert(name.clone(), merge(old, change));
        }
    }
    Value::Object(fields)
}
