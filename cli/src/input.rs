//! What files hold: Rollouts, experiments with their analysis templates, and what is wrong with them.

use crate::{
    paint::visible,
    problem::{Problem, Source},
};
use gradual::{
    argo::{self, AnalysisTemplate, Experiment, Rollout},
    diagnostic::{Diagnostic, Path, PathStep},
    manifest::{self, Document},
    rollout::Plan,
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

/// All that was read.
#[derive(Debug, Default)]
pub(crate) struct Input {
    /// The Rollouts, in order. Only if no problem is an error, all of them.
    pub(crate) rollouts: Vec<Found>,
    /// The Experiments, in order, and the analysis templates that stand beside them.
    pub(crate) experiments: Vec<FoundExperiment>,
    pub(crate) templates: Vec<AnalysisTemplate>,
    /// The objects of other kinds, in order.
    pub(crate) others: Vec<Value>,
    /// What is wrong, in order.
    pub(crate) problems: Vec<Problem>,
}

/// A Rollout and where it was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The file.
    pub(crate) file: String,
    /// It, without its status.
    pub(crate) rollout: Rollout,
    /// Its plan, if nothing in it is an error.
    pub(crate) plan: Option<Plan>,
    /// The status that stands in the file.
    pub(crate) status: Option<Value>,
    /// How many of the problems are errors in it.
    pub(crate) errors: usize,
}

/// An Experiment and where it was found.
#[derive(Debug)]
pub(crate) struct FoundExperiment {
    /// The file.
    pub(crate) file: String,
    /// It.
    pub(crate) experiment: Experiment,
}

/// What a command looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Rollouts only.
    Rollouts,
    /// Rollouts and Experiments.
    Experiments,
}

/// What an object is, as far as this command cares.
enum Kind {
    Rollout,
    Experiment,
    Template,
    /// A list of objects, as `kubectl get -o yaml` writes it.
    List,
    Other(String),
}

/// Reads and checks all files.
pub(crate) fn read(files: &[PathBuf], wanted: Wanted) -> Input {
    let mut input = Input::default();
    let mut aside = Aside { wanted, kinds: Vec::new(), of_templates: Vec::new() };
    for (at, file) in files.iter().enumerate() {
        let again = is_standard(file) && files.iter().take(at).any(|other| is_standard(other));
        if again {
            let problem = Problem::error("`-` stands twice: standard input can be read once");
            input.problems.push(problem);
            continue;
        }
        match load(file) {
            Ok(bytes) => input.add(name(file), &bytes, &mut aside),
            Err(problem) => input.problems.push(problem),
        }
    }
    if !input.experiments.is_empty() {
        input.problems.extend(aside.of_templates);
    }
    let is_usable = !input.problems.iter().any(Problem::is_error);
    if is_usable && input.rollouts.is_empty() && input.experiments.is_empty() {
        input.problems.push(nothing(files, aside.kinds, wanted));
    }
    input
}

/// What is noticed while files are read.
struct Aside {
    wanted: Wanted,
    /// The kinds of objects that are not looked for.
    kinds: Vec<String>,
    /// What is wrong with templates; of no interest where there is no experiment.
    of_templates: Vec<Problem>,
}

impl Input {
    fn add(&mut self, name: String, bytes: &[u8], aside: &mut Aside) {
        let source = Rc::new(Source { name, text: text(bytes) });
        let stream = manifest::read(bytes);
        for document in stream.objects() {
            self.look(&document.value, &Path::root(), document, &source, aside);
        }
        let error = stream.error.map(|error| Problem::found(error, &source));
        self.problems.extend(error);
    }

    fn look(
        &mut self,
        value: &Value,
        at: &Path,
        document: &Document,
        source: &Rc<Source>,
        aside: &mut Aside,
    ) {
        match kind(value, aside.wanted) {
            Kind::Rollout => self.check(value, at, document, source),
            Kind::Experiment => {
                let checked = argo::check_experiment(value);
                self.problems.extend(problems(checked.diagnostics, at, document, source));
                let file = source.name.clone();
                self.experiments.push(FoundExperiment { file, experiment: checked.experiment });
            }
            Kind::Template => {
                let checked = argo::check_template(value);
                aside.of_templates.extend(problems(checked.diagnostics, at, document, source));
                self.templates.push(checked.template);
            }
            Kind::Other(kind) => {
                aside.kinds.push(kind);
                self.others.push(value.clone());
            }
            Kind::List => {
                let items = at.field("items");
                let list = value.get("items").and_then(Value::as_array);
                for (index, item) in list.into_iter().flatten().enumerate() {
                    self.look(item, &items.index(index), document, source, aside);
                }
            }
        }
    }

    fn check(&mut self, value: &Value, at: &Path, document: &Document, source: &Rc<Source>) {
        let mut value = value.clone();
        let status = value.as_object_mut().and_then(|object| object.remove("status"));
        let checked = argo::check(&value);
        let found = problems(checked.diagnostics, at, document, source);
        self.rollouts.push(Found {
            file: source.name.clone(),
            rollout: checked.rollout,
            plan: checked.plan,
            status,
            errors: found.iter().filter(|problem| problem.is_error()).count(),
        });
        self.problems.extend(found);
    }
}

/// What was found in an object, in the order of the text.
fn problems(found: Vec<Diagnostic>, at: &Path, document: &Document, source: &Rc<Source>) -> Vec<Problem> {
    let mut all: Vec<Diagnostic> = document.duplicates.to_vec();
    all.retain(|duplicate| duplicate.path.steps().starts_with(at.steps()));
    all.extend(found.into_iter().map(|mut one| {
        one.path = below(at, &one.path);
        one
    }));
    // A part as a whole is meant: its key stands for it.
    for one in all.iter_mut().filter(|one| one.code.starts_with("unsupported/")) {
        one.span = document.locate_key(&one.path);
    }
    document.place(&mut all);
    all.sort_by_key(|one| one.span.map(|span| span.start));
    all.into_iter().map(|one| Problem::found(one, source)).collect()
}

/// The text as the reader of manifests counts its bytes: UTF-16 if a mark says so, as shells of Windows write it.
fn text(bytes: &[u8]) -> String {
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

fn kind(value: &Value, wanted: Wanted) -> Kind {
    let is_list = |name: &str| name.ends_with("List") && value.get("items").is_some_and(Value::is_array);
    match value.get("kind").and_then(Value::as_str) {
        Some("Rollout") => Kind::Rollout,
        Some("Experiment") if wanted == Wanted::Experiments => Kind::Experiment,
        Some("AnalysisTemplate" | "ClusterAnalysisTemplate") if wanted == Wanted::Experiments => {
            Kind::Template
        }
        Some(name) if is_list(name) => Kind::List,
        Some(name) => Kind::Other(name.to_owned()),
        None => Kind::Other("an object without `kind`".to_owned()),
    }
}

/// The path `of` something that stands `at` a place.
fn below(at: &Path, of: &Path) -> Path {
    of.steps().iter().fold(at.clone(), |path, step| match step {
        PathStep::Field(name) => path.field(name.as_str()),
        PathStep::Index(index) => path.index(*index),
    })
}

fn is_standard(file: &path::Path) -> bool {
    file.as_os_str() == "-"
}

fn name(file: &path::Path) -> String {
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

fn nothing(files: &[PathBuf], mut kinds: Vec<String>, wanted: Wanted) -> Problem {
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
    let looked_for = match wanted {
        Wanted::Rollouts => "no Rollout",
        Wanted::Experiments => "no Rollout and no Experiment",
    };
    Problem::error(format!("{looked_for} in {}: {found}", names.join(", ")))
        .help("a Rollout has `apiVersion: argoproj.io/v1alpha1` and `kind: Rollout`")
}
