//! `argo-expressions.jsonl.gz`: expressions on metric values, to a value or an error with stage and place.

use crate::{
    tally::{Outcome, Tally, lines},
    value_code::{decode, encode, same},
};
use gradual::{
    condition::{Condition, Error, Fitted, Shape, Stage, Value},
    time::Timestamp,
};
use serde_json::Value as Json;
use std::collections::HashMap;

/// Runs every expression (a text that has an address of upstream's in it is D-012); whether all agree on value and kind, or on being an error with stage, place and text.
pub fn run() -> bool {
    let Some(lines) = lines("argo-expressions.jsonl.gz") else {
        return true;
    };
    let mut tally = Tally::new("argo-expressions");
    let mut values: HashMap<String, Value> = HashMap::new();
    for line in lines {
        let line: Json = serde_json::from_str(&line).expect("an object a line");
        let id = line["id"].as_str().expect("an id");
        let value = values.entry(line["result"].to_string()).or_insert_with(|| decode(&line["result"]));
        let source = line["src"].as_str().expect("a source");
        let mut outcome = judge(source, value, &line);
        if let Outcome::Fails(what) = &mut outcome {
            let shown: String = source.chars().take(120).collect();
            *what = format!("`{shown}` on {}: {what}", line["result"]);
        }
        tally.count(id, outcome);
    }
    tally.report()
}

fn judge(source: &str, value: &Value, line: &Json) -> Outcome {
    let (go, verdict) = (&line["go"], &line["condition"]);
    let fitted = Condition::parse(source).and_then(|condition| condition.for_shape(&Shape::of(value)));
    let fitted = match fitted {
        Ok(fitted) => fitted,
        Err(error) => {
            let same =
                compare_error(&error, go).and_then(|()| compare_text(error.message(), &verdict["err"]));
            return outcome(same.map(|()| None));
        }
    };
    outcome(evaluated(&fitted, value, line))
}

fn outcome(compared: Result<Option<&'static str>, String>) -> Outcome {
    match compared {
        Ok(None) => Outcome::Agrees,
        Ok(Some(number)) => Outcome::Differs(number),
        Err(what) => Outcome::Fails(what),
    }
}

fn evaluated(fitted: &Fitted, value: &Value, line: &Json) -> Result<Option<&'static str>, String> {
    let (go, verdict) = (&line["go"], &line["condition"]);
    let now = Timestamp::from_seconds(1_790_000_000);
    let judged = fitted.judge(value, now);
    match fitted.evaluate(value, now) {
        // What was too long or too deep for the file: the verdict names its type.
        _ if go["value"].get("omitted").is_some() => {}
        Ok(found) => {
            let ours = sorted(encode(&found), line["sorted"].as_bool().unwrap_or(false));
            let address = |code: &Json| code["string"].as_str().is_some_and(|text| text.starts_with("0x"));
            if address(&go["value"]) && ours["string"].as_str().is_some_and(|text| text.starts_with("func("))
            {
                return Ok(Some("D-012"));
            }
            if !same(&ours, &go["value"]) {
                return Err(format!("ours {ours}, recorded {go}"));
            }
        }
        Err(error) => compare_error(&error, go)?,
    }
    match (judged, verdict.as_bool(), verdict["err"].as_str()) {
        (Ok(ours), Some(recorded), _) if ours == recorded => Ok(None),
        (Err(error), None, Some(_)) => compare_text(error.message(), &verdict["err"]).map(|()| None),
        (ours, _, _) => Err(format!("ours {ours:?}, recorded {verdict}")),
    }
}

fn compare_error(error: &Error, go: &Json) -> Result<(), String> {
    let stage = match error.stage() {
        Stage::Parse => "parse",
        Stage::Check => "check",
        Stage::Run => "run",
    };
    let at = error.position().map(|(line, column)| serde_json::json!([line, column]));
    let recorded_at = go.get("at").cloned();
    if go["stage"] != stage || at != recorded_at {
        return Err(format!("ours {stage} {at:?} {:?}, recorded {go}", error.message()));
    }
    compare_text(error.message(), &go["err"])
}

fn compare_text(ours: &str, recorded: &Json) -> Result<(), String> {
    let text = recorded.as_str();
    if text == Some(ours) { Ok(()) } else { Err(format!("ours {ours:?}, recorded {recorded}")) }
}

/// The items of a list that has no order, by their text.
fn sorted(mut code: Json, unordered: bool) -> Json {
    if unordered
        && let Some(items) =
            code.as_object_mut().and_then(|object| object.values_mut().next()?.as_array_mut())
    {
        items.sort_by_key(Json::to_string);
    }
    code
}
