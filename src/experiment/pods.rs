//! How many pods a variant gets, and how long it keeps them when it is done (`argo-analysis §7.4`).

use super::{Action, Reason, Refusal, ReplicaSet, Retirement, facts::Facts, script::Script, template::Turn};
use crate::time::{Clock, Span, Wake};
use alloc::format;

/// Gives a ReplicaSet the pods it should have, or takes them once it has been kept long enough.
#[doc(alias = "scaleTemplateRS")]
pub(super) fn reconcile(
    f: &Facts<'_>,
    turn: &mut Turn<'_>,
    set: &ReplicaSet,
    desired: i64,
    clock: &mut Clock,
    script: &mut Script<'_>,
) {
    let retirement = if desired == 0 { retire(f, set, script) } else { Retirement::None };
    if set.size.want == desired {
        return;
    }
    let kept = match retirement {
        Retirement::At(at) => !clock.reached(at, Wake::Retirement),
        Retirement::None | Retirement::Unreadable => false,
    };
    // Upstream writes the time of a change that it puts off, in every pass, and follows the plan meanwhile.
    let restless = f.plan.compat.restless_delay;
    let to = match (kept, restless) {
        (false, _) => desired,
        (true, true) => turn.template.replicas,
        (true, false) => turn.template.replicas.min(set.size.want),
    };
    if restless || set.size.want != to {
        turn.since = Some(f.now);
    }
    if set.size.want != to {
        scale(f, turn, set, to, desired, clock, script);
    }
}

/// Writes when a ReplicaSet that is done loses its pods, once. Where that fails it loses them at once.
fn retire(f: &Facts<'_>, set: &ReplicaSet, script: &mut Script<'_>) -> Retirement {
    let replica_set = set.name.clone();
    match (f.plan.scale_down_delay, set.retirement) {
        (Span::ZERO, Retirement::None) => Retirement::None,
        (Span::ZERO, Retirement::At(_) | Retirement::Unreadable) => {
            // Whatever becomes of the note, the pods go now.
            let _ = script.act(Action::ClearRetirement { replica_set });
            Retirement::None
        }
        (_, Retirement::At(_) | Retirement::Unreadable) => set.retirement,
        (delay, Retirement::None) => {
            let at = f.now.plus(delay).whole();
            match script.act(Action::SetRetirement { replica_set, at }) {
                Ok(()) => Retirement::At(at),
                Err(_) => Retirement::None,
            }
        }
    }
}

fn scale(
    f: &Facts<'_>,
    turn: &mut Turn<'_>,
    set: &ReplicaSet,
    to: i64,
    desired: i64,
    clock: &mut Clock,
    script: &mut Script<'_>,
) {
    let (replica_set, from) = (set.name.clone(), set.size.want);
    match script.act(Action::Scale { replica_set: replica_set.clone(), from, to }) {
        Ok(()) => script.tell(Reason::Scaled { replica_set, from, to }),
        Err(refused) if refused.why == Refusal::Conflict => {
            clock.arm(f.now.plus(Span::seconds(1)), Wake::TryAgain);
        }
        Err(refused) => {
            let (name, message) = (&turn.template.name, refused.message.clone());
            turn.err(format!(
                "Unable to scale ReplicaSet for template '{name}' to desired replica count '{desired}': {message}"
            ));
            script.tell(Reason::ScaleFailed { replica_set, from, to, message });
        }
    }
}
