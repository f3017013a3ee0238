//! Laws of experiments, in small worlds of pods, runs, mishaps and people.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a law that does not hold ends the test"
)]

#[path = "experiment/compat.rs"]
mod compat;
#[path = "experiment/world.rs"]
mod world;

use gradual::{
    decision::{Heard, Next},
    experiment::{
        Action, Analysis, Compat, Hold, Length, Observed, Plan, Reason, Refusal, Status, Template,
        TemplateService, TemplateStatus, Wait, decide,
    },
    metric::{AnalysisTemplateRef, Phase},
    time::{Span, Timestamp},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use world::{Judge, Mishaps, Passed, Pods, World, start};

/// Longer than anything in these worlds lasts.
const LATE: i64 = 5000;

fn at(seconds: i64) -> Timestamp {
    start().plus(Span::seconds(seconds))
}

fn compats() -> impl Strategy<Value = Compat> {
    prop_oneof![Just(Compat::ARGO), Just(Compat::STRICT)]
}

fn templates() -> impl Strategy<Value = Vec<Template>> {
    let service = prop_oneof![
        2 => Just(None),
        1 => Just(Some(TemplateService::Unnamed)),
        1 => Just(Some(TemplateService::Named("svc".into()))),
    ];
    let template = (0..4_i64, service);
    prop::collection::vec(template, 0..4).prop_map(|list| {
        let each = list.into_iter().enumerate().map(|(index, (replicas, service))| {
            let service = match service {
                Some(TemplateService::Named(name)) => Some(TemplateService::Named(format!("{name}-{index}"))),
                other => other,
            };
            Template { service, ..Template::of(format!("t{index}"), replicas) }
        });
        each.collect()
    })
}

fn analyses() -> impl Strategy<Value = Vec<Analysis>> {
    prop::collection::vec(any::<bool>(), 0..3).prop_map(|list| {
        let each = list.into_iter().enumerate().map(|(index, required)| {
            let template =
                AnalysisTemplateRef { template_name: "t".into(), ..AnalysisTemplateRef::default() };
            Analysis { name: format!("an{index}"), template, required, args: Vec::new() }
        });
        each.collect()
    })
}

fn plans() -> impl Strategy<Value = Plan> {
    let seconds = (0..60_i64, 5..40_i64, 0..40_i64);
    (templates(), analyses(), seconds, compats()).prop_map(|(templates, analyses, seconds, compat)| {
        let (length, deadline, delay) = seconds;
        Plan {
            analyses,
            length: Length::For(Span::seconds(length)),
            progress_deadline: Span::seconds(deadline),
            scale_down_delay: Span::seconds(delay),
            compat,
            ..Plan::of("exp", templates)
        }
    })
}

/// Runs end once they are told to: nothing in a world ends otherwise.
fn judges() -> impl Strategy<Value = Judge> {
    let letter = || prop::sample::select(vec!['S', 'F', 'E', 'I']);
    let verdict = prop_oneof![1 => Just('-'), 4 => letter()];
    (1..80_i64, verdict, 0..10_i64, letter(), 1..30_i64).prop_map(|(after, verdict, heeds, cut, every)| {
        Judge { after, verdict, heeds: Some(heeds), cut, every }
    })
}

fn worlds() -> impl Strategy<Value = World> {
    let pods = (prop_oneof![5 => (0..20_i64).prop_map(Some), 1 => Just(None)], 0..10_i64);
    let pods = prop::collection::vec(pods, 3);
    let taken = prop_oneof![6 => Just(None), 1 => Just(Some("exp-t0".to_owned()))];
    (plans(), pods, prop::collection::vec(judges(), 2), taken).prop_map(|(plan, pods, judges, taken)| {
        let mut world = World::of(plan);
        let pods = pods.into_iter().enumerate();
        world.pods = pods.map(|(at, (up, down))| (format!("t{at}"), Pods { up, down })).collect();
        let judges = judges.into_iter().enumerate();
        world.judges = judges.map(|(at, judge)| (format!("an{at}"), judge)).collect();
        world.taken = taken.into_iter().collect();
        world
    })
}

/// Worlds in which upstream does not write a line in every pass without end.
fn calm(mut world: World) -> World {
    if world.plan.compat.collisions_pile_up {
        world.taken.clear();
    }
    world
}

/// The world after this long, with somebody who ends the experiment, if ever.
fn played(mut world: World, ended: Option<i64>) -> World {
    if let Some(seconds) = ended {
        world.play(at(seconds));
        world.terminate = true;
    }
    world.play(at(LATE));
    world
}

/// When the experiment was over, and when each of its ReplicaSets was asked to have no pods for good.
fn end(world: &World) -> Option<Timestamp> {
    let over = |passed: &&Passed| passed.stored && passed.decision.status.phase.is_completed();
    world.passes.iter().find(over).map(|passed| passed.at)
}

fn waits(passed: &Passed) -> Vec<&Wait> {
    let each = passed.decision.reasons.iter().filter_map(|told| match &told.reason {
        Reason::Waiting(wait) => Some(wait),
        _ => None,
    });
    each.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// An experiment with a duration ends, and is successful only if something was measured (laws L5, S12).
    #[test]
    fn it_ends(world in worlds()) {
        let mut world = world;
        world.plan.compat = Compat::STRICT;
        let world = played(world, None);
        prop_assert!(world.status.phase.is_completed(), "{:#?}", world.passes.last());
        let judged = !world.plan.analyses.is_empty() && world.status.phase == Phase::Successful;
        prop_assert!(!judged || 0 < world.measurements());
        prop_assert!(world.passes.len() < 150, "{} passes", world.passes.len());
    }

    /// After its end every template reaches zero pods within the delay, and its service goes (law L7).
    #[test]
    fn nothing_is_left(world in worlds(), ended in prop::option::of(0..100_i64)) {
        let world = played(calm(world), ended);
        let Some(over) = end(&world) else {
            // Upstream can stay as it is for ever.
            prop_assert!(world.plan.compat.deaf_at_the_end);
            return Ok(());
        };
        let late = over.plus(world.plan.scale_down_delay).plus(Span::seconds(1));
        let still = world.passes.iter().filter(|passed| late < passed.at);
        for passed in still {
            prop_assert!(passed.wants.values().all(|want| *want == 0), "{passed:#?}");
        }
        prop_assert_eq!((world.pods_left(), world.services()), (0, 0));
    }

    /// Ending is safe at any moment: from then on nothing grows and nothing begins, and it comes to an end (law S5).
    #[test]
    fn ending_is_safe(world in worlds(), ended in 0..100_i64) {
        let mut world = calm(world);
        world.play(at(ended));
        let (before, strict) = (world.passes.len(), !world.plan.compat.deaf_at_the_end);
        world.terminate = true;
        world.play(at(LATE));
        for passed in &world.passes[before..] {
            for action in &passed.decision.actions {
                let grows = match action {
                    Action::Scale { from, to, .. } => from < to,
                    Action::CreateRun { .. } | Action::CreateService { .. } => true,
                    _ => false,
                };
                prop_assert!(!grows, "{action:?}");
            }
        }
        prop_assert!(!strict || world.status.phase.is_completed());
        prop_assert_eq!(world.pods_left(), 0);
    }

    /// No template ever gets more pods than asked, whatever is refused (law S9).
    #[test]
    fn never_more_than_asked(
        world in worlds(),
        refused in prop::collection::btree_map(0..20_usize, refusals(), 0..4),
        ended in prop::option::of(0..100_i64),
    ) {
        let mut world = calm(world);
        world.mishaps.refused = refused;
        let world = played(world, ended);
        for template in &world.plan.templates {
            let most = world.passes.iter().filter_map(|passed| passed.wants.get(&template.name)).max();
            prop_assert!(most.is_none_or(|most| *most <= template.replicas));
        }
        if !world.plan.compat.deaf_at_the_end {
            prop_assert!(world.status.phase.is_completed(), "{:#?}", world.passes.last());
        }
    }

    /// A crash after any prefix of the actions changes nothing in the end.
    #[test]
    fn crashes_change_nothing(
        world in worlds(),
        crashes in prop::collection::btree_map(0..30_usize, 0..6_usize, 1..6),
        ended in prop::option::of(0..100_i64),
    ) {
        let whole = played(calm(world.clone()), ended);
        let mut cut = calm(world);
        cut.mishaps = Mishaps { crashes, ..Mishaps::default() };
        let cut = played(cut, ended);
        prop_assert_eq!(outcome(&cut), outcome(&whole));
    }

    /// A pass that does nothing and is not an end names its wait, and of those upstream's stuck ones are the only ones
    /// that nothing ends (law L6).
    #[test]
    fn waits_have_names(world in worlds(), ended in prop::option::of(0..100_i64)) {
        let world = played(calm(world), ended);
        for passed in &world.passes {
            let idle = passed.decision.actions.is_empty() && !passed.stored && !passed.crashed;
            let over = passed.before.phase.is_completed();
            let waits = waits(passed);
            prop_assert!(!idle || over || !waits.is_empty(), "{passed:#?}");
            let stuck = waits.iter().any(|wait| matches!(wait, Wait::Unread { .. }));
            prop_assert!(!stuck || world.plan.compat.deaf_at_the_end);
            if let Some(Wait::Over { at } | Wait::Retirement { at, .. }) = waits.first() {
                let alarm = match passed.decision.next {
                    Next::At(alarm, _) => Some(alarm),
                    _ => None,
                };
                prop_assert!(alarm.is_some_and(|alarm| alarm <= at.next()), "{passed:#?}");
            }
        }
    }

    /// What is stored need not be what this version writes: no status makes a pass panic, and none is lost.
    #[test]
    fn any_status_is_read(status in statuses(), world in worlds(), seconds in -10..100_i64) {
        let (stored, seen) = (Status::read(status.clone()), Observed::default());
        prop_assert_eq!(json!(stored), with_defaults(&status, &stored));
        let now = at(seconds);
        let once = decide(&world.plan, &stored, &seen, &Heard::default(), now);
        let twice = decide(&world.plan, &stored, &seen, &Heard::default(), now);
        prop_assert_eq!(&once, &twice);
        let steering = stored.unreadable.iter().any(|name| !["conditions", "message"].contains(&name.as_str()));
        let held = once.reasons.iter().any(|told| matches!(told.reason, Reason::Held(Hold::Unreadable { .. })));
        prop_assert_eq!(steering, held);
        if held {
            prop_assert_eq!((once.actions.len(), once.status), (0, stored));
        }
    }
}

fn refusals() -> impl Strategy<Value = Refusal> {
    prop_oneof![Just(Refusal::Conflict), Just(Refusal::Failed)]
}

/// What an experiment comes to, apart from time.
fn outcome(world: &World) -> Value {
    let status = &world.status;
    let template = |known: &TemplateStatus| json!([known.name, known.status]);
    json!({
        "phase": status.phase,
        "message": status.message,
        "templates": status.template_statuses.iter().map(template).collect::<Vec<_>>(),
        "analyses": status.analysis_runs,
        "runs": world.run_names(),
        "pods": world.pods_left(),
        "services": world.services(),
    })
}

/// Statuses of which parts are of a wrong type or missing.
fn statuses() -> impl Strategy<Value = Value> {
    let odd =
        || prop_oneof![Just(json!(7)), Just(json!("x")), Just(json!([])), Just(json!({})), Just(Value::Null)];
    let phase = prop_oneof![
        4 => prop::sample::select(vec!["", "Pending", "Running", "Successful", "Paused"]).prop_map(Value::from),
        1 => odd(),
    ];
    let template =
        json!({"name": "t0", "replicas": 1, "status": "Running", "lastTransitionTime": null, "new": 1});
    let run = json!({"name": "an0", "analysisRun": "exp-an0", "phase": "Running", "message": "m"});
    let condition = json!({"type": "Progressing", "status": "True", "reason": "R", "message": "m"});
    let list = |entry: Value| prop_oneof![3 => Just(json!([entry])), 1 => odd()];
    let at = prop_oneof![3 => Just(json!("2023-11-14T22:13:20Z")), 1 => odd()];
    (phase, list(template), list(run), list(condition), at, odd()).prop_map(
        |(phase, templates, runs, conditions, available_at, message)| {
            json!({
                "phase": phase,
                "message": message,
                "templateStatuses": templates,
                "analysisRuns": runs,
                "conditions": conditions,
                "availableAt": available_at,
                "new": {"deep": [null]},
            })
        },
    )
}

/// What a stored status looks like when it is written again: numbers and times that upstream always writes are there, and
/// what is empty is not.
fn with_defaults(status: &Value, read: &Status) -> Value {
    let mut status = status.clone();
    let fields = status.as_object_mut().expect("an object");
    fields.retain(|name, value| {
        let empty = value.is_null() || *value == json!([]) || *value == json!("");
        !empty || read.unreadable.contains(name)
    });
    if let Some(template) = status.pointer_mut("/templateStatuses/0") {
        let known = template.as_object_mut().expect("a template");
        known.retain(|_, value| !value.is_null());
        for name in ["updatedReplicas", "readyReplicas", "availableReplicas"] {
            known.entry(name).or_insert(json!(0));
        }
    }
    if let Some(condition) = status.pointer_mut("/conditions/0") {
        condition["lastUpdateTime"] = Value::Null;
        condition["lastTransitionTime"] = Value::Null;
    }
    status
}
