//! A template, parsed.

use alloc::{boxed::Box, string::String, vec::Vec};

/// What a template is made of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// What stands outside of braces.
    Text(String),
    /// What stands between braces: each part works on what the one before it found.
    Action(Vec<Part>),
}

/// One step of an action.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// `.name`
    Field(String),
    /// `.*`
    Wildcard,
    /// `..`
    Descent,
    /// `[i]`
    Index(i64),
    /// `[i:j:s]` and `[*]`
    Slice(Slice),
    /// `[…,…]`
    Union(Vec<Vec<Part>>),
    /// `[?(…)]`
    Filter(Box<Filter>),
    /// `'text'`
    Text(String),
    /// `12`
    Int(i64),
    /// `1.5`
    Float(f64),
    /// `true`
    Bool(bool),
    /// `range`
    Range,
    /// `end`
    End,
    /// A word that means nothing, which upstream notices only when it gets there.
    Unknown(String),
}

/// The numbers of `[i:j:s]`, as far as they are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slice {
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) step: Option<i64>,
}

/// What is asked of each item of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Filter {
    pub(super) left: Vec<Part>,
    pub(super) test: Test,
}

/// What is asked about the left side.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// Whether it finds anything.
    Exists,
    /// How it compares to the right side.
    Compare(Operator, Vec<Part>),
}

/// How two sides are compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// Another run of `!`, `<`, `>` and `=`, which upstream notices only when it compares.
    Unknown(String),
}
