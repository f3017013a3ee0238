//! `gradual simulate`: a Rollout's update on a virtual clock.

mod awaits;
mod cost;
mod ending;
mod header;
mod json;
mod layout;
mod print;
mod router;
mod scene;
mod script;
mod state;
mod timeline;
mod verbs;

#[cfg(test)]
mod tests;

use crate::{
    Exit, Told,
    args::{Format, Simulate},
    input,
    paint::Colour,
    problem::Problem,
    report::refusal,
};
use json::{Line, Start};
use scene::Scene;

/// Everything that can be wrong is found out first; then all Rollouts are simulated.
pub(crate) fn run(asked: &Simulate, out: Colour, err: Colour) -> Told {
    let input = input::read(&asked.files);
    let (entries, mut problems) = script::read(&asked.at, asked.watch);
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
    let err = refusal(&problems, "simulated", err);
    if problems.iter().any(Problem::is_error) {
        return Told { out: String::new(), err, exit: Exit::Unusable };
    }
    let mut exit = Exit::Good;
    let mut texts = Vec::new();
    for scene in ready {
        let (text, ending) = match asked.format {
            Format::Text => timeline_of(scene, out),
            Format::Json => lines_of(scene, asked),
        };
        if ending != Exit::Good {
            exit = Exit::Bad;
        }
        texts.push(text);
    }
    let out = match asked.format {
        Format::Text => texts.join("\n"),
        Format::Json => texts.concat(),
    };
    Told { out, err, exit }
}

/// For people.
fn timeline_of(scene: Scene, colour: Colour) -> (String, Exit) {
    let header = scene.header.clone();
    let timeline = timeline::watch(scene, None);
    (print::print(&header, &timeline, colour), timeline.ending.exit)
}

/// For programs.
fn lines_of(scene: Scene, asked: &Simulate) -> (String, Exit) {
    let plan = scene.simulation.world().plan();
    let file = scene.header.file.clone();
    let mut text = Line::Start(Start::of(&file, &plan, asked)).text();
    let timeline = timeline::watch(scene, Some(&mut text));
    (text, timeline.ending.exit)
}
