mod analysis;
mod experiment;
mod rules;

use super::{Diagnostic, Rollout, Severity, check as check_rollout, translate};
use crate::{
    decision::{Heard, Told},
    rollout::{Hold, Observed, Reason, decide},
    time::Timestamp,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Value, json};

/// A sound rollout with this JSON merge patch on its spec.
fn with(patch: &Value) -> Value {
    let mut rollout = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": {"name": "web"},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web"}]}},
            "strategy": {"canary": {}},
        },
    });
    merge_patch(&mut rollout["spec"], patch);
    rollout
}

/// RFC 7396, but a null stays.
fn merge_patch(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                merge_patch(target.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch.clone(),
    }
}

/// Every finding, as `path code`; warnings in brackets.
fn found(rollout: &Value) -> Vec<String> {
    let checked = check_rollout(rollout);
    let errors = checked.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
    assert_eq!(checked.plan.is_none(), 0 < errors, "a plan if there is no error: {:?}", checked.diagnostics);
    assert_eq!(checked.rollout.write(), *rollout, "written back");
    let line = |one: &Diagnostic| match one.severity {
        Severity::Error => format!("{} {}", one.path, one.code),
        Severity::Warning => format!("({} {})", one.path, one.code),
    };
    checked.diagnostics.iter().map(line).collect()
}

fn check(patch: Value, expected: &[&str]) {
    assert_eq!(found(&with(&patch)), expected, "{patch}");
}

/// The same for a patch of the canary, whose path is `~`.
fn check_canary(patch: Value, expected: &[&str]) {
    let rollout = with(&json!({"strategy": {"canary": patch}}));
    let found: Vec<_> =
        found(&rollout).iter().map(|line| line.replace("spec.strategy.canary", "~")).collect();
    assert_eq!(found, expected, "{patch}");
}

/// The same for blue-green.
fn check_blue_green(patch: Value, expected: &[&str]) {
    let rollout = with(&json!({"strategy": {"canary": null, "blueGreen": patch}}));
    let found: Vec<_> =
        found(&rollout).iter().map(|line| line.replace("spec.strategy.blueGreen", "~")).collect();
    assert_eq!(found, expected, "{patch}");
}

#[test]
fn sound() {
    for patch in [
        json!({}),
        json!({"replicas": 0, "paused": true, "restartAt": "2026-03-01T10:00:00Z", "minReadySeconds": 5}),
        json!({"progressDeadlineSeconds": 31, "minReadySeconds": 30, "progressDeadlineAbort": true}),
        json!({"revisionHistoryLimit": 0, "rollbackWindow": {"revisions": 3}}),
        json!({"analysis": {"successfulRunHistoryLimit": 1, "unsuccessfulRunHistoryLimit": 0}}),
        json!({"replicas": null, "paused": null, "rollbackWindow": null, "workloadRef": null}),
        json!({"strategy": {"blueGreen": null}}),
    ] {
        check(patch, &[]);
    }
    for patch in [
        json!({"maxSurge": 0, "maxUnavailable": "1%", "steps": []}),
        json!({"stableService": "a", "canaryService": "b", "replicaProgressThreshold": {"type": "Pods", "value": 1}}),
        json!({"abortScaleDownDelaySeconds": 5, "scaleDownDelayRevisionLimit": 1, "minPodsPerReplicaSet": 2}),
        json!({"steps": [{"setWeight": 0}, {"setWeight": 100}, {"pause": {}}, {"pause": {"duration": null}}]}),
        json!({"steps": [{"pause": {"duration": 0}}, {"pause": {"duration": "-0.5s"}}, {"pause": {"duration": "1h"}}]}),
        json!({"dynamicStableScale": false, "trafficRouting": null}),
    ] {
        check_canary(patch, &[]);
    }
}

#[test]
fn decoding() {
    check(json!({"replicas": "3"}), &["spec.replicas decode/wrong-type"]);
    check(json!({"replicas": 1.5}), &["spec.replicas decode/wrong-type"]);
    check(json!({"replicas": 2_147_483_648_i64}), &["spec.replicas decode/wrong-type"]);
    check(json!({"replicas": 3.0}), &[]);
    check(json!({"paused": "true"}), &["spec.paused decode/wrong-type"]);
    check(json!({"restartAt": "tomorrow"}), &["spec.restartAt decode/wrong-type"]);
    check(json!({"selector": "app=web"}), &["spec.selector decode/wrong-type"]);
    check(json!({"template": []}), &["spec.template decode/wrong-type"]);
    check(json!({"strategy": "canary"}), &["spec.strategy decode/wrong-type"]);
    check(json!({"strategy": {"canary": []}}), &["spec.strategy.canary decode/wrong-type"]);
    check(json!({"mystery": null}), &["spec.mystery decode/unknown-field"]);
    check(json!({"Replicas": 3}), &["(spec.Replicas decode/field-case)"]);
    check_canary(json!({"stableService": 5}), &["(~.stableService decode/not-text)"]);
    check_canary(json!({"maxSurge": true}), &["~.maxSurge decode/wrong-type"]);
    check_canary(json!({"steps": {"setWeight": 5}}), &["~.steps decode/wrong-type"]);
    check_canary(json!({"steps": [{"setWeight": "5"}]}), &["~.steps[0].setWeight decode/wrong-type"]);
    check_canary(json!({"steps": [{"setWeigth": 5}]}), &["~.steps[0].setWeigth decode/unknown-field"]);
    check_canary(json!({"steps": [null]}), &["~.steps[0] spec/P02"]);
    check_canary(
        json!({"antiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"weight": 1}}}),
        &[
            "~.antiAffinity.requiredDuringSchedulingIgnoredDuringExecution.weight decode/unknown-field",
            "~.antiAffinity unsupported/anti-affinity",
        ],
    );
    let shapeless =
        ["apiVersion decode/not-a-rollout", "kind decode/not-a-rollout", "metadata.name decode/no-name"];
    let rules = ["spec.selector spec/S02", "spec.template.metadata.labels spec/S07"];
    let rest = ["spec.template.spec.containers spec/S08", "spec.strategy spec/T01"];
    assert_eq!(found(&json!({})), [&shapeless[..], &rules, &rest].concat());
    assert_eq!(found(&json!(5)), [" decode/wrong-type"]);
    let deployment =
        json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": {"x": 1}});
    assert_eq!(found(&deployment), shapeless[..2]);
    let named = json!({"kind": "Rollout", "metadata": {"name": ["web"]}});
    assert_eq!(found(&named)[..2], ["metadata.name decode/wrong-type", "apiVersion decode/not-a-rollout"]);
}

#[test]
fn not_decided_yet() {
    check(
        json!({"workloadRef": {"name": "d"}, "selector": null}),
        &["spec.workloadRef unsupported/workload-ref"],
    );
    let analysis = json!({"templates": [{"templateName": "t"}]});
    check_blue_green(
        json!({"activeService": "a", "prePromotionAnalysis": analysis, "postPromotionAnalysis": analysis}),
        &["~.prePromotionAnalysis unsupported/analysis", "~.postPromotionAnalysis unsupported/analysis"],
    );
    check_blue_green(
        json!({"activeService": "a", "antiAffinity": {}, "previewMetadata": {}, "activeMetadata": {}}),
        &[
            "~.antiAffinity unsupported/anti-affinity",
            "~.previewMetadata unsupported/metadata",
            "~.activeMetadata unsupported/metadata",
        ],
    );
    check_canary(
        json!({
            "trafficRouting": {"maxTrafficWeight": 1000, "plugins": {"x": null}},
            "steps": [{"setWeight": 1000}, {"setCanaryScale": {}}, {"analysis": {}}, {"plugin": {"name": "p"}}],
        }),
        &["~.steps[2].analysis unsupported/step", "~.steps[3].plugin unsupported/step"],
    );
    check_canary(json!({"analysis": {}}), &["~.analysis unsupported/analysis"]);
    check_canary(json!({"canaryMetadata": {}}), &["~.canaryMetadata unsupported/metadata"]);
    check_canary(json!({"stableMetadata": {}}), &["~.stableMetadata unsupported/metadata"]);
    check_canary(json!({"pingPong": {}}), &["~.pingPong unsupported/ping-pong"]);
}

#[test]
fn everything_is_found_at_once() {
    check(
        json!({
            "replicas": "many", "minReadySeconds": -1, "mystery": 1, "selector": {"matchLabels": {"app": "x"}},
            "strategy": {"canary": {
                "maxSurge": 0, "maxUnavailable": 0, "steps": [{"setWeight": 200}, {}], "analysis": {},
            }},
        }),
        &[
            "spec.mystery decode/unknown-field",
            "spec.replicas decode/wrong-type",
            "spec.template.metadata.labels spec/S07",
            "spec.minReadySeconds spec/S13",
            "spec.strategy.canary.maxSurge spec/C01",
            "spec.strategy.canary.steps[0].setWeight spec/P03",
            "spec.strategy.canary.steps[1] spec/P02",
            "spec.strategy.canary.analysis unsupported/analysis",
        ],
    );
}

#[test]
fn messages() {
    let rows = [
        (
            json!({"replicas": "3"}),
            "the text `3`, where a whole number of 32 bits belongs",
            "leave out the quotes",
        ),
        (
            json!({"strategy": {"canary": {"steps": [{"setWeigth": 5}]}}}),
            "unknown field `setWeigth`",
            "did you mean `setWeight`? a cluster refuses a field that it does not know, or drops it without a word",
        ),
        (
            json!({"strategy": {"canary": {"steps": [{"replicaProgressThreshold": {}}]}}}),
            "unknown field `replicaProgressThreshold`",
            "`replicaProgressThreshold` belongs in `spec.strategy.canary`; a cluster refuses a field that it does not \
             know, or drops it without a word",
        ),
        (
            json!({"strategy": {"canary": {"maxSurge": "3"}}}),
            "the text `3` is 3 %, not 3 pods",
            "write `3%`, or `3` without quotes for pods",
        ),
        (
            json!({"strategy": {"canary": {"trafficRouting": {"nginx": {}}, "canaryService": "c"}}}),
            "`stableService` is missing, and `nginx` splits traffic between two services",
            "name two services with the same selector; one follows the stable revision, the other the canary",
        ),
        (
            json!({"strategy": {"canary": null, "blueGreen": {"activeService": "a", "previewService": "a"}}}),
            "`a` cannot follow both the active revision and the preview",
            "name two services, or leave out `previewService`",
        ),
        (
            json!({"strategy": {"canary": {"steps": [{"setWeight": 5, "pause": {}}]}}}),
            "one step cannot do `setWeight` and `pause`",
            "make each a step of its own: begin it with `-`",
        ),
    ];
    for (patch, message, help) in rows {
        let checked = check_rollout(&with(&patch));
        let one = checked.diagnostics.first().unwrap();
        assert_eq!((one.message.as_str(), one.help.as_deref()), (message, Some(help)));
    }
}

/// What is changed changes; all else stands as it was written.
#[test]
fn written_back() {
    let source = json!({
        "kind": "Rollout", "extra": null,
        "metadata": {"labels": null, "creationTimestamp": null, "name": "web", "generateName": ""},
        "spec": {
            "replicas": "three", "Paused": true, "selector": {"matchLabels": {}, "matchExpressions": null},
            "template": {"metadata": {"creationTimestamp": null}, "spec": {"containers": []}},
            "strategy": {"blueGreen": null, "canary": {
                "stableService": 7, "mystery": [null],
                "steps": [
                    null, {"setWeight": 20, "pause": null, "rest": 1},
                    {"pause": {"duration": "1m"}, "plugin": {"config": null}},
                ],
            }},
        },
        "status": {"abort": false, "mystery": 1},
    });
    let changed = |change: &dyn Fn(&mut Rollout), expected: &dyn Fn(&mut Value)| {
        let (mut rollout, _) = Rollout::read(&source);
        change(&mut rollout);
        let mut value = source.clone();
        expected(&mut value);
        assert_eq!(rollout.write(), value);
        assert_eq!(serde_json::to_value(&rollout).unwrap(), value);
    };
    changed(&|_| {}, &|_| {});
    changed(&|it| it.spec.replicas = Some(3), &|value| value["spec"]["replicas"] = json!(3));
    changed(&|it| it.spec.paused = false, &|value| {
        value["spec"].as_object_mut().unwrap().remove("Paused");
    });
    changed(&|it| it.metadata.name = "api".to_string(), &|value| value["metadata"]["name"] = json!("api"));
    changed(&|it| it.status.abort = true, &|value| {
        value["status"] = json!({"abort": true, "mystery": 1, "canary": {}, "blueGreen": {}});
    });
    let steps = |it: &mut Rollout| it.spec.strategy.canary.as_mut().unwrap().steps.take().unwrap();
    changed(
        &|it| {
            let mut list = steps(it);
            list[1].set_weight = Some(30);
            it.spec.strategy.canary.as_mut().unwrap().steps = Some(list);
        },
        &|value| value["spec"]["strategy"]["canary"]["steps"][1]["setWeight"] = json!(30),
    );
    changed(
        &|it| {
            let mut list = steps(it);
            list.rotate_left(1);
            list.pop();
            it.spec.strategy.canary.as_mut().unwrap().steps = Some(list);
        },
        &|value| {
            let list = value["spec"]["strategy"]["canary"]["steps"].as_array_mut().unwrap();
            list.remove(0);
        },
    );
}

/// A status that is no object holds in every pass, and stands as it was in whatever is written.
#[test]
fn a_status_that_is_no_object_holds() {
    for stored in [json!(7), json!("x"), json!([1])] {
        let mut value = with(&json!({}));
        value["status"] = stored.clone();
        assert_eq!(found(&value), ["status decode/wrong-type"]);
        let (mut rollout, _) = Rollout::read(&value);
        let heard = Heard::default();
        for _ in 0..2 {
            let plan = translate(&rollout);
            let pass = decide(&plan, &rollout.status, &Observed::default(), &heard, Timestamp::default());
            let hold = Hold::Unreadable { field: String::new() };
            assert_eq!(pass.reasons, [Told { after: 0, reason: Reason::Held(hold) }]);
            rollout.status = pass.status;
            rollout.spec.paused = true;
            assert_eq!(rollout.write()["status"], stored);
            assert_eq!(serde_json::to_value(&rollout.status).ok(), Some(stored.clone()));
            rollout = Rollout::read(&rollout.write()).0;
        }
    }
}

#[test]
fn selectors_as_text() {
    let rows = [
        (json!(null), "<none>"),
        (json!({}), "<none>"),
        (json!({"matchLabels": {"b": "2", "a": "1"}}), "a=1,b=2"),
        (
            json!({"matchLabels": {"m": ""}, "matchExpressions": [
                {"key": "z", "operator": "NotIn", "values": ["y", "x"]}, {"key": "a", "operator": "Exists"},
                {"key": "n", "operator": "DoesNotExist"}, {"key": "b", "operator": "In", "values": ["1"]},
            ]}),
            "a,b in (1),m=,!n,z notin (x,y)",
        ),
        (json!({"matchExpressions": [{"key": "a", "operator": "In"}]}), "<error>"),
    ];
    for (selector, text) in rows {
        let (rollout, _) = Rollout::read(&json!({"spec": {"selector": selector}}));
        assert_eq!(translate(&rollout).selector, text);
    }
}
