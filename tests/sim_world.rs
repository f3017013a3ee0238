//! The simulated world itself: pods, refused writes, ends, and limits.
#![cfg(feature = "sim")]

use gradual::{
    argo::Rollout,
    decision::{Next, Trouble},
    rollout::{Action, Command, Hold, Reason, Wait},
    sim::{Cue, End, Happening, Limits, Moment, Pass, Policy, Refused, Simulation, Which, World, Write},
    time::{Span, Timestamp},
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
            assert_eq!(pass.next, Next::Retry(Trouble::ActionFailed), "{write:?}");
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
        assert!(waits.iter().all(|wait| matches!(wait, Wait::Pods { .. })), "{command:?}: {waits:?}");
        assert_eq!(end, Some(End::Settled), "{command:?}");
    }
}
