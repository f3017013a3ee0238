//! What is done with the elements that `filter` keeps, and how many are counted.

use super::Optimizer;
use crate::condition::{
    builtin::Builtin,
    operator::Binary,
    tree::{Access, Call, Id, Kind, Miss},
};

impl Optimizer<'_> {
    /// `map(filter(c, p), f)` makes one list.
    pub(super) fn map_while_filtering(&mut self, id: Id) -> Id {
        let Some([list, function]) = self.arguments_of(id, Builtin::Map) else {
            return id;
        };
        let Some(map) = self.predicate(function) else {
            return id;
        };
        let Some(filter) =
            self.call(list).filter(|call| call.builtin == Builtin::Filter && call.map.is_none())
        else {
            return id;
        };
        let arguments = filter.arguments.clone();
        if self.uses_index(function) {
            return id;
        }
        self.replace_call(
            id,
            Call { builtin: Builtin::Filter, arguments, miss: Miss::Nil, map: Some(map), threshold: None },
        )
    }

    /// `len(filter(c, p))` counts.
    pub(super) fn count_what_is_filtered(&mut self, id: Id) -> Id {
        let Some(filter) = self.filter_within(id, Builtin::Len) else {
            return id;
        };
        let arguments = filter.arguments.clone();
        self.replace_call(
            id,
            Call { builtin: Builtin::Count, arguments, miss: Miss::Nil, map: None, threshold: None },
        )
    }

    /// `filter(c, p)[-1]` and `last(filter(c, p))` search from the end.
    pub(super) fn find_last_of_filtered(&mut self, id: Id) -> Id {
        self.find_of_filtered(id, -1, Builtin::Last, Builtin::FindLast)
    }

    /// `filter(c, p)[0]` and `first(filter(c, p))` search.
    pub(super) fn find_first_of_filtered(&mut self, id: Id) -> Id {
        self.find_of_filtered(id, 0, Builtin::First, Builtin::Find)
    }

    fn find_of_filtered(&mut self, id: Id, index: i64, by_name: Builtin, find: Builtin) -> Id {
        let (filter, miss) = match *self.tree.kind(id) {
            Kind::Member { base, property, access: Access::Plain, .. }
                if self.tree.integer(property) == Some(index) =>
            {
                let filter = self.call(base).filter(|call| is_filter(call));
                (filter, Miss::Error)
            }
            _ => (self.filter_within(id, by_name), Miss::Nil),
        };
        let Some(filter) = filter else {
            return id;
        };
        let (arguments, map) = (filter.arguments.clone(), filter.map);
        self.replace_call(id, Call { builtin: find, arguments, miss, map, threshold: None })
    }

    /// `count(c, p) > 0` stops at the first.
    pub(super) fn any_instead_of_count(&mut self, id: Id) -> Id {
        let Some((operator, count, number)) = self.compared_count(id) else {
            return id;
        };
        if !matches!((operator, number), (Binary::More, 0) | (Binary::MoreOrEqual, 1)) {
            return id;
        }
        let Some(call) = self.call(count) else {
            return id;
        };
        let arguments = call.arguments.clone();
        self.replace_call(
            id,
            Call { builtin: Builtin::Any, arguments, miss: Miss::Nil, map: None, threshold: None },
        )
    }

    /// A comparison of a count with a number needs no more elements than decide it.
    pub(super) fn stop_counting(&mut self, id: Id) -> Id {
        let Some((operator, count, number)) = self.compared_count(id).filter(|(_, _, number)| 0 <= *number)
        else {
            return id;
        };
        let threshold = match operator {
            Binary::More | Binary::LessOrEqual => number.wrapping_add(1),
            Binary::MoreOrEqual | Binary::Less => number,
            _ => return id,
        };
        if 1 < threshold
            && let Kind::Builtin(call) = &mut self.tree.node_mut(count).kind
        {
            call.threshold = Some(threshold);
        }
        id
    }

    /// The parts of `count(c, p) ? n`.
    fn compared_count(&self, id: Id) -> Option<(Binary, Id, i64)> {
        let &Kind::Binary { operator, left, right } = self.tree.kind(id) else {
            return None;
        };
        let count = self.call(left).filter(|call| call.builtin == Builtin::Count)?;
        let number = self.tree.integer(right)?;
        (count.arguments.len() == 2).then_some((operator, left, number))
    }

    /// The `filter` that is the one argument of this builtin.
    fn filter_within(&self, id: Id, builtin: Builtin) -> Option<&Call> {
        let call = self.call(id).filter(|call| call.builtin == builtin)?;
        let &[inner] = &*call.arguments else {
            return None;
        };
        self.call(inner).filter(|call| is_filter(call))
    }

    /// The two arguments of a call of this builtin.
    fn arguments_of(&self, id: Id, builtin: Builtin) -> Option<[Id; 2]> {
        let call = self.call(id).filter(|call| call.builtin == builtin)?;
        (*call.arguments).try_into().ok()
    }

    /// Whether `#index` occurs anywhere within.
    fn uses_index(&self, root: Id) -> bool {
        let is_index = |kind: &Kind| matches!(kind, Kind::Pointer(name) if **name == *b"index");
        self.tree.find(root, is_index).is_some()
    }
}

fn is_filter(call: &Call) -> bool {
    call.builtin == Builtin::Filter && call.arguments.len() == 2
}
