//! What is wrong with an input: data that a command line, an editor or a controller can show.

use alloc::{string::String, vec::Vec};
use core::fmt;

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// A stable name such as `spec/P12` or `decode/unknown-field`.
    pub code: &'static str,
    /// Whether the input can be used all the same.
    pub severity: Severity,
    /// Where in the object.
    pub path: Path,
    /// Where in the text, if it was read from one.
    pub span: Option<Location>,
    /// What is wrong: lower case, without a final period.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// Upstream's own text for it, where it has one.
    pub upstream: Option<String>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It can be used, but perhaps means something else than was thought.
    Warning,
    /// It cannot be used.
    Error,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A place in an object: `spec.strategy.canary.steps[1].pause`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    steps: Vec<PathStep>,
}

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathStep {
    /// Into the field of this name.
    Field(String),
    /// Into the element at this place, from 0.
    Index(usize),
}

impl Path {
    /// The whole object.
    pub const fn root() -> Self {
        Self { steps: Vec::new() }
    }

    /// The field of this name, in what is here.
    #[must_use]
    pub fn field(&self, name: impl Into<String>) -> Self {
        self.with(PathStep::Field(name.into()))
    }

    /// The element at this place, in what is here.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.with(PathStep::Index(index))
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[PathStep] {
        &self.steps
    }

    fn with(&self, step: PathStep) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { steps }
    }
}

impl FromIterator<PathStep> for Path {
    fn from_iter<T: IntoIterator<Item = PathStep>>(steps: T) -> Self {
        Self { steps: steps.into_iter().collect() }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps.iter().enumerate() {
            match step {
                PathStep::Index(index) => write!(f, "[{index}]")?,
                PathStep::Field(name) if at == 0 => write!(f, "{name}")?,
                PathStep::Field(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

impl Diagnostic {
    /// An input that cannot be used.
    pub fn error(code: &'static str, path: Path, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path, message.into())
    }

    /// An input that perhaps means something else than was thought.
    pub fn warning(code: &'static str, path: Path, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, path, message.into())
    }

    fn new(severity: Severity, code: &'static str, path: Path, message: String) -> Self {
        Self { code, severity, path, span: None, message, help: None, upstream: None }
    }

    /// With what would be right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With upstream's own text.
    #[must_use]
    pub fn upstream(mut self, text: impl Into<String>) -> Self {
        self.upstream = Some(text.into());
        self
    }
}
