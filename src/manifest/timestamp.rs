//! Which texts a `!!timestamp` accepts: the four layouts that go-yaml gives to Go's `time.Parse`.

/// Whether go-yaml reads this as a point in time.
///
/// A date is `2006-1-2`; a time of day follows after `T` or `t` with a zone, or after blanks without one.
pub(super) fn is_timestamp(text: &str) -> bool {
    let Some(rest) = after_date(text) else {
        return false;
    };
    if rest.is_empty() {
        return true;
    }
    if let Some(clock) = rest.strip_prefix(['T', 't']) {
        return time_of_day(clock).is_some_and(is_zone);
    }
    // Where its layout has one blank, Go skips any number of them.
    rest.starts_with(' ') && time_of_day(rest.trim_start_matches(' ')).is_some_and(str::is_empty)
}

/// What follows a date that the calendar has.
fn after_date(text: &str) -> Option<&str> {
    let digits = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let year: u32 = digits.parse().ok()?;
    let (month, rest) = number(text.get(4..)?.strip_prefix('-')?)?;
    let (day, rest) = number(rest.strip_prefix('-')?)?;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1 <= day && day <= days).then_some(rest)
}

/// Hours, minutes, seconds and perhaps a fraction; what follows them.
fn time_of_day(text: &str) -> Option<&str> {
    let (hour, rest) = number(text)?;
    let (minute, rest) = number(rest.strip_prefix(':')?)?;
    let (second, rest) = number(rest.strip_prefix(':')?)?;
    if 24 <= hour || 60 <= minute || 60 <= second {
        return None;
    }
    let Some(fraction) = rest.strip_prefix(['.', ',']) else {
        return Some(rest);
    };
    let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    (after.len() < fraction.len()).then_some(after)
}

/// `Z`, or hours and minutes of two digits each. Go allows `24` and `60` here.
fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return text == "Z";
    };
    let &[h, i, b':', m, n] = offset.as_bytes() else {
        return false;
    };
    [h, i, m, n].iter().all(u8::is_ascii_digit) && [h, i] <= *b"24" && [m, n] <= *b"60"
}

/// A number of one or two digits, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(len)?;
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;

    #[test]
    fn accepted() {
        for text in [
            "2026-01-02",
            "2026-1-2",
            "2024-02-29",
            "2026-01-02T3:4:5Z",
            "2026-01-02t03:04:05.5+02:00",
            "2026-01-02T03:04:05,123456789012Z",
            "2026-01-02T03:04:05+24:60",
            "2026-01-02 3:4:5",
            "2026-01-02  3:4:5.5",
        ] {
            assert!(is_timestamp(text), "{text}");
        }
    }

    #[test]
    fn refused() {
        for text in [
            "",
            "2026",
            "2026-",
            "2026-13-1",
            "2026-0-1",
            "2026-1-0",
            "2026-02-29",
            "2026-1-2 ",
            "2026-001-2",
            "2026-1- 2",
            "2026-01-02T3:4:5",
            "2026-01-02T24:00:00Z",
            "2026-01-02T23:60:00Z",
            "2026-01-02T23:00:60Z",
            "2026-01-02T03:04:05.Z",
            "2026-01-02T03:04:05+25:00",
            "2026-01-02T03:04:05z",
            "2026-01-02 3:4:5 Z",
            "é026-01-02",
        ] {
            assert!(!is_timestamp(text), "{text}");
        }
    }
}
