//! What this version does not decide: such a plan, or a status that cannot be read, holds the pass.

use super::{
    BlueGreenStatus, CanaryStatus, Hold, Status,
    plan::{Plan, Step, Strategy},
};
use alloc::{borrow::Cow, string::String};

/// Fields of the status that are computed anew in every pass, so that they steer nothing.
const DISPLAY: [&str; 9] = [
    "HPAReplicas",
    "availableReplicas",
    "duration",
    "message",
    "phase",
    "readyReplicas",
    "replicas",
    "selector",
    "updatedReplicas",
];

/// Why this pass can decide nothing, if so.
pub(super) fn hold(plan: &Plan, status: &Status) -> Option<Hold> {
    let steering = |path: &&str| !DISPLAY.contains(path) && !path.starts_with(unused_section(plan));
    if let Some(field) = status.unreadable.iter().map(String::as_str).find(steering) {
        return Some(Hold::Unreadable { field: field.into() });
    }
    let field = match &plan.strategy {
        Strategy::Canary(canary) => {
            let undecided = |step: &Step| step.run.is_some() || step.route.is_some();
            canary.steps.list.iter().any(undecided).then_some("canary.steps")
        }
        Strategy::BlueGreen(plan) if plan.judged_before => Some("blueGreen.prePromotionAnalysis"),
        Strategy::BlueGreen(plan) => plan.judged_after.then_some("blueGreen.postPromotionAnalysis"),
    };
    field.map(|field| Hold::Unsupported { field })
}

/// The status without what could not be read of the fields that this pass writes anew.
pub(super) fn readable<'a>(plan: &Plan, status: &'a Status) -> Cow<'a, Status> {
    if status.unreadable.is_empty() {
        return Cow::Borrowed(status);
    }
    let mut status = status.clone();
    let unused = unused_section(plan);
    status.rest.retain(|name, _| !DISPLAY.contains(&name.as_str()) && name != unused);
    match &plan.strategy {
        Strategy::Canary(_) => status.blue_green = BlueGreenStatus::default(),
        Strategy::BlueGreen(_) => status.canary = CanaryStatus::default(),
    }
    status.unreadable.clear();
    Cow::Owned(status)
}

/// The section of the status that belongs to the other strategy.
fn unused_section(plan: &Plan) -> &'static str {
    match &plan.strategy {
        Strategy::Canary(_) => "blueGreen",
        Strategy::BlueGreen(_) => "canary",
    }
}
