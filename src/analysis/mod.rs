//! The analysis run machine: what Argo Rollouts' analysis controller decides, pass by pass.
//!
//! [`decide`] takes a [`Plan`], the stored [`Status`] and what is [`Observed`], and gives actions, the next status, reasons
//! and the time to come back. Measurements are answers: the machine asks for them and counts what comes back.
//!
//! A pass runs one way (`argo-analysis §2.1`): `due` finds what to measure, `measure` records the answers, `assess` says how
//! far each metric has come and `outcome` how far the run has, `forget` drops old measurements, and `due` once more says
//! when there is more to do. An ended run is only kept for a time (`ttl`).
//!
//! [`response`] reads what metric providers answer; [`Conditions`] judge the value that was read.

mod action;
mod assess;
mod compat;
mod due;
mod fault;
mod forget;
mod limits;
mod machine;
mod measure;
mod observed;
mod outcome;
mod plan;
mod reason;
pub mod response;
mod results;
mod rules;
mod status;
mod support;
mod ttl;
mod verdict;

pub use action::{Action, Answer};
pub use compat::Compat;
pub use fault::{Fault, MetricFault, faults};
pub use limits::{Count, FailureLimit, Limits, SuccessLimit};
pub use machine::{AnalysisMachine, decide};
pub use observed::Observed;
pub use plan::{MetricPlan, Plan, Refusal, check_spec, idle_rules};
pub use reason::{Reason, Wait};
pub use rules::Counting;
pub use status::{History, Measurement, MetricResult, Status, Summary};
pub use verdict::{Conditions, FittedConditions, Undecided, Verdict};
