//! A small world to run the rollout machine in: a virtual clock, ReplicaSets whose pods follow a [`Policy`],
//! services, a [`Router`], injected failures, and a script of what people do and when.
//!
//! Nothing here reads a clock, a file or a random number: the same world, script and [`Limits`] give the same
//! moments, byte for byte. The world drives the machine only through [`decide`](crate::rollout::decide) and keeps
//! the contract of [`decision`](crate::decision): actions one by one, then the status if it differs; a question is
//! answered and the same observation decided again; after a refused write the machine hears of it, and nothing is
//! stored.
//!
//! * [`World`] is the state. [`World::pass`] is one reconcile.
//! * [`Simulation`] is the loop: a pass follows [`LATENCY`] after whatever changed, or at the instant that the last
//!   decision armed. It ends by itself, and [`End`] says why.
//!
//! ```
//! use gradual::{argo::Rollout, rollout::Wait, sim::{Cue, End, Happening, Limits, Policy, Simulation, World}};
//! use gradual::time::{Span, Timestamp};
//! use serde_json::json;
//!
//! let (rollout, _) = Rollout::read(&json!({
//!     "metadata": {"name": "shop"},
//!     "spec": {
//!         "replicas": 5,
//!         "strategy": {"canary": {"steps": [{"setWeight": 20}, {"pause": {}}]}},
//!         "template": {"spec": {"containers": [{"name": "shop", "image": "shop:v1"}]}},
//!     },
//! }));
//! let start = Timestamp::from_seconds(0);
//! let mut world = World::deployed(rollout, start);
//! world.policy = Policy::ReadyAfter(Span::seconds(10));
//! let update = Happening::SetImage { container: "*".into(), image: "shop:v2".into() };
//! let mut simulation = Simulation::new(world, vec![Cue { at: start, happening: update }], Limits::default());
//! let moments: Vec<_> = simulation.by_ref().collect();
//!
//! assert!(matches!(simulation.end(), Some(End::Awaits(Wait::Resume { .. }))));
//! assert_eq!(simulation.world().rollout.status.phase, "Paused");
//! assert!(moments.len() < 20);
//! ```

pub mod analysis;
mod apply;
pub mod experiment;
mod hash;
mod pass;
mod patch;
mod pods;
mod router;
mod run;
mod script;
mod set;
mod world;

pub use apply::{Refusals, Write};
pub use hash::template_hash;
pub use pass::Pass;
pub use patch::merge;
pub use pods::{NamedPod, Policy, Which};
pub use router::{Carried, Outage, Router};
pub use run::{End, LATENCY, Limits, Moment, Simulation, Woken};
pub use script::{Cue, Happening, Refused};
pub use set::ReplicaSet;
pub use world::World;
