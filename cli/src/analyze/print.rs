//! Runs for people, 80 columns wide where texts allow it.

use super::{
    Ready,
    ending::{Ending, ending},
    header,
    table::{How, Row, Taken, Watched, watch},
    values::{Clock, Values},
};
use crate::{
    Exit,
    paint::{Colour, Paint, visible},
    simulate::print::{WIDTH, length, time, titled, wrapped},
};
use gradual::{metric::Phase, time::Timestamp};
use std::collections::BTreeMap;

/// A run with all that stands around it, and how it ends.
pub(super) fn print(ready: Ready, values: &Values, colour: Colour) -> (String, Exit) {
    let (ready, watched) = watch(ready);
    let Ending { text, hint, exit, .. } = ending(&ready, &watched);
    let title = &ready.subject.title;
    let file = colour.paint(Paint::Dim, &format!("  {}", visible(&title.file)));
    let mut lines = vec![format!("{}{file}", colour.paint(Paint::Bold, &visible(&title.name)))];
    for (title, text) in header::lines(&ready, values) {
        lines.extend(titled(title, &text, Paint::Plain, colour));
    }
    lines.push(String::new());
    let columns = Columns::of(&watched, values.clock);
    if !watched.rows.is_empty() {
        lines.push(colour.paint(Paint::Dim, &columns.head()));
    }
    let mut said = BTreeMap::new();
    for row in &watched.rows {
        // A message that is repeated tells nothing new.
        let repeated = match row {
            Row::Taken(taken) => {
                let message = taken.measurement.message.as_str();
                said.insert(&taken.metric, message) == Some(message)
            }
            Row::Ended { .. } | Row::Terminated { .. } => false,
        };
        lines.extend(columns.row(row, colour).into_iter().take(if repeated { 1 } else { usize::MAX }));
    }
    if !watched.rows.is_empty() {
        lines.push(String::new());
    }
    let paint = match exit {
        Exit::Good => Paint::Good,
        Exit::Undecided => Paint::Deed,
        Exit::Bad | Exit::Unusable | Exit::Unfinished => Paint::Bad,
    };
    lines.extend(titled("end", &text, paint, colour));
    lines.extend(hint.iter().flat_map(|hint| titled("", hint, Paint::Plain, colour)));
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    (format!("{}\n", trimmed.join("\n")), exit)
}

/// How wide the columns are.
struct Columns {
    clock: Clock,
    time: usize,
    metric: usize,
    value: usize,
}

const PHASE: usize = "Inconclusive".len();
/// Names and values are cut where a line would be too long, but not to less than this.
const NAME: usize = 12;
const VALUE: usize = 10;

impl Columns {
    fn of(watched: &Watched, clock: Clock) -> Self {
        let taken = || {
            watched.rows.iter().filter_map(|row| match row {
                Row::Taken(taken) => Some(taken),
                Row::Ended { .. } | Row::Terminated { .. } => None,
            })
        };
        let widest = |least: usize, widths: &mut dyn Iterator<Item = usize>| widths.fold(least, usize::max);
        let times = &mut watched.rows.iter().map(|row| length(&time(row.after())));
        let mut columns = Self {
            clock,
            time: widest(length("12m0s"), times),
            metric: widest(NAME, &mut taken().map(|taken| length(&taken.metric))),
            value: widest(VALUE, &mut taken().map(|taken| length(&taken.measurement.value))),
        };
        for at_least in [(NAME, true), (VALUE, false)] {
            let over = length(&columns.head()).saturating_sub(WIDTH);
            let column = if at_least.1 { &mut columns.metric } else { &mut columns.value };
            *column = column.saturating_sub(over).max(at_least.0.min(*column));
        }
        columns
    }

    fn head(&self) -> String {
        let clock = match self.clock {
            Clock::Real => format!("  {:8}", "UTC"),
            Clock::Virtual => String::new(),
        };
        format!(
            "{:>time$}{clock}  {:metric$}  {:value$}  {:PHASE$} {:>4} {:>4} {:>4} {:>4}",
            "time",
            "metric",
            "value",
            "phase",
            "ok",
            "fail",
            "inc",
            "err",
            time = self.time,
            metric = self.metric,
            value = self.value,
        )
    }

    fn row(&self, row: &Row, colour: Colour) -> Vec<String> {
        let at = colour.paint(Paint::Dim, &format!("{:>width$}", time(row.after()), width = self.time));
        match row {
            Row::Taken(taken) => self.taken(&at, taken, colour),
            Row::Ended { metric, phase, how, .. } => {
                let (sign, paint) = match phase {
                    _ if *how == How::CutShort => ("·", Paint::Dim),
                    Phase::Successful => ("✓", Paint::Good),
                    Phase::Inconclusive => ("?", Paint::Deed),
                    _ => ("!", Paint::Bad),
                };
                let end = match how {
                    How::Decided => format!("is {phase}"),
                    How::CutShort => format!("is cut short, which counts as {phase}"),
                };
                let text = format!("{sign} {} {end}", visible(metric));
                vec![format!("{at}  {}", colour.paint(paint, &text))]
            }
            Row::Terminated { .. } => {
                vec![format!("{at}  {}", colour.paint(Paint::Deed, "» the run is ended"))]
            }
        }
    }

    fn taken(&self, at: &str, taken: &Taken, colour: Colour) -> Vec<String> {
        let Taken { measurement, result, .. } = taken;
        let clock = match self.clock {
            Clock::Real => format!("  {}", of_day(taken.at)),
            Clock::Virtual => String::new(),
        };
        let phase = format!("{:PHASE$}", measurement.phase.as_str());
        let value = if measurement.value.is_empty() { "-" } else { &measurement.value };
        let line = format!(
            "{at}{clock}  {:metric$}  {:value$}  {} {:>4} {:>4} {:>4} {:>4}",
            cut(&taken.metric, self.metric),
            cut(value, self.value),
            colour.paint(paint(&measurement.phase), &phase),
            result.successful,
            result.failed,
            result.inconclusive,
            result.error,
            metric = self.metric,
            value = self.value,
        );
        let indent = self.time.saturating_add(4);
        let told = wrapped(&measurement.message, WIDTH.saturating_sub(indent));
        let told = told.into_iter().filter(|line| !line.is_empty());
        // The first line of it is in the message.
        let caret = taken.caret.iter().flat_map(|caret| caret.lines().skip(1)).map(visible);
        let below = told
            .chain(caret)
            .map(|text| format!("{}{}", " ".repeat(indent), colour.paint(paint(&measurement.phase), &text)));
        std::iter::once(line).chain(below).collect()
    }
}

fn paint(phase: &Phase) -> Paint {
    match phase {
        Phase::Successful => Paint::Good,
        Phase::Inconclusive => Paint::Deed,
        Phase::Failed | Phase::Error => Paint::Bad,
        Phase::Unset | Phase::Pending | Phase::Running | Phase::Other(_) => Paint::Plain,
    }
}

/// The time of day.
fn of_day(at: Timestamp) -> String {
    let text = at.to_string();
    text.get(11..19).unwrap_or(&text).to_owned()
}

fn cut(text: &str, width: usize) -> String {
    let text = visible(text);
    if length(&text) <= width {
        return text;
    }
    let cut: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{cut}…")
}
