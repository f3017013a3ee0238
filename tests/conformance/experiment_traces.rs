//! `argo-experiment-traces`: every recorded reconcile is one pass of the experiment machine.

use crate::{
    experiment_world::{self as world, Case, RETIREMENT, list, text},
    rollout_traces::{difference, scenarios},
    tally::{Outcome, Tally, lines},
};
use gradual::{
    decision::{Decision, Heard, Next, Severity},
    experiment::{Action, Observed, Plan, Reason, Refusal, Refused, Status, decide, reject},
    time::Timestamp,
};
use serde_json::{Value, json};

const FILE: &str = "argo-experiment-traces.jsonl.gz";

type Pass = Decision<Status, Action, Reason>;

pub fn run() -> bool {
    let Some(lines) = lines(FILE) else { return true };
    let mut tally = Tally::new("argo-experiment-traces");
    for line in scenarios(&lines).iter().flatten() {
        let id = format!("{} {}", text(&line["scenario"]), line["seq"]);
        tally.count(&id, compare(line).map_or_else(Outcome::Fails, |()| Outcome::Agrees));
    }
    tally.report()
}

fn compare(line: &Value) -> Result<(), String> {
    let (input, out) = (&line["in"], &line["out"]);
    if input["experiment"].is_null() {
        // Nobody would ask the machine about what does not exist.
        return nothing_recorded(out);
    }
    let now = Timestamp::parse(&text(&line["now"])).map_err(|error| error.to_string())?;
    let case = world::read(input);
    let plan = match &case.plan {
        Ok(plan) => plan,
        Err(_) if case.seen.deleting => return nothing_recorded(out),
        Err(message) => return same_status(&reject(&case.status, message, now), out),
    };
    let recorded: Vec<Write> =
        list(&out["writes"]).filter_map(|write| recorded_write(write, input)).collect();
    let pass = drive(plan, &case, now, &recorded)?;
    let ours: Vec<String> = pass.actions.iter().map(|action| our_write(action, &case.seen)).collect();
    let theirs: Vec<&String> = recorded.iter().map(|write| &write.text).collect();
    if ours.iter().ne(theirs.iter().copied()) {
        return Err(format!("\n      recorded {theirs:#?}\n      ours     {ours:#?}"));
    }
    let stored =
        !list(&out["writes"]).any(|write| write["kind"] == "Experiment" && write["error"].is_string());
    let (ours, theirs) = (our_events(&pass, input, stored), recorded_events(out));
    if ours != theirs {
        return Err(format!("\n      recorded {theirs:#?}\n      ours     {ours:#?}"));
    }
    if stored {
        same_status(&pass.status, out)?;
        named(&pass, &case, out)?;
    }
    compare_next(&pass, now, out)
}

fn nothing_recorded(out: &Value) -> Result<(), String> {
    let silent = list(&out["writes"]).chain(list(&out["events"])).next().is_none();
    if silent && out["requeue"].is_null() { Ok(()) } else { Err(format!("recorded {out}")) }
}

/// Calls again with what the recorded world answers, until nothing more is to be done.
fn drive(plan: &Plan, case: &Case, now: Timestamp, recorded: &[Write]) -> Result<Pass, String> {
    let mut heard = Heard::default();
    let mut done: Vec<Action> = Vec::new();
    loop {
        let pass = decide(plan, &case.status, &case.seen, &heard, now);
        if !pass.actions.starts_with(&done) {
            return Err(format!("what was heard changed what came before it: {done:?}, then {pass:?}"));
        }
        let fresh = pass.actions.iter().enumerate().skip(done.len());
        let refused = fresh.into_iter().find_map(|(at, action)| refused(at, action, &case.seen, recorded));
        let Some(refused) = refused else { return Ok(pass) };
        done = pass.actions[..=refused.action].to_vec();
        heard.answers.push(refused);
    }
}

fn refused(at: usize, action: &Action, seen: &Observed, recorded: &[Write]) -> Option<Refused> {
    let write = recorded.get(at).filter(|write| write.text == our_write(action, seen))?;
    let (reason, message) = write.error.clone()?;
    let why = if reason == "Conflict" { Refusal::Conflict } else { Refusal::Failed };
    Some(Refused { action: at, why, message })
}

/// A recorded write, and why it was refused: the reason in one word, and the text.
struct Write {
    text: String,
    error: Option<(String, String)>,
}

/// `None` for what the machine leaves to its caller: storing the status, and trying a name that is taken. To create what is
/// there already is done.
fn recorded_write(write: &Value, input: &Value) -> Option<Write> {
    let (kind, name, op) = (text(&write["kind"]), text(&write["name"]), text(&write["op"]));
    let exists = write["errorReason"] == "AlreadyExists";
    if kind == "Experiment" || (exists && (kind != "ReplicaSet" || world::is_taken(&name, input))) {
        return None;
    }
    let object = &write["object"];
    let what = match (op.as_str(), kind.as_str()) {
        ("create", "ReplicaSet") => {
            format!(
                "{} pods {}",
                object["annotations"]["experiment.argoproj.io/template-name"], object["replicas"]
            )
        }
        ("create", "Service") => object["selector"]["rollouts-pod-template-hash"].to_string(),
        ("create", _) => {
            let (labels, notes) = (or_empty(&object["labels"]), or_empty(&object["annotations"]));
            format!("labels {labels} annotations {notes} spec {}", without_empty(&object["spec"]))
        }
        ("scale", _) => format!("{} to {}", write["from"], write["to"]),
        ("patch", "ReplicaSet") => {
            let patch = &write["patch"][0];
            let path = format!("/metadata/annotations/{RETIREMENT}");
            assert_eq!(patch["path"], path, "the one annotation that is written");
            if patch["op"] == "remove" { "cleared".to_owned() } else { patch["value"].to_string() }
        }
        ("patch", _) => write["patch"].to_string(),
        (_, _) => String::new(),
    };
    let error = write["error"].as_str().filter(|_| !exists);
    let error = error.map(|message| (text(&write["errorReason"]), message.to_owned()));
    Some(Write { text: format!("{op} {kind} {name} {what}"), error })
}

fn our_write(action: &Action, seen: &Observed) -> String {
    match action {
        Action::CreateReplicaSet { name, template } => {
            format!("create ReplicaSet {name} \"{template}\" pods 0")
        }
        Action::Scale { replica_set, from, to } => format!("scale ReplicaSet {replica_set} {from} to {to}"),
        Action::SetRetirement { replica_set, at } => format!("patch ReplicaSet {replica_set} \"{at}\""),
        Action::ClearRetirement { replica_set } => format!("patch ReplicaSet {replica_set} cleared"),
        Action::CreateService { name, replica_set, .. } => {
            let set = seen.replica_sets.iter().find(|set| set.name == *replica_set);
            format!("create Service {name} {}", json!(set.expect("a ReplicaSet that was seen").hash))
        }
        Action::DeleteService { name } => format!("delete Service {name} "),
        Action::CreateRun { name, labels, annotations, spec } => {
            let (labels, annotations, spec) =
                (json!(labels), json!(annotations), without_empty(&json!(spec)));
            format!("create AnalysisRun {name} labels {labels} annotations {annotations} spec {spec}")
        }
        Action::TerminateRun { name } => {
            format!("patch AnalysisRun {name} {}", json!({"spec": {"terminate": true}}))
        }
    }
}

fn or_empty(value: &Value) -> Value {
    if value.is_null() { json!({}) } else { value.clone() }
}

/// Upstream writes empty structs; here what was not written stays away.
fn without_empty(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().map(|(name, field)| (name.clone(), without_empty(field)));
            Value::Object(kept.filter(|(_, field)| *field != json!({})).collect())
        }
        Value::Array(items) => items.iter().map(without_empty).collect(),
        other => other.clone(),
    }
}

/// Those on the rollout that made the experiment too, if there is one.
fn our_events(pass: &Pass, input: &Value, stored: bool) -> Vec<String> {
    let metadata = &input["experiment"]["metadata"];
    let owner = list(&metadata["ownerReferences"]).find(|owner| owner["kind"] == "Rollout");
    let rollout = owner.map(|owner| text(&owner["name"]));
    let rollout = rollout.filter(|name| list(&input["rollouts"]).any(|known| known == name.as_str()));
    let mut events = Vec::new();
    for told in pass.reasons.iter().filter(|told| stored || told.after <= pass.actions.len()) {
        let own = told.reason.event().map(|what| event("Experiment", &text(&metadata["name"]), what));
        events.extend(own);
        if let (Some(name), Some(what)) = (&rollout, told.reason.event_for_rollout()) {
            events.push(event("Rollout", name, what));
        }
    }
    events
}

fn event(kind: &str, name: &str, (reason, severity, message): (String, Severity, String)) -> String {
    format!("{kind}/{name} {reason} {severity:?}: {message}")
}

fn recorded_events(out: &Value) -> Vec<String> {
    let each = |event: &Value| {
        let [object, reason, kind, message] =
            ["object", "reason", "type", "message"].map(|field| text(&event[field]));
        format!("{object} {reason} {kind}: {message}")
    };
    list(&out["events"]).map(each).collect()
}

fn same_status(ours: &Status, out: &Value) -> Result<(), String> {
    let ours = serde_json::to_value(ours).expect("a status is JSON");
    if ours == out["statusAfter"] { Ok(()) } else { Err(difference("", &out["statusAfter"], &ours)) }
}

/// Where nothing is done and the experiment is not over, the wait has a name.
fn named(pass: &Pass, case: &Case, out: &Value) -> Result<(), String> {
    let idle = pass.actions.is_empty() && pass.status == case.status;
    let told = pass.reasons.iter().any(|told| matches!(told.reason, Reason::Waiting(_) | Reason::Held(_)));
    if idle && !told && !case.status.phase.is_completed() && !case.seen.deleting {
        return Err(format!("{:?} and idle, and no wait is named: {out}", case.status.phase));
    }
    Ok(())
}

/// Never later than recorded; where nothing was recorded, only for something that is really ahead.
fn compare_next(pass: &Pass, now: Timestamp, out: &Value) -> Result<(), String> {
    let ours = match pass.next {
        Next::At(at, _) => Some(at.since(now).as_nanoseconds() / 1_000_000),
        Next::OnChange => None,
        Next::Ask | Next::Retry { .. } => return Err(format!("comes back {:?}", pass.next)),
    };
    let agrees = match out["requeue"].as_f64() {
        Some(recorded) if recorded <= 0.0 => true,
        Some(recorded) => ours.is_some_and(|ours| 0 <= ours && ours as f64 <= recorded),
        None => ours.is_none_or(|ours| 0 <= ours),
    };
    if agrees {
        Ok(())
    } else {
        Err(format!("comes back {:?} at {now:#}, recorded {}", pass.next, out["requeue"]))
    }
}
