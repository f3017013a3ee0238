//! What happened, as rows.

use super::{
    cost::{Cost, Meter},
    ending::{self, Ending},
    scene::Scene,
};
use gradual::{
    rollout::{Plan, Position, Reason, Status, Wait},
    sim::{Moment, Pass, ReplicaSet, World},
    time::{Span, Timestamp},
};
use std::mem;

/// A simulation as people read it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Timeline {
    pub(crate) rows: Vec<Row>,
    pub(crate) cost: Cost,
    pub(crate) ending: Ending,
}

/// A row and its time since the update arrived.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) at: Span,
    pub(crate) what: What,
}

/// What a row tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// How things stand from now on.
    State(State),
    /// Somebody did something.
    Did(String),
    /// Somebody tried to.
    Refused { written: String, why: String },
    /// Worth knowing.
    Told(String),
    /// A revision is stable.
    Stable(String),
    /// It went wrong.
    Degraded(String),
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) step: Step,
    /// The share of traffic that the new revision is meant to have.
    pub(crate) weight: Option<Share>,
    /// The share of available pods that really is new; nothing if no pod is available.
    pub(crate) real: Option<Share>,
    pub(crate) stable: Pods,
    /// Nothing once the new revision is the stable one.
    pub(crate) canary: Option<Pods>,
    /// Pods of still other revisions.
    pub(crate) others: i64,
    pub(crate) awaits: Awaits,
}

/// Where the update stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    At {
        number: usize,
        of: usize,
        label: String,
    },
    /// The last one is over, and the new revision is not yet stable.
    Over,
    /// There are none.
    None,
    Aborted,
    /// The wanted revision is stable.
    Complete,
}

/// A part of a whole that is more than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) part: i64,
    pub(crate) whole: i64,
}

/// Pods of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pods {
    pub(crate) available: i64,
    pub(crate) wanted: i64,
}

/// What has to come about before anything goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Awaits {
    /// It goes on at once.
    Nothing,
    /// Nothing more is to be done.
    Healthy,
    CanaryPods(i64),
    StablePods(i64),
    PodsGone(i64),
    PauseOver(Span),
    Resume,
    Unpause,
    Retry,
    Restart(Span),
    /// Only full promotion ends it.
    Promote,
    /// Pods that have done their work are kept until then.
    Retirement(Span),
    /// The router has not confirmed the weight.
    Router,
    /// `maxSurge` and `maxUnavailable` leave no room for a pod.
    Room,
    /// Something that this command has no words for.
    Other(String),
}

impl Share {
    /// Whole percents; neither 0 nor 100 unless it is so.
    pub(crate) fn percent(self) -> i64 {
        self.of(100)
    }

    /// So many of `full`, rounded to the nearest; neither none nor all unless it is so.
    pub(crate) fn of(self, full: i64) -> i64 {
        if self.part <= 0 {
            0
        } else if self.whole <= self.part {
            full
        } else {
            let (part, whole, full) = (i128::from(self.part), i128::from(self.whole), i128::from(full));
            let near =
                (part.saturating_mul(full).saturating_mul(2).saturating_add(whole)) / whole.saturating_mul(2);
            i64::try_from(near.clamp(1.min(full), full.saturating_sub(1).max(1))).unwrap_or(i64::MAX)
        }
    }
}

/// Runs a simulation to its end.
pub(crate) fn watch(scene: Scene) -> Timeline {
    let Scene { mut simulation, cues, start, watch, header: _ } = scene;
    let mut meter = Meter::new(simulation.world());
    let mut cues = cues.into_iter();
    let mut record = Record::new(start);
    while let Some(moment) = simulation.next() {
        let world = simulation.world();
        meter.see(world);
        match moment {
            Moment::Passed { pass, .. } => record.pass(&pass, world),
            Moment::Happened { at, refused, .. } => {
                let written = cues.next().unwrap_or_default();
                record.happened(at, written, refused.map(|why| why.to_string()));
            }
        }
    }
    record.finish();
    let ending = ending::ending(&simulation, &record, watch);
    Timeline { cost: meter.until(start.plus(ending.after)), rows: record.rows, ending }
}

/// The rows so far, and what is not yet one.
#[derive(Debug)]
pub(crate) struct Record {
    start: Timestamp,
    rows: Vec<Row>,
    group: Option<Group>,
    /// The last state among the rows.
    shown: Option<State>,
    /// A state that is only worth a row if something else follows it.
    held: Option<(Span, State)>,
    /// What the rollout was last called degraded for.
    degraded: Option<String>,
    /// Why the last change of the stable revision, or the last skip of steps, was.
    pub(super) success: Option<String>,
    /// How many deeds were refused.
    pub(super) refused: usize,
    /// When something last changed.
    pub(super) changed: Span,
}

/// Passes that follow one another at once: one row.
#[derive(Debug)]
struct Group {
    first: Timestamp,
    last: Timestamp,
    told: Vec<What>,
    state: State,
    /// How often the step changed.
    steps: usize,
}

/// Passes that are farther apart are not one row.
const APART: Span = Span::nanoseconds(500_000_000);
/// A row stands for so long at most.
const LONGEST: Span = Span::seconds(10);

impl Record {
    fn new(start: Timestamp) -> Self {
        Self {
            start,
            rows: Vec::new(),
            group: None,
            shown: None,
            held: None,
            degraded: None,
            success: None,
            refused: 0,
            changed: Span::ZERO,
        }
    }

    fn happened(&mut self, at: Timestamp, written: String, refused: Option<String>) {
        self.close();
        self.release();
        let at = at.since(self.start);
        self.refused = self.refused.saturating_add(usize::from(refused.is_some()));
        let what = match refused {
            None => What::Did(written),
            Some(why) => What::Refused { written, why },
        };
        self.changed = at;
        self.shown = None;
        self.rows.push(Row { at, what });
    }

    fn pass(&mut self, pass: &Pass, world: &World) {
        let state = State::of(pass, world, self.start);
        let told = self.told(pass);
        if self.group.as_ref().is_some_and(|group| !group.takes(pass.at, &state)) {
            self.close();
        }
        let Some(group) = &mut self.group else {
            self.group = Some(Group { first: pass.at, last: pass.at, told, steps: 0, state });
            return;
        };
        group.steps = group.steps.saturating_add(usize::from(group.state.step != state.step));
        group.last = pass.at;
        group.told.extend(told);
        group.state = state;
    }

    /// What a pass tells beside the state.
    fn told(&mut self, pass: &Pass) -> Vec<What> {
        let mut told = Vec::new();
        for reason in pass.reasons.iter().map(|told| &told.reason) {
            match reason {
                Reason::Updated { number } => told.push(What::Told(format!("revision {number} arrives"))),
                Reason::Completed { number, why, .. } => {
                    self.success = Some(why.clone());
                    told.push(What::Stable(format!("revision {number} is stable: {why}")));
                }
                Reason::StepsSkipped { why } => {
                    self.success = Some((*why).to_owned());
                    told.push(What::Told(format!("steps are skipped: {why}")));
                }
                _ => {}
            }
        }
        let degraded = (pass.status.phase == "Degraded").then(|| pass.status.message.clone());
        if degraded != self.degraded {
            told.extend(degraded.clone().map(What::Degraded));
            self.degraded = degraded;
        }
        told
    }

    /// Makes rows of the group.
    fn close(&mut self) {
        let Some(group) = self.group.take() else { return };
        let at = group.first.since(self.start);
        if !group.told.is_empty() {
            self.release();
            self.changed = at;
        }
        let told = group.told.into_iter().map(|what| Row { at, what });
        self.rows.extend(told);
        match &self.shown {
            Some(shown) if *shown == group.state => self.held = None,
            Some(shown) if shown.hardly_differs(&group.state) => {
                self.changed = at;
                self.held = Some((at, group.state));
            }
            _ => {
                self.changed = at;
                self.held = None;
                self.show(at, group.state);
            }
        }
    }

    /// Shows what was held back.
    fn release(&mut self) {
        if let Some((at, state)) = self.held.take() {
            self.show(at, state);
        }
    }

    fn show(&mut self, at: Span, state: State) {
        self.shown = Some(state.clone());
        self.rows.push(Row { at, what: What::State(state) });
    }

    fn finish(&mut self) {
        self.close();
        self.release();
    }
}

impl Group {
    fn takes(&self, at: Timestamp, state: &State) -> bool {
        let near = at.since(self.last) <= APART && at.since(self.first) <= LONGEST;
        let stepped = 0 < self.steps && self.state.step != state.step;
        near && !stepped
    }
}

impl State {
    fn of(pass: &Pass, world: &World, start: Timestamp) -> Self {
        let (plan, status) = (world.plan(), &pass.status);
        let current = world.current();
        let stable = world.sets.iter().find(|set| set.hash == status.stable_rs);
        let canary = current.filter(|set| stable.is_none_or(|stable| stable.name != set.name));
        let is_other = |set: &&ReplicaSet| [stable, canary].iter().flatten().all(|one| one.name != set.name);
        let sum = |of: fn(&ReplicaSet) -> i64, sets: &mut dyn Iterator<Item = &ReplicaSet>| {
            sets.map(of).fold(0_i64, i64::saturating_add)
        };
        let available = sum(|set| set.size.available, &mut world.sets.iter());
        Self {
            step: step(&plan, status),
            weight: plan.canary().map(|_| Share { part: plan.weight(status), whole: plan.total() }),
            real: (0 < available)
                .then(|| Share { part: current.map_or(0, |set| set.size.available), whole: available }),
            stable: pods(stable),
            canary: canary.map(|set| pods(Some(set))),
            others: sum(|set| set.size.have, &mut world.sets.iter().filter(is_other)),
            awaits: awaits(pass, stable, canary, start),
        }
    }

    /// Whether only pods moved, and those too few to see.
    fn hardly_differs(&self, other: &Self) -> bool {
        const TENTHS: i64 = 10;
        let tenths = |state: &Self| state.real.map(|share| share.of(TENTHS));
        let is_there = |state: &Self| state.canary.is_some();
        let is_moving =
            matches!(self.awaits, Awaits::CanaryPods(_) | Awaits::StablePods(_) | Awaits::PodsGone(_));
        is_moving
            && self.step == other.step
            && self.weight == other.weight
            && is_there(self) == is_there(other)
            && mem::discriminant(&self.awaits) == mem::discriminant(&other.awaits)
            && tenths(self) == tenths(other)
    }
}

fn step(plan: &Plan, status: &Status) -> Step {
    let of = plan.canary().map_or(0, |canary| canary.steps.list.len());
    if status.fully_promoted() {
        return Step::Complete;
    }
    if status.abort {
        return Step::Aborted;
    }
    match plan.position(status) {
        Position::At(at) => Step::At { number: at.index.saturating_add(1), of, label: at.step.label.clone() },
        Position::Done(_) => Step::Over,
        Position::Stepless => Step::None,
    }
}

fn pods(set: Option<&ReplicaSet>) -> Pods {
    Pods { available: set.map_or(0, |set| set.size.available), wanted: set.map_or(0, |set| set.size.want) }
}

fn awaits(pass: &Pass, stable: Option<&ReplicaSet>, canary: Option<&ReplicaSet>, start: Timestamp) -> Awaits {
    let wait = pass.reasons.iter().find_map(|told| match &told.reason {
        Reason::Waiting(wait) => Some(wait),
        _ => None,
    });
    let is = |set: Option<&ReplicaSet>, name: &str| set.is_some_and(|set| set.name == name);
    match wait {
        None if pass.status.phase == "Healthy" => Awaits::Healthy,
        None => Awaits::Nothing,
        Some(Wait::Pods { revision, available, needed, .. }) => {
            let missing = needed.saturating_sub(*available);
            if is(stable, revision) && !is(canary, revision) {
                Awaits::StablePods(missing)
            } else {
                Awaits::CanaryPods(missing)
            }
        }
        Some(Wait::PodsGone { left, .. }) => Awaits::PodsGone(*left),
        Some(Wait::PauseOver { at }) => Awaits::PauseOver(at.since(start)),
        Some(Wait::Resume { .. }) => Awaits::Resume,
        Some(Wait::Unpause) => Awaits::Unpause,
        Some(Wait::Retry) => Awaits::Retry,
        Some(Wait::Promote) => Awaits::Promote,
        Some(Wait::Restart { at }) => Awaits::Restart(at.since(start)),
        Some(Wait::Retirement { at, .. }) => Awaits::Retirement(at.since(start)),
        Some(Wait::Weight { .. }) => Awaits::Router,
        Some(Wait::Room { .. }) => Awaits::Room,
        Some(Wait::Service { service }) => Awaits::Other(format!("service `{service}`")),
        Some(other) => Awaits::Other(other.to_string()),
    }
}
