//! Builtins with predicates, and `get`.

use super::{Checker, Next, Scope, Step, nature::Nature};
use crate::condition::{
    builtin::Builtin,
    error::Fault,
    tree::{Id, Kind},
    types::{Type, TypeKind},
};
use alloc::{format, string::String};

impl Checker<'_> {
    pub(super) fn builtin(&mut self, id: Id, builtin: Builtin, done: usize) -> Step {
        if builtin.predicate_arguments().is_some() {
            return self.predicate_call(id, builtin, done);
        }
        if builtin == Builtin::Get {
            return self.get(id, done);
        }
        self.function(id, builtin, done)
    }

    fn predicate_call(&mut self, id: Id, builtin: Builtin, done: usize) -> Step {
        let Some(list) = self.argument(id, 0) else {
            return self.error(id, format!("not enough arguments to call {}", builtin.name()));
        };
        if done == 0 {
            return Ok(Next::Visit(list));
        }
        let collection = self.natures.get(list).dereferenced();
        if done == 1 {
            if !collection.is_list() && !collection.is_unknown() {
                let (name, found) = (builtin.name(), collection.name());
                return self.error(list, format!("builtin {name} takes only array (got {found})"));
            }
            if let Some(predicate) = self.argument(id, 1) {
                self.predicates.push(Scope {
                    collection,
                    index: matches!(builtin, Builtin::Map | Builtin::Reduce),
                    accumulator: builtin == Builtin::Reduce,
                });
                return Ok(Next::Visit(predicate));
            }
            return Ok(Next::Done(match builtin {
                Builtin::Count => Nature::of(Type::INT),
                _ => self.elements.element(collection),
            }));
        }
        if done == 2 {
            self.predicates.pop();
            if let Some(third) = self.argument(id, 2) {
                return Ok(Next::Visit(third));
            }
        }
        if builtin == Builtin::SortBy
            && let Some(order) = self.argument(id, 2)
        {
            let found = self.natures.get(order);
            if !found.is_text() && !found.is_unknown() {
                let message = format!("sortBy order argument must be a string (got {})", found.name());
                return self.error(order, message);
            }
        }
        let Some(predicate) = self.argument(id, 1) else {
            return Ok(Next::Done(Nature::default()));
        };
        self.predicate_outcome(builtin, list, collection, predicate).map(Next::Done)
    }

    /// What a builtin gives, by what its predicate gives.
    fn predicate_outcome(
        &mut self,
        builtin: Builtin,
        list: Id,
        collection: Nature,
        predicate: Id,
    ) -> Result<Nature, Fault> {
        let inner = self.natures.get(predicate);
        if inner.nil {
            // Upstream makes of it a function without results.
            let message = match builtin {
                Builtin::Sum => return self.sum_of_nil(list, collection, predicate),
                Builtin::Reduce => "predicate should has two input and one output param",
                _ => "predicate should has one input and one output param",
            };
            return self.error(predicate, message);
        }
        let tests = matches!(
            builtin,
            Builtin::All
                | Builtin::None
                | Builtin::Any
                | Builtin::One
                | Builtin::Filter
                | Builtin::Count
                | Builtin::Find
                | Builtin::FindLast
                | Builtin::FindIndex
                | Builtin::FindLastIndex
        );
        if tests && !inner.is_bool() && !inner.is_unknown() {
            let message = format!("predicate should return boolean (got {})", inner.name());
            return self.error(predicate, message);
        }
        let element = self.elements.element(collection);
        Ok(match builtin {
            Builtin::All | Builtin::None | Builtin::Any | Builtin::One => Nature::of(Type::Bool),
            Builtin::Filter if collection.is_unknown() => Nature::of(Type::List),
            Builtin::Filter => self.elements.list_of(element),
            Builtin::Map => self.elements.list_of(inner),
            Builtin::Find | Builtin::FindLast if collection.is_unknown() => Nature::default(),
            Builtin::Find | Builtin::FindLast => element,
            // The type of the predicate is that of a Go function: what is known of elements is lost.
            Builtin::Sum if inner.is_unknown() => Nature::of(Type::Any),
            Builtin::Sum => Nature::of_known(inner.of),
            Builtin::GroupBy => Nature::of(Type::Groups),
            Builtin::SortBy => collection,
            Builtin::Reduce => inner,
            _ => Nature::of(Type::INT),
        })
    }

    /// Upstream then takes `sum` for a function of values.
    fn sum_of_nil(&self, list: Id, collection: Nature, predicate: Id) -> Result<Nature, Fault> {
        if let Some(pointer) = self.tree.find(predicate, |kind| matches!(kind, Kind::Pointer(_))) {
            return self.error(pointer, "cannot use pointer accessor outside predicate");
        }
        if !collection.assignable_to(Nature::of(Type::List)) && !collection.is_unknown() {
            let message =
                format!("cannot use {} as argument (type []interface {{}}) to call sum ", collection.name());
            return self.error(list, message);
        }
        let message = "cannot use func(interface {}) as argument (type func(interface {}) bool) to call sum ";
        self.error(predicate, message)
    }

    fn get(&self, id: Id, done: usize) -> Step {
        let count = (0..).map_while(|n| self.argument(id, n)).count();
        let (Some(from), Some(by), 2) = (self.argument(id, 0), self.argument(id, 1), count) else {
            return self.error(id, format!("invalid number of arguments (expected 2, got {count})"));
        };
        match done {
            0 => return Ok(Next::Visit(from)),
            1 => return Ok(Next::Visit(by)),
            _ => {}
        }
        if self.tree.identifier(from) == Some(b"$env") {
            let known = self.tree.text(by).and_then(|name| self.environment(name));
            return Ok(Next::Done(known.unwrap_or_default()));
        }
        let (base, key) = (self.natures.get(from), self.natures.get(by).dereferenced());
        if base.is_unknown() {
            return Ok(Next::Done(Nature::default()));
        }
        let complaint: Option<String> = match base.kind() {
            Some(TypeKind::Slice | TypeKind::Array) => (!key.is_integer() && !key.is_unknown())
                .then(|| format!("non-integer slice index {}", key.name())),
            Some(TypeKind::Map) => {
                let fits = key.assignable_to(Nature::of_known(base.of.and_then(Type::key)));
                (!fits && !key.is_unknown())
                    .then(|| format!("cannot use {} to get an element from {}", key.name(), base.name()))
            }
            _ => return self.error(from, format!("type {} does not support indexing", base.name())),
        };
        match complaint {
            Some(message) => self.error(by, message),
            None => Ok(Next::Done(self.elements.element(base))),
        }
    }
}
