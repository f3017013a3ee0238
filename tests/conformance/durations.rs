//! `argo-durations-intstr.jsonl`: texts and numbers as durations, as int-or-string, and as the length of a pause.

use crate::tally::{Outcome, Tally, lines};
use gradual::{
    quantity::{IntOrPercent, QuantityError, Round},
    time::{Span, pause_seconds},
};
use serde_json::{Map, Value, json};

/// Reads every recorded value and compares all that was recorded of it, errors in their very words; whether all agree.
pub fn run() -> bool {
    let Some(lines) = lines("argo-durations-intstr.jsonl") else {
        return true;
    };
    let mut tally = Tally::new("argo-durations-intstr");
    for line in lines {
        let mut recorded: Map<String, Value> = serde_json::from_str(&line).expect("an object a line");
        let id = recorded.remove("id").expect("an id");
        let value = recorded.remove("value").expect("a value");
        let mut ours = answers(&value);
        if value.is_f64() {
            // Go's text shows the number as written, which a parsed one no longer is.
            forget_wording(&mut ours);
            forget_wording(&mut recorded);
        }
        let outcome = if ours == recorded {
            Outcome::Agrees
        } else {
            Outcome::Fails(format!("{value}: ours {}, recorded {}", json!(ours), json!(recorded)))
        };
        tally.count(id.as_str().unwrap_or_default(), outcome);
    }
    tally.report()
}

fn answers(value: &Value) -> Map<String, Value> {
    let mut answers = Map::new();
    if let Some(text) = value.as_str() {
        let duration = match Span::parse(text) {
            Ok(span) => json!({"nanoseconds": span.as_nanoseconds().to_string(), "text": span.to_string()}),
            Err(error) => json!({"error": error.to_string()}),
        };
        answers.insert("durationString".into(), duration);
    }
    match serde_json::from_value::<Option<IntOrPercent>>(value.clone()) {
        Ok(quantity) => {
            let pause = quantity.as_ref().map_or(0, |quantity| match quantity {
                IntOrPercent::Int(seconds) => *seconds,
                IntOrPercent::Text(text) => pause_seconds(text),
            });
            answers.insert("intOrString".into(), quantity.as_ref().map_or(Value::Null, readings));
            answers.insert("pauseDurationSeconds".into(), pause.into());
        }
        Err(error) => {
            answers.insert("intOrString".into(), json!({"decodeError": error.to_string()}));
        }
    }
    answers
}

fn readings(quantity: &IntOrPercent) -> Value {
    let show = |value: Result<i64, QuantityError>| match value {
        Ok(value) => json!(value),
        Err(error) => json!({"error": error.to_string()}),
    };
    let kind = match quantity {
        IntOrPercent::Int(_) => "int",
        IntOrPercent::Text(_) => "string",
    };
    json!({
        "type": kind,
        "text": quantity.to_string(),
        "intValue": quantity.int_value(),
        "ceil10": show(quantity.of(10, Round::Up)),
        "floor10": show(quantity.of(10, Round::Down)),
        "ceil7": show(quantity.of(7, Round::Up)),
        "floor7": show(quantity.of(7, Round::Down)),
        "scaled_ceil10": show(quantity.of_strictly(10, Round::Up)),
        "scaled_floor10": show(quantity.of_strictly(10, Round::Down)),
        "scaled_ceil7": show(quantity.of_strictly(7, Round::Up)),
        "scaled_floor7": show(quantity.of_strictly(7, Round::Down)),
    })
}

fn forget_wording(answers: &mut Map<String, Value>) {
    if let Some(text) = answers.get_mut("intOrString").and_then(|found| found.get_mut("decodeError")) {
        *text = Value::Bool(true);
    }
}
