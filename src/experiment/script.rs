//! The actions of a pass as they are found, the reasons between them, and what was heard of them.

use super::{Action, Reason, Refused};
use crate::decision::Told;
use alloc::vec::Vec;

#[derive(Debug)]
pub(super) struct Script<'h> {
    pub(super) actions: Vec<Action>,
    pub(super) told: Vec<Told<Reason>>,
    answers: &'h [Refused],
}

impl<'h> Script<'h> {
    pub(super) fn hearing(answers: &'h [Refused]) -> Self {
        Self { actions: Vec::new(), told: Vec::new(), answers }
    }

    /// One more action.
    ///
    /// # Errors
    ///
    /// The answer, if it was refused.
    pub(super) fn act(&mut self, action: Action) -> Result<(), &'h Refused> {
        let place = self.actions.len();
        self.actions.push(action);
        match self.answers.iter().find(|refused| refused.action == place) {
            Some(refused) => Err(refused),
            None => Ok(()),
        }
    }

    /// Whether the ReplicaSet of this template was made in this pass.
    pub(super) fn made(&self, template: &str) -> bool {
        let is_it = |action: &Action| matches!(action, Action::CreateReplicaSet { template: made, .. } if made == template);
        let place = self.actions.iter().position(is_it);
        place.is_some_and(|place| self.answers.iter().all(|refused| refused.action != place))
    }

    /// A reason that holds once the actions so far are done.
    pub(super) fn tell(&mut self, reason: Reason) {
        self.told.push(Told { after: self.actions.len(), reason });
    }
}
