//! Each kind of wait, explained as text: a small world is run to a time, and there the rollout waits.
#![cfg(feature = "sim")]
#![expect(clippy::indexing_slicing, reason = "manifests are written in place")]

use gradual::{
    argo::Rollout,
    decision::Heard,
    explain::{Explanation, explain},
    rollout::{Command, Wait},
    sim::{Cue, Happening, Limits, Policy, Simulation, Which, World},
    time::{Span, Timestamp},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn start() -> Timestamp {
    Timestamp::from_seconds(1_772_359_200)
}

fn rollout(spec: Value) -> Rollout {
    let mut object = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "metadata": {"name": "shop"},
        "spec": {
            "replicas": 4,
            "selector": {"matchLabels": {"app": "shop"}},
            "template": {
                "metadata": {"labels": {"app": "shop"}},
                "spec": {"containers": [{"name": "shop", "image": "shop:v1"}]},
            },
        },
    });
    for (name, value) in spec.as_object().cloned().unwrap_or_default() {
        object["spec"][name] = value;
    }
    Rollout::read(&object).0
}

/// A world in which pods take twenty seconds.
fn world(spec: Value) -> World {
    let mut world = World::deployed(rollout(spec), start());
    world.policy = Policy::ReadyAfter(Span::seconds(20));
    world
}

fn cue(seconds: i64, happening: Happening) -> Cue {
    Cue { at: start().plus(Span::seconds(seconds)), happening }
}

fn image(tag: &str) -> Happening {
    Happening::SetImage { container: "*".into(), image: format!("shop:{tag}") }
}

fn told(command: Command) -> Happening {
    Happening::Command(command)
}

fn no_pods_of(number: i64) -> Happening {
    Happening::Cap { which: Which::Numbered(number), ready: Some(0) }
}

/// The world `seconds` after the start.
fn at(world: World, script: Vec<Cue>, seconds: i64) -> World {
    let limits = Limits { time: Span::seconds(seconds), ..Limits::default() };
    let mut run = Simulation::new(world, script, limits);
    run.by_ref().for_each(drop);
    let mut world = run.into_world();
    world.now = start().plus(Span::seconds(seconds));
    world
}

fn explained(world: &World) -> Explanation {
    let status = &world.rollout.status;
    explain(&world.plan(), status, &world.observe(), &Heard::default(), world.now)
}

/// `Pods` of `Pods { … }`.
fn kind(wait: &Wait) -> String {
    format!("{wait:?}").split(' ').next().unwrap_or_default().to_owned()
}

fn canary(canary: Value) -> Value {
    json!({"strategy": {"canary": canary}})
}

fn routed(steps: Value) -> Value {
    let mut routed = canary(json!({"steps": steps, "trafficRouting": {"nginx": {"stableIngress": "shop"}}}));
    routed["strategy"]["canary"]["canaryService"] = json!("shop-canary");
    routed["strategy"]["canary"]["stableService"] = json!("shop-stable");
    routed
}

fn blue_green(more: Value) -> Value {
    let mut plan = json!({"activeService": "shop"});
    for (name, value) in more.as_object().cloned().unwrap_or_default() {
        plan[name] = value;
    }
    json!({"strategy": {"blueGreen": plan}})
}

/// A name, and a world in which that is awaited.
type Case = (&'static str, World);

/// The script of an update, and what happens after it.
fn update(more: Vec<Cue>) -> Vec<Cue> {
    [vec![cue(0, image("v2"))], more].concat()
}

fn restart(seconds: i64) -> Happening {
    told(Command::Restart { at: start().plus(Span::seconds(seconds)) })
}

fn in_steps() -> World {
    world(canary(json!({"steps": [{"setWeight": 25}, {"pause": {}}, {"setWeight": 50}]})))
}

fn timed() -> World {
    world(canary(json!({"steps": [{"setWeight": 25}, {"pause": {"duration": "10m"}}]})))
}

fn of_people() -> Vec<Case> {
    // Somebody has written an index beyond the last step.
    let mut stuck = at(in_steps(), update(Vec::new()), 60);
    stuck.rollout.status.current_step_index = Some(9);
    stuck.rollout.status.pause_conditions.clear();
    stuck.rollout.status.controller_pause = false;
    let mut unseen = at(in_steps(), update(Vec::new()), 60);
    assert_eq!(unseen.happen(&Happening::Scale { replicas: 8 }), Ok(()));
    vec![
        ("resume", at(in_steps(), update(Vec::new()), 60)),
        ("pause_over", at(timed(), update(Vec::new()), 60)),
        ("unpause", at(in_steps(), update(vec![cue(10, told(Command::Pause))]), 60)),
        ("promote", at(stuck, Vec::new(), 300)),
        ("retry", at(in_steps(), update(vec![cue(60, told(Command::Abort))]), 120)),
        ("restart", at(timed(), vec![cue(0, restart(600))], 60)),
        ("not_yet_seen", unseen),
        ("healthy", at(in_steps(), Vec::new(), 60)),
    ]
}

fn of_pods() -> Vec<Case> {
    let why = Some("exceeded quota: pods".to_owned());
    let failing = cue(1, Happening::ReplicaFailure { which: Which::Numbered(2), message: why });
    let no_room = json!({
        "replicas": 2, "strategy": {"canary": {"maxSurge": "oops", "maxUnavailable": 1}},
    });
    let mut slow = at(in_steps(), update(Vec::new()), 60);
    slow.sets.iter_mut().for_each(|set| set.size.have += 1);
    let young = json!({"minReadySeconds": 60, "strategy": {"canary": {"steps": [{"setWeight": 50}]}}});
    let evicting = vec![cue(10, no_pods_of(1)), cue(11, restart(20))];
    vec![
        ("pods", at(in_steps(), update(Vec::new()), 10)),
        ("pods_that_fail", at(in_steps(), update(vec![failing, cue(1, no_pods_of(2))]), 60)),
        ("pods_late", at(in_steps(), update(vec![cue(1, no_pods_of(2))]), 700)),
        ("pods_too_young", at(world(young), update(Vec::new()), 40)),
        ("pods_gone", slow),
        ("room", at(world(no_room), update(Vec::new()), 60)),
        ("evictions", at(timed().name_pods(), evicting, 60)),
    ]
}

fn of_routers() -> Vec<Case> {
    let half = || routed(json!([{"setWeight": 50}, {"pause": {}}]));
    let dynamic = || {
        let mut spec = routed(json!([{"setWeight": 25}, {"setWeight": 75}, {"pause": {}}]));
        spec["strategy"]["canary"]["dynamicStableScale"] = json!(true);
        world(spec)
    };
    let mut confirming = world(half());
    confirming.router.confirms = true;
    confirming.router.delay = Span::seconds(45);
    let mut kept = half();
    kept["strategy"]["canary"]["scaleDownDelaySeconds"] = json!(0);
    let lost = Happening::DeleteService { name: "shop-canary".into() };
    let promoted = || update(vec![cue(60, told(Command::PromoteFully))]);
    let (superseded, given_up) = (cue(100, image("v3")), cue(91, told(Command::Abort)));
    vec![
        ("service", at(world(half()), update(vec![cue(0, lost)]), 60)),
        ("capacity", at(dynamic(), update(vec![cue(90, no_pods_of(1)), superseded]), 130)),
        ("capacity_after_an_abort", at(dynamic(), update(vec![cue(90, no_pods_of(1)), given_up]), 120)),
        ("weight", at(confirming, update(Vec::new()), 30)),
        ("retirement", at(world(half()), promoted(), 100)),
        ("retirement_after_an_abort", at(world(half()), update(vec![cue(60, told(Command::Abort))]), 70)),
        ("kept", at(world(kept), promoted(), 200)),
    ]
}

fn of_blue_green() -> Vec<Case> {
    let by_hand = || world(blue_green(json!({"autoPromotionEnabled": false, "previewReplicaCount": 1})));
    let delayed = world(blue_green(json!({"autoPromotionSeconds": 300})));
    let mut back = at(by_hand(), update(vec![cue(30, told(Command::Abort))]), 40);
    // A person moves the service by hand.
    if let (Some(service), Some(new)) = (back.services.first_mut(), back.sets.last()) {
        service.selects = Some(new.hash.clone());
    }
    vec![
        ("preview", at(by_hand(), update(Vec::new()), 60)),
        ("delayed", at(delayed, update(Vec::new()), 60)),
        ("back", back),
        ("old_stack", at(world(blue_green(json!({}))), update(Vec::new()), 30)),
    ]
}

#[test]
fn every_kind_of_wait_is_explained() {
    let mut kinds = BTreeSet::new();
    for (name, world) in [of_people(), of_pods(), of_routers(), of_blue_green()].concat() {
        let explained = explained(&world);
        kinds.extend(explained.rest.waits().iter().map(|one| kind(&one.wait)));
        let status = &world.rollout.status;
        let text = format!("{}: {}\n{explained}", status.phase, status.message);
        insta::assert_snapshot!(name, text);
    }
    let all = [
        "Back",
        "Capacity",
        "Evictions",
        "Kept",
        "PauseOver",
        "Pods",
        "PodsGone",
        "Progress",
        "Promote",
        "Restart",
        "Resume",
        "Retirement",
        "Retry",
        "Room",
        "Service",
        "Unpause",
        "Weight",
    ];
    assert_eq!(kinds, all.map(str::to_owned).into());
}
