//! Days and dates: the Gregorian calendar, carried on in both directions.

/// A day of the calendar. Year 0 is 1 BC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    pub(crate) year: i64,
    /// From 1 to 12.
    pub(crate) month: i64,
    /// From 1.
    pub(crate) day: i64,
}

/// Days in 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

impl Date {
    /// Days since 1970-01-01, negative before it. The date must exist.
    pub(crate) fn days(self) -> i64 {
        // Years are counted from March, so that the leap day is the last day of its year.
        let from_march = (self.month + 9) % 12;
        let year = self.year - i64::from(self.month < 3);
        let (cycle, within) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * from_march + 2) / 5 + self.day - 1;
        cycle * CYCLE + within * 365 + within / 4 - within / 100 + day_of_year - EPOCH
    }

    /// The date so many days after 1970-01-01.
    pub(crate) fn of_days(days: i64) -> Self {
        let since_march = days + EPOCH;
        let (cycle, day) = (since_march.div_euclid(CYCLE), since_march.rem_euclid(CYCLE));
        let within = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * within + within / 4 - within / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        let month = (from_march + 2) % 12 + 1;
        Self {
            year: cycle * 400 + within + i64::from(month < 3),
            month,
            day: day_of_year - (153 * from_march + 2) / 5 + 1,
        }
    }

    /// How many days the month has.
    pub(crate) fn days_in_month(year: i64, month: i64) -> i64 {
        match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn every_day_of_ten_thousand_years_follows_the_one_before() {
        let mut expected = Date { year: -400, month: 1, day: 1 };
        let end = Date { year: 10_001, month: 1, day: 1 };
        for days in expected.days()..end.days() {
            assert_eq!(Date::of_days(days), expected);
            assert_eq!(expected.days(), days);
            expected.day += 1;
            if expected.day > Date::days_in_month(expected.year, expected.month) {
                expected = Date { day: 1, month: expected.month + 1, ..expected };
            }
            if expected.month > 12 {
                expected = Date { year: expected.year + 1, month: 1, day: 1 };
            }
        }
        assert_eq!(Date { year: 1970, month: 1, day: 1 }.days(), 0);
    }
}
