//! The loop: when passes happen, and when a run ends.

use super::{
    pass::{Measured, Pass},
    script::{Cue, Happening},
    world::World,
};
use crate::{
    decision::Next,
    experiment::{Hold, Reason, Wait},
    sim::{LATENCY, Limits},
    time::Timestamp,
};
use alloc::{boxed::Box, collections::VecDeque, string::String, vec::Vec};

/// One thing that happened in a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// The script came true.
    Happened {
        /// When.
        at: Timestamp,
        /// What.
        happening: Happening,
    },
    /// The experiment was reconciled.
    Passed(Box<Pass>),
    /// An analysis run was.
    Measured(Box<Measured>),
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The experiment is over, and nothing of it is left.
    Over,
    /// Nothing happens until this comes about.
    Awaits(Wait),
    /// The machine holds: it decides nothing.
    Held(Hold),
    /// [`Limits::time`] is over.
    OutOfTime,
    /// [`Limits::passes`] are over, those of analysis runs among them.
    OutOfPasses,
}

/// A run: an iterator over its moments, and what is left when it ends.
#[derive(Clone, Debug)]
pub struct Simulation {
    world: World,
    script: VecDeque<Cue>,
    until: Timestamp,
    passes_left: usize,
    due: Option<Timestamp>,
    last: Option<Reason>,
    end: Option<End>,
}

/// What comes next.
enum Due {
    Cue,
    Measure(String),
    Pass,
}

impl Simulation {
    /// A run of this world with this script; cues of one instant keep their order.
    pub fn new(world: World, mut script: Vec<Cue>, limits: Limits) -> Self {
        script.sort_by_key(|cue| cue.at);
        let now = world.now;
        Self {
            world,
            script: script.into(),
            until: now.plus(limits.time),
            passes_left: limits.passes,
            due: Some(now),
            last: None,
            end: None,
        }
    }

    /// The world as it is now.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Why the run ended; `None` while it goes on.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// The earliest of what is due; of what is due at one instant, people come first and the experiment last.
    fn next_due(&self) -> Option<(Timestamp, Due)> {
        let cue = self.script.front().map(|cue| (cue.at.max(self.world.now), Due::Cue));
        let runs = self.world.runs.iter().filter_map(|run| Some((run.due?, Due::Measure(run.name.clone()))));
        let pass = self.due.map(|at| (at, Due::Pass));
        cue.into_iter().chain(runs).chain(pass).min_by_key(|(at, _)| *at)
    }

    fn happens(&mut self) -> Option<Moment> {
        let Cue { happening, .. } = self.script.pop_front()?;
        let at = self.world.now;
        self.world.happen(&happening);
        self.wake(at.plus(LATENCY));
        Some(Moment::Happened { at, happening })
    }

    fn measures(&mut self, name: &str) -> Option<Moment> {
        let measured = Box::new(self.world.measure(name)?);
        if measured.stored {
            self.wake(measured.at.plus(LATENCY));
        }
        Some(Moment::Measured(measured))
    }

    fn passes(&mut self) -> Moment {
        let pass = Box::new(self.world.pass());
        self.due = None;
        if pass.stored || !pass.actions.is_empty() {
            self.wake(pass.at.plus(LATENCY));
        }
        if let Some(at) = self.world.pods_move() {
            self.wake(at.plus(LATENCY));
        }
        if let Next::At(at, _) = pass.next {
            self.wake(at);
        }
        let mut reasons = pass.reasons.iter().rev().map(|told| told.reason.clone());
        self.last = reasons.find(|reason| matches!(reason, Reason::Waiting(_) | Reason::Held(_)));
        Moment::Passed(pass)
    }

    fn wake(&mut self, at: Timestamp) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Why nothing more happens.
    fn ended(&self) -> End {
        match &self.last {
            Some(Reason::Waiting(wait)) => End::Awaits(wait.clone()),
            Some(Reason::Held(hold)) => End::Held(hold.clone()),
            _ => End::Over,
        }
    }
}

impl Iterator for Simulation {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        if self.end.is_some() {
            return None;
        }
        let Some((at, due)) = self.next_due() else {
            self.end = Some(self.ended());
            return None;
        };
        if self.until < at {
            self.end = Some(End::OutOfTime);
            return None;
        }
        if self.passes_left == 0 {
            self.end = Some(End::OutOfPasses);
            return None;
        }
        self.world.now = self.world.now.max(at);
        match due {
            Due::Cue => self.happens(),
            Due::Measure(name) => {
                self.passes_left -= 1;
                self.measures(&name)
            }
            Due::Pass => {
                self.passes_left -= 1;
                Some(self.passes())
            }
        }
    }
}
