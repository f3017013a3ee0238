//! What is wrong, and where.

use gradual::diagnostic::{Diagnostic, Location, Severity};
use std::rc::Rc;

/// A file, for quoting it.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its name as the user wrote it.
    pub(crate) name: String,
    /// Its text; what is not UTF-8 in it cannot be quoted.
    pub(crate) text: String,
}

/// Something wrong with what the user gave.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) severity: Severity,
    pub(crate) code: Option<&'static str>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Upstream's own text.
    pub(crate) upstream: Option<String>,
    pub(crate) place: Option<Box<Place>>,
}

/// Where something is wrong.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) source: Rc<Source>,
    pub(crate) at: Location,
    /// The field.
    pub(crate) field: String,
}

impl Problem {
    /// An error apart from any place in a file.
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: None,
            message: message.into(),
            help: None,
            upstream: None,
            place: None,
        }
    }

    /// With what would be right.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// What the library found in a file.
    pub(crate) fn found(diagnostic: Diagnostic, source: &Rc<Source>) -> Self {
        let field = diagnostic.path.to_string();
        Self {
            severity: diagnostic.severity,
            code: Some(diagnostic.code),
            message: diagnostic.message,
            help: diagnostic.help,
            upstream: diagnostic.upstream,
            place: diagnostic.span.map(|at| Box::new(Place { source: Rc::clone(source), at, field })),
        }
    }

    /// Whether nothing can be made of the input.
    pub(crate) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
