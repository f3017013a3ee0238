//! From YAML's events to a document, as go-yaml v2 decodes into untyped values.

use super::{
    build::Builder,
    fault::{Fault, fault},
    nodes::Nodes,
    scalar::{self, Scalar},
    syntax::{Event, Events},
};
use crate::diagnostic::Location;
use alloc::{collections::BTreeMap, format};

/// The first document of a text; null if there is none.
pub(super) fn compose(text: &str) -> Result<Nodes, Fault> {
    let mut events = Events::new(text);
    let mut builder = Builder::default();
    let mut anchors = BTreeMap::new();
    loop {
        let (event, at) = events.next()?;
        let (place, anchor) = match event {
            Event::Stop => {
                if builder.is_empty() {
                    builder.scalar(Scalar::Null, at)?;
                }
                return Ok(builder.finish());
            }
            Event::End => {
                builder.close(at.end)?;
                continue;
            }
            Event::Alias(name) => {
                let target = anchors.get(&name).ok_or_else(|| unknown_anchor(&name, at))?;
                builder.alias(*target, &name, at)?;
                continue;
            }
            Event::List { anchor } => (builder.open_list(at), anchor),
            Event::Map { anchor } => (builder.open_map(at), anchor),
            Event::Scalar { text, is_plain, tag, anchor } => {
                let is_quoted = !is_plain && tag.is_empty();
                let is_merge = text == "<<" && !is_quoted && may_merge(&tag);
                let place = if is_merge && builder.is_at_key() {
                    Ok(builder.merge_key(at))
                } else if is_quoted {
                    builder.scalar(Scalar::Text(text.into_bytes()), at)
                } else {
                    builder.scalar(resolve(&tag, &text, at)?, at)
                };
                (place, anchor)
            }
        };
        let place = place?;
        anchors.extend(anchor.map(|name| (name, place)));
    }
}

/// Whether a `<<` with this tag merges what follows. A quoted one needs a tag for it.
fn may_merge(tag: &str) -> bool {
    matches!(tag, "" | "!") || tag.strip_prefix(scalar::CORE) == Some("merge")
}

fn resolve(tag: &str, text: &str, at: Location) -> Result<Scalar, Fault> {
    scalar::resolve(tag, text)
        .map_err(|wrong| fault("decode/yaml", at, wrong).help("correct the value, or take the tag away"))
}

fn unknown_anchor(name: &str, at: Location) -> Fault {
    fault("decode/yaml", at, format!("the anchor `{name}` is not known here"))
        .help(format!("write `&{name}` before the value that `*{name}` is to repeat"))
}
