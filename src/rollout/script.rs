//! The actions of a pass as they are found, the reasons between them, and what was heard of them.

use super::{Action, Answer, Reason};
use crate::decision::{Heard, Told, Trouble};
use alloc::vec::Vec;
use core::slice;

#[derive(Debug)]
pub(super) struct Script<'h> {
    pub(super) actions: Vec<Action>,
    pub(super) told: Vec<Told<Reason>>,
    answers: slice::Iter<'h, Answer>,
    failed: Option<usize>,
}

/// Why the stages of a pass end before its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The last action asks, and the answer is not there yet.
    Ask,
    /// Come back soon.
    Again(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Again(trouble)
    }
}

impl<'h> Script<'h> {
    pub(super) fn hearing(heard: &'h Heard<Answer>) -> Self {
        Self {
            actions: Vec::new(),
            told: Vec::new(),
            answers: heard.answers.iter(),
            failed: heard.failed.as_ref().map(|failed| failed.action),
        }
    }

    pub(super) fn act(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// An action that asks. Until its answer is heard, the pass ends here.
    pub(super) fn ask(&mut self, action: Action) -> Result<&'h Answer, Stop> {
        self.act(action);
        self.answers.next().ok_or(Stop::Ask)
    }

    /// A reason that holds once the actions so far are done.
    pub(super) fn tell(&mut self, reason: Reason) {
        self.told.push(Told { after: self.actions.len(), reason });
    }

    /// Where one of the actions from `start` on failed, leaves out what came after it and goes on as if all were well.
    /// Whether one had failed.
    pub(super) fn forgive(&mut self, start: usize) -> bool {
        let Some(failed) = self.failed.filter(|failed| (start..self.actions.len()).contains(failed)) else {
            return false;
        };
        self.actions.truncate(failed + 1);
        self.told.retain(|told| told.after <= failed);
        self.failed = None;
        true
    }

    /// The action that failed, if that was not forgiven.
    pub(super) fn failed(&self) -> Option<usize> {
        self.failed
    }
}
