//! Timelines as text, 80 columns wide.

use super::{
    cost::Cost,
    scene::{Header, pods},
    timeline::{Awaits, Pods, Row, Share, State, Step, Timeline, What},
};
use crate::{
    Exit,
    paint::{Colour, Paint, visible},
};
use gradual::time::Span;

const WIDTH: usize = 80;
/// A step is cut to this.
const STEP: usize = 24;
const LONGEST_BAR: usize = 10;

/// A timeline with all that stands around it.
pub(crate) fn print(header: &Header, timeline: &Timeline, colour: Colour) -> String {
    let mut lines = Vec::new();
    let file = colour.paint(Paint::Dim, &format!("  {}", header.file));
    lines.push(format!("{}{file}", colour.paint(Paint::Bold, &header.name)));
    for (title, text) in &header.lines {
        lines.extend(titled(title, text, Paint::Plain, colour));
    }
    lines.push(String::new());
    let layout = Layout::of(&timeline.rows);
    lines.push(colour.paint(Paint::Dim, &layout.head()));
    for row in &timeline.rows {
        match &row.what {
            What::State(state) => lines.push(layout.state(row.at, state, colour)),
            other => lines.extend(layout.event(row.at, other, colour)),
        }
    }
    lines.push(String::new());
    lines.extend(titled("cost", &cost(&timeline.cost), Paint::Plain, colour));
    let paint = match timeline.ending.exit {
        Exit::Good => Paint::Good,
        Exit::Bad | Exit::Unusable => Paint::Bad,
    };
    lines.extend(titled("end", &timeline.ending.text, paint, colour));
    if let Some(hint) = &timeline.ending.hint {
        lines.extend(titled("", hint, Paint::Plain, colour));
    }
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    format!("{}\n", trimmed.join("\n"))
}

/// A length of time as people write it: `2m20s`, `5m`, `1h`.
pub(crate) fn short(span: Span) -> String {
    let long = span.to_string();
    let seconds = match long.strip_suffix("0s") {
        Some(rest) if rest.ends_with('m') => rest,
        _ => return long,
    };
    match seconds.strip_suffix("0m") {
        Some(rest) if rest.ends_with('h') => rest.to_owned(),
        _ => seconds.to_owned(),
    }
}

fn titled(title: &str, text: &str, paint: Paint, colour: Colour) -> Vec<String> {
    const INDENT: usize = 12;
    let title = format!("  {title:<10}");
    let lines = wrapped(text, WIDTH.saturating_sub(INDENT));
    let line = |(at, line): (usize, &String)| {
        let before = if at == 0 { colour.paint(Paint::Dim, &title) } else { " ".repeat(INDENT) };
        format!("{before}{}", colour.paint(paint, line))
    };
    lines.iter().enumerate().map(line).collect()
}

/// Lines of at most `width` characters, broken at blanks; a longer word has a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in visible(text).split(' ') {
        match lines.last_mut() {
            Some(line) if length(line).saturating_add(length(word)) < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// How wide the columns are.
#[derive(Clone, Copy, Debug)]
struct Layout {
    time: usize,
    step: usize,
    pods: usize,
    bar: usize,
    others: Others,
}

/// Whether any row has pods of other revisions than two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    Some,
    None,
}

impl Layout {
    fn of(rows: &[Row]) -> Self {
        let states = || {
            rows.iter().filter_map(|row| match &row.what {
                What::State(state) => Some(state),
                _ => None,
            })
        };
        let widest = |widths: &mut dyn Iterator<Item = usize>, least: usize| widths.fold(least, usize::max);
        let time = widest(&mut rows.iter().map(|row| length(&time(row.at))), 5);
        let step = widest(&mut states().map(|state| length(&step(&state.step))), 8);
        let pods = widest(
            &mut states()
                .flat_map(|state| [Some(state.stable), state.canary].map(|some| length(&amount(some)))),
            6,
        );
        let others = if states().any(|state| 0 < state.others) { Others::Some } else { Others::None };
        let awaits = widest(&mut states().map(|state| length(&awaits(&state.awaits))), 9);
        let mut layout = Self { time, step, pods, bar: 0, others };
        let used = length(&layout.head()).saturating_sub(length(AWAITS)).saturating_add(awaits);
        layout.bar = WIDTH.saturating_sub(used.saturating_add(1)).min(LONGEST_BAR);
        if layout.bar < 3 {
            layout.bar = 0;
        }
        layout
    }

    fn head(&self) -> String {
        let real = if self.bar == 0 {
            format!("{:>6}", "actual")
        } else {
            format!("{:>6} {:bar$}", "actual", "", bar = self.bar)
        };
        let others = match self.others {
            Others::Some => " others",
            Others::None => "",
        };
        format!(
            "{:>time$}  {:step$} {:>6} {real} {:>pods$} {:>pods$}{others}  {AWAITS}",
            "time",
            "step",
            "weight",
            "stable",
            "canary",
            time = self.time,
            step = self.step,
            pods = self.pods,
        )
    }

    fn state(&self, at: Span, state: &State, colour: Colour) -> String {
        let at = colour.paint(Paint::Dim, &format!("{:>width$}", time(at), width = self.time));
        let others = match self.others {
            Others::Some if 0 < state.others => format!(" {:>6}", state.others),
            Others::Some => format!(" {:>6}", "-"),
            Others::None => String::new(),
        };
        format!(
            "{at}  {:step$} {:>6} {:>6}{} {:>pods$} {}{others}  {}",
            step(&state.step),
            percent(state.weight),
            percent(state.real),
            self.bar(state.real, colour),
            amount(Some(state.stable)),
            colour.paint(Paint::Good, &format!("{:>pods$}", amount(state.canary), pods = self.pods)),
            awaits(&state.awaits),
            step = self.step,
            pods = self.pods,
        )
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

    fn event(&self, at: Span, what: &What, colour: Colour) -> Vec<String> {
        let (sign, text, paint) = match what {
            What::State(_) => return Vec::new(),
            What::Did(written) => ("»", format!("{written} (--at)"), Paint::Deed),
            What::Refused { written, why } => {
                ("!", format!("{written} (--at) is refused: {why}"), Paint::Bad)
            }
            What::Told(text) => ("·", text.clone(), Paint::Plain),
            What::Stable(text) => ("✓", text.clone(), Paint::Good),
            What::Degraded(text) => ("!", format!("degraded: {text}"), Paint::Bad),
        };
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
}

const AWAITS: &str = "waits for";

/// Whole seconds.
fn time(at: Span) -> String {
    short(Span::seconds(at.as_seconds()))
}

fn step(step: &Step) -> String {
    let text = match step {
        Step::At { number, of, label } => format!("{number}/{of} {}", visible(label)),
        Step::Over => "all steps over".to_owned(),
        Step::None => "no steps".to_owned(),
        Step::Aborted => "aborted".to_owned(),
        Step::Complete => "complete".to_owned(),
    };
    if length(&text) <= STEP {
        return text;
    }
    let cut: String = text.chars().take(STEP.saturating_sub(1)).collect();
    format!("{cut}…")
}

fn percent(share: Option<Share>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{} %", share.percent()))
}

fn amount(pods: Option<Pods>) -> String {
    pods.map_or_else(|| "-".to_owned(), |pods| format!("{}/{}", pods.available, pods.wanted))
}

fn awaits(awaits: &Awaits) -> String {
    let of = |revision: &str, count: i64| match count {
        1 => format!("1 {revision} pod"),
        many => format!("{many} {revision} pods"),
    };
    match awaits {
        Awaits::Nothing => String::new(),
        Awaits::Healthy => "-".to_owned(),
        Awaits::CanaryPods(missing) => of("canary", *missing),
        Awaits::StablePods(missing) => of("stable", *missing),
        Awaits::PodsGone(left) => format!("{} to go", pods(*left)),
        Awaits::PauseOver(at) => format!("pause until {}", time(*at)),
        Awaits::Resume => "a person: promote".to_owned(),
        Awaits::Unpause => "a person: resume".to_owned(),
        Awaits::Retry => "a person: retry".to_owned(),
        Awaits::Promote => "a person: promote-full".to_owned(),
        Awaits::Restart(at) => format!("restart at {}", time(*at)),
        Awaits::Retirement(at) => format!("old pods until {}", time(*at)),
        Awaits::Router => "the router's weight".to_owned(),
        Awaits::Room => "room in the budget".to_owned(),
        Awaits::Other(text) => visible(text),
    }
}

fn cost(cost: &Cost) -> String {
    let hundredths = cost.extra.hundredths();
    let hours = if cost.extra == Default::default() {
        "no extra pods".to_owned()
    } else if hundredths == 0 {
        "under 0.01 extra pod-hours".to_owned()
    } else {
        format!("{}.{:02} extra pod-hours", hundredths / 100, hundredths % 100)
    };
    let time = time(cost.time);
    format!("{time}, peak {}, at least {} available, {hours}", pods(cost.peak), cost.fewest)
}

#[cfg(test)]
mod tests {
    use super::{Share, short, wrapped};
    use gradual::time::Span;

    #[test]
    fn times_are_short() {
        let rows = [
            (0, "0s"),
            (20, "20s"),
            (60, "1m"),
            (90, "1m30s"),
            (600, "10m"),
            (3600, "1h"),
            (3630, "1h0m30s"),
            (36_000, "10h"),
            (4200, "1h10m"),
        ];
        for (seconds, text) in rows {
            assert_eq!(short(Span::seconds(seconds)), text);
        }
        assert_eq!(short(Span::nanoseconds(1_500_000_000)), "1.5s");
    }

    #[test]
    fn a_share_is_rounded_but_never_to_none_or_all() {
        let rows = [
            ((0, 8), (0, 0)),
            ((1, 8), (13, 1)),
            ((1, 1000), (1, 1)),
            ((999, 1000), (99, 9)),
            ((8, 8), (100, 10)),
            ((9, 8), (100, 10)),
            ((-1, 8), (0, 0)),
            ((i64::MAX - 1, i64::MAX), (99, 9)),
        ];
        for ((part, whole), (percent, tenths)) in rows {
            let share = Share { part, whole };
            assert_eq!((share.percent(), share.of(10)), (percent, tenths), "{part}/{whole}");
        }
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("immeasurable word", 5), ["immeasurable", "word"]);
        assert_eq!(wrapped("a\nb\u{1b}[31m", 80), ["a\u{fffd}b\u{fffd}[31m"]);
    }
}
