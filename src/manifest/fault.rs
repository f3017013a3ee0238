//! Errors on their way out.

use crate::diagnostic::{Diagnostic, Location, Path};
use alloc::{boxed::Box, format, string::String};

/// How deep upstream reads: go-yaml reads so many nested flows in so many nested blocks, Go's JSON so many levels.
pub(super) const UPSTREAM_DEPTH: usize = 10_000;

/// An error at a place of the text; boxed, because every level hands it on.
#[derive(Debug)]
pub(super) struct Fault(Box<Diagnostic>);

/// An error at a place of the text.
pub(super) fn fault(code: &'static str, at: Location, message: impl Into<String>) -> Fault {
    Fault(Box::new(Diagnostic::error(code, Path::root(), message))).at(at)
}

/// Nesting beyond a limit.
pub(super) fn too_deep(limit: usize, at: Location) -> Fault {
    let message = format!("lists and maps are nested more than {limit} deep");
    fault("decode/too-deep", at, message).help("flatten it")
}

/// Nesting beyond the limit that go-yaml has.
pub(super) fn exceeded(at: Location) -> Fault {
    too_deep(UPSTREAM_DEPTH, at).upstream("exceeded max depth of 10000")
}

/// A float that has no JSON.
pub(super) fn not_finite(at: Location) -> Fault {
    fault("decode/not-finite", at, "JSON has no infinity and no not-a-number")
        .help("write a finite number, of up to about 1.8e308, or put it in quotes if it is a text")
}

impl Fault {
    /// With what would be right.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// With upstream's own text.
    pub(super) fn upstream(mut self, text: impl Into<String>) -> Self {
        self.0.upstream = Some(text.into());
        self
    }

    /// At this place instead.
    pub(super) fn at(mut self, at: Location) -> Self {
        self.0.span = Some(at);
        self
    }

    /// Its place told by another measure.
    pub(super) fn measured(mut self, measure: impl Fn(Location) -> Location) -> Self {
        self.0.span = self.0.span.map(measure);
        self
    }

    /// As data for the caller.
    pub(super) fn told(self) -> Diagnostic {
        *self.0
    }
}
