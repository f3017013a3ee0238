//! Analysis: what measurements mean.

mod verdict;

pub use verdict::{Conditions, Undecided, Verdict};
