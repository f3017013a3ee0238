//! Runs a program on a value (`argo-analysis §3.7`).

mod access;
mod arithmetic;
mod call;
mod equality;
mod failure;
mod loops;
mod machine;
mod order;
mod scope;
mod texts;

pub(super) use access::{entry, fetch};
pub(super) use arithmetic::to_int;
pub(super) use equality::equal;
pub(super) use failure::Failure;
pub(super) use machine::{Meter, run};
pub(super) use order::{less, more};

/// What one evaluation is about.
#[derive(Clone, Copy)]
pub(super) struct Context<'v> {
    /// The result that is judged, pointers looked through.
    pub(super) result: &'v super::value::Value,
    /// The caller's time.
    pub(super) now: crate::time::Timestamp,
}
