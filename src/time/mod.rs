//! Instants, spans and the clock of a pass.
//!
//! The library never asks what time it is: a [`Timestamp`] comes in with each question, and a [`Clock`] made from it
//! answers whether deadlines have passed and remembers when that answer would change. Texts are read and written as
//! Go does, because that is how Kubernetes objects hold them: instants in RFC 3339, a [`Span`] as `1h30m0s`.

mod calendar;
mod clock;
mod instant;
mod rfc3339;
mod span;

pub(crate) use calendar::Date;
pub use clock::{Clock, Wake};
pub use instant::Timestamp;
pub use rfc3339::ParseError;
pub use span::{Span, SpanError, pause_seconds};
