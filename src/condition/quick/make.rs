//! Which expressions can go the short way.

use super::{Comparison, Operand, Quantity, Start, Step, Truth};
use crate::condition::{
    builtin::Builtin,
    operator::{Binary, Unary},
    tree::{Access, Id, Kind, Tree},
};
use alloc::{boxed::Box, vec::Vec};

/// How deep such expressions may nest: they are walked by recursion.
const MAX_NESTING: usize = 16;

/// The short way of a checked and optimized expression, if it has one.
pub(in crate::condition) fn make(tree: &Tree, root: Id) -> Option<Truth> {
    Maker { tree, in_predicate: false }.truth(root, 0)
}

struct Maker<'t> {
    tree: &'t Tree,
    in_predicate: bool,
}

impl Maker<'_> {
    fn truth(&self, id: Id, depth: usize) -> Option<Truth> {
        if MAX_NESTING < depth {
            return None;
        }
        let both =
            |left, right| Some(Box::new((self.truth(left, depth + 1)?, self.truth(right, depth + 1)?)));
        match self.tree.kind(id) {
            Kind::Bool(yes) => Some(Truth::Constant(*yes)),
            Kind::Unary { operator: Unary::Bang | Unary::Not, operand } => {
                Some(Truth::Not(Box::new(self.truth(*operand, depth + 1)?)))
            }
            Kind::Binary { operator, left, right } => {
                let comparison = match operator {
                    Binary::And | Binary::AmpAmp => return both(*left, *right).map(Truth::And),
                    Binary::Or | Binary::BarBar => return both(*left, *right).map(Truth::Or),
                    Binary::Equal => return Some(Truth::Equal(self.operand(*left)?, self.operand(*right)?)),
                    Binary::NotEqual => {
                        let equal = Truth::Equal(self.operand(*left)?, self.operand(*right)?);
                        return Some(Truth::Not(Box::new(equal)));
                    }
                    Binary::Less => Comparison::Less,
                    Binary::More => Comparison::More,
                    Binary::LessOrEqual => Comparison::LessOrEqual,
                    Binary::MoreOrEqual => Comparison::MoreOrEqual,
                    _ => return None,
                };
                let (left, right) = (self.operand(*left)?, self.operand(*right)?);
                Some(match (&left, right.constant()) {
                    (Operand::Path(..), Some(bound)) => Truth::Against(comparison, left, bound),
                    _ => Truth::Compare(comparison, left, right),
                })
            }
            Kind::Builtin(call) => {
                let quantity = match call.builtin {
                    Builtin::All => Quantity::All,
                    Builtin::Any => Quantity::Any,
                    Builtin::None => Quantity::None,
                    _ => return None,
                };
                // One loop within another is for the machine, which counts its steps.
                let (&[list, predicate], false) = (&*call.arguments, self.in_predicate) else {
                    return None;
                };
                let &Kind::Predicate(test) = self.tree.kind(predicate) else {
                    return None;
                };
                let list = self.operand(list).filter(|operand| matches!(operand, Operand::Path(..)))?;
                let inner = Maker { tree: self.tree, in_predicate: true };
                Some(Truth::Each(quantity, list, Box::new(inner.truth(test, depth + 1)?)))
            }
            Kind::Call { callee, arguments } => {
                let &[argument] = &**arguments else {
                    return None;
                };
                match self.tree.identifier(*callee)? {
                    b"isNaN" => Some(Truth::IsNaN(self.operand(argument)?)),
                    b"isInf" => Some(Truth::IsInfinite(self.operand(argument)?)),
                    _ => None,
                }
            }
            _ => {
                let operand = self.operand(id)?;
                matches!(operand, Operand::Path(..)).then_some(Truth::Operand(operand))
            }
        }
    }

    fn operand(&self, id: Id) -> Option<Operand> {
        Some(match self.tree.kind(id) {
            Kind::Nil => Operand::Nil,
            Kind::Bool(yes) => Operand::Bool(*yes),
            Kind::Integer(integer) => Operand::Integer(*integer),
            Kind::Float(float) => Operand::Float(*float),
            Kind::Text(text) => Operand::Text(text.clone()),
            Kind::Builtin(call) if call.builtin == Builtin::Len => {
                let &[argument] = &*call.arguments else {
                    return None;
                };
                let (start, way) = self.path(argument)?;
                Operand::Length(start, way)
            }
            _ => {
                let (start, way) = self.path(id)?;
                Operand::Path(start, way)
            }
        })
    }

    fn path(&self, id: Id) -> Option<(Start, Box<[Step]>)> {
        let mut way = Vec::new();
        let mut id = id;
        let start = loop {
            if MAX_NESTING < way.len() {
                return None;
            }
            match self.tree.kind(id) {
                Kind::Identifier(name) if **name == *b"result" => break Start::Result,
                Kind::Pointer(name) if name.is_empty() && self.in_predicate => break Start::Element,
                Kind::Member { base, property, access: Access::Plain, .. } => {
                    way.push(match self.tree.kind(*property) {
                        Kind::Text(name) => Step::Name(name.clone()),
                        Kind::Integer(index) => Step::Index(*index),
                        _ => return None,
                    });
                    id = *base;
                }
                _ => return None,
            }
        };
        way.reverse();
        Some((start, way.into()))
    }
}
