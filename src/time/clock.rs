//! The clock that arms itself: asking whether a deadline has passed also says when the answer changes.

use super::Timestamp;

/// What a wake-up is for. Exhaustive: whoever explains a wake-up explains all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// A timed pause ends.
    PauseOver,
    /// An experiment has run its time.
    ExperimentOver,
    /// A write that met a conflict is tried again.
    TryAgain,
    /// Pods are due for a restart.
    Restart,
    /// Perhaps more of the old pods can be evicted by now.
    EvictMore,
    /// A router is asked again whether a weight has arrived.
    VerifyAgain,
    /// A revision that has done its work loses its pods.
    Retirement,
    /// The update is late.
    ProgressDeadline,
    /// A metric is due to be measured.
    Measurement,
    /// A measurement that still ran may have come to an end.
    MeasurementEnd,
    /// An ended analysis run has been kept long enough.
    RunExpiry,
}

/// The time of one pass, and the first instant at which an answer given in it would change.
///
/// ```
/// use gradual::time::{Clock, Timestamp, Wake};
///
/// let (second, minute) = (Timestamp::from_seconds(1), Timestamp::from_seconds(60));
/// let mut clock = Clock::at(Timestamp::from_seconds(30));
/// assert!(clock.passed(second, Wake::ProgressDeadline));
/// assert!(!clock.passed(minute, Wake::PauseOver));
/// assert_eq!(clock.earliest(), Some((minute.next(), Wake::PauseOver)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    now: Timestamp,
    earliest: Option<(Timestamp, Wake)>,
}

impl Clock {
    /// A clock that stands at `now`, with nothing armed.
    ///
    /// ```
    /// use gradual::time::{Clock, Timestamp};
    ///
    /// assert_eq!(Clock::at(Timestamp::from_seconds(30)).earliest(), None);
    /// ```
    pub fn at(now: Timestamp) -> Self {
        Self { now, earliest: None }
    }

    /// The time of the pass.
    ///
    /// ```
    /// use gradual::time::{Clock, Timestamp};
    ///
    /// let now = Timestamp::from_seconds(30);
    /// assert_eq!(Clock::at(now).now(), now);
    /// ```
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Whether `deadline` lies strictly before now, as all of upstream's expiries are judged (`argo-rollout §19`).
    /// If not, the clock is armed for the first instant after it.
    ///
    /// ```
    /// use gradual::time::{Clock, Timestamp, Wake};
    ///
    /// let now = Timestamp::from_seconds(30);
    /// assert!(!Clock::at(now).passed(now, Wake::PauseOver));
    /// assert!(Clock::at(now.next()).passed(now, Wake::PauseOver));
    /// ```
    pub fn passed(&mut self, deadline: Timestamp, wake: Wake) -> bool {
        if deadline < self.now {
            return true;
        }
        self.arm(deadline.next(), wake);
        false
    }

    /// Whether `instant` has come. If not, the clock is armed for it. For the few of upstream's deadlines that count from
    /// their very instant on.
    ///
    /// ```
    /// use gradual::time::{Clock, Timestamp, Wake};
    ///
    /// let instant = Timestamp::from_seconds(7);
    /// assert!(Clock::at(instant).reached(instant, Wake::Retirement));
    /// ```
    pub fn reached(&mut self, instant: Timestamp, wake: Wake) -> bool {
        self.arm(instant, wake);
        instant <= self.now
    }

    /// Wakes the caller at `at` if that is ahead. Of two wake-ups for one instant the first one armed stays.
    ///
    /// ```
    /// use gradual::time::{Clock, Timestamp, Wake};
    ///
    /// let mut clock = Clock::at(Timestamp::from_seconds(30));
    /// clock.arm(Timestamp::from_seconds(29), Wake::Restart);
    /// assert_eq!(clock.earliest(), None);
    /// clock.arm(Timestamp::from_seconds(60), Wake::Restart);
    /// assert_eq!(clock.earliest(), Some((Timestamp::from_seconds(60), Wake::Restart)));
    /// ```
    pub fn arm(&mut self, at: Timestamp, wake: Wake) {
        if self.now < at && self.earliest.is_none_or(|(armed, _)| at < armed) {
            self.earliest = Some((at, wake));
        }
    }

    /// The earliest wake-up armed so far.
    ///
    /// ```
    /// use gradual::time::{Clock, Timestamp, Wake};
    ///
    /// let mut clock = Clock::at(Timestamp::from_seconds(30));
    /// clock.arm(Timestamp::from_seconds(60), Wake::Restart);
    /// clock.arm(Timestamp::from_seconds(40), Wake::PauseOver);
    /// assert_eq!(clock.earliest(), Some((Timestamp::from_seconds(40), Wake::PauseOver)));
    /// ```
    pub fn earliest(&self) -> Option<(Timestamp, Wake)> {
        self.earliest
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Wake};
    use crate::time::Timestamp;

    #[test]
    fn the_answer_changes_at_the_wake_up_and_not_before() {
        let (now, deadline) = (Timestamp::from_seconds(10), Timestamp::from_seconds(12));
        let mut clock = Clock::at(now);
        assert!(!clock.passed(deadline, Wake::PauseOver));
        let (wake, _) = clock.earliest().expect("a deadline ahead arms the clock");
        assert!(Clock::at(wake).passed(deadline, Wake::PauseOver));
        assert!(!Clock::at(deadline).passed(deadline, Wake::PauseOver));
    }

    #[test]
    fn the_earliest_wake_up_wins_and_a_passed_one_arms_nothing() {
        let mut clock = Clock::at(Timestamp::from_seconds(10));
        assert!(clock.passed(Timestamp::from_seconds(9), Wake::Restart));
        assert_eq!(clock.earliest(), None);
        for (seconds, wake) in [(30, Wake::Restart), (20, Wake::PauseOver), (20, Wake::ProgressDeadline)] {
            clock.arm(Timestamp::from_seconds(seconds), wake);
        }
        assert_eq!(clock.earliest(), Some((Timestamp::from_seconds(20), Wake::PauseOver)));
    }
}
