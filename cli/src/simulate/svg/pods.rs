//! Pods: those of each revision stand on those of the one before.

use super::super::film::Frame;
use super::{
    Canvas, HALF, PODS,
    ink::Ink,
    write::{Svg, band},
};

impl Canvas<'_> {
    pub(super) fn pods(&self, svg: &mut Svg) {
        Self::heading(PODS, "pods", svg);
        let revisions = self.film.revisions.len();
        let all =
            |frame: &Frame| (0..revisions).map(|place| height(frame, place)).fold(0_i64, i64::saturating_add);
        let most = self.film.frames.iter().map(all).max().unwrap_or(0).max(1);
        let step = step(most);
        // Whole lines, so that nothing touches the heading.
        let top = i128::from(most.saturating_add(step).saturating_sub(1) / step) * i128::from(step);
        let y = |pods: i64| {
            let room = i128::from(PODS.bottom.saturating_sub(PODS.top));
            PODS.bottom.saturating_sub(i64::try_from(i128::from(pods) * room / top).unwrap_or(0))
        };
        for place in self.film.revisions.iter().enumerate().map(|(place, _)| place) {
            let mut wanted = Vec::new();
            let mut available = Vec::new();
            for (start, _, frame) in self.spread() {
                let below = (0..place).map(|place| height(frame, place)).fold(0_i64, i64::saturating_add);
                wanted.push((start, y(below.saturating_add(height(frame, place))), y(below)));
                available.push((start, y(below.saturating_add(frame.pods(place).available)), y(below)));
            }
            svg.shape(&band(&wanted, self.end), Ink::Revision(place), HALF);
            svg.shape(&band(&available, self.end), Ink::Revision(place), "");
        }
        for line in (0..=5).map(|line: i64| line.saturating_mul(step)).filter(|pods| i128::from(*pods) <= top)
        {
            Self::level(PODS, y(line), &line.to_string(), svg);
        }
    }
}

/// Pods that are there or are to be.
fn height(frame: &Frame, place: usize) -> i64 {
    let pods = frame.pods(place);
    pods.available.max(pods.wanted)
}

/// A round number of which at most five make up the most.
fn step(most: i64) -> i64 {
    let mut tens = 1_i64;
    loop {
        for round in [1, 2, 5] {
            let step = tens.saturating_mul(round);
            if most.saturating_sub(1) / 5 < step {
                return step;
            }
        }
        tens = tens.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn steps_are_round() {
        for (most, round) in [
            (1, 1),
            (5, 1),
            (6, 2),
            (10, 2),
            (11, 5),
            (26, 10),
            (1000, 200),
            (i64::MAX, 2_000_000_000_000_000_000),
        ] {
            assert_eq!(step(most), round, "{most}");
        }
    }
}
