//! `gradual analyze`: what a template's metrics come to, measurement by measurement.

mod args;
mod check;
mod condition;
mod ending;
mod header;
mod json;
mod print;
mod subject;
mod table;
mod templates;
mod values;

pub(crate) use args::{AFTER, Analyze};

use crate::{
    Exit, Told,
    args::Format,
    objects,
    paint::Colour,
    problem::Problem,
    report::{refusal, report},
};
use gradual::{
    analysis::Count,
    sim::{
        Limits,
        analysis::{Run, Scene},
    },
    template::{SECRET_MARKER, Secret, Secrets},
    time::{Span, Timestamp},
};
use subject::Subject;
use values::Values;

/// Passes of a run at most: ten thousand measurements at different times.
const PASSES: usize = 20_000;

/// A run that is ready.
#[derive(Debug)]
struct Ready {
    subject: Subject,
    run: Run,
    start: Timestamp,
    /// How long it is watched.
    watch: Span,
    until: Until,
    /// When somebody ends it.
    ended: Option<Span>,
}

/// Why a run is watched no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// `--for` says so.
    Asked,
    /// Nothing is recorded any more.
    Recorded,
    /// It is long enough if nobody says anything.
    Usual,
}

/// Everything that can be wrong is found out first; then every run is carried out.
pub(crate) fn run(asked: &Analyze, out: Colour, err: Colour) -> Told {
    let (subjects, mut problems) = subject::read(objects::read(&asked.files), asked);
    let values = Values::read(asked, &subjects, &mut problems);
    if problems.iter().any(Problem::is_error) {
        return Told { out: String::new(), err: refusal(&problems, "analyzed", err), exit: Exit::Unusable };
    }
    let mut texts = Vec::new();
    let mut exits = Vec::new();
    for subject in subjects {
        let ready = ready(subject, &values, asked);
        let (text, exit) = match asked.format {
            Format::Text => print::print(ready, &values, out),
            Format::Json => json::print(ready),
        };
        texts.push(text);
        exits.push(exit);
    }
    let out = match asked.format {
        Format::Text => texts.join("\n"),
        Format::Json => texts.concat(),
    };
    Told { out, err: report(&problems, err), exit: worst(&exits) }
}

fn ready(subject: Subject, values: &Values, asked: &Analyze) -> Ready {
    let start = values.start;
    let ended = asked.terminate_at.or(subject.is_terminated.then_some(Span::ZERO));
    let scene = Scene {
        sources: values.sources.clone(),
        terminated_at: ended.map(|after| start.plus(after)),
        secrets: secrets(&subject),
        ..Scene::at(start)
    };
    let (watch, until) = match (asked.watch, values.recorded) {
        (Some(watch), _) => (watch, Until::Asked),
        (None, Some(recorded)) => (recorded, Until::Recorded),
        (None, None) if is_endless(&subject) && ended.is_none() => (Span::seconds(3600), Until::Usual),
        (None, None) => (Span::seconds(7 * 86_400), Until::Usual),
    };
    let run = Run::new(subject.plan.clone(), scene, Limits { time: watch, passes: PASSES });
    Ready { subject, run, start, watch, until, ended }
}

/// Whether the run goes on until somebody ends it, or until a limit is crossed.
fn is_endless(subject: &Subject) -> bool {
    subject.plan.metrics.iter().flatten().any(|metric| metric.limits.count == Count::Endless)
}

/// Nobody gives secrets to a simulation; decisions see the same text in their place.
fn secrets(subject: &Subject) -> Secrets {
    let mut secrets = Secrets::default();
    let named = subject.plan.args.iter().filter_map(|argument| argument.value_from.as_ref());
    for key in named.filter_map(|from| from.secret_key_ref.as_ref()) {
        secrets.put(&key.name, &key.key, Secret::new(SECRET_MARKER));
    }
    secrets
}

/// A failure is worse than what a person must judge, and that is worse than what is not over.
fn worst(exits: &[Exit]) -> Exit {
    let order = [Exit::Bad, Exit::Undecided, Exit::Unfinished];
    order.into_iter().find(|exit| exits.contains(exit)).unwrap_or(Exit::Good)
}
