//! One pass of an analysis run, the making of its plan, and whole runs on a virtual clock.
#![expect(clippy::expect_used, reason = "a bench of something else than intended must not run")]

use divan::{AllocProfiler, Bencher, black_box};
use gradual::{
    analysis::{Compat, Measurement, MetricResult, Observed, Plan, Status, decide},
    decision::{Heard, Next},
    metric::{AnalysisRunSpec, Phase},
    sim::{
        Limits,
        analysis::{Rate, Run, Sample, Scene, Seen, Shown, Source, Traffic},
    },
    time::{Span, Timestamp},
};
use serde_json::json;
use std::collections::BTreeMap;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Four metrics that are measured every minute, of which the last 25 measurements are kept.
fn spec() -> AnalysisRunSpec {
    let metrics = ["success-rate", "latency", "errors", "saturation"].map(|name| {
        json!({
            "name": name, "interval": "1m", "failureLimit": 3,
            "successCondition": "result[0] >= {{args.limit}}",
            "provider": {"prometheus": {"query": "sum(rate(requests{service=\"{{args.service}}\"}[1m]))"}},
        })
    });
    serde_json::from_value(json!({
        "metrics": metrics,
        "args": [{"name": "service", "value": "shop"}, {"name": "limit", "value": "0.95"}],
        "measurementRetention": [{"metricName": ".*", "limit": 25}],
    }))
    .expect("a spec")
}

fn start() -> Timestamp {
    Timestamp::from_seconds(1_700_000_000)
}

/// A hundred measurements, the last of them half a minute old.
fn status() -> Status {
    let minute = |at: i64| start().plus(Span::seconds(60 * at));
    let result = |name: &str| MetricResult {
        name: name.into(),
        phase: Phase::Running,
        measurements: (0..25)
            .map(|at| Measurement {
                phase: Phase::Successful,
                value: "[0.9734]".into(),
                started_at: Some(minute(at)),
                finished_at: Some(minute(at)),
                ..Measurement::default()
            })
            .collect(),
        count: 25,
        successful: 25,
        consecutive_success: 25,
        ..MetricResult::default()
    };
    let mut status = Status {
        phase: Phase::Running,
        started_at: Some(start()),
        metric_results: ["success-rate", "latency", "errors", "saturation"].map(result).into(),
        ..Status::default()
    };
    status.run_summary.count = 4;
    status.dry_run_summary = Some(Default::default());
    status
}

#[divan::bench]
fn settled_pass(bencher: Bencher<'_, '_>) {
    let plan = Plan::of(&spec(), Compat::ARGO);
    let (status, seen, heard) = (status(), Observed::default(), Heard::default());
    let now = start().plus(Span::seconds(24 * 60 + 30));
    let decision = decide(&plan, &status, &seen, &heard, now);
    assert!(decision.status == status && matches!(decision.next, Next::At(at, _) if now < at));
    bencher.bench_local(|| decide(black_box(&plan), black_box(&status), &seen, &heard, black_box(now)));
}

/// All four are due, and their measurements have arrived.
#[divan::bench]
fn measuring_pass(bencher: Bencher<'_, '_>) {
    let plan = Plan::of(&spec(), Compat::ARGO);
    let (status, seen) = (status(), Observed::default());
    let now = start().plus(Span::seconds(25 * 60 + 1));
    let measurement =
        Measurement { phase: Phase::Successful, value: "[0.98]".into(), ..Measurement::default() };
    let answer = gradual::analysis::Answer::Measured { measurement, about: Default::default() };
    let forgotten = gradual::analysis::Answer::Forgotten;
    let answers = [vec![answer; 4], vec![forgotten; 4]].concat();
    let heard = Heard { answers, failed: None };
    let decision = decide(&plan, &status, &seen, &heard, now);
    assert!(decision.actions.len() == 8 && decision.next != Next::Ask);
    bencher.bench_local(|| decide(black_box(&plan), black_box(&status), &seen, &heard, black_box(now)));
}

/// From the spec to its plan: arguments filled in, limits checked, rules matched.
#[divan::bench]
fn plan(bencher: Bencher<'_, '_>) {
    let spec = spec();
    bencher.bench_local(|| Plan::of(black_box(&spec), Compat::ARGO));
}

/// A thousand runs of an hour: a success rate drawn from the traffic of two revisions, and a latency out of a list, both
/// measured every minute.
#[divan::bench(sample_count = 5)]
fn a_thousand_hours(bencher: Bencher<'_, '_>) {
    let plan = Plan::of(&hour(), Compat::ARGO);
    let play = |seed: u64| {
        let mut run = Run::new(plan.clone(), scene(seed), Limits::default());
        let measured: usize = run.by_ref().map(|pass| pass.measured.len()).sum();
        (measured, run.status().phase.clone(), run.status().completed_at)
    };
    let (measured, phase, end) = play(7);
    assert_eq!((measured, phase), (122, Phase::Successful));
    assert!(end.is_some_and(|end| start().plus(Span::seconds(3600)) <= end));
    bencher.bench_local(|| (0..1000).map(|seed| play(black_box(seed)).0).sum::<usize>());
}

/// Two metrics that are measured every minute for an hour.
fn hour() -> AnalysisRunSpec {
    let metric = |name: &str, condition: &str| {
        json!({
            "name": name, "interval": "1m", "count": 61, "failureLimit": 3, "successCondition": condition,
            "provider": {"prometheus": {"query": "q"}},
        })
    };
    serde_json::from_value(json!({
        "metrics": [metric("success-rate", "result[0] >= 0.9"), metric("latency", "result[0] < 0.5")],
    }))
    .expect("a spec")
}

/// A canary whose share grows by a quarter every quarter of an hour.
fn scene(seed: u64) -> Scene {
    let quarter = |at: i64| (start().plus(Span::seconds(900 * at)), 25 * (at + 1));
    let traffic = Traffic {
        stable: Rate::percent(1),
        canary: Rate::percent(3),
        seen: Seen::Canary,
        shown: Shown::Successes,
        requests: 500,
        seed,
    };
    let latency = [0.21, 0.25, 0.31].map(Sample::Number).to_vec();
    Scene {
        weights: (0..4).map(quarter).collect(),
        sources: BTreeMap::from([
            ("success-rate".to_owned(), Source::Traffic(traffic)),
            ("latency".to_owned(), Source::List(latency)),
        ]),
        ..Scene::at(start())
    }
}
