//! Random worlds and what happens in them: canaries with and without a router, blue-green, pods, people, refused writes.

use gradual::{
    argo::Rollout,
    rollout::Command,
    sim::{Cue, Happening, Outage, Policy, Which, World, Write},
    time::{Span, Timestamp},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};

pub fn start() -> Timestamp {
    Timestamp::from_seconds(1_772_359_200)
}

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
    // Unsaid, zero and a value are three things, and some are longer than a resync.
    let some = || prop_oneof![2 => Just(0), 6 => 1..60, 1 => 900..2000];
    let seconds = || option::of(some()).prop_map(|n| json!(n));
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

pub fn script() -> impl Strategy<Value = Vec<Cue>> {
    let cue = (0_i64..400, happening())
        .prop_map(|(seconds, happening)| Cue { at: start().plus(Span::seconds(seconds)), happening });
    (set_image(), vec(cue, 0..8)).prop_map(|(first, mut rest)| {
        rest.push(Cue { at: start(), happening: first });
        rest
    })
}

pub fn world() -> impl Strategy<Value = World> {
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
