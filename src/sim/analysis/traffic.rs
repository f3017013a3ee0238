//! Requests to two revisions, each of which fails at a rate of its own.

use super::{Ask, Sample};

/// So many of a million.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(u32);

const MILLION: u32 = 1_000_000;

/// Requests of which more are drawn for one measurement make no difference that shows.
const MOST: u32 = 10_000;

impl Rate {
    /// So many of a million; all of them if there are more.
    pub fn per_million(share: u32) -> Self {
        Self(share.min(MILLION))
    }

    /// So many of a hundred; all of them if there are more.
    pub fn percent(share: u32) -> Self {
        Self::per_million(share.saturating_mul(MILLION / 100))
    }
}

/// Which requests a metric counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Those to the canary.
    Canary,
    /// All.
    All,
}

/// What a metric shows of the requests that it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The share that fails.
    Errors,
    /// The share that does not.
    Successes,
}

/// The share of failing or of successful requests, where each revision has an error rate and the canary a share of the
/// traffic. Which requests fail is drawn from a seed: equal seeds draw equal requests.
///
/// ```
/// use gradual::{
///     sim::analysis::{Ask, Rate, Sample, Seen, Shown, Source, Traffic},
///     time::Timestamp,
/// };
///
/// let traffic = Traffic {
///     stable: Rate::percent(0),
///     canary: Rate::percent(100),
///     seen: Seen::All,
///     shown: Shown::Errors,
///     requests: 1000,
///     seed: 7,
/// };
/// let sample = |weight| Source::Traffic(traffic).sample(&Ask { nth: 0, at: Timestamp::from_seconds(0), weight });
/// assert_eq!((sample(0), sample(100)), (Sample::Number(0.0), Sample::Number(1.0)));
/// assert!(matches!(sample(25), Sample::Number(share) if (0.2..0.3).contains(&share)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// How many requests to the stable revision fail.
    pub stable: Rate,
    /// How many requests to the canary fail.
    pub canary: Rate,
    /// Which requests are counted.
    pub seen: Seen,
    /// What is shown of them.
    pub shown: Shown,
    /// How many requests there are to both revisions for each measurement; 10,000 stand for more.
    pub requests: u32,
    /// What is drawn.
    pub seed: u64,
}

impl Traffic {
    /// Without any request it is NaN, the 0/0 of a monitoring system.
    pub(super) fn sample(&self, ask: &Ask) -> Sample {
        let share = Rate::percent(u32::try_from(ask.weight.clamp(0, 100)).unwrap_or(0));
        let mut dice = Dice::of(self.seed, ask.nth);
        let (mut counted, mut failed) = (0_u32, 0_u32);
        for _ in 0..self.requests.min(MOST) {
            let (one, other) = dice.roll_two();
            let to_canary = one.hits(share);
            let fails = other.hits(if to_canary { self.canary } else { self.stable });
            if to_canary || self.seen == Seen::All {
                counted += 1;
                failed += u32::from(fails);
            }
        }
        let part = match self.shown {
            Shown::Errors => failed,
            Shown::Successes => counted.saturating_sub(failed),
        };
        Sample::Number(quotient(part, counted))
    }
}

#[expect(
    clippy::float_arithmetic,
    reason = "a share is what monitoring systems give; nothing is decided by it here"
)]
fn quotient(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole)
}

/// Numbers that look random: splitmix64.
struct Dice {
    state: u64,
}

const STRIDE: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    /// Those of one measurement.
    fn of(seed: u64, nth: usize) -> Self {
        let nth = u64::try_from(nth).unwrap_or(u64::MAX);
        let mut dice = Self { state: seed ^ nth.wrapping_mul(STRIDE).rotate_left(32) };
        dice.state = dice.roll();
        dice
    }

    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STRIDE);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Two draws of one roll.
    fn roll_two(&mut self) -> (Draw, Draw) {
        let roll = self.roll();
        (Draw(roll >> 32), Draw(roll & u64::from(u32::MAX)))
    }
}

/// One of 2³² equally likely numbers.
struct Draw(u64);

impl Draw {
    /// Whether this happens, which it does at this rate.
    fn hits(&self, rate: Rate) -> bool {
        (self.0 * u64::from(MILLION)) >> 32 < u64::from(rate.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Ask, Rate, Sample, Seen, Shown, Traffic};
    use crate::time::Timestamp;

    const TRAFFIC: Traffic = Traffic {
        stable: Rate(10_000),
        canary: Rate(200_000),
        seen: Seen::Canary,
        shown: Shown::Successes,
        requests: 20_000,
        seed: 42,
    };

    fn share(traffic: Traffic, nth: usize, weight: i64) -> f64 {
        match traffic.sample(&Ask { nth, at: Timestamp::from_seconds(0), weight }) {
            Sample::Number(share) => share,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn shares_are_near_the_rates_and_the_same_every_time() {
        for nth in 0..50 {
            let seen = share(TRAFFIC, nth, 50);
            assert!((0.77..0.83).contains(&seen), "{seen}");
            assert!(seen.to_bits() == share(TRAFFIC, nth, 50).to_bits());
            let all = share(Traffic { seen: Seen::All, shown: Shown::Errors, ..TRAFFIC }, nth, 50);
            assert!((0.09..0.12).contains(&all), "{all}");
        }
        assert_ne!(share(TRAFFIC, 0, 50), share(Traffic { seed: 43, ..TRAFFIC }, 0, 50));
        assert_ne!(share(TRAFFIC, 0, 50), share(TRAFFIC, 1, 50));
    }

    #[test]
    fn without_requests_there_is_no_share() {
        assert!(share(TRAFFIC, 0, 0).is_nan());
        assert!(share(Traffic { requests: 0, seen: Seen::All, ..TRAFFIC }, 0, 50).is_nan());
    }
}
