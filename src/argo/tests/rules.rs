//! Upstream's static rules: one row each way.

use super::{check, check_blue_green, check_canary, merge_patch};
use alloc::format;
use serde_json::{Value, json};

#[test]
fn rules_of_the_spec() {
    check(json!({"replicas": -1}), &["spec.replicas spec/S01"]);
    check(json!({"selector": null}), &["spec.selector spec/S02", "spec.template.metadata.labels spec/S07"]);
    for (operator, values, field) in
        [("In", json!([]), "values"), ("Exists", json!(["a"]), "values"), ("Like", json!(["a"]), "operator")]
    {
        let expressions = json!([{"key": "app", "operator": operator, "values": values}]);
        let at = format!("spec.selector.matchExpressions[0].{field} spec/S03");
        check(json!({"selector": {"matchExpressions": expressions}}), &[&at, "spec.selector spec/S06"]);
    }
    check(json!({"selector": {"matchLabels": null}}), &["spec.selector spec/S04"]);
    check(json!({"selector": {"matchLabels": {"app": "x"}}}), &["spec.template.metadata.labels spec/S07"]);
    check(json!({"template": {"spec": {"containers": []}}}), &["spec.template.spec.containers spec/S08"]);
    check(json!({"minReadySeconds": -1}), &["spec.minReadySeconds spec/S13"]);
    check(json!({"revisionHistoryLimit": -1}), &["spec.revisionHistoryLimit spec/S14"]);
    let deadline = "spec.progressDeadlineSeconds";
    check(
        json!({"progressDeadlineSeconds": -1}),
        &[&format!("{deadline} spec/S15"), &format!("{deadline} spec/S16")],
    );
    check(json!({"minReadySeconds": 600}), &[&format!("{deadline} spec/S16")]);
    check(json!({"strategy": {"canary": null}}), &["spec.strategy spec/T01"]);
    check(json!({"strategy": {"blueGreen": {"activeService": "a"}}}), &["spec.strategy spec/T02"]);
}

#[test]
fn rules_of_a_canary() {
    check_canary(json!({"maxSurge": 0, "maxUnavailable": "0%"}), &["~.maxSurge spec/C01"]);
    check_canary(json!({"maxSurge": "4294967296%", "maxUnavailable": 0}), &["~.maxSurge spec/C01"]);
    check_canary(json!({"maxSurge": "oops"}), &["(~.maxSurge spec/quantity)"]);
    check_canary(json!({"maxUnavailable": "3"}), &["(~.maxUnavailable spec/quantity)"]);
    check_canary(json!({"stableService": "s", "canaryService": "s"}), &["~.stableService spec/C02"]);
    check_canary(json!({"scaleDownDelaySeconds": 0}), &["~.scaleDownDelaySeconds spec/C10"]);
    check_canary(json!({"dynamicStableScale": true}), &["~.dynamicStableScale spec/C11"]);
    let step = |step: Value, expected: &[&str]| check_canary(json!({"steps": [step]}), expected);
    step(json!({"setWeight": 10, "pause": {}}), &["~.steps[0] spec/P01"]);
    step(json!({}), &["~.steps[0] spec/P02"]);
    step(json!({"pause": null}), &["~.steps[0] spec/P02"]);
    step(json!({"setWeight": 101}), &["~.steps[0].setWeight spec/P03"]);
    step(json!({"setWeight": -1}), &["~.steps[0].setWeight spec/P03"]);
    for duration in [json!("10 minutes"), json!(-1), json!("-1"), json!("1000000h"), json!("")] {
        step(json!({"pause": {"duration": duration}}), &["~.steps[0].pause.duration spec/P04"]);
    }
    step(json!({"setCanaryScale": {"replicas": 1}}), &["~.steps[0].setCanaryScale spec/P05"]);
    let header = ["~.steps[0].setHeaderRoute spec/P06", "~.steps[0].setHeaderRoute unsupported/step"];
    step(json!({"setHeaderRoute": {"name": "h"}}), &header);
    let mirror = ["~.steps[0].setMirrorRoute spec/P10", "~.steps[0].setMirrorRoute unsupported/step"];
    step(json!({"setMirrorRoute": {"name": "m"}}), &mirror);
    let experiment = json!({"experiment": {"templates": [{"name": "a", "specRef": "canary", "weight": 5}]}});
    let weight =
        ["~.steps[0].experiment.templates[0].weight spec/P14", "~.steps[0].experiment unsupported/step"];
    step(experiment, &weight);
}

#[test]
fn rules_of_a_router() {
    let routed = |routing: Value, rest: Value, expected: &[&str]| {
        let mut canary = json!({"trafficRouting": routing});
        merge_patch(&mut canary, &rest);
        check_canary(canary, expected);
    };
    let services = json!({"stableService": "s", "canaryService": "c"});
    let missing = ["~.stableService spec/C08", "~.canaryService spec/C09"];
    let by_subset = json!({"istio": {"virtualService": {"name": "v"}, "destinationRule": {"name": "d"}}});
    for router in ["alb", "istio", "smi", "apisix", "ambassador", "nginx", "appMesh", "traefik"] {
        routed(json!({router: {}}), json!({}), &missing);
        routed(json!({router: {}}), json!({"stableService": "s"}), &missing[1..]);
        routed(json!({router: {}}), services.clone(), &[]);
    }
    routed(by_subset, json!({}), &[]);
    routed(json!({}), json!({}), &[]);
    let plugins = json!({"plugins": {"x": {}}});
    routed(plugins.clone(), json!({}), &[]);
    let shrinks = |delay: Value| json!({"dynamicStableScale": true, "scaleDownDelaySeconds": delay});
    routed(plugins.clone(), shrinks(json!(null)), &[]);
    routed(plugins, shrinks(json!(0)), &["~.dynamicStableScale spec/C12"]);
    let total = |router: &str| json!({"maxTrafficWeight": 7, router: {}});
    routed(total("nginx"), services.clone(), &[]);
    routed(total("smi"), services, &["~.trafficRouting.maxTrafficWeight spec/C13"]);
    let step = |weight: i32| json!({"steps": [{"setWeight": weight}]});
    let odd = json!({"maxTrafficWeight": 7, "plugins": {"x": null}});
    routed(odd.clone(), step(7), &[]);
    routed(odd, step(8), &["~.steps[0].setWeight spec/P03"]);
}

#[test]
fn rules_of_blue_green() {
    check_blue_green(json!({"activeService": "a"}), &[]);
    check_blue_green(json!({"activeService": "a", "previewService": "b", "previewReplicaCount": 0}), &[]);
    check_blue_green(json!({"previewService": "b"}), &[]);
    check_blue_green(json!({"activeService": "a", "previewService": "a"}), &["~.activeService spec/B01"]);
    check_blue_green(json!({}), &["~.activeService spec/B01"]);
    let limit = |n: i32| json!({"activeService": "a", "scaleDownDelayRevisionLimit": n});
    check_blue_green(limit(10), &[]);
    check_blue_green(limit(11), &["~.scaleDownDelayRevisionLimit spec/B02"]);
}
