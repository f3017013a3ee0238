//! `--metric` and `--metrics-csv`: what is measured.

use super::{
    Analyze,
    subject::{Named, Subject},
};
use crate::{
    objects,
    problem::{Problem, Source as Text},
    spelling::nearest,
};
use gradual::{
    diagnostic::{Diagnostic, Severity},
    sim::analysis::{Recording, Sample, Source},
    time::{Span, Timestamp},
};
use std::{collections::BTreeMap, path::Path, rc::Rc};

/// Where the values of all metrics come from.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) sources: BTreeMap<String, Source>,
    /// When every run begins.
    pub(super) start: Timestamp,
    /// How the instants of the run are shown beside the time since its beginning.
    pub(super) clock: Clock,
    /// How long there are recorded values.
    pub(super) recorded: Option<Span>,
}

/// Whether the time of day means something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Clock {
    /// It does: the run begins at an instant.
    Real,
    /// It does not.
    #[default]
    Virtual,
}

/// More faults of one kind than this are counted and not shown.
const SHOWN: usize = 10;

impl Values {
    /// Reads both options; what is wrong with them, and what is missing, is added to the problems.
    pub(super) fn read(asked: &Analyze, subjects: &[Subject], problems: &mut Vec<Problem>) -> Self {
        let before = problems.len();
        let metrics: Vec<&Named> = subjects.iter().flat_map(|subject| &subject.metrics).collect();
        let is_whole = !subjects.is_empty() && subjects.iter().all(|subject| subject.is_known);
        let check = Check { metrics: &metrics, is_whole };
        let recording = asked.metrics_csv.as_deref().and_then(|file| recording(file, problems));
        let zero = recording.as_ref().and_then(Recording::zero);
        let start = asked.from.or(zero);
        let mut values = Self {
            // The time of day does not matter if nobody asks for it.
            start: start.unwrap_or(Timestamp::from_seconds(946_684_800)),
            clock: if start.is_some() { Clock::Real } else { Clock::Virtual },
            ..Self::default()
        };
        if let Some(recording) = &recording {
            values.record(recording, asked, &check, problems);
        }
        let mut listed = BTreeMap::new();
        for option in &asked.metric {
            match check.listed(option) {
                Ok((name, _)) if listed.contains_key(&name) => {
                    problems
                        .push(Problem::error(format!("`--metric {option}`: `{name}` has values already")));
                }
                Ok((name, list)) => _ = listed.insert(name, Source::List(list)),
                Err(more) => problems.extend(more),
            }
        }
        values.sources.extend(listed);
        // If an option or a file cannot be read, its metrics are not known to be missing.
        if is_whole && !problems.iter().skip(before).any(Problem::is_error) {
            let missing: Vec<Problem> = metrics.iter().filter_map(|metric| values.missing(metric)).collect();
            let more = missing.len().saturating_sub(SHOWN);
            problems.extend(missing.into_iter().take(SHOWN));
            if 0 < more {
                problems.push(Problem::error(format!("there are no values of {more} more metrics")));
            }
        }
        values
    }

    fn record(
        &mut self,
        recording: &Recording,
        asked: &Analyze,
        check: &Check<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let last = recording.last(self.start);
        if last < self.start {
            let message = format!("nothing is recorded from `--from` on: the last value is of {last}");
            problems.push(Problem::error(message).help("begin earlier"));
        }
        self.recorded = Some(last.since(self.start));
        let columns: Vec<&str> = recording.metrics().collect();
        for column in &columns {
            let source = recording.source(column, self.start, asked.stale_after);
            // A file of times and values is about the only metric.
            let name = match (columns.as_slice(), check.metrics) {
                (["value"], [only]) => only.name.as_str(),
                _ => column,
            };
            match check.metrics.iter().find(|metric| metric.name == name) {
                Some(metric) => {
                    let finds = metric.provider.and_then(|provider| {
                        recording.samples(column).find_map(|sample| provider.rejects(sample))
                    });
                    problems.extend(finds.map(|finds| {
                        let message =
                            format!("the column `{column}` has what the provider of `{name}` cannot find");
                        Problem::error(message).help(finds)
                    }));
                    self.sources.extend(source.map(|source| (name.to_owned(), source)));
                }
                None if check.is_whole => {
                    let problem = check.unknown(&format!("the column `{column}` is not used"), column);
                    problems.push(Problem { severity: Severity::Warning, ..problem });
                }
                None => {}
            }
        }
    }

    fn missing(&self, metric: &Named) -> Option<Problem> {
        if self.sources.contains_key(&metric.name) {
            return None;
        }
        let name = &metric.name;
        let place = metric.place.clone().unwrap_or_else(|| Problem::error(""));
        let help =
            format!("give some with `--metric {name}=VALUES`, or a column `{name}` of `--metrics-csv`");
        Some(Problem { message: format!("there are no values of `{name}`"), code: None, ..place }.help(help))
    }
}

/// What values can be of.
struct Check<'a> {
    metrics: &'a [&'a Named],
    /// Whether these are all metrics.
    is_whole: bool,
}

impl Check<'_> {
    /// The metric and the values of `NAME=VALUES`.
    fn listed(&self, option: &str) -> Result<(String, Vec<Sample>), Vec<Problem>> {
        let Some((name, list)) = option.split_once('=') else {
            let problem = Problem::error(format!("`--metric {option}` gives no values"));
            return Err(vec![problem.help(format!("write `--metric {option}=0.97,0.96`"))]);
        };
        let metric = self.metrics.iter().find(|metric| metric.name == name);
        if metric.is_none() && self.is_whole {
            return Err(vec![
                self.unknown(&format!("`--metric {option}`: there is no metric `{name}`"), name),
            ]);
        }
        let samples = Sample::list(list).map_err(|error| {
            let at = name.len().saturating_add(1).saturating_add(error.at);
            let help =
                "write a number such as `0.97`, JSON, `nodata`, `error`, or a verdict such as `failed`";
            vec![Problem::error(error.to_string()).help(help).within("--metric", option, at)]
        })?;
        let provider = metric.and_then(|metric| metric.provider);
        let finds = provider.and_then(|provider| samples.iter().find_map(|sample| provider.rejects(sample)));
        match finds {
            None => Ok((name.to_owned(), samples)),
            Some(finds) => {
                let message = format!("`--metric {option}`: the provider of `{name}` cannot find this");
                Err(vec![Problem::error(message).help(finds)])
            }
        }
    }

    fn unknown(&self, message: &str, name: &str) -> Problem {
        let names: Vec<&str> = self.metrics.iter().map(|metric| metric.name.as_str()).collect();
        let meant = nearest(name, &names).map(|name| format!("did you mean `{name}`? "));
        let listed = format!("there are `{}`", names.join("`, `"));
        Problem::error(message).help(format!("{}{listed}", meant.unwrap_or_default()))
    }
}

fn recording(file: &Path, problems: &mut Vec<Problem>) -> Option<Recording> {
    let bytes = match objects::load(file) {
        Ok(bytes) => bytes,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let source = Rc::new(Text { name: objects::name(file), text: objects::text(&bytes) });
    match Recording::read(&source.text) {
        Ok(recording) => Some(recording),
        Err(found) => {
            let more = found.len().saturating_sub(SHOWN);
            problems
                .extend(found.into_iter().take(SHOWN).map(|one: Diagnostic| Problem::found(one, &source)));
            if 0 < more {
                problems.push(Problem::error(format!("{more} more are wrong in `{}`", source.name)));
            }
            None
        }
    }
}
