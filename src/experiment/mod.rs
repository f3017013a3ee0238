//! The experiment machine: what Argo Rollouts' experiment controller decides, pass by pass.
//!
//! An experiment runs variants of a workload side by side, has them judged by analyses, and takes them away again.
//! [`decide`] takes a [`Plan`], the stored [`Status`] and what is [`Observed`], and gives actions, the next status, reasons
//! and the time to come back.
//!
//! ```
//! use gradual::{
//!     decision::Heard,
//!     experiment::{Action, Length, Observed, Plan, Status, Template, decide},
//!     time::{Span, Timestamp},
//! };
//!
//! let mut plan = Plan::of("exp", vec![Template::of("baseline", 1), Template::of("canary", 1)]);
//! plan.length = Length::For(Span::seconds(3600));
//! let (status, seen) = (Status::default(), Observed::default());
//! let decision = decide(&plan, &status, &seen, &Heard::default(), Timestamp::from_seconds(0));
//! // ReplicaSets are made without pods; the next pass sees them and gives them their pods.
//! let create = |template: &str| Action::CreateReplicaSet {
//!     name: format!("exp-{template}"),
//!     template: template.into(),
//! };
//! assert_eq!(decision.actions, [create("baseline"), create("canary")]);
//! ```
//!
//! A pass runs one way, in upstream's order (`argo-analysis §7.3`): `facts` are read once; each template has its turn
//! (`template`, with `service` and `pods`), then each analysis (`runs`, `argument`); `verdict` makes one phase of what they
//! came to, `conditions` tells it, and `wait` names what a pass that did nothing waits for.
//!
//! A refused action does not end a pass: what a failure leads to is part of the status. So the API server's refusal is an
//! answer ([`Refused`]).

mod action;
mod argument;
mod compat;
mod conditions;
mod facts;
mod machine;
mod observed;
mod plan;
mod pods;
mod printf;
mod reason;
mod reject;
mod runs;
mod script;
mod service;
mod status;
mod support;
mod template;
mod verdict;
mod wait;

pub use crate::stored::Condition;
pub use action::{Action, Refusal, Refused};
pub use argument::{ArgumentError, Named, fill_argument};
pub use compat::Compat;
pub use machine::{ExperimentMachine, decide};
pub use observed::{Observed, ReplicaSet, Retirement, Run, Service};
pub use plan::{Analysis, Length, Plan, Template, TemplateService};
pub use reason::{Hold, Reason, Wait};
pub use reject::reject;
pub use status::{RunStatus, Status, TemplatePhase, TemplateStatus};
