//! What happened: marks above the panels, and a list below them.

use super::super::{
    print::time,
    timeline::{Mood, Timeline},
};
use super::{
    Canvas, LEFT, LETTER, LINE, PODS, RIGHT, TRAFFIC, cut,
    ink::Ink,
    write::{Anchor, Stroke, Svg, Type, Weight, px},
};
use gradual::time::Span;

/// Something that happened.
pub(super) struct Event {
    pub(super) at: Span,
    text: String,
    ink: Ink,
}

/// So many are marked and listed at most.
const MOST: usize = 40;
const RADIUS: i64 = 75;
/// Where marks stand; those that would touch go up a row.
const ROWS: [i64; 2] = [TRAFFIC.top - 330, TRAFFIC.top - 330 - 170];

pub(super) fn events(timeline: &Timeline) -> Vec<Event> {
    let told = timeline.rows.iter().filter_map(|row| {
        let said = row.what.said()?;
        let ink = match said.mood {
            Mood::Good => Ink::Good,
            Mood::Bad => Ink::Bad,
            Mood::Deed | Mood::Plain => Ink::Text,
        };
        Some(Event { at: row.at, text: said.text, ink })
    });
    told.collect()
}

/// All of them in words.
pub(super) fn told(timeline: &Timeline) -> impl Iterator<Item = String> + '_ {
    let told = timeline.rows.iter().filter_map(|row| Some((row.at, row.what.said()?)));
    told.map(|(at, said)| format!("At {}: {}.", time(at), said.text))
}

impl Canvas<'_> {
    /// Marks and lists them from this line on; says where it is over.
    pub(super) fn events(&self, events: &[Event], below: i64, svg: &mut Svg) -> i64 {
        let mut last = ROWS.map(|_| i64::MIN);
        let mut line = below;
        let longest = events.iter().map(|event| time(event.at).chars().count()).max().unwrap_or(0);
        let texts = LEFT + 400 + LETTER * i64::try_from(longest).unwrap_or(0);
        for (event, number) in events.iter().take(MOST).zip(1..) {
            let at = self.axis.x(event.at);
            let (row, x) = place(&mut last, at);
            for area in [TRAFFIC, PODS] {
                let through = format!("M{} {}V{}", px(at), px(area.top), px(area.bottom));
                svg.path(&through, event.ink, Stroke::Dotted);
            }
            mark(x, row, number, event.ink, svg);
            mark(LEFT + RADIUS, line - 40, number, event.ink, svg);
            let words = Type::new(event.ink, Anchor::Start);
            svg.words(LEFT + 260, line, &time(event.at), Type { ink: Ink::Dim, ..words });
            svg.words(texts, line, &cut(&event.text, RIGHT - texts), words);
            line += LINE;
        }
        if let Some(more) = events.len().checked_sub(MOST).filter(|more| 0 < *more) {
            svg.words(LEFT + 260, line, &format!("and {more} more"), Type::new(Ink::Dim, Anchor::Start));
            line += LINE;
        }
        line
    }
}

/// Where a mark stands without touching others: its row, and its place, a little to the right if need be.
fn place(last: &mut [i64; 2], at: i64) -> (i64, i64) {
    const APART: i64 = 2 * RADIUS + 20;
    let nearest = |last: i64| at.max(last.saturating_add(APART));
    let free = last.iter_mut().zip(ROWS).min_by_key(|(last, _)| nearest(**last));
    let Some((last, row)) = free else { return (TRAFFIC.top, at) };
    *last = nearest(*last);
    (row, *last)
}

fn mark(x: i64, y: i64, number: i64, ink: Ink, svg: &mut Svg) {
    svg.raw(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {}/>", px(x), px(y), px(RADIUS), ink.fill()));
    let set = Type::new(Ink::Paper, Anchor::Middle).sized(10, Weight::Bold);
    svg.words(x, y + 35, &number.to_string(), set);
}
