//! What stands over a timeline.

use crate::{
    args::Simulate,
    input::FoundExperiment,
    paint::visible,
    simulate::{header::pods, print::short},
};
use gradual::{
    argo::ExperimentAnalysis,
    experiment::{Length, Plan},
    sim::experiment::World,
};

/// What stands over a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) name: String,
    pub(super) file: String,
    /// Lines, each with its title.
    pub(super) lines: Vec<(&'static str, String)>,
}

impl Header {
    pub(super) fn new(found: &FoundExperiment, world: &World, asked: &Simulate) -> Self {
        let plan = world.plan();
        let spec = &found.experiment.spec;
        let mut lines = vec![("variants", variants(plan)), ("length", length(&plan.length))];
        if !spec.analyses.is_empty() {
            let each: Vec<String> = spec.analyses.iter().map(analysis).collect();
            lines.push(("judged by", each.join(", ")));
        }
        let ready = short(asked.pods_ready_after);
        lines.push(("assumed", format!("pods are ready after {ready}; what is measured is good")));
        if found.experiment.status != Default::default() {
            let note = "`status` in the file is not looked at: the simulation starts from nothing";
            lines.push(("note", note.to_owned()));
        }
        Self { name: visible(&plan.name), file: visible(&found.file), lines }
    }
}

fn variants(plan: &Plan) -> String {
    let each = plan.templates.iter().map(|template| format!("{} {}", template.name, pods(template.replicas)));
    let each: Vec<String> = each.collect();
    if each.is_empty() { "none".to_owned() } else { each.join(", ") }
}

fn length(length: &Length) -> String {
    match length {
        Length::For(span) => format!("{} from when all variants are available", short(*span)),
        Length::Endless => "until its required analyses succeed, or it is ended".to_owned(),
        Length::Unreadable { message } => format!("for ever: {message}"),
    }
}

fn analysis(analysis: &ExperimentAnalysis) -> String {
    let required = if analysis.required_for_completion { " (required)" } else { "" };
    format!("{}{required}", analysis.name)
}
