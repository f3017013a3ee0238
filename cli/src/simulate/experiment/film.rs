//! A simulation as rows: how things stand from a time on, and what happened.

use super::{
    Stage,
    ending::{self, Ending},
};
use crate::paint::visible;
use gradual::{
    experiment::{Reason, TemplatePhase, Wait},
    metric::Phase,
    sim::experiment::{Moment, Pass, World},
    time::{Span, Timestamp},
};

/// A simulation that was watched to its end.
#[derive(Debug)]
pub(super) struct Film {
    /// The variants' names.
    pub(super) variants: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) cost: Cost,
    pub(super) ending: Ending,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) at: Span,
    pub(super) what: What,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    State(State),
    /// Somebody did this, as it is written.
    Did(String),
    Told(String),
    Good(String),
    Bad(String),
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) phase: String,
    /// Available and wanted pods of each variant.
    pub(super) pods: Vec<(i64, i64)>,
    /// Measurements so far.
    pub(super) measured: i64,
    pub(super) awaits: String,
}

/// What it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Until nothing more happened.
    pub(super) time: Span,
    pub(super) peak: i64,
    /// Pods times time, in nanoseconds.
    pub(super) pod_time: i128,
}

/// Runs a simulation to its end.
pub(super) fn watch(stage: Stage) -> Film {
    let Stage { mut simulation, cues, start, watch, .. } = stage;
    let variants = simulation.world().plan().templates.iter().map(|template| template.name.clone()).collect();
    let mut cues = cues.into_iter();
    let mut film = Rows { start, rows: Vec::new() };
    let (mut meter, mut since) = (Cost::default(), start);
    while let Some(moment) = simulation.next() {
        let world = simulation.world();
        let pods = world.pods();
        meter.peak = meter.peak.max(pods);
        match moment {
            Moment::Happened { at, .. } => film.push(at, What::Did(cues.next().unwrap_or_default())),
            Moment::Passed(pass) => film.passed(&pass, world),
            Moment::Measured(_) => {}
        }
        let next = simulation.world().now;
        let passed = i128::from(next.since(since).as_nanoseconds());
        meter.pod_time = meter.pod_time.saturating_add(i128::from(pods).saturating_mul(passed));
        since = next;
    }
    let ending = ending::ending(&simulation, film.last_change(), watch);
    Film { variants, rows: film.rows, cost: Cost { time: ending.after, ..meter }, ending }
}

struct Rows {
    start: Timestamp,
    rows: Vec<Row>,
}

impl Rows {
    fn push(&mut self, at: Timestamp, what: What) {
        self.rows.push(Row { at: at.since(self.start), what });
    }

    fn last_change(&self) -> Span {
        self.rows.last().map_or(Span::ZERO, |row| row.at)
    }

    fn passed(&mut self, pass: &Pass, world: &World) {
        // What a variant or an analysis says need not be said twice.
        let told = |message: &str| {
            pass.reasons.iter().any(|told| match &told.reason {
                Reason::Template { message: said, .. } | Reason::Analysis { message: said, .. } => {
                    said == message
                }
                _ => false,
            })
        };
        let message = Some(pass.status.message.as_str()).filter(|message| !told(message)).unwrap_or("");
        for told in &pass.reasons {
            if let Some(what) = event(&told.reason, message) {
                self.push(pass.at, what);
            }
        }
        let state = state(pass, world, self.start);
        let at = pass.at.since(self.start);
        if self.rows.last().is_some_and(|row| follows(row, at)) {
            self.rows.pop();
        }
        let known = self.rows.iter_mut().rev().find_map(|row| match &mut row.what {
            What::State(state) => Some(state),
            _ => None,
        });
        match known {
            // Where nothing but the number of measurements is new, there is no new row.
            Some(known) if same(known, &state) => {
                if known.awaits.is_empty() {
                    known.awaits = state.awaits;
                }
            }
            _ => self.push(pass.at, What::State(state)),
        }
    }
}

/// Whether a row is a state of the same second.
fn follows(row: &Row, at: Span) -> bool {
    matches!(row.what, What::State(_)) && row.at.as_seconds() == at.as_seconds()
}

fn same(known: &State, state: &State) -> bool {
    known.phase == state.phase
        && known.pods == state.pods
        && (known.awaits == state.awaits || known.awaits.is_empty() || state.awaits.is_empty())
}

fn event(reason: &Reason, message: &str) -> Option<What> {
    let with = |text: String, message: &str| match message {
        "" => text,
        message => format!("{text}: {}", visible(message)),
    };
    Some(match reason {
        Reason::Template { template, to: TemplatePhase::Failed | TemplatePhase::Error, message, .. } => {
            What::Bad(with(visible(template), message))
        }
        Reason::Analysis { analysis, to, message, .. } => {
            let name = visible(analysis);
            match to {
                Phase::Pending => return None,
                Phase::Failed | Phase::Error | Phase::Inconclusive => {
                    What::Bad(with(format!("{name} is {}", to.as_str().to_lowercase()), message))
                }
                Phase::Successful => What::Good(with(format!("{name} is successful"), message)),
                _ => What::Told(with(format!("{name} is {}", to.as_str().to_lowercase()), message)),
            }
        }
        Reason::Terminating { analysis, .. } => What::Told(format!("{} is ended", visible(analysis))),
        Reason::Phase { to: Phase::Successful, .. } => {
            What::Good(with("the experiment is successful".to_owned(), message))
        }
        Reason::Phase { to: to @ (Phase::Failed | Phase::Error | Phase::Inconclusive), .. } => {
            What::Bad(with(format!("the experiment is {}", to.as_str().to_lowercase()), message))
        }
        _ => return None,
    })
}

fn state(pass: &Pass, world: &World, start: Timestamp) -> State {
    let pods = world.plan().templates.iter().map(|template| {
        let size = world.variant(&template.name).map(|variant| variant.size()).unwrap_or_default();
        (size.available, size.want)
    });
    let wait = pass.reasons.iter().rev().find_map(|told| match &told.reason {
        Reason::Waiting(wait) => Some(awaits(wait, start)),
        _ => None,
    });
    let over = pass.status.phase.is_completed() && pass.actions.is_empty() && !pass.stored;
    State {
        phase: pass.status.phase.as_str().to_lowercase(),
        pods: pods.collect(),
        measured: world.measurements(),
        awaits: wait.unwrap_or_else(|| if over { "-".to_owned() } else { String::new() }),
    }
}

fn awaits(wait: &Wait, start: Timestamp) -> String {
    let at = |at: Timestamp| crate::simulate::print::time(at.since(start));
    let text = match wait {
        Wait::Pods { template, available, needed } if available < needed => match needed - available {
            1 => format!("1 {template} pod"),
            many => format!("{many} {template} pods"),
        },
        Wait::Pods { template, available, needed } => going(template, available - needed),
        Wait::PodsGone { template, left } => going(template, *left),
        Wait::Retirement { at: until, .. } => format!("pods kept until {}", at(*until)),
        Wait::Name { replica_set } => format!("the name `{replica_set}`"),
        Wait::Verdict { analysis, .. } => format!("{analysis} to end"),
        Wait::Unread { analysis } => format!("nothing: {analysis} is not read"),
        Wait::Over { at: end } => format!("the end at {}", at(*end)),
        Wait::Termination => "a person: terminate".to_owned(),
        other => format!("{other:?}"),
    };
    visible(&text)
}

fn going(template: &str, pods: i64) -> String {
    match pods {
        1 => format!("1 {template} pod to go"),
        many => format!("{many} {template} pods to go"),
    }
}
