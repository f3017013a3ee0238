//! The laws, over random worlds: every action of every pass, crashes after every prefix of a pass, and the end.
//!
//! In a release build a million passes are judged, in a debug build a hundredth of that; `GRADUAL_PASSES` says how many and
//! `GRADUAL_SEED` which. A line is printed: `laws under strict: seed 1, 1000012 passes of 17012 worlds, 0 breaches`.
#![cfg(feature = "sim")]
#![expect(
    clippy::indexing_slicing,
    clippy::integer_division,
    clippy::unreachable,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test may fail"
)]

#[path = "stories/mod.rs"]
mod stories;
#[path = "stories/written.rs"]
mod written;

use gradual::{
    law::{Breach, LAWS, Watch},
    rollout::{Command, Compat},
    sim::{Cue, Happening, Limits, Moment, Policy, Simulation, Which},
    time::{Span, Timestamp},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    io::Write,
};
use written::Story;

const SEED: u64 = 1;

/// Far more than the longest honest run needs.
const LIMITS: Limits = Limits { time: Span::seconds(86_400), passes: 1_000 };

fn story() -> impl Strategy<Value = Story> {
    let parts = (any::<bool>(), 0_usize..80, stories::script(), stories::world(), 0..6, any::<bool>());
    parts.prop_map(|(finale, crash, mut script, world, age, aborts_late)| {
        if finale {
            script.extend(in_the_end());
        }
        script.sort_by_key(|cue| cue.at);
        // The worlds leave out what has no end upstream: late aborts within a rollback window.
        let mut spec = json!(world.rollout.spec);
        if world.rollout.spec.rollback_window.is_some() {
            spec["progressDeadlineAbort"] = json!(aborts_late);
        }
        Story {
            spec,
            deployed: age < 5,
            policy: world.policy,
            named: world.pods.is_some(),
            outage: world.router.outage.as_ref().map(|outage| {
                let at = |at: Timestamp| at.since(stories::start()).as_nanoseconds() / 1_000_000_000;
                [at(outage.from), outage.until.map_or(0, at)]
            }),
            confirms: world.router.confirms.then_some(world.router.delay),
            script,
            crash: Some(crash),
        }
    })
}

/// Pods that become ready, a new image, and a person who wants it at once.
fn in_the_end() -> impl Iterator<Item = Cue> {
    let caps = (1..5).map(|n| Happening::Cap { which: Which::Numbered(n), ready: None });
    let rest = [
        Happening::Follow(Policy::ReadyAfter(Span::seconds(5))),
        Happening::Command(Command::Resume),
        Happening::SetImage { container: "*".into(), image: "shop:v9".into() },
    ];
    let cue = |seconds, happening| Cue { at: stories::start().plus(Span::seconds(seconds)), happening };
    let hasten = cue(520, Happening::Command(Command::PromoteFully));
    caps.chain(rest).map(move |happening| cue(500, happening)).chain([hasten])
}

/// What is broken in a story, and how many passes were judged.
type Judged = (Vec<Breach>, usize);

/// Judges a story to its end, and with a crash.
fn judge(story: &Story, compat: Compat) -> Judged {
    let mut world = story.world();
    world.compat = compat;
    let whole = Watch::over(Simulation::new(world.clone(), story.script.clone(), LIMITS));
    let (mut breaches, mut passes) = (whole.breaches, whole.passes);
    let mut run = Simulation::new(world, story.script.clone(), LIMITS);
    let mut watch = Watch::default();
    let mut happened = 0;
    let Some(crash) = story.crash else { return (breaches, passes) };
    for _ in 0..crash {
        let before = run.world().clone();
        match run.next() {
            Some(Moment::Happened { happening, refused, .. }) => {
                happened += 1;
                if refused.is_none() {
                    watch.happened(&happening, &before, run.world());
                }
            }
            Some(Moment::Passed { pass, .. }) => watch.passed(before, &pass, run.world()),
            None => return (breaches, passes),
        }
    }
    let rest: Vec<_> = story.script.iter().skip(happened).cloned().collect();
    let actions = run.world().clone().pass().actions.len();
    for after in 0..actions {
        let mut world = run.world().clone();
        let (before, mut watch) = (world.clone(), watch.clone());
        let pass = world.interrupted_pass(after);
        watch.passed(before, &pass, &world);
        let verdict = watch.to_the_end(Simulation::new(world, rest.clone(), LIMITS));
        breaches.extend(verdict.breaches);
        passes += verdict.passes;
    }
    (breaches, passes)
}

/// What a search found.
#[derive(Default)]
struct Found {
    passes: usize,
    worlds: usize,
    /// In how many worlds each law was broken, and a short story of the first.
    broken: BTreeMap<&'static str, (usize, Value)>,
}

/// Judges random stories until so many passes are judged, or until one law is broken if that is enough.
fn search(judge: impl Fn(&Story) -> Judged, passes: usize, enough: bool) -> Found {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&self::seed().to_le_bytes());
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let mut found = Found::default();
    while found.passes < passes && (found.broken.is_empty() || !enough) {
        let story = story().new_tree(&mut runner).unwrap().current();
        let (breaches, made) = judge(&story);
        found.passes += made;
        found.worlds += 1;
        let laws: BTreeSet<_> = breaches.iter().map(|breach| breach.law).collect();
        for law in laws {
            let first = || (0, shortest(story.write(), &judge, law));
            found.broken.entry(law).or_insert_with(first).0 += 1;
        }
    }
    found
}

/// A short story in which this law is broken: whatever can be left out is.
fn shortest(mut story: Value, judge: impl Fn(&Story) -> Judged, law: &str) -> Value {
    let broken = |story: &Value| {
        let story = Story::read(story).filter(Story::is_valid)?;
        judge(&story).0.into_iter().find(|breach| breach.law == law)
    };
    loop {
        let simpler = without_one(&story).into_iter().find(|simpler| broken(simpler).is_some());
        match simpler {
            Some(simpler) => story = simpler,
            None => break,
        }
    }
    story["seen"] = json!(broken(&story).map(|breach| breach.seen));
    story
}

/// The story without one thing, for each thing that can be left out.
fn without_one(story: &Value) -> Vec<Value> {
    let mut simpler = Vec::new();
    for name in ["crash", "confirms", "outage"] {
        if !story[name].is_null() {
            simpler.push(with(story, &format!("/{name}"), Value::Null));
        }
    }
    if story["named"] == true {
        simpler.push(with(story, "/named", json!(false)));
    }
    if story["pods"] != "at once" {
        simpler.push(with(story, "/pods", json!("at once")));
    }
    simpler.extend(shorter_lists(story, "/script"));
    let mut places = vec!["/spec".to_owned()];
    while let Some(place) = places.pop() {
        simpler.extend(shorter_lists(story, &place));
        match story.pointer(&place) {
            Some(Value::Object(fields)) => {
                let kept =
                    ["selector", "template", "strategy", "canary", "blueGreen", "plugins", "activeService"];
                for name in fields.keys().filter(|name| !kept.contains(&name.as_str())) {
                    let mut fewer = fields.clone();
                    fewer.remove(name);
                    simpler.push(with(story, &place, fewer.into()));
                }
                let below = fields.keys().filter(|name| *name != "template" && *name != "selector");
                places.extend(below.map(|name| format!("{place}/{name}")));
            }
            Some(Value::Array(items)) => places.extend((0..items.len()).map(|at| format!("{place}/{at}"))),
            Some(Value::Number(number)) => {
                let number = number.as_i64().unwrap_or(0);
                let smaller = [1, number / 2, number - 1].into_iter().filter(|one| 0 < *one && *one < number);
                simpler.extend(smaller.map(|one| with(story, &place, json!(one))));
            }
            _ => {}
        }
    }
    simpler
}

fn shorter_lists(story: &Value, place: &str) -> Vec<Value> {
    let Some(Value::Array(items)) = story.pointer(place) else { return Vec::new() };
    let without =
        |at: usize| items.iter().take(at).chain(items.iter().skip(at + 1)).cloned().collect::<Vec<_>>();
    (0..items.len()).rev().map(|at| with(story, place, json!(without(at)))).collect()
}

fn with(story: &Value, place: &str, value: Value) -> Value {
    let mut story = story.clone();
    *story.pointer_mut(place).unwrap() = value;
    story
}

fn run(name: &str, compat: Compat, passes: usize) -> Found {
    let found = search(|story| judge(story, compat), passes, false);
    let breaches: usize = found.broken.values().map(|(times, _)| times).sum();
    let Found { passes, worlds, .. } = found;
    say(&format!(
        "laws under {name}: seed {}, {passes} passes of {worlds} worlds, {breaches} breaches\n",
        seed()
    ));
    found
}

/// Past the capture of the test runner, which hides what a passing test prints.
fn say(line: &str) {
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

fn passes() -> usize {
    let usual = if cfg!(debug_assertions) { 10_000 } else { 1_000_000 };
    env::var("GRADUAL_PASSES").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn seed() -> u64 {
    env::var("GRADUAL_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(SEED)
}

/// Everything that the laws ask for, but for one habit of upstream's.
fn strict_but(switch: &str) -> Compat {
    let mut compat = json!(Compat::STRICT);
    compat[switch] = json!(true);
    serde_json::from_value(compat).unwrap()
}

fn switches() -> Vec<String> {
    json!(Compat::ARGO).as_object().unwrap().keys().cloned().collect()
}

#[test]
fn no_law_is_broken_under_strict() {
    let found = run("strict", Compat::STRICT, passes());
    let told: Vec<_> = found
        .broken
        .iter()
        .map(|(law, (times, story))| format!("{law} in {times} worlds: {story}"))
        .collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

/// What a switch breaks that would hold without it.
fn broken_by(story: &Story, switch: &str) -> Judged {
    let (mut breaches, passes) = judge(story, strict_but(switch));
    if !breaches.is_empty() {
        let anyway = judge(story, Compat::STRICT).0;
        breaches.retain(|breach| anyway.iter().all(|other| other.law != breach.law));
    }
    (breaches, passes)
}

/// The shortest story for each switch, found by a search or by hand.
fn told() -> Vec<Value> {
    let lines = include_str!("data/laws.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_switch_has_a_story() {
    let mut told: Vec<_> = told().iter().map(|line| line["switch"].as_str().unwrap().to_owned()).collect();
    told.sort_unstable();
    assert_eq!(told, switches());
}

#[test]
fn each_switch_breaks_its_law_and_nothing_does_without_it() {
    let mut wrong = Vec::new();
    for line in told() {
        let (switch, law) = (line["switch"].as_str().unwrap(), line["law"].as_str().unwrap());
        let story = Story::read(&line).filter(Story::is_valid).unwrap();
        let laws = |compat| judge(&story, compat).0.into_iter().map(|one| one.law).collect::<BTreeSet<_>>();
        let (on, upstream, off) = (laws(strict_but(switch)), laws(Compat::ARGO), laws(Compat::STRICT));
        if !on.contains(law) || !upstream.contains(law) || !off.is_empty() {
            wrong.push(format!("{switch}, {law}: on {on:?}, upstream {upstream:?}, off {off:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_page_of_laws_is_complete() {
    let page = include_str!("../docs/laws.md");
    for law in LAWS {
        assert!(
            page.contains(&format!("| {} | {} |", law.id, law.says)),
            "docs/laws.md lacks {}: {}",
            law.id,
            law.says
        );
    }
    for line in told() {
        let (switch, law) = (line["switch"].as_str().unwrap(), line["law"].as_str().unwrap());
        let rows = page.lines().filter(|row| row.starts_with(&format!("| `{switch}` | {law}")));
        assert_eq!(rows.count(), 1, "docs/laws.md lacks a row for `{switch}` and {law}");
    }
}

/// A search finds what a switch breaks, and prints a short story of it: of the switch in `GRADUAL_SWITCH`, or of `all`.
#[test]
fn a_search_finds_what_a_switch_breaks() {
    let wanted = env::var("GRADUAL_SWITCH").unwrap_or_else(|_| "old_pods_are_healthy".into());
    for switch in switches().into_iter().filter(|switch| wanted == "all" || *switch == wanted) {
        let found = search(|story| broken_by(story, &switch), passes(), true);
        let (law, (_, mut story)) = found.broken.into_iter().next().unwrap_or_default();
        assert!(!law.is_empty() || wanted == "all", "{switch}: nothing in {} passes", found.passes);
        story["switch"] = json!(switch);
        story["law"] = json!(law);
        say(&format!("{story}\n"));
    }
}
