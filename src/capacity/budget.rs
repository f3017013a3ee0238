//! How far from full strength an update may stray.

use crate::quantity::{IntOrPercent, QuantityError, Round};

/// Pods that may be too many, and pods that may be missing, while revisions change places (`argo-rollout §4.1`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget {
    /// Pods allowed above full strength.
    pub surge: i64,
    /// Available pods allowed to be missing from full strength.
    pub unavailable: i64,
}

impl Budget {
    /// What both fields give, before the rules for canaries: `maxSurge` rounded up and `maxUnavailable` rounded down;
    /// if both are 0, one pod may be missing, since nothing could move otherwise.
    ///
    /// # Errors
    ///
    /// If either cannot be read, `maxSurge` first.
    ///
    /// ```
    /// use gradual::{capacity::Budget, quantity::IntOrPercent};
    ///
    /// let budget = Budget::resolve(&IntOrPercent::Int(0), &IntOrPercent::Text("1%".into()), 10)?;
    /// assert_eq!(budget, Budget { surge: 0, unavailable: 1 });
    /// # Ok::<(), gradual::quantity::QuantityError>(())
    /// ```
    #[doc(alias = "resolveFenceposts")]
    pub fn resolve(
        max_surge: &IntOrPercent,
        max_unavailable: &IntOrPercent,
        full: i64,
    ) -> Result<Self, QuantityError> {
        let surge = max_surge.of(full, Round::Up)?;
        let unavailable = max_unavailable.of(full, Round::Down)?;
        let stuck = surge == 0 && unavailable == 0;
        Ok(Self { surge, unavailable: if stuck { 1 } else { unavailable } })
    }

    /// The budget of a canary of `full` pods.
    ///
    /// If either field cannot be read nothing may move at all: both are 0, without the rule that one pod may be missing
    /// (`argo-rollout S1`). No more pods can be missing than there are.
    ///
    /// ```
    /// use gradual::{capacity::Budget, quantity::IntOrPercent};
    ///
    /// let quarter = IntOrPercent::Text("25".into());
    /// assert_eq!(Budget::for_canary(&quarter, &quarter, 10), Budget { surge: 3, unavailable: 2 });
    /// let unreadable = IntOrPercent::Text("oops".into());
    /// assert_eq!(Budget::for_canary(&unreadable, &quarter, 10), Budget { surge: 0, unavailable: 0 });
    /// ```
    #[doc(alias = "MaxSurge")]
    #[doc(alias = "MaxUnavailable")]
    pub fn for_canary(max_surge: &IntOrPercent, max_unavailable: &IntOrPercent, full: i64) -> Self {
        Self::resolve(max_surge, max_unavailable, full).unwrap_or_default().within(full)
    }

    /// The budget of a blue-green rollout of `full` pods: no surge, and as many missing as `maxUnavailable` says. An
    /// unreadable one is 0, and so may be a readable one.
    ///
    /// ```
    /// use gradual::{capacity::Budget, quantity::IntOrPercent};
    ///
    /// let quarter = IntOrPercent::Text("25%".into());
    /// assert_eq!(Budget::for_blue_green(&quarter, 3), Budget { surge: 0, unavailable: 0 });
    /// ```
    pub fn for_blue_green(max_unavailable: &IntOrPercent, full: i64) -> Self {
        Self { surge: 0, unavailable: max_unavailable.of(full, Round::Down).unwrap_or_default() }.within(full)
    }

    fn within(self, full: i64) -> Self {
        Self { unavailable: if full == 0 { 0 } else { self.unavailable.min(full) }, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::{Budget, IntOrPercent};
    use alloc::string::ToString;

    fn check(full: i64, surge: IntOrPercent, unavailable: IntOrPercent, expected: (i64, i64)) {
        let budget = Budget::for_canary(&surge, &unavailable, full);
        assert_eq!((budget.surge, budget.unavailable), expected, "{full} {surge:?} {unavailable:?}");
    }

    fn percent(text: &str) -> IntOrPercent {
        IntOrPercent::Text(text.to_string())
    }

    #[test]
    fn the_table_of_the_rules() {
        let default = || percent("25");
        for (full, expected) in [
            (10, (3, 2)),
            (1, (1, 0)),
            (2, (1, 0)),
            (3, (1, 0)),
            (4, (1, 1)),
            (5, (2, 1)),
            (7, (2, 1)),
            (0, (0, 0)),
        ] {
            check(full, default(), default(), expected);
        }
        check(10, percent("39%"), percent("39%"), (4, 3));
        check(10, percent("0%"), percent("0%"), (0, 1));
        check(10, percent("3"), IntOrPercent::Int(0), (1, 0));
        check(10, IntOrPercent::Int(3), IntOrPercent::Int(0), (3, 0));
        check(10, IntOrPercent::Int(0), percent("1%"), (0, 1));
        check(2, percent("1%"), percent("25%"), (1, 0));
        check(10, percent("oops"), percent("39%"), (0, 0));
        check(5, IntOrPercent::Int(0), IntOrPercent::Int(10), (0, 5));
        check(20, default(), IntOrPercent::Int(0), (5, 0));
        check(4, IntOrPercent::Int(0), percent("0%"), (0, 1));
    }
}
