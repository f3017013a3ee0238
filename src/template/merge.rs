//! The caller's arguments over those of a template (`argo-analysis §4.3`).

use super::TemplateError;
use crate::metric::Argument;
use alloc::vec::Vec;

/// A template's arguments with what the caller says about them.
///
/// A value of the caller's replaces the template's value and leaves its `valueFrom`, which still wins when it is a secret;
/// a `valueFrom` of the caller's counts where it has no value. Arguments that the template does not have are dropped;
/// of two of one name in the template the first one is meant.
///
/// # Errors
///
/// If an argument has neither a value nor a `valueFrom` then.
///
/// ```
/// use gradual::{metric::Argument, template::merge_arguments};
///
/// let of = |value: &str| Argument { name: "a".into(), value: Some(value.into()), ..Argument::default() };
/// assert_eq!(merge_arguments(&[of("2")], &[of("1")])?, [of("2")]);
/// # Ok::<(), gradual::template::TemplateError>(())
/// ```
#[doc(alias = "MergeArgs")]
pub fn merge_arguments(callers: &[Argument], templates: &[Argument]) -> Result<Vec<Argument>, TemplateError> {
    let mut merged = templates.to_vec();
    for caller in callers {
        if let Some(argument) = merged.iter_mut().find(|argument| argument.name == caller.name) {
            if caller.value.is_some() {
                argument.value.clone_from(&caller.value);
            } else if caller.value_from.is_some() {
                argument.value_from.clone_from(&caller.value_from);
            }
        }
    }
    check_arguments(&merged)?;
    Ok(merged)
}

/// Whether every argument has a value or a place to find it.
///
/// # Errors
///
/// The first one that has neither.
pub fn check_arguments(args: &[Argument]) -> Result<(), TemplateError> {
    match args.iter().find(|argument| argument.value.is_none() && argument.value_from.is_none()) {
        Some(argument) => Err(TemplateError::NotResolved { name: argument.name.clone() }),
        None => Ok(()),
    }
}
