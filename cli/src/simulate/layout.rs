//! The columns of a timeline.

use super::{
    print::{WIDTH, length, time, wrapped},
    state::{Division, Place, Share, State, Step},
    timeline::{Mood, Row, Timeline, What},
};
use crate::paint::{Colour, Paint, visible};
use gradual::time::Span;

/// How wide the columns are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    division: Division,
    time: usize,
    step: usize,
    /// Of each of the two columns of pods.
    pods: usize,
    /// Of the bar; none if there is no room.
    bar: usize,
    /// Of the column of pods of other revisions than these two; nothing if no row has any.
    others: Option<usize>,
}

/// A step is cut where a line would be too long, but not to less than this.
const STEP: usize = 12;
const LONGEST_BAR: usize = 10;
const OTHERS: &str = "old";
const AWAITS: &str = "waits for";

impl Layout {
    pub(super) fn of(timeline: &Timeline) -> Self {
        let Timeline { division, rows, .. } = timeline;
        let division = *division;
        let states = || rows.iter().filter_map(Row::state);
        let widest =
            |least: &str, widths: &mut dyn Iterator<Item = usize>| widths.fold(length(least), usize::max);
        let titles = Titles::of(division);
        let places = |state: &State| [Some(state.old), state.new].map(|some| length(&place(some, division)));
        let mut layout = Self {
            division,
            time: widest("12m0s", &mut rows.iter().map(|row| length(&time(row.at)))),
            step: widest(titles.least, &mut states().map(|state| length(&step(&state.step)))),
            pods: widest(titles.new, &mut states().flat_map(places)),
            bar: 0,
            others: states()
                .filter(|state| 0 < state.others)
                .map(|state| length(&state.others.to_string()).max(length(OTHERS)))
                .max(),
        };
        let awaits = widest(AWAITS, &mut states().map(|state| length(&state.awaits.words())));
        let used = length(&layout.head()).saturating_sub(length(AWAITS)).saturating_add(awaits);
        let over = used.saturating_sub(WIDTH);
        layout.step = layout.step.min(layout.step.saturating_sub(over).max(STEP));
        let spare = WIDTH.saturating_sub(used.saturating_add(1));
        if division != Division::Service && 3 <= spare {
            layout.bar = spare.min(LONGEST_BAR);
        }
        layout
    }

    pub(super) fn head(&self) -> String {
        let titles = Titles::of(self.division);
        let shares = match titles.real {
            None => " ".to_owned(),
            Some(real) if self.bar == 0 => format!(" {:>6} {real:>6}", "weight"),
            Some(real) => format!(" {:>6} {real:>6} {:bar$}", "weight", "", bar = self.bar),
        };
        let others = self.others.map(|width| format!(" {OTHERS:>width$}")).unwrap_or_default();
        format!(
            "{:>time$}  {:step$}{shares} {} {}{others}  {AWAITS}",
            "time",
            titles.step,
            self.aligned(titles.old),
            self.aligned(titles.new),
            time = self.time,
            step = self.step,
        )
    }

    pub(super) fn state(&self, at: Span, state: &State, colour: Colour) -> String {
        let at = colour.paint(Paint::Dim, &format!("{:>width$}", time(at), width = self.time));
        let shares = match self.division {
            Division::Service => " ".to_owned(),
            Division::Pods | Division::Router => {
                let bar = self.bar(state.real, colour);
                format!(" {:>6} {:>6}{bar}", percent(state.weight), percent(state.real))
            }
        };
        let count = if 0 < state.others { state.others.to_string() } else { "-".to_owned() };
        let others = self.others.map(|width| format!(" {count:>width$}")).unwrap_or_default();
        let [old, new] = [Some(state.old), state.new].map(|some| self.aligned(&place(some, self.division)));
        format!(
            "{at}  {:step$}{shares} {old} {}{others}  {}",
            self.step(&state.step),
            colour.paint(Paint::Good, &new),
            state.awaits.words(),
            step = self.step,
        )
    }

    pub(super) fn event(&self, at: Span, what: &What, colour: Colour) -> Vec<String> {
        let Some(said) = what.said() else {
            return Vec::new();
        };
        let paint = match said.mood {
            Mood::Plain => Paint::Plain,
            Mood::Deed => Paint::Deed,
            Mood::Good => Paint::Good,
            Mood::Bad => Paint::Bad,
        };
        let (sign, text) = (said.sign, said.text);
        let indent = self.time.saturating_add(4);
        let at = format!("{:>width$}", time(at), width = self.time);
        let lines = wrapped(&text, WIDTH.saturating_sub(indent));
        let line = |(index, line): (usize, &String)| {
            if index == 0 {
                format!(
                    "{}  {}",
                    colour.paint(Paint::Dim, &at),
                    colour.paint(paint, &format!("{sign} {line}"))
                )
            } else {
                format!("{}{}", " ".repeat(indent), colour.paint(paint, line))
            }
        };
        lines.iter().enumerate().map(line).collect()
    }

    fn step(&self, wanted: &Step) -> String {
        let text = step(wanted);
        if length(&text) <= self.step {
            return text;
        }
        let cut: String = text.chars().take(self.step.saturating_sub(1)).collect();
        format!("{cut}…")
    }

    /// Numbers stand to the right; a revision with its pods is a word.
    fn aligned(&self, text: &str) -> String {
        match self.division {
            Division::Service => format!("{text:pods$}", pods = self.pods),
            Division::Pods | Division::Router => format!("{text:>pods$}", pods = self.pods),
        }
    }

    fn bar(&self, share: Option<Share>, colour: Colour) -> String {
        if self.bar == 0 {
            return String::new();
        }
        let cells = share.map_or(0, |share| share.of(i64::try_from(self.bar).unwrap_or(0)));
        let new = usize::try_from(cells).unwrap_or(0).min(self.bar);
        let old = self.bar.saturating_sub(new);
        let (new, old) = ("█".repeat(new), "░".repeat(old));
        format!(" {}{}", colour.paint(Paint::Good, &new), colour.paint(Paint::Dim, &old))
    }
}

/// What the columns are called.
struct Titles {
    step: &'static str,
    /// The column of steps is at least as wide as this.
    least: &'static str,
    real: Option<&'static str>,
    old: &'static str,
    new: &'static str,
}

impl Titles {
    fn of(division: Division) -> Self {
        let canary = Self { step: "step", least: "complete", real: None, old: "stable", new: "canary" };
        match division {
            Division::Pods => Self { real: Some("actual"), ..canary },
            Division::Router => Self { real: Some("router"), ..canary },
            Division::Service => {
                Self { step: "stage", least: "complete", real: None, old: "active", new: "preview" }
            }
        }
    }
}

fn step(step: &Step) -> String {
    match step {
        Step::At { number, of, label } => format!("{number}/{of} {}", visible(label)),
        other => other.word().to_owned(),
    }
}

fn percent(share: Option<Share>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{} %", share.percent()))
}

fn place(place: Option<Place>, division: Division) -> String {
    let Some(Place { revision, pods }) = place else {
        return "-".to_owned();
    };
    let pods = pods.map(|pods| format!("{}/{}", pods.available, pods.wanted));
    match division {
        Division::Service => {
            [Some(format!("r{revision}")), pods].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        Division::Pods | Division::Router => pods.unwrap_or_else(|| "-".to_owned()),
    }
}
