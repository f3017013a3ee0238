//! Building a document from its nodes as they begin and end, in the order of the text.

use super::{
    fault::{Fault, fault},
    key::{self, Key},
    nodes::{Content, Field, Fields, Node, Nodes, Weight, at, content},
    scalar::{Scalar, text},
};
use crate::diagnostic::{Diagnostic, Location, PathStep};
use alloc::{collections::BTreeMap, format, string::String, vec::Vec};

/// How much may be repeated by aliases and merges, in bytes: of each node its text and what holds it.
const REPEATED: u64 = 32 << 20;
/// What holds a node.
const NODE: u64 = 32;
/// How much is told about keys that stand twice: the bytes of the paths to them.
const TOLD: usize = 1 << 16;

/// A document under way.
#[derive(Default)]
pub(super) struct Builder {
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// What upstream has decoded so far, each alias being decoded anew, and how many nodes of it are repeated.
    decoded: Weight,
    aliased: u64,
    /// In bytes.
    repeated: u64,
    duplicates: Vec<Diagnostic>,
    told: usize,
}

/// A list or map that has not ended.
struct Open {
    place: usize,
    /// What was decoded before it.
    before: Weight,
    inside: Inside,
}

enum Inside {
    List(Vec<usize>),
    Map(Fields, Turn),
}

/// What comes next in a map.
#[derive(Clone, Copy)]
enum Turn {
    Key,
    /// The value of this key.
    Value(usize),
    /// The value of a `<<`.
    Merge,
}

impl Builder {
    /// Adds a scalar; its place.
    pub(super) fn scalar(&mut self, scalar: Scalar, at: Location) -> Result<usize, Fault> {
        let weight = weigh(&scalar);
        let place = self.put(Content::Scalar(scalar), at, weight);
        self.count(weight, at)?;
        self.add(place)?;
        Ok(place)
    }

    /// Begins a list; its place.
    pub(super) fn open_list(&mut self, at: Location) -> Result<usize, Fault> {
        self.begin(Inside::List(Vec::new()), at)
    }

    /// Begins a map; its place.
    pub(super) fn open_map(&mut self, at: Location) -> Result<usize, Fault> {
        self.begin(Inside::Map(BTreeMap::new(), Turn::Key), at)
    }

    /// Ends the innermost list or map at this byte.
    pub(super) fn close(&mut self, end: usize) -> Result<(), Fault> {
        let Some(Open { place, before, inside }) = self.open.pop() else {
            return Ok(());
        };
        if let Some(node) = self.nodes.get_mut(place) {
            node.at.end = end;
            node.weight = Weight {
                nodes: self.decoded.nodes.saturating_sub(before.nodes),
                bytes: self.decoded.bytes.saturating_sub(before.bytes),
            };
            node.content = match inside {
                Inside::List(items) => Content::List(items),
                Inside::Map(fields, _) => Content::Map(fields),
            };
        }
        self.add(place)
    }

    /// Repeats the node at a place, which is called so.
    pub(super) fn alias(&mut self, target: usize, name: &str, at: Location) -> Result<(), Fault> {
        if matches!(content(&self.nodes, target), Content::Open) {
            return Err(fault(
                "decode/yaml",
                at,
                format!("the value of the anchor `{name}` contains itself"),
            )
            .help(format!("move `*{name}` out of what `&{name}` marks")));
        }
        let weight = self.nodes.get(target).map(|node| node.weight).unwrap_or_default();
        self.aliased = self.aliased.saturating_add(weight.nodes);
        self.repeat(weight);
        let decoded = Weight { nodes: weight.nodes.saturating_add(1), ..weight };
        self.count(decoded, at)?;
        let place = self.put(Content::Alias(target), at, decoded);
        self.add(place)
    }

    /// Whether a key comes next.
    pub(super) fn is_at_key(&self) -> bool {
        let inside = self.open.last().map(|open| &open.inside);
        matches!(inside, Some(Inside::Map(_, Turn::Key)))
    }

    /// Adds the key `<<`: the fields of the map that follows, or of several of which the first wins, are set as if
    /// they stood here. They replace what stands before and are replaced by what follows. The place of the key.
    pub(super) fn merge_key(&mut self, at: Location) -> usize {
        self.set_turn(Turn::Merge);
        let scalar = Scalar::Text(b"<<".into());
        let weight = weigh(&scalar);
        self.put(Content::Scalar(scalar), at, weight)
    }

    /// Whether nothing was added yet.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many lists and maps are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The document, whose root has ended.
    pub(super) fn finish(self) -> Nodes {
        Nodes { nodes: self.nodes, duplicates: self.duplicates }
    }

    fn begin(&mut self, inside: Inside, at: Location) -> Result<usize, Fault> {
        let before = self.decoded;
        self.count(Weight { nodes: 1, bytes: 0 }, at)?;
        let place = self.put(Content::Open, at, Weight::default());
        self.open.push(Open { place, before, inside });
        Ok(place)
    }

    fn put(&mut self, content: Content, at: Location, weight: Weight) -> usize {
        self.nodes.push(Node { at, content, weight });
        self.nodes.len().saturating_sub(1)
    }

    /// Gives a node that is complete to the list or map around it.
    fn add(&mut self, place: usize) -> Result<(), Fault> {
        if let Some(Inside::List(items)) = self.open.last_mut().map(|open| &mut open.inside) {
            items.push(place);
            return Ok(());
        }
        match self.turn() {
            None => Ok(()),
            Some(Turn::Key) => {
                self.set_turn(Turn::Value(place));
                Ok(())
            }
            Some(Turn::Value(key)) => {
                let Content::Scalar(scalar) = content(&self.nodes, key) else {
                    return Err(no_key(at(&self.nodes, key)));
                };
                self.set(Key::of(scalar), Field { key, value: place });
                self.set_turn(Turn::Key);
                Ok(())
            }
            Some(Turn::Merge) => {
                self.merge(place)?;
                self.set_turn(Turn::Key);
                Ok(())
            }
        }
    }

    fn turn(&self) -> Option<Turn> {
        match self.open.last()?.inside {
            Inside::List(_) => None,
            Inside::Map(_, turn) => Some(turn),
        }
    }

    fn set_turn(&mut self, next: Turn) {
        if let Some(Inside::Map(_, turn)) = self.open.last_mut().map(|open| &mut open.inside) {
            *turn = next;
        }
    }

    fn merge(&mut self, place: usize) -> Result<(), Fault> {
        let mut sources = Vec::from([place]);
        if let Some(Content::List(items)) = self.nodes.get(place).map(|node| &node.content) {
            sources.clone_from(items);
            // Upstream looks into the list without decoding it.
            self.decoded.nodes = self.decoded.nodes.saturating_sub(1);
        }
        for source in sources.into_iter().rev() {
            let at = at(&self.nodes, source);
            let Content::Map(fields) = content(&self.nodes, source) else {
                return Err(no_map_to_merge(at));
            };
            let fields = fields.clone();
            for key in fields.keys() {
                self.repeat(Weight { nodes: 2, bytes: key.len() });
            }
            self.count(Weight::default(), at)?;
            for (key, field) in fields {
                self.set(key, field);
            }
        }
        Ok(())
    }

    /// Sets a field of the innermost map.
    fn set(&mut self, key: Key, field: Field) {
        let Some(Inside::Map(fields, _)) = self.open.last_mut().map(|open| &mut open.inside) else {
            return;
        };
        if fields.insert(key, field).is_some() && self.told < TOLD {
            self.tell_duplicate(field.key);
        }
    }

    /// Tells of a key that the innermost map has already.
    fn tell_duplicate(&mut self, key: usize) {
        let name = self.name(key);
        let mut steps = Vec::new();
        let mut is_merged = false;
        for open in self.open.iter().take(self.open.len().saturating_sub(1)) {
            match &open.inside {
                Inside::Map(_, Turn::Value(key)) => steps.push(PathStep::Field(self.name(*key))),
                // The maps of a list that is merged have no place of their own in the value.
                Inside::List(items) if !is_merged => steps.push(PathStep::Index(items.len())),
                Inside::List(_) | Inside::Map(..) => {}
            }
            is_merged = matches!(open.inside, Inside::Map(_, Turn::Merge));
        }
        steps.push(PathStep::Field(name.clone()));
        for step in &steps {
            let bytes = match step {
                PathStep::Field(name) => name.len(),
                PathStep::Index(_) => 0,
            };
            self.told = self.told.saturating_add(bytes).saturating_add(size_of::<PathStep>());
        }
        let mut found = Diagnostic::warning(
            "decode/duplicate-key",
            steps.into_iter().collect(),
            format!("the key `{name}` stands here twice"),
        )
        .help("remove all but one; where duplicates are allowed the last one counts");
        found.span = Some(at(&self.nodes, key));
        self.duplicates.push(found);
    }

    fn name(&self, key: usize) -> String {
        match content(&self.nodes, key) {
            Content::Scalar(scalar) => key::name(scalar).map_or_else(String::new, |name| text(&name)),
            _ => String::new(),
        }
    }

    fn repeat(&mut self, weight: Weight) {
        let size = weight.nodes.saturating_mul(NODE).saturating_add(weight.bytes);
        self.repeated = self.repeated.saturating_add(size);
    }

    /// Counts what is decoded, unless too much of it is repeated.
    fn count(&mut self, weight: Weight, at: Location) -> Result<(), Fault> {
        self.decoded = Weight {
            nodes: self.decoded.nodes.saturating_add(weight.nodes),
            bytes: self.decoded.bytes.saturating_add(weight.bytes),
        };
        // Upstream counts the document as a node.
        let nodes = self.decoded.nodes.saturating_add(1);
        if REPEATED < self.repeated || is_mostly_aliases(nodes, self.aliased) {
            return Err(fault("decode/too-large", at, "aliases repeat too much of the document")
                .help("write the values out, or repeat fewer of them"));
        }
        Ok(())
    }
}

fn weigh(scalar: &Scalar) -> Weight {
    let bytes = match scalar {
        Scalar::Text(text) => u64::try_from(text.len()).unwrap_or(u64::MAX),
        _ => 0,
    };
    Weight { nodes: 1, bytes }
}

/// go-yaml's guard against alias bombs: of up to 400,000 decoded nodes 99% may come through aliases, of more than
/// 4,000,000 only 10%, in between proportionally.
fn is_mostly_aliases(decoded: u64, aliased: u64) -> bool {
    const LOW: u64 = 400_000;
    const RANGE: u64 = 3_600_000;
    let beyond = decoded.saturating_sub(LOW).min(RANGE);
    let allowed = (99 * RANGE).saturating_sub(beyond.saturating_mul(89));
    100 < aliased
        && 1000 < decoded
        && allowed.saturating_mul(decoded) < aliased.saturating_mul(100).saturating_mul(RANGE)
}

fn no_key(at: Location) -> Fault {
    fault("decode/yaml", at, "a list or a map cannot be a key")
        .help("write a text; if this is a template such as `{{name}}`, put it in quotes")
}

fn no_map_to_merge(at: Location) -> Fault {
    fault("decode/yaml", at, "`<<` takes a map, an alias of a map, or a list of these")
        .help("put `<<` in quotes if it is a field's name")
}
