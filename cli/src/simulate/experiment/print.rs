//! Timelines of experiments as text, 80 columns wide.

use super::{
    film::{Cost, Film, Row, State, What},
    header::Header,
};
use crate::{
    Exit,
    paint::{Colour, Paint, visible},
    simulate::{
        header::pods,
        print::{WIDTH, length, time, titled, wrapped},
    },
};
use gradual::time::Span;

const AWAITS: &str = "waits for";
/// A variant's name is cut to this in the head of its column.
const NAME: usize = 14;

/// A timeline with all that stands around it.
pub(super) fn print(header: &Header, film: &Film, colour: Colour) -> String {
    let file = colour.paint(Paint::Dim, &format!("  {}", header.file));
    let mut lines = vec![format!("{}{file}", colour.paint(Paint::Bold, &header.name))];
    for (title, text) in &header.lines {
        lines.extend(titled(title, text, Paint::Plain, colour));
    }
    lines.push(String::new());
    let layout = Layout::of(film);
    lines.push(colour.paint(Paint::Dim, &layout.head()));
    for row in &film.rows {
        lines.extend(layout.row(row, colour));
    }
    lines.push(String::new());
    lines.extend(titled("cost", &cost(&film.cost), Paint::Plain, colour));
    let paint = if film.ending.exit == Exit::Good { Paint::Good } else { Paint::Bad };
    lines.extend(titled("end", &film.ending.text, paint, colour));
    if let Some(hint) = &film.ending.hint {
        lines.extend(titled("", hint, Paint::Plain, colour));
    }
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    format!("{}\n", trimmed.join("\n"))
}

/// How wide the columns are.
struct Layout {
    time: usize,
    phase: usize,
    /// The columns of pods: a name and a width each. One for all where there is no room for each.
    pods: Vec<(String, usize)>,
    measured: usize,
}

impl Layout {
    fn of(film: &Film) -> Self {
        let states = || {
            film.rows.iter().filter_map(|row| match &row.what {
                What::State(state) => Some(state),
                _ => None,
            })
        };
        let widest =
            |least: &str, texts: &mut dyn Iterator<Item = usize>| texts.fold(length(least), usize::max);
        let column = |(index, name): (usize, &String)| {
            let name: String = visible(name).chars().take(NAME).collect();
            let cells = |state: &State| state.pods.get(index).map_or(0, |pods| length(&cell(*pods)));
            let width = widest(&name, &mut states().map(cells));
            (name, width)
        };
        let each: Vec<(String, usize)> = film.variants.iter().enumerate().map(column).collect();
        let together = widest("pods", &mut states().map(|state| length(&cell(sum(&state.pods)))));
        let mut layout = Self {
            time: widest("1h0m20s", &mut film.rows.iter().map(|row| length(&time(row.at)))),
            phase: widest("successful", &mut states().map(|state| length(&state.phase))),
            pods: each,
            measured: length("measured"),
        };
        let awaits = widest(AWAITS, &mut states().map(|state| length(&state.awaits)));
        let used = length(&layout.head()).saturating_sub(length(AWAITS)).saturating_add(awaits);
        if WIDTH < used {
            layout.pods = vec![("pods".to_owned(), together)];
        }
        layout
    }

    fn head(&self) -> String {
        let pods: Vec<String> = self.pods.iter().map(|(name, width)| format!("{name:>width$}")).collect();
        format!(
            "{:>time$}  {:phase$}  {}  {:>measured$}  {AWAITS}",
            "time",
            "phase",
            pods.join("  "),
            "measured",
            time = self.time,
            phase = self.phase,
            measured = self.measured,
        )
    }

    fn row(&self, row: &Row, colour: Colour) -> Vec<String> {
        match &row.what {
            What::State(state) => vec![self.state(row.at, state, colour)],
            What::Did(written) => self.event(row.at, "»", &format!("{written} (--at)"), Paint::Deed, colour),
            What::Told(text) => self.event(row.at, "·", text, Paint::Plain, colour),
            What::Good(text) => self.event(row.at, "✓", text, Paint::Good, colour),
            What::Bad(text) => self.event(row.at, "!", text, Paint::Bad, colour),
        }
    }

    fn state(&self, at: Span, state: &State, colour: Colour) -> String {
        let together = [sum(&state.pods)];
        let shown = if self.pods.len() == state.pods.len() { state.pods.as_slice() } else { &together };
        let pods = self.pods.iter().zip(shown).map(|((_, width), pods)| format!("{:>width$}", cell(*pods)));
        let pods: Vec<String> = pods.collect();
        let measured = if state.measured == 0 { "-".to_owned() } else { state.measured.to_string() };
        format!(
            "{}  {:phase$}  {}  {measured:>width$}  {}",
            colour.paint(Paint::Dim, &format!("{:>width$}", time(at), width = self.time)),
            state.phase,
            pods.join("  "),
            state.awaits,
            phase = self.phase,
            width = self.measured,
        )
    }

    fn event(&self, at: Span, sign: &str, text: &str, paint: Paint, colour: Colour) -> Vec<String> {
        let indent = self.time.saturating_add(4);
        let lines = wrapped(text, WIDTH.saturating_sub(indent));
        let line = |(index, line): (usize, &String)| match index {
            0 => format!(
                "{}  {}",
                colour.paint(Paint::Dim, &format!("{:>width$}", time(at), width = self.time)),
                colour.paint(paint, &format!("{sign} {line}"))
            ),
            _ => format!("{}{}", " ".repeat(indent), colour.paint(paint, line)),
        };
        lines.iter().enumerate().map(line).collect()
    }
}

/// Available of wanted.
fn cell((available, wanted): (i64, i64)) -> String {
    format!("{available}/{wanted}")
}

fn sum(pods: &[(i64, i64)]) -> (i64, i64) {
    let add = |(a, b): (i64, i64), (c, d): &(i64, i64)| (a.saturating_add(*c), b.saturating_add(*d));
    pods.iter().fold((0, 0), add)
}

fn cost(cost: &Cost) -> String {
    const HUNDREDTH: i128 = 36_000_000_000;
    let hundredths = cost.pod_time.saturating_add(HUNDREDTH / 2) / HUNDREDTH;
    format!(
        "{}, peak {}, {}.{:02} pod-hours",
        time(cost.time),
        pods(cost.peak),
        hundredths / 100,
        hundredths % 100
    )
}
