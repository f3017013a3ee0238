//! The documents of a file, as `kubectl` finds them: JSON at first if it looks like that, then YAML.

use super::{Stream, compose::compose, encoding, fault::Fault, json_text::Json, nodes::Nodes, split::Pieces};
use crate::diagnostic::Location;
use alloc::vec::Vec;

/// The documents of a file, each made of its nodes and, if it is JSON, of its text as it is written.
pub(super) fn stream<T>(bytes: &[u8], make: impl Fn(Nodes, Option<&str>) -> Result<T, Fault>) -> Stream<T> {
    let mut documents = Vec::new();
    let error = read(bytes, |nodes, written| {
        documents.push(make(nodes, written)?);
        Ok(())
    });
    Stream { documents, error: error.err().map(Fault::told) }
}

/// The first document of a YAML text, its places told by a measure.
pub(super) fn yaml(bytes: &[u8], measure: impl Fn(Location) -> Location) -> Result<Nodes, Fault> {
    let mut nodes =
        encoding::decode(bytes).and_then(|text| compose(&text)).map_err(|fault| fault.measured(&measure))?;
    nodes.measure(measure);
    Ok(nodes)
}

fn read(bytes: &[u8], mut found: impl FnMut(Nodes, Option<&str>) -> Result<(), Fault>) -> Result<(), Fault> {
    let Some((start, mut earlier)) = read_json(bytes, &mut found)? else {
        return Ok(());
    };
    let mut pieces = Pieces::new(bytes, start);
    while let Some(piece) = pieces.next() {
        match piece.and_then(|(bytes, origin)| yaml(&bytes, |at| origin.locate(at))) {
            Ok(nodes) => found(nodes, None)?,
            Err(fault) => return Err(earlier.unwrap_or(fault)),
        }
        earlier = None;
    }
    Ok(())
}

/// Reads what is JSON from the start of a file. From where on YAML is to be read, or nothing if all is read; and what
/// ended the JSON, which is told if YAML does not understand it either.
fn read_json(
    bytes: &[u8],
    mut found: impl FnMut(Nodes, Option<&str>) -> Result<(), Fault>,
) -> Result<Option<(usize, Option<Fault>)>, Fault> {
    // Upstream looks at the first 4096 bytes.
    let window = bytes.get(..4096).unwrap_or(bytes);
    if !valid_text(window).trim_start().starts_with('{') {
        return Ok(Some((0, None)));
    }
    let text = valid_text(bytes);
    let mut json = Json::new(text);
    let mut count: usize = 0;
    loop {
        let before = json.consumed();
        let fault = match json.next() {
            Some(Ok(nodes)) => {
                let at = nodes.at(0);
                found(nodes, text.get(at.start..at.end))?;
                count = count.saturating_add(1);
                continue;
            }
            Some(Err(fault)) if text.len() == bytes.len() => fault,
            None if text.len() == bytes.len() => return Ok(None),
            _ => encoding::not_utf8(bytes, text.len()),
        };
        // Two values in a row are JSON for good.
        return match after_blanks(bytes, before).filter(|_| count < 2) {
            Some(start) => Ok(Some((start, Some(fault)))),
            None => Err(fault),
        };
    }
}

/// These bytes up to the first one that is not UTF-8.
fn valid_text(bytes: &[u8]) -> &str {
    bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// Where upstream begins to read YAML after JSON: past blanks, but not beyond the first line's end. It looks at four
/// bytes at a time and gives up where there are fewer.
fn after_blanks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let next = bytes.get(at..)?;
        if next.len() < 4 {
            return None;
        }
        let c = valid_text(next).chars().next()?;
        if !c.is_whitespace() {
            return Some(at);
        }
        at = at.saturating_add(c.len_utf8());
        if c == '\n' {
            return Some(at);
        }
    }
}
