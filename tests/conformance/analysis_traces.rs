//! `argo-analysis-run-traces`: every recorded reconcile is one pass of the analysis run machine.

use crate::tally::{Outcome, Tally, lines};
use gradual::{
    analysis::{Action, Answer, Compat, Measurement, Observed, Plan, Reason, Status, decide},
    decision::{Decision, Heard, Next, Severity},
    metric::AnalysisRunSpec,
    template::{Secret, Secrets},
    time::{Timestamp, Wake},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const FILE: &str = "argo-analysis-run-traces.jsonl.gz";

pub fn run() -> bool {
    let Some(lines) = lines(FILE) else { return true };
    let mut tally = Tally::new("argo-analysis-run-traces");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        let id = format!("{} {}", line["scenario"].as_str().unwrap_or("?"), line["seq"]);
        let outcome = if line["in"]["absent"] == true {
            Outcome::Skipped("a run that does not exist".to_owned())
        } else {
            compare(&line).map_or_else(Outcome::Fails, |()| Outcome::Agrees)
        };
        tally.count(&id, outcome);
    }
    tally.report()
}

fn compare(line: &Value) -> Result<(), String> {
    let (input, output) = (&line["in"], &line["out"]);
    let now = instant(&line["now"]);
    let spec: AnalysisRunSpec = serde_json::from_value(input["spec"].clone()).expect("a spec");
    let plan = Plan::of(&spec, Compat::ARGO);
    let seen = Observed {
        terminate: spec.terminate,
        deleting: !input["deletionTimestamp"].is_null(),
        secrets: secrets(&input["secrets"]),
    };
    let status = Status::read(input["status"].clone());
    let decision = replay(line, &plan, &status, &seen, now)?;
    same("events", &json!(events(&decision)), &events_of(output))?;
    let deleted = decision.actions.contains(&Action::Delete);
    let writes = output["writes"].as_array().into_iter().flatten();
    same("deleted", &json!(deleted), &json!(writes.clone().any(|write| write["op"] == "delete")))?;
    requeue(&decision, &output["requeue"], now)?;
    let (before, after) = (stored(&json!(status)), stored(&json!(decision.status)));
    let written = before != after;
    if input["statusPatchFails"] == true && written {
        return Ok(());
    }
    same("written", &json!(written), &output["statusWritten"])?;
    match &output["statusAfter"] {
        Value::Null if deleted => Ok(()),
        theirs => same("status", &after, &stored(theirs)),
    }
}

/// Answers what the machine asks with what was recorded; all of it must be asked for.
fn replay(
    line: &Value,
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    now: Timestamp,
) -> Result<Decision<Status, Action, Reason>, String> {
    let mut calls: Vec<&Value> = line["calls"].as_array().into_iter().flatten().collect();
    let mut heard = Heard::default();
    loop {
        let decision = decide(plan, status, seen, &heard, now);
        if decision.next != Next::Ask {
            return match calls.first() {
                None => Ok(decision),
                Some(call) => Err(format!("not asked for: {call}; ours: {:?}", decision.actions)),
            };
        }
        let asked = decision.actions.get(heard.answers.len()..).unwrap_or_default();
        if asked.is_empty() {
            return Err("asks for nothing".to_owned());
        }
        for action in asked {
            let at = calls.iter().position(|call| answers(call, action));
            let call = at.map(|at| calls.remove(at)).ok_or_else(|| format!("not recorded: {action:?}"))?;
            heard.answers.push(answer(call, action, plan, seen)?);
        }
    }
}

fn answers(call: &Value, action: &Action) -> bool {
    let (kinds, name): (&[&str], _) = match action {
        Action::Start { name, .. } => (&["run"], name),
        Action::Resume { name, .. } => (&["resume"], name),
        Action::Terminate { name, .. } => (&["terminate"], name),
        Action::Forget { name, .. } => (&["garbageCollect"], name),
        Action::Delete => return false,
    };
    let built = kinds.contains(&call["call"].as_str().unwrap_or_default());
    let for_forgetting = call["for"] == "garbageCollect";
    let unbuilt = call["call"] == "newProvider" && for_forgetting == matches!(action, Action::Forget { .. });
    call["metric"] == name.as_str() && (built || unbuilt)
}

fn answer(call: &Value, action: &Action, plan: &Plan, seen: &Observed) -> Result<Answer, String> {
    let error = call["error"].as_str().map(str::to_owned);
    if call["call"] == "newProvider" {
        return Ok(Answer::NoProvider { message: error.unwrap_or_default() });
    }
    let metric = match action {
        Action::Start { metric, .. } | Action::Resume { metric, .. } | Action::Terminate { metric, .. } => {
            *metric
        }
        Action::Forget { keep, .. } => {
            same("limit", &json!(keep), &call["limit"])?;
            return Ok(error.map_or(Answer::Forgotten, |message| Answer::NotForgotten { message }));
        }
        Action::Delete => return Err("a deletion has no answer".to_owned()),
    };
    let metrics = plan.metrics.as_ref().map_err(ToString::to_string)?;
    let metric = metrics.get(metric).ok_or("a metric that is not there")?;
    let passed = json!(plan.to_measure(metric, &seen.secrets).map_err(|error| error.to_string())?);
    let theirs = call.get("metricPassed").cloned().unwrap_or_else(|| json!(metric.written));
    same("metric passed", &passed, &theirs)?;
    let query = passed["provider"]["graphite"]["query"].as_str().filter(|query| query.starts_with("meta:"));
    let about = query.map(|query| ("ResolvedQuery".to_owned(), query.to_owned()));
    let measurement: Measurement = serde_json::from_value(call["returned"].clone()).expect("a measurement");
    Ok(Answer::Measured { measurement, about: BTreeMap::from_iter(about) })
}

fn secrets(recorded: &Value) -> Secrets {
    let mut secrets = Secrets::default();
    for (name, keys) in recorded.as_object().into_iter().flatten() {
        secrets.exists(name);
        for (key, value) in keys.as_object().into_iter().flatten() {
            secrets.put(name, key, Secret::new(value.as_str().unwrap_or_default()));
        }
    }
    secrets
}

/// Type, reason and message of every event.
pub fn events(decision: &Decision<Status, Action, Reason>) -> Vec<[String; 3]> {
    let told = decision.reasons.iter().filter_map(|told| told.reason.event());
    let told = told.map(|(reason, severity, message)| {
        let kind = if severity == Severity::Warning { "Warning" } else { "Normal" };
        [kind.to_owned(), reason.to_owned(), message]
    });
    told.collect()
}

fn events_of(output: &Value) -> Value {
    let events = output["events"].as_array().into_iter().flatten();
    events.map(|event| json!([event["type"], event["reason"], event["message"]])).collect()
}

/// Where a delay is recorded, our wake-up comes then, or at the first instant at which there is work; a delay of 0 is the
/// next pass, which the change of the status brings. Where none is recorded, only the age of a run may wake us.
fn requeue(
    decision: &Decision<Status, Action, Reason>,
    theirs: &Value,
    now: Timestamp,
) -> Result<(), String> {
    let ours = match decision.next {
        Next::At(at, wake) => Some((at.since(now).as_nanoseconds(), wake)),
        Next::OnChange | Next::Ask | Next::Retry { .. } => None,
    };
    let fits = match (theirs.as_f64().map(|ms| (ms * 1e6).round() as i64), ours) {
        (None, None | Some((_, Wake::RunExpiry))) => true,
        (Some(nanos), ours) if nanos <= 0 => ours.is_none_or(|(ours, _)| ours == 1),
        (Some(nanos), Some((ours, _))) => ours == nanos || ours == nanos + 1,
        (None, Some(_)) | (Some(_), None) => false,
    };
    if fits { Ok(()) } else { Err(format!("requeue: recorded {theirs} ms, ours {ours:?}")) }
}

/// A status as it is recorded: results by name, zeros left out.
fn stored(status: &Value) -> Value {
    let mut status = status.as_object().cloned().unwrap_or_default();
    if let Some(Value::Array(results)) = status.get_mut("metricResults") {
        results.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    }
    Value::Object(status.into_iter().collect::<Map<_, _>>())
}

fn same(what: &str, ours: &Value, theirs: &Value) -> Result<(), String> {
    if ours == theirs { Ok(()) } else { Err(format!("{what}: recorded {theirs}, ours {ours}")) }
}

fn instant(value: &Value) -> Timestamp {
    Timestamp::parse(value.as_str().expect("an instant")).expect("an instant")
}
