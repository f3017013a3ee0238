//! Expressions: operators, conditions, `let`, `if`.

use super::{
    Parser, Part, Step,
    frame::{Braces, Frame, Operator},
};
use crate::condition::{
    operator::{Binary, Unary},
    token::Kind as TokenKind,
    tree::Kind,
};
use alloc::{format, vec::Vec};

impl Parser<'_> {
    pub(super) fn expression(&mut self, precedence: u16) -> Step {
        if self.failed() {
            return Step::Return(None);
        }
        if precedence == 0 && self.current.is_operator("let") {
            self.next();
            let name = self.expect_identifier();
            self.expect_operator("=");
            self.open(Frame::LetValue { name });
            return Step::Expression(0);
        }
        if precedence == 0 && self.current.is_operator("if") {
            return Step::If;
        }
        self.open(Frame::Operators { precedence, previous: None });
        self.primary()
    }

    /// One expression of a sequence is read.
    pub(super) fn sequence(&mut self, mut parts: Vec<Part>, part: Part) -> Step {
        parts.push(part);
        if self.current.is_operator(";") && !self.failed() {
            self.next();
            if self.current.kind != TokenKind::End {
                self.open(Frame::Sequence { parts });
                return Step::Expression(0);
            }
        }
        let all: Option<Vec<_>> = parts.into_iter().collect();
        Step::Return(match all.as_deref() {
            Some([one]) => Some(*one),
            Some(parts @ [first, ..]) => {
                let at = self.tree.at(*first);
                self.make(Kind::Sequence(parts.into()), at)
            }
            _ => None,
        })
    }

    /// The operators that follow a value, as far as they bind at least so strongly.
    pub(super) fn operators(&mut self, precedence: u16, previous: Option<Operator>, left: Part) -> Step {
        if self.current.kind != TokenKind::Operator || self.failed() {
            return self.end_of_operators(precedence, left);
        }
        let mut token = self.current.clone();
        let mut not = None;
        if token.is_operator("not") {
            self.next();
            let Some(operator) = Binary::of(&self.current.text).filter(|found| found.is_negatable()) else {
                self.unexpected();
                return self.end_of_operators(precedence, left);
            };
            if operator.precedence() < precedence {
                self.stashed = Some(core::mem::replace(&mut self.current, token));
                return self.end_of_operators(precedence, left);
            }
            not = Some(self.current.at);
            token = self.current.clone();
        }
        if token.is_operator("|") && precedence == 0 {
            self.next();
            let name = self.expect_identifier();
            self.open(Frame::Operators { precedence, previous: Some(Operator::Other) });
            return self.call(&name, [left].into());
        }
        let Some(operator) = Binary::of(&token.text).filter(|found| precedence <= found.precedence()) else {
            return self.end_of_operators(precedence, left);
        };
        self.next();
        if previous == Some(Operator::Coalesce) && operator != Binary::Coalesce {
            let text = operator.text();
            self.fail_at(
                token.at,
                format!(
                    "Operator ({text}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses."
                ),
            );
            return self.end_of_operators(precedence, left);
        }
        if operator.is_comparison() {
            self.open(Frame::Comparison { precedence, operator, at: token.at, left, root: None });
            return Step::Expression(operator.precedence() + 1);
        }
        self.open(Frame::Right { precedence, operator, at: token.at, left, not });
        Step::Expression(operator.right_precedence())
    }

    fn end_of_operators(&mut self, precedence: u16, part: Part) -> Step {
        if precedence == 0 { self.conditional(part) } else { Step::Return(part) }
    }

    pub(super) fn right(
        &mut self,
        precedence: u16,
        operator: Binary,
        at: usize,
        left: Part,
        not: Option<usize>,
        right: Part,
    ) -> Step {
        let made = left
            .zip(right)
            .and_then(|(left, right)| self.make(Kind::Binary { operator, left, right }, at))
            .and_then(|operand| match not {
                Some(at) => self.make(Kind::Unary { operator: Unary::Not, operand }, at),
                None => Some(operand),
            });
        if made.is_none() {
            return Step::Return(None);
        }
        let previous = if operator == Binary::Coalesce { Operator::Coalesce } else { Operator::Other };
        self.operators(precedence, Some(previous), made)
    }

    /// `a < b < c` is `a < b && b < c`, with the same `b`.
    pub(super) fn comparison(
        &mut self,
        precedence: u16,
        operator: Binary,
        at: usize,
        left: Part,
        root: Part,
        right: Part,
    ) -> Step {
        let made = left
            .zip(right)
            .and_then(|(left, right)| self.make(Kind::Binary { operator, left, right }, at))
            .and_then(|comparison| match root {
                Some(left) => {
                    self.make(Kind::Binary { operator: Binary::AmpAmp, left, right: comparison }, at)
                }
                None => Some(comparison),
            });
        if made.is_some()
            && self.current.kind == TokenKind::Operator
            && !self.failed()
            && let Some(operator) = Binary::of(&self.current.text).filter(|found| found.is_comparison())
        {
            let at = self.current.at;
            self.next();
            self.open(Frame::Comparison { precedence, operator, at, left: right, root: made });
            return Step::Expression(operator.precedence() + 1);
        }
        self.operators(precedence, Some(Operator::Other), made)
    }

    /// `? a : b` behind an expression, and again.
    pub(super) fn conditional(&mut self, condition: Part) -> Step {
        if !self.current.is_operator("?") || self.failed() {
            return Step::Return(condition);
        }
        self.next();
        if self.current.is_operator(":") {
            self.next();
            self.open(Frame::Otherwise { condition, then: condition });
        } else {
            self.open(Frame::Then { condition });
        }
        Step::Expression(0)
    }

    pub(super) fn conditional_if(&mut self) -> Step {
        self.next();
        if self.failed() {
            return Step::Return(None);
        }
        self.open(Frame::If);
        Step::Expression(0)
    }

    pub(super) fn if_else(&mut self, condition: Part, then: Part) -> Step {
        self.expect_bracket("}");
        self.expect_operator("else");
        if self.current.is_operator("if") {
            self.open(Frame::IfOtherwise { condition, then, braces: Braces::No });
            return Step::If;
        }
        self.expect_bracket("{");
        self.open(Frame::IfOtherwise { condition, then, braces: Braces::Yes });
        Step::Sequence
    }
}
