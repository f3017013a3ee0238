//! Progressive delivery as a pure library: given a spec, what is true now, and the time, it says what to do
//! next and why.
#![no_std]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

pub mod argo;
pub mod capacity;
pub mod decision;
pub mod diagnostic;
pub mod json;
#[cfg(feature = "yaml")]
pub mod manifest;
pub mod quantity;
pub mod rollout;
#[cfg(feature = "sim")]
pub mod sim;
pub mod split;
pub mod time;
