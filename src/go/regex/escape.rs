//! Escapes of single letters.

use super::syntax::{Wrong, before};

/// The letter that an escape at the beginning of `text` stands for, and what follows.
pub(super) fn parse(text: &str) -> Result<(char, &str), Wrong<'_>> {
    let mut rest = text.chars();
    rest.next();
    let Some(c) = rest.next() else {
        return Err(Wrong { code: "trailing backslash at end of expression", at: "" });
    };
    let found = match c {
        '0'..='7' => octal(c, &mut rest),
        'x' => hexadecimal(&mut rest),
        'a' => Some('\u{7}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\u{b}'),
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => Some(c),
        _ => None,
    };
    match found {
        Some(c) => Ok((c, rest.as_str())),
        None => Err(Wrong { code: "invalid escape sequence", at: before(text, rest.as_str()) }),
    }
}

/// Up to three digits; one alone that is not zero would refer to a group.
fn octal(first: char, rest: &mut core::str::Chars<'_>) -> Option<char> {
    let next = |rest: &core::str::Chars<'_>| rest.clone().next().and_then(|c| c.to_digit(8));
    if first != '0' && next(rest).is_none() {
        return None;
    }
    let mut code = first.to_digit(8)?;
    for _ in 0..2 {
        let Some(digit) = next(rest) else {
            break;
        };
        rest.next();
        code = code * 8 + digit;
    }
    char::from_u32(code)
}

/// `HH` or `{H…}`.
fn hexadecimal(rest: &mut core::str::Chars<'_>) -> Option<char> {
    let first = rest.next()?;
    if first != '{' {
        let first = first.to_digit(16);
        let second = rest.next()?.to_digit(16);
        return char::from_u32(first? * 16 + second?);
    }
    let (mut code, mut digits) = (0_u32, 0);
    loop {
        let c = rest.next()?;
        if c == '}' {
            break;
        }
        code = code * 16 + c.to_digit(16)?;
        if 0x10_ffff < code {
            return None;
        }
        digits += 1;
    }
    // Half of a surrogate pair occurs in no text.
    (0 < digits).then(|| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}
