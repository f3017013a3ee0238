//! What is wrong with templates and arguments.

use super::{Scope, quote};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use thiserror::Error;

/// Why templates do not become a run, or a text not another. Where upstream has a text, this is it.
///
/// More kinds may follow.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// An argument has no value, whether it is used or not.
    #[error("argument \"{name}\" was not supplied")]
    NotSupplied {
        /// The argument.
        name: String,
    },
    /// An argument has neither a value nor a place to find it.
    #[error("args.{name} was not resolved")]
    NotResolved {
        /// The argument.
        name: String,
    },
    /// Nothing is known by this name. Of several, it is the last one in the text.
    #[error("failed to resolve {{{{{tag}}}}}")]
    UnknownTag {
        /// What stands between the braces.
        tag: String,
    },
    /// `{{` without a later `}}`.
    #[error("Cannot find end tag=\"}}}}\" in the template={} starting from {}", quote(text), quote(rest))]
    Unclosed {
        /// The whole text.
        text: String,
        /// What stands behind the braces.
        rest: String,
    },
    /// A value has a character that upstream writes in a way that JSON does not know.
    #[error("invalid character '{escape}' in string escape code")]
    Escape {
        /// The letter behind the backslash.
        escape: char,
    },
    /// A text would become longer than [`fill`](super::fill) allows.
    #[error("the text is longer than {limit} bytes once its arguments are filled in")]
    TooLong {
        /// How long a text may become.
        limit: usize,
    },
    /// A metric that cannot be read any more once its arguments are filled in.
    #[error("a metric cannot be read once its arguments are filled in: {message}")]
    Unreadable {
        /// Why.
        message: String,
    },
    /// A secret, or the key in it, is not there.
    #[error("{message}")]
    NoSecret {
        /// What was answered.
        message: String,
    },
    /// Two metrics of a set of templates have one name.
    #[error("two metrics have the same name '{name}'")]
    TwoMetrics {
        /// The name, as written.
        name: String,
    },
    /// Two templates give one argument different values.
    #[error("Argument `{name}` specified multiple times with different values: '{first}', '{second}'")]
    TwoValues {
        /// The argument.
        name: String,
        /// The value that came first.
        first: String,
        /// The other.
        second: String,
    },
    /// Two dry-run rules have one text.
    #[error("two Dry-Run metric rules have the same name '{name}'")]
    TwoDryRuns {
        /// The text.
        name: String,
    },
    /// Two rules about what is kept have one text.
    #[error("two Measurement Retention metric rules have the same name '{name}'")]
    TwoRetentions {
        /// The text.
        name: String,
    },
    /// A template that is referred to is not there.
    #[error("{scope} '{name}' not found")]
    NoTemplate {
        /// Whose it would be.
        scope: Scope,
        /// Its name.
        name: String,
        /// The template that refers to it; none if the caller does.
        within: Option<String>,
    },
    /// Templates that refer to each other in a circle (`D-031`).
    #[error("templates refer to each other in a circle: {}", circle(names))]
    Cycle {
        /// The names on the way around; the first one follows the last.
        names: Vec<(Scope, String)>,
    },
}

/// The way around, with the first name once more at its end.
fn circle(names: &[(Scope, String)]) -> String {
    let shown = |(scope, name): &(Scope, String)| match scope {
        Scope::Namespace => format!("`{name}`"),
        Scope::Cluster => format!("`{name}` (cluster)"),
    };
    let around = names.iter().chain(names.first()).map(shown);
    around.collect::<Vec<_>>().join(" → ").to_string()
}
