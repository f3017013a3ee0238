//! The runs that are asked for: that of templates, and those that are written down.

use super::{
    Analyze,
    check::{Origin, metric as metric_path},
    condition, templates,
};
use crate::{
    objects::{self, Object},
    problem::Problem,
    spelling::nearest,
};
use gradual::{
    analysis::{Compat, Plan},
    argo,
    diagnostic::{Diagnostic, Severity},
    metric::{AnalysisRunSpec, Argument, Metric, SecretKeyRef},
    sim::analysis::Provider,
    template::{SECRET_MARKER, Values, fill_metric},
};
use serde_json::Value;
use std::collections::BTreeSet;

/// What it is called.
#[derive(Clone, Debug)]
pub(super) struct Title {
    pub(super) name: String,
    /// Where it was found.
    pub(super) file: String,
    /// The templates that it is made of, as kind and name; none for an AnalysisRun.
    pub(super) templates: Vec<String>,
}

/// A run that is asked for.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) title: Title,
    /// What it is asked to do.
    pub(super) plan: Plan,
    /// Its metrics as they are measured, as far as that is known.
    pub(super) metrics: Vec<Named>,
    /// Whether the names of all of them are known.
    pub(super) is_known: bool,
    /// Whether it is ended from the beginning (`spec.terminate`).
    pub(super) is_terminated: bool,
    /// What is not looked at.
    pub(super) notes: Vec<String>,
}

/// A metric by its name, and where it is written.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) provider: Option<Provider>,
    /// A problem with its name, to be worded.
    pub(super) place: Option<Problem>,
}

/// What stands for the value of an argument that nobody gave: no other text has it in it once its tags are replaced.
pub(super) const UNKNOWN: &str = "{{";

/// `--arg NAME=VALUE`.
pub(super) struct Given<'a> {
    pub(super) arguments: Vec<Argument>,
    option: Vec<&'a str>,
}

/// All runs, and all that is wrong with them and with the options that are about them. Only if nothing is an error, all
/// of them.
pub(super) fn read(read: Vec<Result<Object, Problem>>, asked: &Analyze) -> (Vec<Subject>, Vec<Problem>) {
    let mut problems = Vec::new();
    let given = Given::read(&asked.arg, &mut problems);
    let (mut templates, mut runs, mut kinds) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_whole = true;
    for one in read {
        match one {
            Ok(object) => match object.kind() {
                Some("AnalysisTemplate" | "ClusterAnalysisTemplate") => templates.push(object),
                Some("AnalysisRun") if asked.template.is_empty() => runs.push(object),
                _ => kinds.push(object.kind_shown()),
            },
            Err(problem) => {
                is_whole = false;
                problems.push(problem);
            }
        }
    }
    let is_empty = templates.is_empty() && runs.is_empty();
    if is_empty && is_whole {
        let none = objects::none("AnalysisTemplate and no AnalysisRun", &asked.files, kinds);
        let help = "an analysis template has `apiVersion: argoproj.io/v1alpha1` and `kind: AnalysisTemplate`";
        problems.push(none.help(help));
    }
    let (mut known, mut subjects) = (BTreeSet::new(), Vec::new());
    let all = runs.len().saturating_add(usize::from(!templates.is_empty()));
    if !templates.is_empty() {
        subjects.extend(templates::subject(templates, asked, &given, &mut known, &mut problems));
    }
    for object in runs {
        subjects.push(of_run(object, &given, &mut known, &mut problems));
    }
    if is_whole && !is_empty && subjects.len() == all {
        problems.extend(given.unknown(&known));
    }
    (subjects, problems)
}

/// An AnalysisRun as it is written, from its beginning.
fn of_run(
    mut object: Object,
    given: &Given<'_>,
    known: &mut BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> Subject {
    let status = object.value.as_object_mut().and_then(|object| object.remove("status"));
    let args = object.value.pointer_mut("/spec/args").and_then(Value::as_array_mut);
    for argument in args.into_iter().flatten() {
        let name = argument.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        if let (Some(value), Some(argument)) = (given.value(&name), argument.as_object_mut()) {
            argument.insert("value".to_owned(), value.into());
        }
        known.insert(name);
    }
    let checked = argo::check_run(&object.value);
    problems.extend(object.placed(checked.diagnostics));
    let title =
        Title { name: checked.run.metadata.name, file: object.file().to_owned(), templates: Vec::new() };
    let mut subject = subject_of(title, checked.run.spec, &Origin::Written(&object), problems);
    subject
        .notes
        .extend(status.map(|_| "`status` in the file is not looked at: the run begins anew".to_owned()));
    subject
}

/// A run of this spec, whose conditions are read.
pub(super) fn subject_of(
    title: Title,
    spec: AnalysisRunSpec,
    origin: &Origin<'_>,
    problems: &mut Vec<Problem>,
) -> Subject {
    let filled = filled(&spec);
    problems.extend(condition::problems(&filled, origin));
    let named = filled.iter().enumerate().map(|(index, metric)| Named {
        name: metric.name.clone(),
        provider: Provider::of(metric),
        place: origin.problem(Diagnostic::error("", metric_path(index).field("name"), "")),
    });
    let metrics: Vec<Named> = named.filter(|named| !named.name.contains(UNKNOWN)).collect();
    let secrets = spec.args.iter().filter(|argument| secret(argument).is_some());
    let secrets = secrets
        .map(|argument| format!("`{}` is in a secret: `{SECRET_MARKER}` stands for it", argument.name));
    Subject {
        title,
        is_known: metrics.len() == filled.len(),
        metrics,
        is_terminated: spec.terminate,
        notes: secrets.collect(),
        plan: Plan::of(&spec, Compat::ARGO),
    }
}

/// The metrics with their tags replaced, as decisions see them.
fn filled(spec: &AnalysisRunSpec) -> Vec<Metric> {
    let supplied = spec.args.iter().map(|argument| match (&argument.value, secret(argument)) {
        (None, None) => Argument { value: Some(UNKNOWN.to_owned()), ..argument.clone() },
        _ => argument.clone(),
    });
    let args: Vec<Argument> = supplied.collect();
    let values = Values::masked(&args).unwrap_or_default();
    spec.metrics
        .iter()
        .map(|metric| fill_metric(metric, &values).unwrap_or_else(|_| metric.clone()))
        .collect()
}

fn secret(argument: &Argument) -> Option<&SecretKeyRef> {
    argument.value_from.as_ref()?.secret_key_ref.as_ref()
}

impl<'a> Given<'a> {
    fn read(options: &'a [String], problems: &mut Vec<Problem>) -> Self {
        let mut given = Self { arguments: Vec::new(), option: Vec::new() };
        for option in options {
            let Some((name, value)) = option.split_once('=') else {
                let problem = Problem::error(format!("`--arg {option}` gives no value"));
                problems.push(problem.help(format!("write `--arg {option}=VALUE`")));
                continue;
            };
            if given.value(name).is_some() {
                problems.push(Problem::error(format!("`--arg {option}`: `{name}` has a value already")));
                continue;
            }
            let argument =
                Argument { name: name.to_owned(), value: Some(value.to_owned()), ..Argument::default() };
            given.arguments.push(argument);
            given.option.push(option);
        }
        given
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|argument| argument.name == name)?.value.as_deref()
    }

    /// Upstream drops these without a word.
    fn unknown(&self, known: &BTreeSet<String>) -> Vec<Problem> {
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let listed = match names.as_slice() {
            [] => "there are no arguments".to_owned(),
            names => format!("there are `{}`", names.join("`, `")),
        };
        let unknown =
            self.arguments.iter().zip(&self.option).filter(|(argument, _)| !known.contains(&argument.name));
        let problem = |(argument, option): (&Argument, &&str)| {
            let meant = nearest(&argument.name, &names).map(|name| format!("did you mean `{name}`? "));
            Problem::error(format!("`--arg {option}`: there is no argument `{}`", argument.name))
                .help(format!("{}{listed}", meant.unwrap_or_default()))
        };
        unknown.map(problem).collect()
    }
}

/// Whether a finding is about how the object is written, and not about the run that it becomes.
pub(super) fn is_of_writing(finding: &Diagnostic) -> bool {
    finding.severity == Severity::Error || finding.code.starts_with("decode/")
}
