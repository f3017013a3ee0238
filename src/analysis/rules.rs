//! Rules about metrics by name: which do not count, and how many measurements are kept (`argo-analysis §2.8`, `§2.9`).

use super::fault::Fault;
use crate::{
    go::Regex,
    metric::{DryRun, MeasurementRetention, Metric},
};
use alloc::{vec, vec::Vec};

/// How many measurements are kept if no rule says otherwise.
pub(super) const KEPT: usize = 10;

/// Whether the outcome of a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// It does.
    Counts,
    /// It does not.
    DryRun,
}

/// For each metric whether it counts, and the rules that match none.
#[doc(alias = "GetDryRunMetrics")]
pub(super) fn counting(rules: &[DryRun], metrics: &[Metric]) -> (Vec<Counting>, Vec<Fault>) {
    let mut counting = vec![Counting::Counts; metrics.len()];
    let mut idle = Vec::new();
    for (rule, DryRun { metric_name, .. }) in rules.iter().enumerate() {
        let matched = apply(metric_name, metrics, &mut counting, Counting::DryRun);
        idle.extend((!matched).then_some(Fault::IdleDryRun { rule }));
    }
    (counting, idle)
}

/// For each metric how many measurements are kept, the last rule that matches deciding, and the rules that match none.
#[doc(alias = "GetMeasurementRetentionMetrics")]
pub(super) fn kept(rules: &[MeasurementRetention], metrics: &[Metric]) -> (Vec<usize>, Vec<Fault>) {
    let mut kept = vec![KEPT; metrics.len()];
    let mut idle = Vec::new();
    for (rule, MeasurementRetention { metric_name, limit, .. }) in rules.iter().enumerate() {
        let limit = usize::try_from(*limit).ok().filter(|limit| 0 < *limit).unwrap_or(KEPT);
        let matched = apply(metric_name, metrics, &mut kept, limit);
        idle.extend((!matched).then_some(Fault::IdleRetention { rule }));
    }
    (kept, idle)
}

/// Marks the metrics whose name a pattern matches; whether there is one. A pattern that cannot be read, or is too large
/// (`D-032`), matches none.
fn apply<T: Copy>(pattern: &str, metrics: &[Metric], marks: &mut [T], mark: T) -> bool {
    let Ok(pattern) = Regex::new(pattern.as_bytes()) else {
        return false;
    };
    let mut matched = false;
    for (metric, place) in metrics.iter().zip(marks) {
        if pattern.is_match(metric.name.as_bytes()) {
            *place = mark;
            matched = true;
        }
    }
    matched
}

#[cfg(test)]
mod tests {
    use super::{Counting, counting};
    use crate::metric::{DryRun, Metric};
    use alloc::{format, vec};

    fn check(pattern: &str, name: &str, expected: Counting) {
        let metrics = [Metric { name: name.into(), ..Metric::default() }];
        let rules = [DryRun { metric_name: pattern.into(), ..DryRun::default() }];
        let (found, idle) = counting(&rules, &metrics);
        assert_eq!(
            (found, idle.is_empty()),
            (vec![expected], expected == Counting::DryRun),
            "{pattern} on {name}"
        );
    }

    #[test]
    fn patterns_are_looked_for_anywhere_unless_they_are_too_large() {
        check("err", "cart-errors", Counting::DryRun);
        check("", "m", Counting::DryRun);
        check("*", "m", Counting::Counts);
        let class = |letters| format!("[{}]", "m".repeat(letters));
        check(&class(16_000), "m", Counting::DryRun);
        check(&class(17_000), "m", Counting::Counts);
        check(r"(\pL{100}){10}", "m", Counting::Counts);
    }
}
