//! `gradual simulate` for experiments: the same virtual clock, other columns.

mod ending;
mod film;
mod header;
mod print;
mod script;

use crate::{
    Exit,
    args::{Format, Simulate},
    input::Input,
    paint::Colour,
    problem::Problem,
};
use gradual::{
    sim::{
        Limits, Policy,
        experiment::{Simulation, World},
    },
    time::{Span, Timestamp},
};
use header::Header;

/// A simulation that is ready to run.
#[derive(Debug)]
pub(super) struct Stage {
    header: Header,
    simulation: Simulation,
    /// What the cues of the simulation are called, in their order.
    cues: Vec<String>,
    start: Timestamp,
    watch: Span,
}

/// The experiments, just created.
///
/// # Errors
///
/// If an option or an entry of the script cannot be meant for an experiment.
pub(super) fn stage(input: &Input, asked: &Simulate) -> Result<Vec<Stage>, Vec<Problem>> {
    if input.experiments.is_empty() {
        return Ok(Vec::new());
    }
    let (entries, mut problems) = script::read(&asked.at, asked.watch);
    problems.extend(meant_for_rollouts(asked));
    for found in &input.experiments {
        problems.extend(script::unknown_names(&entries, &found.experiment, &input.templates));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let start = super::scene::start();
    let stages = input.experiments.iter().map(|found| {
        let mut experiment = found.experiment.clone();
        experiment.status = Default::default();
        let mut world = World::of(experiment, &input.templates, start);
        world.policy = Policy::ReadyAfter(asked.pods_ready_after);
        let limits = Limits { time: asked.watch, passes: super::scene::PASSES };
        Stage {
            header: Header::new(found, &world, asked),
            simulation: Simulation::new(world, script::cues(&entries, start), limits),
            cues: entries.iter().map(|entry| entry.written.clone()).collect(),
            start,
            watch: asked.watch,
        }
    });
    Ok(stages.collect())
}

/// The timelines, and whether all of them ended well.
pub(super) fn watch(stages: Vec<Stage>, colour: Colour) -> (Vec<String>, bool) {
    let mut all_well = true;
    let mut texts = Vec::new();
    for stage in stages {
        let header = stage.header.clone();
        let film = film::watch(stage);
        all_well &= film.ending.exit == Exit::Good;
        texts.push(print::print(&header, &film, colour));
    }
    (texts, all_well)
}

/// Options that say nothing about an experiment.
fn meant_for_rollouts(asked: &Simulate) -> Vec<Problem> {
    let given = [
        ("--failing-pods", asked.failing_pods, "say `--at 0s failing-pods=VARIANT`"),
        ("--router-delay", asked.router_delay.is_some(), ROUTED),
        ("--fail-router-at", asked.fail_router_at.is_some(), ROUTED),
        ("--heal-router-at", asked.heal_router_at.is_some(), ROUTED),
        ("--format json", asked.format == Format::Json, AS_TEXT),
        ("--svg", asked.svg.is_some(), AS_TEXT),
    ];
    let given = given.into_iter().filter(|(_, given, _)| *given);
    let problem =
        |(option, _, help)| Problem::error(format!("`{option}` means nothing to an experiment")).help(help);
    given.map(problem).collect()
}

const ROUTED: &str = "an experiment has no router of its own; simulate Rollouts apart from experiments";
const AS_TEXT: &str = "an experiment is printed as text only; simulate Rollouts apart from experiments";
