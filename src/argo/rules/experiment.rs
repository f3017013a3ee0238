//! Upstream's rules about experiments (`argo-spec §2.4`), in the order in which upstream looks at them.
//!
//! Upstream keeps the first error only; here all are found.

use super::{analysis, path};
use crate::{
    argo::{Experiment, ExperimentSpec, ExperimentTemplate},
    diagnostic::{Diagnostic, Path},
    time::Span,
};
use alloc::{
    collections::BTreeSet,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::Value;

/// What says that this is not an experiment, or not a whole one.
pub(in crate::argo) fn object(experiment: &Experiment) -> Vec<Diagnostic> {
    const NO_NAME: &str = "decode/no-name";
    let (written, metadata) = ([&*experiment.api_version, &*experiment.kind], &experiment.metadata);
    let mut found =
        analysis::object("decode/not-an-experiment", "an experiment", "Experiment", written, metadata);
    found.retain(|one| one.code != NO_NAME);
    // Unlike a run's, its name is part of other names.
    if metadata.name.is_empty() {
        let help = "ReplicaSets and runs are named after it; a generated name is not known before the cluster makes it";
        let at = path(&["metadata", "name"]);
        found.push(Diagnostic::error(NO_NAME, at, "an experiment needs a name").help(help));
    }
    found
}

/// What upstream would refuse. `plain` is the object as it was read, where absent and empty can be told apart.
#[doc(alias = "VerifyExperimentSpec")]
pub(in crate::argo) fn broken(experiment: &Experiment, plain: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (spec, name) = (&experiment.spec, &experiment.metadata.name);
    let mut names = BTreeSet::new();
    for (index, template) in spec.templates.iter().enumerate() {
        let at = path(&["spec", "templates"]).index(index);
        let selector = plain.pointer(&format!("/spec/templates/{index}/selector"));
        found.extend(select(template, selector, index, &at));
        found.extend(min_ready(spec, template, index, &at));
        let (at, known) = (at.field("name"), !names.insert(template.name.as_str()));
        if template.name.is_empty() {
            let theirs = format!("Experiment {name} has empty template name at index {index}");
            found.push(error("experiment/E04", at, "a variant needs a name", theirs));
        } else if known {
            let message = format!("two variants are called `{}`", template.name);
            let theirs =
                format!("Experiment {name} has repeated template name '{}' in templates", template.name);
            found.push(error("experiment/E05", at, &message, theirs));
        }
    }
    found.extend(duration(spec));
    found
}

fn error(code: &'static str, at: Path, message: &str, theirs: String) -> Diagnostic {
    Diagnostic::error(code, at, message).upstream(theirs)
}

/// E01 and E02.
fn select(
    template: &ExperimentTemplate,
    selector: Option<&Value>,
    index: usize,
    at: &Path,
) -> Option<Diagnostic> {
    let at = at.field("selector");
    let Some(read) = &template.selector else {
        let theirs = format!("Rollout has missing field '.Spec.Templates[{index}].Selector'");
        let finding = error("experiment/E01", at, "a variant needs a selector", theirs);
        return Some(finding.help("write `matchLabels` with the labels of its pods"));
    };
    let said = |field: &str| selector.is_some_and(|selector| selector.get(field).is_some());
    if !said("matchLabels") && !said("matchExpressions") {
        let theirs = format!(
            "This experiment is selecting all pods at index {index}. A non-empty selector is required."
        );
        let message = "an empty selector would claim every pod of the namespace";
        return Some(error("experiment/E02", at, message, theirs));
    }
    // Upstream looks only whether anything is written.
    read.is_empty().then(|| {
        Diagnostic::warning("experiment/selects-all", at, "this selects every pod of the namespace")
            .help("write the labels of its pods")
    })
}

/// E03.
fn min_ready(
    spec: &ExperimentSpec,
    template: &ExperimentTemplate,
    index: usize,
    at: &Path,
) -> Option<Diagnostic> {
    let (deadline, ready) = (spec.progress_deadline_seconds.unwrap_or(600), template.min_ready_seconds);
    if ready <= deadline {
        return None;
    }
    let theirs = format!(
        "MinReadySeconds cannot be longer than ProgressDeadlineSeconds. Check template index {index}"
    );
    let unsaid = if spec.progress_deadline_seconds.is_none() { ", which nobody wrote," } else { "" };
    let message =
        format!("a deadline of `{deadline}` seconds{unsaid} is over before a pod is ready for `{ready}`");
    Some(error("experiment/E03", at.field("minReadySeconds"), &message, theirs))
}

/// Upstream accepts any text, and then never ends (`argo-analysis §7.7`).
fn duration(spec: &ExperimentSpec) -> Option<Diagnostic> {
    let text = &spec.duration;
    let problem = Span::parse(text).err().filter(|_| !text.is_empty())?;
    let message = format!("`{text}` is no duration: the experiment would never end");
    let at = path(&["spec", "duration"]);
    Some(Diagnostic::warning("experiment/duration", at, message).help(problem.to_string()))
}
