//! What ends a wait, and the world in which it is over.

use super::{End, ahead::Scene};
use crate::{
    rollout::{Answer, Change, Command, Plan, Service, Wait, change},
    time::Span,
};
use alloc::vec::Vec;

/// What ends it, the likely first.
pub(super) fn ends(wait: &Wait, scene: &Scene) -> Vec<End> {
    let skip = End::Command(end_of_pause(&scene.plan));
    Vec::from_iter(
        match wait {
            Wait::Resume { .. } => [Some(End::Command(Command::Promote)), None],
            Wait::PauseOver { at } => [Some(End::At(*at)), Some(skip)],
            Wait::Unpause => [Some(End::Command(Command::Resume)), None],
            Wait::Promote => [Some(skip), None],
            Wait::Retry => [Some(End::Command(Command::Retry)), Some(End::Template)],
            Wait::Pods { .. } | Wait::PodsGone { .. } | Wait::Capacity { .. } | Wait::Evictions { .. } => {
                [Some(End::Pods), None]
            }
            Wait::Back { .. } if is_too_small(wait, scene) => [Some(End::Command(Command::Retry)), None],
            Wait::Back { .. } => [Some(End::Pods), Some(End::Command(Command::Retry))],
            Wait::Room { .. } => [Some(End::Field("maxSurge")), Some(End::Field("maxUnavailable"))],
            Wait::Service { .. } => [Some(End::Service), None],
            Wait::Weight { .. } => [Some(End::Router), None],
            Wait::Retirement { at, .. } | Wait::Restart { at } => [Some(End::At(*at)), None],
            Wait::Kept { .. } => [Some(End::Field("scaleDownDelaySeconds")), None],
            Wait::Progress { due } => [Some(End::Pods), Some(End::At(*due))],
        }
        .into_iter()
        .flatten(),
    )
}

/// Whether an aborted revision that is still active never gets the pods that the way back asks for: its size is held.
fn is_too_small(wait: &Wait, scene: &Scene) -> bool {
    let Wait::Back { revision, needed, .. } = wait else { return false };
    scene.seen.revision(revision).is_none_or(|r| r.size.want < *needed)
}

/// The command that takes a rollout on from where it pauses. A timed pause of a blue-green rollout takes no notice of a plain
/// promotion and begins anew (`argo-rollout S10`).
fn end_of_pause(plan: &Plan) -> Command {
    if plan.canary().is_some() { Command::Promote } else { Command::PromoteFully }
}

/// The scene in which this wait is over and all else is as it was; `None` where what ends it is not known beforehand.
pub(super) fn over(wait: &Wait, scene: &Scene) -> Option<Scene> {
    let mut scene = scene.clone();
    match wait {
        Wait::Resume { .. } => command(&mut scene, Command::Promote)?,
        Wait::Unpause => command(&mut scene, Command::Resume)?,
        Wait::Back { .. } if is_too_small(wait, &scene) => command(&mut scene, Command::Retry)?,
        Wait::Retry => command(&mut scene, Command::Retry)?,
        Wait::Promote => {
            let promote = end_of_pause(&scene.plan);
            command(&mut scene, promote)?;
        }
        // Without the pods it would seem that there is nothing to restart.
        Wait::Restart { .. } if scene.seen.pods.is_empty() => return None,
        Wait::PauseOver { at } | Wait::Restart { at } => scene.now = scene.now.max(at.next()),
        Wait::Retirement { at, .. } => scene.now = scene.now.max(*at),
        Wait::Progress { due } => scene.now = scene.now.max(due.plus(Span::seconds(1))),
        Wait::Pods { revision, needed, .. }
        | Wait::Capacity { revision, needed, .. }
        | Wait::Back { revision, needed, .. } => scene.change(revision, |r| {
            r.size.have = r.size.have.max(*needed);
            r.size.ready = r.size.ready.max(*needed);
            r.size.available = r.size.available.max(*needed);
        }),
        Wait::PodsGone { revision, .. } => scene.change(revision, |r| {
            r.size.have = r.size.have.min(r.size.want);
            r.size.ready = r.size.ready.min(r.size.want);
            r.size.available = r.size.available.min(r.size.want);
        }),
        Wait::Service { service } => {
            scene.seen.services.push(Service { name: service.clone(), selects: None, managed: false });
        }
        Wait::Weight { weight } => scene.router = Vec::from([(*weight, Answer::Arrived)]),
        Wait::Evictions { .. } => {
            let at = scene.plan.restart_at?;
            scene.seen.pods.retain(|pod| at <= pod.created);
        }
        Wait::Room { .. } | Wait::Kept { .. } => return None,
    }
    Some(scene)
}

/// A command that is refused tells nothing of what happens then.
fn command(scene: &mut Scene, command: Command) -> Option<()> {
    let Change { paused, restart_at, status, cautions: _ } =
        change(command, &scene.plan, &scene.status).ok()?;
    if let Some(paused) = paused {
        scene.plan.paused = paused;
        scene.seen.generation = scene.seen.generation.saturating_add(1);
    }
    scene.plan.restart_at = restart_at.or(scene.plan.restart_at);
    if let Some(status) = status {
        scene.status = status;
    }
    Some(())
}
