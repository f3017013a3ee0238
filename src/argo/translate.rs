//! From a Rollout to the plan that the rollout machine follows.

use super::{
    BlueGreenStrategy, CanaryStep, CanaryStrategy, Rollout, RolloutPause, RolloutTrafficRouting,
    SetCanaryScale, hash, label,
};
use crate::{
    capacity::{KeepAborted, Scale, StepSize, Threshold},
    quantity::IntOrPercent,
    rollout::{
        BlueGreen, Canary, Compat, Pause, Plan, Promotion, Retiring, Route, Run, Step, Steps, Strategy,
        Traffic,
    },
    time::{Span, pause_seconds},
};
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

/// The plan of a Rollout, whatever it says.
///
/// This is what upstream's controller would go on with if nothing were validated: defaults where nothing is said
/// (`argo-rollout §0.1`), and the first reading that upstream comes to where too much is said. [`check`](super::check)
/// is the way for people's input; this is for a Rollout that a controller has already accepted.
///
/// What upstream does though it breaks a law is done too; set [`Plan::compat`] to do better.
///
/// The steps are hashed as a controller hashes them: an empty list like none.
///
/// ```
/// use gradual::argo;
/// use serde_json::json;
///
/// let (rollout, _) = argo::Rollout::read(&json!({
///     "metadata": {"name": "web"},
///     "spec": {"strategy": {"canary": {"steps": [{"setWeight": 20}, {"pause": {"duration": "1m"}}]}}},
/// }));
/// let plan = argo::translate(&rollout);
/// assert_eq!(plan.canary().unwrap().steps.list[1].label, "pause: 1m");
/// assert_eq!(plan.full(), 1);
/// ```
pub fn translate(rollout: &Rollout) -> Plan {
    let spec = &rollout.spec;
    Plan {
        name: rollout.metadata.name.clone(),
        replicas: spec.replicas.map(i64::from),
        paused: spec.paused,
        restart_at: spec.restart_at,
        progress_deadline: Span::seconds(spec.progress_deadline_seconds.unwrap_or(600).into()),
        abort_when_late: spec.progress_deadline_abort,
        history_limit: count(spec.revision_history_limit.unwrap_or(10)),
        rollback_window: spec.rollback_window.as_ref().map(|window| count(window.revisions)),
        selector: spec.selector.as_ref().map_or_else(|| "<none>".to_owned(), ToString::to_string),
        strategy: strategy(rollout),
        compat: Compat::ARGO,
    }
}

/// A number below zero counts as none.
fn count(number: i32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Blue-green wins where both are asked for; without either, upstream goes on as if it were a canary without settings.
fn strategy(rollout: &Rollout) -> Strategy {
    let strategy = &rollout.spec.strategy;
    match (&strategy.blue_green, &strategy.canary) {
        (Some(blue_green), _) => Strategy::BlueGreen(translate_blue_green(blue_green)),
        (None, Some(canary)) => Strategy::Canary(translate_canary(canary)),
        (None, None) => Strategy::Canary(translate_canary(&CanaryStrategy::default())),
    }
}

fn translate_blue_green(blue_green: &BlueGreenStrategy) -> BlueGreen {
    let promotion = match (blue_green.auto_promotion_enabled, blue_green.auto_promotion_seconds) {
        (Some(false), _) => Promotion::ByHand,
        (_, 0) => Promotion::AtOnce,
        (_, seconds) => Promotion::After(Span::seconds(seconds.into())),
    };
    BlueGreen {
        active_service: blue_green.active_service.clone(),
        preview_service: named(&blue_green.preview_service),
        preview_replicas: blue_green.preview_replica_count.map(i64::from),
        promotion,
        max_unavailable: blue_green.max_unavailable.clone().unwrap_or_else(quarter),
        retiring: retiring(
            blue_green.scale_down_delay_seconds,
            blue_green.scale_down_delay_revision_limit,
            blue_green.abort_scale_down_delay_seconds,
        ),
        judged_before: blue_green.pre_promotion_analysis.is_some(),
        judged_after: blue_green.post_promotion_analysis.is_some(),
    }
}

fn retiring(after: Option<i32>, limit: Option<i32>, aborted: Option<i32>) -> Retiring {
    Retiring {
        after: after.map(|seconds| Span::seconds(seconds.into())),
        limit: limit.map(count),
        aborted: match aborted {
            None => KeepAborted::Default,
            Some(0) => KeepAborted::Forever,
            Some(seconds) => KeepAborted::For(seconds.into()),
        },
    }
}

/// The text, which is a percentage; the number would be 25 pods (`argo-spec J5`).
fn quarter() -> IntOrPercent {
    IntOrPercent::Text("25".to_owned())
}

fn translate_canary(canary: &CanaryStrategy) -> Canary {
    Canary {
        steps: translate_steps(canary.steps.as_deref().unwrap_or_default()),
        max_surge: canary.max_surge.clone().unwrap_or_else(quarter),
        max_unavailable: canary.max_unavailable.clone().unwrap_or_else(quarter),
        stable_service: named(&canary.stable_service),
        canary_service: named(&canary.canary_service),
        threshold: threshold(canary),
        traffic: canary.traffic_routing.as_ref().map(|routing| translate_traffic(canary, routing)),
        retiring: retiring(
            canary.scale_down_delay_seconds,
            canary.scale_down_delay_revision_limit,
            canary.abort_scale_down_delay_seconds,
        ),
    }
}

fn translate_traffic(canary: &CanaryStrategy, routing: &RolloutTrafficRouting) -> Traffic {
    let services = routing.nginx.is_some() || routing.alb.is_some() || routing.smi.is_some();
    let meshes = routing.istio.is_some() || routing.app_mesh.is_some();
    let gateways = routing.ambassador.is_some() || routing.traefik.is_some() || routing.apisix.is_some();
    Traffic {
        routed: services || meshes || gateways || !routing.plugins.is_empty(),
        // A plan's total is more than zero; upstream divides by whatever is written.
        total: routing.max_traffic_weight.map_or(100, i64::from).max(1),
        dynamic_stable: canary.dynamic_stable_scale,
        min_pods: canary.min_pods_per_replica_set.map(i64::from),
    }
}

/// An empty name is none.
fn named(service: &str) -> Option<String> {
    (!service.is_empty()).then(|| service.to_owned())
}

/// Any type but `Percent` reads as `Pods`; a value below zero is as unset (`argo-spec §1.2`, rows 143 and 144).
fn threshold(canary: &CanaryStrategy) -> Option<Threshold> {
    let threshold = canary.replica_progress_threshold.as_ref().filter(|threshold| 0 <= threshold.value)?;
    let value = i64::from(threshold.value);
    Some(if threshold.kind == "Percent" { Threshold::Percent(value) } else { Threshold::Pods(value) })
}

fn translate_steps(steps: &[CanaryStep]) -> Steps {
    let written = (!steps.is_empty()).then_some(steps);
    let list: Vec<Step> = steps.iter().map(translate_step).collect();
    Steps { list, hash: hash::steps_hash(written) }
}

fn translate_step(step: &CanaryStep) -> Step {
    let header = step.set_header_route.as_ref().map(|route| Route::Header(route.name.clone()));
    let mirror = step.set_mirror_route.as_ref().map(|route| Route::Mirror(route.name.clone()));
    Step {
        size: StepSize {
            weight: step.set_weight.map(i64::from),
            scale: step.set_canary_scale.as_ref().map(scale),
        },
        pause: step.pause.as_ref().map(pause),
        run: run(step),
        route: header.or(mirror),
        label: label::step_label(step),
    }
}

/// A scale that says nothing hides earlier ones and leaves the size to the weight.
fn scale(scale: &SetCanaryScale) -> Scale {
    match (scale.match_traffic_weight, scale.replicas, scale.weight) {
        (false, Some(replicas), _) => Scale::Replicas(replicas.into()),
        (false, None, Some(weight)) => Scale::Weight(weight.into()),
        (true, _, _) | (false, None, None) => Scale::MatchTraffic,
    }
}

fn pause(pause: &RolloutPause) -> Pause {
    match &pause.duration {
        None => Pause::UntilResumed,
        Some(IntOrPercent::Int(seconds)) => Pause::For(Span::seconds(*seconds)),
        Some(IntOrPercent::Text(text)) => Pause::For(Span::seconds(pause_seconds(text))),
    }
}

fn run(step: &CanaryStep) -> Option<Run> {
    let experiment = step.experiment.as_ref().map(|_| Run::Experiment);
    let analysis = step.analysis.as_ref().map(|_| Run::Analysis);
    experiment.or(analysis).or_else(|| step.plugin.as_ref().map(|_| Run::Plugin))
}
