//! What a person can ask of a rollout (`argo-rollout §5.8`, `§14.5`): pure functions that give the changed values,
//! or why they refuse.

use super::{
    caution::{Caution, cautions},
    observed::{Observed, Revision},
    plan::{Plan, Strategy},
    status::Status,
};
use crate::time::Timestamp;
use alloc::{borrow::ToOwned, string::String, vec::Vec};
use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

/// A command that changes status or plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Command {
    /// End the pause under way, or skip the step under way; unpause.
    Promote,
    /// Skip what is left of the steps; unpause.
    PromoteFully,
    /// Skip the step under way.
    SkipStep,
    /// Skip all steps.
    SkipAllSteps,
    /// Hold the rollout as it is.
    Pause,
    /// No longer hold it.
    Resume,
    /// Go back to stable.
    Abort,
    /// Try an aborted update again.
    Retry,
    /// Evict the pods that are older than this.
    Restart {
        /// The instant.
        at: Timestamp,
    },
}

/// What a command changes; `None` is left as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// `spec.paused`.
    pub paused: Option<bool>,
    /// `spec.restartAt`.
    pub restart_at: Option<Timestamp>,
    /// The status.
    pub status: Option<Status>,
    /// What a person should know before this is written.
    pub cautions: Vec<Caution>,
}

/// Why a command is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Upstream's words.
    #[error("Cannot skip steps of a bluegreen rollout. Run without a flags")]
    BlueGreenHasNoSteps,
    /// Upstream's words.
    #[error("Cannot skip steps of a rollout without steps")]
    NoSteps,
    /// Upstream's words.
    #[error("unable to find specified revision {number} in history")]
    NoSuchRevision {
        /// The number asked for.
        number: i64,
    },
    /// The status has a field that steers the machine and cannot be read; what a command writes would be lost beside it.
    #[error("`.status{dot}{field}` cannot be read; mend it first", dot = if field.is_empty() { "" } else { "." })]
    Unreadable {
        /// Its path below `.status`; empty if that is no object at all.
        field: String,
    },
    /// The wanted template is that of the revision asked for. Upstream's words, with the number as asked for.
    #[error("skipped rollback (current template already matches revision {number})")]
    SameTemplate {
        /// The number asked for; 0 if none was.
        number: i64,
    },
    /// There is no earlier revision to go back to.
    #[error("no revision found for rollout")]
    NoRevision,
    /// The template has no container of this name.
    #[error("the template has no container `{name}`; it has {has}")]
    NoSuchContainer {
        /// The name asked for.
        name: String,
        /// The names there are.
        has: String,
    },
}

/// What `command` changes of a rollout with this plan and status.
///
/// # Errors
///
/// Steps can only be skipped where there are some.
///
/// ```
/// use gradual::rollout::{Change, Command, Status, change};
/// # fn plan() -> gradual::rollout::Plan { gradual::rollout::Plan::rolling_update("shop", 3) }
/// let aborted = change(Command::Abort, &plan(), &Status::default())?;
/// assert!(aborted.status.is_some_and(|status| status.abort));
/// assert!(change(Command::SkipStep, &plan(), &Status::default()).is_err());
/// # Ok::<(), gradual::rollout::Refusal>(())
/// ```
pub fn change(command: Command, plan: &Plan, status: &Status) -> Result<Change, Refusal> {
    let writes = !matches!(command, Command::Pause | Command::Resume | Command::Restart { .. });
    if let Some(field) = status.unreadable.first().filter(|_| writes) {
        return Err(Refusal::Unreadable { field: field.clone() });
    }
    let with = |edit: &dyn Fn(&mut Status)| {
        let mut status = status.clone();
        edit(&mut status);
        Change { status: Some(status), ..Change::default() }
    };
    let change = match command {
        Command::Promote => {
            Change { paused: unpaused(plan), status: promoted(plan, status), ..Change::default() }
        }
        Command::PromoteFully => {
            let needed = !status.fully_promoted();
            let full = needed.then(|| Status { promote_full: true, ..status.clone() });
            Change { paused: unpaused(plan), status: full, ..Change::default() }
        }
        Command::SkipStep => {
            let index = next_step(status, steps(plan)?);
            with(&|status| status.current_step_index = Some(index))
        }
        Command::SkipAllSteps => {
            let end = steps(plan)?;
            with(&|status| status.current_step_index = Some(end))
        }
        Command::Pause => Change { paused: Some(true), ..Change::default() },
        Command::Resume => Change { paused: Some(false), ..Change::default() },
        Command::Abort => with(&|status| status.abort = true),
        Command::Retry => with(&|status| status.abort = false),
        Command::Restart { at } => Change { restart_at: Some(at), ..Change::default() },
    };
    Ok(Change { cautions: cautions(command, plan, status), ..change })
}

fn unpaused(plan: &Plan) -> Option<bool> {
    plan.paused.then_some(false)
}

fn promoted(plan: &Plan, status: &Status) -> Option<Status> {
    if !status.pause_conditions.is_empty() {
        return Some(Status { pause_conditions: Vec::new(), ..status.clone() });
    }
    let end = steps(plan).ok()?;
    Some(Status { current_step_index: Some(next_step(status, end)), ..status.clone() })
}

fn next_step(status: &Status, end: i64) -> i64 {
    status.current_step_index.unwrap_or(0).saturating_add(1).min(end)
}

fn steps(plan: &Plan) -> Result<i64, Refusal> {
    match &plan.strategy {
        Strategy::BlueGreen(_) => Err(Refusal::BlueGreenHasNoSteps),
        Strategy::Canary(canary) if canary.steps.list.is_empty() => Err(Refusal::NoSteps),
        Strategy::Canary(canary) => Ok(i64::try_from(canary.steps.list.len()).unwrap_or(i64::MAX)),
    }
}

/// The revision whose template comes back: the one with this number, or with the second highest for 0.
///
/// The caller writes that revision's template, without the hash label, into the spec. What follows is an ordinary
/// change of template.
///
/// # Errors
///
/// If there is no such revision, or its template is the wanted one already.
pub fn undo(seen: &Observed, number: i64) -> Result<&Revision, Refusal> {
    let mut by_number: Vec<&Revision> = seen.revisions.iter().collect();
    by_number.sort_by_key(|r| core::cmp::Reverse(r.number));
    let found = match number {
        0 => by_number.get(1).ok_or(Refusal::NoRevision)?,
        _ => by_number.iter().find(|r| r.number == number).ok_or(Refusal::NoSuchRevision { number })?,
    };
    let wanted = seen.current.revision.as_deref() == Some(found.name.as_str());
    if wanted { Err(Refusal::SameTemplate { number }) } else { Ok(found) }
}

/// A pod template with another image in the container of this name; `*` means all of them.
///
/// # Errors
///
/// If the template has no such container.
///
/// ```
/// use gradual::rollout::set_image;
/// use serde_json::json;
///
/// let template = json!({"spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}});
/// let changed = set_image(&template, "shop", "shop:v2")?;
/// assert_eq!(changed["spec"]["containers"][0]["image"], "shop:v2");
/// # Ok::<(), gradual::rollout::Refusal>(())
/// ```
pub fn set_image(template: &Value, container: &str, image: &str) -> Result<Value, Refusal> {
    let mut template = template.clone();
    let mut has = Vec::new();
    let mut found = false;
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        let list = template.get_mut("spec").and_then(|spec| spec.get_mut(list)).and_then(Value::as_array_mut);
        for one in list.into_iter().flatten().filter_map(Value::as_object_mut) {
            let name = one.get("name").and_then(Value::as_str).unwrap_or("").to_owned();
            if container == "*" || container == name {
                one.insert("image".to_owned(), image.into());
                found = true;
            }
            has.push(name);
        }
    }
    if found {
        return Ok(template);
    }
    Err(Refusal::NoSuchContainer { name: container.to_owned(), has: has.join(", ") })
}

#[cfg(test)]
mod tests {
    use super::{Change, Command, Refusal, change, set_image, undo};
    use crate::rollout::{Observed, Pause, PauseCondition, Plan, Revision, Status, Step, Strategy};
    use alloc::{string::ToString, vec};
    use serde_json::json;

    fn in_two_steps() -> Plan {
        let mut plan = Plan::rolling_update("shop", 3);
        if let Strategy::Canary(canary) = &mut plan.strategy {
            canary.steps = vec![Step::weight(20), Step::pause(Pause::UntilResumed)].into();
        }
        plan
    }

    fn at(index: i64) -> Status {
        Status { current_step_index: Some(index), ..Status::default() }
    }

    #[test]
    fn promoting_ends_a_pause_or_skips_a_step() {
        let plan = in_two_steps();
        let index = |command, status: &Status| {
            change(command, &plan, status)
                .map(|change| change.status.and_then(|status| status.current_step_index))
        };
        assert_eq!(index(Command::Promote, &at(0)), Ok(Some(1)));
        assert_eq!(index(Command::Promote, &at(2)), Ok(Some(2)));
        assert_eq!(index(Command::SkipStep, &at(1)), Ok(Some(2)));
        assert_eq!(index(Command::SkipAllSteps, &at(0)), Ok(Some(2)));

        let held =
            Status { pause_conditions: vec![PauseCondition::default()], controller_pause: true, ..at(1) };
        let resumed = Status { controller_pause: true, ..at(1) };
        let expected = Change { status: Some(resumed), ..Change::default() };
        assert_eq!(change(Command::Promote, &plan, &held), Ok(expected));

        let paused = Plan { paused: true, ..in_two_steps() };
        assert_eq!(change(Command::Promote, &paused, &at(0)).map(|change| change.paused), Ok(Some(false)));
        let stable = Status { stable_rs: "a".into(), current_pod_hash: "a".into(), ..Status::default() };
        let nothing = change(Command::PromoteFully, &plan, &stable).map(|change| change.status);
        assert_eq!(nothing, Ok(None));
    }

    #[test]
    fn steps_are_skipped_only_where_there_are_some() {
        let stepless = Plan::rolling_update("shop", 3);
        for command in [Command::SkipStep, Command::SkipAllSteps] {
            assert_eq!(change(command, &stepless, &Status::default()), Err(Refusal::NoSteps));
        }
        let promoted = change(Command::Promote, &stepless, &Status::default()).map(|change| change.status);
        assert_eq!(promoted, Ok(None));
    }

    #[test]
    fn undo_finds_a_revision_by_its_number() {
        let revision = |number: i64| Revision { name: number.to_string(), number, ..Revision::default() };
        let seen = Observed { revisions: vec![revision(3), revision(1), revision(2)], ..Observed::default() };
        assert_eq!(undo(&seen, 0).map(|r| r.number), Ok(2));
        assert_eq!(undo(&seen, 1).map(|r| r.number), Ok(1));
        assert_eq!(undo(&seen, 7), Err(Refusal::NoSuchRevision { number: 7 }));
        assert_eq!(undo(&Observed::default(), 0), Err(Refusal::NoRevision));
    }

    #[test]
    fn an_image_is_set_in_one_container_or_in_all() {
        let template =
            json!({"spec": {"initContainers": [{"name": "init"}], "containers": [{"name": "shop"}]}});
        let all = set_image(&template, "*", "shop:v2").map(|t| t["spec"].to_string());
        let expected = r#"{"containers":[{"image":"shop:v2","name":"shop"}],"initContainers":[{"image":"shop:v2","name":"init"}]}"#;
        assert_eq!(all.as_deref(), Ok(expected));
        let refused = set_image(&template, "web", "shop:v2").map_err(|why| why.to_string());
        assert_eq!(refused, Err("the template has no container `web`; it has init, shop".into()));
    }
}
