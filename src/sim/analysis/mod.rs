//! Analysis runs on a virtual clock: where values come from, and a run that measures them.
//!
//! A [`Source`] answers for each metric: a constant, a list, a [`Recording`] out of a CSV file, traffic with an error rate for
//! each revision ([`Traffic`]), no data, or an error. A [`Run`] is driven by the contract of
//! [`decision`](crate::decision): what [`decide`](crate::analysis::decide) asks for is sampled from the sources, put into
//! the form in which the metric's provider gives values, and judged by the metric's conditions. Equal input gives equal
//! passes, byte for byte.
//!
//! ```
//! use gradual::{
//!     analysis::{Compat, Plan},
//!     metric::Phase,
//!     sim::{Limits, analysis::{Run, Sample, Scene, Source}},
//!     time::Timestamp,
//! };
//! use serde_json::json;
//!
//! let spec = serde_json::from_value(json!({
//!     "metrics": [{
//!         "name": "success-rate", "interval": "1m", "count": 5, "failureLimit": 1,
//!         "successCondition": "result[0] >= 0.95",
//!         "provider": {"prometheus": {"query": "q"}},
//!     }],
//! }))?;
//! let values = Sample::list("0.97, 0.93, 0.96, 0.91")?;
//! let mut scene = Scene::at(Timestamp::from_seconds(0));
//! scene.sources.insert("success-rate".into(), Source::List(values));
//!
//! let mut run = Run::new(Plan::of(&spec, Compat::ARGO), scene, Limits::default());
//! let measured: Vec<_> = run.by_ref().flat_map(|pass| pass.measured).collect();
//! assert_eq!(measured.len(), 4);
//! assert_eq!(measured[3].measurement.value, "[0.91]");
//! assert_eq!(run.status().phase, Phase::Failed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod csv;
mod provider;
mod recording;
mod run;
mod sample;
mod source;
mod traffic;

pub use provider::Provider;
pub use recording::Recording;
pub use run::{End, Measured, Pass, Run, Scene};
pub use sample::{Sample, SampleError};
pub use source::{Ask, Recorded, Source};
pub use traffic::{Rate, Seen, Shown, Traffic};
