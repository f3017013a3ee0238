//! `gradual analyze --format json`: every line is an object with the fields that `docs/cli.md` names.
#![expect(clippy::unwrap_used, unreachable_pub, reason = "a test that cannot run the command fails")]

#[expect(dead_code, reason = "other tests show what is printed")]
mod command;

use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

const RUNS: [&str; 6] = [
    "examples/checkout-analysis.yaml --arg service-name=a --metrics-csv examples/checkout-bad-night.csv",
    "cli/tests/data/analysis/nested.yaml --metrics-csv cli/tests/data/analysis/long.csv",
    "cli/tests/data/analysis/run.yaml --metric health={\"ok\":true,\"rate\":1}",
    "cli/tests/data/analysis/run.yaml cli/tests/data/analysis/paused.yaml --metric health=error --metric latency=0.5",
    "cli/tests/data/analysis/background.yaml --metric success-rate=1 --terminate-at 25m",
    "cli/tests/data/analysis/background.yaml --metric success-rate=0",
];

fn lines(asked: &str) -> (Vec<Value>, i64) {
    let args: Vec<&str> = asked.split(' ').chain(["--format", "json"]).collect();
    let output = command::run("analyze", &args, b"");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, output.status.code().unwrap().into())
}

/// The fields in the tables of the document, as `end metrics[].name`; those of counters once for all.
fn documented() -> BTreeSet<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md")).unwrap();
    let mut fields = BTreeSet::new();
    let mut table = None;
    for line in text.lines() {
        let mut cells = line.split('|').skip(1).map(|cell| cell.trim().trim_matches('`'));
        match cells.next() {
            Some(title) if title.starts_with("field of `") => {
                table = Some(title["field of `".len()..].to_owned())
            }
            Some(name) if table.is_some() && !name.starts_with('-') => {
                _ = fields.insert(format!("{} {name}", table.as_deref().unwrap()));
            }
            Some(_) => {}
            None => table = None,
        }
    }
    fields
}

fn flatten(prefix: &str, value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) if !prefix.ends_with(" arguments") => {
            for (name, member) in members {
                let dot = if prefix.ends_with(' ') { "" } else { "." };
                flatten(&format!("{prefix}{dot}{name}"), member, fields);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.iter().for_each(|item| flatten(&format!("{prefix}[]"), item, fields));
        }
        Value::Array(_) => {}
        _ => _ = fields.insert(prefix.to_owned()),
    }
}

#[test]
fn every_line_has_the_fields_that_are_documented() {
    let documented = documented();
    assert!(40 < documented.len(), "{documented:?}");
    let mut seen = BTreeSet::new();
    for asked in RUNS {
        let (lines, exit) = lines(asked);
        let codes: Vec<i64> = lines.iter().filter_map(|line| line["exitCode"].as_i64()).collect();
        // A failure is worse than what a person must judge, and that is worse than what is not over.
        let worst = [1, 3, 4].into_iter().find(|code| codes.contains(code)).unwrap_or(0);
        assert_eq!(worst, exit, "{asked}");
        for mut line in lines {
            let object = line.as_object_mut().unwrap();
            let kind = object.remove("type").unwrap();
            let mut fields = BTreeSet::new();
            flatten(&format!("{} ", kind.as_str().unwrap()), &line, &mut fields);
            for field in fields {
                let parts = ["metrics[].counters.", "runSummary.", "dryRunSummary."];
                let part = parts.iter().find(|part| field.starts_with(&format!("end {part}")));
                let name = match part {
                    Some(part) => format!("end {part}…"),
                    None if field == "end dryRunSummary" => "end dryRunSummary.…".to_owned(),
                    None => field,
                };
                assert!(documented.contains(&name), "{asked}: `{name}` is not documented");
                seen.insert(name);
            }
        }
    }
    let gone: Vec<&String> = documented.difference(&seen).collect();
    assert_eq!(gone, Vec::<&String>::new());
}

#[test]
fn equal_input_gives_equal_lines() {
    for asked in RUNS {
        assert_eq!(lines(asked), lines(asked), "{asked}");
    }
}
