//! Readers of single fields.

/// That a field cannot be read.
pub(super) struct Bad;

/// A number of one or two digits, of two if it is fixed; and what follows.
pub(super) fn number(text: &str, fixed: bool) -> Result<(i64, &str), Bad> {
    let digit = |at: usize| {
        text.as_bytes().get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| i64::from(byte - b'0'))
    };
    match (digit(0), digit(1)) {
        (Some(tens), Some(ones)) => Ok((tens * 10 + ones, text.get(2..).unwrap_or_default())),
        (Some(ones), None) if !fixed => Ok((ones, text.get(1..).unwrap_or_default())),
        _ => Err(Bad),
    }
}

/// A number of up to three digits, of three if it is fixed.
pub(super) fn number3(text: &str, fixed: bool) -> Result<(i64, &str), Bad> {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    if digits == 0 || fixed && digits != 3 {
        return Err(Bad);
    }
    let (number, rest) = text.split_at(digits);
    Ok((number.parse().map_err(|_| Bad)?, rest))
}

/// The first of these names, or of their first letters, that the text begins with in any case; its position.
pub(super) fn lookup<'t>(names: &[&str], letters: usize, text: &'t str) -> Result<(i64, &'t str), Bad> {
    for (position, name) in (0..).zip(names) {
        let name = name.get(..letters.min(name.len())).unwrap_or(name);
        if let Some(start) = text.get(..name.len())
            && start.eq_ignore_ascii_case(name)
        {
            return Ok((position, text.get(name.len()..).unwrap_or_default()));
        }
    }
    Err(Bad)
}

/// What follows the prefix, where runs of blanks are as good as one. `Err` has what was left when it failed.
pub(super) fn skip<'t>(text: &'t str, prefix: &str) -> Result<&'t str, &'t str> {
    let mut text = text;
    let mut prefix = prefix;
    while let Some(c) = prefix.chars().next() {
        if c == ' ' {
            if !text.is_empty() && !text.starts_with(' ') {
                return Err(text);
            }
            prefix = prefix.trim_start_matches(' ');
            text = text.trim_start_matches(' ');
            continue;
        }
        text = text.strip_prefix(c).ok_or(text)?;
        prefix = prefix.get(c.len_utf8()..).unwrap_or_default();
    }
    Ok(text)
}

/// Nanoseconds out of a mark and digits; more than nine are cut.
pub(super) fn nanoseconds(text: &str) -> Result<u32, Bad> {
    let digits = text.strip_prefix(['.', ',']).ok_or(Bad)?;
    let digits = digits.get(..digits.len().min(9)).ok_or(Bad)?;
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Bad);
    }
    let missing = u32::try_from(9 - digits.len()).map_err(|_| Bad)?;
    digits.parse::<u32>().map(|number| number * 10_u32.pow(missing)).map_err(|_| Bad)
}

/// How many letters at the beginning look like the name of a zone.
pub(super) fn zone_name(text: &str) -> Option<usize> {
    if text.len() < 3 {
        return None;
    }
    if text.starts_with("ChST") || text.starts_with("MeST") {
        return Some(4);
    }
    if let Some(rest) = text.strip_prefix("GMT") {
        return Some(3 + signed_offset(rest));
    }
    if text.starts_with(['+', '-']) {
        return Some(signed_offset(text)).filter(|length| 0 < *length);
    }
    let letters = text.bytes().take(6).take_while(u8::is_ascii_uppercase).count();
    let fourth = text.as_bytes().get(3);
    match letters {
        3 => Some(3),
        4 if fourth == Some(&b'T') || text.starts_with("WITA") => Some(4),
        5 if text.as_bytes().get(4) == Some(&b'T') => Some(5),
        _ => None,
    }
}

/// The length of a sign and a number up to 23; none if it is something else.
fn signed_offset(text: &str) -> usize {
    let Some(rest) = text.strip_prefix(['+', '-']) else {
        return 0;
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(..digits).and_then(|digits| digits.parse::<u64>().ok());
    if number.is_some_and(|number| number <= 23) { 1 + digits } else { 0 }
}
