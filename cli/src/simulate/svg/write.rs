//! The elements of SVG. Positions are in tenths of a pixel, so that no float is printed.

use super::ink::Ink;
use crate::paint::visible;
use std::fmt::Write;

/// A text of SVG that grows.
#[derive(Debug, Default)]
pub(super) struct Svg {
    pub(super) text: String,
}

/// Where a text stands beside its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) ink: Ink,
    /// In pixels.
    pub(super) size: u8,
    pub(super) weight: Weight,
    pub(super) anchor: Anchor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Normal,
    Bold,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    Thin,
    Thick,
    Dashed,
    Dotted,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: i64,
    pub(super) top: i64,
    pub(super) right: i64,
    pub(super) bottom: i64,
}

impl Svg {
    /// Adds a line of markup.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn area(&mut self, area: Area, ink: Ink, opacity: &str) {
        let (width, height) = (area.right.saturating_sub(area.left), area.bottom.saturating_sub(area.top));
        if width <= 0 || height <= 0 {
            return;
        }
        self.raw(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {}{opacity}/>",
            px(area.left),
            px(area.top),
            px(width),
            px(height),
            ink.fill()
        ));
    }

    pub(super) fn path(&mut self, path: &str, ink: Ink, stroke: Stroke) {
        if !path.is_empty() {
            self.raw(&format!("<path d=\"{path}\" {}{}/>", ink.stroke(), stroke.attributes()));
        }
    }

    pub(super) fn shape(&mut self, path: &str, ink: Ink, opacity: &str) {
        if !path.is_empty() {
            self.raw(&format!("<path d=\"{path}\" {}{opacity}/>", ink.fill()));
        }
    }

    /// A text with its baseline at `y`.
    pub(super) fn words(&mut self, x: i64, y: i64, words: &str, set: Type) {
        let anchor = match set.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = match set.weight {
            Weight::Normal => "",
            Weight::Bold => " font-weight=\"600\"",
        };
        let (fill, size, words) = (set.ink.fill(), set.size, escaped(words));
        self.raw(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\"{anchor}{weight} {fill}>{words}</text>",
            px(x),
            px(y)
        ));
    }
}

impl Type {
    pub(super) const fn new(ink: Ink, anchor: Anchor) -> Self {
        Self { ink, size: 12, weight: Weight::Normal, anchor }
    }

    pub(super) const fn sized(self, size: u8, weight: Weight) -> Self {
        Self { size, weight, ..self }
    }
}

impl Stroke {
    fn attributes(self) -> &'static str {
        match self {
            Self::Thin => " stroke-width=\"1\"",
            Self::Thick => " stroke-width=\"2\"",
            Self::Dashed => " stroke-width=\"1.5\" stroke-dasharray=\"5 3\"",
            Self::Dotted => " stroke-width=\"1\" stroke-dasharray=\"2 3\"",
        }
    }
}

/// Tenths of a pixel in pixels.
pub(super) fn px(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// A text of the user's as it may stand between tags and in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Not a character of XML.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line in steps: from each point to the right, then up or down to the next.
pub(super) fn stairs(points: &[(i64, i64)], end: i64) -> String {
    let mut path = String::new();
    let mut last = None;
    for (x, y) in points {
        // Writing to a string cannot fail.
        _ = match last {
            None => write!(path, "M{} {}", px(*x), px(*y)),
            Some(before) if before == *y => Ok(()),
            Some(_) => write!(path, "H{}V{}", px(*x), px(*y)),
        };
        last = Some(*y);
    }
    if last.is_some() {
        path.push_str(&format!("H{}", px(end)));
    }
    path
}

/// What lies between two such lines; each point has its upper and its lower edge.
pub(super) fn band(points: &[(i64, i64, i64)], end: i64) -> String {
    let upper: Vec<(i64, i64)> = points.iter().map(|(x, upper, _)| (*x, *upper)).collect();
    if points.iter().all(|(_, upper, lower)| upper == lower) {
        return String::new();
    }
    let mut path = stairs(&upper, end);
    let mut last = None;
    for (x, _, lower) in points.iter().rev() {
        if last != Some(*lower) {
            path.push_str(&format!("V{}", px(*lower)));
        }
        path.push_str(&format!("H{}", px(*x)));
        last = Some(*lower);
    }
    path + "Z"
}

#[cfg(test)]
mod tests {
    use super::{band, escaped, px, stairs};

    #[test]
    fn positions_are_short() {
        let rows = [(0, "0"), (10, "1"), (15, "1.5"), (-5, "-0.5"), (9001, "900.1")];
        for (tenths, text) in rows {
            assert_eq!(px(tenths), text);
        }
    }

    #[test]
    fn texts_are_harmless() {
        assert_eq!(escaped("<a b=\"c\">&\u{1b}[31m"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}[31m");
    }

    #[test]
    fn lines_go_in_steps() {
        assert_eq!(stairs(&[], 90), "");
        assert_eq!(stairs(&[(0, 50), (10, 50), (20, 30)], 90), "M0 5H2V3H9");
        assert_eq!(band(&[(0, 50, 50), (20, 50, 50)], 90), "");
        assert_eq!(band(&[(0, 50, 100), (20, 30, 100)], 90), "M0 5H2V3H9V10H2H0Z");
    }
}
