//! The parts of a condition, each a condition by itself.

use super::{
    fitted::Condition,
    print::print,
    tree::{Called, Id, Kind, Tree},
};
use alloc::{collections::BTreeSet, string::String, vec::Vec};

/// How many parts are told, and how long their texts may be: more than that explains nothing.
const PARTS: usize = 64;
const TEXT: usize = 4_096;

impl Condition {
    /// Its parts that have a value by themselves, inner ones first and the whole last: to show what it is made of.
    ///
    /// Literals are left out, and what needs its surroundings: the inside of `all(…)` and its like, and what uses a
    /// variable. Of a condition of more than 64 parts the first 63 and the whole are told, and parts longer than 4,096
    /// bytes are left out.
    ///
    /// ```
    /// use gradual::condition::Condition;
    ///
    /// let condition = Condition::parse("result.ok && (result.rate >= 0.95 || all(result.all, # > 1))")?;
    /// let parts: Vec<String> = condition.parts().iter().map(|part| part.source().to_string()).collect();
    /// assert_eq!(
    ///     parts,
    ///     [
    ///         "result.ok",
    ///         "result.rate",
    ///         "result.rate >= 0.95",
    ///         "result.all",
    ///         "all(result.all, {# > 1})",
    ///         "result.rate >= 0.95 || all(result.all, {# > 1})",
    ///         "result.ok && (result.rate >= 0.95 || all(result.all, {# > 1}))",
    ///     ]
    /// );
    /// # Ok::<(), gradual::condition::Error>(())
    /// ```
    pub fn parts(&self) -> Vec<Self> {
        let (tree, root) = (self.tree(), self.root());
        let mut texts: Vec<String> = Vec::new();
        // A part can stand in several others, and is looked at once.
        let mut seen = BTreeSet::new();
        // A part, and how many of the parts within it were looked at.
        let mut open = Vec::from([(root, 0_usize)]);
        while let Some((id, looked_at)) = open.pop() {
            if texts.len() == PARTS.saturating_sub(1) {
                break;
            }
            match inner(tree, id, looked_at) {
                Some(next) => {
                    open.push((id, looked_at.saturating_add(1)));
                    open.extend(seen.insert(next.index()).then_some((next, 0)));
                }
                None => {
                    let text = print(tree, id, TEXT).filter(|_| tells(tree, id) && id != root);
                    texts.extend(text.filter(|text| !texts.contains(text)));
                }
            }
        }
        let parts = texts.iter().filter_map(|text| Self::parse(text).ok());
        let whole = print(tree, root, TEXT).and_then(|text| Self::parse(&text).ok());
        parts.chain([whole.unwrap_or_else(|| self.clone())]).collect()
    }
}

/// The next part within this one that has a value by itself.
fn inner(tree: &Tree, id: Id, looked_at: usize) -> Option<Id> {
    match tree.kind(id) {
        // What is inside means something in its surroundings only.
        Kind::Predicate(_) => None,
        Kind::Let { value, .. } => (looked_at == 0).then_some(*value),
        _ => tree.child(id, looked_at),
    }
}

/// Whether the value of a part tells anything: not that of a literal or a name, of half a part, or of a method that is
/// not called.
fn tells(tree: &Tree, id: Id) -> bool {
    match tree.kind(id) {
        Kind::Predicate(_) | Kind::Pair { .. } | Kind::Member { called: Called::Yes, .. } => false,
        Kind::Builtin(_) => true,
        _ => tree.child(id, 0).is_some(),
    }
}
