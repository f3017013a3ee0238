//! Calls of functions and methods.

use super::{Checker, Next, Step, nature::Nature};
use crate::condition::{
    builtin::{ANYTHING, Builtin},
    error::Fault,
    operator::{Binary, Unary},
    tree::{Id, Kind},
    types::{Gives, Signature, Type, TypeKind, Variadic},
};
use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
};

/// What came of comparing arguments with a signature.
enum Fit {
    /// The next argument has to be looked at first.
    Ask(Id),
    Fits(Nature),
    Misfit(Fault),
}

impl Checker<'_> {
    pub(super) fn call(&mut self, id: Id, callee: Id, done: usize) -> Step {
        // What was called before, and had a type then, keeps it.
        let before = self.natures.get(id);
        if done == 0 && before.of.is_some_and(|of| of != Type::Any) {
            return Ok(Next::Done(before));
        }
        if self.tree.identifier(callee) == Some(b"$env") {
            return self.error(id, "map[string]interface {} is not callable");
        }
        if done == 0 {
            return Ok(Next::Visit(callee));
        }
        let nature = self.natures.get(callee);
        if nature.is_unknown() {
            return Ok(Next::Done(Nature::default()));
        }
        if let Some(builtin) = nature.builtin {
            return self.function(id, builtin, done - 1);
        }
        let name = self.called_name(callee);
        if nature.nil {
            return self.error(id, format!("{name} is nil; cannot call nil as function"));
        }
        let Some(Type::Function(signature)) = nature.of else {
            return self.error(id, format!("{} is not callable", nature.name()));
        };
        match self.arguments(&name, signature, usize::from(nature.method), id, done - 1) {
            Fit::Ask(argument) => Ok(Next::Visit(argument)),
            Fit::Fits(nature) => Ok(Next::Done(nature)),
            Fit::Misfit(fault) => Err(fault),
        }
    }

    fn called_name(&self, callee: Id) -> String {
        let name = match self.tree.kind(callee) {
            Kind::Identifier(name) => Some(&**name),
            Kind::Member { property, .. } => self.tree.text(*property),
            _ => None,
        };
        name.map_or_else(|| "function".to_owned(), |name| String::from_utf8_lossy(name).to_string())
    }

    /// A builtin function whose arguments are values. `done` arguments were looked at.
    pub(super) fn function(&mut self, id: Id, builtin: Builtin, done: usize) -> Step {
        if builtin.validates() {
            if let Some(argument) = self.argument(id, done) {
                return Ok(Next::Visit(argument));
            }
            let types: alloc::vec::Vec<Option<Type>> = (0..done)
                .filter_map(|n| self.argument(id, n))
                .map(|argument| self.natures.get(argument))
                .map(|nature| if nature.is_unknown() { Some(Type::Any) } else { nature.of })
                .collect();
            return match super::validate::validate(builtin, &types) {
                Ok(of) => Ok(Next::Done(Nature::of(of))),
                Err(message) => self.error(id, message),
            };
        }
        let signatures = builtin.signatures();
        let signatures = if signatures.is_empty() { core::slice::from_ref(&ANYTHING) } else { signatures };
        let mut last = None;
        for signature in signatures {
            match self.arguments(builtin.name(), signature, 0, id, done) {
                Fit::Ask(argument) => return Ok(Next::Visit(argument)),
                Fit::Fits(nature) => {
                    if let Kind::Call { callee, .. } = self.tree.kind(id) {
                        self.natures.set(*callee, Nature::of(Type::Function(signature)));
                    }
                    return Ok(Next::Done(nature));
                }
                Fit::Misfit(fault) => last = Some(fault),
            }
        }
        Err(last.unwrap_or_else(|| Fault::new("no matching overload", self.tree.at(id))))
    }

    /// The `n`-th argument of a call.
    pub(super) fn argument(&self, id: Id, n: usize) -> Option<Id> {
        match self.tree.kind(id) {
            Kind::Builtin(call) => call.arguments.get(n).copied(),
            Kind::Call { arguments, .. } => arguments.get(n).copied(),
            _ => None,
        }
    }

    fn count(&self, id: Id) -> usize {
        match self.tree.kind(id) {
            Kind::Builtin(call) => call.arguments.len(),
            Kind::Call { arguments, .. } => arguments.len(),
            _ => 0,
        }
    }

    /// Compares the arguments of a call with a signature, from left to right. Arguments are looked at once, also where
    /// several signatures are tried.
    fn arguments(
        &mut self,
        name: &str,
        signature: &'static Signature,
        receivers: usize,
        id: Id,
        done: usize,
    ) -> Fit {
        let gives = match signature.gives {
            Gives::One(of) | Gives::Two(of) => Nature::of(of),
            Gives::Three => {
                let message = format!("func {name} returns more then two values");
                return Fit::Misfit(Fault::new(message, self.tree.at(id)));
            }
        };
        let (wanted, given) = (signature.takes.len() - receivers, self.count(id));
        let variadic = signature.variadic == Variadic::Yes;
        let too = match () {
            () if variadic && given + 1 < wanted || !variadic && given < wanted => Some("not enough"),
            () if !variadic && wanted < given => Some("too many"),
            () => None,
        };
        if let Some(too) = too {
            // The arguments are looked at all the same: what is wrong in them comes first.
            return match self.argument(id, done) {
                Some(argument) => Fit::Ask(argument),
                None => Fit::Misfit(Fault::new(format!("{too} arguments to call {name}"), self.tree.at(id))),
            };
        }
        for n in 0..given {
            let Some(argument) = self.argument(id, n) else {
                break;
            };
            if done <= n {
                return Fit::Ask(argument);
            }
            let wanted = if variadic && wanted <= n + 1 {
                signature.takes.last().and_then(|of| of.element())
            } else {
                signature.takes.get(n + receivers).copied()
            };
            if let Err(message) = self.argument_fits(name, argument, Nature::of_known(wanted)) {
                return Fit::Misfit(Fault::new(message, self.tree.at(argument)));
            }
        }
        Fit::Fits(gives)
    }

    fn argument_fits(&mut self, name: &str, argument: Id, wanted: Nature) -> Result<(), String> {
        let given = self.natures.get(argument);
        if wanted.is(Type::Float) && given.is_integer() {
            self.make_floats(argument);
            return Ok(());
        }
        if wanted.is_integer() && given.is_integer() && wanted.kind() != given.kind() {
            return Ok(());
        }
        if given.nil {
            if matches!(wanted.kind(), Some(TypeKind::Pointer | TypeKind::Interface)) {
                return Ok(());
            }
            return Err(format!("cannot use nil as argument (type {}) to call {name}", wanted.name()));
        }
        let fits = given.assignable_to(wanted)
            || given.is_kind(TypeKind::Pointer) && given.dereferenced().assignable_to(wanted)
            || given.is_unknown();
        if fits {
            return Ok(());
        }
        // The blank at the end is upstream's.
        Err(format!("cannot use {} as argument (type {}) to call {name} ", given.name(), wanted.name()))
    }

    /// Literals where a float is wanted become floats.
    fn make_floats(&mut self, root: Id) {
        let mut left = alloc::vec::Vec::from([root]);
        while let Some(id) = left.pop() {
            match *self.tree.kind(id) {
                Kind::Integer(integer) => {
                    self.tree.node_mut(id).kind = Kind::Float(crate::condition::convert::float(integer));
                    self.natures.set(id, Nature::of(Type::Float));
                }
                Kind::Unary { operator: Unary::Minus | Unary::Plus | Unary::Bang | Unary::Not, operand } => {
                    left.push(operand);
                }
                Kind::Binary {
                    operator: Binary::Add | Binary::Subtract | Binary::Multiply,
                    left: one,
                    right: other,
                } => left.extend([one, other]),
                _ => {}
            }
        }
    }
}
