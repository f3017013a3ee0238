//! The steps of a canary.

use super::{in_canary, invalid};
use crate::{
    argo::{
        CanaryStep, CanaryStrategy, RolloutExperimentStep, RolloutTrafficRouting, hash, schema, upstream,
    },
    diagnostic::{Diagnostic, Path},
    quantity::IntOrPercent,
    time::pause_seconds,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Map, Value};

const ONE_OF: &str =
    "Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause";

/// P01 to P14, as far as they concern a canary without a router.
pub(super) fn steps(canary: &CanaryStrategy, found: &mut Vec<Diagnostic>) {
    let traffic = canary.traffic_routing.as_ref();
    for (index, step) in canary.steps.iter().flatten().enumerate() {
        let place =
            Place { at: in_canary("steps").index(index), theirs: format!("spec.strategy.steps[{index}]") };
        found.extend(one_action(step, &place));
        found.extend(some_action(step, &place));
        found.extend(step.set_weight.and_then(|weight| weight_in_range(weight, traffic, &place)));
        found.extend(step.pause.as_ref().and_then(|pause| readable(pause.duration.as_ref()?, &place)));
        if step.set_canary_scale.is_some() && traffic.is_none() {
            found.push(scale_needs_router(&place));
        }
        found.extend(routes(step, traffic, &place));
        if let (Some(experiment), None) = (&step.experiment, traffic) {
            weights_need_router(experiment, &place, found);
        }
    }
}

/// Where a step is, for people and in upstream's words.
struct Place {
    at: Path,
    theirs: String,
}

/// P01: these four exclude each other, and nothing else does.
fn one_action(step: &CanaryStep, place: &Place) -> Option<Diagnostic> {
    let (weight, pause) = (step.set_weight.is_some(), step.pause.is_some());
    let (experiment, analysis) = (step.experiment.is_some(), step.analysis.is_some());
    let kinds = [("setWeight", weight), ("pause", pause), ("experiment", experiment), ("analysis", analysis)];
    let set: Vec<String> =
        kinds.iter().filter(|(_, set)| *set).map(|(name, _)| format!("`{name}`")).collect();
    if set.len() < 2 {
        return None;
    }
    let value = format!(
        "\"step.Experiment: {experiment} step.Pause: {pause} step.SetWeight: {weight} step.Analysis: {analysis}\""
    );
    let message = format!("one step cannot do {}", set.join(" and "));
    let theirs = [place.theirs.as_str(), &value, ONE_OF];
    let help = "make each a step of its own: begin it with `-`";
    Some(invalid("spec/P01", place.at.clone(), message, theirs).help(help))
}

/// P02.
fn some_action(step: &CanaryStep, place: &Place) -> Option<Diagnostic> {
    let CanaryStep { set_weight, pause, experiment, analysis, .. } = step;
    let CanaryStep { set_canary_scale, set_header_route, set_mirror_route, plugin, .. } = step;
    let waits = pause.is_some() || experiment.is_some() || analysis.is_some() || plugin.is_some();
    let routes = set_header_route.is_some() || set_mirror_route.is_some();
    if waits || routes || set_weight.is_some() || set_canary_scale.is_some() {
        return None;
    }
    // Upstream prints whether each is missing, so it is always this text.
    let value = "\"step.Experiment: true step.Pause: true step.SetWeight: true step.Analysis: true \
                 step.SetCanaryScale: true step.SetHeaderRoute: true step.SetMirrorRoute: true step.Plugin: true\"";
    let theirs = [place.theirs.as_str(), value, ONE_OF];
    let help = "a step sets a weight or waits: `setWeight: 20`, or `pause: {}` until a person resumes";
    Some(invalid("spec/P02", place.at.clone(), "this step does nothing".to_string(), theirs).help(help))
}

/// P03.
fn weight_in_range(
    weight: i32,
    traffic: Option<&RolloutTrafficRouting>,
    place: &Place,
) -> Option<Diagnostic> {
    let total = traffic.and_then(|traffic| traffic.max_traffic_weight).unwrap_or(100);
    if 0 <= weight && weight <= total {
        return None;
    }
    let theirs = format!("{}.setWeight", place.theirs);
    let detail = format!("SetWeight needs to be between 0 and {total}");
    let message = format!("a weight of `{weight}` is not between 0 and {total}");
    Some(invalid("spec/P03", place.at.field("setWeight"), message, [&theirs, &weight.to_string(), &detail]))
}

/// P04.
fn readable(duration: &IntOrPercent, place: &Place) -> Option<Diagnostic> {
    let (seconds, message) = match duration {
        IntOrPercent::Int(seconds) => (*seconds, format!("a pause of `{seconds}` seconds is less than none")),
        IntOrPercent::Text(text) => match pause_seconds(text) {
            -1 if text != "-1" => (-1, format!("`{text}` is not a length of time of 0 or more")),
            seconds => {
                (seconds, format!("a pause of `{text}` is less than none, or longer than 2147483647 seconds"))
            }
        },
    };
    if 0 <= seconds {
        return None;
    }
    let theirs = format!("{}.pause.duration", place.theirs);
    let at = place.at.field("pause").field("duration");
    let finding = invalid(
        "spec/P04",
        at,
        message,
        [&theirs, &seconds.to_string(), "Duration needs to be greater than 0"],
    );
    Some(finding.help("seconds, or text such as `30s`, `5m` or `1h30m`; `pause: {}` waits for a person"))
}

/// P05.
fn scale_needs_router(place: &Place) -> Diagnostic {
    let text = upstream::required(
        "spec.strategy.trafficRouting",
        "SetCanaryScale requires TrafficRouting to be set",
    );
    let at = place.at.field("setCanaryScale");
    Diagnostic::error("spec/P05", at, "`setCanaryScale` needs `trafficRouting`")
        .help("without a router the pods are the split: use `setWeight`")
        .upstream(text)
}

/// P06 and P10.
fn routes(step: &CanaryStep, traffic: Option<&RolloutTrafficRouting>, place: &Place) -> Vec<Diagnostic> {
    let plugins = traffic.is_some_and(|traffic| !traffic.plugins.is_empty());
    let istio = traffic.is_some_and(|traffic| traffic.istio.is_some());
    let headers = traffic.is_some_and(|traffic| traffic.alb.is_some() || traffic.apisix.is_some());
    let header = step.set_header_route.as_ref().filter(|_| !(plugins || istio || headers)).map(|route| {
        let detail = "SetHeaderRoute requires TrafficRouting, supports Istio and ALB and Apisix";
        let value = serde_json::to_value(route).unwrap_or_default();
        route_finding("spec/P06", "setHeaderRoute", value, detail, place)
            .help("routers that can: `istio`, `alb`, `apisix`, plugins")
    });
    let mirror = step.set_mirror_route.as_ref().filter(|_| !(plugins || istio)).map(|route| {
        let detail = "SetMirrorRoute requires TrafficRouting, supports Istio and Plugins";
        let value = serde_json::to_value(route).unwrap_or_default();
        route_finding("spec/P10", "setMirrorRoute", value, detail, place)
            .help("routers that can: `istio`, plugins")
    });
    header.into_iter().chain(mirror).collect()
}

fn route_finding(code: &'static str, field: &str, route: Value, detail: &str, place: &Place) -> Diagnostic {
    let step = Value::Object(Map::from_iter([(field.to_string(), route)]));
    let mut text = String::new();
    hash::write_in_order(&schema::STEPS, &Value::Array(Vec::from([step])), &mut text);
    // `[{"setHeaderRoute":` before it, `}]` after it.
    let value = text.split_once(':').and_then(|(_, rest)| rest.strip_suffix("}]")).unwrap_or_default();
    let message = format!("`{field}` needs a router that can do it in `trafficRouting`");
    invalid(code, place.at.field(field), message, [&format!("{}.{field}", place.theirs), value, detail])
}

/// P14.
fn weights_need_router(experiment: &RolloutExperimentStep, place: &Place, found: &mut Vec<Diagnostic>) {
    for (index, template) in experiment.templates.iter().flatten().enumerate() {
        let Some(weight) = template.weight else { continue };
        let theirs = format!("{}.experiment.templates[{index}].weight", place.theirs);
        let detail = "Experiment template weight cannot be set unless TrafficRouting is enabled";
        let at = place.at.field("experiment").field("templates").index(index).field("weight");
        let message = "a variant can have a share of the traffic only with `trafficRouting`".to_string();
        found.push(invalid("spec/P14", at, message, [&theirs, &weight.to_string(), detail]));
    }
}
