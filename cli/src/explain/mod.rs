//! `gradual explain`: what live Rollouts wait for.

mod json;
mod text;

use crate::{
    Exit, Told,
    input::{self, Found, Wanted},
    paint::Colour,
    problem::Problem,
    report::{refusal, report},
};
use gradual::{
    argo::{
        Rollout, Status,
        live::{self, Gap},
    },
    decision::Heard,
    explain::{Explanation, Rest, explain},
    rollout::{Plan, Position, phase_shown},
    time::Timestamp,
};
use serde_json::Value;
use std::{path::PathBuf, time::SystemTime};

pub(crate) const AFTER: &str = "\
Examples:
  kubectl get rollout,rs,svc -o yaml | gradual explain -
  gradual explain saved.yaml --now 2026-03-01T10:04:00Z
  gradual explain saved.yaml --format json

Exit codes:
  0  every Rollout is explained
  1  one is not: objects are missing, or this version does not decide it
  2  the command line or the input is wrong: nothing is explained";

/// The options of `gradual explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Objects in YAML or JSON, as kubectl gives them; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Explain how things stand at this instant, not now.
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    now: Option<Timestamp>,
    /// How to print.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

/// How explanations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs: one document.
    Json,
}

/// One Rollout, and what can be said about it.
#[derive(Debug)]
struct Standing {
    file: String,
    rollout: Rollout,
    phase: String,
    message: String,
    step: Option<Step>,
    gaps: Vec<Gap>,
    said: Said,
}

/// The step under way.
#[derive(Debug)]
struct Step {
    /// Counted from 1.
    number: usize,
    of: usize,
    label: String,
}

/// What is said about a Rollout.
#[derive(Debug)]
enum Said {
    Explained(Box<Explanation>),
    /// Objects are missing.
    Unseen,
    /// Its manifest has errors, which are reported.
    Undecided,
}

/// Everything is read first; then every Rollout is explained as far as it can be.
pub(crate) fn run(asked: &Explain, out: Colour, err: Colour) -> Told {
    let input = input::read(&asked.files, Wanted::Rollouts);
    let errors = input.problems.iter().filter(|problem| Problem::is_error(problem)).count();
    let of_rollouts: usize = input.rollouts.iter().map(|found| found.errors).sum();
    if of_rollouts < errors {
        let err = refusal(&input.problems, "explained", err);
        return Told { out: String::new(), err, exit: Exit::Unusable };
    }
    let now = asked.now.unwrap_or_else(|| Timestamp::from(SystemTime::now()));
    let standings: Vec<Standing> =
        input.rollouts.into_iter().map(|found| stand(found, &input.others, now)).collect();
    let all = standings.iter().all(Standing::is_explained);
    Told {
        out: match asked.format {
            Format::Text => text::print(&standings, out),
            Format::Json => json::print(&standings, now),
        },
        err: report(&input.problems, err),
        exit: if all { Exit::Good } else { Exit::Bad },
    }
}

fn stand(found: Found, others: &[Value], now: Timestamp) -> Standing {
    let Found { file, mut rollout, plan, status, errors: _ } = found;
    rollout.status = status.map(Status::read).unwrap_or_default();
    let seen = live::observe(&rollout, others, now);
    let translated = gradual::argo::translate(&rollout);
    let (phase, message) = phase_shown(&translated, &rollout.status, rollout.metadata.generation, None);
    let said = match plan {
        None => Said::Undecided,
        Some(_) if seen.gaps.iter().any(Gap::hides_everything) => Said::Unseen,
        Some(plan) => {
            let explained = explain(&plan, &rollout.status, &seen.seen, &Heard::default(), now);
            Said::Explained(Box::new(explained))
        }
    };
    // What cannot be read of the status may be the step.
    let step = step(&translated, &rollout.status).filter(|_| rollout.status.unreadable.is_empty());
    Standing { file, phase, message, step, gaps: seen.gaps, said, rollout }
}

fn step(plan: &Plan, status: &Status) -> Option<Step> {
    let of = plan.canary()?.steps.list.len();
    let under_way = !status.fully_promoted() && !status.abort;
    match plan.position(status) {
        Position::At(at) if under_way => {
            Some(Step { number: at.index.saturating_add(1), of, label: at.step.label.clone() })
        }
        Position::At(_) | Position::Done(_) | Position::Stepless => None,
    }
}

impl Standing {
    fn is_explained(&self) -> bool {
        matches!(&self.said, Said::Explained(explained) if !matches!(explained.rest, Rest::Held(_)))
    }

    /// As people name it.
    fn name(&self) -> String {
        match self.rollout.metadata.namespace.as_str() {
            "" => self.rollout.metadata.name.clone(),
            namespace => format!("{namespace}/{}", self.rollout.metadata.name),
        }
    }
}

fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).map_err(|error| format!("{error}; write `2026-03-01T10:04:00Z`"))
}
