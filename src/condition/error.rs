//! What is wrong with an expression, and where.

use alloc::{
    borrow::ToOwned,
    boxed::Box,
    format,
    string::{String, ToString},
};
use core::fmt;

/// When an expression failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// While its text was read.
    Parse,
    /// While it was fitted to the shape of a value: types, constants.
    Check,
    /// While it judged a value.
    Run,
}

/// Why an expression has no value.
///
/// Its [`message`](Error::message) is upstream's where upstream has one; that is the text that ends up in a measurement.
/// `Display` adds the place, as upstream's engine shows it.
///
/// ```
/// use gradual::condition::Condition;
///
/// let error = Condition::parse("result >").unwrap_err();
/// assert_eq!(error.message(), "unexpected token EOF");
/// assert_eq!(error.position(), Some((1, 7)));
/// assert_eq!(error.to_string(), "unexpected token EOF (1:8)\n | result >\n | .......^");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    // Behind a pointer, because most evaluations have none to give back.
    report: Box<Report>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Report {
    stage: Stage,
    message: String,
    place: Option<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    line: usize,
    column: usize,
    text: String,
}

impl Error {
    /// When it failed.
    pub fn stage(&self) -> Stage {
        self.report.stage
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> &str {
        &self.report.message
    }

    /// The line from 1 and the column from 0, counted in characters; a few errors have none.
    pub fn position(&self) -> Option<(usize, usize)> {
        self.report.place.as_ref().map(|place| (place.line, place.column))
    }

    /// Binds a fault to the text it is in.
    pub(super) fn new(stage: Stage, fault: Fault, source: &str) -> Self {
        let place = fault.at.map(|at| Place::of(at, source));
        Self { report: Box::new(Report { stage, message: fault.message, place }) }
    }
}

impl Place {
    /// The place of the `at`-th character, or of the end.
    fn of(at: usize, source: &str) -> Self {
        let (mut line, mut column, mut start) = (1, 0, 0);
        for (index, c) in source.char_indices().take(at) {
            if c == '\n' {
                (line, column, start) = (line + 1, 0, index + 1);
            } else {
                column += 1;
            }
        }
        let rest = source.get(start..).unwrap_or_default();
        Self { line, column, text: rest.split('\n').next().unwrap_or_default().to_owned() }
    }
}

/// The message, the place, and below it the line with a caret; long lines are cut around the caret.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())?;
        let Some(place) = &self.report.place else {
            return Ok(());
        };
        write!(f, " ({}:{})", place.line, place.column + 1)?;
        if place.text.is_empty() {
            return Ok(());
        }
        let cut = place.column.saturating_sub(BEFORE);
        let shown: String = place.text.chars().skip(cut).take(BEFORE + AFTER).collect();
        let (front, back) =
            (if cut > 0 { "…" } else { "" }, place.text.chars().count() > cut + BEFORE + AFTER);
        let dots = ".".repeat(place.column - cut + front.chars().count());
        let back = if back { "…" } else { "" };
        write!(f, "\n | {front}{}{back}\n | {dots}^", shown.replace('\t', " "))
    }
}

/// How much of a line is shown before and after the caret.
const BEFORE: usize = 100;
const AFTER: usize = 60;

impl core::error::Error for Error {}

/// Something wrong at a character of the text, before the text is at hand.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) at: Option<usize>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>, at: usize) -> Self {
        Self { message: message.into(), at: Some(at) }
    }
}

/// A bound that was crossed, in one sentence.
pub(super) fn too_much(what: &str, limit: impl ToString) -> String {
    format!("{what}: at most {} are allowed", limit.to_string())
}
