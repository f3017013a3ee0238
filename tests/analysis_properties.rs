//! What holds of every analysis run (`user-demand §2`).
#![expect(clippy::expect_used, clippy::indexing_slicing, unreachable_pub, reason = "a test may fail")]

#[path = "analysis/play.rs"]
mod play;

use gradual::{
    analysis::{
        Action, Answer, Compat, Counting, Measurement, MetricResult, Observed, Plan, Reason, Status, Summary,
        decide,
    },
    decision::{Failed, Heard, Next},
    metric::{AnalysisRunSpec, Phase, TtlStrategy},
    time::{Span, Timestamp},
};
use play::{Played, World, metric, play, spec, start};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A metric that ends some time: fields and a script whose last letter does not run for ever.
fn finite() -> impl Strategy<Value = (Value, String)> {
    let limits = (0..3_i64, 0..3_i64, option::of(0..3_i64), 0..3_i64);
    let times = (
        1..4_i64,
        prop_oneof![Just("7s"), Just("20s"), Just("1m")],
        option::of(prop_oneof![Just("0s"), Just("25s")]),
    );
    (limits, times, "[SFIER]{0,5}[SFIE]").prop_map(|((fl, il, cel, csl), (extra, interval, delay), script)| {
        let mut fields = json!({
            "interval": interval, "count": fl + csl + il + extra, "failureLimit": fl, "inconclusiveLimit": il,
            "consecutiveSuccessLimit": csl,
        });
        if let Some(cel) = cel {
            fields["consecutiveErrorLimit"] = json!(cel);
        }
        if let Some(delay) = delay {
            fields["initialDelay"] = json!(delay);
        }
        (fields, script)
    })
}

/// One to four such metrics, called `a`, `b` and so on, and perhaps a person who ends the run.
fn case() -> impl Strategy<Value = (Vec<Value>, World)> {
    (vec(finite(), 1..5), option::weighted(0.3, 0..90_i64)).prop_map(|(all, ended_after)| {
        let names = ["a", "b", "c", "d"];
        let metrics = all.iter().zip(names).map(|((fields, _), name)| metric(name, fields.clone())).collect();
        let scripts =
            all.into_iter().zip(names).map(|((_, script), name)| (name.to_owned(), script)).collect();
        (metrics, World { scripts, ended_after })
    })
}

fn compat() -> impl Strategy<Value = Compat> {
    prop_oneof![Just(Compat::ARGO), Just(Compat::STRICT)]
}

/// The spec of these metrics; those whose name matches the rule do not count.
fn run_of(metrics: &[Value], dry: Option<&str>) -> AnalysisRunSpec {
    let rules: Vec<_> = dry.iter().map(|name| json!({"metricName": name})).collect();
    spec(json!({"metrics": metrics, "dryRun": rules}))
}

/// Results by name, since they stand in the order in which they came.
fn by_name(played: &Played) -> BTreeMap<String, MetricResult> {
    played.status.metric_results.iter().map(|result| (result.name.clone(), result.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// L6 and the bound of a run: one that can end does end.
    #[test]
    fn a_run_that_can_end_does_end((metrics, world) in case(), compat in compat()) {
        let played = play(&run_of(&metrics, None), compat, &world);
        prop_assert!(played.status.phase.is_completed(), "{:?}", played.passes.last());
    }

    /// S13: the end is never better than what a metric ended as, and is that of one of them, unless the run was cut short.
    #[test]
    fn the_end_is_the_worst_of_the_parts((metrics, world) in case(), compat in compat()) {
        let played = play(&run_of(&metrics, None), compat, &world);
        let phase = &played.status.phase;
        let parts = || played.status.metric_results.iter().map(|result| &result.phase);
        let completed = || parts().filter(|part| part.is_completed());
        prop_assert!(completed().all(|part| !part.is_worse_than(phase)), "{:?}", played.status);
        let all = played.status.metric_results.len() == metrics.len() && parts().all(Phase::is_completed);
        if all {
            prop_assert!(parts().any(|part| part == phase), "{:?}", played.status);
        }
        // S12: what was not measured to its end is no success.
        if compat == Compat::STRICT && !all {
            prop_assert!(*phase != Phase::Successful, "{:?}", played.status);
        }
    }

    /// S13: the order of metrics means nothing.
    #[test]
    fn order_means_nothing((metrics, world) in case(), turn in 0..4_usize, compat in compat()) {
        let mut turned = metrics.clone();
        turned.rotate_left(turn % metrics.len());
        let (one, other) = (play(&run_of(&metrics, None), compat, &world), play(&run_of(&turned, None), compat, &world));
        prop_assert_eq!(&one.status.phase, &other.status.phase);
        prop_assert_eq!(&one.status.run_summary, &other.status.run_summary);
        prop_assert_eq!(by_name(&one), by_name(&other));
    }

    /// S13: one more metric that fails never makes the end better.
    #[test]
    fn one_more_failure_improves_nothing((metrics, mut world) in case(), place in 0..5_usize, compat in compat()) {
        let without = play(&run_of(&metrics, None), compat, &world);
        let mut more = metrics.clone();
        more.insert(place.min(metrics.len()), metric("z", json!({})));
        world.scripts.insert("z".into(), "F".into());
        let with = play(&run_of(&more, None), compat, &world);
        prop_assert!(!without.status.phase.is_worse_than(&with.status.phase), "{:?} {:?}", without.status, with.status);
    }

    /// S32: a metric that does not count changes nothing, not even the time of the end.
    #[test]
    fn dry_runs_are_inert((metrics, mut world) in case(), (mut fields, script) in finite(), endless in any::<bool>()) {
        let without = play(&run_of(&metrics, None), Compat::STRICT, &world);
        if endless {
            fields["count"] = json!(0);
        }
        let mut more = metrics.clone();
        more.insert(0, metric("z", fields));
        world.scripts.insert("z".into(), script);
        let with = play(&run_of(&more, Some("z")), Compat::STRICT, &world);
        prop_assert_eq!(&without.status.phase, &with.status.phase);
        prop_assert_eq!(&without.status.message, &with.status.message);
        prop_assert_eq!(&without.status.run_summary, &with.status.run_summary);
        prop_assert_eq!(without.status.completed_at, with.status.completed_at);
        let (without, mut with) = (by_name(&without), by_name(&with));
        with.remove("z");
        prop_assert_eq!(without, with);
    }

    /// S27: at an armed instant there is something to do, and just before it, if nothing else changes, there is not.
    #[test]
    fn an_armed_wake_up_has_work((metrics, world) in case()) {
        let spec = run_of(&metrics, None);
        let plan = Plan::of(&spec, Compat::STRICT);
        for (before, now, decision) in &play(&spec, Compat::STRICT, &world).passes {
            let Next::At(at, _) = decision.next else { continue };
            let seen = Observed::default();
            let stored = play::stored(&decision.status);
            let work = |at: Timestamp| {
                let decision = decide(&plan, &stored, &seen, &Heard::default(), at);
                !decision.actions.is_empty() || decision.status != stored
            };
            prop_assert!(now < &at && work(at), "{decision:?}");
            let just_before = at.plus(Span::nanoseconds(-1));
            if *before == stored && *now < just_before {
                prop_assert!(!work(just_before), "{decision:?}");
            }
        }
    }

    /// L6: a pass that does nothing and is not an end names what it waits for.
    #[test]
    fn every_wait_has_a_name((metrics, world) in case(), compat in compat()) {
        for (before, _, decision) in &play(&run_of(&metrics, None), compat, &world).passes {
            let settled = decision.actions.is_empty() && decision.status == *before;
            let named = decision.reasons.iter().any(|told| matches!(told.reason, Reason::Waiting(_)));
            prop_assert!(!settled || named || before.phase.is_completed(), "{decision:?}");
        }
    }
}

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..6_i64, 1 => -3..0_i64, 1 => any::<i64>()]
}

fn instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        9 => (-100..100_i64).prop_map(|seconds| start().plus(Span::seconds(seconds))),
        1 => any::<i64>().prop_map(Timestamp::from_seconds),
    ]
}

fn any_phase() -> impl Strategy<Value = Phase> {
    let texts = ["", "Pending", "Running", "Successful", "Failed", "Error", "Inconclusive", "Odd"];
    (0..texts.len()).prop_map(move |at| Phase::from(texts.get(at).copied().unwrap_or_default()))
}

fn measurement() -> impl Strategy<Value = Measurement> {
    (any_phase(), option::of(instant()), option::of(instant()), option::of(instant())).prop_map(
        |(phase, started_at, finished_at, resume_at)| Measurement {
            phase,
            started_at,
            finished_at,
            resume_at,
            ..Measurement::default()
        },
    )
}

fn result() -> impl Strategy<Value = MetricResult> {
    let name = prop_oneof![Just("a"), Just("b"), Just("c"), Just("gone")];
    let counters = (number(), number(), number(), number(), number(), number());
    (name, any_phase(), vec(measurement(), 0..14), counters, any::<bool>()).prop_map(
        |(name, phase, measurements, (successful, failed, inconclusive, error, in_a_row, count), dry_run)| {
            MetricResult {
                name: name.into(),
                phase,
                measurements: measurements.into_iter().collect(),
                successful,
                failed,
                inconclusive,
                error,
                count,
                consecutive_error: in_a_row,
                consecutive_success: in_a_row,
                dry_run,
                ..MetricResult::default()
            }
        },
    )
}

fn any_status() -> impl Strategy<Value = Status> {
    (any_phase(), vec(result(), 0..4), option::of(instant()), option::of(instant())).prop_map(
        |(phase, metric_results, started_at, completed_at)| Status {
            phase,
            metric_results,
            started_at,
            completed_at,
            ..Status::default()
        },
    )
}

fn any_metric() -> impl Strategy<Value = Value> {
    let numbers = (option::of(number()), option::of(number()), option::of(number()), option::of(number()));
    let times = prop_oneof![Just(""), Just("10s"), Just("-1h"), Just("2562047h"), Just("x")];
    let name = prop_oneof![Just("a"), Just("b"), Just("c"), Just("{{args.x}}")];
    (name, numbers, times.clone(), times).prop_map(|(name, (count, fl, csl, cel), interval, delay)| {
        let text = |number: Option<i64>| number.map_or(Value::Null, |number| json!(number.to_string()));
        let mut fields = json!({"interval": interval, "initialDelay": delay});
        let numbers = [
            ("count", count),
            ("failureLimit", fl),
            ("consecutiveSuccessLimit", csl),
            ("consecutiveErrorLimit", cel),
        ];
        for (field, number) in numbers.into_iter().filter(|(_, number)| number.is_some()) {
            fields[field] = text(number);
        }
        metric(name, fields)
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        6 => measurement().prop_map(|measurement| Answer::Measured { measurement, about: BTreeMap::new() }),
        1 => Just(Answer::NoProvider { message: "no".into() }),
        2 => Just(Answer::Forgotten),
        1 => Just(Answer::NotForgotten { message: "no".into() }),
    ]
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let ttl = (option::of(any::<i32>()), option::of(0..90_i32), option::of(0..90_i32));
    (vec(any_metric(), 0..4), any::<bool>(), ttl, compat()).prop_map(|(metrics, dry, (c, f, s), compat)| {
        let mut spec = run_of(&metrics, dry.then_some("a|b"));
        spec.ttl_strategy = Some(TtlStrategy {
            seconds_after_completion: c,
            seconds_after_failure: f,
            seconds_after_success: s,
            ..TtlStrategy::default()
        });
        Plan::of(&spec, compat)
    })
}

fn heard() -> impl Strategy<Value = Heard<Answer>> {
    let failed = option::weighted(0.1, 0..5_usize);
    (vec(answer(), 0..8), failed).prop_map(|(answers, failed)| Heard {
        answers,
        failed: failed.map(|action| Failed { action, message: "no".into() }),
    })
}

/// The counters that only grow: those of measurements in a row begin anew.
fn counters(result: &MetricResult) -> [i64; 5] {
    [result.count, result.successful, result.failed, result.inconclusive, result.error]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    /// For any plan, status and answers: nothing panics, counters never go down, an end stays, and only age ends a run that
    /// has ended.
    #[test]
    fn one_pass_of_anything(
        plan in any_plan(),
        status in any_status(),
        heard in heard(),
        terminate in any::<bool>(),
        now in instant(),
    ) {
        let seen = Observed { terminate, ..Observed::default() };
        let decision = decide(&plan, &status, &seen, &heard, now);
        prop_assert_eq!(&decision, &decide(&plan, &status, &seen, &heard, now));
        for (before, after) in status.metric_results.iter().zip(&decision.status.metric_results) {
            prop_assert_eq!(&before.name, &after.name);
            let grown = counters(before).into_iter().zip(counters(after)).all(|(before, after)| before <= after);
            prop_assert!(grown, "{before:?} {after:?}");
            prop_assert!(!before.phase.is_completed() || before.phase == after.phase);
        }
        if status.phase.is_completed() {
            prop_assert_eq!(&decision.status, &status);
            prop_assert!(decision.actions.iter().all(|action| *action == Action::Delete));
            prop_assert_eq!(&decision.reasons, &[]);
        }
        let Summary { count, successful, failed, inconclusive, error, .. } = decision.status.run_summary;
        prop_assert!(successful + failed + inconclusive + error <= count);
        let counted = plan.metrics.as_ref().map_or(0, |metrics| {
            metrics.iter().filter(|metric| metric.counting == Counting::Counts).count()
        });
        prop_assert!(count == 0 || i64::try_from(counted).is_ok_and(|counted| counted == count));
    }
}
