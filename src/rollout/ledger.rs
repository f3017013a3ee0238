//! What a pass finds about pauses and aborts, folded into the status once (`argo-rollout §6`).
//!
//! "Aborted" is three truths: what the status says, what this pass finds, and what is stored in the end.

use super::status::{PauseCondition, Status};
use crate::time::Timestamp;
use alloc::{string::String, vec::Vec};
use serde_json::Map;

#[derive(Debug, Default)]
pub(super) struct Ledger {
    add_pause: Option<&'static str>,
    remove_pause: Option<&'static str>,
    clear_pauses: bool,
    add_abort: Option<String>,
    remove_abort: bool,
}

impl Ledger {
    /// The ledger of a pass that begins with this status: an abort of a finished update is no abort (S49).
    pub(super) fn open(st: &Status) -> Self {
        Self { remove_abort: st.abort && st.fully_promoted(), ..Self::default() }
    }

    /// Nothing holds the update any more: its pauses and its abort go.
    pub(super) fn clear(&mut self) {
        self.clear_pauses = true;
        self.remove_abort = true;
    }

    pub(super) fn pause(&mut self, reason: &'static str) {
        self.add_pause = Some(reason);
    }

    pub(super) fn end_pause(&mut self, reason: &'static str) {
        self.remove_pause = Some(reason);
    }

    pub(super) fn abort(&mut self, message: String) {
        self.add_abort = Some(message);
    }

    /// No promotion takes the abort of this pass back.
    pub(super) fn keep_abort(&mut self) {
        self.remove_abort = false;
    }

    /// Whether this pass begins a pause.
    pub(super) fn pauses(&self) -> bool {
        self.add_pause.is_some()
    }

    /// Why this pass aborts, if it does.
    pub(super) fn abort_message(&self) -> Option<&str> {
        self.add_abort.as_deref()
    }

    /// Whether the update counts as aborted for the rest of the pass. An abort both found and removed counts as
    /// not aborted here and is stored all the same (S2).
    #[doc(alias = "IsAborted")]
    pub(super) fn aborted(&self, st: &Status) -> bool {
        !self.remove_abort && (self.add_abort.is_some() || st.abort)
    }

    /// Writes what was found into the next status, whose pause fields are empty unless only sizes changed.
    #[doc(alias = "CalculatePauseStatus")]
    pub(super) fn fold(&self, st: &Status, next: &mut Status, now: Timestamp) {
        next.abort = self.add_abort.is_some() || !self.remove_abort && st.abort;
        next.aborted_at = next.abort.then(|| st.aborted_at.unwrap_or(now.whole()));
        if next.abort || self.clear_pauses {
            return;
        }
        let kept =
            st.pause_conditions.iter().filter(|pause| self.remove_pause != Some(pause.reason.as_str()));
        let mut pauses: Vec<PauseCondition> = kept.cloned().collect();
        let added = self.add_pause.filter(|reason| st.pause(reason).is_none());
        pauses.extend(added.map(|reason| PauseCondition {
            reason: reason.into(),
            start_time: Some(now.whole()),
            rest: Map::new(),
        }));
        if pauses.is_empty() {
            return;
        }
        next.controller_pause = st.controller_pause || added.is_some();
        next.pause_conditions = pauses;
    }
}
