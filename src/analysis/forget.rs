//! How many measurements are kept (`argo-analysis §2.9`).

use super::{Action, Answer, MetricPlan, Status, machine::Stop, plan::by_name, rules::KEPT};
use crate::decision::Heard;
use alloc::vec::Vec;

/// Lets the providers of metrics with too many measurements clean up, then drops the oldest. Where a provider cannot be
/// asked, its metric keeps all; where one fails, so do all that come after it.
#[doc(alias = "garbageCollectMeasurements")]
pub(super) fn forget(
    metrics: &[MetricPlan],
    next: &mut Status,
    actions: &mut Vec<Action>,
    heard: &Heard<Answer>,
) -> Result<(), Stop> {
    if next.metric_results.iter().all(|result| result.measurements.len() <= 1) {
        return Ok(());
    }
    let places = by_name(metrics);
    for result in &mut next.metric_results {
        let metric = places.get(result.name.as_str()).and_then(|place| Some((*place, metrics.get(*place)?)));
        let keep = metric.map_or(KEPT, |(_, metric)| metric.kept);
        let Some((metric, _)) = metric.filter(|_| keep < result.measurements.len()) else {
            continue;
        };
        let answer = heard.answers.get(actions.len());
        actions.push(Action::Forget { metric, name: result.name.clone(), keep });
        match answer.ok_or(Stop::Ask)? {
            Answer::Forgotten | Answer::Measured { .. } => result.measurements.keep(keep),
            Answer::NoProvider { .. } => {}
            Answer::NotForgotten { .. } => break,
        }
    }
    Ok(())
}
