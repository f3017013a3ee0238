//! The list of conditions (`argo-analysis §7.6`). Its order is observable: what changed last stands last.

use super::{
    Condition, Status,
    facts::{self, Facts},
};
use crate::{metric::Phase, time::Timestamp};
use alloc::{borrow::ToOwned, format, string::String, vec::Vec};
use serde_json::Map;

pub(super) const INVALID: &str = "InvalidSpec";
const PROGRESSING: &str = "Progressing";

/// The conditions of the next status.
#[doc(alias = "calculateExperimentConditions")]
pub(super) fn update(f: &Facts<'_>, next: &mut Status) {
    let mut list = core::mem::take(&mut next.conditions);
    list.retain(|condition| condition.kind != INVALID);
    let name = &f.plan.name;
    if next.phase == Phase::Successful {
        let message = format!("Experiment \"{name}\" has successfully ran and completed.");
        set(&mut list, "False", "ExperimentCompleted", message, f.now);
    } else if progressed(f.status, next) {
        let message = format!("Experiment \"{name}\" is progressing.");
        rewrite(&mut list, "True", "ReplicaSetUpdated", message, f.now);
    } else if f.status.available_at.is_some() && !passed(f) {
        let message = format!("Experiment \"{name}\" is running.");
        set(&mut list, "True", "NewReplicaSetAvailable", message, f.now);
    }
    next.conditions = list;
}

/// Whether the pods of any variant changed, or the variants themselves.
#[doc(alias = "ExperimentProgressing")]
fn progressed(before: &Status, next: &Status) -> bool {
    let counts = |status: &Status| -> Vec<[i64; 4]> {
        status.template_statuses.iter().map(super::TemplateStatus::counts).collect()
    };
    counts(before) != counts(next)
}

/// Whether what is stored says that the time is over, even if the experiment has ended before that.
fn passed(f: &Facts<'_>) -> bool {
    facts::end(f.plan, f.status).is_some_and(|end| end < f.now)
}

/// Leaves a condition as it is if status and reason are the same.
#[doc(alias = "SetExperimentCondition")]
fn set(list: &mut Vec<Condition>, status: &str, reason: &str, message: String, now: Timestamp) {
    let same = |c: &Condition| c.kind == PROGRESSING && c.status == status && c.reason == reason;
    if !list.iter().any(same) {
        rewrite(list, status, reason, message, now);
    }
}

/// Replaces a condition at the end of the list. Its time of transition survives if its status does.
fn rewrite(list: &mut Vec<Condition>, status: &str, reason: &str, message: String, now: Timestamp) {
    let kept = list.iter().find(|c| c.kind == PROGRESSING && c.status == status);
    let since = kept.map_or(Some(now.whole()), |c| c.last_transition_time);
    list.retain(|c| c.kind != PROGRESSING);
    list.push(Condition {
        kind: PROGRESSING.to_owned(),
        status: status.to_owned(),
        reason: reason.to_owned(),
        message,
        last_update_time: Some(now.whole()),
        last_transition_time: since,
        rest: Map::new(),
    });
}
