//! Every switch of `analysis::Compat` under both settings, and templates that mean harm.
#![expect(clippy::expect_used, clippy::indexing_slicing, unreachable_pub, reason = "a test may fail")]

#[path = "analysis/play.rs"]
mod play;

use gradual::{
    analysis::{
        Action, Compat, Conditions, Fault, MetricFault, MetricResult, Observed, Plan, Refusal, Status,
        Verdict, check_spec,
    },
    condition::{NilType, Value},
    decision::Next,
    metric::{AnalysisRunSpec, Phase},
    template::{Secret, Secrets},
    time::Timestamp,
};
use play::{World, metric, play, spec, start};
use serde_json::json;

/// Upstream with one switch off, so that nothing else can be the cause.
fn without(switch: impl Fn(&mut Compat)) -> Compat {
    let mut compat = Compat::ARGO;
    switch(&mut compat);
    compat
}

fn world(scripts: &[(&str, &str)]) -> World {
    let scripts = scripts.iter().map(|(name, script)| ((*name).to_owned(), (*script).to_owned()));
    World { scripts: scripts.collect(), ended_after: None }
}

fn phase(spec: &AnalysisRunSpec, compat: Compat, world: &World) -> Phase {
    play(spec, compat, world).status.phase
}

#[test]
fn a_run_that_was_cut_short() {
    let honest = without(|compat| compat.terminated_run_succeeds = false);
    let check = |metrics: serde_json::Value, letters: &str, argo: Phase, strict: Phase| {
        let spec = spec(json!({"metrics": metrics}));
        let world = World { ended_after: Some(45), ..world(&[("m", letters)]) };
        assert_eq!(phase(&spec, Compat::ARGO, &world), argo, "{metrics} {letters}");
        assert_eq!(phase(&spec, honest, &world), strict, "{metrics} {letters}");
    };
    let endless = json!({"interval": "10s", "failureLimit": 9});
    check(json!([metric("m", endless.clone())]), "S", Phase::Successful, Phase::Inconclusive);
    check(json!([metric("m", endless.clone())]), "FS", Phase::Successful, Phase::Inconclusive);
    let late = json!({"initialDelay": "1h"});
    check(json!([metric("m", late.clone())]), "S", Phase::Successful, Phase::Inconclusive);
    // What was decided before stays decided; a failure stays one.
    check(json!([metric("m", json!({}))]), "S", Phase::Successful, Phase::Successful);
    check(json!([metric("m", json!({})), metric("n", late)]), "S", Phase::Successful, Phase::Inconclusive);
    check(json!([metric("m", json!({})), metric("n", endless)]), "F", Phase::Failed, Phase::Failed);
}

#[test]
fn a_dry_run_without_end() {
    let metrics = json!([metric("m", json!({})), metric("dry", json!({"interval": "10s"}))]);
    let mixed = spec(json!({"metrics": metrics, "dryRun": [{"metricName": "dry"}]}));
    let inert = without(|compat| compat.dry_run_delays_end = false);
    assert_eq!(phase(&mixed, Compat::ARGO, &World::default()), Phase::Running);
    assert_eq!(phase(&mixed, inert, &World::default()), Phase::Successful);
    // Where nothing else is measured, the run waits for what is.
    let metrics = json!([metric("dry", json!({"interval": "10s", "count": 3}))]);
    let only = spec(json!({"metrics": metrics, "dryRun": [{"metricName": "dry"}]}));
    let fails = world(&[("dry", "F")]);
    assert_eq!(phase(&only, Compat::ARGO, &fails), Phase::Successful);
    assert_eq!(phase(&only, inert, &fails), Phase::Successful);
}

#[test]
fn a_dry_run_rule_that_came_later() {
    let metrics = json!([metric("a", json!({})), metric("b", json!({"interval": "10s"}))]);
    let spec = spec(json!({"metrics": metrics, "dryRun": [{"metricName": "a"}]}));
    let failed = MetricResult { name: "a".into(), phase: Phase::Failed, ..MetricResult::default() };
    let status = Status {
        phase: Phase::Running,
        started_at: Some(start()),
        metric_results: Vec::from([failed]),
        ..Status::default()
    };
    let check = |compat: Compat, phase: Phase| {
        let plan = Plan::of(&spec, compat);
        let decision = play::pass(&plan, &status, &Observed::default(), start(), |_| 'S');
        assert_eq!(decision.status.phase, phase);
    };
    check(Compat::ARGO, Phase::Successful);
    check(without(|compat| compat.dry_run_as_first_seen = false), Phase::Running);
}

#[test]
fn a_secret_in_a_name() {
    let argument = json!({"name": "t", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}});
    let spec = spec(json!({"metrics": [metric("m-{{args.t}}", json!({}))], "args": [argument]}));
    let mut secrets = Secrets::default();
    secrets.put("s", "k", Secret::new("hunter2"));
    let seen = Observed { secrets, ..Observed::default() };
    let check = |compat: Compat, name: &str, phase: Phase| {
        let plan = Plan::of(&spec, compat);
        let decision = play::pass(&plan, &Status::default(), &seen, start(), |_| 'S');
        assert_eq!(decision.status.metric_results[0].name, name);
        assert_eq!(decision.status.phase, phase);
    };
    check(Compat::ARGO, "m-hunter2", Phase::Running);
    check(without(|compat| compat.secrets_in_names = false), "m-temp-for-secret", Phase::Successful);
}

#[test]
fn a_wake_up_for_nothing() {
    let metrics = json!([metric("a", json!({})), metric("b", json!({"interval": "10s"}))]);
    let spec = spec(json!({"metrics": metrics}));
    let fails = world(&[("a", "F")]);
    let armed = |compat: Compat| {
        let passes = play(&spec, compat, &fails).passes;
        passes.iter().map(|(_, _, decision)| matches!(decision.next, Next::At(..))).collect::<Vec<_>>()
    };
    assert_eq!(armed(Compat::ARGO), [true, false, false]);
    assert_eq!(armed(without(|compat| compat.wakes_without_work = false)), [false, false, false]);
    let late = json!({"metrics": [metric("a", json!({})), metric("b", json!({"initialDelay": "1m"}))]});
    let late = play::spec(late);
    let last = |compat: Compat| {
        let passes = play(&late, compat, &fails).passes;
        let ends = passes.iter().find(|(_, _, decision)| decision.status.phase.is_completed());
        matches!(ends.expect("it ends").2.next, Next::At(..))
    };
    assert!(last(Compat::ARGO) && !last(without(|compat| compat.wakes_without_work = false)));
}

#[test]
fn a_success_of_nothing() {
    let judge = |compat: Compat, success: &str, failure: &str, value: &Value| {
        Conditions::new(success, failure).under(compat).judge(value, start())
    };
    let off = without(|compat| compat.nothing_succeeds = false);
    for (success, failure, value) in [
        ("all(result, # > 0.9)", "", Value::from(Vec::<f64>::new())),
        ("len(result) == 0", "", Value::from(Vec::<f64>::new())),
        ("isNil(result)", "", Value::Nil),
        ("", "", Value::NilOf(NilType::Float)),
        ("", "result < 0.9", Value::Float(f64::NAN)),
        ("", "result[0] < 0.9", Value::from(vec![f64::NAN])),
        ("result > 0.9", "", Value::Float(f64::INFINITY)),
        ("result[0] > 0.9", "", Value::from(vec![Value::Float(f64::INFINITY)])),
    ] {
        assert_eq!(judge(Compat::ARGO, success, failure, &value), Ok(Verdict::Successful), "{value:?}");
        assert_eq!(judge(off, success, failure, &value), Ok(Verdict::Inconclusive), "{value:?}");
    }
    // What is bad stays bad, and what says something is judged as ever.
    for (success, value, expected) in [
        ("result > 0.9", Value::Float(f64::NAN), Verdict::Failed),
        ("any(result, # > 0.9)", Value::from(Vec::<f64>::new()), Verdict::Failed),
        ("result == ''", Value::from(""), Verdict::Successful),
        ("result[0] > 0.9", Value::from(vec![0.97]), Verdict::Successful),
    ] {
        for compat in [Compat::ARGO, off] {
            assert_eq!(judge(compat, success, "", &value), Ok(expected), "{value:?}");
        }
    }
}

#[test]
fn ten_thousand_metrics() {
    let metrics: Vec<_> =
        (0..10_000).map(|at| metric(&format!("m{at}"), json!({"interval": "10s"}))).collect();
    let rules: Vec<_> = (100..200).map(|at| json!({"metricName": format!("^m{at}.$")})).collect();
    let spec = spec(json!({"metrics": metrics, "dryRun": rules}));
    let plan = Plan::of(&spec, Compat::ARGO);
    let first = play::pass(&plan, &Status::default(), &Observed::default(), start(), |_| 'S');
    assert_eq!(first.actions.len(), 10_000);
    assert_eq!(first.status.dry_run_summary.as_ref().map(|summary| summary.count), Some(1000));
    let second = play::pass(&plan, &play::stored(&first.status), &Observed::default(), start(), |_| 'S');
    assert_eq!(second.actions, []);
}

#[test]
fn numbers_at_their_ends() {
    let ends = ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "2147483648", "x"];
    for count in ends {
        for limit in ends {
            let fields = json!({
                "count": count, "interval": "10s", "failureLimit": limit, "inconclusiveLimit": limit,
                "consecutiveErrorLimit": limit, "consecutiveSuccessLimit": limit,
            });
            let spec = spec(json!({"metrics": [metric("m", fields)]}));
            let found = check_spec(&spec).expect("no tag to replace");
            let plan = Plan::of(&spec, Compat::STRICT);
            match found.first() {
                Some(fault) => assert_eq!(plan.metrics, Err(Refusal::Invalid(fault.clone()))),
                None => assert!(plan.metrics.is_ok()),
            }
            play(&spec, Compat::STRICT, &world(&[("m", "FISE")]));
        }
    }
}

#[test]
fn times_at_their_ends() {
    for time in ["2562047h", "-2562047h", "9223372036854775807ns", "0s", "-1ns"] {
        let fields = json!({"interval": time, "initialDelay": time, "count": 3});
        let spec = spec(json!({"metrics": [metric("m", fields)]}));
        let plan = Plan::of(&spec, Compat::ARGO);
        for now in [i64::MIN, -1, 0, i64::MAX].map(Timestamp::from_seconds) {
            let decision = play::pass(&plan, &Status::default(), &Observed::default(), now, |_| 'S');
            let again = play::pass(&plan, &decision.status, &Observed::default(), now, |_| 'S');
            assert_ne!(again.next, Next::Ask);
        }
    }
    let fields = json!({"interval": "9999999999h"});
    let spec = spec(json!({"metrics": [metric("m", fields)]}));
    let found = check_spec(&spec).expect("no tag to replace");
    assert!(matches!(found[..], [Fault::Metric { metric: 0, fault: MetricFault::Interval(_) }]));
}

#[test]
fn what_is_stored_stays() {
    let stored = json!({
        "phase": "Running", "runSummary": {"count": 1, "new": [null]}, "new": {"deep": [1]},
        "metricResults": [{"name": "m", "phase": "Paused", "measurements": [{"phase": "Odd", "by": "me"}]}],
    });
    let status = Status::read(stored.clone());
    assert_eq!((json!(status), status.unreadable.len()), (stored, 0));
    let spec = spec(json!({"metrics": [metric("m", json!({}))]}));
    let plan = Plan::of(&spec, Compat::ARGO);
    let unreadable = json!({"phase": "Running", "runSummary": {}, "startedAt": 7, "message": []});
    let held = play::pass(&plan, &Status::read(unreadable.clone()), &Observed::default(), start(), |_| 'S');
    assert_eq!((json!(held.status), &held.actions[..]), (unreadable, &[] as &[Action]));
    // What is only shown is computed anew.
    let shown = Status::read(json!({"phase": "Running", "runSummary": 7, "message": []}));
    let decision = play::pass(&plan, &shown, &Observed::default(), start(), |_| 'S');
    assert_eq!(decision.status.phase, Phase::Successful);
    assert_eq!(json!(decision.status)["runSummary"], json!({"count": 1, "successful": 1}));
}
