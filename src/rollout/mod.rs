//! The rollout machine: what Argo Rollouts' rollout controller decides, pass by pass.
//!
//! [`decide`] takes a [`Plan`], the stored [`Status`] and what is [`Observed`], and gives actions, the next status, reasons
//! and the time to come back. [`change`], [`undo`] and [`set_image`] are what a person can ask for.
//!
//! ```
//! use gradual::{decision::Heard, rollout::{Action, Observed, Plan, Status, decide}, time::Timestamp};
//!
//! let plan = Plan::rolling_update("shop", 3);
//! let mut seen = Observed::default();
//! seen.current.hash = "6b9b86fbd5".into();
//! let decision = decide(&plan, &Status::default(), &seen, &Heard::default(), Timestamp::from_seconds(0));
//! // Nothing exists yet: the first pass creates the first revision, numbers it, and ends.
//! assert_eq!(decision.actions, [
//!     Action::Create { revision: "shop-6b9b86fbd5".into(), number: 1 },
//!     Action::Number { number: 1 },
//! ]);
//! ```
//!
//! A pass runs one way: `facts` are read once, `situation` names the kind of pass, the stages (`number`, `restart`, `retire`,
//! `services`, `replicas`, `steps`) find what to do, and `advance` folds what they found into the next status.

mod action;
mod advance;
mod blue_green;
mod caution;
mod command;
mod compat;
mod conditions;
mod duration;
mod facts;
mod ledger;
mod machine;
mod number;
mod observed;
mod phase;
mod plan;
mod promotion;
mod reason;
mod replicas;
mod restart;
mod retire;
mod scale;
mod script;
mod services;
mod situation;
mod sizing;
mod status;
mod steps;
mod support;
mod traffic;
mod wait;
mod weights;

pub use crate::stored::Condition;
pub use action::{Action, Answer};
pub use caution::Caution;
pub use command::{Change, Command, Refusal, change, set_image, undo};
pub use compat::Compat;
pub use machine::{RolloutMachine, decide};
pub use observed::{Current, Failure, Observed, Pod, Retirement, Revision, Service, Standing};
pub use phase::{generation_observed, phase, phase_shown, unpausing, workload_observed};
pub use plan::{
    BlueGreen, Canary, Pause, Plan, Position, Promotion, Retiring, Route, Run, Step, StepAt, Steps, Strategy,
    Traffic,
};
pub use reason::{Hold, Reason, Severity, Wait};
pub use status::{BlueGreenStatus, CanaryStatus, Duration, PauseCondition, RunStatus, Status};
pub use weights::{Destination, Weights};
