//! `argo-rollout-traces`, run through: the simulated world starts from the first line of a scenario and must store
//! the recorded statuses to its last, given only what people did and the time.
//!
//! Taken from the recording are the pod policy, the hashes of templates, which ReplicaSet has the wanted template, and what the API
//! server fills into a template that comes back: these are inputs of the machine, not decisions.

use crate::{
    features,
    rollout_traces::{answer, scenarios},
    tally::{Outcome, Tally, lines},
    world::{self, Case},
};
use gradual::{
    argo::Rollout,
    capacity::Size,
    rollout::{Command, Observed, Refusal},
    sim::{Happening, NamedPod, Policy, Refused, ReplicaSet, Which, World, Write},
    time::{Span, Timestamp},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

/// Runs the scenarios that need nothing we lack; whether all agree. It counts scenarios.
pub fn run() -> bool {
    let Some(lines) = lines("argo-rollout-traces.jsonl.gz") else {
        return true;
    };
    let mut tally = Tally::new("argo-rollout-replay (scenarios)");
    for scenario in scenarios(&lines) {
        let id = scenario[0]["scenario"].as_str().unwrap_or("?").to_owned();
        let outcome = match features::needed(&scenario).first() {
            Some(feature) => Outcome::Skipped((*feature).to_owned()),
            None => replay(&scenario).map_or_else(Outcome::Fails, |()| Outcome::Agrees),
        };
        tally.count(&id, outcome);
    }
    tally.report()
}

fn replay(scenario: &[Value]) -> Result<(), String> {
    let mut world = start(&scenario[0]);
    for line in scenario {
        follow(&mut world, line).map_err(|what| format!("line {}: {what}", line["seq"]))?;
    }
    Ok(())
}

/// One line: what happened before it, what is seen in it, and what is stored after it.
fn follow(world: &mut World, line: &Value) -> Result<(), String> {
    if line["seq"] != 0 {
        for op in line["world"].as_array().expect("a list") {
            happen(world, op, &line["in"])?;
        }
        world.now = instant(&line["now"]);
        recall(world, &line["in"]);
        script_router(world, &line["in"]);
        world.policy = policy(&line["in"]["podPolicy"]);
        world.look();
    }
    let Case { plan, status: _, seen } = world::read(&line["in"]);
    if *world.plan() != plan {
        return Err(format!("\n      recorded {plan:#?}\n      ours     {:#?}", world.plan()));
    }
    same_world(&world.observe(), &seen)?;
    world.reconcile();
    let (ours, recorded) = (json!(world.rollout.status), &line["out"]["statusAfter"]);
    if ours != *recorded {
        return Err(format!("\n      recorded {recorded}\n      ours     {ours}"));
    }
    Ok(())
}

fn same_world(ours: &Observed, recorded: &Observed) -> Result<(), String> {
    let (ours, recorded) = (format!("{ours:#?}"), format!("{recorded:#?}"));
    let differs = ours.lines().zip(recorded.lines()).find(|(ours, recorded)| ours != recorded);
    match differs {
        None if ours == recorded => Ok(()),
        other => Err(format!("seen otherwise, first at {other:?}\n{recorded}\n{ours}")),
    }
}

fn start(line: &Value) -> World {
    let input = &line["in"];
    let (rollout, _) = Rollout::read(&world::manifest(&input["rollout"]));
    let template = rollout.spec.template.clone().expect("a template");
    let seen = world::read(input).seen;
    let mut world = World::new(rollout, instant(&line["now"]));
    world.policy = policy(&input["podPolicy"]);
    world.services = seen.services;
    for set in input["replicaSets"].as_array().expect("a list") {
        world.sets.push(replica_set(set, &template));
        if let Some(cap) = set["availableCap"].as_i64() {
            world.caps.insert(Which::Named(text(&set["name"])), cap);
        }
    }
    world.pods = input["pods"].as_array().map(|pods| pods.iter().map(pod).collect());
    world.pods_made = world
        .pods
        .iter()
        .flatten()
        .filter_map(|pod| pod.name.rsplit('-').next()?.parse().ok())
        .max()
        .unwrap_or(0);
    for (write, times) in input["failWrites"].as_object().into_iter().flatten() {
        refuse(&mut world, write, times);
    }
    recall(&mut world, input);
    world.router.confirms = true;
    script_router(&mut world, input);
    world
}

/// What the router answers in this pass, and what it refuses.
fn script_router(world: &mut World, input: &Value) {
    world.router.answers = VecDeque::from([answer(&input["verifyWeight"])]);
    for (call, write) in ROUTER {
        let times = u32::from(input["routerErrors"][call].is_string());
        world.refusals.insert(write, times);
    }
}

const ROUTER: [(&str, Write); 3] = [
    ("RemoveManagedRoutes", Write::ClearRoutes),
    ("UpdateHash", Write::SetHashes),
    ("SetWeight", Write::SetWeight),
];

/// A recorded ReplicaSet. Of its template only the image is recorded; all templates of a scenario differ in that.
fn replica_set(set: &Value, template: &Value) -> ReplicaSet {
    let mut template = template.clone();
    template["spec"]["containers"][0]["image"] = set["image"].clone();
    let mut read =
        ReplicaSet::new(text(&set["name"]), text(&set["hash"]), template, instant(&set["created"]));
    read.annotations = BTreeMap::deserialize(&set["annotations"]).expect("annotations");
    read.min_ready_seconds =
        set["minReadySeconds"].as_i64().map_or(0, |s| i32::try_from(s).expect("a number"));
    let count = |name: &str| set[name].as_i64().expect("a number");
    read.size = Size {
        want: count("want"),
        have: count("have"),
        ready: count("ready"),
        available: count("available"),
    };
    read.looks = count("ticksSinceWantChanged") + 1;
    read
}

fn pod(pod: &Value) -> NamedPod {
    NamedPod { name: text(&pod["name"]), set: text(&pod["replicaSet"]), created: instant(&pod["created"]) }
}

/// What the recorder knew and the world cannot.
fn recall(world: &mut World, input: &Value) {
    let template = world.template();
    world.know(&template, text(&input["newHash"]));
    let Some(name) = input["newReplicaSet"].as_str() else {
        return;
    };
    if let Some(set) = world.sets.iter_mut().find(|set| set.name == name) {
        set.template = template;
    }
}

fn happen(world: &mut World, op: &Value, input: &Value) -> Result<(), String> {
    let number = |name: &str| op[name].as_i64().expect("a number");
    let set = || Which::Named(text(&op["replicaSet"]));
    let happening = match op["op"].as_str().expect("an operation") {
        "advance" => {
            world.now = world.now.plus(Span::seconds(number("seconds")));
            return Ok(());
        }
        // It does not tell all; the policy of each line does.
        "podPolicy" => return Ok(()),
        "failWrites" => {
            refuse(world, &text(&op["write"]), &op["count"]);
            return Ok(());
        }
        // What they lead to stands in each line.
        "verifyWeight" | "routerError" => return Ok(()),
        "editService" => {
            let service = world.services.iter_mut().find(|service| op["name"] == service.name.as_str());
            let selects = op["selectorHash"].as_str().filter(|hash| !hash.is_empty());
            service.ok_or("no such service")?.selects = selects.map(str::to_owned);
            return Ok(());
        }
        "createService" => Happening::CreateService { name: text(&op["name"]) },
        "deleteService" => Happening::DeleteService { name: text(&op["name"]) },
        "undo" => return undo(world, op, input),
        "setImage" => Happening::SetImage { container: "*".into(), image: text(&op["image"]) },
        "scale" => Happening::Scale { replicas: i32::try_from(number("replicas")).expect("a number") },
        "editSpec" => Happening::Patch(op["mergePatch"].clone()),
        "command" => Happening::Command(command(&text(&op["command"]), world.now)),
        "annotate" => Happening::Annotate {
            name: text(&op["key"]),
            value: Some(text(&op["value"])).filter(|value| !value.is_empty()),
        },
        "capAvailable" => Happening::Cap { which: set(), ready: Some(number("max")).filter(|max| 0 <= *max) },
        "replicaFailure" => Happening::ReplicaFailure {
            which: set(),
            message: Some(text(&op["message"])).filter(|message| message != "clear"),
        },
        "deleteReplicaSet" => Happening::DeleteReplicaSet { which: Which::Named(text(&op["name"])) },
        other => return Err(format!("unknown operation {other}")),
    };
    let refused = world.happen(&happening).err().map(|refused| refused.to_string());
    let recorded = op["error"].as_str().map(str::to_owned);
    if refused != recorded {
        return Err(format!("{happening:?}: refused {refused:?}, recorded {recorded:?}"));
    }
    Ok(())
}

/// The template comes back with what the API server filled in; its ReplicaSet has the same.
fn undo(world: &mut World, op: &Value, input: &Value) -> Result<(), String> {
    let number = op["toRevision"].as_i64().expect("a number");
    let recorded = text(&op["result"]);
    match world.happen(&Happening::Undo { number }) {
        Ok(()) if recorded.ends_with(" undo") => {
            world.rollout.spec.template = Some(input["rollout"]["spec"]["template"].clone());
            Ok(())
        }
        Err(Refused::Command(why @ Refusal::SameTemplate { .. })) if recorded == why.to_string() => Ok(()),
        Err(Refused::Command(why)) if recorded.starts_with(&format!("error: {why}")) => Ok(()),
        other => Err(format!("undo {number}: {other:?}, recorded {recorded}")),
    }
}

fn command(words: &str, now: Timestamp) -> Command {
    let (name, seconds) = words.split_once(' ').unwrap_or((words, "0"));
    match name {
        "promote" => Command::Promote,
        "promote-full" => Command::PromoteFully,
        "skip" => Command::SkipStep,
        "skip-all" => Command::SkipAllSteps,
        "abort" => Command::Abort,
        "retry" => Command::Retry,
        "pause" => Command::Pause,
        "unpause" => Command::Resume,
        "restart" => Command::Restart { at: now.plus(Span::seconds(seconds.parse().expect("seconds"))) },
        other => panic!("unknown command {other}"),
    }
}

fn policy(recorded: &Value) -> Policy {
    let k = recorded["k"].as_u64().and_then(|k| u32::try_from(k).ok()).expect("a number");
    match recorded["mode"].as_str() {
        Some("instant") => Policy::Instant,
        Some("rate") => Policy::Rate(k),
        Some("delay") => Policy::Delay(k),
        other => panic!("unknown policy {other:?}"),
    }
}

fn refuse(world: &mut World, write: &str, times: &Value) {
    let times = times.as_u64().map_or(0, |times| u32::try_from(times).expect("a number"));
    let write = match write {
        "patch/services" => Write::PatchService,
        "patch/replicasets" => Write::PatchReplicaSet,
        "update/replicasets" => Write::UpdateReplicaSet,
        "patch/rollouts/status" => Write::StoreStatus,
        // No scenario that is run through makes any.
        "create/analysisruns" => return,
        other => panic!("unknown write {other}"),
    };
    world.happen(&Happening::Refuse { write, times }).expect("it just happens");
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn instant(value: &Value) -> Timestamp {
    Timestamp::deserialize(value).expect("an instant")
}
