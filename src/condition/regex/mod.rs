//! Regular expressions: RE2 as Go writes it, matched in linear time.
//!
//! The syntax and its errors are Go's, read here; the automaton is `regex-automata`'s.

mod class;
mod escape;
mod flags;
mod syntax;

use alloc::string::String;
use regex_automata::{
    Input,
    meta::{self, BuildError},
};

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(super) struct Regex {
    automaton: meta::Regex,
}

/// Bytes of an automaton, and of what it remembers while it runs.
const MAX_SIZE: usize = 8 * 1024 * 1024;

impl Regex {
    /// Compiles a pattern; the error is Go's.
    pub(super) fn new(pattern: &[u8]) -> Result<Self, String> {
        let hir = syntax::parse(pattern)?;
        let config = meta::Config::new().nfa_size_limit(Some(MAX_SIZE)).onepass(false);
        let built = meta::Builder::new().configure(config).build_from_hir(&hir);
        let too_large = |_error: BuildError| {
            let shown = String::from_utf8_lossy(pattern);
            alloc::format!("error parsing regexp: expression too large: `{shown}`")
        };
        Ok(Self { automaton: built.map_err(too_large)? })
    }

    /// Whether a pattern is well written; the error is Go's.
    pub(super) fn check(pattern: &[u8]) -> Result<(), String> {
        syntax::parse(pattern).map(drop)
    }

    /// Whether the pattern occurs in the text. Bytes that are no UTF-8 count as replacement characters.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
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
