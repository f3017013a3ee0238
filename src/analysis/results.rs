//! The results of a status, found by the names of their metrics.

use super::{MetricPlan, MetricResult};
use alloc::{collections::BTreeMap, vec::Vec};

/// Where the result of each metric stands; of several of one name the first counts, as upstream finds it.
pub(super) fn places(metrics: &[MetricPlan], results: &[MetricResult]) -> Vec<Option<usize>> {
    let in_order = metrics.len() == results.len()
        && metrics.iter().zip(results).all(|(metric, result)| metric.name == result.name);
    if in_order {
        return (0..metrics.len()).map(Some).collect();
    }
    let named = results.iter().enumerate().rev().map(|(place, result)| (result.name.as_str(), place));
    let by_name: BTreeMap<&str, usize> = named.collect();
    metrics.iter().map(|metric| by_name.get(metric.name.as_str()).copied()).collect()
}

/// The result at such a place.
pub(super) fn at(results: &[MetricResult], place: Option<usize>) -> Option<&MetricResult> {
    results.get(place?)
}
