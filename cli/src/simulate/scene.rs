//! The world before the first pass, and what it is called.

use super::script::{Entry, Order, What};
use crate::{args::Simulate, input::Found, paint::visible, problem::Problem};
use gradual::{
    argo::{self, Rollout},
    capacity::Budget,
    quantity::IntOrPercent,
    rollout::{Canary, Plan, Status},
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

/// What stands over a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) file: String,
    /// Lines, each with its title.
    pub(crate) lines: Vec<(&'static str, String)>,
}

/// The update arrives as this revision.
const ARRIVING: i64 = 2;
/// Passes that are simulated at most: five thousand pods, one by one.
pub(super) const PASSES: usize = 20_000;
/// Written on the template of the revision before, so that it is another one.
const BEFORE: &str = "gradual/before-the-update";
/// Written by a controller on the object; the simulation counts anew.
const NUMBER: &str = "rollout.argoproj.io/revision";

impl Scene {
    /// The previous revision is stable and healthy, and the template of the file has just arrived.
    ///
    /// # Errors
    ///
    /// If an entry of the script cannot be meant for this Rollout.
    pub(crate) fn new(found: &Found, entries: &[Entry], asked: &Simulate) -> Result<Self, Vec<Problem>> {
        // The time of day does not matter to a rollout, so any will do.
        let start = Timestamp::from_seconds(946_684_800);
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
    let there = &mut world.rollout;
    there.spec = rollout.spec;
    there.metadata.generation = there.metadata.generation.saturating_add(1);
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

impl Header {
    fn new(found: &Found, asked: &Simulate) -> Self {
        let plan = argo::translate(&found.rollout);
        let mut lines = vec![("strategy", strategy(&plan)), ("assumed", assumed(asked))];
        if found.status.is_some() {
            let note = "`status` in the file is not looked at: the simulation starts from a healthy rollout";
            lines.push(("note", note.to_owned()));
        }
        if found.rollout.spec.restart_at.is_some() {
            let note =
                "`spec.restartAt` is not looked at: the simulation has its own clock (try --at TIME restart)";
            lines.push(("note", note.to_owned()));
        }
        Self { name: visible(&plan.name), file: visible(&found.file), lines }
    }
}

fn strategy(plan: &Plan) -> String {
    let Some(canary) = plan.canary() else {
        return "blue-green".to_owned();
    };
    let steps = match canary.steps.list.len() {
        0 => "stepless canary".to_owned(),
        1 => "canary in 1 step".to_owned(),
        many => format!("canary in {many} steps"),
    };
    format!("{steps}, {}, {}", pods(plan.full()), budget(canary, plan.full()))
}

/// Both limits as numbers of pods, and as they are written where that differs.
fn budget(canary: &Canary, full: i64) -> String {
    let budget = Budget::for_canary(&canary.max_surge, &canary.max_unavailable, full);
    let limit = |name: &str, limit: &IntOrPercent, pods: i64| match limit {
        IntOrPercent::Int(number) if *number == pods => format!("{name} {pods}"),
        IntOrPercent::Int(number) => format!("{name} {number} = {pods}"),
        // Upstream takes a text without the sign, as its own default is, for a percentage too.
        IntOrPercent::Text(text) => format!("{name} {}% = {pods}", visible(text.trim_end_matches('%'))),
    };
    let surge = limit("maxSurge", &canary.max_surge, budget.surge);
    let unavailable = limit("maxUnavailable", &canary.max_unavailable, budget.unavailable);
    format!("{surge}, {unavailable}")
}

fn assumed(asked: &Simulate) -> String {
    if asked.failing_pods {
        return format!(
            "revision 1 is stable and healthy; pods of revision {ARRIVING} never become ready, others after {}",
            super::print::short(asked.pods_ready_after)
        );
    }
    let after = super::print::short(asked.pods_ready_after);
    format!("revision 1 is stable and healthy; new pods are ready after {after}")
}

/// So many pods.
pub(crate) fn pods(count: i64) -> String {
    if count == 1 { "1 pod".to_owned() } else { format!("{count} pods") }
}
