//! Actions, waits and returns as JSON names them.

use super::json::seconds;
use gradual::{
    decision::{Next, Trouble},
    rollout::{Action, Wait},
    time::{Timestamp, Wake},
};
use serde::Serialize;
use serde_json::Number;

/// What the controller does.
#[derive(Debug, Serialize)]
#[serde(tag = "action", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Act<'a> {
    CreateReplicaSet { replica_set: &'a str, revision: i64 },
    AnnotateReplicaSet { replica_set: &'a str, revision: i64 },
    NumberRollout { revision: i64 },
    DefaultReplicas { replicas: i64 },
    Scale { replica_set: &'a str, from: i64, to: i64 },
    SetScaleDownDeadline { replica_set: &'a str, at_seconds: Number },
    RemoveScaleDownDeadline { replica_set: &'a str },
    DeleteReplicaSet { replica_set: &'a str },
    SwitchService { service: &'a str, pod_template_hash: &'a str },
    RemoveManagedRoutes,
    UpdateHash { canary: &'a str, stable: &'a str },
    SetWeight { weight: i64 },
    VerifyWeight { weight: i64 },
    EvictPod { pod: &'a str },
}

/// What is waited for.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Awaited<'a> {
    Promotion,
    PauseOver { at_seconds: Number },
    Resume,
    FullPromotion,
    Retry,
    Pods { replica_set: &'a str, available: i64, needed: i64 },
    Room { replica_set: &'a str },
    Service { service: &'a str },
    PodsGone { replica_set: &'a str, left: i64 },
    Weight { weight: i64 },
    ScaleDown { replica_set: &'a str, at_seconds: Number },
    Restart { at_seconds: Number },
    PodsKept { replica_set: &'a str, left: i64 },
    Capacity { weight: i64, replica_set: &'a str, available: i64, needed: i64 },
    SwitchBack { service: &'a str, replica_set: &'a str, available: i64, needed: i64 },
    Evictions { left: i64 },
    Progress { due_seconds: Number },
    Other { text: String },
}

/// When the controller comes back.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Return {
    OnChange,
    At { at_seconds: Number, why: &'static str },
    Retry { why: &'static str },
}

impl<'a> Act<'a> {
    pub(super) fn of(action: &'a Action, start: Timestamp) -> Self {
        match action {
            Action::Create { revision, number } => {
                Self::CreateReplicaSet { replica_set: revision, revision: *number }
            }
            Action::Annotate { revision, number } => {
                Self::AnnotateReplicaSet { replica_set: revision, revision: *number }
            }
            Action::Number { number } => Self::NumberRollout { revision: *number },
            Action::DefaultReplicas => Self::DefaultReplicas { replicas: 1 },
            Action::Scale { revision, from, to, full: _, forget_retirement: _ } => {
                Self::Scale { replica_set: revision, from: *from, to: *to }
            }
            Action::SetRetirement { revision, at } => {
                Self::SetScaleDownDeadline { replica_set: revision, at_seconds: seconds(at.since(start)) }
            }
            Action::ClearRetirement { revision } => Self::RemoveScaleDownDeadline { replica_set: revision },
            Action::Delete { revision } => Self::DeleteReplicaSet { replica_set: revision },
            Action::Point { service, hash, adopt: _ } => {
                Self::SwitchService { service, pod_template_hash: hash }
            }
            Action::ClearRoutes => Self::RemoveManagedRoutes,
            Action::SetHashes { canary, stable } => Self::UpdateHash { canary, stable },
            Action::SetWeight { weight } => Self::SetWeight { weight: *weight },
            Action::VerifyWeight { weight } => Self::VerifyWeight { weight: *weight },
            Action::Evict { pod } => Self::EvictPod { pod },
        }
    }
}

impl<'a> Awaited<'a> {
    pub(super) fn of(wait: &'a Wait, start: Timestamp) -> Self {
        let since_start = |at: Timestamp| seconds(at.since(start));
        match wait {
            Wait::Resume { since: _ } => Self::Promotion,
            Wait::PauseOver { at } => Self::PauseOver { at_seconds: since_start(*at) },
            Wait::Unpause => Self::Resume,
            Wait::Promote => Self::FullPromotion,
            Wait::Retry => Self::Retry,
            Wait::Pods { revision, available, needed, .. } => {
                Self::Pods { replica_set: revision, available: *available, needed: *needed }
            }
            Wait::Room { revision } => Self::Room { replica_set: revision },
            Wait::Service { service } => Self::Service { service },
            Wait::PodsGone { revision, left } => Self::PodsGone { replica_set: revision, left: *left },
            Wait::Weight { weight } => Self::Weight { weight: *weight },
            Wait::Retirement { revision, at } => {
                Self::ScaleDown { replica_set: revision, at_seconds: since_start(*at) }
            }
            Wait::Restart { at } => Self::Restart { at_seconds: since_start(*at) },
            Wait::Kept { revision, left } => Self::PodsKept { replica_set: revision, left: *left },
            Wait::Capacity { weight, revision, available, needed } => Self::Capacity {
                weight: *weight,
                replica_set: revision,
                available: *available,
                needed: *needed,
            },
            Wait::Back { service, revision, available, needed } => {
                Self::SwitchBack { service, replica_set: revision, available: *available, needed: *needed }
            }
            Wait::Evictions { left } => Self::Evictions { left: *left },
            Wait::Progress { due } => Self::Progress { due_seconds: since_start(*due) },
            other => Self::Other { text: other.to_string() },
        }
    }
}

impl Return {
    pub(super) fn of(next: Next, start: Timestamp) -> Self {
        match next {
            Next::OnChange => Self::OnChange,
            Next::At(at, wake) => Self::At { at_seconds: seconds(at.since(start)), why: purpose(wake) },
            // The simulated world answers at once, so that no pass ends with a question.
            Next::Ask => Self::OnChange,
            Next::Retry { trouble, .. } => Self::Retry { why: why(trouble) },
        }
    }
}

fn purpose(wake: Wake) -> &'static str {
    match wake {
        Wake::PauseOver => "pauseOver",
        Wake::Retirement => "scaleDown",
        Wake::Restart => "restart",
        Wake::EvictMore => "evictMore",
        Wake::VerifyAgain => "verifyAgain",
        Wake::ProgressDeadline => "progressDeadline",
        // Those of other machines, which no rollout asks for.
        Wake::Measurement => "measurement",
        Wake::MeasurementEnd => "measurementEnd",
        Wake::RunExpiry => "runExpiry",
        Wake::ExperimentOver => "experimentOver",
        Wake::TryAgain => "tryAgain",
    }
}

fn why(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Overdue => "overdue",
        Trouble::NoService => "noService",
        Trouble::TouchedTwice => "touchedTwice",
        Trouble::NotVerified => "notVerified",
        Trouble::ActionFailed => "actionFailed",
    }
}
