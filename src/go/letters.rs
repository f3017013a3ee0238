//! Which letters are what to Go: its `unicode` package, as far as the language needs it.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

/// Unicode's classes, looked up when first needed: nearly every condition is ASCII.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    letters: Option<ClassUnicode>,
    digits: Option<ClassUnicode>,
    printed: Option<ClassUnicode>,
}

impl Letters {
    /// `_`, `$` and letters: what a name begins with.
    pub(crate) fn is_alphabetic(&mut self, c: char) -> bool {
        match c {
            '_' | '$' => true,
            c if c.is_ascii() => c.is_ascii_alphabetic(),
            c => contains(self.letters.get_or_insert_with(|| class(r"\p{L}")), c),
        }
    }

    /// What a name goes on with.
    pub(crate) fn is_alphanumeric(&mut self, c: char) -> bool {
        if c.is_ascii() {
            return c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        }
        self.is_alphabetic(c) || contains(self.digits.get_or_insert_with(|| class(r"\p{Nd}")), c)
    }

    /// Whether Go shows the letter in a quoted text, instead of its number (`strconv.IsPrint`).
    pub(crate) fn is_printed(&mut self, c: char) -> bool {
        if c.is_ascii() {
            return matches!(c, ' '..='~');
        }
        contains(self.printed.get_or_insert_with(|| class(r"[\p{L}\p{M}\p{N}\p{P}\p{S}]")), c)
    }
}

/// A class of the syntax of regular expressions; the empty class if there is no such.
pub(crate) fn class(pattern: &str) -> ClassUnicode {
    let parsed = regex_syntax::parse(pattern).map(regex_syntax::hir::Hir::into_kind);
    match parsed {
        Ok(HirKind::Class(Class::Unicode(class))) => class,
        _ => ClassUnicode::empty(),
    }
}

fn contains(class: &ClassUnicode, c: char) -> bool {
    let ranges = class.ranges();
    let after = ranges.partition_point(|range| range.end() < c);
    ranges.get(after).is_some_and(|range| range.start() <= c)
}
