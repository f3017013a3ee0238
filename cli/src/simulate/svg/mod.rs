//! A picture of simulations: who has the traffic and how many pods there are, over time.
//!
//! The picture is drawn for light surroundings; a style for dark ones stands in it. The same simulation gives the same
//! bytes.

mod axis;
mod events;
mod ink;
mod legend;
mod pods;
mod steps;
mod traffic;
mod write;

use super::{
    ending::Outcome,
    film::{Film, Frame, Rest},
    header::Header,
    timeline::Timeline,
};
use crate::{paint::visible, problem::Problem};
use axis::{Axis, LETTER};
use gradual::time::Span;
use ink::Ink;
use std::path::Path;
use write::{Anchor, Area, Stroke, Svg, Type, Weight, escaped, px};

/// A simulation to draw.
type Picture = (Header, Timeline);

/// What is drawn where. Positions are in tenths of a pixel.
struct Canvas<'a> {
    film: &'a Film,
    timeline: &'a Timeline,
    axis: Axis,
    /// Where the last frame ends.
    end: i64,
}

const WIDTH: i64 = 9600;
const LEFT: i64 = 640;
const RIGHT: i64 = WIDTH - 240;
/// The state at the end is drawn so long.
const TAIL: i64 = 240;
const TRAFFIC: Area = Area { left: LEFT, top: 1230, right: RIGHT, bottom: 2330 };
const STEPS: Area = Area { left: LEFT, top: 2410, right: RIGHT, bottom: 2610 };
const PODS: Area = Area { left: LEFT, top: 2890, right: RIGHT, bottom: 4290 };
/// The baseline of the times.
const TIMES: i64 = PODS.bottom + 180;
const LEGEND: i64 = TIMES + 480;
const LINE: i64 = 190;
const HALF: &str = " fill-opacity=\"0.35\"";

/// Whether a file has not the name of a picture. So a manifest is not overwritten by mistake.
pub(super) fn misnamed(file: &Path) -> Option<Problem> {
    if file.extension().is_some_and(|extension| extension == "svg") {
        return None;
    }
    let message = format!("`--svg {}` does not name a picture", visible(&file.to_string_lossy()));
    Some(Problem::error(message).help("end its name with `.svg`"))
}

/// One picture of all of them, one below the other.
pub(super) fn draw(pictures: &[Picture]) -> String {
    let mut body = Svg::default();
    let mut height = 0;
    for picture in pictures {
        body.raw(&format!("<g transform=\"translate(0 {})\">", px(height)));
        height += panel(picture, &mut body);
        body.raw("</g>");
    }
    let (width, height) = (px(WIDTH), px(height));
    let names: Vec<&str> = pictures.iter().map(|(header, _)| header.name.as_str()).collect();
    let id = id(names.first().copied().unwrap_or_default());
    let told: Vec<String> = pictures.iter().map(told).collect();
    let mut svg = Svg::default();
    svg.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
         font-family=\"system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif\">"
    ));
    svg.raw(&format!(
        "<title id=\"{id}-title\">Update of {}: traffic and pods over time</title>",
        escaped(&names.join(", "))
    ));
    svg.raw(&format!("<desc id=\"{id}-desc\">{}</desc>", escaped(&told.join(" "))));
    svg.text.push_str(&ink::styles());
    svg.raw(&format!("<rect width=\"{width}\" height=\"{height}\" {}/>", Ink::Paper.fill()));
    svg.text.push_str(&body.text);
    svg.raw("</svg>");
    svg.text
}

/// Told apart from that of another picture in the same page.
fn id(name: &str) -> String {
    let plain = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    "gradual-".chars().chain(plain).collect()
}

/// The picture in words, for those who do not see it.
fn told(picture: &Picture) -> String {
    let (header, timeline) = picture;
    let mut sentences: Vec<String> =
        header.lines.iter().map(|(title, text)| format!("{}: {title}: {text}.", header.name)).collect();
    sentences.extend(events::told(timeline));
    sentences.push(format!("End: {}.", timeline.ending.text));
    sentences.join(" ")
}

/// Draws one, and says how high it is.
fn panel(picture: &Picture, svg: &mut Svg) -> i64 {
    let (header, timeline) = picture;
    let film = &timeline.film;
    let events = events::events(timeline);
    let mut times: Vec<Span> = film.frames.iter().map(|frame| frame.at).collect();
    times.extend(events.iter().map(|event| event.at));
    times.push(timeline.ending.after.max(times.iter().copied().max().unwrap_or(Span::ZERO)));
    let canvas = Canvas { film, timeline, axis: Axis::of(&times, LEFT, RIGHT - TAIL), end: RIGHT };
    title(header, timeline, svg);
    canvas.pauses(svg);
    canvas.traffic(svg);
    canvas.steps(svg);
    canvas.pods(svg);
    canvas.times(svg);
    let below = canvas.legend(LEGEND, svg);
    canvas.events(&events, below, svg)
}

fn title(header: &Header, timeline: &Timeline, svg: &mut Svg) {
    let start = Type::new(Ink::Text, Anchor::Start);
    // Its letters are half as wide again as those of other texts.
    svg.words(LEFT, 300, &cut(&header.name, (RIGHT - LEFT) * 2 / 3), start.sized(17, Weight::Bold));
    let ink = match timeline.ending.outcome {
        Outcome::Healthy => Ink::Good,
        Outcome::Waits | Outcome::CutOff => Ink::Text,
        Outcome::Degraded | Outcome::Stuck | Outcome::Held => Ink::Bad,
    };
    svg.words(LEFT, 500, &cut(&timeline.ending.text, RIGHT - LEFT), Type { ink, ..start });
}

/// As much of a text as there is room for.
fn cut(text: &str, room: i64) -> String {
    let letters = usize::try_from(room / LETTER).unwrap_or(0);
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{kept}…")
}

impl Canvas<'_> {
    /// Each frame with where it begins and where it ends. One that is too narrow to be seen is part of the next.
    fn spread(&self) -> impl Iterator<Item = (i64, i64, &Frame)> + '_ {
        const HAIR: i64 = 5;
        let starts = self.film.frames.iter().map(|frame| self.axis.x(frame.at));
        let ends = starts.clone().skip(1).chain([self.end]);
        let mut passed_over = None;
        starts.zip(ends).zip(&self.film.frames).filter_map(move |((start, end), frame)| {
            let start = passed_over.take().unwrap_or(start);
            if end.saturating_sub(start) < HAIR {
                passed_over = Some(start);
                return None;
            }
            Some((start, end, frame))
        })
    }

    /// Shades the times in which nothing is to be done.
    fn pauses(&self, svg: &mut Svg) {
        let mut shaded: Vec<(i64, i64)> = Vec::new();
        for (start, end, _) in self.spread().filter(|(_, _, frame)| frame.rest == Rest::Pausing) {
            match shaded.last_mut().filter(|(_, last)| *last == start) {
                Some((_, last)) => *last = end,
                None => shaded.push((start, end)),
            }
        }
        for area in [TRAFFIC, PODS] {
            for (left, right) in &shaded {
                svg.area(Area { left: *left, right: *right, ..area }, Ink::Pause, "");
            }
        }
    }

    /// The axis below, and a cut through the panels where time is left out.
    fn times(&self, svg: &mut Svg) {
        const CUT: i64 = 30;
        for gap in self.axis.breaks() {
            let (left, right) = (gap.middle - CUT, gap.middle + CUT);
            for area in [TRAFFIC, PODS] {
                svg.area(Area { left, right, ..area }, Ink::Paper, "");
                for x in [left, right] {
                    let line = format!("M{} {}V{}", px(x), px(area.top), px(area.bottom));
                    svg.path(&line, Ink::Dim, Stroke::Dotted);
                }
            }
            let words = Type::new(Ink::Dim, Anchor::Middle).sized(11, Weight::Normal);
            svg.words(gap.middle, TIMES + 170, &format!("⋯ {} ⋯", gap.length), words);
        }
        let base = format!("M{} {}H{}", px(LEFT), px(PODS.bottom), px(RIGHT));
        svg.path(&base, Ink::Dim, Stroke::Thin);
        for tick in self.axis.ticks() {
            let mark = format!("M{} {}V{}", px(tick.at), px(PODS.bottom), px(PODS.bottom + 50));
            svg.path(&mark, Ink::Dim, Stroke::Thin);
            svg.words(
                tick.at,
                TIMES,
                &tick.label,
                Type::new(Ink::Dim, Anchor::Middle).sized(11, Weight::Normal),
            );
        }
    }

    /// A horizontal line of a grid, with what it stands for.
    fn level(area: Area, y: i64, label: &str, svg: &mut Svg) {
        svg.path(&format!("M{} {}H{}", px(area.left), px(y), px(area.right)), Ink::Grid, Stroke::Thin);
        let words = Type::new(Ink::Dim, Anchor::End).sized(11, Weight::Normal);
        svg.words(area.left - 80, y + 40, label, words);
    }

    fn heading(area: Area, words: &str, svg: &mut Svg) {
        svg.words(
            area.left,
            area.top - 90,
            words,
            Type::new(Ink::Text, Anchor::Start).sized(12, Weight::Bold),
        );
    }
}
