//! Laws of the rollout machine, tried in small worlds: random canaries, pods, scripts and crashes.
#![cfg(feature = "sim")]
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail"
)]

#[path = "stories/mod.rs"]
mod stories;

use gradual::{
    argo::Rollout,
    decision::{Heard, Next, Trouble},
    explain::{Rest, explain},
    rollout::{Action, Answer, Command, Retirement, Status, decide},
    sim::{Cue, End, Happening, Limits, Moment, Policy, Simulation, Which, World},
    time::{Span, Timestamp, Wake},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use stories::{script, start, world};

/// Far more than the longest honest run needs.
const LIMITS: Limits = Limits { time: Span::seconds(86_400), passes: 2_000 };

/// A world and what happens in it, without what has no end: see the last tests.
fn story() -> impl Strategy<Value = (World, Vec<Cue>)> {
    (world(), script()).prop_map(|(world, mut script)| {
        let plan = world.plan();
        let at_once = plan.traffic().is_none() && plan.canary().is_some();
        if plan.abort_when_late && !at_once {
            script.retain(|cue| cue.happening != Happening::Command(Command::PromoteFully));
        }
        (world, script)
    })
}

/// What is left of a world apart from time: texts that are instants are dropped, and so are how long pauses took and the
/// order of conditions, which is that of their last changes.
fn timeless(world: &World) -> Value {
    let seen = world.observe();
    let mut status = world.rollout.status.clone();
    status.conditions.sort_by(|a, b| a.kind.cmp(&b.kind));
    let revisions: Vec<_> = seen
        .revisions
        .iter()
        .map(|r| {
            (&r.name, &r.hash, r.number, r.size, r.sized_for, r.retirement == Retirement::None, r.outdated)
        })
        .map(|revision| format!("{revision:?}"))
        .collect();
    json!({
        "revisions": sorted(revisions),
        "services": format!("{:?}", seen.services),
        "router": format!("{:?}", world.router.told),
        "number": seen.number,
        "status": without_instants(json!(status)),
    })
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

fn without_instants(value: Value) -> Value {
    match value {
        Value::String(text) if Timestamp::parse(&text).is_ok() => Value::Null,
        Value::Array(list) => list.into_iter().map(without_instants).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(name, _)| name != "totalManualPauseDurationSeconds")
            .map(|(name, value)| (name, without_instants(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}

/// Runs on without a script to where nothing more happens.
fn settle(world: World) -> World {
    let mut run = Simulation::new(world, Vec::new(), LIMITS);
    run.by_ref().for_each(drop);
    assert!(matches!(run.end(), Some(End::Settled | End::Awaits(_))), "{:?}", run.end());
    run.world().clone()
}

/// Reconciles without moving pods or time until nothing changes.
fn quiet(world: &World) -> (World, Next) {
    let mut world = world.clone();
    for _ in 0..50 {
        let pass = world.reconcile();
        if !pass.stored && !pass.changed && pass.failed.is_none() {
            return (world, pass.next);
        }
    }
    panic!("never quiet: {:?}", world.rollout.status);
}

/// What the router says where it is asked in the next pass.
fn answers(world: &World) -> Vec<Answer> {
    let pass = decide(&world.plan(), &world.rollout.status, &world.observe(), &Heard::default(), world.now);
    let said = |weight: i64| match world.carried() {
        Some(told) if told.weight == weight && world.router.arrival() <= world.now => Answer::Arrived,
        _ => Answer::Pending,
    };
    let asked = pass.actions.iter().filter_map(|action| match action {
        Action::VerifyWeight { weight } => Some(said(*weight)),
        _ => None,
    });
    asked.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_run_settles_or_names_what_it_awaits((world, script) in story()) {
        let told = format!("{} with {:?} and {:?}: {script:?}", json!(world.rollout.spec), world.policy, world.router);
        let mut run = Simulation::new(world, script, LIMITS);
        run.by_ref().for_each(drop);
        prop_assert!(matches!(run.end(), Some(End::Settled | End::Awaits(_))), "{:?}: {told}", run.end());
        let Status { phase, message, .. } = &run.world().rollout.status;
        if run.end() == Some(&End::Settled) {
            prop_assert_eq!((phase.as_str(), message.as_str()), ("Healthy", ""), "{}", told);
        }
    }

    #[test]
    fn an_armed_instant_is_the_first_with_work_to_do((mut world, script) in story()) {
        // While a router does not work no pass is quiet.
        world.router.outage = None;
        let mut run = Simulation::new(world, script, LIMITS);
        while run.next().is_some() {
            let (world, next) = quiet(run.world());
            let Next::At(at, wake) = next else { continue };
            // A weight arrives when it does, which only asking shows.
            if world.router.confirms && world.now < world.router.arrival() {
                continue;
            }
            prop_assert!(world.now < at, "{wake:?} was armed for {at} at {}", world.now);
            let before = at.plus(Span::nanoseconds(-1));
            let (mut early, mut due) = (world.clone(), world.clone());
            early.now = before;
            due.now = at;
            let (early, due) = (early.reconcile(), due.reconcile());
            // Shortly before progress is due, a pass without news asks to be repeated; evictions go on so long after
            // whatever pass, and so do questions (`argo-rollout §1.7`).
            let asks = matches!(early.next, Next::At(_, Wake::VerifyAgain));
            let again = matches!(early.next, Next::Retry { trouble: Trouble::Overdue, .. }) || wake == Wake::EvictMore || asks;
            let waits = early.next == next || again;
            prop_assert!(!early.changed && !early.stored && waits, "{wake:?}: {early:#?}");
            prop_assert!(due.changed || due.stored || due.next != next, "{wake:?}: {due:#?}");
        }
    }

    #[test]
    fn whatever_does_nothing_is_explained((mut world, script) in story()) {
        // While a router does not work no pass is quiet.
        world.router.outage = None;
        let mut run = Simulation::new(world, script, LIMITS);
        while run.next().is_some() {
            let (world, _) = quiet(run.world());
            let heard = Heard { answers: answers(&world), failed: None };
            let (plan, status, seen) = (world.plan(), &world.rollout.status, world.observe());
            let explained = explain(&plan, status, &seen, &heard, world.now);
            prop_assert_eq!(&explained.moves.actions, &[], "{}", explained);
            match &explained.rest {
                Rest::Awaits(waits) => prop_assert!(waits.iter().all(|one| !one.ends.is_empty()), "{}", explained),
                Rest::Done => prop_assert_eq!(status.phase.as_str(), "Healthy", "{:?}", seen),
                Rest::Held(_) | Rest::Never => prop_assert!(false, "{}", explained),
            }
            prop_assert!(explained.to_string().lines().count() < 200);
        }
    }

    #[test]
    fn equal_inputs_give_equal_bytes((world, script) in story()) {
        let moments = || Simulation::new(world.clone(), script.clone(), LIMITS).map(|m| format!("{m:?}")).collect::<Vec<_>>();
        prop_assert_eq!(moments(), moments());
    }

    #[test]
    fn a_crash_after_any_prefix_ends_alike((world, script) in story(), at in 0_usize..60) {
        let refused = |cue: &Cue| !matches!(cue.happening, Happening::Refuse { .. });
        let script = script.into_iter().filter(refused).collect();
        let mut run = Simulation::new(world, script, LIMITS);
        run.by_ref().take(at).for_each(drop);
        let world = run.world().clone();
        let whole = world.clone().pass();
        // A revision is created, and the controller crashes before the status notes it as progress. The note never comes
        // back, so a paused rollout lacks it (E-002); and if no count of pods changes, the time of the last update's
        // progress makes this one late at once (E-001).
        let created = whole.actions.iter().any(|action| matches!(action, Action::Create { .. }));
        let late_at_once = created && world.plan().abort_when_late && world.rollout.status.updated_replicas == 0;
        prop_assume!(!late_at_once);
        // Pods of a revision with a certain number stop being ready as soon as one gets it: the world moves meanwhile.
        let renumbered = whole.actions.iter().any(|action| matches!(action, Action::Annotate { .. }));
        prop_assume!(!renumbered || world.caps.is_empty());
        let lacks = if created { "NewReplicaSetCreated" } else { "" };
        let actions = whole.actions.len();
        let uncut = settle(world.clone());
        for after in 0..=actions {
            let mut cut = world.clone();
            cut.interrupted_pass(after);
            let (cut, mut uncut) = (settle(cut), uncut.clone());
            if let Some(note) = uncut.rollout.status.conditions.iter_mut().find(|c| c.reason == lacks) {
                *note = cut.rollout.status.condition("Progressing").cloned().unwrap_or_default();
            }
            prop_assert_eq!(timeless(&cut), timeless(&uncut), "cut after {} of {}", after, actions);
        }
    }
}

#[test]
fn an_update_pauses_is_promoted_and_settles() {
    let (rollout, _) = Rollout::read(&json!({
        "metadata": {"name": "shop"},
        "spec": {
            "replicas": 4,
            "strategy": {"canary": {"steps": [{"setWeight": 25}, {"pause": {}}]}},
            "template": {"spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}},
        },
    }));
    let cue = |seconds, happening| Cue { at: start().plus(Span::seconds(seconds)), happening };
    let image = Happening::SetImage { container: "*".into(), image: "shop:v2".into() };
    let script = vec![cue(0, image), cue(600, Happening::Command(Command::Promote))];
    let mut run = Simulation::new(World::deployed(rollout, start()), script, LIMITS);
    let passes = run.by_ref().filter(|moment| matches!(moment, Moment::Passed { .. })).count();
    assert_eq!(run.end(), Some(&End::Settled));
    assert!(passes < 30, "{passes} passes");
    let wanted: Vec<_> = run.world().sets.iter().map(|set| (set.number(), set.size.want)).collect();
    assert_eq!(wanted, [(1, 0), (2, 4)]);
}

/// While a full promotion is asked for, upstream takes every abort back and finds the update late again (`argo-rollout
/// S2`). An aborted preview loses its pods after its delay, is started again, and is late again. We do the same.
#[test]
fn a_late_full_promotion_goes_on_for_ever() {
    let (rollout, _) = Rollout::read(&json!({
        "metadata": {"name": "shop"},
        "spec": {
            "replicas": 1,
            "progressDeadlineSeconds": 30,
            "progressDeadlineAbort": true,
            "strategy": {"blueGreen": {"activeService": "active"}},
            "template": {"spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}},
        },
    }));
    let mut world = World::deployed(rollout, start());
    world.policy = Policy::ReadyAfter(Span::seconds(31));
    let image = Happening::SetImage { container: "*".into(), image: "shop:v2".into() };
    let happenings = [(0, image), (10, Happening::Command(Command::PromoteFully))];
    let script =
        happenings.map(|(seconds, happening)| Cue { at: start().plus(Span::seconds(seconds)), happening });
    let mut run = Simulation::new(world, script.into(), LIMITS);
    run.by_ref().for_each(drop);
    assert_eq!(run.end(), Some(&End::OutOfPasses));
    assert_eq!(run.world().services[0].selects, Some(run.world().sets[0].hash.clone()));
}

/// Within the rollback window upstream takes every abort back, so a late update is aborted and resumed for ever, and
/// the pods move back and forth each time. We do the same (`argo-rollout §5.7`).
#[test]
fn a_late_rollback_within_the_window_goes_on_for_ever() {
    let (rollout, _) = Rollout::read(&json!({
        "metadata": {"name": "shop"},
        "spec": {
            "replicas": 3,
            "progressDeadlineSeconds": 60,
            "progressDeadlineAbort": true,
            "rollbackWindow": {"revisions": 1},
            "strategy": {"canary": {"maxSurge": 0, "maxUnavailable": 2}},
            "template": {"spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}},
        },
    }));
    let mut world = World::deployed(rollout, start());
    world.happen(&Happening::SetImage { container: "*".into(), image: "shop:v2".into() }).unwrap();
    let mut world = settle(world);
    world.happen(&Happening::Undo { number: 0 }).unwrap();
    world.happen(&Happening::Cap { which: Which::Numbered(3), ready: Some(0) }).unwrap();
    let mut run = Simulation::new(world, Vec::new(), LIMITS);
    let aborts = run.by_ref().filter(|moment| match moment {
        Moment::Passed { pass, .. } => pass.stored && pass.status.abort,
        Moment::Happened { .. } => false,
    });
    assert!(100 < aborts.count());
    assert_eq!(run.end(), Some(&End::OutOfPasses));
}
