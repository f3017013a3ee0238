//! Sums that need no loop.

use super::Optimizer;
use crate::condition::{
    builtin::Builtin,
    operator::Binary,
    tree::{Call, Id, Kind, Miss},
};

impl Optimizer<'_> {
    /// The sum of a literal range, also of simple things made of its elements, is a number.
    pub(super) fn sum_range(&mut self, id: Id) -> Id {
        match self.sum_of_range(id) {
            Some(sum) => self.replace_literal(id, Kind::Integer(sum)),
            None => id,
        }
    }

    fn sum_of_range(&self, id: Id) -> Option<i64> {
        let call = self.call(id)?;
        let &Kind::Binary { operator: Binary::Range, left, right } = self.tree.kind(*call.arguments.first()?)
        else {
            return None;
        };
        let (from, to) = (self.tree.integer(left)?, self.tree.integer(right)?);
        if to < from {
            return None;
        }
        let count = to.wrapping_sub(from).wrapping_add(1);
        let sum = count.wrapping_mul(from.wrapping_add(to)) / 2;
        match (call.builtin, &*call.arguments) {
            (Builtin::Sum, [_]) => Some(sum),
            (Builtin::Sum, [_, predicate]) => self.sum_of_mapped(sum, count, *predicate),
            (Builtin::Reduce, [_, predicate, start @ ..]) if self.is_sum(*predicate) => match start {
                [] => Some(sum),
                [start, ..] => Some(self.tree.integer(*start)?.wrapping_add(sum)),
            },
            _ => None,
        }
    }

    /// Whether a predicate is `# + #acc` or `#acc + #`.
    fn is_sum(&self, predicate: Id) -> bool {
        let Some(&Kind::Binary { operator: Binary::Add, left, right }) =
            self.predicate(predicate).map(|inner| self.tree.kind(inner))
        else {
            return false;
        };
        match (self.tree.kind(left), self.tree.kind(right)) {
            (Kind::Pointer(left), Kind::Pointer(right)) => {
                matches!((&**left, &**right), (b"", b"acc") | (b"acc", b""))
            }
            _ => false,
        }
    }

    /// The sum where each element is multiplied with, added to, or subtracted from a number.
    fn sum_of_mapped(&self, sum: i64, count: i64, predicate: Id) -> Option<i64> {
        let is_element = |id| matches!(self.tree.kind(id), Kind::Pointer(name) if name.is_empty());
        let inner = self.predicate(predicate)?;
        if is_element(inner) {
            return Some(sum);
        }
        let &Kind::Binary { operator, left, right } = self.tree.kind(inner) else {
            return None;
        };
        let (number, element_first) = match (self.tree.integer(left), self.tree.integer(right)) {
            (_, Some(number)) if is_element(left) => (number, true),
            (Some(number), _) if is_element(right) => (number, false),
            _ => return None,
        };
        let all = count.wrapping_mul(number);
        match operator {
            Binary::Multiply => Some(number.wrapping_mul(sum)),
            Binary::Add => Some(sum.wrapping_add(all)),
            Binary::Subtract if element_first => Some(sum.wrapping_sub(all)),
            Binary::Subtract => Some(all.wrapping_sub(sum)),
            _ => None,
        }
    }

    /// The sum of a written list is `a + (b + …)`.
    pub(super) fn sum_list(&mut self, id: Id) -> Id {
        let Some(list) = self.only_argument(id, Builtin::Sum) else {
            return id;
        };
        let Kind::Array(items) = self.tree.kind(list) else {
            return id;
        };
        let items = items.clone();
        let [first, middle @ .., last] = &*items else {
            return id;
        };
        let right = middle
            .iter()
            .rev()
            .fold(*last, |right, left| self.bare(Kind::Binary { operator: Binary::Add, left: *left, right }));
        self.replace(id, Kind::Binary { operator: Binary::Add, left: *first, right })
    }

    /// `sum(map(c, f))` is `sum(c, f)`.
    pub(super) fn sum_mapped(&mut self, id: Id) -> Id {
        let mapped = self.only_argument(id, Builtin::Sum).and_then(|list| self.call(list));
        let Some(map) = mapped.filter(|call| call.builtin == Builtin::Map && call.arguments.len() == 2)
        else {
            return id;
        };
        let arguments = map.arguments.clone();
        self.replace_call(
            id,
            Call { builtin: Builtin::Sum, arguments, miss: Miss::Nil, map: None, threshold: None },
        )
    }

    fn only_argument(&self, id: Id, builtin: Builtin) -> Option<Id> {
        let call = self.call(id).filter(|call| call.builtin == builtin)?;
        let &[argument] = &*call.arguments else {
            return None;
        };
        Some(argument)
    }
}
