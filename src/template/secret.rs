//! Secrets that do not show.

use super::{TemplateError, values::secret_of};
use crate::metric::Argument;
use alloc::{
    borrow::{Cow, ToOwned},
    collections::BTreeMap,
    format,
    string::String,
};
use core::fmt;

/// What decisions see of a secret. An interval that comes from a secret is this text, and no interval.
pub const SECRET_MARKER: &str = "temp-for-secret";

/// What messages show of a secret.
const REDACTED: &str = "*****";

/// The value of one key of a secret. It is neither printed nor written anywhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps this value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// What the caller could read of the secrets that arguments name.
///
/// ```
/// use gradual::{metric::Argument, template::{Secret, Secrets}};
/// use serde_json::json;
///
/// let mut secrets = Secrets::default();
/// secrets.put("datadog", "api-key", Secret::new("hunter2"));
/// assert!(!format!("{secrets:?}").contains("hunter2"));
///
/// let from = json!({"name": "key", "valueFrom": {"secretKeyRef": {"name": "datadog", "key": "api-key"}}});
/// let argument: Argument = serde_json::from_value(from)?;
/// assert_eq!(secrets.redact(&[argument], "no access with hunter2"), "no access with *****");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    by_name: BTreeMap<String, BTreeMap<String, Secret>>,
    failures: BTreeMap<String, String>,
}

impl Secrets {
    /// The value of a key.
    pub fn put(&mut self, name: &str, key: &str, value: Secret) {
        self.by_name.entry(name.to_owned()).or_default().insert(key.to_owned(), value);
    }

    /// A secret that exists, with or without keys.
    pub fn exists(&mut self, name: &str) {
        self.by_name.entry(name.to_owned()).or_default();
    }

    /// A secret that could not be read, and what was answered. For one that was never named here it is upstream's text
    /// for one that does not exist.
    pub fn unreadable(&mut self, name: &str, message: &str) {
        self.failures.insert(name.to_owned(), message.to_owned());
    }

    pub(super) fn reveal(&self, name: &str, key: &str) -> Result<&str, TemplateError> {
        if let Some(message) = self.failures.get(name) {
            return Err(TemplateError::NoSecret { message: message.clone() });
        }
        let Some(keys) = self.by_name.get(name) else {
            return Err(TemplateError::NoSecret { message: format!("secrets \"{name}\" not found") });
        };
        let missing = || format!("key '{key}' does not exist in secret '{name}'");
        let secret = keys.get(key).ok_or_else(|| TemplateError::NoSecret { message: missing() })?;
        Ok(&secret.0)
    }

    /// The text with what is in the secrets of these arguments covered (`argo-analysis §2.4`).
    pub fn redact<'t>(&self, args: &[Argument], text: &'t str) -> Cow<'t, str> {
        let mut covered = Cow::Borrowed(text);
        for wanted in args.iter().filter_map(secret_of) {
            let value = self.reveal(&wanted.name, &wanted.key).unwrap_or_default();
            if !value.is_empty() && covered.contains(value) {
                covered = Cow::Owned(covered.replace(value, REDACTED));
            }
        }
        covered
    }
}
