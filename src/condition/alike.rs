//! Whether two expressions are the same.

use super::tree::{Constant, Id, Kind, Tree};
use alloc::vec::Vec;

/// How many pairs of parts are compared.
const MAX_STEPS: usize = 1_000_000;

/// Whether both parts are the same, their places aside.
pub(super) fn alike(one: (&Tree, Id), other: (&Tree, Id)) -> bool {
    let ((one_tree, one), (other_tree, other)) = (one, other);
    let same_tree = core::ptr::eq(one_tree, other_tree);
    let mut left = Vec::from([(one, other)]);
    let mut steps = 0;
    while let Some((one, other)) = left.pop() {
        // Parts with several parents are compared for each of them: expressions made to abuse that are not alike.
        steps += 1;
        if MAX_STEPS < steps {
            return false;
        }
        if same_tree && one == other {
            continue;
        }
        if !kinds_alike(one_tree.kind(one), other_tree.kind(other)) {
            return false;
        }
        for n in 0.. {
            match (one_tree.child(one, n), other_tree.child(other, n)) {
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
        (Kind::Conditional { form: a, .. }, Kind::Conditional { form: b, .. }) => a == b,
        (one, other) => core::mem::discriminant(one) == core::mem::discriminant(other),
    }
}
