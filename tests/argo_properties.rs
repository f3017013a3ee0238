//! Laws of the Argo border, for any JSON.

use gradual::{
    argo::{self, Rollout},
    diagnostic::Severity,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A rollout with a field of nearly every kind.
fn rich() -> Value {
    json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": {"name": "web", "labels": {"a": "b"}, "creationTimestamp": null, "generation": 3},
        "spec": {
            "replicas": 5, "restartAt": "2026-03-01T10:00:00Z", "paused": false, "rollbackWindow": {"revisions": 2},
            "selector": {"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "k", "operator": "Exists"}]},
            "template": {"metadata": {"labels": {"app": "web", "k": "v"}}, "spec": {"containers": [{"name": "c"}]}},
            "strategy": {"canary": {
                "maxSurge": "25%", "maxUnavailable": 1, "stableService": "s", "canaryService": "c",
                "replicaProgressThreshold": {"type": "Percent", "value": 90},
                "analysis": {"templates": [{"templateName": "t", "clusterScope": false}], "startingStep": 1},
                "trafficRouting": {"plugins": {"x": {"y": null}}, "istio": {"virtualServices": [{"name": "v"}]}},
                "steps": [
                    {"setWeight": 20}, {"pause": {}}, {"pause": {"duration": "1h"}}, {"setCanaryScale": {"weight": 5}},
                    {"experiment": {"templates": [{"name": "a", "specRef": "canary", "selector": {}}]}},
                    {"analysis": {"args": [{"name": "a", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]}},
                    {"setMirrorRoute": {"name": "m", "match": [{"headers": {"h": {"exact": "e"}}}]}},
                    {"plugin": {"name": "p", "config": null}},
                ],
            }},
        },
        "status": {"phase": "Healthy", "conditions": [{"type": "Available"}], "mystery": 1},
    })
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        proptest::sample::select(vec![
            "metadata",
            "spec",
            "Spec",
            "status",
            "strategy",
            "canary",
            "steps",
            "setWeight",
            "SetWeight",
            "pause",
            "duration",
            "template",
            "selector",
            "matchLabels",
            "replicas",
            "name",
            "plugin",
            "config",
            "analysis",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..130).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from),
        proptest::sample::select(vec!["10%", "5", "1m", "-1s", "2026-03-01T10:00:00Z"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// What is done to one place of an object.
#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Remove,
    Uppercase,
    Add(String, Value),
}

fn any_change() -> impl Strategy<Value = (usize, Change)> {
    let change = prop_oneof![
        any_json().prop_map(Change::Replace),
        Just(Change::Remove),
        Just(Change::Uppercase),
        ("[a-z]{1,5}", any_json()).prop_map(|(key, value)| Change::Add(key, value)),
    ];
    (0_usize..120, change)
}

/// Does the change at the place that is counted down to.
fn change(value: &mut Value, left: &mut usize, what: &Change) {
    match value {
        Value::Object(members) => change_members(members, left, what),
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, left, what)),
        _ => {}
    }
}

fn change_members(members: &mut Map<String, Value>, left: &mut usize, what: &Change) {
    for key in members.keys().cloned().collect::<Vec<_>>() {
        if *left > 0 {
            *left -= 1;
            if let Some(value) = members.get_mut(&key) {
                change(value, left, what);
            }
            continue;
        }
        *left = usize::MAX;
        let Some(old) = members.remove(&key) else { return };
        match what {
            Change::Replace(new) => drop(members.insert(key, new.clone())),
            Change::Remove => {}
            Change::Uppercase => drop(members.insert(key.to_uppercase(), old)),
            Change::Add(name, new) => {
                members.insert(key, old);
                members.insert(name.clone(), new.clone());
            }
        }
    }
}

fn any_rollout() -> impl Strategy<Value = Value> {
    proptest::collection::vec(any_change(), 1..4).prop_map(|changes| {
        let mut rollout = rich();
        for (mut place, what) in changes {
            change(&mut rollout, &mut place, &what);
        }
        rollout
    })
}

/// The laws that hold for every value.
fn laws(value: &Value) {
    let checked = argo::check(value);
    let sound = checked.diagnostics.iter().all(|one| one.severity == Severity::Warning);
    assert_eq!(checked.plan.is_some(), sound, "a plan or errors");
    let rollout = checked.rollout;
    let plan = argo::translate(&rollout);
    assert!(checked.plan.is_none_or(|checked| checked == plan));
    let written = rollout.write();
    assert_eq!(written, *value, "written back as read");
    assert_eq!(Rollout::read(&written).0, rollout);
    types_hold_everything(&rollout);
    a_change_is_the_only_change(rollout);
}

/// Without what was read, the types alone have every field.
fn types_hold_everything(rollout: &Rollout) {
    let spec = json!({"spec": rollout.spec, "metadata": rollout.metadata});
    let (again, _) = Rollout::read(&spec);
    assert_eq!(again.spec, rollout.spec);
    assert_eq!(again.metadata, rollout.metadata);
}

fn a_change_is_the_only_change(mut rollout: Rollout) {
    rollout.spec.replicas = Some(77);
    if let Some(steps) = rollout.spec.strategy.canary.as_mut().and_then(|canary| canary.steps.as_mut()) {
        steps.reverse();
        steps.pop();
    }
    let (again, _) = Rollout::read(&rollout.write());
    assert_eq!(again.spec, rollout.spec);
    assert_eq!(again.metadata, rollout.metadata);
    assert_eq!(again.status, rollout.status);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_read_and_written_back(value in any_json()) {
        laws(&value);
        laws(&json!({"spec": value}));
        laws(&json!({"spec": {"strategy": {"canary": {"steps": value}}}}));
    }

    #[test]
    fn any_rollout_is_read_and_written_back(value in any_rollout()) {
        laws(&value);
    }
}

#[test]
fn the_rich_rollout_is_read() {
    laws(&rich());
    let checked = argo::check(&rich());
    let codes: Vec<_> = checked.diagnostics.iter().map(|one| one.code).collect();
    assert!(codes.iter().all(|code| code.starts_with("unsupported/")), "{codes:?}");
}
