//! Steps as people read them in messages.

use super::CanaryStep;
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
};

/// A step as people read it: `setWeight: 20`, `pause: 1m`, `setCanaryScale{replicas: 5}`. Of a step of several kinds,
/// only the first in upstream's order; of one without any, `invalid` (`argo-rollout §5.3`).
///
/// ```
/// use gradual::argo::{CanaryStep, step_label};
///
/// let step = CanaryStep { set_weight: Some(20), ..CanaryStep::default() };
/// assert_eq!(step_label(&step), "setWeight: 20");
/// ```
#[doc(alias = "CanaryStepString")]
pub fn step_label(step: &CanaryStep) -> String {
    if let Some(weight) = step.set_weight {
        return format!("setWeight: {weight}");
    }
    if let Some(pause) = &step.pause {
        return pause
            .duration
            .as_ref()
            .map_or_else(|| "pause".to_owned(), |duration| format!("pause: {duration}"));
    }
    if step.experiment.is_some() {
        return "experiment".to_owned();
    }
    if step.analysis.is_some() {
        return "analysis".to_owned();
    }
    scale_label(step)
        .or_else(|| step.plugin.as_ref().map(|plugin| format!("plugin: {}", plugin.name)))
        .or_else(|| step.set_header_route.as_ref().map(|route| format!("setHeaderRoute: {}", route.name)))
        .or_else(|| step.set_mirror_route.as_ref().map(|route| format!("setMirrorRoute: {}", route.name)))
        .unwrap_or_else(|| "invalid".to_owned())
}

/// Nothing for a `setCanaryScale` that says nothing.
fn scale_label(step: &CanaryStep) -> Option<String> {
    let scale = step.set_canary_scale.as_ref()?;
    let numbers = scale.weight.map(|weight| format!("weight: {weight}"));
    let numbers =
        numbers.or_else(|| scale.match_traffic_weight.then(|| "matchTrafficWeight: true".to_owned()));
    let said = numbers.or_else(|| scale.replicas.map(|replicas| format!("replicas: {replicas}")))?;
    Some(["setCanaryScale{", &said, "}"].concat().to_string())
}
