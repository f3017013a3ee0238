//! What happened, as rows.

use super::{
    awaits::refused_weight,
    cost::{Cost, Meter},
    ending::{self, Ending},
    film::Film,
    json::{Ended, Happening, Line, Passed},
    scene::Scene,
    state::{Division, Share, State},
};
use gradual::{
    rollout::{Reason, Strategy},
    sim::{Moment, Pass, ReplicaSet, World},
    time::{Span, Timestamp},
};
use std::mem;

/// A simulation as people read it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Timeline {
    pub(crate) division: Division,
    pub(crate) film: Film,
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
    /// The router refuses a weight.
    RouterFails(String),
}

/// A row that is no state, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) sign: &'static str,
    pub(crate) text: String,
    pub(crate) mood: Mood,
}

/// How something is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    Plain,
    Deed,
    Good,
    Bad,
}

impl What {
    /// In words; nothing for a state, which has columns.
    pub(crate) fn said(&self) -> Option<Said> {
        let (sign, text, mood) = match self {
            Self::State(_) => return None,
            Self::Did(written) => ("»", format!("{written} (--at)"), Mood::Deed),
            Self::Refused { written, why } => ("!", format!("{written} (--at) is refused: {why}"), Mood::Bad),
            Self::Told(text) => ("·", text.clone(), Mood::Plain),
            Self::Stable(text) => ("✓", text.clone(), Mood::Good),
            Self::Degraded(text) => ("!", format!("degraded: {text}"), Mood::Bad),
            Self::RouterFails(text) => ("!", text.clone(), Mood::Bad),
        };
        Some(Said { sign, text, mood })
    }
}

impl Row {
    /// How things stand from this row on, if it tells.
    pub(crate) fn state(&self) -> Option<&State> {
        match &self.what {
            What::State(state) => Some(state),
            _ => None,
        }
    }
}

/// Runs a simulation to its end, and adds to the lines that programs read if somebody does.
pub(crate) fn watch(scene: Scene, mut lines: Option<&mut String>) -> Timeline {
    let Scene { mut simulation, cues, start, watch, header: _ } = scene;
    let division = Division::of(&simulation.world().plan());
    let mut meter = Meter::new(simulation.world());
    let mut cues = cues.into_iter();
    let mut record = Record::new(start);
    let mut film = Film::default();
    while let Some(moment) = simulation.next() {
        let world = simulation.world();
        meter.see(world);
        match moment {
            Moment::Passed { pass, .. } => {
                let state = State::of(&pass, world, start);
                if let Some(lines) = &mut lines {
                    lines.push_str(&Line::Pass(Box::new(Passed::of(&pass, world, &state, start))).text());
                }
                film.see(world, &state, start);
                record.pass(&pass, state, world);
            }
            Moment::Happened { at, refused, .. } => {
                let written = cues.next().unwrap_or_default();
                let refused = refused.map(|why| why.to_string());
                if let Some(lines) = &mut lines {
                    let happening = Happening::of(world, at.since(start), &written, refused.as_deref());
                    lines.push_str(&Line::Happening(happening).text());
                }
                record.happened(at, written, refused);
            }
        }
    }
    record.finish();
    let ending = ending::ending(&simulation, &record, watch);
    let cost = meter.until(start.plus(ending.after));
    if let Some(lines) = lines {
        lines.push_str(&Line::End(Ended::of(simulation.world(), &ending, &cost)).text());
    }
    Timeline { division, film, rows: record.rows, cost, ending }
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
    /// The weight that the router last refused, while it does.
    refused_weight: Option<i64>,
    /// Why the last change of the stable revision, or the last skip of steps, was.
    pub(super) success: Option<String>,
    /// The share of traffic that the new revision has.
    pub(super) real: Option<Share>,
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
            refused_weight: None,
            success: None,
            real: None,
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

    fn pass(&mut self, pass: &Pass, state: State, world: &World) {
        let told = self.told(pass, world);
        self.real = state.real;
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
    fn told(&mut self, pass: &Pass, world: &World) -> Vec<What> {
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
                Reason::Switched { service, from, to } => told.extend(switched(world, service, from, to)),
                _ => {}
            }
        }
        told.extend(self.router(pass));
        let degraded = (pass.status.phase == "Degraded").then(|| pass.status.message.clone());
        if degraded != self.degraded {
            told.extend(degraded.clone().map(What::Degraded));
            self.degraded = degraded;
        }
        told
    }

    /// Whether the router begins or ceases to refuse weights.
    fn router(&mut self, pass: &Pass) -> Option<What> {
        let refused = refused_weight(pass);
        let before = mem::replace(&mut self.refused_weight, refused);
        match (before, refused) {
            (Some(before), Some(weight)) if before == weight => None,
            (_, Some(weight)) => Some(What::RouterFails(format!("the router refuses weight {weight}"))),
            (Some(_), None) => Some(What::Told("the router takes weights again".to_owned())),
            (None, None) => None,
        }
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

/// Blue-green: all traffic moves at once. A canary's services follow its revisions.
fn switched(world: &World, service: &str, from: &str, to: &str) -> Option<What> {
    let plan = world.plan();
    let Strategy::BlueGreen(blue_green) = &plan.strategy else {
        return None;
    };
    let number = |hash: &str| world.sets.iter().find(|set| set.hash == hash).map(ReplicaSet::number);
    let (from, to) = (number(from)?, number(to)?);
    let moves = service == blue_green.active_service;
    moves.then(|| What::Told(format!("all traffic moves from revision {from} to revision {to}")))
}

impl Group {
    fn takes(&self, at: Timestamp, state: &State) -> bool {
        let near = at.since(self.last) <= APART && at.since(self.first) <= LONGEST;
        let stepped = 0 < self.steps && self.state.step != state.step;
        near && !stepped
    }
}
