//! `argo-analysis-runs`: whole runs, pass by pass, with a provider that answers by a script.

use super::{
    analysis_traces::events,
    tally::{Outcome, Tally, lines},
};
use gradual::{
    analysis::{
        Action, Answer, Compat, Measurement, MetricResult, Observed, Plan, Reason, Status, Summary, decide,
    },
    decision::{Decision, Heard, Next},
    metric::{AnalysisRunSpec, Phase},
    time::{Span, Timestamp},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The scenario whose provider cannot end a measurement.
const STUBBORN: &str = "terminate in-flight (noop provider)";
/// The one whose measurements say something when they fail.
const TALKATIVE: &str = "fail with message";

pub fn run() -> bool {
    let Some(lines) = lines("argo-analysis-runs.jsonl") else { return true };
    let mut tally = Tally::new("argo-analysis-runs");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        let name = line["name"].as_str().expect("a name");
        tally.count(name, compare(&line, name).map_or_else(Outcome::Fails, |()| Outcome::Agrees));
    }
    tally.report()
}

fn compare(line: &Value, name: &str) -> Result<(), String> {
    let plan = Plan::of(&spec(line), Compat::ARGO);
    let start = Timestamp::from_seconds(1_700_000_000);
    let mut provider = Provider { line, name, calls: BTreeMap::new(), told: Vec::new() };
    let mut status = Status::default();
    for (at, step) in line["steps"].as_array().expect("steps").iter().enumerate() {
        let since = step["t_ms"].as_i64().expect("a time");
        let now = start.plus(Span::nanoseconds(since * 1_000_000));
        let seen = Observed { terminate: step["terminate"] == true, ..Observed::default() };
        let decision = provider.pass(&plan, &status, &seen, now);
        same(&shown(&decision, &mut provider), step).map_err(|what| format!("step {at}: {what}"))?;
        requeue(&decision, &step["requeue_ms"], now).map_err(|what| format!("step {at}: {what}"))?;
        status = decision.status;
    }
    Ok(())
}

fn spec(line: &Value) -> AnalysisRunSpec {
    let mut spec = Map::new();
    for field in ["metrics", "args", "dryRun", "measurementRetention"] {
        spec.insert(field.into(), if line[field].is_null() { json!([]) } else { line[field].clone() });
    }
    for metric in spec["metrics"].as_array_mut().expect("metrics") {
        metric["provider"] = json!({"graphite": {"query": "q"}});
    }
    serde_json::from_value(Value::Object(spec)).expect("a spec")
}

/// The scripted provider, how often it was asked about each metric, and what it was asked in this pass.
struct Provider<'a> {
    line: &'a Value,
    name: &'a str,
    calls: BTreeMap<String, usize>,
    told: Vec<String>,
}

impl Provider<'_> {
    fn pass(
        &mut self,
        plan: &Plan,
        status: &Status,
        seen: &Observed,
        now: Timestamp,
    ) -> Decision<Status, Action, Reason> {
        let mut heard = Heard::default();
        loop {
            let decision = decide(plan, status, seen, &heard, now);
            if decision.next != Next::Ask {
                return decision;
            }
            let asked = decision.actions.iter().skip(heard.answers.len());
            let answers: Vec<_> = asked.map(|action| self.answer(action, now)).collect();
            heard.answers.extend(answers);
        }
    }

    fn answer(&mut self, action: &Action, now: Timestamp) -> Answer {
        let measurement = match action {
            Action::Start { name, .. } => {
                self.next(name, Measurement { started_at: Some(now), ..Measurement::default() }, now)
            }
            Action::Resume { name, measurement, .. } => self.next(name, measurement.clone(), now),
            Action::Terminate { name, measurement, .. } => {
                self.told.push(format!("{name}:TERM"));
                let phase =
                    if self.name == STUBBORN { measurement.phase.clone() } else { Phase::Inconclusive };
                Measurement { phase, ..measurement.clone() }
            }
            Action::Forget { .. } | Action::Delete => return Answer::Forgotten,
        };
        Answer::Measured { measurement, about: BTreeMap::new() }
    }

    /// The outcome by the next letter of the metric's script; the last letter repeats.
    fn next(&mut self, metric: &str, measurement: Measurement, now: Timestamp) -> Measurement {
        let script = self.line["script"][metric].as_str().expect("a script");
        let call = self.calls.entry(metric.to_owned()).or_default();
        let letter = script.chars().nth(*call).or(script.chars().last()).expect("a letter");
        *call += 1;
        self.told.push(format!("{metric}:{letter}"));
        let (phase, message) = match letter {
            'S' => (Phase::Successful, ""),
            'F' if self.name == TALKATIVE => (Phase::Failed, "pod x"),
            'F' => (Phase::Failed, ""),
            'I' => (Phase::Inconclusive, ""),
            'E' => (Phase::Error, "boom"),
            'R' => {
                let resume_at = Some(now.plus(Span::seconds(15)));
                return Measurement { phase: Phase::Running, resume_at, ..measurement };
            }
            other => panic!("a letter without a meaning: {other}"),
        };
        Measurement { phase, message: message.to_owned(), finished_at: Some(now), ..measurement }
    }
}

/// What a step is recorded as, but for its delay.
fn shown(decision: &Decision<Status, Action, Reason>, provider: &mut Provider<'_>) -> Value {
    let status = &decision.status;
    let events: Vec<_> = events(decision)
        .into_iter()
        .map(|[kind, reason, message]| format!("{kind} {reason}: {message}"))
        .collect();
    let mut calls = std::mem::take(&mut provider.told);
    calls.sort();
    let metrics: Map<_, _> =
        status.metric_results.iter().map(|result| (result.name.clone(), counters(result))).collect();
    json!({
        "calls": if calls.is_empty() { Value::Null } else { json!(calls) },
        "events": if events.is_empty() { Value::Null } else { json!(events) },
        "run_phase": status.phase,
        "run_message": status.message,
        "run_summary": status.run_summary,
        "dry_run_summary": status.dry_run_summary.as_ref().map(|summary: &Summary| json!(summary)),
        "metrics": metrics,
    })
}

fn counters(result: &MetricResult) -> Value {
    json!({
        "consecutive_error": result.consecutive_error,
        "consecutive_success": result.consecutive_success,
        "count": result.count,
        "error": result.error,
        "failed": result.failed,
        "inconclusive": result.inconclusive,
        "message": result.message,
        "phase": result.phase,
        "retained": result.measurements.len(),
        "successful": result.successful,
    })
}

fn same(ours: &Value, theirs: &Value) -> Result<(), String> {
    for (field, ours) in ours.as_object().expect("an object") {
        let theirs = &theirs[field];
        let nothing = theirs.is_null() && *ours == json!({});
        if ours != theirs && !nothing {
            return Err(format!("{field}: recorded {theirs}, ours {ours}"));
        }
    }
    Ok(())
}

/// The recorded delay, or the first instant after it; 0 is the next pass, which the change of the status brings.
fn requeue(
    decision: &Decision<Status, Action, Reason>,
    theirs: &Value,
    now: Timestamp,
) -> Result<(), String> {
    let ours = match decision.next {
        Next::At(at, _) => Some(at.since(now).as_nanoseconds()),
        Next::OnChange | Next::Ask | Next::Retry { .. } => None,
    };
    let fits = match (theirs.as_i64().map(|ms| ms * 1_000_000), ours) {
        (None, None) => true,
        (Some(nanos), ours) if nanos <= 0 => ours.is_none_or(|ours| ours == 1),
        (Some(nanos), Some(ours)) => ours == nanos || ours == nanos + 1,
        (None, Some(_)) | (Some(_), None) => false,
    };
    if fits { Ok(()) } else { Err(format!("requeue: recorded {theirs} ms, ours {ours:?}")) }
}
