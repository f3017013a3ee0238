//! How long a metric goes on, and what it tolerates: upstream's numbers, read once (`argo-analysis §1.2`, `§1.6`).

use crate::{metric::Metric, quantity::IntOrPercent};

/// How many measurements are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// As many as there is time for.
    Endless,
    /// So many that say something. 0 stands for a negative number: the first measurement is the last one, even if it is an
    /// error.
    Until(i64),
}

/// How many failed measurements are tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureLimit {
    /// All.
    Off,
    /// Not more than this.
    AtMost(i64),
}

/// How many successes in a row are enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuccessLimit {
    /// No number is.
    Off,
    /// This many.
    InARow(i64),
}

/// What ends a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many measurements are taken.
    pub count: Count,
    /// How many failures are tolerated.
    pub failures: FailureLimit,
    /// How many successes in a row are enough.
    pub successes: SuccessLimit,
    /// How many inconclusive measurements are tolerated.
    pub inconclusive: i64,
    /// How many errors in a row are tolerated.
    pub errors: i64,
}

/// Errors in a row that are tolerated if nothing is said.
const ERRORS: i64 = 4;

impl Limits {
    /// The limits of a metric whose tags are replaced.
    pub fn read(metric: &Metric) -> Self {
        let successes = number(&metric.consecutive_success_limit).unwrap_or(0);
        let failures = narrow(number(&metric.failure_limit).unwrap_or(0));
        Self {
            count: Count::read(metric),
            failures: if failures < 0 { FailureLimit::Off } else { FailureLimit::AtMost(failures) },
            successes: if successes <= 0 {
                SuccessLimit::Off
            } else {
                SuccessLimit::InARow(narrow(successes))
            },
            inconclusive: narrow(number(&metric.inconclusive_limit).unwrap_or(0)),
            errors: number(&metric.consecutive_error_limit).map_or(ERRORS, narrow),
        }
    }
}

impl Count {
    /// The count of a metric whose tags are replaced: without one, or with 0, it is 1 without an interval and endless
    /// with one.
    #[doc(alias = "EffectiveCount")]
    pub fn read(metric: &Metric) -> Self {
        match number(&metric.count) {
            None | Some(0) if metric.interval.is_empty() => Self::Until(1),
            None | Some(0) => Self::Endless,
            Some(count) => Self::Until(narrow(count).max(0)),
        }
    }

    /// Whether so many measurements are enough.
    pub(super) fn reached(self, count: i64) -> bool {
        match self {
            Self::Endless => false,
            Self::Until(enough) => enough <= count,
        }
    }
}

/// A text that is no number is 0.
pub(super) fn number(quantity: &Option<IntOrPercent>) -> Option<i64> {
    quantity.as_ref().map(IntOrPercent::int_value)
}

/// Upstream compares in 32 bits, and cuts what does not fit.
#[expect(clippy::cast_possible_truncation, reason = "the cut is the rule")]
fn narrow(number: i64) -> i64 {
    i64::from(number as i32)
}

#[cfg(test)]
mod tests {
    use super::{Count, FailureLimit, Limits, SuccessLimit};
    use crate::metric::Metric;
    use serde_json::{Value, json};

    fn limits(mut metric: Value) -> Limits {
        metric["provider"] = json!({});
        Limits::read(&Metric::deserialize(metric).unwrap())
    }

    use serde::Deserialize;

    #[test]
    fn counts() {
        for (metric, count) in [
            (json!({}), Count::Until(1)),
            (json!({"interval": "1m"}), Count::Endless),
            (json!({"count": 0}), Count::Until(1)),
            (json!({"count": "abc", "interval": "1m"}), Count::Endless),
            (json!({"count": "+2"}), Count::Until(2)),
            (json!({"count": -7}), Count::Until(0)),
            (json!({"count": "4294967299"}), Count::Until(3)),
            (json!({"count": "99999999999999999999"}), Count::Until(0)),
        ] {
            assert_eq!(limits(metric.clone()).count, count, "{metric}");
        }
    }

    #[test]
    fn what_is_tolerated() {
        let unset = limits(json!({}));
        assert_eq!((unset.failures, unset.successes), (FailureLimit::AtMost(0), SuccessLimit::Off));
        assert_eq!((unset.inconclusive, unset.errors), (0, 4));
        let set =
            limits(json!({"failureLimit": -1, "consecutiveSuccessLimit": "2", "consecutiveErrorLimit": "x"}));
        assert_eq!(
            (set.failures, set.successes, set.errors),
            (FailureLimit::Off, SuccessLimit::InARow(2), 0)
        );
    }
}
