//! Where the values of a metric come from.

use super::{Sample, Traffic};
use crate::time::{Span, Timestamp};
use alloc::vec::Vec;

/// Where the values of a metric come from. More kinds may follow.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Source {
    /// The same whenever it is asked.
    Constant(Sample),
    /// One after the other, the last again and again; nothing if there is none.
    List(Vec<Sample>),
    /// What was recorded.
    Recorded(Recorded),
    /// What the requests to two revisions show.
    Traffic(Traffic),
}

/// What is asked of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ask {
    /// How often it was asked before.
    pub nth: usize,
    /// When.
    pub at: Timestamp,
    /// The canary's share of the traffic then, in percent.
    pub weight: i64,
}

/// Samples with their times.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    points: Vec<(Timestamp, Sample)>,
    stale_after: Option<Span>,
}

impl Recorded {
    /// Samples in any order; of two of one instant the later one counts. Each holds until the next, or for so long.
    pub fn new(mut points: Vec<(Timestamp, Sample)>, stale_after: Option<Span>) -> Self {
        points.sort_by_key(|(at, _)| *at);
        Self { points, stale_after }
    }

    /// The last instant.
    pub fn last(&self) -> Option<Timestamp> {
        self.points.last().map(|(at, _)| *at)
    }

    /// The newest sample of those up to `now`; nothing before the first, and nothing once it is stale.
    fn at(&self, now: Timestamp) -> Option<&Sample> {
        let older = self.points.partition_point(|(at, _)| *at <= now);
        let (at, sample) = self.points.get(older.checked_sub(1)?)?;
        let is_stale = self.stale_after.is_some_and(|longest| longest < now.since(*at));
        (!is_stale).then_some(sample)
    }
}

impl Source {
    /// What is found.
    ///
    /// ```
    /// use gradual::{
    ///     sim::analysis::{Ask, Recorded, Sample, Source},
    ///     time::Timestamp,
    /// };
    ///
    /// let second = Timestamp::from_seconds;
    /// let recorded = Recorded::new(vec![(second(10), Sample::Number(0.9))], None);
    /// let at = |at| Source::Recorded(recorded.clone()).sample(&Ask { nth: 0, at: second(at), weight: 0 });
    /// assert_eq!((at(9), at(99)), (Sample::NoData, Sample::Number(0.9)));
    /// ```
    pub fn sample(&self, ask: &Ask) -> Sample {
        match self {
            Self::Constant(sample) => sample.clone(),
            Self::List(list) => list.get(ask.nth).or(list.last()).cloned().unwrap_or(Sample::NoData),
            Self::Recorded(recorded) => recorded.at(ask.at).cloned().unwrap_or(Sample::NoData),
            Self::Traffic(traffic) => traffic.sample(ask),
        }
    }
}
