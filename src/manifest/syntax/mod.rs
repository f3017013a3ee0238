//! YAML's syntax, as libyaml reads it: text to tokens to events.
//!
//! Upstream's parser is a translation of libyaml, which reads YAML 1.1 with liberties of its own (`[yes:, x]` has the
//! text `yes:`, `"\/"` is an error, an anchor is letters and digits, a key ends within 1024 characters). No parser of
//! YAML 1.2 agrees with it on texts that people write by mistake, and those are the ones where agreement matters.
//!
//! The rest of the reader knows [`Events`] only.

mod cursor;
mod event;
mod scalars;
mod tags;
mod token;

pub(super) use event::{Event, Events};
