//! What Go's standard library has and upstream's texts and patterns are made with: `unicode`, `strconv.Quote`, `regexp`.

pub(crate) mod letters;
mod quote;
mod regex;

pub use quote::quote;
pub(crate) use quote::{quote_bytes, write_quoted};
pub(crate) use regex::Regex;
pub use regex::{MAX_AUTOMATON, MAX_PATTERN};
