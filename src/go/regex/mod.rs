//! Regular expressions: RE2 as Go writes it, matched in linear time.
//!
//! The syntax and its errors are Go's, read here; the automaton is `regex-automata`'s.

mod class;
mod escape;
mod flags;
mod syntax;
#[cfg(test)]
mod tests;

use alloc::string::String;
use regex_automata::{
    Input,
    meta::{self, BuildError},
};

/// Bytes of a pattern.
pub const MAX_PATTERN: usize = 16 * 1024;

/// Bytes that the automaton of a pattern may take.
pub const MAX_AUTOMATON: usize = 4 * 1024 * 1024;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    automaton: meta::Regex,
}

impl Regex {
    /// Compiles a pattern; the error is Go's.
    pub(crate) fn new(pattern: &[u8]) -> Result<Self, String> {
        let hir = syntax::parse(pattern)?;
        let config = meta::Config::new().nfa_size_limit(Some(MAX_AUTOMATON)).onepass(false);
        let built = meta::Builder::new().configure(config).build_from_hir(&hir);
        Ok(Self { automaton: built.map_err(|_error: BuildError| too_large(pattern))? })
    }

    /// How many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        self.automaton.memory_usage()
    }

    /// How many steps it counts to look through a text: more if the automaton is large.
    pub(crate) fn steps(&self, text: &[u8]) -> usize {
        text.len().saturating_mul(1 + self.size() / 16_384)
    }

    /// Whether a pattern is well written; the error is Go's.
    pub(crate) fn check(pattern: &[u8]) -> Result<(), String> {
        syntax::parse(pattern).map(drop)
    }

    /// Whether the pattern occurs in the text. Bytes that are no UTF-8 count as replacement characters.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        match core::str::from_utf8(text) {
            Ok(text) => self.automaton.is_match(Input::new(text)),
            Err(_) => {
                let mut plain = String::with_capacity(text.len());
                for chunk in text.utf8_chunks() {
                    plain.push_str(chunk.valid());
                    plain.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
                }
                self.automaton.is_match(Input::new(&plain))
            }
        }
    }
}

fn too_large(pattern: &[u8]) -> String {
    let shown: String = String::from_utf8_lossy(pattern).chars().take(100).collect();
    alloc::format!("error parsing regexp: expression too large: `{shown}`")
}
