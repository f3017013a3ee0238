//! One pass (`argo-analysis §2.1`).

use super::{
    Action, Answer, Counting, MetricPlan, Observed, Plan, Reason, Refusal, Status, Wait,
    due::{Course, Due, due},
    forget,
    measure::{self, Asked},
    outcome::outcome,
    results, support, ttl,
};
use crate::{
    decision::{Decision, Heard, Machine, Next, Told, Trouble},
    metric::Phase,
    template::{Secrets, TemplateError, Values, fill_metric},
    time::{Clock, Timestamp, Wake},
};
use alloc::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

/// The analysis run as a [`Machine`]; [`decide`] is its one function.
#[derive(Clone, Copy, Debug)]
pub struct AnalysisMachine;

impl Machine for AnalysisMachine {
    type Plan = Plan;
    type Status = Status;
    type Observed = Observed;
    type Action = Action;
    type Reason = Reason;
    type Answer = Answer;

    fn decide(
        plan: &Plan,
        status: &Status,
        seen: &Observed,
        heard: &Heard<Answer>,
        now: Timestamp,
    ) -> Decision<Status, Action, Reason> {
        decide(plan, status, seen, heard, now)
    }
}

/// How the stages of a pass end before its status.
pub(super) enum Stop {
    /// The actions at the end ask, and not all of their answers are there.
    Ask,
    /// The run cannot go on.
    Refused(Refusal),
}

/// One pass of an analysis run: what to measure, what to store, why, and when to come back.
///
/// Measurements are asked for together and recorded together, as the metrics of a run are measured at the same time; what
/// is to be forgotten is asked for one by one, since a failure ends it. A pass in which a metric ends badly still leaves
/// the run running if others are under way: the next pass, due to the change of the status, ends them and the run.
///
/// ```
/// use gradual::{
///     analysis::{Action, Answer, Compat, Measurement, Observed, Plan, Status, decide},
///     decision::{Heard, Next},
///     metric::Phase,
///     time::Timestamp,
/// };
/// use serde_json::json;
///
/// let spec = serde_json::from_value(json!({
///     "metrics": [{"name": "errors", "provider": {"prometheus": {"query": "sum(errors)"}}}],
/// }))?;
/// let plan = Plan::of(&spec, Compat::ARGO);
/// let (status, seen, now) = (Status::default(), Observed::default(), Timestamp::from_seconds(0));
///
/// let asked = decide(&plan, &status, &seen, &Heard::default(), now);
/// assert_eq!(asked.actions, [Action::Start { metric: 0, name: "errors".into() }]);
/// assert_eq!(asked.next, Next::Ask);
///
/// let measurement = Measurement { phase: Phase::Failed, value: "17".into(), ..Measurement::default() };
/// let answers = vec![Answer::Measured { measurement, about: Default::default() }];
/// let told = decide(&plan, &status, &seen, &Heard { answers, failed: None }, now);
/// assert_eq!(told.status.phase, Phase::Failed);
/// assert_eq!(told.status.message, "Metric \"errors\" assessed Failed due to failed (1) > failureLimit (0)");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(alias = "reconcileAnalysisRun")]
pub fn decide(
    plan: &Plan,
    status: &Status,
    seen: &Observed,
    heard: &Heard<Answer>,
    now: Timestamp,
) -> Decision<Status, Action, Reason> {
    if let Some(field) = support::unreadable(status) {
        return held(status, field);
    }
    if seen.deleting {
        return nothing(status, Next::OnChange);
    }
    if status.phase.is_completed() {
        return ttl::kept(plan, status, now);
    }
    let mut pass = Pass { plan, status, seen, heard, now, actions: Vec::new() };
    let decided = pass.metrics().and_then(|metrics| pass.measure(metrics));
    let decision = match decided {
        Ok(decision) => decision,
        Err(Stop::Ask) => Decision { actions: pass.actions, ..nothing(status, Next::Ask) },
        Err(Stop::Refused(refusal)) => refused(status, &refusal),
    };
    match heard.failed.as_ref().filter(|failed| failed.action < decision.actions.len()) {
        Some(failed) => cut(decision, status, failed.action),
        None => decision,
    }
}

/// What a pass has to go by, and the actions it has found.
struct Pass<'a> {
    plan: &'a Plan,
    status: &'a Status,
    seen: &'a Observed,
    heard: &'a Heard<Answer>,
    now: Timestamp,
    actions: Vec<Action>,
}

impl<'a> Pass<'a> {
    fn metrics(&self) -> Result<&'a [MetricPlan], Stop> {
        match &self.plan.metrics {
            Ok(metrics) => Ok(metrics),
            Err(refusal) => Err(Stop::Refused(refusal.clone())),
        }
    }

    /// The stages, in upstream's order.
    fn measure(&mut self, metrics: &'a [MetricPlan]) -> Result<Decision<Status, Action, Reason>, Stop> {
        let Pass { plan, status, seen, now, .. } = *self;
        let course = course(plan, metrics, status, seen);
        let mut next = support::readable(status);
        self.record(metrics, course, &mut next)?;
        next.started_at.get_or_insert(now);
        let begin = if seen.terminate { "Run Terminated".to_owned() } else { String::new() };
        let outcome = outcome(metrics, &mut next, course, begin, plan.compat);
        let after = self.actions.len();
        let mut told: Vec<_> = outcome.reasons.into_iter().map(|reason| Told { after, reason }).collect();
        if outcome.phase != next.phase {
            if outcome.phase.is_completed() {
                told.push(Told { after, reason: Reason::Completed { phase: outcome.phase.clone() } });
                next.completed_at.get_or_insert(now);
            }
            (next.phase, next.message) = (outcome.phase, outcome.message);
        }
        forget::forget(metrics, &mut next, &mut self.actions, self.heard)?;
        let (clock, wait) = self.look_ahead(metrics, &next);
        if self.actions.is_empty() && next == *status {
            told.extend(wait.map(|wait| Told { after: 0, reason: Reason::Waiting(wait) }));
        }
        let next_pass = clock.earliest().map_or(Next::OnChange, |(at, wake)| Next::At(at, wake));
        let actions = core::mem::take(&mut self.actions);
        Ok(Decision { actions, status: next, reasons: told, next: next_pass })
    }

    /// Asks for what is due, and records what was heard. Whether or not anything is due, the secrets must be there.
    fn record(&mut self, metrics: &[MetricPlan], course: Course, next: &mut Status) -> Result<(), Stop> {
        let Pass { plan, seen, heard, now, .. } = *self;
        let asked = self.due(metrics, course)?;
        self.actions.extend(asked.iter().map(|asked| asked.action.clone()));
        if heard.answers.len() < asked.len() {
            return Err(Stop::Ask);
        }
        for (asked, answer) in asked.iter().zip(&heard.answers) {
            let redact = |text: String| plan.redact(&text, &seen.secrets).into_owned();
            let results = &mut next.metric_results;
            match asked.place.and_then(|place| results.get_mut(place)) {
                Some(result) => {
                    *result = measure::record(Some(core::mem::take(result)), asked, answer, redact, now);
                }
                None => results.push(measure::record(None, asked, answer, redact, now)),
            }
        }
        Ok(())
    }

    /// The measurements that are due.
    fn due(&self, metrics: &[MetricPlan], course: Course) -> Result<Vec<Asked>, Stop> {
        let Pass { plan, status, seen, now, .. } = *self;
        let secrets = Revealed::of(plan, &seen.secrets)?;
        let mut clock = Clock::at(now);
        let places = results::places(metrics, &status.metric_results);
        let mut asked = Vec::new();
        for (index, (metric, place)) in metrics.iter().zip(places).enumerate() {
            let result = results::at(&status.metric_results, place);
            let due = due(metric, result, status.started_at, course, &mut clock);
            if !matches!(due, Due::Start | Due::Unfinished(_)) {
                continue;
            }
            let name = secrets.name(metric)?;
            let place = if name == metric.name { place } else { status.place(&name) };
            let counting = if name == metric.name { metric.counting } else { counting_of(metrics, &name) };
            let action = match due {
                Due::Unfinished(last) if course == Course::Terminating => {
                    Action::Terminate { metric: index, name: name.clone(), measurement: last.clone() }
                }
                Due::Unfinished(last) => {
                    Action::Resume { metric: index, name: name.clone(), measurement: last.clone() }
                }
                _ => Action::Start { metric: index, name: name.clone() },
            };
            asked.push(Asked { stored: name, place, counting, action });
        }
        Ok(asked)
    }

    /// When there is more to do, and what is waited for until then. Upstream does not ask whether the run has ended, or is
    /// about to be ended.
    fn look_ahead(&self, metrics: &[MetricPlan], next: &Status) -> (Clock, Option<Wait>) {
        let mut clock = Clock::at(self.now);
        let course = course(self.plan, metrics, next, self.seen);
        let idle = next.phase.is_completed() || course == Course::Terminating;
        if idle && !self.plan.compat.wakes_without_work {
            return (clock, None);
        }
        let mut waits = Vec::new();
        let places = results::places(metrics, &next.metric_results);
        for (metric, place) in metrics.iter().zip(places) {
            let result = results::at(&next.metric_results, place);
            let name = &metric.name;
            match due(metric, result, next.started_at, Course::Measuring, &mut clock) {
                Due::Start if result.is_some() || metric.initial_delay.is_some() => {
                    clock.arm(self.now.next(), Wake::Measurement);
                }
                Due::Unfinished(last) => {
                    if last.resume_at.is_some() {
                        clock.arm(self.now.next(), Wake::MeasurementEnd);
                    }
                    waits.push((None, name, Wake::MeasurementEnd));
                }
                Due::At(at) => waits.push((Some(at), name, Wake::Measurement)),
                Due::ResumeAt(at) => waits.push((Some(at), name, Wake::MeasurementEnd)),
                Due::Start | Due::Nothing => {}
            }
        }
        let nearest = waits.into_iter().min_by_key(|(at, ..)| (at.is_none(), *at));
        let wait = nearest.map(|(at, metric, wake)| match (at, wake) {
            (Some(at), Wake::Measurement) => Wait::Measurement { metric: metric.clone(), at },
            (at, _) => Wait::MeasurementEnd { metric: metric.clone(), at },
        });
        (clock, wait)
    }
}

/// What is in the secrets of a run's arguments, if there are any.
struct Revealed<'a> {
    plan: &'a Plan,
    values: Option<Values<'a>>,
}

impl<'a> Revealed<'a> {
    fn of(plan: &'a Plan, secrets: &'a Secrets) -> Result<Self, Stop> {
        let values = plan.needs_secrets().then(|| Values::revealed(&plan.args, secrets));
        Ok(Self { plan, values: values.transpose().map_err(refuse)? })
    }

    /// The name that the result of this metric is stored by. With secrets the whole metric must be fit to be measured.
    fn name(&self, metric: &MetricPlan) -> Result<String, Stop> {
        let Some(values) = &self.values else {
            return Ok(metric.name.clone());
        };
        let filled = fill_metric(&metric.written, values).map_err(refuse)?;
        let told = self.plan.compat.secrets_in_names;
        Ok(if told { filled.name } else { metric.name.clone() })
    }
}

/// Whether the outcome of the metric of this name counts; one that decisions do not know does.
fn counting_of(metrics: &[MetricPlan], name: &str) -> Counting {
    let named = metrics.iter().find(|metric| metric.name == name);
    named.map_or(Counting::Counts, |metric| metric.counting)
}

fn refuse(error: TemplateError) -> Stop {
    Stop::Refused(Refusal::Arguments(error))
}

/// Whether the run is being ended: by whoever can, or because a metric that counts has ended badly, one that is no longer
/// in the spec included.
#[doc(alias = "IsTerminating")]
fn course(plan: &Plan, metrics: &[MetricPlan], status: &Status, seen: &Observed) -> Course {
    let bad = |phase: &Phase| matches!(phase, Phase::Failed | Phase::Error | Phase::Inconclusive);
    let ended = status.metric_results.iter().filter(|result| bad(&result.phase));
    let ends = if plan.compat.dry_run_as_first_seen {
        ended.into_iter().any(|result| !result.dry_run)
    } else {
        let dry = |name: &str| {
            metrics.iter().any(|metric| metric.name == name && metric.counting == Counting::DryRun)
        };
        ended.into_iter().any(|result| !dry(&result.name))
    };
    if seen.terminate || ends { Course::Terminating } else { Course::Measuring }
}

/// The run ends before anything is measured. It has no times then, so that it is never deleted for its age.
fn refused(status: &Status, refusal: &Refusal) -> Decision<Status, Action, Reason> {
    let mut next = support::readable(status);
    (next.phase, next.message) = (Phase::Error, refusal.to_string());
    let reasons = Vec::from([Told { after: 0, reason: Reason::Completed { phase: Phase::Error } }]);
    Decision { actions: Vec::new(), status: next, reasons, next: Next::OnChange }
}

/// A pass that decides nothing: no actions, the status as it is, and why.
fn held(status: &Status, field: &str) -> Decision<Status, Action, Reason> {
    let reasons = Vec::from([Told { after: 0, reason: Reason::Held { field: field.to_owned() } }]);
    Decision { reasons, ..nothing(status, Next::OnChange) }
}

pub(super) fn nothing(status: &Status, next: Next) -> Decision<Status, Action, Reason> {
    Decision { actions: Vec::new(), status: status.clone(), reasons: Vec::new(), next }
}

/// The pass up to the action that failed: nothing after it, and no status.
fn cut(
    mut decision: Decision<Status, Action, Reason>,
    status: &Status,
    failed: usize,
) -> Decision<Status, Action, Reason> {
    decision.actions.truncate(failed + 1);
    decision.reasons.retain(|told| told.after <= failed);
    Decision {
        status: status.clone(),
        next: Next::Retry { trouble: Trouble::ActionFailed, by: None },
        ..decision
    }
}
