//! An experiment in a small world: its ReplicaSets, its services and its analysis runs, which the analysis machine carries
//! out, on a virtual clock. What is measured is scripted.
//!
//! * [`World`] is the state: [`World::pass`] is one reconcile of the experiment, [`World::measure`] one of a run.
//! * [`Simulation`] is the loop, as that of rollouts: a pass follows [`LATENCY`](super::LATENCY) after whatever changed, or
//!   at the instant that the last decision armed.
//!
//! ```
//! use gradual::{argo::{AnalysisTemplate, Experiment}, metric::Phase, sim::{Limits, experiment::{Cue, End, Happening, Simulation, World}}};
//! use gradual::time::{Span, Timestamp};
//! use serde_json::json;
//!
//! let (experiment, _) = Experiment::read(&json!({
//!     "metadata": {"name": "exp"},
//!     "spec": {
//!         "duration": "1h",
//!         "templates": [{"name": "baseline"}, {"name": "canary"}],
//!         "analyses": [{"name": "errors", "templateName": "errors"}],
//!     },
//! }));
//! let (template, _) = AnalysisTemplate::read(&json!({
//!     "metadata": {"name": "errors"},
//!     "spec": {"metrics": [{"name": "errors", "interval": "1m", "provider": {"prometheus": {"query": "q"}}}]},
//! }));
//! let start = Timestamp::from_seconds(0);
//! let world = World::of(experiment, &[template], start);
//! let errors = Happening::Measure { metric: "errors".into(), outcome: Phase::Failed };
//! let cue = Cue { at: start.plus(Span::seconds(1800)), happening: errors };
//! let mut simulation = Simulation::new(world, vec![cue], Limits::default());
//! simulation.by_ref().for_each(drop);
//!
//! assert_eq!(simulation.end(), Some(&End::Over));
//! assert_eq!(simulation.world().experiment.status.phase, Phase::Failed);
//! assert_eq!(simulation.world().pods(), 0);
//! ```

mod pass;
mod run;
mod script;
mod sets;
mod world;

pub use pass::{Measured, Pass};
pub use run::{End, Moment, Simulation};
pub use script::{Cue, Happening};
pub use sets::Variant;
pub use world::{Run, World};
