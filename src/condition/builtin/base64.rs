//! Base64 with padding, as Go's `encoding/base64` reads it.

use super::call::Arguments;
use crate::condition::{run::Failure, val::Val};
use alloc::{format, vec::Vec};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn encode<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let bytes = arguments.text(0)?.clone();
    arguments.meter.produce(bytes.len() / 3 * 4 + 4)?;
    Ok(Val::made_text(encoded(&bytes)))
}

/// The text that stands for bytes.
pub(super) fn encoded(bytes: &[u8]) -> Vec<u8> {
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

pub(super) fn decode<'v>(arguments: &mut Arguments<'v, '_>) -> Result<Val<'v>, Failure> {
    let text = arguments.text(0)?.clone();
    arguments.meter.produce(text.len())?;
    match bytes(&text) {
        Ok(bytes) => Ok(Val::made_text(bytes)),
        Err(at) => Err(format!("illegal base64 data at input byte {at}").into()),
    }
}

/// What the text stands for, or the byte at which it is wrong. Line ends are skipped.
fn bytes(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut at = 0;
    loop {
        let (mut bits, mut count) = (0_u32, 0);
        while count < 4 {
            let Some(&letter) = text.get(at) else {
                return if count == 0 { Ok(bytes) } else { Err(at - count) };
            };
            at += 1;
            if let Some(value) = LETTERS.iter().position(|known| *known == letter) {
                bits = bits << 6 | u32::try_from(value).unwrap_or(0);
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
