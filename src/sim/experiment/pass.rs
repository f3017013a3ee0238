//! One reconcile of the experiment, and one of a run.

use super::{
    sets::Variant,
    world::{Run, World},
};
use crate::{
    analysis::{self, Answer, Measurement},
    decision::{Decision, Heard, Next, Told},
    experiment::{self, Action, Observed, Reason, Retirement, Status},
    metric::Phase,
    sim::LATENCY,
    time::Timestamp,
};
use alloc::{collections::BTreeMap, string::String, vec::Vec};

/// What happened in one reconcile of the experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// When.
    pub at: Timestamp,
    /// What was seen.
    pub seen: Observed,
    /// What was done.
    pub actions: Vec<Action>,
    /// Why.
    pub reasons: Vec<Told<Reason>>,
    /// The status after it.
    pub status: Status,
    /// Whether that is another one than before.
    pub stored: bool,
    /// When the controller comes back.
    pub next: Next,
}

/// What happened in one reconcile of an analysis run.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// When.
    pub at: Timestamp,
    /// The run.
    pub run: String,
    /// Why.
    pub reasons: Vec<Told<analysis::Reason>>,
    /// The status after it.
    pub status: analysis::Status,
    /// Whether that is another one than before.
    pub stored: bool,
}

impl World {
    /// The ReplicaSet controller looks, and the experiment is reconciled.
    pub fn pass(&mut self) -> Pass {
        self.look();
        let (seen, before) = (self.observe(), self.experiment.status.clone());
        let Decision { actions, status, reasons, next } =
            experiment::decide(&self.plan, &before, &seen, &Heard::default(), self.now);
        for action in &actions {
            self.apply(action);
        }
        let stored = status != before;
        self.experiment.status = status.clone();
        Pass { at: self.now, seen, actions, reasons, status, stored, next }
    }

    fn apply(&mut self, action: &Action) {
        match action {
            Action::CreateReplicaSet { name, template } => {
                let mut templates = self.experiment.spec.templates.iter();
                let template = templates.find(|known| known.name == *template);
                let made = self.variants.iter().any(|variant| variant.name() == name);
                let made = template.filter(|_| !made);
                self.variants.extend(made.map(|template| Variant::new(name.clone(), template, self.now)));
            }
            Action::Scale { replica_set, to, .. } => self.on(replica_set, |variant| variant.scale(*to)),
            Action::SetRetirement { replica_set, at } => {
                self.on(replica_set, |variant| variant.retirement = Retirement::At(*at));
            }
            Action::ClearRetirement { replica_set } => {
                self.on(replica_set, |variant| variant.retirement = Retirement::None);
            }
            Action::CreateService { name, template, .. } => {
                if self.services.iter().all(|service| service.name != *name) {
                    let (name, template) = (name.clone(), Some(template.clone()));
                    self.services.push(experiment::Service { name, template });
                }
            }
            Action::DeleteService { name } => self.services.retain(|service| service.name != *name),
            Action::CreateRun { name, spec, .. } => {
                if self.run(name).is_none() {
                    let due = self.now.plus(LATENCY);
                    self.runs.push(Run::new(name.clone(), (**spec).clone(), due));
                }
            }
            Action::TerminateRun { name } => {
                let due = self.now.plus(LATENCY);
                if let Some(run) = self.run(name) {
                    run.spec.terminate = true;
                    run.due = Some(due);
                }
            }
        }
    }

    fn on(&mut self, name: &str, change: impl FnOnce(&mut Variant)) {
        if let Some(variant) = self.variants.iter_mut().find(|variant| variant.name() == name) {
            change(variant);
        }
    }

    /// A run is reconciled, with measurements as they are scripted; `None` if there is no such run.
    pub fn measure(&mut self, name: &str) -> Option<Measured> {
        let (now, outcomes) = (self.now, self.outcomes.clone());
        let run = self.run(name)?;
        let seen = analysis::Observed { terminate: run.spec.terminate, ..analysis::Observed::default() };
        let mut heard = Heard::default();
        let mut decision = analysis::decide(&run.plan, &run.status, &seen, &heard, now);
        // Each call asks for more than the one before; there is an end to metrics.
        while decision.next == Next::Ask && heard.answers.len() < decision.actions.len() {
            let fresh = decision.actions.iter().skip(heard.answers.len());
            let answers: Vec<Answer> = fresh.map(|action| answer(action, &outcomes, now)).collect();
            heard.answers.extend(answers);
            decision = analysis::decide(&run.plan, &run.status, &seen, &heard, now);
        }
        let stored = decision.status != run.status;
        run.status = decision.status.clone();
        run.due = match decision.next {
            _ if stored => Some(now.plus(LATENCY)),
            Next::At(at, _) => Some(at),
            Next::OnChange | Next::Ask | Next::Retry { .. } => None,
        };
        let (run, Decision { reasons, status, .. }) = (run.name.clone(), decision);
        Some(Measured { at: now, run, reasons, status, stored })
    }
}

/// A measurement takes no time; what it comes to is scripted.
fn answer(action: &analysis::Action, outcomes: &BTreeMap<String, Phase>, now: Timestamp) -> Answer {
    let (name, begun) = match action {
        analysis::Action::Start { name, .. } => {
            (name, Measurement { started_at: Some(now), ..Measurement::default() })
        }
        analysis::Action::Resume { name, measurement, .. }
        | analysis::Action::Terminate { name, measurement, .. } => (name, measurement.clone()),
        analysis::Action::Forget { .. } | analysis::Action::Delete => return Answer::Forgotten,
    };
    let phase = outcomes.get(name).cloned().unwrap_or(Phase::Successful);
    let finished_at = phase.is_completed().then_some(now);
    let measurement = Measurement { phase, finished_at, ..begun };
    Answer::Measured { measurement, about: BTreeMap::new() }
}
