//! The parts of a condition mean by themselves what they mean within it.

use flate2::read::GzDecoder;
use gradual::{
    condition::{Condition, Error, Shape, Value},
    time::Timestamp,
};
use serde_json::json;
use std::{error, fs::File, io::Read, path::PathBuf};

/// The value of a condition, or its error in words.
fn outcome(condition: &Condition, value: &Value) -> Result<String, String> {
    let fitted = condition.for_shape(&Shape::of(value));
    let found = fitted.and_then(|fitted| fitted.evaluate(value, Timestamp::from_seconds(0)));
    found.map(|found| format!("{found:?}")).map_err(|error: Error| error.message().to_owned())
}

/// A third of the texts that were recorded and can be read: printed, they read the same again and have the same value.
#[test]
fn a_printed_condition_is_the_same_condition() -> Result<(), Box<dyn error::Error>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/argo-expressions.jsonl.gz");
    let mut text = String::new();
    GzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
    let values = [json!({"a": [1, 2.5], "b": {"c": "x"}, "ok": true}), json!([0.97, "x", null]), json!(1.5)];
    let mut read = 0;
    let mut known = std::collections::BTreeSet::new();
    for line in text.split('\n').filter(|line| !line.is_empty()).step_by(3) {
        let line: serde_json::Value = serde_json::from_str(line)?;
        let source = line["src"].as_str().unwrap_or_default();
        // Each text once, and without those that are meant to take long.
        let is_long = line["id"].as_str().is_some_and(|id| id.starts_with("limits/"));
        if is_long || !known.insert(source.to_owned()) {
            continue;
        }
        let Ok(condition) = Condition::parse(source) else {
            continue;
        };
        let parts = condition.parts();
        let whole = parts.last().unwrap_or(&condition);
        let again = whole.parts();
        assert_eq!(again.last().map(Condition::source), Some(whole.source()), "of {source}");
        let value = Value::from(values[read % values.len()].clone());
        assert_eq!(outcome(whole, &value), outcome(&condition, &value), "{source} as {}", whole.source());
        read += 1;
    }
    assert!(read > 5_000, "only {read} conditions were read");
    Ok(())
}

#[test]
fn parts_are_bounded() {
    let long = vec!["result.a == 1"; 1_000].join(" && ");
    let parts = Condition::parse(&long).map(|condition| condition.parts().len());
    assert!(parts.is_ok_and(|parts| parts <= 64));
    // The middle of a chain is in both comparisons.
    let doubled = (0..40).fold(String::from("1"), |inner, _| format!("(1 < {inner} < 2)"));
    assert!(Condition::parse(&doubled).is_ok_and(|condition| condition.parts().len() <= 64));
}
