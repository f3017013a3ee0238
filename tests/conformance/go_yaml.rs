//! `go-yaml.jsonl.gz`: YAML to JSON as upstream's decoder does it.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "a test that cannot read its data should stop; the runner is part of another file"
)]

use crate::tally::{Outcome, Tally, lines};
use gradual::diagnostic::Diagnostic;
use gradual::manifest::{Stream, to_json, to_json_stream, to_json_strict};
use serde_json::{Value, json};

/// Replays the file; whether nothing failed.
pub fn run() -> bool {
    let Some(lines) = lines("go-yaml.jsonl.gz") else {
        return true;
    };
    let mut tally = Tally::new("go-yaml");
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        tally.count(line["id"].as_str().expect("an id"), outcome(&line));
    }
    tally.report()
}

fn outcome(line: &Value) -> Outcome {
    let bytes = input(line);
    let (lax, strict) = (&line["lax"], line.get("strict").unwrap_or(&line["lax"]));
    let decoder = line.get("decoder").cloned().unwrap_or_else(|| as_stream(lax));
    let outcomes = [
        compare("lax", lax, to_json(&bytes)),
        compare("strict", strict, to_json_strict(&bytes)),
        compare_stream(&decoder, &to_json_stream(&bytes)),
    ];
    for outcome in outcomes {
        if !matches!(outcome, Outcome::Agrees) {
            return outcome;
        }
    }
    Outcome::Agrees
}

fn input(line: &Value) -> Vec<u8> {
    if let Some(text) = line["yaml"].as_str() {
        return text.as_bytes().to_vec();
    }
    let hex = line["yamlHex"].as_str().expect("a text or bytes");
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect()
}

/// The recording of the decoder where it is left out because it equals the lax one.
fn as_stream(lax: &Value) -> Value {
    match lax.get("json") {
        Some(json) => json!({"docs": [json]}),
        None => json!({"docs": [], "err": lax["err"]}),
    }
}

fn compare(name: &str, recorded: &Value, read: Result<String, Vec<Diagnostic>>) -> Outcome {
    match (recorded["json"].as_str(), read) {
        (Some(expected), Ok(text)) if text == expected => Outcome::Agrees,
        (None, Err(_)) => Outcome::Agrees,
        (_, read) => {
            let read = read.map_err(|errors| errors[0].message.clone());
            Outcome::Fails(format!("{name}: {recorded} recorded, {read:?} read"))
        }
    }
}

fn compare_stream(recorded: &Value, read: &Stream<String>) -> Outcome {
    let expected: Vec<&str> =
        recorded["docs"].as_array().expect("documents").iter().filter_map(Value::as_str).collect();
    // The recording decodes into a raw value, which null leaves empty.
    let texts: Vec<&str> = read.documents.iter().map(|text| if text == "null" { "" } else { text }).collect();
    let is_error_recorded = recorded.get("err").is_some_and(|error| !error.is_null());
    if texts == expected && read.error.is_some() == is_error_recorded {
        return Outcome::Agrees;
    }
    let error = read.error.as_ref().map(|error| &error.message);
    Outcome::Fails(format!("decoder: {recorded} recorded, {texts:?} {error:?} read"))
}
