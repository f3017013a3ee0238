//! What an expression is made of.

use super::{
    builtin::Builtin,
    operator::{Binary, Unary},
};
use alloc::{boxed::Box, sync::Arc, vec::Vec};

/// A part of an expression, by its number in the tree. Links between parts are numbers, so that a tree of any depth is
/// built, copied and dropped without recursion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(u32);

impl Id {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// All parts. A part can have several parents: the middle of `a < b < c` is in both comparisons.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// A part and the number of the character it is at.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

/// A name or a text: any bytes.
pub(super) type Name = Arc<[u8]>;

/// The parts there are.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Nil,
    Identifier(Name),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Text(Name),
    Bytes(Name),
    Constant(Constant),
    Unary {
        operator: Unary,
        operand: Id,
    },
    Binary {
        operator: Binary,
        left: Id,
        right: Id,
    },
    /// The end of a chain of `?.`: a nil met inside ends here.
    Chain(Id),
    Member {
        base: Id,
        property: Id,
        access: Access,
        called: Called,
    },
    Slice {
        base: Id,
        from: Option<Id>,
        to: Option<Id>,
    },
    Call {
        callee: Id,
        arguments: Box<[Id]>,
    },
    Builtin(Box<Call>),
    Predicate(Id),
    Pointer(Name),
    Let {
        name: Name,
        value: Id,
        body: Id,
    },
    Sequence(Box<[Id]>),
    Conditional {
        form: Form,
        condition: Id,
        then: Id,
        otherwise: Id,
    },
    Array(Box<[Id]>),
    Map(Box<[Id]>),
    Pair {
        key: Id,
        value: Id,
    },
}

/// A call of a builtin function, and what the optimizer made of it.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) builtin: Builtin,
    pub(super) arguments: Vec<Id>,
    /// `find` that stands for `filter(…)[0]` fails where it finds nothing.
    pub(super) miss: Miss,
    /// What is made of an element that `filter` or `find` keeps.
    pub(super) map: Option<Id>,
    /// `count` may stop there.
    pub(super) threshold: Option<i64>,
}

/// What follows when nothing is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Miss {
    Nil,
    Error,
}

/// `.` or `?.`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Plain,
    Optional,
}

/// Whether a member is called as a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    No,
    Yes,
}

/// How a condition between two values is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `c ? a : b`, also `c ?: b`.
    Ternary,
    /// `if c { a } else { b }`.
    If,
}

/// What folding makes of lists of literals.
#[derive(Clone, Debug)]
pub(super) enum Constant {
    /// A list.
    List(Arc<[super::value::Value]>),
    /// Integers to look up, sorted.
    Integers(Arc<[i64]>),
    /// Texts to look up, sorted.
    Texts(Arc<[super::text::Text]>),
}

impl Tree {
    pub(super) fn push(&mut self, kind: Kind, at: usize) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { kind, at });
        id
    }

    /// A tree with room for so many parts.
    pub(super) fn with_capacity(parts: usize) -> Self {
        Self { nodes: Vec::with_capacity(parts) }
    }

    pub(super) fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.nodes.iter().map(|node| &node.kind)
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    #[expect(clippy::indexing_slicing, reason = "a tree gives numbers of its own parts only, and loses none")]
    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    #[expect(clippy::indexing_slicing, reason = "a tree gives numbers of its own parts only, and loses none")]
    pub(super) fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id.index()]
    }

    pub(super) fn kind(&self, id: Id) -> &Kind {
        &self.node(id).kind
    }

    pub(super) fn at(&self, id: Id) -> usize {
        self.node(id).at
    }

    /// The text of a part that is a text literal.
    pub(super) fn text(&self, id: Id) -> Option<&[u8]> {
        match self.kind(id) {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer of a part that is an integer literal.
    pub(super) fn integer(&self, id: Id) -> Option<i64> {
        match self.kind(id) {
            Kind::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// The name of a part that is a name.
    pub(super) fn identifier(&self, id: Id) -> Option<&[u8]> {
        match self.kind(id) {
            Kind::Identifier(name) => Some(name),
            _ => None,
        }
    }

    /// The `n`-th part within this one, in the order in which they are evaluated and looked at.
    pub(super) fn child(&self, id: Id, n: usize) -> Option<Id> {
        let of = |children: &[Id]| children.get(n).copied();
        match self.kind(id) {
            Kind::Nil
            | Kind::Identifier(_)
            | Kind::Integer(_)
            | Kind::Float(_)
            | Kind::Bool(_)
            | Kind::Text(_)
            | Kind::Bytes(_)
            | Kind::Constant(_)
            | Kind::Pointer(_) => None,
            Kind::Unary { operand: one, .. } | Kind::Chain(one) | Kind::Predicate(one) => of(&[*one]),
            Kind::Binary { left, right, .. } => of(&[*left, *right]),
            Kind::Member { base, property, .. } => of(&[*base, *property]),
            Kind::Slice { base, from, to } => {
                let bounds = [*from, *to];
                core::iter::once(*base).chain(bounds.into_iter().flatten()).nth(n)
            }
            Kind::Call { callee, arguments } => match n {
                0 => Some(*callee),
                n => arguments.get(n - 1).copied(),
            },
            Kind::Builtin(call) => of(&call.arguments),
            Kind::Let { value, body, .. } => of(&[*value, *body]),
            Kind::Conditional { condition, then, otherwise, .. } => of(&[*condition, *then, *otherwise]),
            Kind::Sequence(parts) | Kind::Array(parts) | Kind::Map(parts) => of(parts),
            Kind::Pair { key, value } => of(&[*key, *value]),
        }
    }

    /// The first part within this one, itself included, that passes a test. Each part is looked at once.
    pub(super) fn find(&self, root: Id, test: impl Fn(&Kind) -> bool) -> Option<Id> {
        let mut seen = Vec::new();
        seen.resize(self.nodes.len(), false);
        let mut left = Vec::from([root]);
        while let Some(id) = left.pop() {
            if seen.get_mut(id.index()).is_none_or(|seen| core::mem::replace(seen, true)) {
                continue;
            }
            if test(self.kind(id)) {
                return Some(id);
            }
            let from = left.len();
            left.extend((0..).map_while(|n| self.child(id, n)));
            left.get_mut(from..).into_iter().for_each(<[Id]>::reverse);
        }
        None
    }

    /// Puts another part in the place of the `n`-th one within this one.
    pub(super) fn set_child(&mut self, id: Id, n: usize, new: Id) {
        let slot = match &mut self.node_mut(id).kind {
            Kind::Unary { operand: one, .. } | Kind::Chain(one) | Kind::Predicate(one) => Some(one),
            Kind::Binary { left, right, .. } => [left, right].into_iter().nth(n),
            Kind::Member { base, property, .. } => [base, property].into_iter().nth(n),
            Kind::Slice { base, from, to } => {
                core::iter::once(base).chain(from.as_mut()).chain(to.as_mut()).nth(n)
            }
            Kind::Call { callee, arguments } => core::iter::once(callee).chain(arguments.iter_mut()).nth(n),
            Kind::Builtin(call) => call.arguments.get_mut(n),
            Kind::Let { value, body, .. } => [value, body].into_iter().nth(n),
            Kind::Conditional { condition, then, otherwise, .. } => {
                [condition, then, otherwise].into_iter().nth(n)
            }
            Kind::Sequence(parts) | Kind::Array(parts) | Kind::Map(parts) => parts.get_mut(n),
            Kind::Pair { key, value } => [key, value].into_iter().nth(n),
            Kind::Nil
            | Kind::Identifier(_)
            | Kind::Integer(_)
            | Kind::Float(_)
            | Kind::Bool(_)
            | Kind::Text(_)
            | Kind::Bytes(_)
            | Kind::Constant(_)
            | Kind::Pointer(_) => None,
        };
        if let Some(slot) = slot {
            *slot = new;
        }
    }
}
