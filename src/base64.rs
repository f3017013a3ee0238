//! Base64 with padding, as Go's standard encoding writes and reads it.

use alloc::vec::Vec;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The base64 text that stands for these bytes.
pub(crate) fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let at = |n: usize| u32::from(three.get(n).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * n) & 63) as usize);
            text.push(if n <= three.len() { letter.copied().unwrap_or(b'=') } else { b'=' });
        }
    }
    text
}

/// What a base64 text stands for, or the byte at which it is wrong.
///
/// Line ends are skipped wherever they are; padding is required and ends the text; the bits that padding leaves over are not
/// looked at.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut at = 0;
    loop {
        let (mut bits, mut count) = (0_u32, 0);
        while count < 4 {
            let Some(&letter) = text.get(at) else {
                return if count == 0 { Ok(bytes) } else { Err(at - count) };
            };
            at += 1;
            if let Some(value) = value(letter) {
                bits = bits << 6 | u32::from(value);
                count += 1;
            } else if letter == b'=' {
                return padded(text, at, bits, count, bytes);
            } else if !matches!(letter, b'\n' | b'\r') {
                return Err(at - 1);
            }
        }
        bytes.extend_from_slice(bits.to_be_bytes().get(1..).unwrap_or_default());
    }
}

/// The end of a text with padding, the first sign of which is before `at`.
fn padded(text: &[u8], at: usize, bits: u32, count: usize, mut bytes: Vec<u8>) -> Result<Vec<u8>, usize> {
    let skip = |mut at: usize| {
        while matches!(text.get(at), Some(b'\n' | b'\r')) {
            at += 1;
        }
        at
    };
    let mut end = at;
    match count {
        // Padding comes too early.
        0 | 1 => return Err(at - 1),
        2 => {
            end = skip(end);
            match text.get(end) {
                Some(b'=') => end += 1,
                Some(_) => return Err(end - 1),
                None => return Err(text.len()),
            }
            bytes.extend_from_slice((bits << 12).to_be_bytes().get(1..2).unwrap_or_default());
        }
        _ => bytes.extend_from_slice((bits << 6).to_be_bytes().get(1..3).unwrap_or_default()),
    }
    end = skip(end);
    if end < text.len() { Err(end) } else { Ok(bytes) }
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn check(text: &str, bytes: Option<&[u8]>) {
        assert_eq!(decode(text.as_bytes()).ok().as_deref(), bytes, "{text}");
    }

    #[test]
    fn texts() {
        check("", Some(b""));
        check("aGVsbG8=", Some(b"hello"));
        check("aGVs\nbG8=\n", Some(b"hello"));
        check("/w==", Some(b"\xff"));
        check("/x==", Some(b"\xff"));
        check("AAAA", Some(b"\0\0\0"));
        check("+/+/", Some(b"\xfb\xff\xbf"));
        for wrong in ["a", "aGk", "aGk=a", "aGk=aGk=", "aG =", "====", "a===", "****", "aGVsbG8=="] {
            check(wrong, None);
        }
    }
}
