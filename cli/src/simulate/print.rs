//! Timelines as text, 80 columns wide.

use super::{
    cost::Cost,
    header::{Header, pods},
    layout::Layout,
    timeline::{Timeline, What},
};
use crate::{
    Exit,
    paint::{Colour, Paint, visible},
};
use gradual::time::Span;

pub(crate) const WIDTH: usize = 80;

/// A timeline with all that stands around it.
pub(crate) fn print(header: &Header, timeline: &Timeline, colour: Colour) -> String {
    let mut lines = Vec::new();
    let file = colour.paint(Paint::Dim, &format!("  {}", header.file));
    lines.push(format!("{}{file}", colour.paint(Paint::Bold, &header.name)));
    for (title, text) in &header.lines {
        lines.extend(titled(title, text, Paint::Plain, colour));
    }
    lines.push(String::new());
    let layout = Layout::of(timeline);
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
        Exit::Bad | Exit::Unusable | Exit::Undecided | Exit::Unfinished => Paint::Bad,
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

/// Whole seconds.
pub(crate) fn time(at: Span) -> String {
    short(Span::seconds(at.as_seconds()))
}

pub(crate) fn titled(title: &str, text: &str, paint: Paint, colour: Colour) -> Vec<String> {
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
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
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

pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
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
    use super::{short, wrapped};
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
    fn lines_break_at_blanks() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("immeasurable word", 5), ["immeasurable", "word"]);
        assert_eq!(wrapped("a\nb\u{1b}[31m", 80), ["a\u{fffd}b\u{fffd}[31m"]);
    }
}
