//! The values of an analysis' arguments (`argo-analysis §7.7`).

use super::{Length, Plan};
use crate::{
    template::{TemplateError, fill_by},
    time::Timestamp,
};
use alloc::{
    borrow::{Cow, ToOwned},
    string::{String, ToString},
};
use thiserror::Error;

/// Why a text has no value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ArgumentError {
    /// The experiment's duration cannot be read, so that its end is not known, whether the text names it or not.
    #[error("{message}")]
    Length {
        /// What is wrong with it.
        message: String,
    },
    /// Something is wrong with a tag.
    #[error(transparent)]
    Tag(#[from] TemplateError),
}

/// The ReplicaSet of a variant, as arguments name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// The hash that its pods are labelled with.
    pub hash: &'a str,
}

/// The text with its tags replaced: `{{templates.<name>.podTemplateHash}}` and `{{templates.<name>.replicaset.name}}` of
/// variants that have a ReplicaSet, `{{experiment.availableAt}}`, and `{{experiment.finishedAt}}` if the experiment has a
/// duration. `available_at` is when all variants were available for the first time.
///
/// # Errors
///
/// If a tag is not known, or a `{{` is not closed; or if the experiment's duration cannot be read.
///
/// ```
/// use gradual::{experiment::{Length, Named, Plan, fill_argument}, time::{Span, Timestamp}};
///
/// let mut plan = Plan::of("exp", Vec::new());
/// plan.length = Length::For(Span::seconds(3600));
/// let available_at = Some(Timestamp::from_seconds(0));
/// let set_of = |template: &str| (template == "canary").then_some(Named { name: "exp-canary".into(), hash: "5f4d" });
/// let fill = |text: &str| fill_argument(text, &plan, available_at, set_of);
/// assert_eq!(fill("{{ templates.canary.podTemplateHash }}")?, "5f4d");
/// assert_eq!(fill("until {{experiment.finishedAt}}")?, "until 1970-01-01T01:00:00Z");
/// assert!(fill("{{templates.baseline.podTemplateHash}}").is_err());
/// # Ok::<(), gradual::experiment::ArgumentError>(())
/// ```
#[doc(alias = "ResolveExperimentArgsValue")]
pub fn fill_argument<'a>(
    text: &str,
    plan: &Plan,
    available_at: Option<Timestamp>,
    set_of: impl Fn(&str) -> Option<Named<'a>>,
) -> Result<String, ArgumentError> {
    let finished_at = match (available_at, &plan.length) {
        (Some(_), Length::Unreadable { message }) => {
            return Err(ArgumentError::Length { message: message.clone() });
        }
        (Some(at), Length::For(span)) => Some(at.plus(*span)),
        (Some(_), Length::Endless) | (None, _) => None,
    };
    let value = |tag: &str| match tag.trim() {
        "experiment.availableAt" => available_at.map(|at| at.to_string()),
        "experiment.finishedAt" => finished_at.map(|at| at.to_string()),
        tag => {
            let of_template = tag.strip_prefix("templates.")?;
            let hash = of_template.strip_suffix(".podTemplateHash").and_then(&set_of);
            let name = || of_template.strip_suffix(".replicaset.name").and_then(&set_of);
            hash.map(|set| set.hash.to_owned()).or_else(|| name().map(|set| set.name.into_owned()))
        }
    };
    Ok(fill_by(text, value)?)
}
