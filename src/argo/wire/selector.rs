//! Label selectors: which pods belong.

use super::unset;
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};
use core::fmt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A label selector: every one of its conditions must hold. It prints as Kubernetes prints it.
#[doc(alias = "FormatLabelSelector")]
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelSelector {
    /// Labels that must have these values.
    #[serde(skip_serializing_if = "unset")]
    pub match_labels: BTreeMap<String, String>,
    /// Conditions on labels.
    #[serde(skip_serializing_if = "unset")]
    pub match_expressions: Vec<LabelSelectorRequirement>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A condition on a label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelSelectorRequirement {
    /// The label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// The values of `In` and `NotIn`.
    #[serde(skip_serializing_if = "unset")]
    pub values: Vec<String>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl LabelSelector {
    /// Whether nothing is asked for, which selects everything.
    pub fn is_empty(&self) -> bool {
        self.match_labels.is_empty() && self.match_expressions.is_empty()
    }

    /// Whether these labels have what is asked for. An operator that is none of the four holds for nothing.
    ///
    /// ```
    /// use gradual::argo::LabelSelector;
    ///
    /// let labels = [("app".to_owned(), "web".to_owned())].into();
    /// let selector = LabelSelector { match_labels: labels, ..LabelSelector::default() };
    /// assert!(selector.matches(&selector.match_labels));
    /// assert!(!selector.matches(&Default::default()));
    /// ```
    pub fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.match_labels.iter().all(|(key, value)| labels.get(key) == Some(value))
            && self.match_expressions.iter().all(|requirement| requirement.matches(labels))
    }

    /// The requirements, equalities among them, in the order of their keys.
    fn requirements(&self) -> Vec<(&str, String)> {
        let equal = self.match_labels.iter().map(|(key, value)| (key.as_str(), format!("{key}={value}")));
        let others = self
            .match_expressions
            .iter()
            .map(|requirement| (requirement.key.as_str(), format!("{requirement}")));
        let mut all: Vec<_> = equal.chain(others).collect();
        all.sort_by_key(|(key, _)| *key);
        all
    }
}

impl LabelSelectorRequirement {
    fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        let value = labels.get(&self.key);
        match self.operator.as_str() {
            "In" => value.is_some_and(|value| self.values.contains(value)),
            "NotIn" => value.is_none_or(|value| !self.values.contains(value)),
            "Exists" => value.is_some(),
            "DoesNotExist" => value.is_none(),
            _ => false,
        }
    }

    /// Whether upstream can use it: `In` and `NotIn` have values, `Exists` and `DoesNotExist` have none.
    fn is_sound(&self) -> bool {
        match self.operator.as_str() {
            "In" | "NotIn" => !self.values.is_empty(),
            "Exists" | "DoesNotExist" => self.values.is_empty(),
            _ => false,
        }
    }
}

/// The selector as text: `app=web,tier in (a,b),!old`, ordered by key; `<none>` if it selects everything, and
/// `<error>` if one of its operators does not go with its values.
///
/// ```
/// use gradual::argo::{LabelSelector, LabelSelectorRequirement};
///
/// let tier = LabelSelectorRequirement {
///     key: "tier".into(),
///     operator: "In".into(),
///     values: vec!["b".into(), "a".into()],
///     ..LabelSelectorRequirement::default()
/// };
/// let labels = [("app".to_owned(), "web".to_owned())].into();
/// let selector = LabelSelector { match_labels: labels, match_expressions: vec![tier], ..LabelSelector::default() };
/// assert_eq!(selector.to_string(), "app=web,tier in (a,b)");
/// ```
impl fmt::Display for LabelSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("<none>");
        }
        if !self.match_expressions.iter().all(LabelSelectorRequirement::is_sound) {
            return f.write_str("<error>");
        }
        for (at, (_, text)) in self.requirements().iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            f.write_str(text)?;
        }
        Ok(())
    }
}

impl fmt::Display for LabelSelectorRequirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values = self.values.clone();
        values.sort();
        let key = &self.key;
        match self.operator.as_str() {
            "In" => write!(f, "{key} in ({})", values.join(",")),
            "NotIn" => write!(f, "{key} notin ({})", values.join(",")),
            "DoesNotExist" => write!(f, "!{key}"),
            _ => f.write_str(key),
        }
    }
}
