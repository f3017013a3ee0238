//! What must hold of every rollout, whatever happens to it: the laws, as functions.
//!
//! A [`Watch`] stands beside a run of a [`World`](crate::sim::World) and judges each happening, each action of each pass,
//! each pass, and the end. What it finds is a [`Breach`]: the law and what was seen. The machine under
//! [`Compat::STRICT`](crate::rollout::Compat::STRICT) breaks none; upstream breaks some, and `docs/laws.md` names the switch
//! and the shortest story for each.
//!
//! Laws of safety are judged after each single action, not after each pass: so a controller may crash anywhere (`law S28`).
//!
//! ```
//! use gradual::{argo::Rollout, law::Watch, sim::{Cue, Happening, Limits, Simulation, World}, time::Timestamp};
//! use serde_json::json;
//!
//! let (rollout, _) = Rollout::read(&json!({
//!     "metadata": {"name": "shop"},
//!     "spec": {
//!         "replicas": 4,
//!         "strategy": {"canary": {"steps": [{"setWeight": 25}]}},
//!         "template": {"spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}},
//!     },
//! }));
//! let start = Timestamp::from_seconds(0);
//! let world = World::deployed(rollout, start);
//! let update = Happening::SetImage { container: "*".into(), image: "shop:v2".into() };
//! let run = Simulation::new(world, vec![Cue { at: start, happening: update }], Limits::default());
//! assert_eq!(Watch::over(run).breaches, []);
//! ```

mod abort;
mod course;
mod end;
mod memory;
mod retire;
mod scene;
mod sizes;
mod traffic;
mod watch;

pub use watch::{Verdict, Watch};

use crate::sim::End;
use alloc::string::String;
use scene::{Deed, Scene};

/// A law that did not hold, and what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The law's number, such as `S3`.
    pub law: &'static str,
    /// What was seen.
    pub seen: String,
}

/// One law.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// Its number: S for safety, L for liveness.
    pub id: &'static str,
    /// What it says.
    pub says: &'static str,
    judge: Judge,
}

/// When a law is judged. A judge says what is wrong, if anything is.
#[derive(Clone, Copy, Debug)]
enum Judge {
    /// After each action.
    Deed(fn(&Deed<'_>) -> Option<String>),
    /// After each pass.
    Pass(fn(&Scene<'_>) -> Option<String>),
    /// When nothing more happens.
    End(fn(&Scene<'_>, &End) -> Option<String>),
}

/// Every law that is judged here, in order of number.
pub const LAWS: [Law; 28] = {
    use Judge::{Deed, End, Pass};
    const fn law(id: &'static str, says: &'static str, judge: Judge) -> Law {
        Law { id, says, judge }
    }
    [
        law("S1", "weights are a distribution over revisions that exist", Deed(traffic::distribution)),
        law("S2", "no traffic is sent to a revision without available pods", Deed(traffic::to_nothing)),
        law("S3", "a share of traffic is raised only onto pods that can carry it", Deed(traffic::capacity)),
        law("S4", "a revision loses its last pods only without traffic", Deed(retire::unreferenced)),
        law("S5", "an aborted revision gets neither traffic nor pods", Deed(abort::monotone)),
        law("S6", "aborting nothing does nothing", Pass(abort::of_nothing)),
        law("S7", "stable keeps all its pods until the new revision is stable", Deed(sizes::stable_whole)),
        law("S8", "no action takes away more pods than may be missing", Deed(sizes::unavailable)),
        law("S9", "no action asks for more pods than surge allows", Deed(sizes::surge)),
        law("S10", "steps are neither skipped nor repeated", Pass(course::steps)),
        law("S11", "nothing is promoted that a person must approve and did not", Pass(course::licence)),
        law("S16", "a paused rollout stays where it is, and is not called late", Pass(course::paused)),
        law("S17", "an abort is not taken back by anything else", Pass(abort::dominates)),
        law(
            "S18",
            "a rollout is called late only after a whole deadline without a voluntary wait",
            Pass(course::late),
        ),
        law("S20", "another template starts over", Pass(course::supersedes)),
        law("S23", "a service moves only to a revision with available pods", Deed(traffic::selector)),
        law("S24", "the active service selects a revision that exists", Deed(traffic::active_exists)),
        law("S25", "the active service moves only to full strength", Deed(traffic::active_full)),
        law("S26", "a replaced revision keeps its pods for its delay, no less", Deed(retire::delay)),
        law("S27", "nothing moves there and back in one pass, or without an end", Pass(course::steady)),
        law("S36", "healthy means that the wanted state is reached", Pass(course::reported)),
        law("L1", "an aborted update ends without traffic on it", End(end::aborted)),
        law("L4", "a full promotion of a healthy revision comes about", End(end::promoted)),
        law("L5", "what is left alone comes to rest", End(end::rest)),
        law("L6", "rest is the wanted state, or a wait with a name", End(end::named)),
        law("L7", "revisions that have done their work lose their pods", End(end::retired)),
        law("L8", "a timed wait ends", End(end::timed)),
        law("L9", "whoever is waited for is asked", End(end::asked)),
    ]
};
