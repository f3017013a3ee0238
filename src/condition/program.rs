//! What an expression becomes to be run: instructions of a machine with a stack (`argo-analysis §3.7`).

use super::{
    builtin::Builtin,
    environment,
    method::Method,
    tree::{Constant, Name},
    types::Signature,
};
use crate::go::Regex;
use alloc::{sync::Arc, vec::Vec};

/// Instructions, and the number of the character each comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) code: Vec<Op>,
    pub(super) places: Vec<u32>,
    /// How many variables there are.
    pub(super) variables: usize,
}

/// An instruction. Jumps name the instruction to go on with.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Nil,
    True,
    False,
    Integer(i64),
    Float(f64),
    Text(Name),
    Bytes(Name),
    Constant(Constant),
    Pop,
    Store(usize),
    Load(usize),
    /// Something of the environment.
    LoadName(environment::Name),
    /// `$env` itself.
    LoadEnvironment,
    Fetch,
    Field(Name),
    Method(&'static Method),
    Negate,
    Not,
    Equal,
    EqualIntegers,
    EqualTexts,
    Jump(usize),
    JumpIfTrue(usize),
    JumpIfFalse(usize),
    JumpIfNil(usize),
    JumpIfNotNil(usize),
    JumpIfEnd(usize),
    In,
    Less,
    More,
    LessOrEqual,
    MoreOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Range,
    Matches,
    MatchesConstant(Arc<Regex>),
    Contains,
    StartsWith,
    EndsWith,
    Slice,
    /// Calls what is on the stack, with so many arguments below it.
    Call(usize),
    /// The same, where the type of what is called is known.
    CallTyped(&'static Signature),
    /// Calls a builtin function with so many arguments.
    Builtin(Builtin, usize),
    /// Makes a list of so many values, the number being on the stack.
    List,
    /// Makes a map of so many names and values.
    Map(usize),
    Length,
    Dereference,
    /// Begins to go through the list on the stack.
    Begin,
    End,
    NextIndex,
    PreviousIndex,
    LastIndex,
    CountOne,
    LoadIndex,
    LoadCount,
    LoadLength,
    LoadAccumulator,
    StoreAccumulator,
    LoadElement,
    /// Fails with a text.
    Fail(&'static str),
    BeginGroups,
    Group,
    /// Begins to sort, by the order on the stack.
    BeginSort,
    SortBy,
    Sort,
}
