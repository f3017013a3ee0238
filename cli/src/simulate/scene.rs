//! The world before the first pass, and what it is called.

use super::{
    header::{ARRIVING, Header},
    router::router,
    script::{Entry, Order, What},
};
use crate::{args::Simulate, input::Found, problem::Problem};
use gradual::{
    argo::Rollout,
    rollout::Status,
    sim::{Cue, Happening, Limits, Policy, Simulation, Which, World, merge},
    time::{Span, Timestamp},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A simulation that is ready to run.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) header: Header,
    pub(crate) simulation: Simulation,
    /// What the cues of the simulation are called, in their order.
    pub(crate) cues: Vec<String>,
    /// When the update arrives.
    pub(crate) start: Timestamp,
    /// How long it is watched.
    pub(crate) watch: Span,
}

/// Passes that are simulated at most: five thousand pods, one by one.
pub(super) const PASSES: usize = 20_000;
/// Written on the template of the revision before, so that it is another one.
const BEFORE: &str = "gradual/before-the-update";
/// Written by a controller on the object; the simulation counts anew.
const NUMBER: &str = "rollout.argoproj.io/revision";

/// The time of day does not matter to any machine, so any will do.
pub(super) fn start() -> Timestamp {
    Timestamp::from_seconds(946_684_800)
}

impl Scene {
    /// The previous revision is stable and healthy, and the template of the file has just arrived.
    ///
    /// # Errors
    ///
    /// If an entry of the script cannot be meant for this Rollout.
    pub(crate) fn new(found: &Found, entries: &[Entry], asked: &Simulate) -> Result<Self, Vec<Problem>> {
        let start = start();
        let (mut cues, mut problems) = (Vec::new(), Vec::new());
        for entry in entries {
            match happening(entry, &found.rollout, start) {
                Ok(happening) => cues.push(Cue { at: start.plus(entry.at), happening }),
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut world = arrived(&found.rollout, start);
        world.policy = Policy::ReadyAfter(asked.pods_ready_after);
        world.router = router(asked, start, world.router);
        if asked.failing_pods {
            world.caps = BTreeMap::from([(Which::Numbered(ARRIVING), 0)]);
        }
        if entries.iter().any(|entry| entry.what == What::Command(Order::Restart)) {
            world = world.name_pods();
        }
        let limits = Limits { time: asked.watch, passes: PASSES };
        Ok(Self {
            header: Header::new(found, asked),
            simulation: Simulation::new(world, cues, limits),
            cues: entries.iter().map(|entry| entry.written.clone()).collect(),
            start,
            watch: asked.watch,
        })
    }
}

fn arrived(rollout: &Rollout, start: Timestamp) -> World {
    let mut rollout = rollout.clone();
    rollout.status = Status::default();
    rollout.metadata.generation = 1;
    rollout.metadata.annotations.remove(NUMBER);
    // An instant of the user's clock means nothing on the virtual one.
    rollout.spec.restart_at = None;
    let mut before = rollout.clone();
    let mark = json!({"metadata": {"annotations": {BEFORE: "true"}}});
    let template = before.spec.template.take().unwrap_or_default();
    before.spec.template = Some(merge(template, &mark));
    before.spec.paused = false;
    let mut world = World::deployed(before, start);
    world.update(rollout.spec);
    world
}

fn happening(entry: &Entry, rollout: &Rollout, start: Timestamp) -> Result<Happening, Problem> {
    Ok(match &entry.what {
        What::Command(order) => Happening::Command(order.at(start.plus(entry.at))),
        What::Undo(number) => Happening::Undo { number: *number },
        What::Replicas(replicas) => Happening::Scale { replicas: *replicas },
        What::Image { container, image } => Happening::SetImage {
            container: which(container.as_deref(), rollout).map_err(|(message, help)| {
                Problem::error(format!("`{}`: {message}", entry.option)).help(help)
            })?,
            image: image.clone(),
        },
    })
}

/// The container that is meant, if there is one.
fn which(named: Option<&str>, rollout: &Rollout) -> Result<String, (String, String)> {
    let name = &rollout.metadata.name;
    let template = rollout.spec.template.as_ref();
    let names = |list: &str| -> Vec<String> {
        let list = template
            .and_then(|template| template.get("spec"))
            .and_then(|spec| spec.get(list))
            .and_then(Value::as_array);
        let names = list.into_iter().flatten().filter_map(|one| one.get("name").and_then(Value::as_str));
        names.map(str::to_owned).collect()
    };
    let containers = names("containers");
    let all: Vec<String> = containers.iter().cloned().chain(names("initContainers")).collect();
    let listed = || match all.as_slice() {
        [] => "its template names none".to_owned(),
        all => format!("it has `{}`", all.join("`, `")),
    };
    match (named, containers.as_slice()) {
        (Some(one), _) if all.iter().any(|other| other == one) => Ok(one.to_owned()),
        (Some(one), _) => Err((format!("`{name}` has no container `{one}`"), listed())),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err((format!("`{name}` has no container for an image"), listed())),
        (None, _) => Err((
            format!("`image=IMAGE` does not say which container of `{name}` is meant"),
            format!("{}: say `image=CONTAINER=IMAGE`", listed()),
        )),
    }
}
