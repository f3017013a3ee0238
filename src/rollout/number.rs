//! Revisions come into being and are numbered (`argo-rollout §14.2`).

use super::{
    Action, Observed, Reason, conditions, facts::Facts, observed::Revision, script::Script, status::Status,
};
use crate::time::Timestamp;
use alloc::{borrow::Cow, format};

/// A new revision: created without pods, numbered, announced. The next pass goes on with it.
pub(super) fn introduce(f: &Facts<'_>, script: &mut Script) -> Status {
    let number = next_number(f);
    let revision = format!("{}-{}", f.plan.name, f.seen.current.hash);
    script.act(Action::Create { revision: revision.clone(), number });
    renumber(f, number, script);
    script.tell(Reason::Created { revision: revision.clone(), number });
    let mut status = f.status.clone();
    let message = format!("Created new replica set \"{revision}\"");
    conditions::set(&mut status.conditions, "Progressing", "True", "NewReplicaSetCreated", message, f.now);
    status
}

/// Brings number and copied metadata of the wanted revision, and the rollout's own number, up to date. Returns
/// the number. A revision that comes back gets the highest number; none is ever lowered.
pub(super) fn number(f: &Facts<'_>, script: &mut Script) -> i64 {
    let Some(new) = f.new else { return 0 };
    let number = new.number.max(next_number(f));
    if new.outdated || new.number < number {
        script.act(Action::Annotate { revision: new.name.clone(), number });
    }
    renumber(f, number, script);
    number
}

fn renumber(f: &Facts<'_>, number: i64, script: &mut Script) {
    if f.seen.number != Some(number) {
        script.act(Action::Number { number });
        script.tell(Reason::Updated { number });
    }
}

/// A status that does not speak of progress although the wanted revision exists: upstream then notes that it found one, so
/// that the progress deadline counts from here (`argo-rollout §14.2`).
pub(super) fn noticed<'a>(status: &'a Status, seen: &Observed, now: Timestamp) -> Cow<'a, Status> {
    let new = seen.current.revision.as_deref().and_then(|name| seen.revision(name));
    let Some(new) = new.filter(|r| !r.outdated && status.condition("Progressing").is_none()) else {
        return Cow::Borrowed(status);
    };
    let mut status = status.clone();
    let message = format!("Found new replica set \"{}\"", new.name);
    conditions::set(&mut status.conditions, "Progressing", "True", "FoundNewReplicaSet", message, now);
    Cow::Owned(status)
}

/// One more than the highest number of all other revisions.
fn next_number(f: &Facts<'_>) -> i64 {
    let other = |r: &&Revision| f.new.is_none_or(|new| new.name != r.name);
    f.seen.revisions.iter().filter(other).map(|r| r.number).max().unwrap_or(0).max(0).saturating_add(1)
}
