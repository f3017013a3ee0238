//! What upstream's optimizer does to a checked tree. Each rewrite can be seen: in which errors arise and when, in what is
//! evaluated at all, and in what counts against the budget (`argo-analysis §3.7`).

mod combine;
mod filters;
mod fold;
mod lookups;
mod sums;

use super::{
    check::{Nature, Natures},
    error::{Fault, too_much},
    limits::MAX_CHECKS,
    operator::Binary,
    tree::{Call, Id, Kind, Tree},
    types::Type,
};
use alloc::{boxed::Box, vec::Vec};

/// Rewrites a tree; gives its new root.
pub(super) fn optimize(tree: &mut Tree, natures: &mut Natures, root: Id) -> Result<Id, Fault> {
    let needed = has_calls_or_lookups(tree);
    let mut optimizer = Optimizer { tree, natures, steps: 0, open: Vec::with_capacity(16) };
    let mut root = root;
    if needed {
        root = optimizer.walk(root, Optimizer::look_up_literals)?;
    }
    for _ in 0..=FOLDS {
        let mut fold = fold::Fold::default();
        root = optimizer.walk(root, |optimizer, id| fold.visit(optimizer, id))?;
        if let Some(fault) = fold.fault {
            return Err(fault);
        }
        if !fold.applied {
            break;
        }
    }
    for pass in PASSES.into_iter().filter(|_| needed) {
        root = optimizer.walk(root, pass)?;
    }
    Ok(root)
}

/// A rewrite of one part.
type Pass = for<'o, 't> fn(&'o mut Optimizer<'t>, Id) -> Id;

/// In upstream's order.
const PASSES: [Pass; 11] = [
    |optimizer, id| optimizer.compare_with_range(id),
    |optimizer, id| optimizer.map_while_filtering(id),
    |optimizer, id| optimizer.count_what_is_filtered(id),
    |optimizer, id| optimizer.find_last_of_filtered(id),
    |optimizer, id| optimizer.find_first_of_filtered(id),
    |optimizer, id| optimizer.join_predicates(id),
    |optimizer, id| optimizer.sum_range(id),
    |optimizer, id| optimizer.sum_list(id),
    |optimizer, id| optimizer.sum_mapped(id),
    |optimizer, id| optimizer.any_instead_of_count(id),
    |optimizer, id| optimizer.stop_counting(id),
];

/// How often folding is tried again.
const FOLDS: usize = 1000;

struct Optimizer<'t> {
    tree: &'t mut Tree,
    natures: &'t mut Natures,
    steps: usize,
    /// The parts that are being walked through.
    open: Vec<(Id, usize)>,
}

/// Whether there is anything that the passes look for.
fn has_calls_or_lookups(tree: &Tree) -> bool {
    let looked_for =
        |kind: &Kind| matches!(kind, Kind::Builtin(_) | Kind::Binary { operator: Binary::In, .. });
    tree.kinds().any(looked_for)
}

impl Optimizer<'_> {
    /// Visits every part after the parts within it, and puts in its place what the visit gives. A part with two parents
    /// is visited twice, as upstream does.
    fn walk(&mut self, root: Id, mut visit: impl FnMut(&mut Self, Id) -> Id) -> Result<Id, Fault> {
        let mut open = core::mem::take(&mut self.open);
        open.clear();
        open.push((root, 0));
        let start = self.steps;
        loop {
            let Some((id, done)) = open.last_mut() else {
                return Ok(root);
            };
            self.steps += 1;
            if MAX_CHECKS < self.steps - start {
                let message = too_much("expression takes too many steps to optimize", MAX_CHECKS);
                return Err(Fault::new(message, self.tree.at(root)));
            }
            if let Some(child) = self.tree.child(*id, *done) {
                *done += 1;
                open.push((child, 0));
                continue;
            }
            let old = *id;
            open.pop();
            let new = visit(self, old);
            match open.last() {
                Some((parent, done)) if new != old => self.tree.set_child(*parent, done - 1, new),
                Some(_) => {}
                None => {
                    self.open = open;
                    return Ok(new);
                }
            }
        }
    }

    /// Makes a part that takes the place, and the nature, of another one.
    fn replace(&mut self, old: Id, kind: Kind) -> Id {
        let new = self.tree.push(kind, self.tree.at(old));
        let nature = Nature { of: Some(self.type_of(old)), ..Nature::default() };
        self.natures.set(new, nature);
        new
    }

    /// Makes a literal that takes the place of another part.
    fn replace_literal(&mut self, old: Id, kind: Kind) -> Id {
        let of = match kind {
            Kind::Bool(_) => Type::Bool,
            Kind::Integer(_) => Type::INT,
            Kind::Float(_) => Type::Float,
            Kind::Text(_) => Type::Text,
            _ => Type::List,
        };
        let new = self.tree.push(kind, self.tree.at(old));
        self.natures.set(new, Nature { of: Some(of), ..Nature::default() });
        new
    }

    /// Puts a part that there is in the place of another one, at its place.
    fn put(&mut self, old: Id, new: Id) -> Id {
        self.tree.node_mut(new).at = self.tree.at(old);
        let nature = Nature { of: Some(self.type_of(old)), ..Nature::default() };
        self.natures.set(new, nature);
        new
    }

    /// Makes a part of which nothing is known, at no place.
    fn bare(&mut self, kind: Kind) -> Id {
        let new = self.tree.push(kind, 0);
        self.natures.set(new, Nature::default());
        new
    }

    /// The type of a part; what is not known is anything.
    fn type_of(&self, id: Id) -> Type {
        self.natures.get(id).of.unwrap_or(Type::Any)
    }

    fn call(&self, id: Id) -> Option<&Call> {
        match self.tree.kind(id) {
            Kind::Builtin(call) => Some(call),
            _ => None,
        }
    }

    fn replace_call(&mut self, old: Id, call: Call) -> Id {
        self.replace(old, Kind::Builtin(Box::new(call)))
    }

    /// What a predicate evaluates.
    fn predicate(&self, id: Id) -> Option<Id> {
        match self.tree.kind(id) {
            Kind::Predicate(inner) => Some(*inner),
            _ => None,
        }
    }
}
