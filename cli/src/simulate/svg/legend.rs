//! What lines and colours stand for.

use super::super::{film::Rest, state::Division};
use super::{
    Canvas, HALF, LEFT, LETTER, LINE, RIGHT,
    ink::Ink,
    write::{Anchor, Area, Stroke, Svg, Type, px},
};

/// What is drawn beside the words.
enum Sign {
    Line(Ink, Stroke),
    Box(Ink, &'static str),
    /// Time that is left out.
    Cut,
}

/// Revisions that are named; the rest are together.
const NAMED: usize = 5;
const SIGN: i64 = 220;

impl Canvas<'_> {
    /// Says where it is over.
    pub(super) fn legend(&self, top: i64, svg: &mut Svg) -> i64 {
        let (mut x, mut y) = (LEFT, top);
        for (sign, words) in self.entries() {
            let letters = i64::try_from(words.chars().count()).unwrap_or(0);
            let width = SIGN.saturating_add(letters.saturating_mul(LETTER)).saturating_add(120);
            if LEFT < x && RIGHT < x.saturating_add(width) {
                x = LEFT;
                y += LINE;
            }
            draw(&sign, x, y, svg);
            svg.words(x + SIGN + 60, y, &words, Type::new(Ink::Text, Anchor::Start));
            x = x.saturating_add(width);
        }
        y + LINE + 100
    }

    fn entries(&self) -> Vec<(Sign, String)> {
        let mut entries = Vec::new();
        let real = match self.timeline.division {
            Division::Pods => "share of the available pods",
            Division::Router => "carried by the router",
            Division::Service => "by the active service",
        };
        entries.push((Sign::Line(Ink::Traffic, Stroke::Thick), real.to_owned()));
        if self.timeline.division != Division::Service {
            entries.push((Sign::Line(Ink::Text, Stroke::Dashed), "weight asked for".to_owned()));
        }
        for (place, shown) in self.film.revisions.iter().enumerate().take(NAMED) {
            let numbers: Vec<String> = shown.numbers.iter().map(i64::to_string).collect();
            entries.push((
                Sign::Box(Ink::Revision(place), ""),
                format!("revision {}", numbers.join(", later ")),
            ));
        }
        if NAMED < self.film.revisions.len() {
            entries.push((Sign::Box(Ink::Revision(NAMED), ""), "later revisions".to_owned()));
        }
        entries.push((Sign::Box(Ink::Dim, HALF), "not yet available".to_owned()));
        if self.film.frames.iter().any(|frame| frame.rest == Rest::Pausing) {
            entries.push((Sign::Box(Ink::Pause, ""), "pause".to_owned()));
        }
        if self.axis.breaks().next().is_some() {
            entries.push((Sign::Cut, "time left out: nothing changes".to_owned()));
        }
        entries
    }
}

fn draw(sign: &Sign, x: i64, y: i64, svg: &mut Svg) {
    let area = Area { left: x, top: y - 90, right: x + SIGN, bottom: y + 10 };
    match sign {
        Sign::Line(ink, stroke) => {
            svg.path(&format!("M{} {}H{}", px(x), px(y - 40), px(area.right)), *ink, *stroke);
        }
        Sign::Box(ink, opacity) => svg.area(area, *ink, opacity),
        Sign::Cut => {
            for x in [x + 80, x + 140] {
                svg.path(
                    &format!("M{} {}V{}", px(x), px(area.top), px(area.bottom)),
                    Ink::Dim,
                    Stroke::Dotted,
                );
            }
        }
    }
}
