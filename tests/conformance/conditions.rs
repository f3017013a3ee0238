//! `argo-conditions.jsonl`: a metric's value and a condition, to true, false or the text of an error.

use crate::{
    tally::{Outcome, Tally, lines},
    value_code::decode,
};
use gradual::{
    condition::{Condition, Integer, IntegerType, NilType, Series, Shape, Value},
    time::{Span, Timestamp},
};
use serde_json::{Value as Json, json};

/// Judges every value; whether all agree. Texts that come from Go's runtime, in another version of Go, do not count.
pub fn run() -> bool {
    let Some(lines) = lines("argo-conditions.jsonl") else {
        return true;
    };
    let mut tally = Tally::new("argo-conditions");
    for (number, line) in lines.iter().enumerate() {
        let line: Json = serde_json::from_str(line).expect("an object a line");
        let value = value(line["value"].as_str().expect("a value"));
        let source = line["condition"].as_str().expect("a condition");
        let judged = Condition::parse(source)
            .and_then(|condition| condition.for_shape(&Shape::of(&value)))
            .and_then(|fitted| fitted.judge(&value, Timestamp::from_seconds(1_790_000_000)));
        let outcome = match (&judged, line["ok"].as_bool(), line["err"].as_str()) {
            (Ok(ours), Some(recorded), _) if *ours == recorded => Outcome::Agrees,
            (Err(error), None, Some(recorded)) if error.message() == recorded || is_of_go(recorded) => {
                Outcome::Agrees
            }
            _ => Outcome::Fails(format!("ours {judged:?}, recorded {line}")),
        };
        tally.count(&format!("line {}", number + 1), outcome);
    }
    tally.report()
}

fn is_of_go(text: &str) -> bool {
    ["interface conversion", "reflect:", "reflect.", "strconv"].iter().any(|start| text.starts_with(start))
}

/// The value in the notation of this file.
fn value(code: &str) -> Value {
    let int = |kind, text: &str| Value::Integer(Integer::new(kind, text.parse().expect("an integer")));
    match code {
        "nil" => return Value::Nil,
        "nilf" => return Value::NilOf(NilType::Float),
        "NaN" => return Value::Float(f64::NAN),
        "Inf" => return Value::Float(f64::INFINITY),
        "-Inf" => return Value::Float(f64::NEG_INFINITY),
        "fsNaN" => return Value::Floats(vec![1.0, f64::NAN]),
        "cw" => {
            let first = Series { id: Some("e1".into()), values: Some(vec![1.0, 2.5]), ..Series::default() };
            return Value::SeriesList(vec![first, Series::default()]);
        }
        "anyints" => {
            let items = json!([{"int64": 1}, {"int64": 2}, {"uint64": 3}, {"float64": 4.5}, "nil", {"bool": true}, {"string": "x"}]);
            return decode(&json!({ "[]any": items }));
        }
        "times" => {
            let epoch = Value::from(Timestamp::from_seconds(0));
            return Value::List(vec![epoch, Value::Span(Span::nanoseconds(5))]);
        }
        _ => {}
    }
    let (kind, text) = code.split_once(':').expect("a kind and a value");
    let parsed = || serde_json::from_str::<Json>(text).expect("JSON");
    match kind {
        "f" => Value::Float(text.parse().expect("a number")),
        "ptr" => Value::Pointer(Box::new(Value::Float(text.parse().expect("a number")))),
        "i" => int(IntegerType::Int, text),
        "i64" => int(IntegerType::Int64, text),
        "u64" => {
            let bits: u64 = text.parse().expect("a number");
            Value::Integer(Integer::new(IntegerType::Uint64, bits.cast_signed()))
        }
        "s" => Value::from(text),
        "fs" => decode(&json!({ "[]float64": parsed() })),
        "j" => Value::from(parsed()),
        "nr" => decode(&json!({ "nrdb.NRDBResult": parsed() })),
        "nrs" => decode(&json!({ "[]nrdb.NRDBResult": parsed() })),
        other => panic!("no value of {other}"),
    }
}
