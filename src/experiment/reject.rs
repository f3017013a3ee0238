//! What an experiment that is wrong comes to.

use super::{Condition, Status, conditions::INVALID};
use crate::time::Timestamp;
use alloc::{borrow::ToOwned, string::String};
use serde_json::Map;

/// The status of an experiment whose spec is wrong: upstream notes why, and does nothing else, not even end it
/// (`argo-analysis §7.2`). The message is the first of [`argo::check_experiment`](crate::argo::check_experiment)'s that has
/// a text of upstream's. The first pass of a sound spec takes the note away.
///
/// ```
/// use gradual::{experiment::{Status, reject}, time::Timestamp};
///
/// let status = reject(&Status::default(), "This experiment …", Timestamp::from_seconds(0));
/// assert_eq!(status.condition("InvalidSpec").unwrap().status, "True");
/// ```
#[doc(alias = "newInvalidSpecExperimentCondition")]
pub fn reject(status: &Status, message: impl Into<String>, now: Timestamp) -> Status {
    let (message, mut next) = (message.into(), status.clone());
    if next.condition(INVALID).is_some_and(|known| known.message == message) {
        return next;
    }
    next.conditions.retain(|condition| condition.kind != INVALID);
    next.conditions.push(Condition {
        kind: INVALID.to_owned(),
        status: "True".to_owned(),
        reason: INVALID.to_owned(),
        message,
        last_update_time: Some(now.whole()),
        last_transition_time: Some(now.whole()),
        rest: Map::new(),
    });
    next
}
