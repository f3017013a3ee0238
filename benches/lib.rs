//! What the benches measure with: a canary of five steps that takes an hour.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a bench of something else than intended must not run"
)]

use gradual::{
    argo::{self, Rollout},
    decision::{Heard, Next},
    manifest,
    rollout::{Observed, Plan, Status, decide},
    sim::{Cue, Happening, Limits, Moment, Policy, Simulation, World},
    time::{Span, Timestamp},
};

/// The manifest of it.
pub const MANIFEST: &str = include_str!("canary.yaml");

/// When it begins.
pub fn start() -> Timestamp {
    Timestamp::from_seconds(1_700_000_000)
}

/// The manifest, read and checked.
pub fn rollout() -> Rollout {
    let document = manifest::read_one(MANIFEST.as_bytes()).expect("the manifest is YAML");
    let checked = argo::check(&document.value);
    assert!(checked.plan.is_some(), "{:?}", checked.diagnostics);
    checked.rollout
}

/// A world in which it is deployed, with pods that take ten seconds, and a new image at [`start`].
pub fn update() -> (World, Vec<Cue>) {
    let mut world = World::deployed(rollout(), start());
    world.policy = Policy::ReadyAfter(Span::seconds(10));
    let happening = Happening::SetImage { container: "*".into(), image: "web:2".into() };
    (world, Vec::from([Cue { at: start(), happening }]))
}

/// The manifest of one behind a router.
const ROUTED: &str = include_str!("routed.yaml");

/// A pass in the middle of the first pause, when there is nothing to do but to wait.
pub struct Settled {
    /// What is wanted.
    pub plan: Plan,
    /// What is stored.
    pub status: Status,
    /// What is seen.
    pub seen: Observed,
    /// The time.
    pub now: Timestamp,
}

/// The pass, made sure to be one.
pub fn settled() -> Settled {
    let (world, script) = update();
    let limits = Limits { time: Span::seconds(600), ..Limits::default() };
    let mut simulation = Simulation::new(world, script, limits);
    simulation.by_ref().for_each(drop);
    let world = simulation.into_world();
    let settled = Settled {
        plan: Plan::clone(&world.plan()),
        status: world.rollout.status.clone(),
        seen: world.observe(),
        now: start().plus(limits.time),
    };
    let Settled { plan, status, seen, now } = &settled;
    let decision = decide(plan, status, seen, &Heard::default(), *now);
    assert_eq!((plan.position(status), &decision.status), (plan.position(&decision.status), status));
    match decision.next {
        Next::At(at, _) if *now < at => settled,
        next => panic!("a pause has an end, but the pass ends with {next:?}"),
    }
}

/// So many rollouts behind a router, each with another name and at another pass of its update, which takes half an hour.
pub fn fleet(rollouts: usize) -> Vec<Settled> {
    let document = manifest::read_one(ROUTED.as_bytes()).expect("the manifest is YAML");
    let checked = argo::check(&document.value);
    assert!(checked.plan.is_some(), "{:?}", checked.diagnostics);
    let passes = passes_of(checked.rollout);
    let one = |at: usize| {
        let Settled { plan, status, seen, now } = passes.get(at % passes.len()).expect("a run has passes");
        let plan = Plan { name: format!("web-{at}"), ..plan.clone() };
        Settled { plan, status: status.clone(), seen: seen.clone(), now: *now }
    };
    (0..rollouts).map(one).collect()
}

/// What each pass of an update was decided from.
fn passes_of(rollout: Rollout) -> Vec<Settled> {
    let mut world = World::deployed(rollout, start());
    world.policy = Policy::ReadyAfter(Span::seconds(10));
    let happening = Happening::SetImage { container: "*".into(), image: "web:2".into() };
    let script = Vec::from([Cue { at: start(), happening }]);
    let mut simulation = Simulation::new(world, script, Limits::default());
    let mut passes = Vec::new();
    loop {
        let before = simulation.world().clone();
        match simulation.next() {
            Some(Moment::Passed { pass, .. }) => passes.push(Settled {
                plan: Plan::clone(&before.plan()),
                status: before.rollout.status,
                seen: pass.seen,
                now: pass.at,
            }),
            Some(Moment::Happened { .. }) => {}
            None => return passes,
        }
    }
}
