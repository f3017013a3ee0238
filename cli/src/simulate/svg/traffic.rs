//! The share of traffic that reaches the new revision.

use super::super::state::{Division, Share};
use super::{
    Canvas, TRAFFIC,
    ink::Ink,
    write::{Stroke, Svg, band, stairs},
};

/// Points, and where the line through them ends.
type Run<T> = (Vec<T>, i64);

impl Canvas<'_> {
    pub(super) fn traffic(&self, svg: &mut Svg) {
        Self::heading(TRAFFIC, "share of traffic that reaches the new revision", svg);
        for percent in [0, 50, 100] {
            let level = y(Share { part: percent, whole: 100 });
            Self::level(TRAFFIC, level, &format!("{percent} %"), svg);
        }
        for (points, end) in self.real() {
            let below: Vec<_> = points.iter().map(|(x, y)| (*x, *y, TRAFFIC.bottom)).collect();
            svg.shape(&band(&below, end), Ink::Traffic, " fill-opacity=\"0.18\"");
            svg.path(&stairs(&points, end), Ink::Traffic, Stroke::Thick);
        }
        if self.timeline.division != Division::Service {
            let wanted: Vec<_> = self
                .spread()
                .filter_map(|(start, _, frame)| frame.wanted.map(|share| (start, y(share))))
                .collect();
            svg.path(&stairs(&wanted, self.end), Ink::Text, Stroke::Dashed);
        }
    }

    /// The share that is real; where nobody says there is no line.
    fn real(&self) -> Vec<Run<(i64, i64)>> {
        let mut runs: Vec<Run<(i64, i64)>> = Vec::new();
        for (start, end, frame) in self.spread() {
            let Some(point) = frame.real.map(|share| (start, y(share))) else { continue };
            match runs.last_mut().filter(|(_, last)| *last == start) {
                Some((points, last)) => {
                    points.push(point);
                    *last = end;
                }
                None => runs.push((vec![point], end)),
            }
        }
        runs
    }
}

fn y(share: Share) -> i64 {
    TRAFFIC.bottom.saturating_sub(share.of(TRAFFIC.bottom.saturating_sub(TRAFFIC.top)))
}
