//! `gradual eval`: what a condition says of a value, and what an answer is worth.

mod answer;
mod args;
mod explain;

pub(crate) use args::{AFTER, Eval};

use crate::{
    Exit, Told, objects,
    paint::{Colour, Paint, visible},
    problem::Problem,
    report,
};
use explain::explained;
use gradual::{
    analysis::{Conditions, Verdict, response::Reading},
    condition::{Condition, Shape, Value},
    time::Timestamp,
};
use std::time::SystemTime;

/// Evaluates, and tells what came of it.
pub(crate) fn run(asked: &Eval, out: Colour, err: Colour) -> Told {
    let now = asked.now.unwrap_or_else(clock);
    let found = match read(asked, now) {
        Ok(reading) => answered(asked, &reading, now, out),
        Err(problem) => Found { out: String::new(), end: Err(problem) },
    };
    match found.end {
        Ok(exit) => Told { out: found.out, err: String::new(), exit },
        Err(problem) => Told { out: found.out, err: report::shown(&[problem], err), exit: Exit::Unusable },
    }
}

/// What was found out, and how that ends.
struct Found {
    out: String,
    end: Result<Exit, Problem>,
}

fn answered(asked: &Eval, reading: &Reading, now: Timestamp, out: Colour) -> Found {
    if let Some(condition) = &asked.condition {
        return holds(asked, condition, &reading.value, now, out);
    }
    if asked.success.is_some() || asked.failure.is_some() {
        return measured(asked, reading, now, out);
    }
    Found { out: shown(reading, None), end: Ok(Exit::Good) }
}

/// The value given, or what the answer is worth.
fn read(asked: &Eval, now: Timestamp) -> Result<Reading, Problem> {
    match (asked.provider, &asked.response, &asked.value) {
        (Some(provider), Some(file), _) => answer::read(asked, provider, &objects::load(file)?, now),
        (_, _, Some(value)) => answer::literal(value),
        (_, _, None) => Err(Problem::error("there is nothing to evaluate")
            .help("give a value as `--value JSON`, or an answer as `--provider NAME --response FILE`")),
    }
}

/// What one condition says.
fn holds(asked: &Eval, text: &str, value: &Value, now: Timestamp, out: Colour) -> Found {
    let condition = match Condition::parse(text) {
        Ok(condition) => condition,
        Err(error) => {
            return Found { out: String::new(), end: Err(Problem::of_condition(&error, "condition", text)) };
        }
    };
    let parts = if asked.explain { explained([&condition], value, now, out) } else { String::new() };
    let fitted = condition.for_shape(&Shape::of(value));
    match fitted.and_then(|fitted| fitted.judge(value, now)) {
        Ok(true) => {
            Found { out: format!("{}\n{parts}", out.paint(Paint::Good, "true")), end: Ok(Exit::Good) }
        }
        Ok(false) => {
            Found { out: format!("{}\n{parts}", out.paint(Paint::Bad, "false")), end: Ok(Exit::Bad) }
        }
        Err(error) => Found { out: parts, end: Err(Problem::of_condition(&error, "condition", text)) },
    }
}

/// The measurement that Argo Rollouts would make.
fn measured(asked: &Eval, reading: &Reading, now: Timestamp, out: Colour) -> Found {
    let [success, failure] = [&asked.success, &asked.failure].map(|text| text.as_deref().unwrap_or_default());
    let judged = reading.judge(&Conditions::new(success, failure), now);
    let (phase, paint, end) = match judged.verdict {
        Ok(Verdict::Successful) => ("Successful", Paint::Good, Ok(Exit::Good)),
        Ok(Verdict::Failed) => ("Failed", Paint::Bad, Ok(Exit::Bad)),
        Ok(Verdict::Inconclusive) => ("Inconclusive", Paint::Bad, Ok(Exit::Bad)),
        Err(undecided) => {
            let problem = Problem::of_condition(undecided.error(), "condition", undecided.condition());
            let problem = Problem { message: visible(&undecided.to_string()), ..problem };
            ("Error", Paint::Bad, Err(problem))
        }
    };
    let mut text = shown(reading, Some(&out.paint(paint, phase)));
    if asked.explain {
        let conditions = [success, failure].into_iter().filter(|text| !text.is_empty());
        let conditions: Vec<Condition> = conditions.filter_map(|text| Condition::parse(text).ok()).collect();
        text.push_str(&explained(&conditions, &reading.value, now, out));
    }
    Found { out: text, end }
}

/// The value, its phase if it was judged, and what is known beside it.
fn shown(reading: &Reading, phase: Option<&str>) -> String {
    let phase = phase.map(|phase| ("phase", phase.to_owned()));
    let beside = reading.judged.metadata.iter().map(|(name, told)| (name.as_str(), visible(told)));
    let rows: Vec<(&str, String)> =
        [("value", visible(&reading.judged.text))].into_iter().chain(phase).chain(beside).collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    rows.iter().map(|(name, told)| format!("{name:width$}  {told}\n")).collect()
}

/// The time of this machine, to the second.
fn clock() -> Timestamp {
    Timestamp::from(SystemTime::now())
}
