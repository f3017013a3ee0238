//! `gradual simulate`: a Rollout's update on a virtual clock.

mod awaits;
mod cost;
mod ending;
mod experiment;
mod film;
mod header;
pub(crate) mod json;
mod layout;
pub(crate) mod print;
mod router;
mod scene;
mod script;
mod state;
mod svg;
mod timeline;
mod verbs;

#[cfg(test)]
mod tests;

use crate::{
    Exit, Told,
    args::{Format, Simulate},
    input::{self, Wanted},
    paint::{Colour, visible},
    problem::Problem,
    report::refusal,
};
use json::{Line, Start};
use scene::Scene;
use std::fs;
use timeline::Timeline;

/// Everything that can be wrong is found out first; then all Rollouts are simulated.
pub(crate) fn run(asked: &Simulate, out: Colour, err: Colour) -> Told {
    let input = input::read(&asked.files, Wanted::Experiments);
    // Where there are only experiments, what can happen is what happens to those.
    let only_experiments = input.rollouts.is_empty() && !input.experiments.is_empty();
    let words: &[String] = if only_experiments { &[] } else { &asked.at };
    let (entries, mut problems) = script::read(words, asked.watch);
    let experiments = experiment::stage(&input, asked).unwrap_or_else(|more| {
        problems.extend(more);
        Vec::new()
    });
    problems.extend(router::check(asked, &input.rollouts));
    problems.extend(input.problems);
    let scenes: Vec<Result<Scene, Vec<Problem>>> =
        input.rollouts.iter().map(|found| Scene::new(found, &entries, asked)).collect();
    let mut ready = Vec::new();
    for scene in scenes {
        match scene {
            Ok(scene) => ready.push(scene),
            Err(more) => problems.extend(more),
        }
    }
    problems.extend(asked.svg.as_deref().and_then(svg::misnamed));
    if problems.iter().any(Problem::is_error) {
        return Told { out: String::new(), err: refusal(&problems, "simulated", err), exit: Exit::Unusable };
    }
    let mut watched = Vec::new();
    let mut texts = Vec::new();
    for scene in ready {
        let header = scene.header.clone();
        let (text, timeline) = match asked.format {
            Format::Text => timeline_of(scene, out),
            Format::Json => lines_of(scene, asked),
        };
        texts.push(text);
        watched.push((header, timeline));
    }
    if let Some(file) = &asked.svg
        && let Err(error) = fs::write(file, svg::draw(&watched))
    {
        let err = format!("error: `{}` cannot be written: {error}\n", visible(&file.to_string_lossy()));
        return Told { out: String::new(), err, exit: Exit::Unusable };
    }
    let (more, are_well) = experiment::watch(experiments, out);
    texts.extend(more);
    let is_well = are_well && watched.iter().all(|(_, timeline)| timeline.ending.exit == Exit::Good);
    let out = match asked.format {
        Format::Text => texts.join("\n"),
        Format::Json => texts.concat(),
    };
    Told {
        out,
        err: refusal(&problems, "simulated", err),
        exit: if is_well { Exit::Good } else { Exit::Bad },
    }
}

/// For people.
fn timeline_of(scene: Scene, colour: Colour) -> (String, Timeline) {
    let header = scene.header.clone();
    let timeline = timeline::watch(scene, None);
    (print::print(&header, &timeline, colour), timeline)
}

/// For programs.
fn lines_of(scene: Scene, asked: &Simulate) -> (String, Timeline) {
    let plan = scene.simulation.world().plan();
    let file = scene.header.file.clone();
    let mut text = Line::Start(Start::of(&file, &plan, asked)).text();
    let timeline = timeline::watch(scene, Some(&mut text));
    (text, timeline)
}
