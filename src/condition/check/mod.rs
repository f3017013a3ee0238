//! Fits an expression to the shape of the value it will judge (`argo-analysis §3.6`).
//!
//! A part is checked in steps: asked again after each of the parts within it, it names the next one to be looked at, or
//! what it is itself. So the order in which upstream looks at parts, and thereby which error comes first, is kept
//! without recursion.

mod builtins;
mod calls;
mod members;
mod nature;
mod operators;
mod validate;

pub(super) use nature::Nature;

use self::nature::Elements;
use super::{
    builtin::Builtin,
    environment,
    error::{Fault, too_much},
    limits::MAX_CHECKS,
    shape::Shape,
    tree::{Id, Kind, Name, Tree},
    types::Type,
};
use alloc::{format, string::String, vec::Vec};

/// What is known of every part of a tree.
pub(super) struct Natures {
    natures: Vec<Nature>,
}

impl Natures {
    pub(super) fn get(&self, id: Id) -> Nature {
        self.natures.get(id.index()).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, id: Id, nature: Nature) {
        if self.natures.len() <= id.index() {
            self.natures.resize(id.index() + 1, Nature::default());
        }
        if let Some(slot) = self.natures.get_mut(id.index()) {
            *slot = nature;
        }
    }
}

/// Checks a tree against the shape of a result.
pub(super) fn check(tree: &mut Tree, root: Id, shape: Shape) -> Result<Natures, Fault> {
    let mut natures = Vec::new();
    natures.resize(tree.len(), Nature::default());
    let mut checker = Checker {
        tree,
        shape,
        natures: Natures { natures },
        elements: Elements::default(),
        variables: Vec::new(),
        predicates: Vec::new(),
    };
    checker.run(root)?;
    Ok(checker.natures)
}

struct Checker<'t> {
    tree: &'t mut Tree,
    shape: Shape,
    natures: Natures,
    elements: Elements,
    /// Variables in scope, the innermost last.
    variables: Vec<(Name, Nature)>,
    /// Predicates that are open, the innermost last.
    predicates: Vec<Scope>,
}

/// What a predicate can ask for.
struct Scope {
    collection: Nature,
    index: bool,
    accumulator: bool,
}

/// The answer of a part.
enum Next {
    /// This part within it comes next.
    Visit(Id),
    Done(Nature),
}

type Step = Result<Next, Fault>;

impl Checker<'_> {
    fn run(&mut self, root: Id) -> Result<(), Fault> {
        let mut open = Vec::with_capacity(16);
        open.push((root, 0));
        let mut steps = 0;
        while let Some((id, count)) = open.last_mut() {
            steps += 1;
            if MAX_CHECKS < steps {
                return Err(Fault::new(
                    too_much("expression takes too many steps to check", MAX_CHECKS),
                    self.tree.at(*id),
                ));
            }
            let (id, done) = (*id, *count);
            match self.step(id, done)? {
                Next::Visit(child) => {
                    *count += 1;
                    open.push((child, 0));
                }
                Next::Done(nature) => {
                    self.natures.set(id, nature);
                    open.pop();
                }
            }
        }
        Ok(())
    }

    /// What a part answers when `done` of the parts within it were looked at.
    fn step(&mut self, id: Id, done: usize) -> Step {
        let known = |of| Ok(Next::Done(Nature::of(of)));
        match self.tree.kind(id) {
            Kind::Nil => Ok(Next::Done(Nature::NIL)),
            Kind::Identifier(name) => self.identifier(id, &name.clone()).map(Next::Done),
            Kind::Integer(_) => known(Type::INT),
            Kind::Float(_) => known(Type::Float),
            Kind::Bool(_) => known(Type::Bool),
            Kind::Text(_) => known(Type::Text),
            Kind::Bytes(_) => known(Type::Bytes),
            // Constants are made after checking.
            Kind::Constant(_) => known(Type::List),
            Kind::Unary { operator, operand } => self.unary(id, *operator, *operand, done),
            Kind::Binary { operator, left, right } => self.binary(id, *operator, *left, *right, done),
            Kind::Chain(inner) | Kind::Predicate(inner) => self.inner(*inner, done),
            Kind::Member { base, property, access, called } => {
                self.member(id, *base, *property, *access, *called, done)
            }
            Kind::Slice { base, from, to } => self.slice(id, *base, *from, *to, done),
            Kind::Call { callee, .. } => self.call(id, *callee, done),
            Kind::Builtin(call) => self.builtin(id, call.builtin, done),
            Kind::Pointer(name) => self.pointer(id, &name.clone()).map(Next::Done),
            Kind::Let { name, value, body } => self.variable(id, &name.clone(), *value, *body, done),
            Kind::Sequence(parts) => match parts.get(done) {
                Some(part) => Ok(Next::Visit(*part)),
                None => Ok(Next::Done(parts.last().map(|last| self.natures.get(*last)).unwrap_or_default())),
            },
            Kind::Conditional { condition, then, otherwise, .. } => {
                self.conditional(*condition, *then, *otherwise, done)
            }
            Kind::Array(_) => Ok(self.array(id, done)),
            Kind::Map(pairs) => Ok(match pairs.get(done) {
                Some(pair) => Next::Visit(*pair),
                None => Next::Done(Nature::of(Type::Map)),
            }),
            Kind::Pair { key, value } => Ok(match done {
                0 => Next::Visit(*key),
                1 => Next::Visit(*value),
                _ => Next::Done(Nature::NIL),
            }),
        }
    }

    /// The part is what the one part within it is.
    fn inner(&self, inner: Id, done: usize) -> Step {
        Ok(if done == 0 { Next::Visit(inner) } else { Next::Done(self.natures.get(inner)) })
    }

    fn error<T>(&self, id: Id, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault::new(message, self.tree.at(id)))
    }

    fn identifier(&self, id: Id, name: &[u8]) -> Result<Nature, Fault> {
        if let Some((_, nature)) = self.variables.iter().rev().find(|(known, _)| **known == *name) {
            return Ok(*nature);
        }
        if name == b"$env" {
            return Ok(Nature::default());
        }
        if let Some(nature) = self.environment(name) {
            return Ok(nature);
        }
        match Builtin::of(name) {
            Some(builtin) => Ok(Nature { builtin: Some(builtin), ..Nature::of(builtin.own_type()) }),
            None => self.error(id, format!("unknown name {}", String::from_utf8_lossy(name))),
        }
    }

    /// What the environment has under this name.
    fn environment(&self, name: &[u8]) -> Option<Nature> {
        let name = environment::Name::of(name)?;
        Some(match name.signature() {
            Some(signature) => Nature::of(Type::Function(signature)),
            None => self.shape.nature_type().map_or(Nature::NIL, Nature::of),
        })
    }

    fn pointer(&self, id: Id, name: &[u8]) -> Result<Nature, Fault> {
        let Some(scope) = self.predicates.last() else {
            return self.error(id, "cannot use pointer accessor outside predicate");
        };
        match name {
            b"" => Ok(self.elements.element(scope.collection)),
            b"index" if scope.index => Ok(Nature::of(Type::INT)),
            b"acc" if scope.accumulator => Ok(Nature::default()),
            name => self.error(id, format!("unknown pointer #{}", String::from_utf8_lossy(name))),
        }
    }

    fn variable(&mut self, id: Id, name: &Name, value: Id, body: Id, done: usize) -> Step {
        if done == 0 {
            let shown = String::from_utf8_lossy(name);
            if environment::Name::of(name).is_some() {
                return self.error(id, format!("cannot redeclare {shown}"));
            }
            if Builtin::of(name).is_some() {
                return self.error(id, format!("cannot redeclare builtin {shown}"));
            }
            if self.variables.iter().any(|(known, _)| known == name) {
                return self.error(id, format!("cannot redeclare variable {shown}"));
            }
            return Ok(Next::Visit(value));
        }
        if done == 1 {
            self.variables.push((name.clone(), self.natures.get(value)));
            return Ok(Next::Visit(body));
        }
        self.variables.pop();
        Ok(Next::Done(self.natures.get(body)))
    }

    fn conditional(&mut self, condition: Id, then: Id, otherwise: Id, done: usize) -> Step {
        match done {
            0 => return Ok(Next::Visit(condition)),
            1 => {
                let found = self.natures.get(condition).dereferenced();
                if !found.is_bool() && !found.is_unknown() {
                    let message = format!("non-bool expression (type {}) used as condition", found.name());
                    return self.error(condition, message);
                }
                return Ok(Next::Visit(then));
            }
            2 => return Ok(Next::Visit(otherwise)),
            _ => {}
        }
        let (then, otherwise) = (self.natures.get(then), self.natures.get(otherwise));
        Ok(Next::Done(match (then.nil, otherwise.nil) {
            (true, false) => otherwise,
            (false, true) => then,
            (true, true) => Nature::NIL,
            (false, false) if then.assignable_to(otherwise) => {
                let (first, second) = (self.elements.element(then), self.elements.element(otherwise));
                let same = first.assignable_to(second) && second.assignable_to(first);
                if then.is_list() && otherwise.is_list() && !same { Nature::of(Type::List) } else { then }
            }
            (false, false) => Nature::default(),
        }))
    }

    fn array(&mut self, id: Id, done: usize) -> Next {
        let Kind::Array(items) = self.tree.kind(id) else {
            return Next::Done(Nature::default());
        };
        if let Some(item) = items.get(done) {
            return Next::Visit(*item);
        }
        let kinds = items.iter().map(|item| self.natures.get(*item).kind());
        let same = kinds.clone().zip(kinds.skip(1)).all(|(one, next)| one == next);
        let last = items.last().map(|item| self.natures.get(*item)).unwrap_or_default();
        Next::Done(if same { self.elements.list_of(last) } else { Nature::of(Type::List) })
    }
}
