//! The objects that files hold, each with its place.

use crate::{
    paint::visible,
    problem::{Problem, Source, location},
};
use gradual::{
    diagnostic::{Diagnostic, Path, PathStep},
    manifest::{self, Document},
};
use serde_json::Value;
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::{self, PathBuf},
    rc::Rc,
};

/// More than this is not read of one file; the largest manifests of real clusters have a hundredth of it.
const LARGEST: u64 = 64 * 1024 * 1024;

/// An object and where it was found.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    /// What it says.
    pub(crate) value: Value,
    at: Path,
    document: Rc<Document>,
    source: Rc<Source>,
}

/// All objects of these files in order, those in lists too; or what is wrong where one should be.
pub(crate) fn read(files: &[PathBuf]) -> Vec<Result<Object, Problem>> {
    let mut read = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let again = is_standard(file) && files.iter().take(at).any(|other| is_standard(other));
        if again {
            read.push(Err(Problem::error("`-` stands twice: standard input can be read once")));
            continue;
        }
        match load(file) {
            Ok(bytes) => add(name(file), &bytes, &mut read),
            Err(problem) => read.push(Err(problem)),
        }
    }
    read
}

fn add(name: String, bytes: &[u8], read: &mut Vec<Result<Object, Problem>>) {
    let source = Rc::new(Source { name, text: text(bytes) });
    let stream = manifest::read(bytes);
    for document in stream.documents.into_iter().filter(|document| !document.value.is_null()) {
        let document = Rc::new(document);
        let value = document.value.clone();
        look(Object { value, at: Path::root(), document, source: Rc::clone(&source) }, read);
    }
    read.extend(stream.error.map(|error| Err(Problem::found(error, &source))));
}

/// The object; for a list, as `kubectl get -o yaml` writes it, what is in it.
fn look(object: Object, read: &mut Vec<Result<Object, Problem>>) {
    let is_list = object.kind().is_some_and(|kind| kind.ends_with("List"));
    let Some(items) = object.value.get("items").and_then(Value::as_array).filter(|_| is_list) else {
        read.push(Ok(object));
        return;
    };
    let at = object.at.field("items");
    for (index, item) in items.iter().enumerate() {
        look(Object { value: item.clone(), at: at.index(index), ..object.clone() }, read);
    }
}

impl Object {
    /// Its kind, if it says one.
    pub(crate) fn kind(&self) -> Option<&str> {
        self.value.get("kind").and_then(Value::as_str)
    }

    /// Its kind in words.
    pub(crate) fn kind_shown(&self) -> String {
        self.kind().unwrap_or("an object without `kind`").to_owned()
    }

    /// The file that it was found in.
    pub(crate) fn file(&self) -> &str {
        &self.source.name
    }

    /// What the library found in it, and the keys that stand twice in it, where the user looks.
    pub(crate) fn placed(&self, diagnostics: Vec<Diagnostic>) -> Vec<Problem> {
        let mut found = self.document.duplicates.clone();
        found.retain(|duplicate| duplicate.path.steps().starts_with(self.at.steps()));
        found.extend(diagnostics.into_iter().map(|one| self.below(one)));
        // A part as a whole is meant: its key stands for it.
        for one in found.iter_mut().filter(|one| one.code.starts_with("unsupported/")) {
            one.span = self.document.locate_key(&one.path);
        }
        self.document.place(&mut found);
        found.sort_by_key(|one| one.span.map(|span| span.start));
        found.into_iter().map(|one| Problem::found(one, &self.source)).collect()
    }

    /// One thing that is wrong with it.
    pub(crate) fn problem(&self, diagnostic: Diagnostic) -> Problem {
        let mut found = [self.below(diagnostic)];
        self.document.place(&mut found);
        let [found] = found;
        Problem::found(found, &self.source)
    }

    /// One thing that is wrong with a text in it, and not with all of it: from this byte on, if the text stands there as it
    /// is.
    pub(crate) fn problem_in(&self, diagnostic: Diagnostic, text: &str, at: usize) -> Option<Problem> {
        let mut found = self.below(diagnostic);
        let whole = self.document.locate(&found.path);
        let written = self.source.text.get(whole.start..whole.end)?;
        let start = whole.start.saturating_add(written.find(text)?).saturating_add(at);
        found.span = Some(location(&self.source.text, start));
        Some(Problem::found(found, &self.source))
    }

    /// Where something in it stands, for people.
    pub(crate) fn place(&self, path: &Path) -> String {
        let found = self.below(Diagnostic::error("", path.clone(), ""));
        let at = self.document.locate(&found.path);
        format!("{}:{}:{}", self.file(), at.line, at.column)
    }

    fn below(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.path = diagnostic.path.steps().iter().fold(self.at.clone(), |path, step| match step {
            PathStep::Field(name) => path.field(name.as_str()),
            PathStep::Index(index) => path.index(*index),
        });
        diagnostic
    }
}

/// That there is none `of` what is wanted, and what there is.
pub(crate) fn none(of: &str, files: &[PathBuf], mut kinds: Vec<String>) -> Problem {
    let named = |file: &PathBuf| {
        let name = name(file);
        if is_standard(file) { name } else { format!("`{name}`") }
    };
    let names: Vec<String> = files.iter().map(named).collect();
    kinds.sort();
    kinds.dedup();
    let found = match kinds.as_slice() {
        [] => "there is nothing in it".to_owned(),
        kinds => {
            let shown: Vec<String> = kinds.iter().take(8).map(|kind| visible(kind)).collect();
            let more = if shown.len() < kinds.len() { ", …" } else { "" };
            format!("found {}{more}", shown.join(", "))
        }
    };
    Problem::error(format!("no {of} in {}: {found}", names.join(", ")))
}

/// The text as the reader of manifests counts its bytes: UTF-16 if a mark says so, as shells of Windows write it.
pub(crate) fn text(bytes: &[u8]) -> String {
    let units = |unit: fn([u8; 2]) -> u16| -> Vec<u16> {
        let (pairs, _) = bytes.as_chunks::<2>();
        pairs.iter().map(|pair| unit(*pair)).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn is_standard(file: &path::Path) -> bool {
    file.as_os_str() == "-"
}

/// A file as it is named to people.
pub(crate) fn name(file: &path::Path) -> String {
    if is_standard(file) { "standard input".to_owned() } else { visible(&file.to_string_lossy()) }
}

/// The bytes of a file, or of standard input.
pub(crate) fn load(file: &path::Path) -> Result<Vec<u8>, Problem> {
    let read =
        if is_standard(file) { limited(io::stdin().lock()) } else { File::open(file).and_then(limited) };
    let bytes = read.map_err(|error| unread(file, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|size| size <= LARGEST) {
        Ok(bytes)
    } else {
        let message = format!("`{}` is larger than {} MiB", name(file), LARGEST / 1024 / 1024);
        Err(Problem::error(message).help("leave out what is not needed"))
    }
}

fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unread(file: &path::Path, error: &io::Error) -> Problem {
    let name = name(file);
    match error.kind() {
        ErrorKind::NotFound => Problem::error(format!("there is no file `{name}`")),
        ErrorKind::PermissionDenied => Problem::error(format!("`{name}` may not be read")),
        ErrorKind::IsADirectory => Problem::error(format!("`{name}` is a directory"))
            .help("name the files in it, or pipe them in and read `-`"),
        _ => Problem::error(format!("`{name}` cannot be read: {error}")),
    }
}
