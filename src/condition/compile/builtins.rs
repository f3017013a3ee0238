//! The instructions of builtin functions.

use super::{Compiler, Next, Open, kind_of};
use crate::condition::{
    builtin::Builtin,
    program::Op,
    tree::{Call, Id, Miss},
    types::{Type, TypeKind},
};

/// Which way a list is gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forwards,
    Backwards,
}

impl Compiler<'_> {
    pub(super) fn builtin(&mut self, open: Open, call: &Call) -> Next {
        if call.builtin.predicate_arguments().is_some() {
            return self.predicate_call(open, call);
        }
        if let Some(last) = open.done.checked_sub(1).and_then(|last| call.arguments.get(last)) {
            self.builtin_argument(call.builtin, *last);
        }
        if open.done == call.arguments.len() {
            self.emit(Op::Builtin(call.builtin, call.arguments.len()));
        }
        call.arguments.get(open.done).copied()
    }

    /// Builtin functions see what pointers point to; those of time also take zones, which are pointers.
    fn builtin_argument(&mut self, builtin: Builtin, argument: Id) {
        let nature = self.natures.get(argument);
        let pointer = kind_of(nature) == TypeKind::Pointer && !nature.nil || nature.is_unknown();
        let keeps = match builtin {
            Builtin::Now => true,
            Builtin::Date => nature.of == Some(Type::Zone),
            _ => false,
        };
        if pointer && !keeps {
            self.emit(Op::Dereference);
        }
    }

    fn predicate_call(&mut self, open: Open, call: &Call) -> Next {
        if open.done == 0 {
            return call.arguments.first().copied();
        }
        if open.done == 1 {
            if let Some(list) = call.arguments.first() {
                self.dereference(*list);
            }
            self.emit(Op::Begin);
        }
        match call.builtin {
            Builtin::SortBy => self.sort_by(open, call),
            Builtin::Reduce => self.reduce(open, call),
            _ => self.simple_loop(open, call),
        }
    }

    /// Loops whose body is the predicate: from the list, once to the predicate, perhaps once to a map, to the end.
    fn simple_loop(&mut self, open: Open, call: &Call) -> Next {
        let way = match call.builtin {
            Builtin::FindLast | Builtin::FindLastIndex => Way::Backwards,
            _ => Way::Forwards,
        };
        let [start, end, skip] = open.marks;
        match open.done {
            1 => {
                match call.builtin {
                    Builtin::Sum => {
                        self.emit(Op::Integer(0));
                        self.emit(Op::StoreAccumulator);
                    }
                    Builtin::GroupBy => _ = self.emit(Op::BeginGroups),
                    _ => {}
                }
                let (start, end) = self.begin_loop(way);
                if let Some(predicate) = call.arguments.get(1) {
                    self.mark::<0>(start);
                    self.mark::<1>(end);
                    return Some(*predicate);
                }
                // Without a predicate the elements themselves are counted or summed.
                self.emit(Op::LoadElement);
                self.loop_body(call, start, end, way);
                None
            }
            2 if call.map.is_some() => {
                let jump = self.emit(Op::JumpIfFalse(0));
                self.emit(Op::Pop);
                if call.builtin == Builtin::Filter {
                    self.emit(Op::CountOne);
                }
                self.mark::<2>(jump);
                call.map
            }
            2 => {
                self.loop_body(call, start, end, way);
                None
            }
            _ => {
                match call.builtin {
                    Builtin::Filter => {
                        self.end_condition(skip);
                        self.end_loop(start, end, way);
                        self.end_filter();
                    }
                    _ => self.end_search(call, start, end, skip, way),
                }
                None
            }
        }
    }

    /// What is done with the value of the predicate, and what comes after the loop.
    fn loop_body(&mut self, call: &Call, start: usize, end: usize, way: Way) {
        match call.builtin {
            Builtin::All | Builtin::None | Builtin::Any => self.test(call.builtin, start, end),
            Builtin::One => {
                let skip = self.begin_condition();
                self.emit(Op::CountOne);
                self.end_condition(skip);
                self.end_loop(start, end, way);
                self.emit(Op::LoadCount);
                self.emit(Op::Integer(1));
                self.emit(Op::Equal);
                self.emit(Op::End);
            }
            Builtin::Filter => {
                let skip = self.begin_condition();
                self.emit(Op::CountOne);
                self.emit(Op::LoadElement);
                self.end_condition(skip);
                self.end_loop(start, end, way);
                self.end_filter();
            }
            Builtin::Map => {
                self.end_loop(start, end, way);
                self.emit(Op::LoadLength);
                self.emit(Op::End);
                self.emit(Op::List);
            }
            Builtin::Count => self.count(call.threshold, start, end),
            Builtin::Sum => {
                self.emit(Op::LoadAccumulator);
                self.emit(Op::Add);
                self.emit(Op::StoreAccumulator);
                self.end_loop(start, end, way);
                self.emit(Op::LoadAccumulator);
                self.emit(Op::End);
            }
            Builtin::GroupBy => {
                self.emit(Op::Group);
                self.end_loop(start, end, way);
                self.emit(Op::LoadAccumulator);
                self.emit(Op::End);
            }
            _ => {
                let skip = self.emit(Op::JumpIfFalse(0));
                self.emit(Op::Pop);
                let indexes = matches!(call.builtin, Builtin::FindIndex | Builtin::FindLastIndex);
                self.emit(if indexes { Op::LoadIndex } else { Op::LoadElement });
                self.end_search(call, start, end, skip, way);
            }
        }
    }

    fn test(&mut self, builtin: Builtin, start: usize, end: usize) {
        if builtin == Builtin::None {
            self.emit(Op::Not);
        }
        let any = builtin == Builtin::Any;
        let stop = self.emit(if any { Op::JumpIfTrue(0) } else { Op::JumpIfFalse(0) });
        self.emit(Op::Pop);
        self.end_loop(start, end, Way::Forwards);
        self.emit(if any { Op::False } else { Op::True });
        self.land(stop);
        self.emit(Op::End);
    }

    fn count(&mut self, threshold: Option<i64>, start: usize, end: usize) {
        let skip = self.begin_condition();
        self.emit(Op::CountOne);
        let stop = threshold.map(|threshold| {
            self.emit(Op::LoadCount);
            self.emit(Op::Integer(threshold));
            self.emit(Op::MoreOrEqual);
            let stop = self.emit(Op::JumpIfTrue(0));
            self.emit(Op::Pop);
            stop
        });
        self.end_condition(skip);
        self.end_loop(start, end, Way::Forwards);
        self.emit(Op::LoadCount);
        if let Some(stop) = stop {
            let done = self.emit(Op::Jump(0));
            self.land(stop);
            self.emit(Op::Pop);
            self.emit(Op::LoadCount);
            self.land(done);
        }
        self.emit(Op::End);
    }

    /// The end of a search: what was found is on the stack.
    fn end_search(&mut self, call: &Call, start: usize, end: usize, skip: usize, way: Way) {
        let found = self.emit(Op::Jump(0));
        self.land(skip);
        self.emit(Op::Pop);
        self.end_loop(start, end, way);
        self.emit(match call.miss {
            Miss::Nil => Op::Nil,
            Miss::Error => Op::Fail("reflect: slice index out of range"),
        });
        self.land(found);
        self.emit(Op::End);
    }

    fn end_filter(&mut self) {
        self.emit(Op::LoadCount);
        self.emit(Op::End);
        self.emit(Op::List);
    }

    fn sort_by(&mut self, open: Open, call: &Call) -> Next {
        let [start, end, _] = open.marks;
        let order = call.arguments.get(2);
        // The order is evaluated before the loop, so it comes first here.
        match (open.done, order) {
            (1, Some(order)) => return Some(*order),
            (1, None) => _ = self.emit(Op::Text((*b"asc").into())),
            (2, None) | (3, Some(_)) => {
                self.emit(Op::SortBy);
                self.end_loop(start, end, Way::Forwards);
                self.emit(Op::Sort);
                self.emit(Op::End);
                return None;
            }
            _ => {}
        }
        self.emit(Op::BeginSort);
        let (start, end) = self.begin_loop(Way::Forwards);
        self.mark::<0>(start);
        self.mark::<1>(end);
        call.arguments.get(1).copied()
    }

    fn reduce(&mut self, open: Open, call: &Call) -> Next {
        let [start, end, _] = open.marks;
        let initial = call.arguments.get(2);
        match (open.done, initial) {
            (1, Some(initial)) => return Some(*initial),
            (1, None) => {
                // The first element is the beginning, if there is one.
                let empty = self.emit(Op::JumpIfEnd(0));
                self.emit(Op::LoadElement);
                self.emit(Op::NextIndex);
                self.emit(Op::StoreAccumulator);
                let begun = self.emit(Op::Jump(0));
                self.land(empty);
                self.emit(Op::Fail("reduce of empty array with no initial value"));
                self.land(begun);
            }
            (2, Some(initial)) => {
                self.dereference(*initial);
                self.emit(Op::StoreAccumulator);
            }
            _ => {
                self.emit(Op::StoreAccumulator);
                self.end_loop(start, end, Way::Forwards);
                self.emit(Op::LoadAccumulator);
                self.emit(Op::End);
                return None;
            }
        }
        let (start, end) = self.begin_loop(Way::Forwards);
        self.mark::<0>(start);
        self.mark::<1>(end);
        call.arguments.get(1).copied()
    }

    /// The start of a loop and the jump to its end.
    fn begin_loop(&mut self, way: Way) -> (usize, usize) {
        match way {
            Way::Forwards => {
                let start = self.here();
                (start, self.emit(Op::JumpIfEnd(0)))
            }
            Way::Backwards => {
                // Upstream forgets the outcome of this comparison on the stack, once a round, and so it must be here:
                // `[5, findLast([1, 2], # > 1)]` is `[true, 2]`.
                self.emit(Op::LastIndex);
                let start = self.emit(Op::LoadIndex);
                self.emit(Op::Integer(0));
                self.emit(Op::MoreOrEqual);
                (start, self.emit(Op::JumpIfFalse(0)))
            }
        }
    }

    fn end_loop(&mut self, start: usize, end: usize, way: Way) {
        self.emit(if way == Way::Forwards { Op::NextIndex } else { Op::PreviousIndex });
        self.emit(Op::Jump(start));
        self.land(end);
    }

    fn begin_condition(&mut self) -> usize {
        let skip = self.emit(Op::JumpIfFalse(0));
        self.emit(Op::Pop);
        skip
    }

    fn end_condition(&mut self, skip: usize) {
        let done = self.emit(Op::Jump(0));
        self.land(skip);
        self.emit(Op::Pop);
        self.land(done);
    }
}
