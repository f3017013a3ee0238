//! What the caller saw of the world, read once for a pass.

use crate::template::Secrets;

/// The world of one run, as its controller knows it. [`Default`] is that of a run that nobody ends and that has no secrets.
///
/// Measurements are not in it: they are what [`Answer`](super::Answer)s bring, and what the status keeps of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Whether a person, or whoever made the run, ends it early (`spec.terminate`).
    pub terminate: bool,
    /// Whether the run is being deleted; then nothing is decided any more.
    pub deleting: bool,
    /// What could be read of the secrets that the plan's arguments name.
    pub secrets: Secrets,
}
