//! Weights that always sum.

use alloc::{string::String, vec::Vec};
use core::fmt;
use thiserror::Error;

/// How traffic is divided: so much for the canary and for extra destinations, the rest for stable.
///
/// Every part is from 0 to the total, the total is more than 0, and the parts sum to it: another `Split` cannot be
/// built. Weights are in units of the total (`maxTrafficWeight`, usually 100; `argo-rollout §0`, `§7.1`).
///
/// ```
/// use gradual::split::{Extra, Split};
///
/// let probe = Extra { name: "probe".into(), weight: 5 };
/// let split = Split::new(100, 20, vec![probe])?;
/// assert_eq!(split.stable(), 75);
/// assert_eq!(split.to_string(), "canary 20, probe 5, stable 75 of 100");
/// # Ok::<(), gradual::split::SplitError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    total: i64,
    canary: i64,
    extra: Vec<Extra>,
    stable: i64,
}

/// A destination beside the canary and stable, such as an experiment's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// What it is called.
    pub name: String,
    /// Its weight.
    pub weight: i64,
}

/// Why weights do not divide traffic. Exhaustive: there is no fourth way.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SplitError {
    /// There is nothing to divide.
    #[error("a total weight of {0} cannot be divided: it must be more than 0")]
    NoTotal(i64),
    /// A part is below zero.
    #[error("the weight of `{name}` is {weight}: it must not be below 0")]
    Negative {
        /// Whose it is.
        name: String,
        /// The weight.
        weight: i64,
    },
    /// The parts leave less than nothing for stable.
    #[error("the weights sum to {sum}, which is more than the total of {total}")]
    TooMuch {
        /// What they sum to; the largest number there is if that is beyond it.
        sum: i64,
        /// What there is.
        total: i64,
    },
}

impl Split {
    /// Divides `total` into what the canary and the extra destinations get, and the rest for stable.
    ///
    /// # Errors
    ///
    /// If the total is not more than 0, a weight is below 0, or the weights sum to more than the total.
    ///
    /// ```
    /// use gradual::split::Split;
    ///
    /// assert_eq!(Split::new(100, 20, vec![])?.stable(), 80);
    /// let error = Split::new(100, 120, vec![]).unwrap_err();
    /// assert_eq!(error.to_string(), "the weights sum to 120, which is more than the total of 100");
    /// # Ok::<(), gradual::split::SplitError>(())
    /// ```
    pub fn new(total: i64, canary: i64, extra: Vec<Extra>) -> Result<Self, SplitError> {
        if total <= 0 {
            return Err(SplitError::NoTotal(total));
        }
        let parts = extra.iter().map(|extra| (extra.name.as_str(), extra.weight));
        let mut rest = i128::from(total);
        for (name, weight) in core::iter::once(("canary", canary)).chain(parts) {
            if weight < 0 {
                return Err(SplitError::Negative { name: name.into(), weight });
            }
            rest -= i128::from(weight);
        }
        match i64::try_from(rest) {
            Ok(stable) if 0 <= stable => Ok(Self { total, canary, extra, stable }),
            _ => {
                let sum = i64::try_from(i128::from(total) - rest).unwrap_or(i64::MAX);
                Err(SplitError::TooMuch { sum, total })
            }
        }
    }

    /// Divides `total` between canary and stable, whatever the numbers: a canary below 0 gets nothing, one above the
    /// total all of it, and a total below 1 is 1.
    ///
    /// ```
    /// use gradual::split::Split;
    ///
    /// assert_eq!(Split::clamped(100, 120), Split::new(100, 100, vec![])?);
    /// assert_eq!(Split::clamped(0, -3), Split::new(1, 0, vec![])?);
    /// # Ok::<(), gradual::split::SplitError>(())
    /// ```
    pub fn clamped(total: i64, canary: i64) -> Self {
        let total = total.max(1);
        let canary = canary.clamp(0, total);
        Self { total, canary, extra: Vec::new(), stable: total - canary }
    }

    /// The sum of all parts, more than 0.
    ///
    /// ```
    /// assert_eq!(gradual::split::Split::clamped(100, 20).total(), 100);
    /// ```
    pub fn total(&self) -> i64 {
        self.total
    }

    /// The canary's part.
    ///
    /// ```
    /// assert_eq!(gradual::split::Split::clamped(100, 20).canary(), 20);
    /// ```
    pub fn canary(&self) -> i64 {
        self.canary
    }

    /// The parts of extra destinations, in the order given.
    ///
    /// ```
    /// assert!(gradual::split::Split::clamped(100, 20).extra().is_empty());
    /// ```
    pub fn extra(&self) -> &[Extra] {
        &self.extra
    }

    /// Stable's part: what the others leave.
    ///
    /// ```
    /// assert_eq!(gradual::split::Split::clamped(100, 20).stable(), 80);
    /// ```
    pub fn stable(&self) -> i64 {
        self.stable
    }
}

/// All parts and the total, for people.
impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "canary {}, ", self.canary)?;
        for Extra { name, weight } in &self.extra {
            write!(f, "{name} {weight}, ")?;
        }
        write!(f, "stable {} of {}", self.stable, self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::{Extra, Split, SplitError};
    use alloc::vec::Vec;

    fn check(total: i64, weights: &[i64], expected: Result<i64, SplitError>) {
        let extra: Vec<_> =
            weights[1..].iter().map(|weight| Extra { name: "probe".into(), weight: *weight }).collect();
        let stable = Split::new(total, weights[0], extra).map(|split| split.stable());
        assert_eq!(stable, expected, "{weights:?} of {total}");
    }

    #[test]
    fn what_can_be_divided() {
        check(100, &[0], Ok(100));
        check(100, &[100], Ok(0));
        check(1000, &[333, 333, 333], Ok(1));
        check(0, &[0], Err(SplitError::NoTotal(0)));
        check(-1, &[0], Err(SplitError::NoTotal(-1)));
        check(100, &[-1], Err(SplitError::Negative { name: "canary".into(), weight: -1 }));
        check(100, &[1, -1], Err(SplitError::Negative { name: "probe".into(), weight: -1 }));
        check(100, &[60, 41], Err(SplitError::TooMuch { sum: 101, total: 100 }));
        check(100, &[i64::MAX, i64::MAX], Err(SplitError::TooMuch { sum: i64::MAX, total: 100 }));
    }
}
