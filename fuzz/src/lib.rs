//! What holds of any bytes: one function a fuzz target, which panics where something does not hold.
//!
//! `tests/fuzz_finds.rs` includes this file and hands it every find in `tests/data/finds/`.

mod analysis;

pub use analysis::{analysis, pattern, template};

use gradual::{
    analysis::response::{Answer, datadog, graphite, influxdb, prometheus, skywalking, web},
    argo,
    capacity::Size,
    condition::{Condition, Error, Fitted, Shape, Value},
    decision::{Decision, Failed, Heard, Next, Trouble},
    diagnostic::Severity,
    jsonpath::Template,
    manifest,
    quantity::{IntOrPercent, Round},
    rollout::{Action, Current, Observed, Pause, Plan, Reason, Revision, Status, Step, Strategy, decide},
    time::{Span, Timestamp, pause_seconds},
};

/// A file of manifests is read the same way twice; an error stands within the text.
pub fn yaml(bytes: &[u8]) {
    let stream = manifest::read(bytes);
    let again = manifest::read(bytes);
    assert_eq!(format!("{stream:?}"), format!("{again:?}"), "two readings of one file");
    // The line feed with which a reader ends a file completes a half of UTF-16 that stands alone at its end.
    let wide = bytes.starts_with(&[0xfe, 0xff]) || bytes.starts_with(&[0xff, 0xfe]);
    let lines = 1 + usize::from(wide) + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let duplicates = stream.documents.iter().flat_map(|document| &document.duplicates);
    for span in duplicates.chain(&stream.error).filter_map(|one| one.span) {
        assert!((1..=lines).contains(&span.line), "line {} of {lines}", span.line);
        assert!(1 <= span.column && span.start <= span.end, "{span:?}");
    }
    for text in manifest::to_json_stream(bytes).documents {
        assert!(!text.is_empty(), "a document without a JSON text");
    }
    assert_eq!(
        manifest::read_one_strict(bytes).is_ok(),
        manifest::read_one(bytes).is_ok_and(|document| document.duplicates.is_empty()),
        "strict reading refuses duplicates and nothing else"
    );
}

/// What was read of a time, a duration or a quantity is read again from what it is written as.
pub fn duration(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    pause_seconds(&text);
    if let Ok(span) = Span::parse(&text) {
        assert_eq!(Span::parse(&span.to_string()), Ok(span), "{text:?} is written as {span}");
    }
    if let Ok(time) = Timestamp::parse(&text) {
        // Written to the second, as Kubernetes does.
        assert_eq!(Timestamp::parse(&time.to_string()), Ok(time.whole()), "{text:?} is written as {time}");
    }
    let quantity = IntOrPercent::Text(text.clone().into_owned());
    if let (Ok(up), Ok(down)) = (quantity.of(10, Round::Up), quantity.of(10, Round::Down)) {
        assert!(down <= up && up - down <= 1, "{text:?} of 10 is {down} or {up}");
        assert_eq!(quantity.of_strictly(10, Round::Up).unwrap_or(up), up, "{text:?} of 10, strictly");
    }
}

/// A template on the first line finds the same in the document below it, time and again; an error of parsing stands within
/// the template. A document that is no JSON is a text.
pub fn jsonpath(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (template, document) =
        text.split_once('\n').unwrap_or((&text, "{\"a\": [1, \"b\", null, {\"a\": {}}]}"));
    let document = serde_json::from_str(document).unwrap_or_else(|_| serde_json::Value::from(document));
    match Template::parse(template) {
        Ok(parsed) => {
            let found = parsed.find(&document);
            assert_eq!(found, parsed.find(&document), "two findings of {template:?}");
            assert_eq!(found.is_ok(), parsed.print(&document).is_ok(), "what {template:?} finds is printed");
            let first = found.iter().flatten().flatten().next().copied();
            assert!(parsed.first(&document).map_or(true, |one| one == first), "the first of {template:?}");
        }
        Err(error) => assert!(error.at <= template.len(), "{error} at {} of {template:?}", error.at),
    }
}

/// A provider's answer, its first byte saying of which status, is read the same way twice, and has a text unless it is a
/// failure with a message.
pub fn response(bytes: &[u8]) {
    let (status, body) = match bytes.split_first() {
        Some((b'!', body)) => (400, body),
        Some((b'?', body)) => (500, body),
        _ => (200, bytes),
    };
    let answer = Answer { status, content_type: Some("application/json"), body };
    let Ok(whole) = Template::parse("{$..a}") else { return };
    for reading in [
        [web::read(&answer, &whole), web::read(&answer, &whole)],
        [datadog::v1(&answer), datadog::v1(&answer)],
        [datadog::v2(&answer), datadog::v2(&answer)],
        [graphite::read(&answer), graphite::read(&answer)],
        [influxdb::read(&answer), influxdb::read(&answer)],
        [prometheus::read(&answer), prometheus::read(&answer)],
        [skywalking::read(&answer), skywalking::read(&answer)],
    ] {
        let [one, again] = reading;
        assert_eq!(format!("{one:?}"), format!("{again:?}"), "two readings of one answer");
        assert!(one.err().is_none_or(|failure| !failure.message.is_empty()), "a failure says why");
    }
}

/// Any stored status leads to one decision; a failure cuts it and changes nothing before; a status that cannot be read
/// holds the pass.
pub fn status(bytes: &[u8]) {
    let Ok(stored) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        return;
    };
    let status = Status::read(stored);
    for (plan, seen) in
        [(held_canary(), updating(1)), (held_canary(), updating(5)), (timed_canary(), updating(2))]
    {
        passes(&plan, &status, &seen);
    }
}

/// A manifest gets a plan exactly if nothing is an error, is written back as it was, and its plan can be decided.
pub fn check(bytes: &[u8]) {
    for document in manifest::read(bytes).objects() {
        let checked = argo::check(&document.value);
        assert_eq!(checked, argo::check(&document.value), "two checks of one document");
        let sound = checked.diagnostics.iter().all(|one| one.severity != Severity::Error);
        assert_eq!(checked.plan.is_some(), sound, "a plan if and only if nothing is an error");
        if sound {
            assert_eq!(checked.rollout.write(), document.value, "what was read is written back");
        }
        let mut placed = checked.diagnostics;
        document.place(&mut placed);
        assert!(placed.iter().all(|one| one.span.is_some()), "every finding has a place");
        if let Some(plan) = checked.plan {
            passes(&plan, &checked.rollout.status, &updating(2));
        }
    }
}

/// A text is refused, or read the same way twice and printed as what is read as the same; what is wrong lies within it.
pub fn condition(bytes: &[u8]) {
    let read = Condition::parse_bytes(bytes);
    match &read {
        Ok(condition) => {
            let printed = condition.to_string();
            // The middle of a chain of comparisons is printed twice, so what was short may have become too long to be printed,
            // or have too many parts to be read.
            match Condition::parse(&printed) {
                Ok(again) => assert_eq!(*condition, again, "{printed}"),
                Err(_) if printed == "…" => {}
                Err(error) => assert!(error.message().contains("exceeds maximum"), "{printed}: {error}"),
            }
        }
        Err(error) => within(error, bytes),
    }
    assert_eq!(
        format!("{read:?}"),
        format!("{:?}", Condition::parse_bytes(bytes)),
        "two readings of one text"
    );
}

/// A condition that was read is fitted and judges values of every shape the same way twice, and the same way as it is
/// evaluated.
pub fn judge(bytes: &[u8]) {
    let Ok(condition) = Condition::parse_bytes(bytes) else {
        return;
    };
    for value in values() {
        let fitted = condition.for_shape(&Shape::of(&value));
        match &fitted {
            Ok(fitted) => judged(fitted, &value),
            Err(error) => within(error, bytes),
        }
    }
}

fn judged(fitted: &Fitted, value: &Value) {
    let now = Timestamp::from_seconds(1_000);
    let (verdict, found) = (fitted.judge(value, now), fitted.evaluate(value, now));
    assert_eq!(verdict, fitted.judge(value, now), "two verdicts on one value");
    match (&verdict, &found) {
        (Ok(yes), Ok(found)) => assert_eq!(Value::Bool(*yes), *found, "the short way and the machine"),
        (Err(error), Ok(_)) => assert!(error.message().starts_with("expected bool, but got "), "{error}"),
        (Err(one), Err(two)) if one != two => {
            // A value that is no truth, and too deep to be handed out.
            assert!(
                one.message().starts_with("expected bool, but got ") && two.position().is_none(),
                "{one} {two}"
            );
        }
        (Err(_), Err(_)) => {}
        (Ok(_), Err(error)) => panic!("a verdict, but {error}"),
    }
}

/// A message, and a place in the text if there is one.
fn within(error: &Error, bytes: &[u8]) {
    assert!(!error.message().is_empty());
    let text = String::from_utf8_lossy(bytes);
    if let Some((line, column)) = error.position() {
        let line = text.split('\n').nth(line - 1).unwrap_or_else(|| panic!("line {line} of {text:?}"));
        assert!(column <= line.chars().count(), "column {column} of {line:?}");
    }
}

/// One value of each shape that providers give most.
fn values() -> Vec<Value> {
    let json = serde_json::json!({
        "n": 7.5, "s": "str", "t": true, "nul": null, "l": [3, 1, 2], "m": {"x": 1}, "r": [{"v": 1}, {"v": 5}],
    });
    vec![
        Value::Nil,
        Value::Float(0.97),
        Value::Floats(vec![0.97, f64::NAN]),
        Value::from("12.5"),
        Value::from(json),
    ]
}

/// A pass, decided twice, and cut by a failure of each of its actions.
fn passes(plan: &Plan, status: &Status, seen: &Observed) {
    let now = Timestamp::from_seconds(1_000);
    let pass = |heard: &Heard<_>| decide(plan, status, seen, heard, now);
    let whole: Decision<Status, Action, Reason> = pass(&Heard::default());
    assert_eq!(whole, pass(&Heard::default()), "two decisions about one state");
    if !status.unreadable.is_empty() {
        // A display field is computed anew; a steering field holds the pass.
        let held = whole.reasons.iter().any(|told| matches!(told.reason, Reason::Held(_)));
        assert!(!held || whole.actions.is_empty(), "a held pass acts");
    }
    if let Next::At(at, wake) = whole.next {
        assert!(now < at, "a wake-up for {wake:?} in the past");
    }
    for action in 0..whole.actions.len() {
        let failed = Some(Failed { action, message: "refused".into() });
        let cut = pass(&Heard { answers: Vec::new(), failed });
        assert_eq!(cut.actions[..], whole.actions[..=action], "a failure changes what came before it");
        // A refused change of a revision that has done its work is nothing to stop for (`argo-rollout §4.8`).
        let may_go_on = matches!(
            whole.actions.get(action),
            Some(Action::Scale { .. } | Action::SetRetirement { .. } | Action::ClearRetirement { .. })
        );
        let stops = matches!(cut.next, Next::Retry { trouble: Trouble::ActionFailed, .. });
        assert!(stops || may_go_on, "a failure of another kind is no reason to go on");
        assert!(!stops || cut.status == *status, "a failed pass stores nothing");
    }
}

/// A quarter, and then for a person to say.
fn held_canary() -> Plan {
    canary(Pause::UntilResumed)
}

/// A quarter, and on after a minute.
fn timed_canary() -> Plan {
    canary(Pause::For(Span::seconds(60)))
}

fn canary(pause: Pause) -> Plan {
    let mut plan = Plan::rolling_update("web", 4);
    if let Strategy::Canary(canary) = &mut plan.strategy {
        canary.steps = vec![Step::weight(25), Step::pause(pause)].into();
    }
    plan
}

/// Stable `a` with three pods, and `b` with so many.
fn updating(pods: i64) -> Observed {
    Observed {
        generation: 1,
        number: Some(2),
        current: Current { hash: "b".into(), revision: Some("web-b".into()) },
        revisions: vec![revision("a", 1, 3), revision("b", 2, pods)],
        ..Observed::default()
    }
}

fn revision(hash: &str, number: i64, pods: i64) -> Revision {
    Revision {
        name: format!("web-{hash}"),
        hash: hash.into(),
        number,
        created: Timestamp::from_seconds(number),
        size: Size { want: pods, have: pods, ready: pods, available: pods },
        sized_for: Some(4),
        ..Revision::default()
    }
}
