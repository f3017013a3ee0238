//! Argo Rollouts' border: a Rollout as upstream writes it, read, checked, translated and written back.
//!
//! ```text
//! JSON ── Rollout::read ──▶ Rollout + diagnostics ── translate ──▶ rollout::Plan
//!   ◀──── Rollout::write ──    └──────── check ────────────▶ Plan, or every diagnostic
//! ```
//!
//! # Codes
//!
//! | code | severity | what it means |
//! |---|---|---|
//! | `decode/wrong-type` | error | a value that upstream's types cannot hold |
//! | `decode/unknown-field` | error | a field that upstream does not have |
//! | `decode/field-case` | warning | a field whose name has the wrong case |
//! | `decode/not-text` | warning | a number, `true` or `false` where text belongs |
//! | `decode/not-a-rollout` | error | another `apiVersion` or `kind` |
//! | `decode/no-name` | error | no `metadata.name` |
//! | `spec/S01` … `spec/P14` | error | a rule of upstream's (`argo-spec §2.1`); its own text goes along |
//! | `spec/quantity` | warning | a `maxSurge` or `maxUnavailable` that is not what it looks like |
//! | `decode/not-an-analysis-template`, `decode/not-an-analysis-run` | error | another `apiVersion` or `kind` |
//! | `run/A01` … `run/A18` | error, in a template perhaps a warning | a rule of upstream's about analysis runs (`argo-spec §2.3`) |
//! | `ref/R04` … `ref/R07` | error | a rule of upstream's about the templates that a rollout uses (`argo-spec §2.2`) |
//! | `ref/circle` | error | templates that refer to each other in a circle |
//! | `decode/not-an-experiment` | error | another `apiVersion` or `kind` |
//! | `experiment/E01` … `experiment/E05` | error | a rule of upstream's (`argo-spec §2.4`); its own text goes along |
//! | `experiment/duration` | warning | a duration that upstream accepts and cannot read: the experiment never ends |
//! | `experiment/selects-all` | warning | a selector that upstream accepts and that selects everything |
//! | `unsupported/…` | error | a part that this version does not decide yet |
//!
//! An error is what upstream's own strict decoder and its rules refuse; so does `kubectl apply`, which asks the
//! cluster to be strict. A warning is what upstream's decoder of files reads as it was meant, but a cluster, which goes
//! by the schema, refuses or drops.

mod analysis;
mod decode;
mod experiment;
mod hash;
mod label;
pub mod live;
mod merge;
pub(crate) mod notes;
mod rules;
mod schema;
mod spelling;
#[cfg(test)]
mod tests;
mod translate;
mod unsupported;
mod upstream;
mod wire;

pub use crate::rollout::Status;
pub use analysis::{CheckedRun, CheckedTemplate, check_run, check_template};
pub use experiment::{CheckedExperiment, check_experiment, translate_experiment};
pub use hash::{steps_hash, steps_text, strategy_hash};
pub use label::step_label;
pub use rules::references::{AnalysisPlace, AnalysisUse, check_analyses, check_analysis};
pub use translate::translate;
pub use wire::*;

use crate::{
    diagnostic::{Diagnostic, Path, PathStep, Severity},
    rollout::Plan,
};
use alloc::{collections::BTreeSet, vec::Vec};
use serde_json::Value;

/// What [`check`] makes of a Rollout.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Checked {
    /// The Rollout, as far as it could be read.
    pub rollout: Rollout,
    /// Its plan, if nothing is an error.
    pub plan: Option<Plan>,
    /// Everything that was found: first what cannot be read, then the rules in upstream's order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a Rollout and checks it: a plan, or *all* that is wrong.
///
/// ```
/// use gradual::argo;
/// use serde_json::json;
///
/// let mut rollout = json!({
///     "apiVersion": "argoproj.io/v1alpha1",
///     "kind": "Rollout",
///     "metadata": {"name": "web"},
///     "spec": {
///         "replicas": 4,
///         "selector": {"matchLabels": {"app": "web"}},
///         "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web"}]}},
///         "strategy": {"canary": {"steps": [{"setWeight": 25}, {"pause": {"duration": "10m"}}]}},
///     },
/// });
/// assert_eq!(argo::check(&rollout).plan.unwrap().full(), 4);
///
/// rollout["spec"]["replicas"] = json!("four");
/// rollout["spec"]["strategy"]["canary"]["steps"] = json!([{"setWeigth": 25}, {"pause": {"duration": "10 minutes"}}]);
/// let checked = argo::check(&rollout);
/// let found: Vec<_> = checked.diagnostics.iter().map(|one| format!("{} {}", one.path, one.code)).collect();
/// assert_eq!(found, [
///     "spec.replicas decode/wrong-type",
///     "spec.strategy.canary.steps[0].setWeigth decode/unknown-field",
///     "spec.strategy.canary.steps[1].pause.duration spec/P04",
/// ]);
/// ```
///
/// An object of another kind is only told to be one.
#[doc(alias = "ValidateRollout")]
pub fn check(value: &Value) -> Checked {
    let (rollout, mut diagnostics) = Rollout::read(value);
    let object = rules::object(&rollout);
    if !matches!(rollout.kind.as_str(), "" | "Rollout") {
        return Checked { rollout, plan: None, diagnostics: object };
    }
    add(&mut diagnostics, object, rules::broken(&rollout));
    diagnostics.extend(unsupported::parts(&rollout));
    let sound = diagnostics.iter().all(|one| one.severity != Severity::Error);
    let plan = sound.then(|| translate(&rollout));
    Checked { rollout, plan, diagnostics }
}

/// Adds what is broken, unless it only is because a part could not be read.
fn add(diagnostics: &mut Vec<Diagnostic>, object: Vec<Diagnostic>, broken: Vec<Diagnostic>) {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    let unread = Unread::of(errors.map(|one| &one.path));
    let broken: Vec<_> =
        object.into_iter().chain(broken).filter(|finding| !unread.explains(finding)).collect();
    diagnostics.extend(broken);
}

/// The parts of an object that could not be read; looked up by path, since there may be many.
struct Unread<'a> {
    parts: BTreeSet<&'a [PathStep]>,
    /// What is right around one of them.
    around: BTreeSet<&'a [PathStep]>,
}

impl<'a> Unread<'a> {
    fn of(paths: impl Iterator<Item = &'a Path>) -> Self {
        let parts: BTreeSet<_> = paths.map(Path::steps).collect();
        let around = parts.iter().filter_map(|part| part.split_last()).map(|(_, around)| around).collect();
        Self { parts, around }
    }

    /// Whether a rule is broken only because a part could not be read.
    fn explains(&self, finding: &Diagnostic) -> bool {
        let at = finding.path.steps();
        let missing_beside = match finding.code {
            "spec/T01" | "spec/P02" => self.around.contains(at),
            "spec/S07" => self.parts.contains(Path::root().field("spec").field("selector").steps()),
            _ => false,
        };
        missing_beside
            || (0..=at.len()).any(|end| at.get(..end).is_some_and(|part| self.parts.contains(part)))
    }
}

impl Checked {
    /// The plan, or what was found.
    ///
    /// # Errors
    ///
    /// If something is an error: everything that was found, warnings too.
    pub fn into_plan(self) -> Result<Plan, Vec<Diagnostic>> {
        self.plan.ok_or(self.diagnostics)
    }
}
