//! What holds of every simulated analysis run.
#![expect(clippy::expect_used, clippy::indexing_slicing, unreachable_pub, reason = "a test may fail")]
#![cfg(feature = "sim")]

#[path = "analysis/play.rs"]
#[expect(dead_code, reason = "other tests look at the passes")]
mod play;

use gradual::{
    analysis::{Compat, Plan, Status},
    metric::Phase,
    sim::{
        Limits,
        analysis::{End, Rate, Run, Sample, Scene, Seen, Shown, Source, Traffic},
    },
    time::{Span, Timestamp},
};
use play::{World, play, spec, start};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Value, json};

/// A metric with limits, a script of letters as `play` has them, and whether its outcome counts.
fn metric() -> impl Strategy<Value = (Value, String, bool)> {
    let limits = (0..3_i64, 0..3_i64, 0..3_i64, 0..3_i64, 1..4_i64);
    let times = (prop_oneof![Just("7s"), Just("1m")], option::of(prop_oneof![Just("0s"), Just("25s")]));
    (limits, times, "[SFIE]{1,6}", any::<bool>()).prop_map(
        |((failures, inconclusive, errors, successes, more), (interval, delay), script, dry)| {
            let mut metric = json!({
                "provider": {"job": {}}, "interval": interval, "count": failures + successes + inconclusive + more,
                "failureLimit": failures, "inconclusiveLimit": inconclusive, "consecutiveErrorLimit": errors,
                "consecutiveSuccessLimit": successes,
            });
            if let Some(delay) = delay {
                metric["initialDelay"] = json!(delay);
            }
            (metric, script, dry)
        },
    )
}

fn sample(letter: char) -> Sample {
    match letter {
        'S' => Sample::Verdict(Phase::Successful),
        'F' => Sample::Verdict(Phase::Failed),
        'I' => Sample::Verdict(Phase::Inconclusive),
        _ => Sample::Error(String::new()),
    }
}

fn simulated(plan: Plan, scene: Scene) -> (Status, Option<End>, Vec<Timestamp>) {
    let mut run = Run::new(plan, scene, Limits::default());
    let times = run.by_ref().map(|pass| pass.at).collect();
    (run.status().clone(), run.end().cloned(), times)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// The simulator keeps the contract: a run ends as one does that is played by the letter of it, with a store that
    /// writes JSON.
    #[test]
    fn a_simulated_run_is_a_played_one(
        metrics in vec(metric(), 1..4),
        ended_after in option::weighted(0.3, 0..90_i64),
        compat in prop_oneof![Just(Compat::ARGO), Just(Compat::STRICT)],
    ) {
        let names = ["a", "b", "c"];
        let (mut scene, mut world) = (Scene::at(start()), World { ended_after, ..World::default() });
        scene.terminated_at = ended_after.map(|after| start().plus(Span::seconds(after)));
        let (mut list, mut rules) = (Vec::new(), Vec::new());
        for ((mut metric, script, dry), name) in metrics.into_iter().zip(names) {
            metric["name"] = json!(name);
            list.push(metric);
            rules.extend(dry.then(|| json!({"metricName": name})));
            scene.sources.insert(name.to_owned(), Source::List(script.chars().map(sample).collect()));
            world.scripts.insert(name.to_owned(), script);
        }
        let spec = spec(json!({"metrics": list, "dryRun": rules}));
        let played = play(&spec, compat, &world).status;
        let (status, end, times) = simulated(Plan::of(&spec, compat), scene);
        prop_assert_eq!(end, Some(End::Completed));
        prop_assert!(times.is_sorted());
        prop_assert_eq!(status, played);
    }

    /// What is stored is what would be read from the written status.
    #[test]
    fn a_stored_status_is_one_that_was_written_and_read(nanos in 0..3_000_000_000_i64, seed in any::<u64>()) {
        let metric = json!({"name": "a", "interval": "1s", "count": 5, "provider": {"prometheus": {"query": "q"}}});
        let plan = Plan::of(&spec(json!({"metrics": [metric]})), Compat::ARGO);
        let mut scene = Scene::at(start().plus(Span::nanoseconds(nanos)));
        let traffic = Traffic {
            stable: Rate::percent(3),
            canary: Rate::percent(30),
            seen: Seen::All,
            shown: Shown::Errors,
            requests: 50,
            seed,
        };
        scene.sources.insert("a".into(), Source::Traffic(traffic));
        let (status, ..) = simulated(plan.clone(), scene.clone());
        prop_assert_eq!(&play::stored(&status), &status);
        prop_assert_eq!(simulated(plan, scene).0, status);
    }
}

/// A metric of which nothing is known is an error, and a run without an end is cut off.
#[test]
fn every_run_ends() {
    let metric = |count: i64| json!({"name": "a", "interval": "1m", "count": count, "provider": {"web": {"url": "u"}}});
    let plan = |count| Plan::of(&spec(json!({"metrics": [metric(count)]})), Compat::ARGO);
    let (status, end, _) = simulated(plan(3), Scene::at(start()));
    assert_eq!((end, status.phase), (Some(End::Completed), Phase::Error));
    assert!(
        status.message.ends_with("\"Error Message: nothing is known of metric `a`\""),
        "{}",
        status.message
    );

    let mut scene = Scene::at(start());
    scene.sources.insert("a".into(), Source::Constant(Sample::Number(1.0)));
    let limits = Limits { time: Span::seconds(3600), passes: 1000 };
    for (limits, expected) in [(limits, End::OutOfTime), (Limits { passes: 7, ..limits }, End::OutOfPasses)] {
        let mut run = Run::new(plan(0), scene.clone(), limits);
        run.by_ref().for_each(drop);
        assert_eq!(run.end(), Some(&expected));
    }
}
