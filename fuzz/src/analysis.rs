//! What holds of templates, patterns on names, and of analysis runs with any spec and any stored status.

use gradual::{
    analysis::{Action, Answer, Compat, Measurement, Observed, Plan, Status, decide, idle_rules},
    argo,
    decision::{Failed, Heard, Next},
    diagnostic::Severity,
    manifest,
    metric::{AnalysisRunSpec, Argument, DryRun, MeasurementRetention, Metric, Phase},
    template::{Values, fill, fill_metric, fill_quoted, quote},
    time::Timestamp,
};
use serde_json::{Value, json};

/// The first line is the value of the argument `a`, the rest a text, and perhaps a file of templates and runs. A text is
/// filled, or not, as it stands and within a metric; what has no tags stays; a manifest is checked twice the same and
/// written back.
pub fn template(bytes: &[u8]) {
    let whole = String::from_utf8_lossy(bytes);
    let (value, text) = whole.split_once('\n').unwrap_or(("", &whole));
    let args = [Argument { name: "a".into(), value: Some(value.into()), ..Argument::default() }];
    let Ok(values) = Values::of(&args) else { return };
    let filled = fill(text, &values);
    assert_eq!(filled, fill(text, &values), "two fillings of one text");
    assert_eq!(filled.is_ok(), fill_quoted(text, &values).is_ok(), "quotes decide whether a text is filled");
    if !text.contains("{{") {
        assert_eq!(filled.as_deref(), Ok(text), "a text without tags changes");
    }
    let metric = Metric { name: text.into(), success_condition: text.into(), ..Metric::default() };
    if let Ok(metric) = fill_metric(&metric, &values) {
        assert_eq!((Ok(metric.name), Ok(metric.success_condition)), (filled.clone(), filled), "a metric");
    }
    assert!(quote(text).is_ascii() || !text.is_ascii(), "quotes make letters");
    for document in manifest::read(bytes).objects() {
        manifested(document);
    }
}

fn manifested(document: &manifest::Document) {
    let (template, run) = (argo::check_template(&document.value), argo::check_run(&document.value));
    assert_eq!(template, argo::check_template(&document.value), "two checks of one template");
    assert_eq!(run, argo::check_run(&document.value), "two checks of one run");
    let sound = run.diagnostics.iter().all(|one| one.severity != Severity::Error);
    assert_eq!(run.plan.is_some(), sound, "a plan if and only if nothing is an error");
    if sound {
        assert_eq!(run.run.write(), document.value, "what was read is written back");
    }
    for mut placed in [template.diagnostics, run.diagnostics] {
        document.place(&mut placed);
        assert!(placed.iter().all(|one| one.span.is_some()), "every finding has a place");
    }
}

/// The first line is a pattern, the rest a name. Both kinds of rules match the same, and a pattern of letters is looked for
/// anywhere.
pub fn pattern(bytes: &[u8]) {
    let whole = String::from_utf8_lossy(bytes);
    let (pattern, name) = whole.split_once('\n').unwrap_or((&whole, ""));
    let metrics = [Metric { name: name.into(), ..Metric::default() }];
    let dry = [DryRun { metric_name: pattern.into(), ..DryRun::default() }];
    let kept = [MeasurementRetention { metric_name: pattern.into(), ..MeasurementRetention::default() }];
    let idle = idle_rules(&metrics, &dry, &[]).len();
    assert_eq!(idle, idle_rules(&metrics, &[], &kept).len(), "the kinds of rules disagree");
    if pattern.chars().all(|c| c.is_alphanumeric() || c == '-') && pattern.len() < 1000 {
        assert_eq!(idle == 0, name.contains(pattern), "`{pattern}` on `{name}`");
    }
}

/// A JSON object with the `spec` and the `status` of a run. Any of them lead to one decision; a failure cuts it and changes
/// nothing before; a wake-up lies ahead; and so it goes on, pass by pass.
pub fn analysis(bytes: &[u8]) {
    let Ok(mut object) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let spec = object.get_mut("spec").map(Value::take).unwrap_or_default();
    let Ok(spec) = serde_json::from_value::<AnalysisRunSpec>(spec) else {
        return;
    };
    let stored = object.get_mut("status").map(Value::take);
    for compat in [Compat::ARGO, Compat::STRICT] {
        let plan = Plan::of(&spec, compat);
        assert_eq!(plan, Plan::of(&spec, compat), "two plans of one spec");
        let mut status = stored.clone().map(Status::read).unwrap_or_default();
        let mut now = Timestamp::from_seconds(1_700_000_000);
        for pass in 0..8 {
            let seen = Observed { terminate: spec.terminate && 4 < pass, ..Observed::default() };
            let (next, at) = passed(&plan, &status, &seen, now, pass);
            status = Status::read(json!(next));
            now = at.unwrap_or(now.next());
        }
    }
}

/// One pass with all its answers: the next status, and when it wants to be woken.
fn passed(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    now: Timestamp,
    pass: usize,
) -> (Status, Option<Timestamp>) {
    let mut heard = Heard::default();
    let mut asked: Vec<Action> = Vec::new();
    loop {
        let decision = decide(plan, status, seen, &heard, now);
        assert_eq!(decision, decide(plan, status, seen, &heard, now), "two decisions about one state");
        assert!(decision.actions.starts_with(&asked), "what was asked is taken back");
        for action in heard.answers.len()..decision.actions.len() {
            let failed = Some(Failed { action, message: "refused".into() });
            let cut = decide(plan, status, seen, &Heard { failed, ..heard.clone() }, now);
            assert_eq!(cut.actions[..], decision.actions[..=action], "a failure changes what came before it");
            assert_eq!(cut.status, *status, "a failed pass stores nothing");
        }
        if decision.next != Next::Ask {
            return match decision.next {
                Next::At(at, wake) => {
                    assert!(now <= at, "a wake-up for {wake:?} in the past");
                    (decision.status, Some(at))
                }
                Next::OnChange | Next::Ask | Next::Retry { .. } => (decision.status, None),
            };
        }
        assert!(heard.answers.len() < decision.actions.len(), "asks for nothing");
        let new = decision.actions.iter().skip(heard.answers.len()).map(|action| answer(action, now, pass));
        let new: Vec<Answer> = new.collect();
        heard.answers.extend(new);
        asked = decision.actions;
    }
}

fn answer(action: &Action, now: Timestamp, pass: usize) -> Answer {
    let begun = match action {
        Action::Start { .. } => Measurement { started_at: Some(now), ..Measurement::default() },
        Action::Resume { measurement, .. } | Action::Terminate { measurement, .. } => measurement.clone(),
        Action::Forget { .. } if pass % 3 == 2 => return Answer::NotForgotten { message: "busy".into() },
        Action::Forget { .. } | Action::Delete => return Answer::Forgotten,
    };
    let phase = match pass % 5 {
        0 => Phase::Successful,
        1 => Phase::Failed,
        2 => Phase::Running,
        3 => Phase::Inconclusive,
        _ => Phase::Error,
    };
    Answer::Measured { measurement: Measurement { phase, ..begun }, about: Default::default() }
}
