//! `argo-replica-counts.jsonl.gz`: the replica arithmetic, row by row.

use crate::tally::{Outcome, Tally, lines};
use gradual::{
    capacity::{
        Ask, Available, Basic, Budget, Counts, Course, Goal, KeepAborted, Preview, Progress, Recorded, Rest,
        Routed, Scale, Size, StableScale, StepSize, Threshold, approximate, ask, asked_weight, at_desired,
        at_least, basic, blue_green, current_weight, desired_weight, reached, ready_for_pause, routed,
        set_scale, share,
    },
    quantity::IntOrPercent,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Computes every column of every row; whether all agree or differ by design.
pub fn run() -> bool {
    let Some(lines) = lines("argo-replica-counts.jsonl.gz") else {
        return true;
    };
    let mut tally = Tally::new("argo-replica-counts");
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (number, line) in lines.iter().enumerate() {
        match serde_json::from_str(line).expect("JSON a line") {
            Value::Object(head) => {
                let names = serde_json::from_value(head["columns"].clone()).expect("names of columns");
                columns.insert(head["section"].as_str().expect("a section").to_owned(), names);
            }
            Value::Array(values) => {
                let section = values[0].as_str().expect("a section").to_owned();
                let row = Row { columns: &columns[&section], values: &values };
                tally.count(&format!("line {} {line}", number + 1), check(&section, &row));
            }
            other => panic!("neither a head nor a row: {other}"),
        }
    }
    tally.report()
}

fn check(section: &str, row: &Row<'_>) -> Outcome {
    match section {
        "fence" => row.compare(&fence(row)),
        "approx" => row.compare(&approx(row)),
        "approxWrap" => approx_wrap(row),
        "weightToReplicas" => row.compare(&[(
            "result",
            json!(share(row.int("replicas"), row.int("weight"), row.int("maxWeight"))),
        )]),
        "basic" => row.compare(&basic_canary(row)),
        "routed" => row.compare(&routed_canary(row)),
        "minPods" => {
            let minimum = row.maybe_int("minPodsPerReplicaSet").filter(|_| row.flag("trafficRouting"));
            let full = row.maybe_int("replicas").unwrap_or(1);
            row.compare(&[("result", json!(at_least(row.int("count"), minimum, full)))])
        }
        "threshold" => row.compare(&[("result", json!(threshold(row)))]),
        "blueGreen" => row.compare(&blue_green_canary(row)),
        _ => Outcome::Skipped(section.to_owned()),
    }
}

type Answers = Vec<(&'static str, Value)>;

fn fence(row: &Row<'_>) -> Answers {
    let full = row.int("replicas");
    let field = |name, absent: IntOrPercent| row.quantity(name).unwrap_or(absent);
    let none = IntOrPercent::Int(0);
    let fence =
        Budget::resolve(&field("maxSurge", none.clone()), &field("maxUnavailable", none.clone()), full);
    let default = IntOrPercent::Text("25".into());
    let unavailable = field("maxUnavailable", default.clone());
    let canary = Budget::for_canary(&field("maxSurge", default), &unavailable, full);
    let raw = fence.clone().unwrap_or_default();
    vec![
        ("fence_surge", json!(raw.surge)),
        ("fence_unavailable", json!(raw.unavailable)),
        ("fence_error", json!(fence.err().map(|error| error.to_string()))),
        ("canary_MaxSurge", json!(canary.surge)),
        ("canary_MaxUnavailable", json!(canary.unavailable)),
        ("blueGreen_MaxUnavailable", json!(Budget::for_blue_green(&unavailable, full).unavailable)),
    ]
}

fn approx(row: &Row<'_>) -> Answers {
    let counts =
        approximate(row.int("replicas"), row.int("weight"), row.int("maxWeight"), row.int("maxSurge"));
    vec![("canary", json!(counts.canary)), ("stable", json!(counts.stable))]
}

/// Ours is exact. A row differs by design (`D-001`) if wrapping products around in 32 bits, and nothing else, gives what
/// was recorded.
fn approx_wrap(row: &Row<'_>) -> Outcome {
    match row.compare(&approx(row)) {
        Outcome::Fails(_) if wrapped(row) == (row.int("canary"), row.int("stable")) => {
            Outcome::Differs("D-001")
        }
        outcome => outcome,
    }
}

/// Upstream's arithmetic: the rules of [`approximate`] in floating point, on products of 32 bits.
fn wrapped(row: &Row<'_>) -> (i64, i64) {
    let int = |name| i32::try_from(row.int(name)).expect("32 bits");
    let (full, weight, total, surge) = (int("replicas"), int("weight"), int("maxWeight"), int("maxSurge"));
    let ratio = |pods: i32| f64::from(pods.wrapping_mul(weight)) / f64::from(total);
    let (up, down) = (ratio(full).ceil() as i32, ratio(full).floor() as i32);
    let may_be_empty = weight == 0 || weight == total || (full == 1 && surge == 0);
    let tied = |pods: i32| (f64::from(pods) * f64::from(weight) / f64::from(total)).fract() == 0.5;
    let low = |pods| !tied(pods) && (down != 0 || may_be_empty);
    let candidates = [
        (up < full || may_be_empty, up, full),
        (low(full), down, full),
        (surge > 0, up, full.wrapping_add(1)),
        (surge > 0 && low(full.wrapping_add(1)), down, full.wrapping_add(1)),
    ];
    let off = |canary: i32, pods: i32| {
        (f64::from(canary.wrapping_mul(total)) / f64::from(pods) - f64::from(weight)).abs()
    };
    let mut best = None;
    for (_, canary, pods) in candidates.into_iter().filter(|(allowed, ..)| *allowed) {
        if best.is_none_or(|(other, of)| off(canary, pods) < off(other, of)) {
            best = Some((canary, pods));
        }
    }
    let (canary, pods) = best.unwrap_or((0, full));
    (canary.into(), pods.wrapping_sub(canary).into())
}

fn basic_canary(row: &Row<'_>) -> Answers {
    let full = row.int("replicas");
    let default = IntOrPercent::Text("25".into());
    let field = |name| row.quantity(name).unwrap_or_else(|| default.clone());
    let budget = Budget::for_canary(&field("maxSurge"), &field("maxUnavailable"), full);
    let steps = row.steps();
    let aborted = row.flag("abort").then_some(KeepAborted::Default);
    let progress = Progress { steps: &steps, index: row.step_index(), total: 100, aborted };
    let goal = if row.flag("promoteFull") { Goal::Whole } else { Goal::Steps };
    let (new, stable) = (row.size("new"), row.size("stable"));
    let others: Vec<_> = row.get("others").as_array().expect("a list").iter().filter_map(size).collect();
    let counts = basic(&Basic {
        full,
        weight: asked_weight(&progress, goal, None),
        total: 100,
        budget,
        new: new.as_ref(),
        stable: stable.as_ref(),
        same: false,
        others: others.iter().map(|size| size.want).sum(),
    });
    let available = others.iter().map(|size| size.available).sum();
    let rest = Rest::Basic { stable: stable.as_ref(), others: available };
    vec![
        ("canary", json!(counts.canary)),
        ("stableCount", json!(counts.stable)),
        ("atDesired", json!(at_desired(None, counts, new.as_ref(), rest))),
        ("newRSNewReplicas", json!(new.map(|_| counts.canary))),
    ]
}

fn routed_canary(row: &Row<'_>) -> Answers {
    let (full, routes) = (row.int("replicas"), row.flag("trafficRouting"));
    let total = row.maybe_int("maxWeight").filter(|_| routes).unwrap_or(100);
    let keep = match row.maybe_int("abortScaleDownDelaySeconds").filter(|_| routes) {
        None => KeepAborted::Default,
        Some(0) => KeepAborted::Forever,
        Some(seconds) => KeepAborted::For(seconds),
    };
    let (steps, aborted) = (row.steps(), row.flag("abort").then_some(keep));
    let progress = Progress { steps: &steps, index: row.step_index(), total, aborted };
    let whole = row.flag("promoteFull") || row.get("stable_vs_current") != "differ";
    let goal = if whole { Goal::Whole } else { Goal::Steps };
    let (new, stable) = (row.size("new"), row.size("stable"));
    let both = new.zip(stable).filter(|_| row.flag("dynamicStableScale"));
    let shrunk = both.map(|(new, stable)| Available { full, new: new.available, stable: stable.available });
    let asked = if routes {
        ask(&progress, goal, shrunk.as_ref())
    } else {
        Ask::Weight(asked_weight(&progress, goal, shrunk.as_ref()))
    };
    let (replicas, weight) = match asked {
        Ask::Replicas(pods) => (json!(pods), 0),
        Ask::Weight(weight) => (Value::Null, weight),
    };
    let counts = routes.then(|| routed_counts(row, asked, total));
    let rest =
        if row.flag("dynamicStableScale") { Rest::Dynamic } else { Rest::Routed { stable: stable.as_ref() } };
    vec![
        ("canary", json!(counts.map(|counts| counts.canary))),
        ("stableCount", json!(counts.map(|counts| counts.stable))),
        ("atDesired", json!(counts.map(|counts| at_desired(None, counts, new.as_ref(), rest)))),
        ("currentSetWeight", json!(current_weight(&progress))),
        ("desiredCanaryWeight", json!(desired_weight(&progress, shrunk.as_ref()))),
        ("useSetCanaryScale", json!(set_scale(&progress).filter(|_| routes).map(in_force))),
        ("canaryReplicas", replicas),
        ("canaryWeight", json!(weight)),
        ("newRSNewReplicas", json!(counts.filter(|_| new.is_some()).map(|counts| counts.canary))),
    ]
}

fn routed_counts(row: &Row<'_>, ask: Ask, total: i64) -> Counts {
    let course = if row.flag("abort") { Course::Aborted } else { Course::Updating };
    let recorded = row.get("weights").as_array().map(|weights| Recorded {
        canary: weights[0].as_i64().expect("a weight"),
        stable: weights[1].as_i64().expect("a weight"),
    });
    let stable = if row.flag("dynamicStableScale") {
        StableScale::Dynamic { recorded, course }
    } else {
        StableScale::Full
    };
    routed(&Routed {
        full: row.int("replicas"),
        total,
        ask,
        minimum: row.maybe_int("minPodsPerReplicaSet"),
        stable,
    })
}

/// A `setCanaryScale` object as it is recorded: replicas, weight, whether it matches the traffic.
fn in_force(scale: Ask) -> Value {
    match scale {
        Ask::Replicas(pods) => json!([pods, null, false]),
        Ask::Weight(weight) => json!([null, weight, false]),
    }
}

fn threshold(row: &Row<'_>) -> bool {
    let threshold = row.get("type").as_str().map(|kind| match kind {
        "Percent" => Threshold::Percent(row.int("value")),
        _ => Threshold::Pods(row.int("value")),
    });
    reached(threshold, row.size("replicaSet").as_ref(), row.int("desired"))
}

fn blue_green_canary(row: &Row<'_>) -> Answers {
    let preview = Preview {
        full: row.maybe_int("replicas").unwrap_or(1),
        replicas: row.maybe_int("previewReplicaCount"),
        replaces_active: row.get("activeSelector") == "o",
        promoted_fully: row.flag("promoteFull"),
        recorded: row.get("currentPodHash") == "n",
        paused: row.flag("specPaused") || row.int("pauseConditions") > 0,
        approved: row.flag("scaleUpPreviewCheckPoint"),
    };
    let target = blue_green(&preview);
    let new = Size { want: row.int("new_want"), available: row.int("new_available"), ..Size::default() };
    vec![("newRSNewReplicas", json!(target)), ("readyForPause", json!(ready_for_pause(&new, target)))]
}

/// A row and what its columns are called.
struct Row<'a> {
    columns: &'a [String],
    values: &'a [Value],
}

impl Row<'_> {
    fn get(&self, name: &str) -> &Value {
        let at = self.columns.iter().position(|column| column == name);
        &self.values[at.unwrap_or_else(|| panic!("no column {name}"))]
    }

    fn maybe_int(&self, name: &str) -> Option<i64> {
        self.get(name).as_i64()
    }

    fn int(&self, name: &str) -> i64 {
        self.maybe_int(name).unwrap_or_else(|| panic!("{name} is no integer"))
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or_else(|| panic!("{name} is no flag"))
    }

    fn quantity(&self, name: &str) -> Option<IntOrPercent> {
        serde_json::from_value(self.get(name).clone()).expect("an int or a text")
    }

    fn size(&self, name: &str) -> Option<Size> {
        size(self.get(name))
    }

    fn step_index(&self) -> usize {
        usize::try_from(self.int("stepIndex")).unwrap_or(0)
    }

    fn steps(&self) -> Vec<StepSize> {
        let text = self.get("steps").as_str().expect("steps");
        text.split(',').filter(|step| !step.is_empty()).map(step).collect()
    }

    /// Compares the answers with the row.
    fn compare(&self, answers: &[(&'static str, Value)]) -> Outcome {
        let wrong: Vec<_> = answers
            .iter()
            .filter(|(name, ours)| !agree(name, ours, self.get(name)))
            .map(|(name, ours)| format!("{name} is {ours}"))
            .collect();
        if wrong.is_empty() { Outcome::Agrees } else { Outcome::Fails(wrong.join(", ")) }
    }
}

/// Whether an answer is what was recorded. `atDesired` is null where it was not computed, and the weight of a
/// `setCanaryScale` object beside its replicas is not looked at by anyone.
fn agree(name: &str, ours: &Value, recorded: &Value) -> bool {
    match (name, recorded) {
        ("atDesired", Value::Null) => true,
        ("useSetCanaryScale", Value::Array(parts)) if !parts[0].is_null() => {
            *ours == json!([parts[0], null, parts[2]])
        }
        _ => ours == recorded,
    }
}

/// `[want, available, have]`; an absent `want` is 1.
fn size(value: &Value) -> Option<Size> {
    let parts = value.as_array()?;
    let part = |at: usize| parts[at].as_i64();
    let available = part(1).expect("available pods");
    Some(Size { want: part(0).unwrap_or(1), have: part(2).expect("pods"), ready: available, available })
}

/// A step as the file writes it, such as `w20` or `b3:50`.
fn step(text: &str) -> StepSize {
    let (kind, rest) = text.split_at(1);
    let number = |text: &str| text.parse().expect("a number");
    match kind {
        "w" => StepSize { weight: Some(number(rest)), scale: None },
        "p" => StepSize::default(),
        "m" => StepSize { weight: None, scale: Some(Scale::MatchTraffic) },
        "r" => StepSize { weight: None, scale: Some(Scale::Replicas(number(rest))) },
        "s" => StepSize { weight: None, scale: Some(Scale::Weight(number(rest))) },
        "b" => {
            let (replicas, _) = rest.split_once(':').expect("replicas and weight");
            StepSize { weight: None, scale: Some(Scale::Replicas(number(replicas))) }
        }
        _ => panic!("no step is written {text}"),
    }
}
