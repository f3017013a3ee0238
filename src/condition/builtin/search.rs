//! Searching in bytes, in linear time.

use alloc::vec::Vec;

/// Where the needle is first.
pub(in crate::condition) fn index_of(within: &[u8], needle: &[u8]) -> Option<usize> {
    Search::new(needle).find(within, 0)
}

/// Where the needle is last.
pub(super) fn last_index_of(within: &[u8], needle: &[u8]) -> Option<usize> {
    let reversed = |bytes: &[u8]| -> Vec<u8> { bytes.iter().rev().copied().collect() };
    let from_end = index_of(&reversed(within), &reversed(needle))?;
    Some(within.len() - from_end - needle.len())
}

/// A needle, ready to be looked for (Knuth, Morris and Pratt).
pub(super) struct Search<'n> {
    needle: &'n [u8],
    /// For each length, how much of the needle's beginning ends the needle's part of that length.
    borders: Vec<usize>,
}

impl<'n> Search<'n> {
    pub(super) fn new(needle: &'n [u8]) -> Self {
        let mut search = Self { needle, borders: Vec::with_capacity(needle.len()) };
        let mut matched = 0;
        for (at, byte) in needle.iter().enumerate() {
            if 0 < at {
                matched = search.advance(matched, *byte);
            }
            search.borders.push(matched);
        }
        search
    }

    /// How much of the needle is matched after one more byte.
    fn advance(&self, matched: usize, byte: u8) -> usize {
        let mut matched = matched;
        loop {
            if self.needle.get(matched) == Some(&byte) {
                return matched + 1;
            }
            if matched == 0 {
                return 0;
            }
            matched = self.borders.get(matched - 1).copied().unwrap_or(0);
        }
    }

    /// Where the needle is first, from a place on.
    pub(super) fn find(&self, within: &[u8], from: usize) -> Option<usize> {
        if self.needle.is_empty() {
            return Some(from);
        }
        let mut matched = 0;
        for (at, byte) in within.iter().enumerate().skip(from) {
            matched = self.advance(matched, *byte);
            if matched == self.needle.len() {
                return Some(at + 1 - matched);
            }
        }
        None
    }
}
