//! `argo-rollout-traces`: every recorded reconcile is one pass of the rollout machine.

use crate::{
    features,
    tally::{Outcome, Tally, lines},
    world::{self, Case},
};
use gradual::{
    decision::{Decision, Failed, Heard, Next},
    rollout::{Action, Answer, Observed, Reason, Severity, Status, decide},
    time::{Span, Timestamp},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const FILE: &str = "argo-rollout-traces.jsonl.gz";
const NUMBER: &str = "rollout.argoproj.io/revision";
const SIZED_FOR: &str = "rollout.argoproj.io/desired-replicas";
const RETIREMENT: &str = "scale-down-deadline";

pub fn run() -> bool {
    let Some(lines) = lines(FILE) else { return true };
    let mut tally = Tally::new("argo-rollout-traces");
    for scenario in scenarios(&lines) {
        let missing = features::needed(&scenario);
        for line in &scenario {
            let id = format!("{} {}", line["scenario"].as_str().unwrap_or("?"), line["seq"]);
            let outcome = match missing.first() {
                Some(feature) => Outcome::Skipped((*feature).to_owned()),
                None => outcome(line),
            };
            tally.count(&id, outcome);
        }
    }
    tally.report()
}

/// The lines of each scenario; they are consecutive.
pub fn scenarios(lines: &[String]) -> Vec<Vec<Value>> {
    let mut all: Vec<Vec<Value>> = Vec::new();
    for line in lines {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        match all.last_mut().filter(|last| last[0]["scenario"] == line["scenario"]) {
            Some(last) => last.push(line),
            None => all.push(Vec::from([line])),
        }
    }
    all
}

fn outcome(line: &Value) -> Outcome {
    match compare(line) {
        Ok(()) => Outcome::Agrees,
        Err(_) if compare(&without_ignored_requeue(line)).is_ok() => Outcome::Differs("D-003"),
        Err(what) => Outcome::Fails(what),
    }
}

/// The line without the requeue for the end of a blue-green pause that ends only by hand (`D-003`).
fn without_ignored_requeue(line: &Value) -> Value {
    let mut line = line.clone();
    let (rollout, now) = (&line["in"]["rollout"], &line["now"]);
    let plan = &rollout["spec"]["strategy"]["blueGreen"];
    let paused = rollout["status"]["pauseConditions"].as_array().into_iter().flatten();
    let since =
        paused.into_iter().find(|pause| pause["reason"] == "BlueGreenPause").map(|pause| &pause["startTime"]);
    let instant = |value: &Value| serde_json::from_value::<Timestamp>(value.clone()).ok();
    let (Some(since), Some(now)) = (since.and_then(instant), instant(now)) else {
        return line;
    };
    let by_hand = plan["autoPromotionEnabled"] == false;
    let Some(seconds) = plan["autoPromotionSeconds"].as_i64().filter(|_| by_hand) else {
        return line;
    };
    let ignored = since.plus(Span::seconds(seconds)).since(now).as_nanoseconds() / 1_000_000;
    if let Some(requeues) = line["out"]["requeue"].as_array_mut() {
        requeues.retain(|requeue| requeue.as_i64() != Some(ignored));
    }
    line
}

/// Where nothing is done and nothing is healthy, the wait has a name.
fn named(line: &Value, case: &Case, pass: &Pass) -> Result<(), String> {
    let idle = recorded_idle(line) && pass.status == case.status;
    let waits = pass.reasons.iter().any(|told| matches!(told.reason, Reason::Waiting(_)));
    if idle && !waits && case.status.phase != "Healthy" {
        return Err(format!("{} and idle, and no wait is named: {pass:#?}", case.status.phase));
    }
    Ok(())
}

/// Whether upstream wrote nothing; what it repeats to a router it has told before.
pub fn recorded_idle(line: &Value) -> bool {
    let out = &line["out"];
    let same = line["in"]["rollout"]["status"] == out["statusAfter"];
    let writes = out["writes"].as_array().expect("a list");
    writes.iter().all(|write| recorded_write(write, line).is_none()) && same
}

fn compare(line: &Value) -> Result<(), String> {
    let case = world::read(&line["in"]);
    let now: Timestamp = serde_json::from_value(line["now"].clone()).map_err(|e| e.to_string())?;
    let (decision, failed) = drive(&case, now, &line["in"])?;
    let (ours, recorded) = (our_log(&decision, &case, &line["in"], failed), recorded_log(line));
    if ours != recorded {
        return Err(format!("\n      recorded {recorded:#?}\n      ours     {ours:#?}"));
    }
    if recorded.last().is_some_and(|last| last.ends_with(FAILED)) {
        return Ok(());
    }
    let after = serde_json::to_value(&decision.status).expect("a status is JSON");
    if after != line["out"]["statusAfter"] {
        return Err(difference("", &line["out"]["statusAfter"], &after));
    }
    named(line, &case, &decision)?;
    compare_next(decision.next, now, &line["out"])
}

const FAILED: &str = " FAILED";
const CONFLICT: &str = " CONFLICT";

type Pass = Decision<Status, Action, Reason>;

/// A driver: calls again with what the scripted world answers, until a pass is over or an action fails. Each call must
/// begin with what the one before it did.
fn drive(case: &Case, now: Timestamp, input: &Value) -> Result<(Pass, Option<usize>), String> {
    let mut heard = Heard::default();
    let mut done: Vec<Action> = Vec::new();
    let mut left = refusals(&input["failWrites"]);
    loop {
        let pass = decide(&case.plan, &case.status, &case.seen, &heard, now);
        if !pass.actions.starts_with(&done) {
            return Err(format!(
                "what was heard changed what came before it: {done:?}, then {:?}",
                pass.actions
            ));
        }
        if let Some(failed) = &heard.failed {
            return Ok((pass, Some(failed.action)));
        }
        let fresh = pass.actions.iter().enumerate().skip(done.len());
        heard.failed = fresh.into_iter().find_map(|(at, action)| refused(at, action, &mut left, input));
        let end = heard.failed.as_ref().map_or(pass.actions.len(), |failed| failed.action + 1);
        done = pass.actions[..end].to_vec();
        match (&heard.failed, pass.next) {
            (Some(_), _) => {}
            (None, Next::Ask) => heard.answers.push(match done.last() {
                // Recorded evictions succeed.
                Some(Action::Evict { .. }) => Answer::Evicted,
                _ => answer(&input["verifyWeight"]),
            }),
            (None, _) => return Ok((pass, None)),
        }
    }
}

fn refusals(scripted: &Value) -> BTreeMap<String, i64> {
    let all = scripted.as_object().into_iter().flatten();
    all.map(|(kind, n)| (kind.clone(), n.as_i64().unwrap_or(0))).collect()
}

fn refused(at: usize, action: &Action, left: &mut BTreeMap<String, i64>, input: &Value) -> Option<Failed> {
    let kind = kind(action);
    let text = match left.get_mut(kind).filter(|n| 0 < **n) {
        Some(n) => {
            *n -= 1;
            "scripted failure"
        }
        None => input["routerErrors"][kind].as_str()?,
    };
    Some(Failed { action: at, message: text.into() })
}

/// What a scripted router says of a weight.
pub fn answer(scripted: &Value) -> Answer {
    match scripted.as_str() {
        Some("true") => Answer::Arrived,
        Some("false") => Answer::Pending,
        Some("error") => Answer::Failed { message: "scripted verify error".into() },
        _ => Answer::Unknown,
    }
}

fn kind(action: &Action) -> &'static str {
    match action {
        Action::Create { .. } => "create/replicasets",
        Action::Annotate { .. } | Action::Scale { .. } => "update/replicasets",
        Action::Number { .. } | Action::DefaultReplicas => "update/rollouts",
        Action::SetRetirement { .. } | Action::ClearRetirement { .. } => "patch/replicasets",
        Action::ClearRoutes => "RemoveManagedRoutes",
        Action::SetHashes { .. } => "UpdateHash",
        Action::SetWeight { .. } => "SetWeight",
        Action::VerifyWeight { .. } => "VerifyWeight",
        Action::Delete { .. } => "delete/replicasets",
        Action::Point { .. } => "patch/services",
        Action::Evict { .. } => "evict/pods",
    }
}

/// Actions, events and the storing of the status, in order.
fn our_log(decision: &Pass, case: &Case, input: &Value, failed: Option<usize>) -> Vec<String> {
    let events = |after: usize| {
        let told = decision.reasons.iter().filter(move |told| told.after == after);
        told.filter_map(|told| told.reason.event()).map(|(name, severity, text)| event(name, severity, &text))
    };
    let mut log: Vec<String> = events(0).collect();
    let end = failed.map_or(decision.actions.len(), |failed| failed + 1);
    for (at, action) in decision.actions.iter().enumerate().take(end) {
        log.push(match our_line(action, &case.seen) {
            line if failed == Some(at) => refused_line(&line),
            line => line,
        });
        log.extend(events(at + 1).filter(|_| failed != Some(at)));
    }
    if decision.status == case.status || failed.is_some() {
        return log;
    }
    // Upstream updates the status where it introduces a revision, and patches it everywhere else.
    let created = decision.actions.iter().any(|action| matches!(action, Action::Create { .. }));
    let write = if created { "update/rollouts/status" } else { "patch/rollouts/status" };
    if input["failWrites"][write].as_i64().is_some_and(|left| 0 < left) {
        log.push(refused_line("status"));
        return log;
    }
    log.push("status".into());
    log.extend(events(decision.actions.len() + 1));
    log
}

/// Of a refused write only its kind and its name are recorded; a router's call is recorded whole.
fn refused_line(line: &str) -> String {
    let known: Vec<&str> = line.split(' ').take(3).collect();
    if line.starts_with("call ") { line.to_owned() + FAILED } else { known.join(" ") + FAILED }
}

fn event(name: &str, severity: Severity, text: &str) -> String {
    format!("event {name} {severity:?}: {text}")
}

fn our_line(action: &Action, seen: &Observed) -> String {
    let kind = kind(action).replace('/', " ");
    let of = |name: &str| seen.revision(name).expect("a revision that was seen");
    let changed = |old: Option<i64>, new: i64| {
        if old == Some(new) { Value::Null } else { json!(new.to_string()) }
    };
    match action {
        Action::Create { revision, number } => format!("{kind} {revision} number \"{number}\""),
        Action::Annotate { revision, number } => {
            let number = changed(Some(of(revision).number), *number);
            format!("{kind} {revision} size null number {number} for null")
        }
        Action::Scale { revision, from, to, full, forget_retirement } => {
            let size = if from == to { Value::Null } else { json!({"from": from, "to": to}) };
            let full = changed(of(revision).sized_for, *full);
            let forget = if *forget_retirement { " forget" } else { "" };
            format!("{kind} {revision} size {size} number null for {full}{forget}")
        }
        Action::Number { number } => format!("{kind} number \"{number}\" replicas null"),
        Action::DefaultReplicas => format!("{kind} number null replicas 1"),
        Action::SetRetirement { revision, at } => format!("{kind} {revision} retirement \"{at}\""),
        Action::ClearRetirement { revision } => format!("{kind} {revision} retirement null"),
        Action::ClearRoutes => format!("call {kind}"),
        Action::SetHashes { canary, stable } => format!("call {kind} {canary:?} {stable:?}"),
        Action::SetWeight { weight } | Action::VerifyWeight { weight } => format!("call {kind} {weight}"),
        Action::Delete { revision } => format!("{kind} {revision}"),
        Action::Point { service, hash, adopt } => format!("{kind} {service} \"{hash}\" adopt {adopt}"),
        Action::Evict { pod } => format!("{kind} {pod}"),
    }
}

/// The same of what was recorded, up to the first failure.
fn recorded_log(line: &Value) -> Vec<String> {
    let out = &line["out"];
    let mut all: Vec<(i64, String)> = Vec::new();
    let list = |name: &str| out[name].as_array().expect("a list").iter();
    for write in list("writes") {
        if let Some(text) = recorded_write(write, line) {
            all.push((write["i"].as_i64().expect("a place"), text));
        }
    }
    for told in list("events") {
        let severity = if told["type"] == "Warning" { Severity::Warning } else { Severity::Normal };
        let text = |name: &str| told[name].as_str().expect("a text");
        all.push((told["i"].as_i64().expect("a place"), event(text("reason"), severity, text("message"))));
    }
    for call in list("routerCalls") {
        all.push((call["i"].as_i64().expect("a place"), recorded_call(call)));
    }
    all.sort_by_key(|(at, _)| *at);
    // A write that upstream built on an old copy is refused; we do not try it, and the pass ends there all the same.
    let end = match all.iter().position(|(_, text)| text.ends_with(FAILED) || text.ends_with(CONFLICT)) {
        None => all.len(),
        Some(at) if all[at].1.ends_with(CONFLICT) => at,
        Some(at) => at + 1,
    };
    all.into_iter().take(end).map(|(_, text)| text).collect()
}

fn recorded_call(call: &Value) -> String {
    let kind = call["call"].as_str().expect("a name");
    let said = match kind {
        "UpdateHash" => format!("call {kind} {} {}", call["canary"], call["stable"]),
        "SetWeight" | "VerifyWeight" => format!("call {kind} {}", call["weight"]),
        _ => format!("call {kind}"),
    };
    // Asking can fail and the pass goes on: that is an answer.
    if call["error"].is_string() && kind != "VerifyWeight" { said + FAILED } else { said }
}

/// Whether the stored status is the same after the reconcile.
fn stays(line: &Value) -> bool {
    line["in"]["rollout"]["status"] == line["out"]["statusAfter"]
}

/// `None` for a status that is stored as it was.
fn recorded_write(write: &Value, line: &Value) -> Option<String> {
    let text = |name: &str| write[name].as_str().unwrap_or("");
    let (verb, resource, name, notes) = (text("verb"), text("resource"), text("name"), &write["annotations"]);
    let kind = format!("{verb} {resource}");
    let said = match (verb, resource, text("subresource")) {
        (_, "rollouts", "status") if !write["failed"].is_string() && stays(line) => return None,
        (_, "rollouts", "status") => "status".to_owned(),
        ("create", "replicasets", _) => format!("{kind} {name} number {}", notes[NUMBER]),
        ("update", "replicasets", _) => {
            let forget = if notes.get(RETIREMENT).is_some_and(Value::is_null) { " forget" } else { "" };
            let (size, full) = (write.get("replicas").unwrap_or(&Value::Null), &notes[SIZED_FOR]);
            format!("{kind} {name} size {size} number {} for {full}{forget}", notes[NUMBER])
        }
        ("update", "rollouts", _) => {
            format!("{kind} number {} replicas {}", notes[NUMBER], write["specReplicas"])
        }
        ("patch", "replicasets", _) => format!("{kind} {name} retirement {}", write["patch"][0]["value"]),
        ("patch", "services", _) => {
            let patch = &write["patch"];
            let hash = &patch["spec"]["selector"]["rollouts-pod-template-hash"];
            format!("{kind} {name} {hash} adopt {}", patch.get("metadata").is_some())
        }
        _ => format!("{kind} {name}"),
    };
    Some(match write["failed"].as_str() {
        None => said,
        Some("conflict") => said + CONFLICT,
        Some(_) => refused_line(&said),
    })
}

/// Never later than recorded; where nothing was recorded, only for something that is really ahead.
fn compare_next(next: Next, now: Timestamp, out: &Value) -> Result<(), String> {
    let recorded: Vec<i64> =
        out["requeue"].as_array().into_iter().flatten().filter_map(Value::as_i64).collect();
    let soonest = recorded.iter().copied().min();
    let ours = match next {
        Next::At(at, _) => Some(at.since(now).as_nanoseconds() / 1_000_000),
        Next::OnChange | Next::Ask | Next::Retry { .. } => None,
    };
    let again = matches!(next, Next::Retry { .. });
    let agrees = match soonest {
        _ if out["error"].is_string() => again,
        Some(-1) => again,
        Some(soonest) if soonest <= 0 => true,
        Some(soonest) => ours.is_some_and(|ours| 0 <= ours && ours <= soonest),
        None => !again && ours.is_none_or(|ours| 0 <= ours),
    };
    if agrees {
        Ok(())
    } else {
        Err(format!("comes back {next:?} at {now}, recorded {recorded:?}, error {}", out["error"]))
    }
}

/// Where two values differ.
pub fn difference(at: &str, recorded: &Value, ours: &Value) -> String {
    match (recorded, ours) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<_> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            let null = &Value::Null;
            let parts = keys.into_iter().map(|k| (k, a.get(k).unwrap_or(null), b.get(k).unwrap_or(null)));
            parts.filter(|(_, a, b)| a != b).map(|(k, a, b)| difference(&format!("{at}.{k}"), a, b)).collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let parts = a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b);
            parts.map(|(k, (a, b))| difference(&format!("{at}[{k}]"), a, b)).collect()
        }
        _ => format!("\n      {at}: recorded {recorded}, ours {ours}"),
    }
}
