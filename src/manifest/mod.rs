//! YAML read as upstream reads it, with a line and a column for every key and value.
//!
//! Argo Rollouts, Flagger and `kubectl` read YAML with a decoder that turns it into JSON: YAML 1.1 (`yes` is true,
//! `010` is 8, `<<` merges), Go's numbers, the parser libyaml's oddities. A manifest means what that decoder makes of
//! it, so this module makes the same of it: the same value, and an error where it has one.
//!
//! * [`read`] is what `kubectl apply -f` reads: all documents of a file.
//! * [`read_one`] and [`read_one_strict`] read one document, with duplicate keys allowed or refused.
//! * [`to_json_stream`], [`to_json`] and [`to_json_strict`] do the same as far as upstream's JSON text.
//!
//! **Places.** A key stands where it is written, a value where it begins; what comes through an alias stands at the
//! alias, and what is inside it, or merged by `<<`, where it is written. Lines and columns count from 1; `\n`, `\r\n`
//! and `\r` end a line. In UTF-16 input, places are those of the text in UTF-8.
//!
//! **Limits.** In a [`Document`] lists and maps may be nested 200 deep (`decode/too-deep`), so that its value is safe
//! to walk and to drop; JSON texts go as deep as upstream's, 10,000 levels. Aliases and merges may repeat 32 MiB at
//! most (`decode/too-large`): the text of each value, and 32 bytes for itself.

mod build;
mod compose;
mod encoding;
mod fault;
mod json_text;
mod key;
mod nodes;
mod place;
mod scalar;
mod split;
mod stream;
mod syntax;
mod text;
mod timestamp;
mod value;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Location, Path, Severity};
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use fault::{Fault, UPSTREAM_DEPTH};
use nodes::Nodes;
use serde_json::Value;

/// The documents of a file: as values with places, or as JSON texts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stream<T = Document> {
    /// The documents that could be read, in order; one without content is null.
    pub documents: Vec<T>,
    /// What stopped the reading, if something did.
    pub error: Option<Diagnostic>,
}

/// One document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Document {
    /// What it says.
    pub value: Value,
    /// The keys that stand twice in one map, as warnings: the last one counts.
    pub duplicates: Vec<Diagnostic>,
    place: place::Place,
}

/// Reads all documents of a file, as `kubectl apply -f` does.
///
/// The file is cut at the lines that begin with `---` before any YAML is read. A file that begins with `{` is read as
/// JSON first. The first error ends the reading; the documents before it are there.
///
/// ```
/// let stream = gradual::manifest::read(b"replicas: 010\n---\n# nothing\n---\nreplicas: [\n");
/// assert_eq!(stream.documents.len(), 2);
/// assert_eq!(stream.documents[0].value, serde_json::json!({"replicas": 8}));
/// assert!(stream.documents[1].value.is_null());
/// assert_eq!(stream.error.unwrap().span.unwrap().line, 6);
/// ```
#[doc(alias = "NewYAMLOrJSONDecoder")]
pub fn read(bytes: &[u8]) -> Stream {
    stream::stream(bytes, |nodes, _| Document::of(nodes))
}

/// Reads the first document of a text; of keys that stand twice in one map the last one counts.
///
/// # Errors
///
/// What is wrong with the text, up to the end of its first document.
///
/// ```
/// let document = gradual::manifest::read_one(b"a: 1\na: 2\n").unwrap();
/// assert_eq!(document.value, serde_json::json!({"a": 2}));
/// assert_eq!(document.duplicates[0].path.to_string(), "a");
/// ```
#[doc(alias = "YAMLToJSON")]
pub fn read_one(bytes: &[u8]) -> Result<Document, Vec<Diagnostic>> {
    Document::of(one(bytes)?).map_err(told)
}

/// Reads the first document of a text in which no key may stand twice in one map, not even to override a merged one.
///
/// # Errors
///
/// What is wrong with the text, up to the end of its first document; or the keys that stand twice.
///
/// ```
/// let errors = gradual::manifest::read_one_strict(b"a: 1\nb: 2\na: 3\n").unwrap_err();
/// assert_eq!((errors[0].code, errors[0].span.unwrap().line), ("decode/duplicate-key", 3));
/// ```
#[doc(alias = "YAMLToJSONStrict")]
pub fn read_one_strict(bytes: &[u8]) -> Result<Document, Vec<Diagnostic>> {
    Document::of(one_strict(bytes)?).map_err(told)
}

/// All documents of a file as JSON texts, to the byte what upstream's decoder hands on: for YAML what Go writes, for
/// JSON what was written.
///
/// Cuts the file and stops as [`read`] does, but reads what is nested up to 10,000 deep, as upstream does.
///
/// ```
/// let stream = gradual::manifest::to_json_stream(b"{\"a\": 1.0}\n---\nb: 1.0\n");
/// assert_eq!(stream.documents, ["{\"a\": 1.0}", "{\"b\":1}"]);
/// assert_eq!(stream.error, None);
/// ```
#[doc(alias = "NewYAMLOrJSONDecoder")]
pub fn to_json_stream(bytes: &[u8]) -> Stream<String> {
    stream::stream(bytes, |nodes, written| match written {
        Some(text) => Ok(text.into()),
        None => text::text(&nodes, UPSTREAM_DEPTH),
    })
}

/// The JSON text of the first document of a text, to the byte what upstream makes of it; of keys that stand twice in
/// one map the last one counts.
///
/// # Errors
///
/// What is wrong with the text, up to the end of its first document. 10,000 levels of `[` and `{` are read, and 10,000
/// levels of indentation around them, as upstream does.
///
/// ```
/// let json = gradual::manifest::to_json(b"image: a<b\nreplicas: 0x10\n").unwrap();
/// assert_eq!(json, r#"{"image":"a\u003cb","replicas":16}"#);
/// ```
#[doc(alias = "YAMLToJSON")]
pub fn to_json(bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    text::text(&one(bytes)?, usize::MAX).map_err(told)
}

/// The same as [`to_json`], if no key stands twice in one map, not even to override a merged one.
///
/// # Errors
///
/// What is wrong with the text, up to the end of its first document; or the keys that stand twice.
///
/// ```
/// use gradual::manifest::to_json_strict;
///
/// assert_eq!(to_json_strict(b"a: yes\n").unwrap(), r#"{"a":true}"#);
/// assert_eq!(to_json_strict(b"a: yes\na: no\n").unwrap_err()[0].code, "decode/duplicate-key");
/// ```
#[doc(alias = "YAMLToJSONStrict")]
pub fn to_json_strict(bytes: &[u8]) -> Result<String, Vec<Diagnostic>> {
    text::text(&one_strict(bytes)?, usize::MAX).map_err(told)
}

impl Stream {
    /// The documents that have content: those that `kubectl` looks at.
    pub fn objects(&self) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(|document| !document.value.is_null())
    }
}

impl Document {
    /// Where a value stands; if there is none, where the nearest thing stands that contains it.
    ///
    /// ```
    /// use gradual::diagnostic::Path;
    ///
    /// let document = gradual::manifest::read_one(b"spec:\n  replicas: 3\n").unwrap();
    /// let replicas = document.locate(&Path::root().field("spec").field("replicas"));
    /// assert_eq!((replicas.line, replicas.column, replicas.start..replicas.end), (2, 13, 18..19));
    /// ```
    pub fn locate(&self, path: &Path) -> Location {
        self.place.follow(path).value
    }

    /// Where a key stands; nothing if there is no such field, or if the path does not end in a field.
    ///
    /// ```
    /// use gradual::diagnostic::Path;
    ///
    /// let document = gradual::manifest::read_one(b"spec:\n  replicas: 3\n").unwrap();
    /// let key = document.locate_key(&Path::root().field("spec").field("replicas")).unwrap();
    /// assert_eq!((key.line, key.column, key.start..key.end), (2, 3, 8..16));
    /// ```
    pub fn locate_key(&self, path: &Path) -> Option<Location> {
        let found = self.place.follow(path);
        found.key.filter(|_| found.steps == path.steps().len())
    }

    /// Gives each diagnostic without a place its place: that of the key if it is about the key
    /// (`decode/unknown-field`, `decode/field-case`), otherwise that of the value.
    ///
    /// ```
    /// use gradual::diagnostic::{Diagnostic, Path};
    ///
    /// let document = gradual::manifest::read_one(b"spec:\n  replicaz: 3\n").unwrap();
    /// let path = Path::root().field("spec").field("replicaz");
    /// let mut found = [Diagnostic::error("decode/unknown-field", path, "unknown field `replicaz`")];
    /// document.place(&mut found);
    /// assert_eq!(found[0].span.unwrap().column, 3);
    /// ```
    pub fn place(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.span.is_none()) {
            let is_about_key = matches!(diagnostic.code, "decode/unknown-field" | "decode/field-case");
            let key = self.locate_key(&diagnostic.path).filter(|_| is_about_key);
            diagnostic.span = key.or_else(|| Some(self.locate(&diagnostic.path)));
        }
    }

    fn of(nodes: Nodes) -> Result<Self, Fault> {
        let (value, place) = value::value(&nodes)?;
        Ok(Self { value, duplicates: nodes.duplicates, place })
    }
}

/// The nodes of the first document.
fn one(bytes: &[u8]) -> Result<Nodes, Vec<Diagnostic>> {
    stream::yaml(bytes, |at| at).map_err(told)
}

/// The same, if no key stands twice.
fn one_strict(bytes: &[u8]) -> Result<Nodes, Vec<Diagnostic>> {
    let mut nodes = one(bytes)?;
    if nodes.duplicates.is_empty() {
        return Ok(nodes);
    }
    for duplicate in &mut nodes.duplicates {
        duplicate.severity = Severity::Error;
        duplicate.help = Some("remove all but one".to_string());
    }
    Err(nodes.duplicates)
}

fn told(fault: Fault) -> Vec<Diagnostic> {
    Vec::from([fault.told()])
}
