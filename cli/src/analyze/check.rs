//! What is wrong with a run, told where its templates are written.

use crate::{objects::Object, problem::Problem};
use gradual::diagnostic::{Diagnostic, Path, PathStep};

/// Where the parts of a run are written.
#[derive(Debug)]
pub(super) enum Origin<'a> {
    /// It is an object itself.
    Written(&'a Object),
    /// It is joined out of the lists of templates.
    Joined(Joined<'a>),
}

/// The elements of the lists of a run that was joined, each with its template and its place there.
#[derive(Debug, Default)]
pub(super) struct Joined<'a> {
    pub(super) metrics: Vec<(&'a Object, usize)>,
    pub(super) args: Vec<(&'a Object, usize)>,
    pub(super) dry_run: Vec<(&'a Object, usize)>,
    pub(super) measurement_retention: Vec<(&'a Object, usize)>,
    /// Where everything else is told.
    pub(super) first: Option<&'a Object>,
}

impl<'a> Origin<'a> {
    /// The object that a path of the run leads into, and the path there.
    pub(super) fn of(&self, path: &Path) -> Option<(&'a Object, Path)> {
        let joined = match self {
            Self::Written(object) => return Some((object, path.clone())),
            Self::Joined(joined) => joined,
        };
        if let [PathStep::Field(spec), PathStep::Field(list), PathStep::Index(index), rest @ ..] =
            path.steps()
        {
            let elements = match list.as_str() {
                "metrics" => &joined.metrics,
                "args" => &joined.args,
                "dryRun" => &joined.dry_run,
                _ => &joined.measurement_retention,
            };
            if let Some((object, local)) = elements.get(*index) {
                let steps = [spec, list].map(|name| PathStep::Field(name.clone()));
                let there = steps.into_iter().chain([PathStep::Index(*local)]).chain(rest.iter().cloned());
                return Some((object, there.collect()));
            }
        }
        Some((joined.first?, path.clone()))
    }

    /// A finding about the run, where the user looks.
    pub(super) fn problem(&self, mut finding: Diagnostic) -> Option<Problem> {
        let (object, path) = self.of(&finding.path)?;
        finding.path = path;
        Some(object.problem(finding))
    }
}

/// `spec.metrics[index]`.
pub(super) fn metric(index: usize) -> Path {
    Path::root().field("spec").field("metrics").index(index)
}
