//! A run played to its end: a provider that answers by a script, a clock, and a store that keeps whole seconds.

use gradual::{
    analysis::{Action, Answer, Compat, Measurement, Observed, Plan, Reason, Status, decide},
    decision::{Decision, Heard, Next},
    metric::{AnalysisRunSpec, Phase},
    time::{Span, Timestamp},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub type Decided = Decision<Status, Action, Reason>;

/// How many passes a run may take.
const PASSES: usize = 400;

/// What the provider says: outcomes by metric as letters, of which the last repeats (`S`, `F`, `I`, `E`, and `R` for one
/// that runs for 15 seconds more), and when a person ends the run.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub scripts: BTreeMap<String, String>,
    pub ended_after: Option<i64>,
}

/// A run that was played: its status in the end, and every pass with the status before it and its time.
#[derive(Debug)]
pub struct Played {
    pub status: Status,
    pub passes: Vec<(Status, Timestamp, Decided)>,
}

pub fn start() -> Timestamp {
    Timestamp::from_seconds(1_700_000_000)
}

pub fn spec(value: Value) -> AnalysisRunSpec {
    serde_json::from_value(value).expect("a spec")
}

/// A metric with these fields that asks one provider.
pub fn metric(name: &str, mut fields: Value) -> Value {
    fields["name"] = json!(name);
    fields["provider"] = json!({"graphite": {"query": "q"}});
    fields
}

pub fn play(spec: &AnalysisRunSpec, compat: Compat, world: &World) -> Played {
    let plan = Plan::of(spec, compat);
    let mut calls = BTreeMap::new();
    let (mut now, mut status, mut passes) = (start(), Status::default(), Vec::new());
    let ended_at = world.ended_after.map(|seconds| start().plus(Span::seconds(seconds)));
    while passes.len() < PASSES {
        let terminate = ended_at.is_some_and(|at| at <= now);
        let seen = Observed { terminate, ..Observed::default() };
        let decision = pass(&plan, &status, &seen, now, |name| {
            let call: &mut usize = calls.entry(name.to_owned()).or_default();
            *call += 1;
            letter(world, name, *call - 1)
        });
        let next = stored(&decision.status);
        let changed = next != status;
        let alarm = match decision.next {
            Next::At(at, _) => Some(at),
            Next::OnChange | Next::Ask | Next::Retry { .. } => None,
        };
        let before = std::mem::replace(&mut status, next);
        let over = before.phase.is_completed();
        passes.push((before, now, decision));
        if over {
            break;
        }
        // A change of the status is seen at once; else the next thing to happen is waited for.
        if !changed {
            let ahead = [alarm, ended_at.filter(|at| now < *at)];
            let Some(at) = ahead.into_iter().flatten().min() else { break };
            now = at;
        }
    }
    Played { status, passes }
}

/// One pass with all its answers; what was asked before stays at the beginning of the actions.
pub fn pass(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    now: Timestamp,
    mut letter: impl FnMut(&str) -> char,
) -> Decided {
    let mut heard = Heard::default();
    let mut asked: Vec<Action> = Vec::new();
    loop {
        let decision = decide(plan, status, seen, &heard, now);
        assert!(decision.actions.starts_with(&asked), "{asked:?} then {:?}", decision.actions);
        if decision.next != Next::Ask {
            return decision;
        }
        assert!(heard.answers.len() < decision.actions.len(), "asks for nothing");
        let new = decision.actions.iter().skip(heard.answers.len());
        let answers: Vec<_> = new.map(|action| answer(action, now, &mut letter)).collect();
        heard.answers.extend(answers);
        asked = decision.actions;
    }
}

fn answer(action: &Action, now: Timestamp, letter: &mut impl FnMut(&str) -> char) -> Answer {
    let begun = Measurement { started_at: Some(now), ..Measurement::default() };
    let measurement = match action {
        Action::Start { name, .. } => measured(letter(name), begun, now),
        Action::Resume { name, measurement, .. } => measured(letter(name), measurement.clone(), now),
        Action::Terminate { measurement, .. } => {
            Measurement { phase: Phase::Inconclusive, ..measurement.clone() }
        }
        Action::Forget { .. } | Action::Delete => return Answer::Forgotten,
    };
    Answer::Measured { measurement, about: BTreeMap::new() }
}

fn measured(letter: char, measurement: Measurement, now: Timestamp) -> Measurement {
    let phase = match letter {
        'S' => Phase::Successful,
        'F' => Phase::Failed,
        'I' => Phase::Inconclusive,
        'E' => Phase::Error,
        _ => {
            let resume_at = Some(now.plus(Span::seconds(15)));
            return Measurement { phase: Phase::Running, resume_at, ..measurement };
        }
    };
    Measurement { phase, finished_at: Some(now), ..measurement }
}

fn letter(world: &World, metric: &str, call: usize) -> char {
    let script = world.scripts.get(metric).map_or("S", String::as_str);
    script.chars().nth(call).or(script.chars().last()).unwrap_or('S')
}

/// The status as it comes back from the store.
pub fn stored(status: &Status) -> Status {
    Status::read(json!(status))
}
