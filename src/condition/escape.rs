//! What quoted literals mean.

use alloc::vec::Vec;

const WRONG: &str = "unable to unescape string";
const WRONG_OCTAL: &str = "unable to unescape octal sequence in string";

/// The text of a literal in quotes. `\xHH` and `\ooo` are code points.
pub(super) fn unescape(literal: &str) -> Result<Vec<u8>, &'static str> {
    decode(literal, |escape, text| {
        let (Escape::Code(code) | Escape::Unicode(code)) = escape;
        if 0x10_ffff < code {
            return Err(WRONG);
        }
        // Half of a surrogate pair is no letter.
        push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), text);
        Ok(())
    })
}

/// The bytes of a literal in quotes. `\xHH` and `\ooo` are bytes, and there is no `\u`.
pub(super) fn unescape_bytes(literal: &str) -> Result<Vec<u8>, &'static str> {
    decode(literal, |escape, text| {
        let Escape::Code(code) = escape else {
            return Err(WRONG);
        };
        text.push(u8::try_from(code).map_err(|_| WRONG)?);
        Ok(())
    })
}

/// An escape by number.
enum Escape {
    /// `\xHH` or `\ooo`.
    Code(u32),
    /// `\uHHHH`, `\u{H}` or `\UHHHHHHHH`.
    Unicode(u32),
}

/// Decodes what stands between the quotes. The lexer has seen that digits are digits, but not what they mean.
fn decode(
    literal: &str,
    number: impl Fn(Escape, &mut Vec<u8>) -> Result<(), &'static str>,
) -> Result<Vec<u8>, &'static str> {
    let inside = literal.get(1..literal.len().saturating_sub(1)).ok_or(WRONG)?;
    let mut text = Vec::with_capacity(inside.len());
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        match c {
            // Newlines of any kind are one.
            '\r' => {
                let mut ahead = rest.clone();
                if ahead.next() == Some('\n') {
                    rest = ahead;
                }
                text.push(b'\n');
            }
            '\\' => match rest.next().ok_or("unable to unescape string, found '\\' as last character")? {
                'a' => text.push(7),
                'b' => text.push(8),
                'f' => text.push(12),
                'n' => text.push(b'\n'),
                'r' => text.push(b'\r'),
                't' => text.push(b'\t'),
                'v' => text.push(11),
                c @ ('\\' | '\'' | '"') => push(c, &mut text),
                'x' => number(Escape::Code(digits(&mut rest, 2).ok_or(WRONG)?), &mut text)?,
                'u' if rest.as_str().starts_with('{') => {
                    let (code, after) = rest.as_str().split_once('}').ok_or(WRONG)?;
                    let code = u32::from_str_radix(code.trim_start_matches('{'), 16).map_err(|_| WRONG)?;
                    rest = after.chars();
                    number(Escape::Unicode(code), &mut text)?;
                }
                'u' => number(Escape::Unicode(digits(&mut rest, 4).ok_or(WRONG)?), &mut text)?,
                'U' => number(Escape::Unicode(digits(&mut rest, 8).ok_or(WRONG)?), &mut text)?,
                first @ '0'..='3' => {
                    let octal = |c: Option<char>| c.and_then(|c| c.to_digit(8)).ok_or(WRONG_OCTAL);
                    let (second, third) = (octal(rest.next())?, octal(rest.next())?);
                    number(Escape::Code(octal(Some(first))? * 64 + second * 8 + third), &mut text)?;
                }
                _ => return Err(WRONG),
            },
            c => push(c, &mut text),
        }
    }
    Ok(text)
}

fn digits(rest: &mut core::str::Chars<'_>, count: usize) -> Option<u32> {
    let text = rest.as_str().get(..count)?;
    *rest = rest.as_str().get(count..)?.chars();
    u32::from_str_radix(text, 16).ok()
}

fn push(c: char, text: &mut Vec<u8>) {
    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
