//! What is open while an expression is read.

use super::{Parser, Part, Step};
use crate::condition::{
    builtin::{Argument, Builtin},
    operator::{Binary, Unary},
    token::Token,
    tree::{Form, Id, Kind},
};
use alloc::vec::Vec;

/// Something open, waiting for the part that is being read. `after` and `at` are numbers of characters.
pub(super) enum Frame<'t> {
    /// Expressions before this one.
    Sequence { parts: Vec<Part> },
    /// An expression, waiting for what its operators join.
    Operators { precedence: u16, previous: Option<Operator> },
    /// The right side of an operator.
    Right { precedence: u16, operator: Binary, at: usize, left: Part, not: Option<usize> },
    /// The right side of a comparison, which may be the left side of the next one.
    Comparison { precedence: u16, operator: Binary, at: usize, left: Part, root: Part },
    /// What an operator stands before.
    Unary { operator: Unary, at: usize },
    /// The inside of parentheses.
    Parentheses,
    /// A primary, waiting for what follows it.
    Postfix,
    /// `let name = …`.
    LetValue { name: Token<'t> },
    /// `let name = value; …`.
    LetBody { name: Token<'t>, value: Part },
    /// `c ? …`.
    Then { condition: Part },
    /// `c ? a : …`.
    Otherwise { condition: Part, then: Part },
    /// `if …`.
    If,
    /// `if c { …`.
    IfThen { condition: Part },
    /// `if c { a } else …`.
    IfOtherwise { condition: Part, then: Part, braces: Braces },
    /// `[…` behind a value.
    Index { base: Part, at: usize, optional: bool },
    /// `[a:…` or `[:…` behind a value.
    SliceEnd { base: Part, from: Part, at: usize },
    /// Arguments of a call.
    Arguments { callee: Callee, arguments: Vec<Part>, given: usize },
    /// Arguments of a builtin with a predicate.
    PredicateCall {
        builtin: Builtin,
        at: usize,
        arguments: Vec<Part>,
        expected: &'static [Argument],
        index: usize,
    },
    /// A predicate.
    Predicate { at: usize, braces: Braces },
    /// The items of a list.
    Array { at: usize, items: Vec<Part> },
    /// The key of an entry of a map.
    Key { at: usize, pairs: Vec<Part> },
    /// The value of an entry of a map.
    Value { at: usize, pairs: Vec<Part>, key: Part },
}

/// An operator already read at this level.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Coalesce,
    Other,
}

/// Whether something stands in braces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Braces {
    No,
    Yes,
}

/// What is called.
pub(super) enum Callee {
    Builtin { builtin: Builtin, at: usize },
    Function { callee: Part, at: usize },
    Method { member: Part, at: usize, chain: bool },
}

impl<'t> Parser<'t> {
    /// Goes on with what was open, now that the part it waited for is read.
    pub(super) fn resume(&mut self, frame: Frame<'t>, part: Part) -> Step {
        match frame {
            Frame::Sequence { parts } => self.sequence(parts, part),
            Frame::Operators { precedence, previous } => self.operators(precedence, previous, part),
            Frame::Right { precedence, operator, at, left, not } => {
                self.right(precedence, operator, at, left, not, part)
            }
            Frame::Comparison { precedence, operator, at, left, root } => {
                self.comparison(precedence, operator, at, left, root, part)
            }
            Frame::Unary { operator, at } => {
                match part.and_then(|operand| self.make(Kind::Unary { operator, operand }, at)) {
                    Some(unary) => Step::Postfix(Some(unary)),
                    None => Step::Return(None),
                }
            }
            Frame::Parentheses => {
                self.expect_bracket(")");
                Step::Postfix(part)
            }
            Frame::Postfix => Step::Postfix(part),
            Frame::LetValue { .. }
            | Frame::LetBody { .. }
            | Frame::Then { .. }
            | Frame::Otherwise { .. }
            | Frame::If
            | Frame::IfThen { .. }
            | Frame::IfOtherwise { .. } => self.resume_expression(frame, part),
            Frame::Index { base, at, optional } => self.index(base, at, optional, part),
            Frame::SliceEnd { base, from, at } => {
                let made = base.and_then(|base| self.make(Kind::Slice { base, from, to: part }, at));
                if made.is_none() {
                    return Step::Return(None);
                }
                self.expect_bracket("]");
                Step::Postfix(made)
            }
            Frame::Arguments { callee, mut arguments, given } => {
                arguments.push(part);
                self.arguments(callee, arguments, given)
            }
            Frame::PredicateCall { builtin, at, mut arguments, expected, index } => {
                arguments.push(part);
                self.predicate_call(builtin, at, arguments, expected, index + 1)
            }
            Frame::Predicate { at, braces } => self.predicate_end(at, braces, part),
            Frame::Array { at, mut items } => {
                items.push(part);
                self.array(at, items)
            }
            Frame::Key { at, pairs } => self.map_value(at, pairs, part),
            Frame::Value { at, pairs, key } => self.map_pair(at, pairs, key, part),
        }
    }

    /// Goes on with `let`, `?` and `if`.
    fn resume_expression(&mut self, frame: Frame<'t>, part: Part) -> Step {
        match frame {
            Frame::LetValue { name } => {
                self.expect_operator(";");
                self.open(Frame::LetBody { name, value: part });
                Step::Sequence
            }
            Frame::LetBody { name, value } => {
                let made = value.zip(part).and_then(|(value, body)| {
                    self.make(Kind::Let { name: (*name.text).into(), value, body }, name.at)
                });
                Step::Return(made)
            }
            Frame::Then { condition } => {
                self.expect_operator(":");
                self.open(Frame::Otherwise { condition, then: part });
                Step::Expression(0)
            }
            Frame::Otherwise { condition, then } => {
                let made = all3(condition, then, part).and_then(|(condition, then, otherwise)| {
                    let at = self.current.at;
                    self.make(Kind::Conditional { form: Form::Ternary, condition, then, otherwise }, at)
                });
                self.conditional(made)
            }
            Frame::If => {
                self.expect_bracket("{");
                self.open(Frame::IfThen { condition: part });
                Step::Sequence
            }
            Frame::IfThen { condition } => self.if_else(condition, part),
            Frame::IfOtherwise { condition, then, braces } => {
                if braces == Braces::Yes {
                    self.expect_bracket("}");
                }
                // Upstream does not count it, and gives it no place.
                Step::Return(all3(condition, then, part).map(|(condition, then, otherwise)| {
                    self.tree.push(Kind::Conditional { form: Form::If, condition, then, otherwise }, 0)
                }))
            }
            _ => Step::Return(part),
        }
    }
}

/// All three, or nothing.
fn all3(a: Part, b: Part, c: Part) -> Option<(Id, Id, Id)> {
    Some((a?, b?, c?))
}
