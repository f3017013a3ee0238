//! Progressive delivery as a pure library: given a spec, what is true now, and the time, it says what to do
//! next and why.
//!
//! ```text
//! spec (the user's, checked once)  ─┐
//! status (ours, from last time)    ─┼─▶ decide(…, now) ─▶ Decision { actions, status, reasons, next }
//! observed (the world's)           ─┘
//! ```
//!
//! * [`manifest`] reads YAML, [`argo`] checks a Rollout and makes a [`rollout::Plan`] of it, and checks
//!   experiments, analysis templates and runs.
//! * [`rollout::decide`] is one pass: what to do, what to store, why, and when to come back. The caller observes, does the
//!   [actions](rollout::Action) in order, stores the [status](rollout::Status) and comes back; [`decision`] says how.
//! * [`condition`] is the language of success and failure conditions, [`analysis`] the verdict on a measurement.
//! * [`capacity`] is the arithmetic under it: how many pods each revision gets.
//! * [`analysis::decide`] is one pass of an analysis run: what to measure, and what is made of the measurements.
//! * [`experiment::decide`] is one pass of an experiment: variants side by side, judged by analyses.
//! * [`metric`] is what an analysis run is made of, [`template`] makes a run of templates and arguments.
//! * [`explain`] says what a rollout waits for, since when, what ends it and what happens then.
//! * [`analysis::response`] reads what metric providers answer.
//! * [`jsonpath`] finds a value in a JSON answer, as kubectl and web metrics do.
//! * [`sim`] runs all of it in a small world on a virtual clock.
//!
//! # Promises
//!
//! No function here reads a clock, a file, the environment or a random number, and none logs. None panics on any input, and
//! equal inputs give equal outputs. Integers saturate; sums of pods are exact in 64 bits.
//!
//! # What may grow
//!
//! [`rollout::Action`], [`analysis::Action`], [`experiment::Action`] and [`decision::Next`] are exhaustive on purpose: a
//! controller that does not know an action must not build. Each machine's `Reason`, `Wait` and `Hold`,
//! [`rollout::Refusal`] and [`diagnostic::Diagnostic`] are not: they will get more kinds. Plans and observations are plain structs with public
//! fields. A plan has no default: whoever makes one by hand decides on every field.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `yaml` | yes | [`manifest`] |
//! | `sim` | no | [`sim`] |
//! | `std` | no | conversions from the standard library's clock types |
//!
//! The library needs `alloc` only.
#![no_std]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

pub mod analysis;
pub mod argo;
mod base64;
pub mod capacity;
pub mod condition;
pub mod decision;
pub mod diagnostic;
pub mod experiment;
pub mod explain;
mod go;
pub mod json;
pub mod jsonpath;
#[cfg(feature = "sim")]
pub mod law;
#[cfg(feature = "yaml")]
pub mod manifest;
pub mod metric;
pub mod quantity;
pub mod rollout;
#[cfg(feature = "sim")]
pub mod sim;
pub mod split;
pub mod stored;
pub mod template;
pub mod time;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// And those of the page about conditions.
#[cfg(doctest)]
#[doc = include_str!("../docs/conditions.md")]
struct Conditions;
