//! A status that cannot be read, or a world in which two things are one, holds the pass.

use super::{Hold, Observed, Plan, Status};
use alloc::borrow::Cow;

/// Fields of the status that steer nothing.
const DISPLAY: [&str; 2] = ["conditions", "message"];

/// Why this pass can decide nothing, if so.
pub(super) fn hold(plan: &Plan, status: &Status, seen: &Observed) -> Option<Hold> {
    let steering = |field: &&alloc::string::String| !DISPLAY.contains(&field.as_str());
    if let Some(field) = status.unreadable.iter().find(steering) {
        return Some(Hold::Unreadable { field: field.clone() });
    }
    plan.templates.iter().find_map(|template| {
        let template = template.name.clone();
        let sets = seen.replica_sets.iter().filter(|set| set.template == template);
        let services = seen.services.iter().filter(|service| service.template.as_ref() == Some(&template));
        if 1 < sets.count() {
            return Some(Hold::TwoReplicaSets { template });
        }
        (1 < services.count()).then_some(Hold::TwoServices { template })
    })
}

/// The status without what could not be read of the fields that this pass writes anew.
pub(super) fn readable(status: &Status) -> Cow<'_, Status> {
    if status.unreadable.is_empty() {
        return Cow::Borrowed(status);
    }
    let mut status = status.clone();
    status.rest.retain(|name, _| !DISPLAY.contains(&name.as_str()));
    status.unreadable.clear();
    Cow::Owned(status)
}
