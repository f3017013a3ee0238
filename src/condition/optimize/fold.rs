//! Folding of constants.

use super::Optimizer;
use crate::condition::{
    builtin::Builtin,
    convert,
    error::Fault,
    operator::{Binary, Unary},
    text::Text,
    tree::{Call, Constant, Id, Kind, Miss},
    value::Value,
};
use alloc::{vec, vec::Vec};

/// One pass.
#[derive(Default)]
pub(super) struct Fold {
    pub(super) applied: bool,
    /// The last thing found wrong.
    pub(super) fault: Option<Fault>,
}

/// A literal number.
#[derive(Clone, Copy)]
enum Number {
    Integer(i64),
    Float(f64),
}

impl Fold {
    pub(super) fn visit(&mut self, optimizer: &mut Optimizer<'_>, id: Id) -> Id {
        match self.folded(optimizer, id) {
            Some(new) => {
                self.applied = true;
                new
            }
            None => id,
        }
    }

    fn folded(&mut self, optimizer: &mut Optimizer<'_>, id: Id) -> Option<Id> {
        let literal = match optimizer.tree.kind(id) {
            Kind::Unary { operator, operand } => unary(*operator, optimizer.tree.kind(*operand))?,
            Kind::Binary { operator: Binary::And | Binary::AmpAmp, left, right } => {
                return logic(optimizer, id, *left, *right, true);
            }
            Kind::Binary { operator: Binary::Or | Binary::BarBar, left, right } => {
                return logic(optimizer, id, *left, *right, false);
            }
            Kind::Binary { operator, left, right } => {
                let (left, right) = (optimizer.tree.kind(*left), optimizer.tree.kind(*right));
                if *operator == Binary::Modulo {
                    let (Kind::Integer(a), Kind::Integer(b)) = (left, right) else {
                        return None;
                    };
                    if *b == 0 {
                        self.fault = Some(Fault::new("integer divide by zero", optimizer.tree.at(id)));
                        return None;
                    }
                    Kind::Integer(a.wrapping_rem(*b))
                } else {
                    binary(*operator, left, right)?
                }
            }
            Kind::Array(items) => list(optimizer, items)?,
            Kind::Builtin(call) if call.builtin == Builtin::Filter => return filter_twice(optimizer, id),
            _ => return None,
        };
        Some(optimizer.replace_literal(id, literal))
    }
}

fn unary(operator: Unary, operand: &Kind) -> Option<Kind> {
    Some(match (operator, operand) {
        (Unary::Minus, Kind::Integer(integer)) => Kind::Integer(integer.wrapping_neg()),
        (Unary::Minus, Kind::Float(float)) => Kind::Float(convert::negated(*float)),
        (Unary::Plus, Kind::Integer(integer)) => Kind::Integer(*integer),
        (Unary::Plus, Kind::Float(float)) => Kind::Float(*float),
        (Unary::Bang | Unary::Not, Kind::Bool(yes)) => Kind::Bool(!yes),
        _ => return None,
    })
}

fn binary(operator: Binary, left: &Kind, right: &Kind) -> Option<Kind> {
    match (operator, left, right) {
        (Binary::Add, Kind::Text(a), Kind::Text(b)) => return Some(Kind::Text([&**a, &**b].concat().into())),
        (Binary::Equal, Kind::Text(a), Kind::Text(b)) => return Some(Kind::Bool(a == b)),
        (Binary::Equal, Kind::Bool(a), Kind::Bool(b)) => return Some(Kind::Bool(a == b)),
        (Binary::Equal, Kind::Integer(a), Kind::Integer(b)) => return Some(Kind::Bool(a == b)),
        _ => {}
    }
    let (left, right) = (number(left)?, number(right)?);
    if let (Number::Integer(a), Number::Integer(b)) = (left, right) {
        match operator {
            Binary::Add => return Some(Kind::Integer(a.wrapping_add(b))),
            Binary::Subtract => return Some(Kind::Integer(a.wrapping_sub(b))),
            Binary::Multiply => return Some(Kind::Integer(a.wrapping_mul(b))),
            _ => {}
        }
    }
    let (left, right) = (float(left), float(right));
    Some(Kind::Float(match operator {
        Binary::Add => convert::sum(left, right),
        Binary::Subtract => convert::difference(left, right),
        Binary::Multiply => convert::product(left, right),
        Binary::Divide => convert::quotient(left, right),
        Binary::StarStar | Binary::Caret => convert::power(left, right),
        _ => return None,
    }))
}

fn number(kind: &Kind) -> Option<Number> {
    match kind {
        Kind::Integer(integer) => Some(Number::Integer(*integer)),
        Kind::Float(float) => Some(Number::Float(*float)),
        _ => None,
    }
}

fn float(number: Number) -> f64 {
    match number {
        Number::Integer(integer) => convert::float(integer),
        Number::Float(float) => float,
    }
}

/// `and`, whose neutral element is true, or `or`, whose neutral element is false.
fn logic(optimizer: &mut Optimizer<'_>, id: Id, left: Id, right: Id, neutral: bool) -> Option<Id> {
    let literal = |id| match optimizer.tree.kind(id) {
        Kind::Bool(yes) => Some(*yes),
        _ => None,
    };
    match (literal(left), literal(right)) {
        (Some(one), _) if one == neutral => Some(optimizer.put(id, right)),
        (_, Some(one)) if one == neutral => Some(optimizer.put(id, left)),
        // The other operand is not evaluated, also where it comes first.
        (Some(_), _) | (_, Some(_)) => Some(optimizer.replace_literal(id, Kind::Bool(!neutral))),
        (None, None) => None,
    }
}

/// A list of literals.
fn list(optimizer: &Optimizer<'_>, items: &[Id]) -> Option<Kind> {
    if items.is_empty() {
        return None;
    }
    let values: Option<Vec<Value>> = items
        .iter()
        .map(|item| match optimizer.tree.kind(*item) {
            Kind::Integer(integer) => Some(Value::Integer((*integer).into())),
            Kind::Float(float) => Some(Value::Float(*float)),
            Kind::Text(text) => Some(Value::Text(Text::from(&**text))),
            Kind::Bool(yes) => Some(Value::Bool(*yes)),
            _ => None,
        })
        .collect();
    Some(Kind::Constant(Constant::List(values?.into())))
}

/// `filter(filter(c, p), q)` is `filter(c, p && q)`.
fn filter_twice(optimizer: &mut Optimizer<'_>, id: Id) -> Option<Id> {
    let outer = optimizer.call(id)?;
    let &[list, second] = &*outer.arguments else {
        return None;
    };
    let inner = optimizer.call(list).filter(|call| call.builtin == Builtin::Filter)?;
    let &[list, first] = &*inner.arguments else {
        return None;
    };
    let (left, right) = (optimizer.predicate(first)?, optimizer.predicate(second)?);
    let both = optimizer.bare(Kind::Binary { operator: Binary::AmpAmp, left, right });
    let predicate = optimizer.bare(Kind::Predicate(both));
    let arguments = vec![list, predicate];
    let call = Call { builtin: Builtin::Filter, arguments, miss: Miss::Nil, map: None, threshold: None };
    Some(optimizer.replace_call(id, call))
}
