//! What one pass of a machine concludes, and the shape that every machine has.

use crate::time::{Timestamp, Wake};
use alloc::{string::String, vec::Vec};

/// A machine: a pure function from what is wanted, what was stored, what is seen and the time to a [`Decision`].
///
/// The rollout is one ([`rollout::RolloutMachine`](crate::rollout::RolloutMachine)); a simulator, a driver or a
/// fuzzer written against this trait serves them all.
pub trait Machine {
    /// What the user asked for, checked once.
    type Plan;
    /// What is stored between passes.
    type Status;
    /// What the caller saw of the world, read once for a pass.
    type Observed;
    /// What the caller must do.
    type Action;
    /// Why, as data.
    type Reason;
    /// What the caller found out when an action asked.
    type Answer;

    /// One pass. Total: no input makes it panic; equal inputs give equal decisions.
    fn decide(
        plan: &Self::Plan,
        status: &Self::Status,
        seen: &Self::Observed,
        heard: &Heard<Self::Answer>,
        now: Timestamp,
    ) -> Decision<Self::Status, Self::Action, Self::Reason>;
}

/// Replies within one pass; empty on the first call of it.
///
/// A caller that was asked, or whose action failed, calls `decide` again with the *same* observation and what it
/// heard. The decision then begins with the actions already done; the caller skips those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard<A> {
    /// Answers, in the order of the actions that asked.
    pub answers: Vec<A>,
    /// The action that failed, if one did.
    pub failed: Option<Failed>,
}

impl<A> Default for Heard<A> {
    fn default() -> Self {
        Self { answers: Vec::new(), failed: None }
    }
}

/// An action that could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Its place in [`Decision::actions`].
    pub action: usize,
    /// What the world answered.
    pub message: String,
}

/// What one pass concludes.
///
/// The caller does the `actions` in order and then stores `status` if it differs from the one given. It stops at
/// the first failure, stores nothing, and comes back with its usual back-off.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Decision<S, A, R> {
    /// What to do, in order. Each is idempotent.
    pub actions: Vec<A>,
    /// What to store once all actions are done.
    pub status: S,
    /// Why, each with its place among the actions.
    pub reasons: Vec<Told<R>>,
    /// When to come back.
    pub next: Next,
}

/// A reason and when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<R> {
    /// It holds once so many actions are done; one more than there are: once the status is stored.
    pub after: usize,
    /// The reason.
    pub reason: R,
}

/// How loud an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// As expected.
    Normal,
    /// A person should know.
    Warning,
}

/// When to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// When anything observed changes, the status just stored included.
    OnChange,
    /// As [`Next::OnChange`], and at this instant at the latest, for this purpose.
    At(Timestamp, Wake),
    /// At once, with the answer to the last action; where several actions at the end ask, with the answers to all of
    /// them.
    Ask,
    /// With the caller's usual back-off: the pass ended without a status.
    Retry {
        /// Why.
        trouble: Trouble,
        /// And at this instant at the latest, for this purpose, however long the back-off is by then.
        by: Option<(Timestamp, Wake)>,
    },
}

/// Why a pass ended before its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Progress is due within a second and nothing has changed (`argo-rollout §1.7`).
    Overdue,
    /// A service that the plan names does not exist.
    NoService,
    /// A second change of one revision would follow in one pass; the next pass makes it (`argo-rollout S57`).
    TouchedTwice,
    /// The last weight of the update has not arrived at the router yet.
    NotVerified,
    /// An action failed.
    ActionFailed,
}
