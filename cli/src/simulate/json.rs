//! A simulation as JSON, one object a line. `docs/cli.md` describes every key; what is there stays.

use super::{
    awaits::waits,
    cost::Cost,
    ending::{Ending, Outcome},
    state::{Share, State, Step},
    verbs::{Act, Awaited, Return},
};
use crate::args::Simulate;
use gradual::{
    capacity::Size,
    rollout::{self, Plan, Severity, Strategy},
    sim::{Pass, ReplicaSet, World},
    time::{Span, Timestamp},
};
use serde::Serialize;
use serde_json::Number;

/// The form of the lines; it counts up if a key ever changes its meaning or goes.
const VERSION: u32 = 1;

/// A line.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(super) enum Line<'a> {
    /// The first of a Rollout.
    Start(Start<'a>),
    /// Something in `--at` came true, or was refused.
    Happening(Happening<'a>),
    /// A pass of the controller.
    Pass(Box<Passed<'a>>),
    /// The last of a Rollout.
    End(Ended<'a>),
}

/// What is simulated.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Start<'a> {
    rollout: &'a str,
    version: u32,
    file: &'a str,
    strategy: &'static str,
    replicas: i64,
    steps: Vec<String>,
    assumed: Assumed,
}

/// What is assumed of the world.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Assumed {
    pods_ready_after_seconds: Number,
    failing_pods: bool,
    router_delay_seconds: Option<Number>,
    router_fails_at_seconds: Option<Number>,
    router_heals_at_seconds: Option<Number>,
    watched_seconds: Number,
}

/// Something in `--at`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Happening<'a> {
    rollout: &'a str,
    time_seconds: Number,
    what: &'a str,
    refused: Option<&'a str>,
}

/// A pass.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Passed<'a> {
    rollout: &'a str,
    time_seconds: Number,
    phase: &'a str,
    message: &'a str,
    stage: &'static str,
    step: Option<Under<'a>>,
    weights: Option<Weights>,
    new_traffic_percent: Option<i64>,
    revisions: Vec<Revision<'a>>,
    services: Vec<Service<'a>>,
    actions: Vec<Act<'a>>,
    failed: Option<&'a str>,
    events: Vec<Event>,
    waits_for: Option<Awaited<'a>>,
    next: Return,
}

/// The step under way.
#[derive(Debug, Serialize)]
struct Under<'a> {
    number: usize,
    of: usize,
    label: &'a str,
}

/// Weights of the canary.
#[derive(Debug, Serialize)]
struct Weights {
    total: i64,
    wanted: i64,
    carried: Option<i64>,
}

/// A revision and its pods.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Revision<'a> {
    revision: i64,
    replica_set: &'a str,
    pod_template_hash: &'a str,
    role: &'static str,
    desired_replicas: i64,
    current_replicas: i64,
    ready_replicas: i64,
    available_replicas: i64,
}

/// A service and whom it selects.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Service<'a> {
    name: &'a str,
    pod_template_hash: Option<&'a str>,
    revision: Option<i64>,
}

/// An event as the controller emits it.
#[derive(Debug, Serialize)]
struct Event {
    r#type: &'static str,
    reason: &'static str,
    message: String,
}

/// The end and the cost.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ended<'a> {
    rollout: &'a str,
    time_seconds: Number,
    outcome: Outcome,
    message: &'a str,
    hint: Option<&'a str>,
    exit_code: u8,
    cost: Costs,
}

/// What the update takes from the cluster.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Costs {
    peak_pods: i64,
    fewest_available_pods: i64,
    extra_pod_seconds: i64,
}

impl<'a> Start<'a> {
    pub(super) fn of(file: &'a str, plan: &'a Plan, asked: &Simulate) -> Self {
        let steps = plan.canary().map_or(&[][..], |canary| &canary.steps.list);
        Self {
            rollout: &plan.name,
            version: VERSION,
            file,
            strategy: match &plan.strategy {
                Strategy::Canary(_) => "canary",
                Strategy::BlueGreen(_) => "blueGreen",
            },
            replicas: plan.full(),
            steps: steps.iter().map(|step| step.label.clone()).collect(),
            assumed: Assumed {
                pods_ready_after_seconds: seconds(asked.pods_ready_after),
                failing_pods: asked.failing_pods,
                router_delay_seconds: asked.router_delay.map(seconds),
                router_fails_at_seconds: asked.fail_router_at.map(seconds),
                router_heals_at_seconds: asked.heal_router_at.map(seconds),
                watched_seconds: seconds(asked.watch),
            },
        }
    }
}

impl<'a> Happening<'a> {
    pub(super) fn of(world: &'a World, at: Span, what: &'a str, refused: Option<&'a str>) -> Self {
        Self { rollout: &world.rollout.metadata.name, time_seconds: seconds(at), what, refused }
    }
}

impl<'a> Passed<'a> {
    pub(super) fn of(pass: &'a Pass, world: &'a World, state: &'a State, start: Timestamp) -> Self {
        let weights = state.weight.map(|weight| Weights {
            total: weight.whole,
            wanted: weight.part,
            carried: pass.carried.as_ref().map(|carried| carried.weight),
        });
        Self {
            rollout: &world.rollout.metadata.name,
            time_seconds: seconds(pass.at.since(start)),
            phase: &pass.status.phase,
            message: &pass.status.message,
            stage: stage(&state.step),
            step: match &state.step {
                Step::At { number, of, label } => Some(Under { number: *number, of: *of, label }),
                _ => None,
            },
            weights,
            new_traffic_percent: state.real.map(Share::percent),
            revisions: world.sets.iter().map(|set| revision(set, pass, world)).collect(),
            services: world.services.iter().map(|service| served(service, world)).collect(),
            actions: pass.actions.iter().map(|action| Act::of(action, start)).collect(),
            failed: pass.failed.as_ref().map(|failed| failed.message.as_str()),
            events: pass.reasons.iter().filter_map(|told| told.reason.event()).map(event).collect(),
            waits_for: waits(pass).map(|wait| Awaited::of(wait, start)),
            next: Return::of(pass.next, start),
        }
    }
}

impl<'a> Ended<'a> {
    pub(super) fn of(world: &'a World, ending: &'a Ending, cost: &Cost) -> Self {
        Self {
            rollout: &world.rollout.metadata.name,
            time_seconds: seconds(ending.after),
            outcome: ending.outcome,
            message: &ending.text,
            hint: ending.hint.as_deref(),
            exit_code: ending.exit.code(),
            cost: Costs {
                peak_pods: cost.peak,
                fewest_available_pods: cost.fewest,
                extra_pod_seconds: cost.extra.seconds(),
            },
        }
    }
}

impl Line<'_> {
    /// The line, with its end.
    pub(super) fn text(&self) -> String {
        // Keys are texts and numbers are finite, so that nothing can fail.
        serde_json::to_string(self).map(|text| text + "\n").unwrap_or_default()
    }
}

/// Seconds to the nearest thousandth; whole ones as a whole number.
pub(crate) fn seconds(span: Span) -> Number {
    let thousandths = (i128::from(span.as_nanoseconds()) + 500_000).div_euclid(1_000_000);
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let text = if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:03}") };
    text.parse().unwrap_or_else(|_| Number::from(span.as_seconds()))
}

fn stage(step: &Step) -> &'static str {
    match step {
        Step::At { .. } => "step",
        Step::Over => "stepsOver",
        Step::None => "noSteps",
        Step::BeforeSwitch => "beforeSwitch",
        Step::Switched => "switched",
        Step::Aborted => "aborted",
        Step::Complete => "complete",
    }
}

fn revision<'a>(set: &'a ReplicaSet, pass: &Pass, world: &World) -> Revision<'a> {
    let Size { want, have, ready, available } = set.size;
    let is_new = world.current().is_some_and(|current| current.name == set.name);
    let role = match set.hash == pass.status.stable_rs {
        true => "stable",
        false if is_new => "new",
        false => "old",
    };
    Revision {
        revision: set.number(),
        replica_set: &set.name,
        pod_template_hash: &set.hash,
        role,
        desired_replicas: want,
        current_replicas: have,
        ready_replicas: ready,
        available_replicas: available,
    }
}

fn served<'a>(service: &'a rollout::Service, world: &World) -> Service<'a> {
    let hash = service.selects.as_deref();
    let set = world.sets.iter().find(|set| Some(set.hash.as_str()) == hash);
    Service { name: &service.name, pod_template_hash: hash, revision: set.map(ReplicaSet::number) }
}

fn event((reason, severity, message): (&'static str, Severity, String)) -> Event {
    let r#type = match severity {
        Severity::Normal => "Normal",
        Severity::Warning => "Warning",
    };
    Event { r#type, reason, message }
}

#[cfg(test)]
mod tests {
    use super::seconds;
    use gradual::time::Span;

    #[test]
    fn seconds_are_whole_where_they_are() {
        let rows = [
            (0, "0"),
            (20_000_000, "0.02"),
            (1_000_000_000, "1"),
            (600_000_000_001, "600"),
            (-1_500_000_000, "-1.5"),
            (3_600_020_400_000, "3600.02"),
            (i64::MAX, "9223372036.855"),
        ];
        for (nanoseconds, text) in rows {
            assert_eq!(seconds(Span::nanoseconds(nanoseconds)).to_string(), text);
        }
    }
}
