//! `gradual simulate --format json`: every line is an object with the keys that `docs/cli.md` names.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot run the command fails")]

use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path, process::Command};

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What is printed, and the exit code.
fn lines(asked: &str) -> (String, i64) {
    let output = Command::new(env!("CARGO_BIN_EXE_gradual"))
        .current_dir(root())
        .env_clear()
        .args(["simulate", "--format", "json"])
        .args(asked.split(' '))
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap().into())
}

const RUNS: [&str; 21] = [
    "examples/checkout-canary.yaml --at 20m restart",
    "examples/checkout-canary.yaml --failing-pods --at 2m image=shop:v3 --at 3m undo=9",
    "examples/checkout-canary.yaml --at 1m pause --at 20m resume --at 30m replicas=12",
    "examples/payments-manual.yaml --at 10m promote --at 15m abort --at 20m retry",
    "examples/payments-manual.yaml",
    "examples/storefront-istio.yaml",
    "examples/storefront-istio.yaml --router-delay 15s --at 5m abort",
    "examples/storefront-istio.yaml --fail-router-at 1m --heal-router-at 5m",
    "examples/storefront-istio.yaml --fail-router-at 4m",
    "examples/storefront-istio.yaml --router-delay 200h",
    "examples/search-nginx.yaml --at 15m promote",
    "examples/search-nginx.yaml --failing-pods",
    "examples/accounts-blue-green.yaml --at 30m promote-full",
    "examples/accounts-blue-green.yaml --at 30m abort",
    "examples/catalog-blue-green.yaml --at 30m undo",
    "examples/catalog-blue-green.yaml --at 8m undo",
    "examples/catalog-blue-green.yaml --for 1m",
    "examples/checkout-canary.yaml --at 1m image=b --at 2m image=c --at 3m image=d --at 4m image=e --at 5m image=f",
    "cli/tests/data/kept-for-ever.yaml",
    "cli/tests/data/rolling.yaml",
    "cli/tests/data/paused.yaml --at 10m resume",
];

#[test]
fn lines_are_as_they_were() {
    for (name, asked) in [
        ("json_blue_green", "examples/accounts-blue-green.yaml --at 30m abort"),
        ("json_router", "examples/storefront-istio.yaml --fail-router-at 1m --at 2m undo=9"),
    ] {
        let (text, exit) = lines(asked);
        insta::assert_snapshot!(
            name,
            format!("$ gradual simulate --format json {asked}\nexit code {exit}\n{text}")
        );
    }
}

#[test]
fn every_line_has_the_keys_that_are_documented() {
    let documented = Documented::read();
    let mut seen = BTreeSet::new();
    for asked in RUNS {
        let (text, exit) = lines(asked);
        let objects: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for object in &objects {
            documented.check(object, asked, &mut seen);
        }
        let kinds: Vec<&str> = objects.iter().map(|object| object["type"].as_str().unwrap()).collect();
        assert_eq!((kinds.first(), kinds.last()), (Some(&"start"), Some(&"end")), "{asked}");
        assert_eq!(objects.last().unwrap()["exitCode"], exit, "{asked}");
        let times: Vec<f64> =
            objects[1..].iter().map(|object| object["timeSeconds"].as_f64().unwrap()).collect();
        assert!(times[..times.len() - 1].is_sorted(), "{asked}");
    }
    // What no run shows may well be documented and gone: only what needs a broken world is not shown here.
    let unseen: Vec<&String> = documented.keys.difference(&seen).collect();
    let expected = [
        "action defaultReplicas.replicas",
        "waitsFor capacity.available",
        "waitsFor capacity.needed",
        "waitsFor capacity.replicaSet",
        "waitsFor capacity.weight",
        "waitsFor evictions.left",
        "waitsFor other.text",
        "waitsFor podsGone.left",
        "waitsFor podsGone.replicaSet",
        "waitsFor progress.dueSeconds",
        "waitsFor restart.atSeconds",
        "waitsFor room.replicaSet",
        "waitsFor service.service",
        "waitsFor switchBack.available",
        "waitsFor switchBack.needed",
        "waitsFor switchBack.replicaSet",
        "waitsFor switchBack.service",
    ];
    assert_eq!(unseen, expected);
}

#[test]
fn several_rollouts_follow_one_another() {
    let (text, exit) = lines("examples/payments-manual.yaml examples/catalog-blue-green.yaml --for 1m");
    let ends: Vec<(Value, Value)> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|object| object["type"] == "end")
        .map(|object| (object["rollout"].clone(), object["outcome"].clone()))
        .collect();
    assert_eq!(ends, [("payments".into(), "waits".into()), ("catalog".into(), "cutOff".into())]);
    assert_eq!(exit, 1);
}

#[test]
fn nothing_is_printed_of_bad_input() {
    assert_eq!(lines("cli/tests/data/bad/syntax.yaml"), (String::new(), 2));
}

/// The keys in the tables of the document, as `pass step.number` and `action scale.from`.
struct Documented {
    keys: BTreeSet<String>,
    /// Kinds without keys of their own.
    kinds: BTreeSet<String>,
}

impl Documented {
    fn read() -> Self {
        let text = fs::read_to_string(root().join("docs/cli.md")).unwrap();
        let mut found = Self { keys: BTreeSet::new(), kinds: BTreeSet::new() };
        let mut table: Option<(String, bool)> = None;
        for line in text.lines() {
            let cells: Vec<Vec<&str>> = line.split('|').skip(1).map(quoted).collect();
            let title = line.split('|').nth(1).map(str::trim).unwrap_or_default();
            if let Some(of) = title.strip_prefix("key of ") {
                table = Some((of.trim_matches('`').to_owned(), false));
            } else if let Some((_, of)) =
                title.split_once(" of ").filter(|(first, _)| ["`action`", "`kind`"].contains(first))
            {
                table = Some((of.trim_start_matches("an ").trim_matches('`').to_owned(), true));
            } else if cells.is_empty() {
                table = None;
            } else if let Some((of, by_kind)) = &table {
                found.row(of, *by_kind, &cells);
            }
        }
        assert!(60 < found.keys.len(), "{:?}", found.keys);
        found
    }

    fn row(&mut self, of: &str, by_kind: bool, cells: &[Vec<&str>]) {
        for name in &cells[0] {
            if !by_kind {
                self.keys.insert(format!("{of} {name}"));
                continue;
            }
            self.kinds.insert(format!("{of} {name}"));
            self.keys.extend(cells[1].iter().map(|key| format!("{of} {name}.{key}")));
        }
    }

    /// Whether the object has these keys and no others; adds them to those seen.
    fn check(&self, object: &Value, asked: &str, seen: &mut BTreeSet<String>) {
        let kind = object["type"].as_str().unwrap();
        let mut keys = BTreeSet::new();
        for (name, value) in object.as_object().unwrap().iter().filter(|(name, _)| *name != "type") {
            match (name.as_str(), value) {
                ("actions", Value::Array(actions)) => {
                    keys.insert(format!("{kind} actions[]"));
                    actions.iter().for_each(|action| self.tagged("action", "action", action, &mut keys));
                }
                ("waitsFor" | "next", value) => {
                    keys.insert(format!("{kind} {name}"));
                    self.tagged(name, "kind", value, &mut keys);
                }
                (name, Value::Object(fields)) => {
                    keys.extend(fields.keys().map(|field| format!("{kind} {name}.{field}")));
                }
                ("steps", _) => _ = keys.insert(format!("{kind} steps")),
                (name, Value::Array(list)) => {
                    let fields = list.iter().flat_map(|one| one.as_object().unwrap().keys());
                    keys.extend(fields.map(|field| format!("{kind} {name}[].{field}")));
                }
                // Null stands for an object as a whole.
                (name, Value::Null) if self.has_parts(kind, name) => {}
                (name, _) => _ = keys.insert(format!("{kind} {name}")),
            }
        }
        let unknown: Vec<&String> = keys.difference(&self.keys).collect();
        assert_eq!(unknown, Vec::<&String>::new(), "{asked}: not documented");
        let top = |key: &&String| key.starts_with(&format!("{kind} ")) && !key.contains(['.', '[']);
        let missing: Vec<&String> = self.keys.difference(&keys).filter(top).collect();
        assert_eq!(missing, Vec::<&String>::new(), "{asked}: always there");
        seen.extend(keys);
    }

    fn tagged(&self, of: &str, tag: &str, value: &Value, keys: &mut BTreeSet<String>) {
        let Some(fields) = value.as_object() else { return };
        let kind = format!("{of} {}", fields[tag].as_str().unwrap());
        assert!(self.kinds.contains(&kind), "{kind} is not documented");
        let others = fields.keys().filter(|name| *name != tag);
        keys.extend(others.map(|name| format!("{kind}.{name}")));
    }

    fn has_parts(&self, kind: &str, name: &str) -> bool {
        self.keys.iter().any(|key| key.starts_with(&format!("{kind} {name}.")))
    }
}

/// What stands between backticks in a cell.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}
