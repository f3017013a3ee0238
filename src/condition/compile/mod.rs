//! From a checked tree to instructions. As with checking, a part is asked again after each of the parts within it.

mod builtins;
mod parts;

use super::{
    check::{Nature, Natures},
    error::{Fault, too_much},
    limits::MAX_CODE,
    program::{Op, Program},
    tree::{Id, Kind, Name, Tree},
    types::TypeKind,
};
use crate::go::Regex;
use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};

/// Compiles a tree.
pub(super) fn compile(tree: &Tree, natures: &Natures, root: Id) -> Result<Program, Fault> {
    let mut compiler = Compiler {
        tree,
        natures,
        program: Program {
            code: Vec::with_capacity(2 * tree.len()),
            places: Vec::with_capacity(2 * tree.len()),
            variables: 0,
        },
        open: Vec::with_capacity(16),
        variables: Vec::new(),
        chains: Vec::new(),
        patterns: BTreeMap::new(),
        automata: 0,
    };
    compiler.run(root)?;
    Ok(compiler.program)
}

struct Compiler<'t> {
    tree: &'t Tree,
    natures: &'t Natures,
    program: Program,
    open: Vec<Open>,
    /// Variables in scope, the innermost last, and their numbers.
    variables: Vec<(Name, usize)>,
    /// Jumps to the end of each open chain.
    chains: Vec<Vec<usize>>,
    /// The automata made so far, and how many bytes they take.
    patterns: BTreeMap<Name, Arc<Regex>>,
    automata: usize,
}

/// A part that is being compiled.
#[derive(Clone, Copy)]
struct Open {
    id: Id,
    /// How many of the parts within it are compiled.
    done: usize,
    /// Instructions to come back to: jumps whose ends are not yet known, beginnings of loops.
    marks: [usize; 3],
}

/// A part compiles another one next, or is done.
type Next = Option<Id>;

impl Compiler<'_> {
    fn run(&mut self, root: Id) -> Result<(), Fault> {
        self.open.push(Open { id: root, done: 0, marks: [0; 3] });
        while let Some(&open) = self.open.last() {
            if MAX_CODE < self.program.code.len() {
                let message = too_much("expression becomes too many instructions", MAX_CODE);
                return Err(Fault::new(message, self.tree.at(root)));
            }
            match self.step(open)? {
                Some(child) => {
                    if let Some(open) = self.open.last_mut() {
                        open.done += 1;
                    }
                    self.open.push(Open { id: child, done: 0, marks: [0; 3] });
                }
                None => {
                    self.open.pop();
                }
            }
        }
        Ok(())
    }

    fn step(&mut self, open: Open) -> Result<Next, Fault> {
        let Open { id, done, .. } = open;
        match self.tree.kind(id) {
            Kind::Nil => self.only(Op::Nil),
            Kind::Identifier(name) => self.identifier(name),
            Kind::Integer(integer) => self.only(Op::Integer(*integer)),
            Kind::Float(float) => self.only(Op::Float(*float)),
            Kind::Bool(true) => self.only(Op::True),
            Kind::Bool(false) => self.only(Op::False),
            Kind::Text(text) => self.only(Op::Text(text.clone())),
            Kind::Bytes(bytes) => self.only(Op::Bytes(bytes.clone())),
            Kind::Constant(constant) => self.only(Op::Constant(constant.clone())),
            Kind::Unary { operator, operand } => Ok(self.unary(*operator, *operand, done)),
            Kind::Binary { operator, left, right } => self.binary(open, *operator, *left, *right),
            Kind::Chain(inner) => Ok(self.chain(open, *inner)),
            Kind::Member { base, property, access, .. } => Ok(self.member(open, *base, *property, *access)),
            Kind::Slice { base, from, to } => Ok(self.slice(*base, *from, *to, done)),
            Kind::Call { callee, arguments } => Ok(self.call(*callee, arguments, done)),
            Kind::Builtin(call) => Ok(self.builtin(open, call)),
            Kind::Predicate(inner) => Ok((done == 0).then_some(*inner)),
            Kind::Pointer(name) => self.pointer(name),
            Kind::Let { name, value, body } => Ok(self.variable(name, *value, *body, done)),
            Kind::Sequence(parts) => {
                if 0 < done && done < parts.len() {
                    self.emit(Op::Pop);
                }
                Ok(parts.get(done).copied())
            }
            Kind::Conditional { condition, then, otherwise, .. } => {
                Ok(self.conditional(open, *condition, *then, *otherwise))
            }
            Kind::Array(items) => {
                if done == items.len() {
                    self.emit(Op::Integer(count(items.len())));
                    self.emit(Op::List);
                }
                Ok(items.get(done).copied())
            }
            Kind::Map(pairs) => {
                if done == pairs.len() {
                    self.emit(Op::Map(pairs.len()));
                }
                Ok(pairs.get(done).copied())
            }
            Kind::Pair { key, value } => Ok([*key, *value].get(done).copied()),
        }
    }

    fn only(&mut self, op: Op) -> Result<Next, Fault> {
        self.emit(op);
        Ok(None)
    }

    /// Adds an instruction at the place of the part being compiled; gives its number.
    fn emit(&mut self, op: Op) -> usize {
        let at = self.open.last().map_or(0, |open| self.tree.at(open.id));
        self.program.code.push(op);
        self.program.places.push(u32::try_from(at).unwrap_or(u32::MAX));
        self.program.code.len() - 1
    }

    /// The number of the next instruction.
    fn here(&self) -> usize {
        self.program.code.len()
    }

    /// Remembers an instruction for the next steps of the part being compiled.
    fn mark<const N: usize>(&mut self, instruction: usize) {
        if let Some(open) = self.open.last_mut() {
            let [first, second, third] = &mut open.marks;
            let mark = match N {
                0 => first,
                1 => second,
                _ => third,
            };
            *mark = instruction;
        }
    }

    /// Lets a jump lead to the next instruction.
    fn land(&mut self, jump: usize) {
        let here = self.here();
        if let Some(
            Op::Jump(to)
            | Op::JumpIfTrue(to)
            | Op::JumpIfFalse(to)
            | Op::JumpIfNil(to)
            | Op::JumpIfNotNil(to)
            | Op::JumpIfEnd(to),
        ) = self.program.code.get_mut(jump)
        {
            *to = here;
        }
    }

    /// Values that may be pointers are looked through.
    fn dereference(&mut self, id: Id) {
        let nature = self.natures.get(id);
        if !nature.nil && matches!(kind_of(nature), TypeKind::Pointer | TypeKind::Interface) {
            self.emit(Op::Dereference);
        }
    }
}

/// The kind of what is known; what is not known is anything.
fn kind_of(nature: Nature) -> TypeKind {
    nature.of.map_or(TypeKind::Interface, super::types::Type::kind)
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
