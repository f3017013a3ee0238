//! Templates become a run, as those of one analysis of a Rollout do.

use super::{
    Analyze,
    check::{Joined, Origin},
    subject::{Given, Subject, Title, UNKNOWN, is_of_writing, subject_of},
};
use crate::{objects::Object, problem::Problem, spelling::nearest};
use gradual::{
    argo::{self, AnalysisTemplate},
    diagnostic::{Diagnostic, Path},
    metric::{AnalysisRunSpec, AnalysisTemplateRef, AnalysisTemplateSpec, Argument},
    template::{Caller, Scope, TemplateError, flatten, gather, new_run},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A template and where it is written.
#[derive(Debug)]
struct Written {
    object: Object,
    template: AnalysisTemplate,
    /// What is wrong with it by itself.
    found: Vec<Diagnostic>,
}

/// The run of these templates, if they can be joined.
pub(super) fn subject(
    objects: Vec<Object>,
    asked: &Analyze,
    given: &Given<'_>,
    known: &mut BTreeSet<String>,
    problems: &mut Vec<Problem>,
) -> Option<Subject> {
    let all: Vec<Written> = objects.into_iter().map(Written::of).collect();
    problems.extend(twins(&all));
    let references = chosen(&all, &asked.template, problems);
    let joined = gathered(&all, &references, problems);
    for written in &joined {
        problems.extend(written.object.placed(written.found.clone()));
    }
    problems.extend(clashes(&joined));
    let specs = || joined.iter().map(|written| &written.template.spec);
    let args = flatten(specs()).ok()?.args;
    known.extend(args.iter().map(|argument| argument.name.clone()));
    let origin = Origin::Joined(origins(&joined, &args));
    let missing = missing(&args, given);
    let unknown = missing.iter().map(|name| Argument {
        name: name.clone(),
        value: Some(UNKNOWN.to_owned()),
        ..Argument::default()
    });
    let arguments: Vec<Argument> = given.arguments.iter().cloned().chain(unknown).collect();
    let spec = new_run(specs(), &Caller { args: &arguments, ..Caller::default() }).ok()?;
    let found = check(&spec, &missing).into_iter().filter_map(|finding| origin.problem(finding));
    let found: Vec<Problem> = found.filter(|one| !problems.iter().any(|told| told.is_same(one))).collect();
    problems.extend(found);
    let title = Title {
        name: references.iter().map(|one| one.template_name.as_str()).collect::<Vec<_>>().join(" + "),
        file: joined.first()?.object.file().to_owned(),
        templates: joined.iter().map(|written| written.full_name()).collect(),
    };
    Some(subject_of(title, spec, &origin, problems))
}

impl Written {
    fn of(object: Object) -> Self {
        let checked = argo::check_template(&object.value);
        let found = checked.diagnostics.into_iter().filter(is_of_writing).collect();
        Self { object, template: checked.template, found }
    }

    fn name(&self) -> &str {
        &self.template.metadata.name
    }

    fn is(&self, scope: Scope, name: &str) -> bool {
        self.template.scope() == scope && self.name() == name
    }
    fn full_name(&self) -> String {
        format!("{}/{}", self.template.scope(), self.name())
    }

    fn reference(&self) -> AnalysisTemplateRef {
        AnalysisTemplateRef {
            template_name: self.name().to_owned(),
            cluster_scope: (self.template.scope() == Scope::Cluster).then_some(true),
            ..AnalysisTemplateRef::default()
        }
    }
}

/// Templates of one kind and name.
fn twins(all: &[Written]) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let again = all.iter().filter(|written| !written.name().is_empty() && !seen.insert(written.full_name()));
    let problem = |written: &Written| {
        let message = format!("two templates are called `{}`", written.full_name());
        let at = Path::root().field("metadata").field("name");
        written.object.problem(Diagnostic::error("ref/twin", at, message).help("leave out one"))
    };
    again.map(problem).collect()
}

/// What `--template` names; all templates if it is not there.
fn chosen(all: &[Written], names: &[String], problems: &mut Vec<Problem>) -> Vec<AnalysisTemplateRef> {
    if names.is_empty() {
        return all.iter().map(Written::reference).collect();
    }
    let mut references = Vec::new();
    for name in names {
        let is_meant = |written: &&Written| written.name() == name || written.full_name() == *name;
        let meant: Vec<&Written> = all.iter().filter(is_meant).collect();
        match meant.as_slice() {
            [one] => references.push(one.reference()),
            [] => problems.push(unknown(all, name)),
            [one, ..] => {
                let message = format!("`--template {name}`: there are templates of both kinds");
                let help = format!("write for example `--template {}`", one.full_name());
                problems.push(Problem::error(message).help(help));
            }
        }
    }
    references
}

fn unknown(all: &[Written], name: &str) -> Problem {
    let names: Vec<&str> = all.iter().map(Written::name).collect();
    let meant = nearest(name, &names).map(|name| format!("did you mean `{name}`? "));
    let all: Vec<String> = all.iter().map(Written::full_name).collect();
    let help = format!("{}there are `{}`", meant.unwrap_or_default(), all.join("`, `"));
    Problem::error(format!("`--template {name}`: there is no such template")).help(help)
}

/// The templates that references lead to, in the order in which they are joined; those that are missing are told.
fn gathered<'a>(
    all: &'a [Written],
    references: &'a [AnalysisTemplateRef],
    problems: &mut Vec<Problem>,
) -> Vec<&'a Written> {
    let nothing = AnalysisTemplateSpec::default();
    let find = |scope, name: &str| all.iter().find(|written| written.is(scope, name));
    let spec = |scope, name: &str| Some(find(scope, name).map_or(&nothing, |written| &written.template.spec));
    match gather(references, spec) {
        Ok(gathered) => {
            let namespaced = gathered.namespaced.iter().map(|(name, _)| (Scope::Namespace, *name));
            let cluster = gathered.cluster.iter().map(|(name, _)| (Scope::Cluster, *name));
            let joined: Vec<&Written> =
                namespaced.chain(cluster).filter_map(|(scope, name)| find(scope, name)).collect();
            problems.extend(joined.iter().flat_map(|written| unfound(written, all)));
            joined
        }
        Err(error) => {
            let first = match &error {
                TemplateError::Cycle { names } => names.first().and_then(|(scope, name)| find(*scope, name)),
                _ => None,
            };
            let at = Path::root().field("spec").field("templates");
            let finding = Diagnostic::error("ref/circle", at, error.to_string());
            problems.extend(first.map(|written| written.object.problem(finding)));
            Vec::new()
        }
    }
}

/// References to templates that are not there.
fn unfound(written: &Written, all: &[Written]) -> Vec<Problem> {
    let references = written.template.spec.templates.iter().enumerate();
    let missing = references.filter(|(_, reference)| {
        !all.iter().any(|other| other.is(Scope::of(reference), &reference.template_name))
    });
    let problem = |(index, reference): (usize, &AnalysisTemplateRef)| {
        let (scope, name) = (Scope::of(reference), &reference.template_name);
        let at = Path::root().field("spec").field("templates").index(index).field("templateName");
        let finding = Diagnostic::error("ref/R04", at, format!("there is no {scope} `{name}`"))
            .help("give the file that it stands in too")
            .upstream(format!("{scope} '{name}' not found"));
        written.object.problem(finding)
    };
    missing.map(problem).collect()
}

/// What two templates cannot both have.
fn clashes(joined: &[&Written]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let (mut metrics, mut dry_runs, mut retentions) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for written in joined {
        let spec = &written.template.spec;
        let mut told = |list: &str, index: usize, field: &str, error: &TemplateError, message: String| {
            let at = Path::root().field("spec").field(list).index(index).field(field);
            let finding = Diagnostic::error("ref/R05", at, message).upstream(error.to_string());
            problems.push(written.object.problem(finding));
        };
        for (index, metric) in spec.metrics.iter().enumerate().filter(|(_, one)| !metrics.insert(&one.name)) {
            let name = metric.name.clone();
            let message = format!("two metrics are called `{name}`");
            told("metrics", index, "name", &TemplateError::TwoMetrics { name }, message);
        }
        let rules = spec.dry_run.iter().enumerate();
        for (index, rule) in rules.filter(|(_, one)| !dry_runs.insert(&one.metric_name)) {
            let name = rule.metric_name.clone();
            let message = format!("two rules are about `{name}`");
            told("dryRun", index, "metricName", &TemplateError::TwoDryRuns { name }, message);
        }
        let rules = spec.measurement_retention.iter().enumerate();
        for (index, rule) in rules.filter(|(_, one)| !retentions.insert(&one.metric_name)) {
            let name = rule.metric_name.clone();
            let message = format!("two rules are about `{name}`");
            told(
                "measurementRetention",
                index,
                "metricName",
                &TemplateError::TwoRetentions { name },
                message,
            );
        }
        for (index, argument) in spec.args.iter().enumerate() {
            let Some(second) = &argument.value else { continue };
            let first = *values.entry(&argument.name).or_insert(second);
            if first != second {
                let (name, first, second) = (argument.name.clone(), first.to_owned(), second.clone());
                let message = format!("another template gives `{name}` the value `{first}`");
                told("args", index, "value", &TemplateError::TwoValues { name, first, second }, message);
            }
        }
    }
    problems
}

/// Where the elements of the joined lists are written.
fn origins<'a>(joined: &[&'a Written], args: &[Argument]) -> Joined<'a> {
    let places = |count: fn(&AnalysisTemplateSpec) -> usize| {
        let of = move |written: &&'a Written| {
            let object = &written.object;
            (0..count(&written.template.spec)).map(move |index| (object, index))
        };
        joined.iter().flat_map(of).collect()
    };
    let declared = |wanted: &Argument| {
        joined.iter().find_map(|written| {
            let args = &written.template.spec.args;
            let index = args.iter().position(|argument| argument.name == wanted.name)?;
            Some((&written.object, index))
        })
    };
    Joined {
        metrics: places(|spec| spec.metrics.len()),
        args: args.iter().filter_map(declared).collect(),
        dry_run: places(|spec| spec.dry_run.len()),
        measurement_retention: places(|spec| spec.measurement_retention.len()),
        first: joined.first().map(|written| &written.object),
    }
}

/// The arguments that nobody gives a value.
fn missing(args: &[Argument], given: &Given<'_>) -> Vec<String> {
    let has_none = |argument: &&Argument| {
        argument.value.is_none() && argument.value_from.is_none() && given.value(&argument.name).is_none()
    };
    args.iter().filter(has_none).map(|argument| argument.name.clone()).collect()
}

/// What is wrong with the run, with arguments that are missing left out.
fn check(spec: &AnalysisRunSpec, missing: &[String]) -> Vec<Diagnostic> {
    let mut spec = spec.clone();
    for argument in spec.args.iter_mut().filter(|argument| missing.contains(&argument.name)) {
        argument.value = None;
    }
    let run = json!({
        "apiVersion": "argoproj.io/v1alpha1", "kind": "AnalysisRun", "metadata": {"name": "run"}, "spec": spec,
    });
    let mut found = argo::check_run(&run).diagnostics;
    let args = Path::root().field("spec").field("args");
    for finding in &mut found {
        let argument = spec.args.iter().enumerate().find(|(index, _)| finding.path == args.index(*index));
        if let Some((_, argument)) = argument {
            finding.help = Some(format!("give it one: `--arg {}=VALUE`", argument.name));
        }
    }
    found
}
