//! Tokens.

use crate::go::quote_bytes;
use alloc::{borrow::Cow, format, string::String};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Identifier,
    Number,
    String,
    Bytes,
    Operator,
    Bracket,
    End,
}

/// A token: its kind, its text (of literals, what they mean) and the number of its first character.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: Cow<'t, [u8]>,
    pub(super) at: usize,
}

impl Token<'_> {
    pub(super) fn is(&self, kind: Kind, text: &str) -> bool {
        self.kind == kind && *self.text == *text.as_bytes()
    }

    pub(super) fn is_operator(&self, text: &str) -> bool {
        self.is(Kind::Operator, text)
    }

    pub(super) fn is_bracket(&self, text: &str) -> bool {
        self.is(Kind::Bracket, text)
    }

    /// As errors show it.
    pub(super) fn shown(&self) -> String {
        let kind = match self.kind {
            Kind::Identifier => "Identifier",
            Kind::Number => "Number",
            Kind::String => "String",
            Kind::Bytes => "Bytes",
            Kind::Operator => "Operator",
            Kind::Bracket => "Bracket",
            Kind::End => "EOF",
        };
        if self.text.is_empty() { kind.into() } else { format!("{kind}({})", quote_bytes(&self.text)) }
    }
}
