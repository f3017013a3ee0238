//! `gradual simulate`: a Rollout's update on a virtual clock.

mod cost;
mod ending;
mod print;
mod scene;
mod script;
mod timeline;

#[cfg(test)]
mod tests;

use crate::{Exit, Told, args::Simulate, input, paint::Colour, problem::Problem, report::refusal};
use scene::Scene;

/// Everything that can be wrong is found out first; then all Rollouts are simulated.
pub(crate) fn run(asked: &Simulate, out: Colour, err: Colour) -> Told {
    let input = input::read(&asked.files);
    let (entries, mut problems) = script::read(&asked.at, asked.watch);
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
        let header = scene.header.clone();
        let timeline = timeline::watch(scene);
        if timeline.ending.exit != Exit::Good {
            exit = Exit::Bad;
        }
        texts.push(print::print(&header, &timeline, out));
    }
    Told { out: texts.join("\n"), err, exit }
}
