//! The status as it is read and as it is stored.

use super::Status;
use crate::time::Timestamp;

/// Fields that are computed anew in every pass that decides something, so that they steer nothing.
const DISPLAY: [&str; 3] = ["dryRunSummary", "message", "runSummary"];

/// A field that steers the machine and cannot be read.
pub(super) fn unreadable(status: &Status) -> Option<&str> {
    status.unreadable.iter().map(alloc::string::String::as_str).find(|field| !DISPLAY.contains(field))
}

/// The status without what could not be read of the fields that a pass writes anew.
pub(super) fn readable(status: &Status) -> Status {
    let mut status = status.clone();
    for field in core::mem::take(&mut status.unreadable) {
        status.rest.remove(&field);
    }
    status
}

/// Instants are stored in whole seconds (`argo-analysis §1.3`).
pub(super) fn settle(status: &mut Status) {
    for at in [&mut status.started_at, &mut status.completed_at] {
        *at = at.map(Timestamp::whole);
    }
    for result in &mut status.metric_results {
        result.measurements.settle();
    }
}
