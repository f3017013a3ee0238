//! The loop of an analysis run: when passes happen, and when it ends.

use super::{
    Ask, Sample, Source,
    provider::{Judge, Judged},
};
use crate::{
    analysis::{Action, Answer, Measurement, Observed, Plan, Reason, Status, Undecided, decide},
    decision::{Decision, Heard, Next, Told},
    sim::{LATENCY, Limits},
    template::Secrets,
    time::Timestamp,
};
use alloc::{borrow::ToOwned, collections::BTreeMap, string::String, vec::Vec};
use core::iter;

/// The world of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// When the run begins.
    pub start: Timestamp,
    /// Where the values of each metric come from, by its name.
    pub sources: BTreeMap<String, Source>,
    /// The canary's share of the traffic in percent, from an instant on, in the order of the instants; none before the first.
    pub weights: Vec<(Timestamp, i64)>,
    /// When somebody ends the run, as a rollout does that is over or aborted.
    pub terminated_at: Option<Timestamp>,
    /// What is in the secrets that the run's arguments name.
    pub secrets: Secrets,
}

impl Scene {
    /// One that begins then and has no metrics, no canary, no secrets and nobody who ends the run.
    pub fn at(start: Timestamp) -> Self {
        Self {
            start,
            sources: BTreeMap::new(),
            weights: Vec::new(),
            terminated_at: None,
            secrets: Secrets::default(),
        }
    }

    /// The canary's share of the traffic.
    fn weight(&self, now: Timestamp) -> i64 {
        let begun = self.weights.partition_point(|(at, _)| *at <= now);
        begun.checked_sub(1).and_then(|last| self.weights.get(last)).map_or(0, |(_, weight)| *weight)
    }
}

/// Why nothing more happens. Exhaustive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The run has come to its end; [`Run::status`] says how.
    Completed,
    /// The run waits for something that does not come: it has nothing to measure any more and does not end.
    Idle,
    /// The machine holds the run: this field of its status cannot be read.
    Held(String),
    /// [`Limits::time`] is over.
    OutOfTime,
    /// [`Limits::passes`] are over.
    OutOfPasses,
}

/// One reconcile.
#[derive(Clone, Debug)]
pub struct Pass {
    /// When.
    pub at: Timestamp,
    /// What was measured in it.
    pub measured: Vec<Measured>,
    /// Why, and what happened.
    pub reasons: Vec<Told<Reason>>,
}

/// A measurement that was taken.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The metric's place in the plan.
    pub metric: usize,
    /// The measurement.
    pub measurement: Measurement,
    /// Why it could not be judged, if that is so.
    pub undecided: Option<Undecided>,
}

/// A run: an iterator over its passes, and what is left when it ends.
#[derive(Clone, Debug)]
pub struct Run {
    plan: Plan,
    scene: Scene,
    /// One for each metric of the plan, with the number of its measurements.
    judges: Vec<(Judge, usize)>,
    status: Status,
    until: Timestamp,
    passes_left: usize,
    due: Option<Timestamp>,
    end: Option<End>,
}

impl Run {
    /// A run of this plan from its beginning.
    pub fn new(plan: Plan, scene: Scene, limits: Limits) -> Self {
        let metrics = plan.metrics.iter().flatten();
        // What cannot be filled in ends the run in its first pass.
        let filled = metrics.map(|metric| plan.to_measure(metric, &scene.secrets).unwrap_or_default());
        Self {
            judges: filled.map(|metric| (Judge::of(&metric, plan.compat), 0)).collect(),
            status: Status::default(),
            until: scene.start.plus(limits.time),
            passes_left: limits.passes,
            due: Some(scene.start),
            end: None,
            plan,
            scene,
        }
    }

    /// What it runs.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What is stored now.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// Why it ended; `None` while it goes on.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    fn pass(&mut self, now: Timestamp) -> Pass {
        let seen = Observed {
            terminate: self.scene.terminated_at.is_some_and(|at| at <= now),
            deleting: false,
            secrets: self.scene.secrets.clone(),
        };
        let mut heard = Heard::default();
        let mut measured = Vec::new();
        let decision = loop {
            let decision = decide(&self.plan, &self.status, &seen, &heard, now);
            let asked = decision.actions.get(heard.answers.len()..).unwrap_or_default();
            if decision.next != Next::Ask || asked.is_empty() {
                break decision;
            }
            for action in asked {
                heard.answers.push(self.answer(action, now, &mut measured));
            }
            // What is asked next is to forget, metric by metric, and this is always the answer.
            let metrics = self.judges.len();
            heard.answers.extend(iter::repeat_n(Answer::Forgotten, metrics));
        };
        let Decision { status, reasons, next, .. } = decision;
        self.conclude(status, &reasons, next, now);
        Pass { at: now, measured, reasons }
    }

    /// All providers answer at once, so that no measurement is left to be looked after.
    fn answer(&mut self, action: &Action, now: Timestamp, measured: &mut Vec<Measured>) -> Answer {
        let (metric, name, begun) = match action {
            Action::Start { metric, name } => {
                (*metric, name, Measurement { started_at: Some(now), ..Measurement::default() })
            }
            Action::Resume { metric, name, measurement } => (*metric, name, measurement.clone()),
            Action::Terminate { measurement, .. } => {
                return Answer::Measured { measurement: measurement.clone(), about: BTreeMap::new() };
            }
            Action::Forget { .. } | Action::Delete => return Answer::Forgotten,
        };
        let Some(Judged { phase, value, message, undecided }) = self.measure(metric, name, now) else {
            return Answer::NoProvider { message: alloc::format!("nothing is known of metric `{name}`") };
        };
        let measurement = Measurement { phase, value, message, finished_at: Some(now), ..begun };
        measured.push(Measured { metric, measurement: measurement.clone(), undecided });
        Answer::Measured { measurement, about: BTreeMap::new() }
    }

    fn measure(&mut self, metric: usize, name: &str, now: Timestamp) -> Option<Judged> {
        let weight = self.scene.weight(now);
        let (judge, taken) = self.judges.get_mut(metric)?;
        let ask = Ask { nth: *taken, at: now, weight };
        *taken = taken.saturating_add(1);
        let sample: Sample = self.scene.sources.get(name)?.sample(&ask);
        Some(judge.judge(sample, now))
    }

    /// Stores the status, and says when the next pass is: a little after a change, or when it is armed.
    fn conclude(&mut self, status: Status, reasons: &[Told<Reason>], next: Next, now: Timestamp) {
        let stored = status.stored();
        let changed = stored != self.status;
        self.status = stored;
        if self.status.phase.is_completed() {
            self.end = Some(End::Completed);
            return;
        }
        let armed = match next {
            Next::At(at, _) => Some(at),
            Next::Retry { by, .. } => by.map(|(at, _)| at),
            Next::OnChange | Next::Ask => None,
        };
        let ended = self.scene.terminated_at.filter(|at| now < *at);
        let next = [changed.then(|| now.plus(LATENCY)), armed, ended].into_iter().flatten().min();
        self.due = next;
        if next.is_none() {
            let held = reasons.iter().find_map(|told| match &told.reason {
                Reason::Held { field } => Some(field.to_owned()),
                _ => None,
            });
            self.end = Some(held.map_or(End::Idle, End::Held));
        }
    }
}

impl Iterator for Run {
    type Item = Pass;

    fn next(&mut self) -> Option<Pass> {
        if self.end.is_some() {
            return None;
        }
        let due = self.due?;
        if self.until < due {
            self.end = Some(End::OutOfTime);
            return None;
        }
        if self.passes_left == 0 {
            self.end = Some(End::OutOfPasses);
            return None;
        }
        self.passes_left -= 1;
        Some(self.pass(due))
    }
}
