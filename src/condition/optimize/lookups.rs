//! `in` with a literal list or range.

use super::Optimizer;
use crate::condition::{
    check::Nature,
    operator::Binary,
    text::Text,
    tree::{Constant, Id, Kind},
    types::{Type, TypeKind},
};
use alloc::vec::Vec;

impl Optimizer<'_> {
    /// A list of integers with an integer to look for, or a list of texts, is a set.
    pub(super) fn look_up_literals(&mut self, id: Id) -> Id {
        let &Kind::Binary { operator: Binary::In, left, right } = self.tree.kind(id) else {
            return id;
        };
        let Kind::Array(items) = self.tree.kind(right) else {
            return id;
        };
        if items.is_empty() {
            return id;
        }
        let integers: Option<Vec<i64>> = items.iter().map(|item| self.tree.integer(*item)).collect();
        let texts: Option<Vec<Text>> =
            items.iter().map(|item| self.tree.text(*item).map(Text::from)).collect();
        let (set, of) = match (integers, texts) {
            (Some(mut integers), _) if self.type_of(left).kind() == TypeKind::Int => {
                integers.sort_unstable();
                (Constant::Integers(integers.into()), Type::IntegerSet)
            }
            (_, Some(mut texts)) => {
                texts.sort_unstable();
                (Constant::Texts(texts.into()), Type::TextSet)
            }
            _ => return id,
        };
        let right = self.tree.push(Kind::Constant(set), 0);
        self.natures.set(right, Nature { of: Some(of), ..Nature::default() });
        self.replace(id, Kind::Binary { operator: Binary::In, left, right })
    }

    /// An integer in a range is two comparisons.
    pub(super) fn compare_with_range(&mut self, id: Id) -> Id {
        let &Kind::Binary { operator: Binary::In, left, right } = self.tree.kind(id) else {
            return id;
        };
        let &Kind::Binary { operator: Binary::Range, left: from, right: to } = self.tree.kind(right) else {
            return id;
        };
        let literal = self.tree.integer(from).is_some() && self.tree.integer(to).is_some();
        if self.type_of(left).kind() != TypeKind::Int || !literal {
            return id;
        }
        let least = self.bare(Kind::Binary { operator: Binary::MoreOrEqual, left, right: from });
        let most = self.bare(Kind::Binary { operator: Binary::LessOrEqual, left, right: to });
        self.replace(id, Kind::Binary { operator: Binary::And, left: least, right: most })
    }
}
