//! Every switch of `experiment::Compat` under both settings, each with its shortest trace.

use crate::world::{Judge, World, start};
use gradual::{
    experiment::{Analysis, Compat, Length, Plan, Reason, Template, TemplatePhase, Wait},
    metric::{AnalysisTemplateRef, Phase},
    time::{Span, Timestamp},
};

/// Upstream with one switch off, so that nothing else can be the cause.
fn without(switch: impl Fn(&mut Compat)) -> Compat {
    let mut compat = Compat::ARGO;
    switch(&mut compat);
    compat
}

fn analysis(name: &str, required: bool) -> Analysis {
    let template = AnalysisTemplateRef { template_name: "t".into(), ..AnalysisTemplateRef::default() };
    Analysis { name: name.into(), template, required, args: Vec::new() }
}

fn plan(analyses: &[Analysis], compat: Compat) -> Plan {
    let mut plan = Plan::of("exp", vec![Template::of("a", 2)]);
    plan.analyses = analyses.to_vec();
    plan.compat = compat;
    plan
}

fn at(seconds: i64) -> Timestamp {
    start().plus(Span::seconds(seconds))
}

/// The phase in the end, its message, and what the last pass waits for.
fn end(mut world: World, terminated_after: Option<i64>) -> (Phase, String, Vec<Wait>) {
    if let Some(seconds) = terminated_after {
        world.play(at(seconds));
        world.terminate = true;
    }
    world.play(at(10_000));
    let last = world.passes.last().expect("a pass");
    let waits = last.decision.reasons.iter().filter_map(|told| match &told.reason {
        Reason::Waiting(wait) => Some(wait.clone()),
        _ => None,
    });
    let waits = waits.collect();
    (world.status.phase, world.status.message, waits)
}

#[test]
fn verdicts_at_the_end() {
    let listening = without(|compat| compat.deaf_at_the_end = false);
    let slow = |verdict: char| Judge { after: 100, verdict, ..Judge::default() };
    let unread = |analysis: &str| vec![Wait::Unread { analysis: analysis.into() }];
    // Required is done, another one runs: `Running` for ever.
    let both = [analysis("need", true), analysis("more", false)];
    let done = |compat: Compat| {
        let mut world = World::of(plan(&both, compat));
        world.judges = [("more".to_owned(), slow('-'))].into();
        end(world, None)
    };
    assert_eq!(done(Compat::ARGO), (Phase::Running, String::new(), unread("more")));
    assert_eq!(done(listening), (Phase::Successful, "Required AnalysisRuns completed".into(), vec![]));
    // Ended while a required one runs: `Running` for ever.
    let ended = |compat: Compat, cut: char| {
        let mut world = World::of(plan(&[analysis("need", true)], compat));
        world.judges = [("need".to_owned(), Judge { cut, ..slow('-') })].into();
        end(world, Some(20))
    };
    assert_eq!(ended(Compat::ARGO, 'S'), (Phase::Running, String::new(), unread("need")));
    assert_eq!(ended(listening, 'S').0, Phase::Successful);
    assert_eq!(ended(listening, 'I').0, Phase::Inconclusive);
    // The time is over, and one that is not required still runs: successful, and its failure is lost.
    let over = |compat: Compat, cut: char| {
        let mut world = World::of(plan(&[analysis("more", false)], compat));
        world.plan.length = Length::For(Span::seconds(20));
        world.judges = [("more".to_owned(), Judge { cut, ..slow('-') })].into();
        end(world, None).0
    };
    assert_eq!(over(Compat::ARGO, 'F'), Phase::Successful);
    assert_eq!(over(listening, 'F'), Phase::Failed);
    assert_eq!(over(listening, 'S'), Phase::Successful);
    // It was only cut short.
    assert_eq!(over(listening, 'I'), Phase::Successful);
}

#[test]
fn success_without_a_measurement() {
    let honest = without(|compat| {
        compat.success_without_measurement = false;
        compat.deaf_at_the_end = false;
    });
    let deaf = without(|compat| compat.success_without_measurement = false);
    // Ended before anything was available: no analysis ever began.
    let early = |compat: Compat, required: bool| {
        let (phase, message, _) = end(World::of(plan(&[analysis("an", required)], compat)), Some(1));
        (phase, message)
    };
    assert_eq!(early(Compat::ARGO, true), (Phase::Successful, String::new()));
    assert_eq!(early(deaf, true), (Phase::Inconclusive, "analysis 'an' is required and never began".into()));
    assert_eq!(early(Compat::ARGO, false), (Phase::Successful, String::new()));
    assert_eq!(early(deaf, false), (Phase::Inconclusive, "no analysis has measured anything".into()));
    // Ended after the run began and before it measured.
    let cut = |compat: Compat, required: bool| {
        let mut world = World::of(plan(&[analysis("an", required)], compat));
        world.plan.length = Length::For(Span::seconds(20));
        world.judges = [("an".to_owned(), Judge { verdict: '-', every: 1000, ..Judge::default() })].into();
        end(world, None).0
    };
    let argo = without(|compat| compat.deaf_at_the_end = false);
    assert_eq!(cut(argo, true), Phase::Successful);
    assert_eq!(cut(honest, true), Phase::Inconclusive);
    assert_eq!(cut(honest, false), Phase::Inconclusive);
    // Without templates no analysis ever begins.
    let none = |compat: Compat| {
        let mut plan = plan(&[analysis("an", true)], compat);
        plan.templates.clear();
        let mut world = World::of(plan);
        world.play(at(1000));
        (world.status.phase.clone(), world.measurements())
    };
    assert_eq!(none(Compat::ARGO), (Phase::Successful, 0));
    assert_eq!(none(honest), (Phase::Successful, 10));
}

#[test]
fn a_name_that_is_taken() {
    let quiet = without(|compat| compat.collisions_pile_up = false);
    let mut world = World::of(plan(&[], Compat::ARGO));
    world.taken.push("exp-a".into());
    for passes in 0..5 {
        assert_eq!(world.status.template_statuses.len(), passes);
        assert!(world.pass(), "every pass writes, and wakes the controller");
    }
    assert_eq!(world.status.phase, Phase::Pending);

    let mut world = World::of(plan(&[], quiet));
    world.taken.push("exp-a".into());
    world.play(at(500));
    let last = world.passes.last().expect("a pass");
    assert!(!last.stored && world.status.template_statuses.len() == 1);
    let wait = Reason::Waiting(Wait::Name { replica_set: "exp-a".into() });
    assert_eq!(last.decision.reasons[0].reason, wait);
    world.play(at(700));
    assert_eq!(world.status.template_statuses[0].status, TemplatePhase::Failed);
    assert_eq!(world.status.phase, Phase::Failed);
}

#[test]
fn the_delay_before_pods_go() {
    let stored = |compat: Compat| {
        let mut world = World::of(plan(&[], compat));
        world.play(at(10));
        world.terminate = true;
        let mut stored = 0;
        for second in 10..30 {
            world.now = at(second);
            while world.pass() {}
            stored += world.passes.iter().filter(|pass| pass.stored && pass.at == at(second)).count();
        }
        // Somebody changes how many pods there should be.
        world.plan.templates[0].replicas = 3;
        world.pass();
        (stored, world.passes.last().expect("a pass").wants["a"])
    };
    assert_eq!(stored(Compat::ARGO), (20, 3));
    assert_eq!(stored(without(|compat| compat.restless_delay = false)), (1, 2));
}
