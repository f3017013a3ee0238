//! Members, indexes, slices.

use super::{Checker, Next, Step, nature::Nature};
use crate::condition::{
    method::Method,
    series::field_type,
    tree::{Access, Called, Id},
    types::{Type, TypeKind},
};
use alloc::{format, string::String};

impl Checker<'_> {
    pub(super) fn member(
        &self,
        id: Id,
        base: Id,
        property: Id,
        access: Access,
        called: Called,
        done: usize,
    ) -> Step {
        let name = self.tree.text(property);
        if self.tree.identifier(base) == Some(b"$env") {
            return match name {
                Some(name) => self.environment_member(id, name, access),
                None => Ok(Next::Done(Nature::default())),
            };
        }
        match done {
            0 => return Ok(Next::Visit(base)),
            1 => return Ok(Next::Visit(property)),
            _ => {}
        }
        let (base, of) = (self.natures.get(base), self.natures.get(property));
        if base.is_unknown() {
            return Ok(Next::Done(Nature::default()));
        }
        let Some(name) = name else {
            return self.index(id, property, base.dereferenced(), of);
        };
        if base.nil {
            return self.error(id, format!("type nil has no field {}", String::from_utf8_lossy(name)));
        }
        if let Some(method) = base.of.and_then(|of| Method::of(of, name)) {
            let nature = Nature { method: true, ..Nature::of(Type::Function(&method.signature)) };
            return Ok(Next::Done(nature));
        }
        let base = base.dereferenced();
        match base.of {
            Some(Type::Series | Type::Message) => {
                if let Some(of) = base.of.and_then(|of| field_type(of, name)) {
                    return Ok(Next::Done(Nature::of(of)));
                }
            }
            Some(of) if of.kind() == TypeKind::Map || of.is_list() => {
                return self.index(id, property, base, Nature::of(Type::Text));
            }
            _ => {}
        }
        let what = if called == Called::Yes { "method" } else { "field" };
        let name = String::from_utf8_lossy(name);
        self.error(id, format!("type {} has no {what} {name}", base.name()))
    }

    /// `$env.name`.
    fn environment_member(&self, id: Id, name: &[u8], access: Access) -> Step {
        match self.environment(name) {
            Some(nature) => Ok(Next::Done(nature)),
            None if access == Access::Optional => Ok(Next::Done(Nature::default())),
            None => self.error(id, format!("unknown name {}", String::from_utf8_lossy(name))),
        }
    }

    /// An element of a list or map.
    fn index(&self, id: Id, property: Id, base: Nature, by: Nature) -> Step {
        if base.is_map() {
            let key = Nature::of_known(base.of.and_then(Type::key));
            let by = if by.assignable_to(key) || !by.dereferenced().assignable_to(key) {
                by
            } else {
                by.dereferenced()
            };
            if !by.assignable_to(key) && !by.is_unknown() {
                let message = format!("cannot use {} to get an element from {}", by.name(), base.name());
                return self.error(property, message);
            }
            return Ok(Next::Done(self.elements.element(base)));
        }
        if base.is_list() {
            let by = by.dereferenced();
            if !by.is_integer() && !by.is_unknown() {
                let message =
                    format!("array elements can only be selected using an integer (got {})", by.name());
                return self.error(property, message);
            }
            return Ok(Next::Done(self.elements.element(base)));
        }
        self.error(id, format!("type {}[{}] is undefined", base.name(), by.name()))
    }

    pub(super) fn slice(&self, id: Id, base: Id, from: Option<Id>, to: Option<Id>, done: usize) -> Step {
        if done == 0 {
            return Ok(Next::Visit(base));
        }
        let nature = self.natures.get(base);
        if nature.is_unknown() {
            return Ok(Next::Done(Nature::default()));
        }
        if !nature.is_text() && !nature.is_list() {
            return self.error(id, format!("cannot slice {}", nature.name()));
        }
        let mut bounds = from.into_iter().chain(to);
        if let Some(last) = bounds.clone().nth(done.wrapping_sub(2)).filter(|_| 2 <= done) {
            let found = self.natures.get(last).dereferenced();
            if !found.is_integer() && !found.is_unknown() {
                return self.error(last, format!("non-integer slice index {}", found.name()));
            }
        }
        Ok(match bounds.nth(done - 1) {
            Some(bound) => Next::Visit(bound),
            None => Next::Done(nature),
        })
    }
}
