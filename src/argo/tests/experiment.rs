use super::super::{Experiment, check_experiment};
use crate::{
    diagnostic::{Diagnostic, Severity},
    experiment::{Length, TemplateService},
    time::Span,
};
use alloc::{format, string::String, vec::Vec};
use serde_json::{Value, json};

fn variant(name: &str) -> Value {
    json!({"name": name, "selector": {"matchLabels": {"app": name}}, "template": {"spec": {}}})
}

/// A sound experiment with these fields of its spec.
fn with(fields: Value) -> Value {
    let mut spec = json!({"templates": [variant("a"), variant("b")]});
    for (name, value) in fields.as_object().unwrap() {
        spec[name] = value.clone();
    }
    json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Experiment",
        "metadata": {"name": "exp", "labels": {"argo-rollouts.argoproj.io/controller-instance-id": "one"}},
        "spec": spec,
    })
}

/// Every finding, as `path code`; warnings in brackets.
fn check(experiment: &Value, expected: &[&str]) {
    let checked = check_experiment(experiment);
    let errors = checked.diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
    assert_eq!(checked.plan.is_none(), 0 < errors, "a plan if there is no error: {:?}", checked.diagnostics);
    assert_eq!(checked.experiment.write(), *experiment, "written back");
    let line = |one: &Diagnostic| match one.severity {
        Severity::Error => format!("{} {}", one.path, one.code),
        Severity::Warning => format!("({} {})", one.path, one.code),
    };
    let found: Vec<String> = checked.diagnostics.iter().map(line).collect();
    assert_eq!(found, expected, "{experiment}");
}

#[test]
fn sound() {
    for fields in [
        json!({}),
        json!({"templates": []}),
        json!({"templates": null, "analyses": null, "duration": null}),
        json!({"duration": "90m", "terminate": true, "progressDeadlineSeconds": 0, "scaleDownDelaySeconds": 0}),
        json!({"dryRun": [{"metricName": ".*"}], "measurementRetention": [{"metricName": "m", "limit": 3}]}),
        json!({"analyses": [{"name": "x", "templateName": "t", "requiredForCompletion": true, "args": [
            {"name": "a", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
        ]}]}),
    ] {
        check(&with(fields), &[]);
    }
}

#[test]
fn everything_wrong_is_found() {
    let templates = json!([
        {"name": "", "selector": {}, "minReadySeconds": 601},
        {"name": "a", "selector": {"matchExpressions": []}},
        {"name": "a", "selector": {"matchLabels": null}, "minReadySeconds": 600},
        null,
    ]);
    check(
        &with(json!({"templates": templates, "duration": "1 hour"})),
        &[
            "spec.templates[0].selector experiment/E02",
            "spec.templates[0].minReadySeconds experiment/E03",
            "spec.templates[0].name experiment/E04",
            "(spec.templates[1].selector experiment/selects-all)",
            "spec.templates[2].selector experiment/E02",
            "spec.templates[2].name experiment/E05",
            "spec.templates[3].selector experiment/E01",
            "spec.templates[3].name experiment/E04",
            "(spec.duration experiment/duration)",
        ],
    );
    check(&with(json!({"progressDeadlineSeconds": 30})), &[]);
    check(&with(json!({"templates": {"a": 1}})), &["spec.templates decode/wrong-type"]);
    check(
        &with(json!({"templates": [{"name": "a", "selector": 5}]})),
        &["spec.templates[0].selector decode/wrong-type"],
    );
    check(
        &with(json!({"metrics": [], "Duration": "1h"})),
        &["(spec.Duration decode/field-case)", "spec.metrics decode/unknown-field"],
    );
}

#[test]
fn a_misplaced_field_is_sent_where_experiments_have_it() {
    let checked = check_experiment(&with(json!({"replicas": 3, "setWeight": 5})));
    let helps: Vec<_> = checked.diagnostics.iter().map(|one| one.help.as_deref().unwrap_or("")).collect();
    assert!(helps[0].starts_with("`replicas` belongs in `spec.templates`"), "{helps:?}");
    assert!(helps[1].starts_with("what belongs here"), "{helps:?}");
}

#[test]
fn other_objects() {
    let mut rollout = with(json!({}));
    rollout["kind"] = json!("Rollout");
    check(&rollout, &["kind decode/not-an-experiment"]);
    check(&json!(7), &[" decode/wrong-type"]);
    check(
        &json!({"spec": {}}),
        &[
            "apiVersion decode/not-an-experiment",
            "kind decode/not-an-experiment",
            "metadata.name decode/no-name",
        ],
    );
}

#[test]
fn the_plan() {
    let mut value = with(json!({
        "duration": "1h",
        "analyses": [{"name": "x", "templateName": "t"}],
        "analysisRunMetadata": {"labels": {"l": "1"}},
    }));
    value["spec"]["templates"][0]["service"] = json!({});
    value["spec"]["templates"][1]["service"] = json!({"name": "svc"});
    value["spec"]["templates"][1]["replicas"] = json!(3);
    let plan = check_experiment(&value).plan.unwrap();
    assert_eq!(plan.length, Length::For(Span::seconds(3600)));
    let templates: Vec<_> = plan.templates.iter().map(|t| (t.replicas, t.service.clone())).collect();
    assert_eq!(
        templates,
        [(1, Some(TemplateService::Unnamed)), (3, Some(TemplateService::Named("svc".into()))),]
    );
    let labels: Vec<_> = plan.run_metadata.labels.keys().map(String::as_str).collect();
    assert_eq!(labels, ["argo-rollouts.argoproj.io/controller-instance-id", "l"]);
    assert!(!plan.analyses[0].required);
    let plain = Experiment::default();
    assert_eq!(plain.write(), json!({}));
}
