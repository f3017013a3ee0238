//! One revision gets a size; a pass writes a revision once.

use super::{
    Action, Reason,
    facts::Facts,
    observed::{Retirement, Revision},
    script::Script,
};
use crate::decision::Trouble;

/// Whether the size of any revision changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resized {
    No,
    Yes,
}

impl Resized {
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::Yes { self } else { other }
    }
}

/// Gives a revision its size and notes the full strength that it is for.
pub(super) fn scale(f: &Facts<'_>, r: &Revision, number: i64, to: i64, script: &mut Script) -> Resized {
    let from = r.size.want;
    let retiring = r.retirement != Retirement::None;
    let noted = r.sized_for == Some(f.full) && !(f.full == 0 && retiring);
    if from == to && noted {
        return Resized::No;
    }
    let forget_retirement = to == 0 && retiring && !f.keeps_aborted();
    script.act(Action::Scale { revision: r.name.clone(), from, to, full: f.full, forget_retirement });
    if from == to {
        return Resized::No;
    }
    script.tell(Reason::Scaled { revision: r.name.clone(), number, from, to });
    Resized::Yes
}

/// Scales a revision that no other stage of this pass has touched. Upstream's second change of one revision is refused
/// as built on an old copy (S57); so the pass ends, and the next one makes it.
pub(super) fn scale_once(
    f: &Facts<'_>,
    r: &Revision,
    number: i64,
    to: i64,
    script: &mut Script,
) -> Result<Resized, Trouble> {
    if !touched(r, script) {
        return Ok(scale(f, r, number, to, script));
    }
    if needs_change(f, r, to) { Err(Trouble::TouchedTwice) } else { Ok(Resized::No) }
}

/// Whether a revision whose retirement was just cleared has another size or was sized for another strength.
pub(super) fn needs_change(f: &Facts<'_>, r: &Revision, to: i64) -> bool {
    r.size.want != to || r.sized_for != Some(f.full)
}

/// Whether an earlier stage of this pass resized a revision or changed its retirement.
pub(super) fn touched(r: &Revision, script: &Script) -> bool {
    script.actions.iter().any(|action| match action {
        Action::Scale { revision, .. }
        | Action::SetRetirement { revision, .. }
        | Action::ClearRetirement { revision } => *revision == r.name,
        _ => false,
    })
}

pub(super) fn annotated(r: &Revision, script: &Script) -> bool {
    script
        .actions
        .iter()
        .any(|action| matches!(action, Action::Annotate { revision, .. } if *revision == r.name))
}
