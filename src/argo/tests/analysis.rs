use super::super::{AnalysisRun, AnalysisTemplate, Rollout, check_analyses, check_run, check_template};
use crate::{
    diagnostic::{Diagnostic, Severity},
    metric::AnalysisTemplateSpec,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Value, json};

fn shown(found: &[Diagnostic]) -> Vec<String> {
    let line = |one: &Diagnostic| match one.severity {
        Severity::Error => format!("{} {}", one.path, one.code),
        Severity::Warning => format!("({} {})", one.path, one.code),
    };
    found.iter().map(line).collect()
}

fn object(kind: &str, spec: &Value) -> Value {
    json!({"apiVersion": "argoproj.io/v1alpha1", "kind": kind, "metadata": {"name": "x"}, "spec": spec})
}

fn check_as_template(spec: Value, expected: &[&str]) {
    for kind in ["AnalysisTemplate", "ClusterAnalysisTemplate"] {
        let checked = check_template(&object(kind, &spec));
        assert_eq!(shown(&checked.diagnostics), expected, "{spec}");
        assert_eq!(checked.template.write(), object(kind, &spec));
    }
}

fn check_as_run(spec: Value, expected: &[&str]) {
    let checked = check_run(&object("AnalysisRun", &spec));
    assert_eq!(shown(&checked.diagnostics), expected, "{spec}");
    assert_eq!(checked.run.write(), object("AnalysisRun", &spec));
    let errors = checked.diagnostics.iter().any(|one| one.severity == Severity::Error);
    assert_eq!(checked.plan.is_none(), errors);
    assert!(checked.plan.is_none_or(|plan| plan.metrics.is_ok()));
}

fn metric(fields: Value) -> Value {
    let mut metric = json!({"name": "m", "provider": {"prometheus": {"query": "q"}}});
    super::merge_patch(&mut metric, &fields);
    metric
}

#[test]
fn every_rule_where_the_user_looks() {
    for (fields, place) in [
        (json!({"consecutiveSuccessLimit": -1}), "consecutiveSuccessLimit run/A03"),
        (json!({"failureLimit": -2}), "failureLimit run/A04"),
        (json!({"failureLimit": -1}), "failureLimit run/A05"),
        (json!({"inconclusiveLimit": -1}), "inconclusiveLimit run/A06"),
        (json!({"consecutiveErrorLimit": -1}), "consecutiveErrorLimit run/A07"),
        (json!({"count": 1, "failureLimit": 2}), "count run/A08"),
        (json!({"count": 1, "failureLimit": -1, "consecutiveSuccessLimit": 2}), "count run/A09"),
        (json!({"count": 1, "inconclusiveLimit": 2}), "count run/A10"),
        (json!({"count": 2}), "interval run/A11"),
        (json!({"interval": "10"}), "interval run/A12"),
        (json!({"initialDelay": "soon"}), "initialDelay run/A13"),
        (json!({"provider": {"prometheus": null}}), "provider run/A14"),
        (json!({"provider": {"web": {}}}), "provider run/A15"),
    ] {
        let spec = json!({"metrics": [metric(fields)]});
        check_as_run(spec.clone(), &[&format!("spec.metrics[0].{place}")]);
        check_as_template(spec, &[&format!("spec.metrics[0].{place}")]);
    }
    let twice = json!({"metrics": [metric(json!({})), metric(json!({}))]});
    check_as_run(twice.clone(), &["spec.metrics[1].name run/A02"]);
    check_as_template(twice, &["spec.metrics[1].name run/A02"]);
}

#[test]
fn all_that_is_wrong_is_told() {
    let metrics = json!([
        metric(json!({"count": 1.5, "interval": "x"})),
        metric(json!({"name": "n", "initialDelay": "x", "provider": {"web": {"url": "u", "headers": {}}}})),
    ]);
    check_as_run(
        json!({"metrics": metrics}),
        &[
            "spec.metrics[0].count decode/wrong-type",
            "spec.metrics[1].provider.web.headers decode/wrong-type",
            "spec.metrics[0].interval run/A12",
            "spec.metrics[1].initialDelay run/A13",
            "spec.metrics[1].provider run/A15",
        ],
    );
    check_as_run(json!({}), &["spec.metrics run/A01"]);
}

/// What a caller or another template can bring is a warning; what hangs on it is not judged.
#[test]
fn a_template_is_not_a_run() {
    check_as_template(json!({}), &["(spec.metrics run/A01)"]);
    check_as_template(json!({"templates": [{"templateName": "other"}]}), &[]);
    let metrics = json!([metric(json!({
        "name": "m-{{args.who}}", "interval": "{{args.pause}}", "count": "{{args.count}}", "failureLimit": 3,
        "successCondition": "result > {{args.least}}", "initialDelay": "{{args.delay}}",
    }))]);
    let args = json!([{"name": "who"}, {"name": "pause"}, {"name": "count"}, {"name": "least"}, {"name": "delay", "value": "5 min"}]);
    let rules = json!([{"metricName": "zz"}]);
    check_as_template(
        json!({"metrics": metrics, "args": args, "dryRun": rules}),
        &["spec.metrics[0].initialDelay run/A13"],
    );
    check_as_template(
        json!({"metrics": [metric(json!({}))], "dryRun": rules}),
        &["(spec.dryRun[0].metricName run/A16)"],
    );
    check_as_run(
        json!({"metrics": metrics, "args": args}),
        &[
            "spec.args[0] run/A18",
            "spec.args[1] run/A18",
            "spec.args[2] run/A18",
            "spec.args[3] run/A18",
            "spec.metrics[0].initialDelay run/A13",
        ],
    );
}

#[test]
fn another_object_is_only_told_to_be_one() {
    let run = object("AnalysisRun", &json!({"metrics": 7}));
    assert_eq!(shown(&check_template(&run).diagnostics), ["kind decode/not-an-analysis-template"]);
    assert_eq!(
        shown(&check_run(&object("Rollout", &json!({}))).diagnostics),
        ["kind decode/not-an-analysis-run"]
    );
}

/// D-031: templates that refer to each other are an error that shows the circle, and others are found.
#[test]
fn the_templates_of_a_rollout() {
    let analysis = |name: &str| json!({"analysis": {"templates": [{"templateName": name}]}});
    let steps = json!([analysis("round"), analysis("gone"), analysis("endless")]);
    let rollout = Rollout::read(&json!({"spec": {"strategy": {"canary": {"steps": steps}}}})).0;
    let spec = |value: Value| AnalysisTemplate::read(&object("AnalysisTemplate", &value)).0.spec;
    let round = spec(json!({"templates": [{"templateName": "round"}]}));
    let endless = spec(json!({"metrics": [metric(json!({"interval": "10s"}))]}));
    let known = |name: &str| -> Option<&AnalysisTemplateSpec> {
        match name {
            "round" => Some(&round),
            "endless" => Some(&endless),
            _ => None,
        }
    };
    let found = check_analyses(&rollout, |_, name| known(name));
    assert_eq!(
        shown(&found),
        [
            "spec.strategy.canary.steps[0].analysis.templates ref/circle",
            "spec.strategy.canary.steps[1].analysis.templates[0].templateName ref/R04",
        ]
    );
    assert!(found.iter().any(|one| one.message.contains("`round` → `round`")));
    let found = check_analyses(&rollout, |_, _| Some(&endless));
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|one| one.code == "ref/R06"));
}

#[test]
fn a_run_keeps_its_status() {
    let mut written = object("AnalysisRun", &json!({"metrics": [metric(json!({}))]}));
    written["status"] = json!({"phase": "Running", "runSummary": {}, "metricResults": [{"name": "m", "odd": 1}], "startedAt": 5});
    let (mut run, _) = AnalysisRun::read(&written);
    assert_eq!(run.write(), written);
    run.status.message = "told".to_string();
    written["status"]["message"] = json!("told");
    written["status"]["metricResults"][0]["phase"] = json!("");
    assert_eq!(run.write(), written);
}
