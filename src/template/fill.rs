//! `{{args.x}}` in a text (`argo-analysis §4.1`).

use super::{TemplateError, Values};
use crate::go::{letters::Letters, write_quoted};
use alloc::{borrow::ToOwned, string::String};

/// How long a text may become (`D-030`). Kubernetes stores nothing longer than a tenth of it.
pub(super) const LIMIT: usize = 16 << 20;

/// The text with its tags replaced.
///
/// A tag is what stands between `{{` and the nearest `}}` behind it; there is no nesting, no escaping and no default.
/// A value is not looked into again, and a `}}` without a beginning is plain text.
///
/// # Errors
///
/// If a `{{` is not closed, or a tag is not known; or if the text becomes longer than 16 MiB.
///
/// ```
/// use gradual::{metric::Argument, template::{Values, fill}};
///
/// let values = Values::default();
/// assert_eq!(fill("no tags", &values)?, "no tags");
/// let error = fill("{{args.a}} and {{ args.b }}", &values).unwrap_err();
/// assert_eq!(error.to_string(), "failed to resolve {{ args.b }}");
/// # Ok::<(), gradual::template::TemplateError>(())
/// ```
#[doc(alias = "ResolveArgs")]
pub fn fill(text: &str, values: &Values<'_>) -> Result<String, TemplateError> {
    replace(text, |tag| values.for_tag(tag), |filled, value| filled.push_str(value))
}

/// As [`fill`], with the values of tags from wherever the caller has them; blanks around a tag are still there.
///
/// # Errors
///
/// As [`fill`].
///
/// ```
/// use gradual::template::fill_by;
///
/// let value = |tag: &str| (tag.trim() == "pod").then(|| "web-1".to_owned());
/// assert_eq!(fill_by("of {{ pod }}", value)?, "of web-1");
/// # Ok::<(), gradual::template::TemplateError>(())
/// ```
pub fn fill_by(text: &str, value: impl Fn(&str) -> Option<String>) -> Result<String, TemplateError> {
    replace(text, value, |filled, value| filled.push_str(&value))
}

/// As [`fill`], for JSON text: values are written as Go writes them between quotes ([`quote`](super::quote)).
///
/// # Errors
///
/// As [`fill`].
#[doc(alias = "ResolveQuotedArgs")]
pub fn fill_quoted(text: &str, values: &Values<'_>) -> Result<String, TemplateError> {
    let mut letters = Letters::default();
    replace(text, |tag| values.for_tag(tag), |filled, value| write_quoted(value, &mut letters, filled))
}

fn replace<V>(
    text: &str,
    value: impl Fn(&str) -> Option<V>,
    mut write: impl FnMut(&mut String, V),
) -> Result<String, TemplateError> {
    let mut filled = String::with_capacity(text.len());
    let mut unknown = None;
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((tag, after)) = behind.split_once("}}") else {
            return Err(TemplateError::Unclosed { text: text.to_owned(), rest: behind.to_owned() });
        };
        filled.push_str(before);
        match value(tag) {
            Some(value) => write(&mut filled, value),
            None => unknown = Some(tag),
        }
        if LIMIT < filled.len() {
            return Err(TemplateError::TooLong { limit: LIMIT });
        }
        rest = after;
    }
    filled.push_str(rest);
    match unknown {
        Some(tag) => Err(TemplateError::UnknownTag { tag: tag.to_owned() }),
        None => Ok(filled),
    }
}
