//! What of a status can be gone by.

use super::Status;

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
