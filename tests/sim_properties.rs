//! Laws of the rollout machine, tried in small worlds: random canaries, pods, scripts and crashes.
#![cfg(feature = "sim")]
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use gradual::{
    argo::Rollout,
    decision::{Next, Trouble},
    rollout::{Action, Command, Retirement, Status},
    sim::{Cue, End, Happening, Limits, Moment, Outage, Policy, Simulation, Which, World, Write},
    time::{Span, Timestamp, Wake},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

fn start() -> Timestamp {
    Timestamp::from_seconds(1_772_359_200)
}

/// Far more than the longest honest run needs.
const LIMITS: Limits = Limits { time: Span::seconds(86_400), passes: 2_000 };

fn pods() -> impl Strategy<Value = Value> {
    prop_oneof![(0..6).prop_map(|n| json!(n)), (0..100).prop_map(|n| json!(format!("{n}%")))]
}

fn step() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..=100).prop_map(|weight| json!({"setWeight": weight})),
        Just(json!({"pause": {}})),
        (1..90).prop_map(|seconds| json!({"pause": {"duration": seconds}})),
    ]
}

prop_compose! {
    fn canary()(
        surge in pods(),
        unavailable in pods(),
        steps in vec(step(), 0..=5),
        services in any::<bool>(),
        threshold in option::of(0..=100),
    ) -> Value {
        let mut canary = json!({"maxSurge": surge, "maxUnavailable": unavailable, "steps": steps});
        if services {
            canary["stableService"] = json!("stable");
            canary["canaryService"] = json!("canary");
        }
        if let Some(percent) = threshold {
            canary["replicaProgressThreshold"] = json!({"type": "Percent", "value": percent});
        }
        canary
    }
}

prop_compose! {
    /// A canary behind a router. Its total weight is odd at times, and its delays are those with an end.
    fn routed()(
        mut canary in canary(),
        scales in vec((0..5_usize, scale()), 0..2),
        total in select(vec![100, 100, 7, 1000]),
        (dynamic, subsets) in any::<(bool, bool)>(),
        retiring in retiring(),
        least in option::of(0..3),
    ) -> Value {
        let steps = canary["steps"].as_array_mut().unwrap();
        for step in steps.iter_mut().filter(|step| step["setWeight"].is_i64()) {
            step["setWeight"] = json!(step["setWeight"].as_i64().unwrap() * total / 100);
        }
        for (at, scale) in scales {
            steps.insert(at.min(steps.len()), json!({"setCanaryScale": scale}));
        }
        canary["trafficRouting"] = json!({"plugins": {"any": {}}, "maxTrafficWeight": total});
        canary["dynamicStableScale"] = json!(dynamic);
        canary["minPodsPerReplicaSet"] = json!(least);
        if !subsets {
            canary["stableService"] = json!("stable");
            canary["canaryService"] = json!("canary");
        }
        let [after, limit, aborted] = retiring;
        canary["scaleDownDelaySeconds"] = if dynamic { json!(null) } else { after };
        canary["scaleDownDelayRevisionLimit"] = limit;
        canary["abortScaleDownDelaySeconds"] = aborted;
        canary
    }
}

fn scale() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..6).prop_map(|n| json!({"replicas": n})),
        (0..=100).prop_map(|n| json!({"weight": n})),
        Just(json!({"matchTrafficWeight": true})),
    ]
}

fn retiring() -> impl Strategy<Value = [Value; 3]> {
    let seconds = || option::of(0..60).prop_map(|n| json!(n));
    (seconds(), option::of(0..3).prop_map(|n| json!(n)), seconds()).prop_map(<[Value; 3]>::from)
}

prop_compose! {
    fn blue_green()(
        preview in any::<bool>(),
        count in option::of(0..6),
        by_itself in option::of(any::<bool>()),
        seconds in option::of(0..60),
        unavailable in pods(),
        [after, limit, aborted] in retiring(),
    ) -> Value {
        json!({
            "activeService": "active",
            "previewService": preview.then_some("preview"),
            "previewReplicaCount": count,
            "autoPromotionEnabled": by_itself,
            "autoPromotionSeconds": seconds,
            "maxUnavailable": unavailable,
            "scaleDownDelaySeconds": after,
            "scaleDownDelayRevisionLimit": limit,
            "abortScaleDownDelaySeconds": aborted,
        })
    }
}

fn strategy() -> impl Strategy<Value = Value> {
    prop_oneof![
        canary().prop_map(|canary| json!({"canary": canary})),
        routed().prop_map(|canary| json!({"canary": canary})),
        blue_green().prop_map(|blue_green| json!({"blueGreen": blue_green})),
    ]
}

prop_compose! {
    fn rollout()(
        strategy in strategy(),
        replicas in 0..=20,
        deadline in 30..=600,
        abort in any::<bool>(),
        history in 0..=3,
        window in option::of(1..=2),
    ) -> Rollout {
        let (rollout, _) = Rollout::read(&json!({
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Rollout",
            "metadata": {"name": "shop", "annotations": {"team": "a"}},
            "spec": {
                "replicas": replicas,
                "progressDeadlineSeconds": deadline,
                // Upstream has no end for both together: see the last tests.
                "progressDeadlineAbort": abort && window.is_none(),
                "revisionHistoryLimit": history,
                "rollbackWindow": window.map(|revisions| json!({"revisions": revisions})),
                "selector": {"matchLabels": {"app": "shop"}},
                "template": {
                    "metadata": {"labels": {"app": "shop"}},
                    "spec": {"containers": [{"name": "shop", "image": "shop:v1"}]},
                },
                "strategy": strategy,
            },
        }));
        rollout
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    prop_oneof![
        Just(Policy::Instant),
        (1_u32..4).prop_map(Policy::Rate),
        (1_u32..4).prop_map(Policy::Delay),
        (0_i64..40).prop_map(|seconds| Policy::ReadyAfter(Span::seconds(seconds))),
    ]
}

fn set_image() -> impl Strategy<Value = Happening> {
    (1..4).prop_map(|n| Happening::SetImage { container: "*".into(), image: format!("shop:v{n}") })
}

fn command() -> impl Strategy<Value = Happening> {
    let restart = (0_i64..120).prop_map(|s| Command::Restart { at: start().plus(Span::seconds(s)) });
    let others = select(vec![
        Command::Promote,
        Command::PromoteFully,
        Command::SkipStep,
        Command::SkipAllSteps,
        Command::Pause,
        Command::Resume,
        Command::Abort,
        Command::Retry,
    ]);
    prop_oneof![4 => others, 1 => restart].prop_map(Happening::Command)
}

fn happening() -> impl Strategy<Value = Happening> {
    let writes = select(vec![
        Write::CreateReplicaSet,
        Write::UpdateReplicaSet,
        Write::PatchReplicaSet,
        Write::DeleteReplicaSet,
        Write::ClearRoutes,
        Write::SetHashes,
        Write::SetWeight,
        Write::UpdateRollout,
        Write::PatchService,
        Write::EvictPod,
        Write::StoreStatus,
    ]);
    prop_oneof![
        3 => set_image(),
        4 => command(),
        1 => (0..=20).prop_map(|replicas| Happening::Scale { replicas }),
        1 => (0_i64..4).prop_map(|number| Happening::Undo { number }),
        // Refused where it would make two strategies.
        1 => vec(step(), 0..=5).prop_map(|steps| Happening::Patch(json!({"strategy": {"canary": {"steps": steps}}}))),
        1 => option::of("[a-c]").prop_map(|value| Happening::Annotate { name: "team".into(), value }),
        1 => (1_i64..5, option::of(0_i64..3)).prop_map(|(n, ready)| Happening::Cap { which: Which::Numbered(n), ready }),
        1 => policy().prop_map(Happening::Follow),
        1 => (writes, 1_u32..4).prop_map(|(write, times)| Happening::Refuse { write, times }),
    ]
}

fn script() -> impl Strategy<Value = Vec<Cue>> {
    let cue = (0_i64..400, happening())
        .prop_map(|(seconds, happening)| Cue { at: start().plus(Span::seconds(seconds)), happening });
    (set_image(), vec(cue, 0..8)).prop_map(|(first, mut rest)| {
        rest.push(Cue { at: start(), happening: first });
        rest
    })
}

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

fn world() -> impl Strategy<Value = World> {
    let confirms = option::of(select(vec![0_i64, 15, 45]));
    let outage = option::of((0_i64..400, 0_i64..400));
    (rollout(), policy(), any::<bool>(), confirms, outage).prop_map(
        |(rollout, policy, named, confirms, outage)| {
            let mut world = World::deployed(rollout, start());
            world.policy = policy;
            world.router.confirms = confirms.is_some();
            world.router.delay = Span::seconds(confirms.unwrap_or(0));
            world.router.outage = outage.map(|(from, seconds)| {
                let from = start().plus(Span::seconds(from));
                Outage { from, until: Some(from.plus(Span::seconds(seconds))) }
            });
            if named { world.name_pods() } else { world }
        },
    )
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
            let again = early.next == Next::Retry(Trouble::Overdue) || wake == Wake::EvictMore || asks;
            let waits = early.next == next || again;
            prop_assert!(!early.changed && !early.stored && waits, "{wake:?}: {early:#?}");
            prop_assert!(due.changed || due.stored || due.next != next, "{wake:?}: {due:#?}");
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
