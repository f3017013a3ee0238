//! Counting agreements, and reading vector files.

use std::{
    collections::BTreeMap,
    fmt,
    io::{Read, Write},
    path::PathBuf,
};

/// The outcome of one line of a vector file.
pub enum Outcome {
    /// We do what was recorded.
    Agrees,
    /// We do something else on purpose; the number of the deviation, such as `D-001`.
    Differs(&'static str),
    /// We do something else: what.
    Fails(String),
    /// The line needs a feature that is not there yet.
    Skipped(String),
}

/// The outcomes of one file.
pub struct Tally {
    name: &'static str,
    agree: usize,
    differ: BTreeMap<&'static str, usize>,
    failures: Vec<String>,
    skipped: BTreeMap<String, usize>,
}

impl Tally {
    /// Nothing counted yet for the file of this name.
    pub fn new(name: &'static str) -> Self {
        Self { name, agree: 0, differ: BTreeMap::new(), failures: Vec::new(), skipped: BTreeMap::new() }
    }

    /// Counts the outcome of the line called `id`.
    pub fn count(&mut self, id: &str, outcome: Outcome) {
        match outcome {
            Outcome::Agrees => self.agree += 1,
            Outcome::Differs(number) => *self.differ.entry(number).or_default() += 1,
            Outcome::Fails(what) => self.failures.push(format!("{id}: {what}")),
            Outcome::Skipped(feature) => *self.skipped.entry(feature).or_default() += 1,
        }
    }

    /// Prints the line of the file and its first failures, past the test runner's capture; whether nothing failed.
    pub fn report(&self) -> bool {
        let mut text = format!("{self}\n");
        for failure in self.failures.iter().take(20) {
            text += &format!("    {failure}\n");
        }
        let told = std::io::stdout().lock().write_all(text.as_bytes());
        told.is_ok() && self.failures.is_empty()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (differ, skipped): (usize, usize) = (self.differ.values().sum(), self.skipped.values().sum());
        let all = self.agree + differ + self.failures.len();
        write!(f, "{}: {} of {all} agree, {differ} differ by design", self.name, self.agree)?;
        if differ > 0 {
            let each: Vec<_> = self.differ.iter().map(|(number, n)| format!("{number} {n}")).collect();
            write!(f, " ({})", each.join(", "))?;
        }
        write!(f, ", {} fail, {skipped} skipped", self.failures.len())?;
        if skipped > 0 {
            let each: Vec<_> = self.skipped.iter().map(|(feature, n)| format!("{feature} {n}")).collect();
            write!(f, " ({})", each.join(", "))?;
        }
        Ok(())
    }
}

/// The lines of a vector file, unpacked; `None` if the folder in `GRADUAL_VECTORS` lacks it.
///
/// # Panics
///
/// If one of the project's own is missing, or the file cannot be read.
pub fn lines(file: &str) -> Option<Vec<String>> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let bytes = match std::env::var_os("GRADUAL_VECTORS") {
        Some(folder) => std::fs::read(PathBuf::from(folder).join(file)).ok()?,
        None => std::fs::read(own.join(file)).expect("every vector file of the project is there"),
    };
    Some(unpacked(&bytes, file))
}

/// The lines of a file that is not the project's to copy, where it is beside the project and no other folder is named;
/// says so where it is not.
pub fn beside(file: &str) -> Option<Vec<String>> {
    if std::env::var_os("GRADUAL_VECTORS").is_some() {
        return None;
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors").join(file);
    let Ok(bytes) = std::fs::read(path) else {
        let told =
            format!("{file}: the whole file is not there, only what is the project's own is compared\n");
        let _ = std::io::stdout().lock().write_all(told.as_bytes());
        return None;
    };
    Some(unpacked(&bytes, file))
}

/// The lines of a vector file that was read.
///
/// # Panics
///
/// If it is not what its name says.
pub fn unpacked(bytes: &[u8], file: &str) -> Vec<String> {
    let mut text = String::new();
    if file.ends_with(".gz") {
        flate2::read::GzDecoder::new(bytes).read_to_string(&mut text).expect("a gzip file of text");
    } else {
        text = String::from_utf8(bytes.to_vec()).expect("a text file");
    }
    // Only line feeds end a line: other separators occur inside strings.
    text.split('\n').filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
