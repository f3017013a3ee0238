//! Analysis: what measurements mean.
//!
//! * [`response`] reads what metric providers answer.
//! * [`Conditions`] judge the value that was read.

pub mod response;
mod verdict;

pub use verdict::{Conditions, Undecided, Verdict};
