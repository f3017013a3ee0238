//! Since when something is awaited, where the status says so.

use crate::{
    rollout::{Plan, Status, Wait},
    time::Timestamp,
};

pub(super) fn since(wait: &Wait, plan: &Plan, status: &Status) -> Option<Timestamp> {
    match wait {
        Wait::Resume { since } => *since,
        Wait::PauseOver { .. } => status.pause_conditions.first()?.start_time,
        Wait::Unpause => paused(status),
        Wait::Retry | Wait::Back { .. } => status.aborted_at,
        Wait::Pods { .. } | Wait::PodsGone { .. } | Wait::Capacity { .. } | Wait::Progress { .. } => {
            progressed(status)
        }
        Wait::Evictions { .. } => plan.restart_at,
        Wait::Promote
        | Wait::Room { .. }
        | Wait::Service { .. }
        | Wait::Weight { .. }
        | Wait::Retirement { .. }
        | Wait::Kept { .. }
        | Wait::Restart { .. } => None,
    }
}

/// The condition is there for a step's pause too, so it counts only where a person's pause is not noted by itself.
fn paused(status: &Status) -> Option<Timestamp> {
    let noted = status.duration.as_ref().and_then(|duration| duration.manual_pause_started_at);
    let condition = || status.condition("Paused").filter(|c| c.status == "True")?.last_transition_time;
    noted.or_else(condition)
}

/// When anything last progressed. While paused, aborted or late the condition tells the time of that instead.
fn progressed(status: &Status) -> Option<Timestamp> {
    const OTHER: [&str; 3] = ["RolloutPaused", "RolloutAborted", "ProgressDeadlineExceeded"];
    let progressing = status.condition("Progressing")?;
    if OTHER.contains(&progressing.reason.as_str()) { None } else { progressing.last_update_time }
}
