//! Problems as text: each with the line that it is about.

use crate::{
    paint::{Colour, visible},
    problem::{Place, Problem},
};
use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use gradual::diagnostic::Severity;
use std::ops::Range;

/// All problems, one after the other, and that their errors have `prevented` everything.
pub(crate) fn refusal(problems: &[Problem], prevented: &str, colour: Colour) -> String {
    let mut text = report(problems, colour);
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    match errors {
        0 => {}
        1 => text.push_str(&format!("nothing was {prevented} because of this error\n")),
        _ => text.push_str(&format!("nothing was {prevented} because of these {errors} errors\n")),
    }
    text
}

/// All problems, one after the other.
pub(crate) fn report(problems: &[Problem], colour: Colour) -> String {
    let mut text = shown(problems, colour);
    if !problems.is_empty() {
        text.push('\n');
    }
    text
}

/// All problems, one after the other.
pub(crate) fn shown(problems: &[Problem], colour: Colour) -> String {
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let problems: Vec<String> =
        problems.iter().map(|problem| renderer.render(&[group(problem)]) + "\n").collect();
    problems.join("\n")
}

fn group(problem: &Problem) -> Group<'_> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&problem.message));
    let title = match problem.code {
        Some(code) => title.id(code),
        None => title,
    };
    let place = problem.place.as_deref().map(quoted);
    let help = problem.help.as_ref().map(|help| Level::HELP.message(visible(help)).into());
    let upstream = problem.upstream.as_ref().map(|text| {
        let text = format!("upstream says: {}", visible(text));
        Level::NOTE.message(text).into()
    });
    title.elements(place.into_iter().chain(help).chain(upstream))
}

/// The line, with carets under it.
fn quoted(place: &Place) -> Element<'_> {
    let text = place.source.text.as_str();
    let label = (!place.field.is_empty()).then(|| visible(&place.field));
    let marked = AnnotationKind::Primary.span(marked(text, place)).label(label);
    Snippet::source(text).path(visible(&place.source.name)).annotation(marked).into()
}

/// What to underline: the first line of the place.
fn marked(text: &str, place: &Place) -> Range<usize> {
    let start = boundary(text, place.at.start);
    let end = boundary(text, place.at.end).max(start);
    let first = text.get(start..end).unwrap_or("");
    let line = first.find(['\n', '\r']).unwrap_or(first.len());
    start..start.saturating_add(line)
}

/// The place itself, or the nearest before it where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
