//! A small world for one experiment: pods that come and go with time, runs that answer by a script, a clock, a store that
//! keeps JSON, a controller that can crash, and an API server that can refuse.

use gradual::{
    capacity::Size,
    decision::{Decision, Heard, Next},
    experiment::{
        Action, Observed, Plan, Reason, Refusal, Refused, ReplicaSet, Retirement, Run, Service, Status,
        decide,
    },
    metric::{AnalysisTemplateSpec, Phase},
    time::{Span, Timestamp},
};
use serde_json::json;
use std::collections::BTreeMap;

pub type Decided = Decision<Status, Action, Reason>;

/// How the pods of a template behave.
#[derive(Clone, Copy, Debug)]
pub struct Pods {
    /// Seconds until they are available; never if none.
    pub up: Option<i64>,
    /// Seconds until they are gone.
    pub down: i64,
}

/// How the run of an analysis behaves.
#[derive(Clone, Copy, Debug)]
pub struct Judge {
    /// Seconds until its verdict.
    pub after: i64,
    /// The verdict: `S`, `F`, `E`, `I`, or `-` for none ever.
    pub verdict: char,
    /// Seconds until it ends once it is told to; never if none.
    pub heeds: Option<i64>,
    /// What it says then.
    pub cut: char,
    /// Seconds between its measurements.
    pub every: i64,
}

impl Default for Judge {
    fn default() -> Self {
        Self { after: 10, verdict: 'S', heeds: Some(1), cut: 'S', every: 1 }
    }
}

#[derive(Clone, Debug)]
struct Set {
    seen: ReplicaSet,
    changed: Timestamp,
}

#[derive(Clone, Debug)]
struct Under {
    seen: Run,
    judge: Judge,
    created: Timestamp,
    told: Option<Timestamp>,
}

/// What happens to the controller and its calls.
#[derive(Clone, Debug, Default)]
pub struct Mishaps {
    /// Passes in which the controller crashes, and after how many actions.
    pub crashes: BTreeMap<usize, usize>,
    /// Calls that are refused, counted over all passes.
    pub refused: BTreeMap<usize, Refusal>,
}

#[derive(Clone, Debug)]
pub struct World {
    pub plan: Plan,
    pub status: Status,
    pub now: Timestamp,
    pub terminate: bool,
    pub pods: BTreeMap<String, Pods>,
    pub judges: BTreeMap<String, Judge>,
    pub mishaps: Mishaps,
    pub taken: Vec<String>,
    pub passes: Vec<Passed>,
    sets: Vec<Set>,
    services: Vec<Service>,
    runs: Vec<Under>,
    calls: usize,
}

/// A pass that was made.
#[derive(Clone, Debug)]
pub struct Passed {
    pub at: Timestamp,
    pub before: Status,
    pub decision: Decided,
    pub stored: bool,
    pub crashed: bool,
    /// Pods asked for after it, by template.
    pub wants: BTreeMap<String, i64>,
}

pub fn start() -> Timestamp {
    Timestamp::from_seconds(1_700_000_000)
}

impl World {
    pub fn of(plan: Plan) -> Self {
        Self {
            plan,
            status: Status::default(),
            now: start(),
            terminate: false,
            pods: BTreeMap::new(),
            judges: BTreeMap::new(),
            mishaps: Mishaps::default(),
            taken: Vec::new(),
            passes: Vec::new(),
            sets: Vec::new(),
            services: Vec::new(),
            runs: Vec::new(),
            calls: 0,
        }
    }

    fn run(&self, name: &str) -> Option<&Run> {
        self.runs.iter().map(|run| &run.seen).find(|run| run.name == name)
    }

    /// Names of the runs that were made.
    pub fn run_names(&self) -> Vec<&str> {
        self.runs.iter().map(|run| run.seen.name.as_str()).collect()
    }

    pub fn measurements(&self) -> i64 {
        self.runs.iter().map(|run| run.seen.measurements).sum()
    }

    /// Pods that exist.
    pub fn pods_left(&self) -> i64 {
        self.sets.iter().map(|set| set.seen.size.have).sum()
    }

    pub fn services(&self) -> usize {
        self.services.len()
    }

    /// Lets passes follow each other until nothing more will happen by itself before `until`.
    pub fn play(&mut self, until: Timestamp) {
        for _ in 0..2000 {
            let again = self.pass();
            let alarm = match self.passes.last().map(|passed| passed.decision.next) {
                Some(Next::At(at, _)) => Some(at),
                _ => None,
            };
            if again {
                continue;
            }
            let Some(at) = alarm.into_iter().chain(self.next_event()).min().filter(|at| *at < until) else {
                self.now = self.now.max(until);
                return self.settle();
            };
            self.now = at;
            self.settle();
        }
        panic!("no end of passes: {:#?}", self.passes.last());
    }

    /// One pass; whether the controller is woken again at once, by what it wrote or by a crash.
    pub fn pass(&mut self) -> bool {
        self.settle();
        let (seen, before, number) = (self.observe(), self.status.clone(), self.passes.len());
        let crash = self.mishaps.crashes.get(&number).copied();
        let (mut heard, mut done, mut crashed) = (Heard::default(), Vec::new(), false);
        let mut decision = decide(&self.plan, &before, &seen, &heard, self.now);
        while !crashed && done.len() < decision.actions.len() {
            if crash == Some(done.len()) {
                crashed = true;
                break;
            }
            let action = decision.actions[done.len()].clone();
            done.push(action.clone());
            let Some(why) = self.call(&action) else { continue };
            let message = format!("{why:?}");
            heard.answers.push(Refused { action: done.len() - 1, why, message });
            decision = decide(&self.plan, &before, &seen, &heard, self.now);
            assert!(decision.actions.starts_with(&done), "{done:?}, then {:?}", decision.actions);
        }
        crashed |= crash.is_some();
        let stored = !crashed && decision.status != before;
        if stored {
            self.status = Status::read(json!(decision.status));
            assert_eq!(self.status, decision.status, "whole seconds, and nothing lost");
        }
        let wants = self.sets.iter().map(|set| (set.seen.template.clone(), set.seen.size.want)).collect();
        let again = stored || crashed || !done.is_empty();
        self.passes.push(Passed { at: self.now, before, decision, stored, crashed, wants });
        again
    }

    /// What the API server does; why it refuses.
    fn call(&mut self, action: &Action) -> Option<Refusal> {
        self.calls += 1;
        if let Some(why) = self.mishaps.refused.get(&(self.calls - 1)) {
            return Some(*why);
        }
        let now = self.now;
        match action {
            Action::CreateReplicaSet { name, template } => {
                if self.sets.iter().all(|set| set.seen.name != *name) {
                    let (name, template) = (name.clone(), template.clone());
                    let hash = format!("hash-{template}");
                    let seen = ReplicaSet { name, template, hash, has_ports: true, ..ReplicaSet::default() };
                    self.sets.push(Set { seen, changed: now });
                }
            }
            Action::Scale { replica_set, to, .. } => {
                let set = self.set(replica_set);
                set.seen.size.want = *to;
                set.seen.size.have = set.seen.size.have.max(*to);
                set.changed = now;
            }
            Action::SetRetirement { replica_set, at } => {
                self.set(replica_set).seen.retirement = Retirement::At(*at);
            }
            Action::ClearRetirement { replica_set } => {
                self.set(replica_set).seen.retirement = Retirement::None;
            }
            Action::CreateService { name, template, .. } => {
                if self.services.iter().all(|service| service.name != *name) {
                    self.services.push(Service { name: name.clone(), template: Some(template.clone()) });
                }
            }
            Action::DeleteService { name } => self.services.retain(|service| service.name != *name),
            Action::CreateRun { name, spec, .. } => {
                if self.run(name).is_none() {
                    let judged = self.judges.iter().find(|(analysis, _)| name.contains(analysis.as_str()));
                    let judge = judged.map(|(_, judge)| *judge).unwrap_or_default();
                    let (name, spec) = (name.clone(), (**spec).clone());
                    let seen = Run { name, owned: true, spec, ..Run::default() };
                    self.runs.push(Under { seen, judge, created: now, told: None });
                }
            }
            Action::TerminateRun { name } => {
                let run = self.runs.iter_mut().find(|run| run.seen.name == *name).expect("a run");
                run.seen.spec.terminate = true;
                run.told = Some(run.told.unwrap_or(now));
            }
        }
        None
    }

    fn set(&mut self, name: &str) -> &mut Set {
        self.sets.iter_mut().find(|set| set.seen.name == name).expect("a ReplicaSet")
    }

    fn observe(&self) -> Observed {
        let template = json!({"metrics": [{"name": "m", "provider": {"web": {}}}], "args": [{"name": "x", "value": "y"}]});
        let template: AnalysisTemplateSpec = serde_json::from_value(template).expect("a template");
        Observed {
            terminate: self.terminate,
            replica_sets: self.sets.iter().map(|set| set.seen.clone()).collect(),
            taken: self.taken.iter().cloned().collect(),
            services: self.services.clone(),
            runs: self.runs.iter().map(|run| run.seen.clone()).collect(),
            analysis_templates: [("t".to_owned(), template)].into(),
            ..Observed::default()
        }
    }

    /// Brings pods and runs to where they are by now.
    fn settle(&mut self) {
        let now = self.now;
        for set in &mut self.sets {
            let pods = self.pods.get(&set.seen.template).copied().unwrap_or(Pods { up: Some(2), down: 2 });
            let age = now.since(set.changed).as_seconds();
            let size = &mut set.seen.size;
            let have = if pods.down <= age { size.want } else { size.have.max(size.want) };
            let up = pods.up.is_some_and(|up| up <= age) || size.want < size.available;
            let available = if up { size.want.min(have) } else { size.available.min(have) };
            *size = Size { want: size.want, have, ready: available, available };
        }
        for run in &mut self.runs {
            run.settle(now);
        }
    }

    /// When pods or runs next change by themselves.
    fn next_event(&self) -> Option<Timestamp> {
        let pods = self.sets.iter().flat_map(|set| {
            let pods = self.pods.get(&set.seen.template).copied().unwrap_or(Pods { up: Some(2), down: 2 });
            let at = |seconds: i64| set.changed.plus(Span::seconds(seconds));
            [pods.up.map(at), Some(at(pods.down))]
        });
        let runs = self.runs.iter().filter(|run| !run.seen.phase.is_completed()).flat_map(Under::times);
        pods.chain(runs).flatten().filter(|at| self.now < *at).min()
    }
}

impl Under {
    fn times(&self) -> [Option<Timestamp>; 3] {
        let judge = &self.judge;
        let verdict = (judge.verdict != '-').then(|| self.created.plus(Span::seconds(judge.after)));
        let cut = self.told.zip(judge.heeds).map(|(told, seconds)| told.plus(Span::seconds(seconds)));
        [Some(self.created.plus(Span::seconds(1))), verdict, cut]
    }

    fn settle(&mut self, now: Timestamp) {
        if self.seen.phase.is_completed() {
            return;
        }
        let [began, verdict, cut] = self.times();
        let reached = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        if reached(began) {
            self.seen.phase = Phase::Running;
        }
        self.seen.measurements = now.since(self.created).as_seconds() / self.judge.every;
        let letter = match (reached(verdict), reached(cut)) {
            (true, _) if verdict <= cut || cut.is_none() => self.judge.verdict,
            (_, true) => self.judge.cut,
            (true, false) => self.judge.verdict,
            (false, false) => return,
        };
        self.seen.phase = match letter {
            'S' => Phase::Successful,
            'F' => Phase::Failed,
            'E' => Phase::Error,
            _ => Phase::Inconclusive,
        };
        self.seen.message = format!("said {letter}");
    }
}
