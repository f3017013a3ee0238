//! The simulated world itself: pods, refused writes, ends, and limits.
#![cfg(feature = "sim")]

use gradual::{
    argo::Rollout,
    decision::{Next, Told, Trouble},
    rollout::{Action, Command, Hold, Reason, Wait},
    sim::{
        Carried, Cue, End, Happening, Limits, Moment, Outage, Pass, Policy, Refused, Simulation, Which,
        World, Write, merge,
    },
    time::{Span, Timestamp, Wake},
};
use serde_json::{Value, json};

fn start() -> Timestamp {
    Timestamp::from_seconds(0)
}

fn rollout(replicas: i32, canary: &Value) -> Rollout {
    let (rollout, _) = Rollout::read(&json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": {"name": "shop"},
        "spec": {
            "replicas": replicas,
            "minReadySeconds": 5,
            "selector": {"matchLabels": {"app": "shop"}},
            "strategy": {"canary": canary},
            "template": {
                "metadata": {"labels": {"app": "shop"}},
                "spec": {"containers": [{"name": "shop", "image": "shop:v1"}]},
            },
        },
    }));
    rollout
}

fn image(tag: &str) -> Happening {
    Happening::SetImage { container: "*".into(), image: format!("shop:{tag}") }
}

fn cue(seconds: i64, happening: Happening) -> Cue {
    Cue { at: start().plus(Span::seconds(seconds)), happening }
}

fn run(world: World, script: Vec<Cue>) -> (Vec<Pass>, Option<End>, World) {
    let mut run = Simulation::new(world, script, Limits::default());
    let passes = run.by_ref().filter_map(|moment| match moment {
        Moment::Passed { pass, .. } => Some(*pass),
        Moment::Happened { .. } => None,
    });
    (passes.collect(), run.end().cloned(), run.into_world())
}

/// Sizes (have, ready, available) at each look, after 4 pods were wanted and after 1 is.
#[test]
fn pods_follow_their_policy() {
    let check = |policy: Policy, cap: Option<i64>, up: &[[i64; 3]], down: &[[i64; 3]]| {
        let mut world = World::new(rollout(4, &json!({})), start());
        world.pass();
        world.policy = policy;
        world.happen(&Happening::Cap { which: Which::Numbered(1), ready: cap }).unwrap();
        for (want, sizes) in [(4, up), (1, down)] {
            world.sets[0].size.want = want;
            world.sets[0].looks = 0;
            for size in sizes {
                world.look();
                let seen = world.sets[0].size;
                assert_eq!([seen.have, seen.ready, seen.available], *size, "{policy:?} towards {want}");
                world.now = world.now.plus(Span::seconds(1));
            }
            assert_eq!(world.pods_move(), None, "{policy:?} towards {want}");
        }
    };
    check(Policy::Instant, None, &[[4, 4, 4]], &[[1, 1, 1]]);
    check(Policy::Instant, Some(2), &[[4, 2, 2]], &[[1, 1, 1]]);
    check(Policy::Rate(2), None, &[[4, 4, 2], [4, 4, 4]], &[[2, 2, 2], [1, 1, 1]]);
    check(Policy::Delay(1), None, &[[4, 0, 0], [4, 4, 4]], &[[1, 1, 1]]);
    let after = Policy::ReadyAfter(Span::seconds(1));
    let up = [[4, 0, 0], [4, 4, 0], [4, 4, 0], [4, 4, 0], [4, 4, 0], [4, 4, 0], [4, 4, 4]];
    check(after, None, &up, &[[1, 1, 1]]);
}

#[test]
fn a_refused_write_ends_the_pass_and_is_tried_again() {
    for write in [Write::CreateReplicaSet, Write::UpdateReplicaSet, Write::UpdateRollout, Write::StoreStatus]
    {
        let refuse = Happening::Refuse { write, times: 3 };
        let world = World::deployed(rollout(3, &json!({})), start());
        let (passes, end, world) = run(world, vec![cue(0, refuse), cue(0, image("v2"))]);
        let failed: Vec<_> = passes.iter().filter(|pass| pass.failed.is_some()).collect();
        assert_eq!(failed.len(), 3, "{write:?}");
        for pass in failed {
            assert!(!pass.stored, "{write:?}");
            assert!(matches!(pass.next, Next::Retry { trouble: Trouble::ActionFailed, .. }), "{write:?}");
        }
        assert_eq!(end, Some(End::Settled), "{write:?}");
        assert_eq!(world.rollout.status.phase, "Healthy", "{write:?}");
    }
}

#[test]
fn runs_end_at_a_named_wait() {
    let paused = json!({"steps": [{"setWeight": 50}, {"pause": {}}]});
    let world = || World::deployed(rollout(2, &paused), start());
    let (_, end, _) = run(world(), vec![cue(0, image("v2"))]);
    assert!(matches!(end, Some(End::Awaits(Wait::Resume { .. }))), "{end:?}");

    let (_, end, _) = run(world(), vec![cue(0, image("v2")), cue(9, Happening::Command(Command::Abort))]);
    assert!(matches!(end, Some(End::Awaits(Wait::Retry))), "{end:?}");

    let fails = Happening::Cap { which: Which::Numbered(2), ready: Some(0) };
    let (_, end, world) = run(world(), vec![cue(0, fails), cue(0, image("v2"))]);
    assert!(matches!(end, Some(End::Awaits(Wait::Pods { .. }))), "{end:?}");
    assert_eq!(world.rollout.status.phase, "Degraded");
}

fn routed(steps: &Value) -> Rollout {
    let canary = json!({
        "trafficRouting": {"plugins": {"any": {}}},
        "stableService": "stable",
        "canaryService": "canary",
        "steps": steps,
    });
    rollout(4, &canary)
}

fn blue_green(rest: &Value) -> Rollout {
    let services = json!({"activeService": "active", "previewService": "preview"});
    let strategy = json!({"canary": null, "blueGreen": merge(services, rest)});
    let written = merge(rollout(4, &json!({})).write(), &json!({"spec": {"strategy": strategy}}));
    Rollout::read(&written).0
}

/// Weights that a router carried, one after the other.
fn carried(passes: &[Pass]) -> Vec<i64> {
    let mut weights: Vec<_> = passes.iter().filter_map(|pass| Some(pass.carried.as_ref()?.weight)).collect();
    weights.dedup();
    weights
}

#[test]
fn a_router_is_told_each_weight_and_asked_whether_it_arrived() {
    let steps = json!([{"setWeight": 25}, {"setWeight": 50}]);
    let mut world = World::deployed(routed(&steps), start());
    let old = world.hash();
    assert_eq!(world.carried().map(|carried| carried.weight), Some(0));
    let (passes, end, after) = run(world.clone(), vec![cue(0, image("v2"))]);
    assert_eq!(carried(&passes), [0, 25, 50, 100, 0]);
    assert_eq!(end, Some(End::Settled));
    let hash = after.hash();
    let now = Carried { weight: 0, canary: hash.clone(), stable: hash };
    assert_eq!(after.carried(), Some(now.clone()));
    assert_ne!(now.stable, old);

    // Each weight takes a while now, and the update with it: three weights, asked about every ten seconds.
    world.router.confirms = true;
    world.router.delay = Span::seconds(15);
    let (passes, end, after) = run(world.clone(), vec![cue(0, image("v2"))]);
    assert_eq!(end, Some(End::Settled));
    assert!(passes.iter().any(|pass| matches!(pass.next, Next::Retry { trouble: Trouble::NotVerified, .. })));
    let asked = |pass: &&Pass| matches!(pass.next, Next::At(_, Wake::VerifyAgain));
    assert!(passes.iter().any(|pass| asked(&pass)));
    // Nothing is carried before it has arrived.
    let before = passes.iter().filter(|pass| pass.at < start().plus(Span::seconds(15)));
    assert_eq!(carried(&before.cloned().collect::<Vec<_>>()), [0]);
    assert_eq!(carried(&passes), [0, 25, 50, 100, 0]);
    let promoted = passes.iter().find(|pass| pass.status.stable_rs == after.hash()).map(|pass| pass.at);
    assert!(promoted.is_some_and(|at| Span::seconds(45) < at.since(start())));

    // One that never arrives.
    world.router.delay = Span::seconds(i64::MAX);
    let (_, end, _) = run(world, vec![cue(0, image("v2"))]);
    assert_eq!(end, Some(End::Awaits(Wait::Weight { weight: 25 })));
}

#[test]
fn a_router_that_refuses_is_tried_again() {
    let world = World::deployed(routed(&json!([{"setWeight": 25}, {"pause": {}}])), start());
    let refuse = Happening::Refuse { write: Write::SetWeight, times: 2 };
    let (passes, end, _) = run(world.clone(), vec![cue(0, refuse), cue(0, image("v2"))]);
    let told: Vec<_> =
        passes.iter().filter(|pass| pass.failed.is_some()).flat_map(|pass| &pass.reasons).collect();
    let failed = |told: &&&Told<Reason>| matches!(told.reason, Reason::RoutingFailed { .. });
    assert_eq!(told.iter().filter(failed).count(), 2);
    assert!(matches!(end, Some(End::Awaits(Wait::Resume { .. }))), "{end:?}");

    let minute = |minute: i64| start().plus(Span::seconds(60 * minute));
    let refuses = |from, until| {
        let mut world = world.clone();
        world.router.outage = Some(Outage { from, until });
        world
    };
    // For ever, or longer than anybody watches: nothing that a person could wait for.
    let message = || "the router refuses weights".into();
    for until in [None, Some(minute(1_000_000))] {
        let (passes, end, world) = run(refuses(start(), until), vec![cue(0, image("v2"))]);
        assert_eq!(end, Some(End::Fails { action: Action::SetWeight { weight: 0 }, message: message() }));
        assert!(passes.iter().all(|pass| !pass.status.fully_promoted() || pass.at == start()));
        assert_eq!(world.carried().map(|carried| carried.weight), Some(0));
    }

    // From the middle of an update on: an abort is of no use, and the canary keeps its share.
    let script = vec![cue(0, image("v2")), cue(120, Happening::Command(Command::Abort))];
    let (_, end, world) = run(refuses(minute(1), None), script.clone());
    assert_eq!(end, Some(End::Fails { action: Action::SetWeight { weight: 0 }, message: message() }));
    assert_eq!(world.carried().map(|carried| carried.weight), Some(25));

    // It works again: tried again at the latest after as long as it was tried before.
    let (passes, end, world) = run(refuses(minute(1), Some(minute(5))), script);
    assert_eq!(end, Some(End::Awaits(Wait::Retry)));
    assert_eq!(world.carried().map(|carried| carried.weight), Some(0));
    let back = passes.iter().find(|pass| minute(5) <= pass.at).map(|pass| pass.at);
    assert!(back.is_some_and(|at| at < minute(8)), "{back:?}");
}

/// An aborted canary moves its service there and back in each pass (`argo-rollout S5`): nothing has changed after it.
#[test]
fn what_is_changed_back_is_no_change() {
    let world = World::deployed(routed(&json!([{"setWeight": 25}, {"pause": {}}])), start());
    let (passes, end, _) = run(world, vec![cue(0, image("v2")), cue(9, Happening::Command(Command::Abort))]);
    assert_eq!(end, Some(End::Awaits(Wait::Retry)));
    let moves = |pass: &&Pass| pass.actions.iter().filter(|a| matches!(a, Action::Point { .. })).count() == 2;
    let quiet = |pass: &&Pass| !pass.changed && !pass.stored;
    assert!(passes.iter().filter(moves).any(|pass| quiet(&pass)));
    assert!(passes.len() < 40, "{} passes", passes.len());
}

#[test]
fn blue_green_moves_its_services() {
    let by_hand = json!({"autoPromotionEnabled": false, "previewReplicaCount": 1});
    let world = World::deployed(blue_green(&by_hand), start());
    let selected = |world: &World| -> Vec<_> { world.services.iter().map(|s| s.selects.clone()).collect() };
    let old = Some(world.hash());
    assert_eq!(selected(&world), [old.clone(), old.clone()]);
    assert_eq!(world.rollout.status.phase, "Healthy");

    let (_, end, world) = run(world, vec![cue(0, image("v2"))]);
    let new = Some(world.hash());
    assert!(matches!(end, Some(End::Awaits(Wait::Resume { since: Some(_) }))), "{end:?}");
    assert_eq!(selected(&world), [old, new.clone()]);
    assert_eq!(world.sets[1].size.available, 1);

    let promote = Cue { at: world.now, happening: Happening::Command(Command::Promote) };
    let (passes, end, world) = run(world, vec![promote]);
    assert_eq!(end, Some(End::Settled));
    assert_eq!(selected(&world), [new.clone(), new]);
    let retires = |pass: &Pass| pass.actions.iter().any(|a| matches!(a, Action::SetRetirement { .. }));
    assert!(passes.iter().any(retires));
    let sizes: Vec<_> = world.sets.iter().map(|set| set.size.have).collect();
    assert_eq!(sizes, [0, 4]);
}

#[test]
fn what_is_not_decided_is_held() {
    let judged = json!({"steps": [{"analysis": {"templates": [{"templateName": "t"}]}}]});
    let (passes, end, _) = run(World::new(rollout(1, &judged), start()), Vec::new());
    assert_eq!(passes.len(), 1);
    assert!(matches!(end, Some(End::Held(Hold::Unsupported { .. }))), "{end:?}");
}

#[test]
fn a_restart_evicts_every_old_pod() {
    let world = World::deployed(rollout(3, &json!({"maxUnavailable": 1})), start()).name_pods();
    let names = |world: &World| world.pods.iter().flatten().map(|pod| pod.name.clone()).collect::<Vec<_>>();
    let before = names(&world);
    assert_eq!(before.len(), 3);
    let at = start().plus(Span::seconds(60));
    let (passes, end, world) = run(world, vec![cue(0, Happening::Command(Command::Restart { at }))]);
    let evicted = passes.iter().flat_map(|pass| &pass.actions).filter(|a| matches!(a, Action::Evict { .. }));
    assert_eq!(evicted.count(), 3);
    assert_eq!(end, Some(End::Settled));
    assert_eq!(world.rollout.status.restarted_at, Some(at));
    assert!(names(&world).iter().all(|name| !before.contains(name)));
}

/// Pods that were there before anybody named them are as old as they are: their eviction costs availability.
#[test]
fn a_restart_takes_the_time_that_pods_take() {
    let mut world = World::deployed(rollout(8, &json!({"maxUnavailable": 0})), start()).name_pods();
    world.policy = Policy::ReadyAfter(Span::seconds(20));
    let at = start().plus(Span::seconds(60));
    let (passes, end, world) = run(world, vec![cue(0, Happening::Command(Command::Restart { at }))]);
    let available = |pass: &Pass| pass.seen.revisions.iter().map(|r| r.size.available).sum::<i64>();
    assert_eq!(passes.iter().map(available).min(), Some(7));
    let evicted: Vec<Timestamp> = passes
        .iter()
        .filter(|pass| pass.actions.iter().any(|action| matches!(action, Action::Evict { .. })))
        .map(|pass| pass.at)
        .collect();
    assert_eq!(evicted.len(), 8);
    assert!(evicted.windows(2).all(|pair| Span::seconds(20) <= pair[1].since(pair[0])));
    assert_eq!((end, world.rollout.status.restarted_at), (Some(End::Settled), Some(at)));
}

#[test]
fn limits_hold() {
    let world = World::new(rollout(i32::MAX, &json!({})), start()).name_pods();
    let (_, end, _) = run(world, vec![cue(0, image("v2"))]);
    assert_eq!(end, Some(End::Settled));

    let pausing = json!({"steps": [{"pause": {"duration": "1h"}}]});
    let world = World::deployed(rollout(1, &pausing), start());
    let limited = |limits| {
        let mut run = Simulation::new(world.clone(), vec![cue(0, image("v2"))], limits);
        run.by_ref().for_each(drop);
        run.end().cloned()
    };
    assert_eq!(limited(Limits { time: Span::seconds(60), passes: 100 }), Some(End::OutOfTime));
    assert_eq!(limited(Limits { time: Span::seconds(60), passes: 2 }), Some(End::OutOfPasses));
    assert_eq!(limited(Limits::default()), Some(End::Settled));
}

#[test]
fn what_cannot_happen_changes_nothing() {
    let mut world = World::deployed(rollout(2, &json!({})), start());
    let before = world.clone();
    let check = |world: &mut World, happening: Happening, text: &str| {
        let refused = world.happen(&happening).unwrap_err();
        assert_eq!(refused.to_string(), text);
        assert_eq!(*world, before);
        refused
    };
    let steps = "Cannot skip steps of a rollout without steps";
    check(&mut world, Happening::Command(Command::SkipStep), steps);
    check(&mut world, Happening::Undo { number: 7 }, "unable to find specified revision 7 in history");
    let same = "skipped rollback (current template already matches revision 1)";
    check(&mut world, Happening::Undo { number: 1 }, same);
    let patch = Happening::Patch(json!({"replicas": "two"}));
    let refused = check(&mut world, patch, "the patch would make the spec invalid");
    assert!(matches!(refused, Refused::Invalid(found) if found.len() == 1));
}

#[test]
fn a_quiet_pass_says_what_it_waits_for() {
    let paused = json!({"steps": [{"pause": {"duration": 30}}]});
    let world = World::deployed(rollout(2, &paused), start());
    let (passes, _, _) = run(world, vec![cue(0, image("v2"))]);
    let waits: Vec<_> = passes.iter().flat_map(|pass| &pass.reasons).map(|told| &told.reason).collect();
    assert!(
        waits.iter().any(|reason| matches!(reason, Reason::Waiting(Wait::PauseOver { .. }))),
        "{waits:?}"
    );
}

/// A skipped pause step leaves its pause written; from then on pods are awaited and nobody is.
#[test]
fn a_skipped_pause_is_not_waited_for() {
    let canary = json!({"steps": [{"setWeight": 25}, {"pause": {}}, {"setWeight": 75}]});
    let mut world = World::deployed(rollout(4, &canary), start());
    world.policy = Policy::ReadyAfter(Span::seconds(20));
    for command in [Command::SkipStep, Command::SkipAllSteps] {
        let script = vec![cue(0, image("v2")), cue(60, Happening::Command(command))];
        let (passes, end, _) = run(world.clone(), script);
        let skipped = start().plus(Span::seconds(60));
        let waits: Vec<&Wait> = passes
            .iter()
            .filter(|pass| skipped < pass.at)
            .flat_map(|pass| &pass.reasons)
            .filter_map(|told| match &told.reason {
                Reason::Waiting(wait) => Some(wait),
                _ => None,
            })
            .collect();
        assert!(!waits.is_empty(), "{command:?}");
        assert!(
            waits.iter().all(|wait| matches!(wait, Wait::Pods { .. } | Wait::Progress { .. })),
            "{command:?}: {waits:?}"
        );
        assert_eq!(end, Some(End::Settled), "{command:?}");
    }
}

/// A spec is translated once a generation: whoever writes it, the plan is that of the spec.
#[test]
fn the_plan_follows_the_spec() {
    let mut world = World::deployed(rollout(2, &json!({})), start());
    world.happen(&Happening::Scale { replicas: 3 }).unwrap();
    assert_eq!(world.plan().full(), 3);
    let mut spec = world.rollout.spec.clone();
    spec.replicas = Some(4);
    let generation = world.rollout.metadata.generation;
    world.update(spec.clone());
    world.update(spec);
    assert_eq!((world.plan().full(), world.rollout.metadata.generation), (4, generation + 1));
    world.rollout.spec.replicas = Some(5);
    world.rollout.metadata.generation += 1;
    assert_eq!(world.plan().full(), 5);
    world.pass();
    assert_eq!(world.plan(), world.clone().plan());
    assert_eq!(world.sets[0].size.want, 5);
}
