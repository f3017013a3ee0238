//! Arguments: of templates and runs, and those that a rollout hands to them.

use super::unset;
use alloc::string::String;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An argument of a template, a run or an experiment's analysis (`argo-analysis §1.5`).
///
/// In a template one without value and `valueFrom` must come from the caller; an empty value is a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(skip_serializing_if = "unset")]
    pub value: Option<String>,
    /// Where to find its value. A secret wins over `value` when something is measured.
    #[serde(skip_serializing_if = "unset")]
    pub value_from: Option<ValueFrom>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where an [`Argument`]'s value is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ValueFrom {
    /// In a secret.
    #[serde(skip_serializing_if = "unset")]
    pub secret_key_ref: Option<SecretKeyRef>,
    /// In a field of the object that makes the run.
    #[serde(skip_serializing_if = "unset")]
    pub field_ref: Option<FieldRef>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A key of a secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecretKeyRef {
    /// The secret's name.
    pub name: String,
    /// The key in it.
    pub key: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An argument that a rollout or one of its experiments hands to a run: a value, or where to find it. Here an empty
/// value and none are the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalysisRunArgument {
    /// Its name.
    pub name: String,
    /// Its value.
    #[serde(skip_serializing_if = "unset")]
    pub value: String,
    /// Where to find its value.
    #[serde(skip_serializing_if = "unset")]
    pub value_from: Option<ArgumentValueFrom>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Where an [`AnalysisRunArgument`]'s value is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ArgumentValueFrom {
    /// A revision's hash: `Stable` or `Latest`.
    #[serde(skip_serializing_if = "unset")]
    pub pod_template_hash_value: Option<String>,
    /// A field of the rollout.
    #[serde(skip_serializing_if = "unset")]
    pub field_ref: Option<FieldRef>,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A field of the object that makes the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FieldRef {
    /// Its path.
    pub field_path: String,
    /// Fields not known.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
