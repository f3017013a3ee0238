//! The selector and the template's labels.

use super::{invalid, path};
use crate::{
    argo::{LabelSelector, LabelSelectorRequirement, RolloutSpec, hash, schema, upstream},
    diagnostic::{Diagnostic, Path},
};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value;

/// S02 to S08, as far as they concern labels and containers.
pub(super) fn selector(spec: &RolloutSpec, found: &mut Vec<Diagnostic>) {
    let before = found.len();
    match &spec.selector {
        None => found.push(missing()),
        Some(selector) => {
            for (index, requirement) in selector.match_expressions.iter().enumerate() {
                found.extend(unsound(index, requirement));
            }
            if before < found.len() {
                found.push(unusable(selector));
                return;
            }
            if selector.is_empty() {
                found.push(empty());
            }
        }
    }
    found.extend(mismatch(spec));
    found.extend(no_containers(spec));
}

/// S02.
fn missing() -> Diagnostic {
    let text = upstream::required("spec.selector", "Rollout has missing field '.spec.selector'");
    Diagnostic::error(
        "spec/S02",
        path(&["spec", "selector"]),
        "`spec.selector` is missing",
    )
    .help(
        "it says which pods belong, such as `matchLabels: {app: web}`, and must match the template's labels",
    )
    .upstream(text)
}

/// S03: an operator that does not go with its values.
fn unsound(index: usize, requirement: &LabelSelectorRequirement) -> Option<Diagnostic> {
    let at = path(&["spec", "selector", "matchExpressions"]).index(index);
    let theirs = |field: &str| format!("spec.selector.matchExpressions[{index}].{field}");
    let finding = |field: &str, message: String, text: String| {
        Diagnostic::error("spec/S03", at.field(field), message).upstream(text)
    };
    let operator = requirement.operator.as_str();
    match operator {
        "In" | "NotIn" if requirement.values.is_empty() => {
            let detail = "must be specified when `operator` is 'In' or 'NotIn'";
            let message = format!("`{operator}` needs values to compare with");
            Some(finding("values", message, upstream::required(&theirs("values"), detail)))
        }
        "Exists" | "DoesNotExist" if !requirement.values.is_empty() => {
            let detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
            let message = format!("`{operator}` takes no values");
            Some(finding("values", message, upstream::forbidden(&theirs("values"), detail)))
        }
        "In" | "NotIn" | "Exists" | "DoesNotExist" => None,
        _ => {
            let value = upstream::quoted(operator);
            let text = upstream::invalid(&theirs("operator"), &value, "not a valid selector operator");
            let finding = finding("operator", format!("`{operator}` is not an operator"), text);
            Some(finding.help("one of `In`, `NotIn`, `Exists`, `DoesNotExist`"))
        }
    }
}

/// S06, which follows every S03.
fn unusable(selector: &LabelSelector) -> Diagnostic {
    let at = path(&["spec", "selector"]);
    let theirs = ["spec.selector", &selector_text(selector), "invalid label selector"];
    invalid("spec/S06", at, "the selector cannot be used as it stands".to_string(), theirs)
}

/// S04.
fn empty() -> Diagnostic {
    let theirs = ["spec.selector", "{}", "empty selector is invalid for deployment"];
    let message = "an empty selector would claim every pod of the namespace".to_string();
    invalid("spec/S04", path(&["spec", "selector"]), message, theirs)
}

/// S07: nothing asked for matches everything, no selector matches nothing.
fn mismatch(spec: &RolloutSpec) -> Option<Diagnostic> {
    let labels = labels(spec.template.as_ref());
    if spec.selector.as_ref().is_some_and(|selector| selector.is_empty() || selector.matches(&labels)) {
        return None;
    }
    let value = if labels.is_empty() { "null".to_string() } else { upstream::json(&labels_value(&labels)) };
    let detail = "`selector` does not match template `labels`";
    let theirs = ["spec.template.metadata.labels", &value, detail];
    let message = match (&spec.template, &spec.selector) {
        (None, _) => {
            "`spec.template` is missing, so no pod can have the labels that are selected".to_string()
        }
        (_, None) => "without a selector, no labels of the template are selected".to_string(),
        (Some(_), Some(selector)) => format!("the template's labels are not selected by `{selector}`"),
    };
    let at = path(&["spec", "template", "metadata", "labels"]);
    Some(invalid("spec/S07", at, message, theirs).help("give the template the labels of `spec.selector`"))
}

/// The usual case of S08.
fn no_containers(spec: &RolloutSpec) -> Option<Diagnostic> {
    let containers = spec.template.as_ref().and_then(|template| template.get("spec")?.get("containers"));
    if containers.and_then(Value::as_array).is_some_and(|containers| !containers.is_empty()) {
        return None;
    }
    let at: Path = path(&["spec", "template", "spec", "containers"]);
    let text = "spec.template.spec.containers: Required value";
    Some(Diagnostic::error("spec/S08", at, "a pod needs at least one container").upstream(text))
}

/// The labels of a template; what is not text is no label.
fn labels(template: Option<&Value>) -> BTreeMap<String, String> {
    let labels = template.and_then(|template| template.get("metadata")?.get("labels")?.as_object());
    let text = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_string()));
    labels.map(|labels| labels.iter().filter_map(text).collect()).unwrap_or_default()
}

fn labels_value(labels: &BTreeMap<String, String>) -> Value {
    labels.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect()
}

fn selector_text(selector: &LabelSelector) -> String {
    let mut text = String::new();
    hash::write_in_order(&schema::SELECTOR, &serde_json::to_value(selector).unwrap_or_default(), &mut text);
    text
}
