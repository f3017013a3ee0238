//! `kubectl-jsonpath.jsonl`: templates on documents, as client-go reads them.
//!
//! The project's own copy lacks three documents, which are client-go's; they are read in place where they are beside the
//! project.

use crate::tally::{Outcome, Tally, beside, lines};
use gradual::jsonpath::{FindError, Found, Template};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where upstream crashes on `null`, we say so.
const NULL: &str = "D-020";

/// Compares what every template finds and prints, and the errors in their very words; whether all agree.
pub fn run() -> bool {
    let Some(lines) = lines("kubectl-jsonpath.jsonl") else {
        return true;
    };
    let lines = beside("kubectl-jsonpath.jsonl").unwrap_or(lines);
    let mut tally = Tally::new("kubectl-jsonpath");
    let mut documents = BTreeMap::new();
    for line in lines {
        let line: Value = serde_json::from_str(&line).expect("an object a line");
        if let Some(id) = line["data_id"].as_u64() {
            documents.insert(id, line["data"].clone());
            continue;
        }
        let path = line["path"].as_str().expect("a template");
        let data = line["data"].as_u64().expect("the number of a document");
        let document = documents.get(&data).expect("a document before its templates");
        tally.count(&format!("{path} on {data}"), compare(path, document, &line["go"]));
    }
    tally.report()
}

fn compare(path: &str, document: &Value, recorded: &Value) -> Outcome {
    let ours = answer(path, document);
    let sorted = goes_over_members(path);
    if let Some(error) = recorded["err"].as_str() {
        let is_crash = error.starts_with("PANIC ");
        return match ours {
            Err(Told::Find(FindError::Null)) if is_crash => Outcome::Differs(NULL),
            // Only the recording looked at a value behind the first.
            Ok(ours) if is_crash && ours.text.contains("<no value>") => Outcome::Differs(NULL),
            Err(told) if told.text() == error => Outcome::Agrees,
            // Which member is complained of is arbitrary.
            Err(Told::Find(_)) if sorted && error.starts_with("find: ") => Outcome::Agrees,
            other => Outcome::Fails(format!("ours {other:?}, recorded {error}")),
        };
    }
    match ours {
        Ok(ours) if same(&ours, recorded, sorted) => Outcome::Agrees,
        other => Outcome::Fails(format!("ours {other:?}, recorded {recorded}")),
    }
}

/// What a template finds, and what it prints.
#[derive(Debug)]
struct Answer {
    all: Vec<Value>,
    first: Value,
    text: String,
}

#[derive(Debug)]
enum Told {
    Parse(String),
    Find(FindError),
    NoValue,
}

impl Told {
    fn text(&self) -> String {
        match self {
            Self::Parse(text) => format!("parse: {text}"),
            Self::Find(error) => format!("find: {error}"),
            Self::NoValue => "result of web metric produced no value".to_owned(),
        }
    }
}

fn answer(path: &str, document: &Value) -> Result<Answer, Told> {
    let template = Template::parse(path).map_err(|error| Told::Parse(error.to_string()))?;
    let all = template.find(document).map_err(Told::Find)?;
    let first = template.first(document).map_err(Told::Find)?.ok_or(Told::NoValue)?;
    let text = template.print(document).map_err(Told::Find)?;
    Ok(Answer { all: all.into_iter().flatten().map(Found::to_json).collect(), first: first.to_json(), text })
}

fn same(ours: &Answer, recorded: &Value, sorted: bool) -> bool {
    let recorded_all: Vec<Value> = recorded["all"].as_array().expect("a list").iter().map(floats).collect();
    let ours_all: Vec<Value> = ours.all.iter().map(floats).collect();
    let text = recorded["text"].as_str().expect("a text");
    if sorted {
        // Upstream's order is arbitrary, and another each time it looks.
        let first = floats(&recorded["first"]);
        return in_order(ours_all) == in_order(recorded_all.clone())
            && recorded_all.contains(&first)
            && in_order_text(&ours.text) == in_order_text(text);
    }
    ours_all == recorded_all && floats(&ours.first) == floats(&recorded["first"]) && ours.text == text
}

/// Whether a template goes over the members of an object, in an order that is arbitrary upstream.
fn goes_over_members(path: &str) -> bool {
    path.contains("..") || path.replace("[*]", "").contains('*')
}

fn in_order(values: Vec<Value>) -> Vec<String> {
    let mut texts: Vec<String> = values.iter().map(Value::to_string).collect();
    texts.sort();
    texts
}

/// The letters of a text, whatever their order.
fn in_order_text(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

/// Every number as a float: the file writes `1` and `1.0` for the same.
fn floats(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(floats).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), floats(member))).collect()
        }
        other => other.clone(),
    }
}
