//! Two tests of the same list become one.

use super::Optimizer;
use crate::condition::{
    alike::alike,
    builtin::Builtin,
    operator::Binary,
    tree::{Call, Id, Kind, Miss},
};
use alloc::vec;

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
            && alike((self.tree, list), (self.tree, other));
        if !same {
            return None;
        }
        Some((left.builtin, list, self.predicate(first)?, self.predicate(second)?, joined))
    }
}
