//! What is wrong, and where.

use gradual::{
    condition::Error,
    diagnostic::{Diagnostic, Location, Severity},
};
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

    /// What is wrong with a condition, and where in it.
    pub(crate) fn of_condition(error: &Error, name: &str, text: &str) -> Self {
        let problem = Self::error(error.message());
        match offset(error, text) {
            Some(at) => problem.within(name, text, at),
            None => problem,
        }
    }

    /// In a text that is no file, such as one of the command line: at this byte.
    pub(crate) fn within(self, name: &str, text: &str, start: usize) -> Self {
        let source = Rc::new(Source { name: name.to_owned(), text: text.to_owned() });
        let at = location(text, start);
        Self { place: Some(Box::new(Place { source, at, field: String::new() })), ..self }
    }

    /// Whether both tell one thing.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let place = |one: &Self| one.place.as_ref().map(|place| (Rc::as_ptr(&place.source), place.at));
        self.code == other.code && place(self) == place(other)
    }

    /// Whether nothing can be made of the input.
    pub(crate) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Where in the text of a condition it fails, in bytes, if it has a place.
pub(crate) fn offset(error: &Error, text: &str) -> Option<usize> {
    let (line, column) = error.position()?;
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let before = rest.chars().take(column).map(char::len_utf8).sum::<usize>();
    Some(start.saturating_add(before))
}

/// The letter that begins at this byte.
pub(crate) fn location(text: &str, start: usize) -> Location {
    let start = start.min(text.len());
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let before = text.get(..start).unwrap_or(text);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    Location { line, column, start, end: start.saturating_add(length) }
}
