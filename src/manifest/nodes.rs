//! What a document says, flat: nothing here is walked by recursion, however deep the document is.

use super::{
    fault::{Fault, fault},
    key::{self, Key},
    scalar::Scalar,
};
use crate::diagnostic::{Diagnostic, Location};
use alloc::{borrow::Cow, collections::BTreeMap, vec::Vec};

/// The nodes of a document; they name one another by their place here, and the root is the first.
pub(super) struct Nodes {
    pub(super) nodes: Vec<Node>,
    /// The keys that stand twice in one map, as warnings.
    pub(super) duplicates: Vec<Diagnostic>,
}

/// One node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) at: Location,
    pub(super) content: Content,
    /// What it costs to repeat it.
    pub(super) weight: Weight,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Content {
    Scalar(Scalar),
    List(Vec<usize>),
    Map(Fields),
    /// The node whose content this one repeats; that one is no alias.
    Alias(usize),
    /// A list or map that has not ended yet.
    Open,
}

/// The fields of a map, each once.
pub(super) type Fields = BTreeMap<Key, Field>;

/// A key and a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) key: usize,
    pub(super) value: usize,
}

/// How much was read: nodes, and the bytes of their texts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weight {
    pub(super) nodes: u64,
    pub(super) bytes: u64,
}

impl Nodes {
    /// Where a node stands.
    pub(super) fn at(&self, place: usize) -> Location {
        at(&self.nodes, place)
    }

    /// What a node says, through an alias if it is one.
    pub(super) fn content(&self, place: usize) -> &Content {
        content(&self.nodes, place)
    }

    /// Changes every location.
    pub(super) fn measure(&mut self, measure: impl Fn(Location) -> Location) {
        for node in &mut self.nodes {
            node.at = measure(node.at);
        }
        for duplicate in &mut self.duplicates {
            duplicate.span = duplicate.span.map(&measure);
        }
    }

    /// Fields by their names in JSON, in Go's order. Only what remains in a map needs a name.
    pub(super) fn named<'a>(&'a self, fields: &'a Fields) -> Result<BTreeMap<Cow<'a, [u8]>, Field>, Fault> {
        let named = fields.values().map(|field| {
            let name = match self.content(field.key) {
                Content::Scalar(scalar) => key::name(scalar),
                _ => None,
            };
            match name {
                Some(name) => Ok((name, *field)),
                None => Err(no_name(self.at(field.key))),
            }
        });
        named.collect()
    }
}

/// Where a node stands.
pub(super) fn at(nodes: &[Node], place: usize) -> Location {
    const START: Location = Location { line: 1, column: 1, start: 0, end: 0 };
    nodes.get(place).map_or(START, |node| node.at)
}

/// What a node says, through an alias if it is one.
pub(super) fn content(nodes: &[Node], place: usize) -> &Content {
    let content = match nodes.get(place).map(|node| &node.content) {
        Some(Content::Alias(target)) => nodes.get(*target).map(|node| &node.content),
        content => content,
    };
    content.unwrap_or(&Content::Open)
}

fn no_name(at: Location) -> Fault {
    fault("decode/yaml", at, "neither null nor a number this large can be a key")
        .help("put the key in quotes")
}
