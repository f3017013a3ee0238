//! Two tests of the same list become one.

use super::Optimizer;
use crate::condition::{
    builtin::Builtin,
    operator::Binary,
    tree::{Call, Constant, Id, Kind, Miss, Tree},
};
use alloc::{vec, vec::Vec};

impl Optimizer<'_> {
    /// `all(c, p) and all(c, q)` is `all(c, p and q)`; `any` with or, and `none` with and, likewise.
    pub(super) fn join_predicates(&mut self, id: Id) -> Id {
        self.joined(id).unwrap_or(id)
    }

    fn joined(&mut self, id: Id) -> Option<Id> {
        let mut place = id;
        let mut outermost = None;
        // What is joined can be joined again within.
        loop {
            let Some((builtin, list, left, right, operator)) = self.joinable(place) else {
                return outermost;
            };
            let both = self.bare(Kind::Binary { operator, left, right });
            let predicate = self.bare(Kind::Predicate(both));
            let call = Call {
                builtin,
                arguments: vec![list, predicate],
                miss: Miss::Nil,
                map: None,
                threshold: None,
            };
            let new = self.replace_call(place, call);
            match outermost {
                None => outermost = Some(new),
                Some(_) => self.tree.node_mut(place).kind = self.tree.kind(new).clone(),
            }
            place = both;
        }
    }

    fn joinable(&self, id: Id) -> Option<(Builtin, Id, Id, Id, Binary)> {
        let &Kind::Binary { operator, left, right } = self.tree.kind(id) else {
            return None;
        };
        let (left, right) = (self.call(left)?, self.call(right)?);
        let joined = match (left.builtin, operator) {
            (Builtin::All, Binary::And | Binary::AmpAmp) | (Builtin::Any, Binary::Or | Binary::BarBar) => {
                operator
            }
            (Builtin::None, Binary::And) => Binary::Or,
            (Builtin::None, Binary::AmpAmp) => Binary::BarBar,
            _ => return None,
        };
        let (&[list, first], &[other, second]) = (&*left.arguments, &*right.arguments) else {
            return None;
        };
        let same = left.builtin == right.builtin
            && self.type_of(list) == self.type_of(other)
            && reads_alike(self.tree, list, other);
        if !same {
            return None;
        }
        Some((left.builtin, list, self.predicate(first)?, self.predicate(second)?, joined))
    }
}

/// Whether both parts are written the same way.
fn reads_alike(tree: &Tree, one: Id, other: Id) -> bool {
    let mut left = Vec::from([(one, other)]);
    while let Some((one, other)) = left.pop() {
        if one == other {
            continue;
        }
        if !kinds_alike(tree.kind(one), tree.kind(other)) {
            return false;
        }
        for n in 0.. {
            match (tree.child(one, n), tree.child(other, n)) {
                (Some(one), Some(other)) => left.push((one, other)),
                (None, None) => break,
                _ => return false,
            }
        }
    }
    true
}

fn kinds_alike(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        (Kind::Identifier(a), Kind::Identifier(b))
        | (Kind::Text(a), Kind::Text(b))
        | (Kind::Bytes(a), Kind::Bytes(b))
        | (Kind::Pointer(a), Kind::Pointer(b)) => a == b,
        (Kind::Integer(a), Kind::Integer(b)) => a == b,
        (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Constant(a), Kind::Constant(b)) => match (a, b) {
            (Constant::List(a), Constant::List(b)) => a == b,
            (Constant::Integers(a), Constant::Integers(b)) => a == b,
            (Constant::Texts(a), Constant::Texts(b)) => a == b,
            _ => false,
        },
        (Kind::Unary { operator: a, .. }, Kind::Unary { operator: b, .. }) => a == b,
        (Kind::Binary { operator: a, .. }, Kind::Binary { operator: b, .. }) => a == b,
        (Kind::Member { access: a, .. }, Kind::Member { access: b, .. }) => a == b,
        (Kind::Slice { from: a, to: c, .. }, Kind::Slice { from: b, to: d, .. }) => {
            (a.is_some(), c.is_some()) == (b.is_some(), d.is_some())
        }
        (Kind::Builtin(a), Kind::Builtin(b)) => a.builtin == b.builtin,
        (Kind::Let { name: a, .. }, Kind::Let { name: b, .. }) => a == b,
        (one, other) => core::mem::discriminant(one) == core::mem::discriminant(other),
    }
}
