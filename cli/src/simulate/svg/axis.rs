//! Time from left to right. Long spans in which nothing changes are drawn short, and marked.

use super::super::print::short;
use gradual::time::Span;

/// Where a time stands. Positions are in tenths of a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Axis {
    pieces: Vec<Piece>,
    left: i64,
}

/// A piece of the axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// In nanoseconds.
    from: i64,
    to: i64,
    left: i64,
    right: i64,
    drawn: Drawn,
}

/// How a piece is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    ToScale,
    Short,
}

/// A span that is drawn short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Break {
    pub(super) middle: i64,
    pub(super) length: String,
}

/// A mark with its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: i64,
    pub(super) label: String,
}

const SECOND: i64 = 1_000_000_000;
/// A span that is drawn short.
const SHORT: i64 = 640;
/// There are so many at most.
const BREAKS: usize = 8;
/// The width of a letter of a label, generously.
pub(super) const LETTER: i64 = 72;

impl Axis {
    /// An axis on which these times can be told apart: from the first to the last, where they are sorted.
    pub(super) fn of(times: &[Span], left: i64, right: i64) -> Self {
        let mut times: Vec<i64> = times.iter().map(|time| time.as_nanoseconds()).collect();
        times.sort_unstable();
        times.dedup();
        let spans: Vec<(i64, i64)> =
            times.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect();
        let broken = broken(&spans);
        let is_broken = |span: &(i64, i64)| broken.contains(span);
        let shorts = i64::try_from(broken.len()).unwrap_or(0).saturating_mul(SHORT);
        let width = i128::from(right.saturating_sub(left).saturating_sub(shorts));
        let total: i128 = spans.iter().filter(|span| !is_broken(span)).map(length).sum();
        // Positions are rounded from the left on, so that no error adds up.
        let (mut passed, mut before) = (0_i128, 0_i64);
        let mut position = left;
        let pieces = spans.iter().map(|span| {
            let start = position;
            let drawn = if is_broken(span) { Drawn::Short } else { Drawn::ToScale };
            match drawn {
                Drawn::Short => before = before.saturating_add(SHORT),
                Drawn::ToScale => passed += length(span),
            }
            let scaled = i64::try_from(passed * width / total.max(1)).unwrap_or(0);
            position = left.saturating_add(before).saturating_add(scaled);
            Piece { from: span.0, to: span.1, left: start, right: position, drawn }
        });
        Self { pieces: pieces.collect(), left }
    }

    /// Where a time stands.
    pub(super) fn x(&self, at: Span) -> i64 {
        let at = at.as_nanoseconds();
        let piece = self.pieces.get(self.pieces.partition_point(|piece| piece.to < at));
        piece.map_or(self.pieces.last().map_or(self.left, |last| last.right), |piece| piece.x(at))
    }

    pub(super) fn breaks(&self) -> impl Iterator<Item = Break> + '_ {
        let short = self.pieces.iter().filter(|piece| piece.drawn == Drawn::Short);
        short.map(|piece| Break {
            middle: i64::midpoint(piece.left, piece.right),
            length: label(piece.to.saturating_sub(piece.from)),
        })
    }

    /// Marks whose labels do not touch: the ends first, then the edges of breaks, then round times.
    pub(super) fn ticks(&self) -> Vec<Tick> {
        let ends = [self.pieces.first().map(|piece| piece.from), self.pieces.last().map(|piece| piece.to)];
        let short = self.pieces.iter().filter(|piece| piece.drawn == Drawn::Short);
        let edges = short.flat_map(|piece| [piece.to, piece.from]);
        let round = self.pieces.iter().filter(|piece| piece.drawn == Drawn::ToScale);
        let step = self.step();
        let round = round.flat_map(move |piece| multiples(piece, step));
        let mut ticks: Vec<Tick> = Vec::new();
        for time in ends.into_iter().flatten().chain(edges).chain(round) {
            let tick = Tick { at: self.x(Span::nanoseconds(time)), label: label(time) };
            if ticks.iter().all(|other| tick.is_clear_of(other)) {
                ticks.push(tick);
            }
        }
        ticks.sort_by_key(|tick| tick.at);
        ticks
    }

    /// The round time between marks.
    fn step(&self) -> i64 {
        const ROUND: [i64; 21] = [
            1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
            172_800, 604_800, 2_592_000,
        ];
        const APART: i128 = 800;
        let scaled = || self.pieces.iter().filter(|piece| piece.drawn == Drawn::ToScale);
        let time: i128 = scaled().map(|piece| length(&(piece.from, piece.to))).sum();
        let width: i128 = scaled().map(|piece| i128::from(piece.right.saturating_sub(piece.left))).sum();
        let is_wide = |step: &i64| APART * time <= i128::from(step.saturating_mul(SECOND)) * width;
        ROUND.into_iter().find(is_wide).unwrap_or(i64::MAX / SECOND).saturating_mul(SECOND)
    }
}

impl Piece {
    fn x(&self, at: i64) -> i64 {
        let passed = i128::from(at.max(self.from).saturating_sub(self.from));
        let width = i128::from(self.right.saturating_sub(self.left));
        let part = passed * width / length(&(self.from, self.to)).max(1);
        self.left.saturating_add(i64::try_from(part).unwrap_or(0))
    }
}

impl Tick {
    fn is_clear_of(&self, other: &Self) -> bool {
        const GAP: i64 = 100;
        let half =
            |tick: &Self| i64::try_from(tick.label.chars().count()).unwrap_or(0).saturating_mul(LETTER / 2);
        let needed = half(self).saturating_add(half(other)).saturating_add(GAP);
        needed <= self.at.abs_diff(other.at).try_into().unwrap_or(i64::MAX)
    }
}

/// The spans to draw short: the longest, while a typical short one would hardly be seen beside them.
fn broken(spans: &[(i64, i64)]) -> Vec<(i64, i64)> {
    /// A short span is to be a hundredth of all.
    const SEEN: i128 = 100;
    /// A span is long if it is so many times as long as a short one.
    const LONG: i128 = 10;
    let mut sorted: Vec<(i64, i64)> =
        spans.iter().copied().filter(|span| i128::from(SECOND) <= length(span)).collect();
    sorted.sort_by_key(length);
    let Some(typical) = sorted.get(sorted.len() / 4).map(length) else {
        return Vec::new();
    };
    let mut broken = Vec::new();
    while broken.len() < BREAKS {
        let total: i128 = sorted.iter().map(length).sum();
        let longest = sorted.pop_if(|longest| SEEN * typical < total && LONG * typical < length(longest));
        match longest {
            Some(longest) => broken.push(longest),
            None => break,
        }
    }
    broken
}

fn length((from, to): &(i64, i64)) -> i128 {
    i128::from(*to) - i128::from(*from)
}

fn multiples(piece: &Piece, step: i64) -> impl Iterator<Item = i64> + use<> {
    let before = piece.from.saturating_sub(1).div_euclid(step);
    let (first, to) = (before.saturating_add(1).saturating_mul(step), piece.to);
    (0..200)
        .map(move |count: i64| first.saturating_add(count.saturating_mul(step)))
        .take_while(move |at| *at < to)
}

/// A time to the nearest second.
fn label(nanoseconds: i64) -> String {
    short(Span::seconds(nanoseconds.saturating_add(SECOND / 2).div_euclid(SECOND)))
}

#[cfg(test)]
mod tests {
    use super::Axis;
    use gradual::time::Span;

    fn axis(seconds: &[i64]) -> Axis {
        let times: Vec<Span> = seconds.iter().map(|seconds| Span::seconds(*seconds)).collect();
        Axis::of(&times, 0, 10_000)
    }

    /// Where these times stand, and which spans are drawn short.
    fn check(seconds: &[i64], positions: &[i64], breaks: &[&str]) {
        let axis = axis(seconds);
        let x: Vec<i64> = seconds.iter().map(|at| axis.x(Span::seconds(*at))).collect();
        assert_eq!(x, positions, "{seconds:?}");
        let short: Vec<String> = axis.breaks().map(|gap| gap.length).collect();
        assert_eq!(short, breaks, "{seconds:?}");
    }

    #[test]
    fn long_spans_are_drawn_short_only_where_they_hide_others() {
        check(&[0], &[0], &[]);
        check(&[0, 10], &[0, 10_000], &[]);
        check(&[0, 20, 200, 500], &[0, 400, 4000, 10_000], &[]);
        // A week beside twenty seconds.
        check(&[0, 20, 604_820, 604_840], &[0, 4680, 5320, 10_000], &["168h"]);
        // The longer of two is enough.
        check(&[0, 20, 1800, 1820, 2420], &[0, 292, 932, 1225, 10_000], &["29m40s"]);
        // Nothing short is hidden by what is as long as it.
        let even: Vec<i64> = (0..=200).map(|step| step * 20).collect();
        assert_eq!(axis(&even).breaks().count(), 0);
    }

    #[test]
    fn labels_do_not_touch() {
        for seconds in
            [&[0, 20, 604_820, 604_840][..], &[0, 7, 3600], &[0, 1], &[0, 1_000_000_000], &[0, 59, 60, 61]]
        {
            let ticks = axis(seconds).ticks();
            assert!(2 <= ticks.len(), "{seconds:?}");
            for pair in ticks.windows(2) {
                assert!(pair[0].is_clear_of(&pair[1]), "{seconds:?}: {pair:?}");
            }
        }
    }
}
