//! Explanations for programs; `docs/cli.md` says what the fields mean.

use super::{Said, Standing};
use gradual::{
    explain::{Awaited, Explanation, Outlook, Rest},
    time::Timestamp,
};
use serde_json::{Value, json};

/// One document of all Rollouts.
pub(super) fn print(standings: &[Standing], now: Timestamp) -> String {
    let rollouts: Vec<Value> = standings.iter().map(standing).collect();
    format!("{:#}\n", json!({"now": now, "rollouts": rollouts}))
}

fn standing(one: &Standing) -> Value {
    let step = one.step.as_ref();
    let said = match &one.said {
        Said::Explained(explained) => explanation(explained),
        Said::Unseen => json!({"rest": "unseen"}),
        Said::Undecided => json!({"rest": "undecided"}),
    };
    let mut value = json!({
        "name": one.rollout.metadata.name,
        "namespace": one.rollout.metadata.namespace,
        "file": one.file,
        "phase": one.phase,
        "message": one.message,
        "step": step.map(|step| json!({"number": step.number, "of": step.of, "label": step.label})),
        "notes": one.gaps.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    merge(&mut value, said);
    value
}

fn explanation(explained: &Explanation) -> Value {
    let mut value = json!({
        "does": explained.moves.lines(),
        "awaits": explained.rest.waits().iter().map(awaited).collect::<Vec<_>>(),
    });
    merge(&mut value, resting(&explained.rest));
    value
}

fn awaited(one: &Awaited) -> Value {
    json!({
        "wait": one.wait,
        "text": one.wait.to_string(),
        "since": one.since,
        "trouble": one.trouble.as_ref().map(|why| json!({"reason": why.reason, "message": why.message})),
        "ends": one.ends,
        "then": one.then.as_ref().map(outlook),
    })
}

fn outlook(then: &Outlook) -> Value {
    let waits = then.rest.waits().iter().map(|wait| json!({"wait": wait, "text": wait.to_string()}));
    let mut value = json!({
        "does": then.moves.lines(),
        "phase": then.moves.status.phase,
        "awaits": waits.collect::<Vec<_>>(),
    });
    merge(&mut value, resting(&then.rest));
    value
}

fn resting<W>(rest: &Rest<W>) -> Value {
    match rest {
        Rest::Awaits(_) => json!({"rest": "awaits"}),
        Rest::Done => json!({"rest": "done"}),
        Rest::Held(hold) => json!({"rest": "held", "held": hold.to_string()}),
        Rest::Never => json!({"rest": "never"}),
    }
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}
