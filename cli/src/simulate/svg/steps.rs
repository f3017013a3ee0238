//! The strip of steps between the panels.

use super::super::state::Step;
use super::{
    Canvas, HALF, LETTER, STEPS,
    ink::Ink,
    write::{Anchor, Area, Stroke, Svg, Type, Weight, escaped, px},
};

/// Narrower ones are left out.
const NARROW: i64 = 20;

impl Canvas<'_> {
    pub(super) fn steps(&self, svg: &mut Svg) {
        svg.area(STEPS, Ink::Grid, HALF);
        for (left, right, step) in self.stretches() {
            let width = right.saturating_sub(left);
            if width < NARROW {
                continue;
            }
            let (short, long) = words(step);
            svg.raw(&format!("<g><title>{}</title>", escaped(&long)));
            // Without an area there is nothing to point at.
            svg.area(Area { left, right, ..STEPS }, Ink::Grid, " fill-opacity=\"0\"");
            svg.path(
                &format!("M{} {}V{}", px(left), px(STEPS.top), px(STEPS.bottom)),
                Ink::Dim,
                Stroke::Thin,
            );
            let fits = |text: &&String| {
                let letters = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
                letters.saturating_mul(LETTER).saturating_add(60) <= width
            };
            if let Some(text) = [&long, &short].into_iter().find(fits) {
                let set = Type::new(Ink::Text, Anchor::Middle).sized(11, Weight::Normal);
                svg.words(i64::midpoint(left, right), STEPS.bottom - 60, text, set);
            }
            svg.raw("</g>");
        }
    }

    /// Each step with where it begins and where it ends.
    fn stretches(&self) -> Vec<(i64, i64, &Step)> {
        let mut stretches: Vec<(i64, i64, &Step)> = Vec::new();
        for (start, end, frame) in self.spread() {
            match stretches.last_mut().filter(|(_, _, step)| *step == &frame.step) {
                Some((_, last, _)) => *last = end,
                None => stretches.push((start, end, &frame.step)),
            }
        }
        stretches
    }
}

/// In a word, and in full.
fn words(step: &Step) -> (String, String) {
    match step {
        Step::At { number, of: _, label } => (number.to_string(), format!("{number}  {label}")),
        other => (String::new(), other.word().to_owned()),
    }
}
