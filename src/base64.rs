//! Base64 as Go's standard encoding reads it.

use alloc::vec::Vec;

/// The bytes of a base64 text, or nothing if it is not one.
///
/// Line breaks are skipped wherever they are; padding is required and ends the text; the bits that padding leaves over
/// are not looked at.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let mut bytes = Vec::with_capacity(digits.len());
    let (groups, rest) = digits.as_chunks::<4>();
    let last = groups.len().checked_sub(1);
    for (at, group) in groups.iter().enumerate() {
        let kept = match group {
            [_, _, b'=', b'='] => 1,
            [_, _, _, b'='] => 2,
            _ => 3,
        };
        if kept < 3 && Some(at) != last {
            return None;
        }
        let mut bits = 0;
        for digit in group.iter().take(kept + 1) {
            bits = bits << 6 | u32::from(value(*digit)?);
        }
        let [_, whole @ ..] = (bits << (6 * (3 - kept))).to_be_bytes();
        bytes.extend(whole.iter().take(kept));
    }
    rest.is_empty().then_some(bytes)
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
        assert_eq!(decode(text).as_deref(), bytes, "{text}");
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
