//! The instructions of everything but builtins.

use super::{Compiler, Next, Open, kind_of};
use crate::{
    condition::{
        environment,
        error::{Fault, too_much},
        limits::MAX_AUTOMATA,
        method::Method,
        operator::{Binary, Unary},
        program::Op,
        series::field_type,
        tree::{Access, Id, Kind, Name},
        types::{Type, TypeKind},
    },
    go::Regex,
};
use alloc::{format, string::String, sync::Arc, vec::Vec};

impl Compiler<'_> {
    pub(super) fn identifier(&mut self, name: &Name) -> Result<Next, Fault> {
        let variable = self.variables.iter().rev().find(|(known, _)| known == name);
        self.only(match variable {
            Some((_, number)) => Op::Load(*number),
            None if **name == *b"$env" => Op::LoadEnvironment,
            // The name of a builtin function is no value.
            None => environment::Name::of(name).map_or(Op::Nil, Op::LoadName),
        })
    }

    pub(super) fn pointer(&mut self, name: &[u8]) -> Result<Next, Fault> {
        self.only(match name {
            b"" => Op::LoadElement,
            b"index" => Op::LoadIndex,
            b"acc" => Op::LoadAccumulator,
            name => {
                let message = format!("unknown pointer {}", String::from_utf8_lossy(name));
                return Err(Fault { message, at: None });
            }
        })
    }

    pub(super) fn unary(&mut self, operator: Unary, operand: Id, done: usize) -> Next {
        if done == 0 {
            return Some(operand);
        }
        self.dereference(operand);
        match operator {
            Unary::Bang | Unary::Not => _ = self.emit(Op::Not),
            Unary::Minus => _ = self.emit(Op::Negate),
            Unary::Plus => {}
        }
        None
    }

    pub(super) fn binary(
        &mut self,
        open: Open,
        operator: Binary,
        left: Id,
        right: Id,
    ) -> Result<Next, Fault> {
        let [jump, ..] = open.marks;
        if operator == Binary::Matches
            && let Some(pattern) = self.tree.text(right)
        {
            // A pattern that only folding put together was not looked at before.
            let regex = self.regex(pattern).map_err(|message| Fault { message, at: None })?;
            if open.done == 0 {
                return Ok(Some(left));
            }
            self.dereference(left);
            return self.only(Op::MatchesConstant(regex));
        }
        match open.done {
            0 => return Ok(Some(left)),
            1 => {
                self.dereference(left);
                let short = match operator {
                    Binary::Or | Binary::BarBar => Some(Op::JumpIfTrue(0)),
                    Binary::And | Binary::AmpAmp => Some(Op::JumpIfFalse(0)),
                    Binary::Coalesce => Some(Op::JumpIfNotNil(0)),
                    _ => None,
                };
                if let Some(op) = short {
                    let jump = self.emit(op);
                    self.mark::<0>(jump);
                    self.emit(Op::Pop);
                }
                return Ok(Some(right));
            }
            _ => {}
        }
        self.dereference(right);
        let op = match operator {
            Binary::Or | Binary::BarBar | Binary::And | Binary::AmpAmp | Binary::Coalesce => {
                self.land(jump);
                return Ok(None);
            }
            Binary::Equal => self.equality(left, right),
            Binary::NotEqual => {
                let op = self.equality(left, right);
                self.emit(op);
                Op::Not
            }
            Binary::Less => Op::Less,
            Binary::More => Op::More,
            Binary::LessOrEqual => Op::LessOrEqual,
            Binary::MoreOrEqual => Op::MoreOrEqual,
            Binary::In => Op::In,
            Binary::Matches => Op::Matches,
            Binary::Contains => Op::Contains,
            Binary::StartsWith => Op::StartsWith,
            Binary::EndsWith => Op::EndsWith,
            Binary::Range => Op::Range,
            Binary::Add => Op::Add,
            Binary::Subtract => Op::Subtract,
            Binary::Multiply => Op::Multiply,
            Binary::Divide => Op::Divide,
            Binary::Modulo => Op::Modulo,
            Binary::StarStar | Binary::Caret => Op::Power,
        };
        self.only(op)
    }

    /// The automaton of a pattern; each is made once.
    fn regex(&mut self, pattern: &[u8]) -> Result<Arc<Regex>, String> {
        if let Some(regex) = self.patterns.get(pattern) {
            return Ok(regex.clone());
        }
        let regex = Arc::new(Regex::new(pattern)?);
        self.automata += regex.size();
        if MAX_AUTOMATA < self.automata {
            return Err(too_much("patterns take too many bytes", MAX_AUTOMATA));
        }
        self.patterns.insert(pattern.into(), regex.clone());
        Ok(regex)
    }

    /// Integers and texts that are known to be such are compared without a look at their types.
    fn equality(&self, left: Id, right: Id) -> Op {
        let types = [left, right].map(|id| self.natures.get(id).of.filter(|of| !of.is_named()));
        match types.map(|of| of.map(Type::kind)) {
            [Some(TypeKind::Int), Some(TypeKind::Int)] => Op::EqualIntegers,
            [Some(TypeKind::Text), Some(TypeKind::Text)] => Op::EqualTexts,
            _ => Op::Equal,
        }
    }

    pub(super) fn chain(&mut self, open: Open, inner: Id) -> Next {
        if open.done == 0 {
            self.chains.push(Vec::new());
            return Some(inner);
        }
        for jump in self.chains.pop().unwrap_or_default() {
            self.land(jump);
        }
        let parent = self.open.iter().rev().nth(1).map(|parent| self.tree.kind(parent.id));
        if !matches!(parent, Some(Kind::Binary { operator: Binary::Coalesce, .. })) {
            // A nil of a type is nil at the end of a chain.
            let jump = self.emit(Op::JumpIfNotNil(0));
            self.emit(Op::Pop);
            self.emit(Op::Nil);
            self.land(jump);
        }
        None
    }

    pub(super) fn member(&mut self, open: Open, base: Id, property: Id, access: Access) -> Next {
        if open.done == 0 {
            return Some(base);
        }
        let of = self.natures.get(base).of;
        let name = match self.tree.kind(property) {
            Kind::Text(name) => Some(name),
            _ => None,
        };
        if open.done == 1 {
            if let Some(method) = name.zip(of).and_then(|(name, of)| Method::of(of, name)) {
                self.emit(Op::Method(method));
                return None;
            }
            if access == Access::Optional && !self.chains.is_empty() {
                let jump = self.emit(Op::JumpIfNil(0));
                if let Some(chain) = self.chains.last_mut() {
                    chain.push(jump);
                }
            }
            let field = name.zip(of).filter(|(name, of)| field_type(of.dereferenced(), name).is_some());
            if let Some((name, _)) = field {
                self.emit(Op::Field(name.clone()));
                return None;
            }
            return Some(property);
        }
        // A key that is a pointer stays one where the map can have it.
        let key = of.filter(|of| of.kind() == TypeKind::Map).and_then(Type::key);
        let found = self.natures.get(property).of.unwrap_or(Type::Any);
        if !key.is_some_and(|key| found.assignable_to(key)) {
            self.dereference(property);
        }
        self.emit(Op::Fetch);
        None
    }

    pub(super) fn slice(&mut self, base: Id, from: Option<Id>, to: Option<Id>, done: usize) -> Next {
        // The end comes before the beginning.
        match done {
            0 => return Some(base),
            1 => {
                if let Some(to) = to {
                    return Some(to);
                }
                self.emit(Op::Length);
                if let Some(from) = from {
                    return Some(from);
                }
                self.emit(Op::Integer(0));
            }
            2 => {
                match (from, to) {
                    (Some(from), Some(to)) => {
                        self.dereference(to);
                        return Some(from);
                    }
                    (Some(from), None) => self.dereference(from),
                    (None, Some(to)) => {
                        self.dereference(to);
                        self.emit(Op::Integer(0));
                    }
                    (None, None) => {}
                };
            }
            _ => {
                if let Some(from) = from {
                    self.dereference(from);
                }
            }
        }
        self.emit(Op::Slice);
        None
    }

    pub(super) fn call(&mut self, callee: Id, arguments: &[Id], done: usize) -> Next {
        let signature = match self.natures.get(callee).of {
            Some(Type::Function(signature)) => Some(signature),
            _ => None,
        };
        if let Some(argument) = done.checked_sub(1).and_then(|last| arguments.get(last))
            && let Some(signature) = signature
        {
            let receivers = usize::from(signature.bound != signature.text);
            let wanted = signature.takes.get(done - 1 + receivers).copied().unwrap_or(Type::Any);
            let nature = self.natures.get(*argument);
            let found = nature.of.unwrap_or(Type::Any);
            let fits = nature.nil || found.assignable_to(wanted);
            if !fits && wanted.kind() != TypeKind::Pointer && kind_of(nature) == TypeKind::Pointer {
                self.emit(Op::Dereference);
            }
        }
        if let Some(argument) = arguments.get(done) {
            return Some(*argument);
        }
        if done == arguments.len() {
            return Some(callee);
        }
        match signature.filter(|signature| signature.is_typed()) {
            Some(signature) => self.emit(Op::CallTyped(signature)),
            None => self.emit(Op::Call(arguments.len())),
        };
        None
    }

    pub(super) fn variable(&mut self, name: &Name, value: Id, body: Id, done: usize) -> Next {
        match done {
            0 => Some(value),
            1 => {
                let number = self.program.variables;
                self.program.variables += 1;
                self.emit(Op::Store(number));
                self.variables.push((name.clone(), number));
                Some(body)
            }
            _ => {
                self.variables.pop();
                None
            }
        }
    }

    pub(super) fn conditional(&mut self, open: Open, condition: Id, then: Id, otherwise: Id) -> Next {
        let [to_otherwise, to_end, _] = open.marks;
        match open.done {
            0 => Some(condition),
            1 => {
                self.dereference(condition);
                let jump = self.emit(Op::JumpIfFalse(0));
                self.mark::<0>(jump);
                self.emit(Op::Pop);
                Some(then)
            }
            2 => {
                let jump = self.emit(Op::Jump(0));
                self.mark::<1>(jump);
                self.land(to_otherwise);
                self.emit(Op::Pop);
                Some(otherwise)
            }
            _ => {
                self.land(to_end);
                None
            }
        }
    }
}
