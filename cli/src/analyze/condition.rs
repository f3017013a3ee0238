//! Conditions that can never be evaluated.

use super::check::{Origin, metric};
use crate::problem::{Problem, offset};
use gradual::{
    condition::{Condition, Error},
    diagnostic::Diagnostic,
    metric::Metric,
};

/// Every condition that cannot be read, with a caret where it cannot. Upstream would find that out measurement by
/// measurement.
pub(super) fn problems(filled: &[Metric], origin: &Origin<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, written) in filled.iter().enumerate() {
        let both = [
            ("successCondition", &written.success_condition),
            ("failureCondition", &written.failure_condition),
        ];
        // Where an argument is missing, nothing is known yet.
        for (field, text) in both.into_iter().filter(|(_, text)| !text.is_empty() && !text.contains("{{")) {
            if let Err(error) = Condition::parse(text) {
                problems.extend(problem(origin, index, field, text, &error));
            }
        }
    }
    problems
}

/// In the file if the condition stands there as it is; otherwise in the condition as it is once arguments are filled in.
fn problem(origin: &Origin<'_>, index: usize, field: &str, text: &str, error: &Error) -> Option<Problem> {
    let (object, path) = origin.of(&metric(index).field(field))?;
    let theirs = format!("could not evaluate {field} \"{text}\": {}", error.message());
    let message = format!("the condition cannot be read: {}", error.message());
    let finding = Diagnostic::error("condition/parse", path.clone(), message).upstream(theirs);
    let Some(at) = offset(error, text) else {
        return Some(object.problem(finding));
    };
    Some(object.problem_in(finding.clone(), text, at).unwrap_or_else(|| {
        let name = format!("{}, {field} with its arguments", object.place(&path));
        object.problem(finding).within(&name, text, at)
    }))
}
