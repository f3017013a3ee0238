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
    replace(text, values, String::push_str)
}

/// As [`fill`], for JSON text: values are written as Go writes them between quotes ([`quote`](super::quote)).
///
/// # Errors
///
/// As [`fill`].
#[doc(alias = "ResolveQuotedArgs")]
pub fn fill_quoted(text: &str, values: &Values<'_>) -> Result<String, TemplateError> {
    let mut letters = Letters::default();
    replace(text, values, |filled, value| write_quoted(value, &mut letters, filled))
}

fn replace(
    text: &str,
    values: &Values<'_>,
    mut write: impl FnMut(&mut String, &str),
) -> Result<String, TemplateError> {
    let mut filled = String::with_capacity(text.len());
    let mut unknown = None;
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((tag, after)) = behind.split_once("}}") else {
            return Err(TemplateError::Unclosed { text: text.to_owned(), rest: behind.to_owned() });
        };
        filled.push_str(before);
        match values.for_tag(tag) {
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
