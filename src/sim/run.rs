//! The loop: when passes happen, and when a run ends.

use super::{
    pass::Pass,
    script::{Cue, Happening, Refused},
    world::{RESYNC, World},
};
use crate::{
    decision::{Next, Trouble},
    rollout::{Action, Hold, Reason, Wait},
    time::{Span, Timestamp, Wake},
};
use alloc::{boxed::Box, collections::VecDeque, string::String, vec::Vec};

/// How long after a change the controller looks: a watch, a queue and a cache between them. Also the first back-off;
/// each further one is twice as long, up to upstream's thousand seconds.
pub const LATENCY: Span = Span::nanoseconds(20_000_000);

const LONGEST_BACK_OFF: Span = Span::seconds(1000);

/// Where a run is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// This long after its start.
    pub time: Span,
    /// After so many passes.
    pub passes: usize,
}

/// A week, and ten thousand passes.
impl Default for Limits {
    fn default() -> Self {
        Self { time: Span::seconds(7 * 86_400), passes: 10_000 }
    }
}

/// One thing that happened in a run.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// The script came true, or was refused.
    Happened {
        /// When.
        at: Timestamp,
        /// What.
        happening: Happening,
        /// Why not, if not.
        refused: Option<Refused>,
    },
    /// The rollout was reconciled.
    Passed {
        /// What caused it.
        woken: Woken,
        /// What it did.
        pass: Box<Pass>,
    },
}

/// What caused a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The run begins.
    Start,
    /// Something changed: a stored status, an action, a pod, the script.
    Change,
    /// The last decision asked for it.
    Alarm(Wake),
    /// The last pass ended in trouble.
    Retry(Trouble),
}

/// Why a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// All is as the plan wants it: the status stays, pods are still, nothing is armed or scripted.
    Settled,
    /// Nothing happens until this comes about: a person acts, or pods move that do not.
    Awaits(Wait),
    /// This action is refused again and again, and nothing will change that: a router that refuses weights.
    Fails {
        /// The action.
        action: Action,
        /// What the world answers.
        message: String,
    },
    /// The machine holds: it decides nothing.
    Held(Hold),
    /// [`Limits::time`] is over.
    OutOfTime,
    /// [`Limits::passes`] are over.
    OutOfPasses,
}

/// A run: an iterator over its moments, and what is left when it ends.
#[derive(Clone, Debug)]
pub struct Simulation {
    world: World,
    script: VecDeque<Cue>,
    until: Timestamp,
    passes_left: usize,
    due: Option<(Timestamp, Woken)>,
    tries: u32,
    /// When a pass last happened for another reason than an alarm, or found something to do.
    news: Timestamp,
    last: Option<Reason>,
    /// What the last pass could not do, if the world will never let it.
    refused: Option<(Action, String)>,
    end: Option<End>,
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
            due: Some((now, Woken::Start)),
            tries: 0,
            news: now,
            last: None,
            refused: None,
            end: None,
        }
    }

    /// The world as it is now.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The world as it is now, to go on with.
    pub fn into_world(self) -> World {
        self.world
    }

    /// Why the run ended; `None` while it goes on.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    fn happens(&mut self, cue: Cue) -> Moment {
        let Cue { at, happening } = cue;
        self.world.now = self.world.now.max(at);
        let at = self.world.now;
        let refused = self.world.happen(&happening).err();
        if refused.is_none() {
            self.wake(at.plus(LATENCY), Woken::Change);
        }
        Moment::Happened { at, happening, refused }
    }

    fn passes(&mut self, at: Timestamp, woken: Woken) -> Moment {
        self.world.now = self.world.now.max(at);
        self.passes_left = self.passes_left.saturating_sub(1);
        let pass = Box::new(self.world.pass());
        self.due = None;
        self.refused = self.refused_for_ever(&pass);
        self.tries = if matches!(pass.next, Next::Retry { .. }) { self.tries.saturating_add(1) } else { 0 };
        self.arm(&pass, woken);
        self.last = pass.reasons.iter().map(|told| told.reason.clone()).find(is_wait);
        Moment::Passed { woken, pass }
    }

    /// When the pass after this one happens, if anything leads to one.
    fn arm(&mut self, pass: &Pass, woken: Woken) {
        let now = self.world.now;
        let pods_move = self.world.pods_move();
        if pass.stored || pass.changed {
            self.wake(now.plus(LATENCY), Woken::Change);
        }
        if let Some(at) = pods_move {
            self.wake(at.plus(LATENCY), Woken::Change);
        }
        // Whatever became of a refused write, the controller looks again in the end.
        if pass.failed.is_some() && self.refused.is_none() {
            self.wake(now.plus(RESYNC), Woken::Change);
        }
        if self.due.is_some() || !matches!(woken, Woken::Alarm(_)) {
            self.news = now;
        }
        match pass.next {
            Next::At(at, wake) if !self.in_vain(pass, wake) => self.wake(at, Woken::Alarm(wake)),
            Next::Retry { trouble: Trouble::ActionFailed, .. }
                if self.script.is_empty() && self.refused.is_some() => {}
            Next::Retry { trouble: Trouble::NotVerified, .. }
                if self.script.is_empty() && self.never_arrives() => {}
            Next::Retry { trouble, by } => {
                // Progress was due before the first of these tries, and nothing came of it (`argo-rollout S44`).
                let in_vain = trouble == Trouble::Overdue && Span::seconds(1) < back_off(self.tries);
                if !in_vain {
                    self.wake(now.plus(back_off(self.tries)), Woken::Retry(trouble));
                }
                if let Some((at, wake)) = by {
                    self.wake(at, Woken::Alarm(wake));
                }
            }
            Next::At(..) | Next::OnChange | Next::Ask => {}
        }
    }

    /// Whether waiting for this alarm would go on for ever: nothing is scripted, the last one found nothing to do, and
    /// either a person is awaited, or pods are looked at again and again for longer than an update may take, or a
    /// weight never arrives.
    fn in_vain(&self, pass: &Pass, wake: Wake) -> bool {
        let since = self.world.now.since(self.news);
        let patience = self.world.plan().progress_deadline;
        let no_use = match wake {
            Wake::PauseOver | Wake::Retirement => false,
            // No rollout arms these.
            Wake::Measurement | Wake::MeasurementEnd | Wake::RunExpiry => false,
            Wake::ExperimentOver | Wake::TryAgain => false,
            Wake::Restart | Wake::ProgressDeadline => awaits_person(pass),
            Wake::EvictMore => awaits_person(pass) || patience < since,
            Wake::VerifyAgain => self.never_arrives(),
        };
        self.script.is_empty() && self.news < self.world.now && no_use
    }

    /// The weight that a pass could not set, if the router does not work before the run is over. Such a pass ends before
    /// anything else can come of it, so that only the script or pods change what the next one finds.
    fn refused_for_ever(&self, pass: &Pass) -> Option<(Action, String)> {
        let failed = pass.failed.as_ref()?;
        let action = pass.actions.get(failed.action)?;
        let never = self.world.router.outage.is_some_and(|outage| outage.covers(self.until));
        let weight = matches!(action, Action::SetWeight { .. });
        (never && weight).then(|| (action.clone(), failed.message.clone()))
    }

    /// Whether the router's weight arrives only after the run.
    fn never_arrives(&self) -> bool {
        let router = &self.world.router;
        router.answers.is_empty() && self.until < router.arrival()
    }

    fn wake(&mut self, at: Timestamp, woken: Woken) {
        if self.due.is_none_or(|(due, _)| at < due) {
            self.due = Some((at, woken));
        }
    }

    /// Why nothing more happens.
    fn ended(&self) -> End {
        if let Some((action, message)) = &self.refused {
            return End::Fails { action: action.clone(), message: message.clone() };
        }
        match &self.last {
            Some(Reason::Waiting(wait)) => End::Awaits(wait.clone()),
            Some(Reason::Held(hold)) => End::Held(hold.clone()),
            _ => End::Settled,
        }
    }
}

impl Iterator for Simulation {
    type Item = Moment;

    fn next(&mut self) -> Option<Moment> {
        if self.end.is_some() {
            return None;
        }
        let cued = self.script.front().map(|cue| cue.at.max(self.world.now));
        let pass = self.due.filter(|(due, _)| cued.is_none_or(|at| *due < at));
        let Some(at) = pass.map(|(due, _)| due).or(cued) else {
            self.end = Some(self.ended());
            return None;
        };
        if self.until < at {
            self.end = Some(End::OutOfTime);
            return None;
        }
        if let Some((due, woken)) = pass {
            if self.passes_left == 0 {
                self.end = Some(End::OutOfPasses);
                return None;
            }
            return Some(self.passes(due, woken));
        }
        let cue = self.script.pop_front()?;
        Some(self.happens(cue))
    }
}

fn is_wait(reason: &Reason) -> bool {
    matches!(reason, Reason::Waiting(_) | Reason::Held(_))
}

fn awaits_person(pass: &Pass) -> bool {
    let person =
        |wait: &Wait| matches!(wait, Wait::Resume { .. } | Wait::Unpause | Wait::Promote | Wait::Retry);
    pass.reasons.iter().any(|told| matches!(&told.reason, Reason::Waiting(wait) if person(wait)))
}

/// How long to wait after so many passes that ended in trouble.
fn back_off(tries: u32) -> Span {
    let times = 1_i64 << (tries.clamp(1, 30) - 1);
    Span::nanoseconds(LATENCY.as_nanoseconds().saturating_mul(times)).min(LONGEST_BACK_OFF)
}
