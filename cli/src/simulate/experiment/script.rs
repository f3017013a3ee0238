//! `--at TIME WHAT` for experiments: what is measured, whose pods fail, and who ends it.

use crate::{
    paint::visible,
    problem::Problem,
    simulate::script::{Entry, read_as},
    spelling::nearest,
};
use gradual::{
    argo::{AnalysisTemplate, Experiment},
    metric::Phase,
    sim::experiment::{Cue, Happening},
    time::{Span, Timestamp},
};

const OUTCOMES: [(&str, Phase); 4] = [
    ("succeed", Phase::Successful),
    ("fail", Phase::Failed),
    ("error", Phase::Error),
    ("inconclusive", Phase::Inconclusive),
];
const TERMINATE: &str = "terminate";
const FAILING_PODS: &str = "failing-pods";

/// All entries in the order of their times, and all that is wrong with them.
pub(super) fn read(words: &[String], watch: Span) -> (Vec<Entry<Happening>>, Vec<Problem>) {
    read_as(words, watch, parse)
}

/// The entries as the world takes them.
pub(super) fn cues(entries: &[Entry<Happening>], start: Timestamp) -> Vec<Cue> {
    let cue = |entry: &Entry<Happening>| Cue { at: start.plus(entry.at), happening: entry.what.clone() };
    entries.iter().map(cue).collect()
}

fn parse(what: &str) -> Result<Happening, Problem> {
    if what == TERMINATE {
        return Ok(Happening::Terminate);
    }
    let (name, value) = what.split_once('=').unwrap_or((what, ""));
    if let Some((_, outcome)) = OUTCOMES.iter().find(|(known, _)| *known == name) {
        let happening = Happening::Measure { metric: value.to_owned(), outcome: outcome.clone() };
        return named(value, "metric", happening);
    }
    if name == FAILING_PODS {
        let happening = Happening::Cap { template: value.to_owned(), ready: Some(0) };
        return named(value, "variant", happening);
    }
    let names: Vec<&str> = OUTCOMES.iter().map(|(name, _)| *name).chain([TERMINATE, FAILING_PODS]).collect();
    let meant = nearest(name, &names).map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
    let help = format!(
        "{meant}possible are `succeed=METRIC`, `fail=METRIC`, `error=METRIC`, `inconclusive=METRIC`, \
         `failing-pods=VARIANT` and `terminate`"
    );
    Err(Problem::error(format!("nothing that happens to an experiment is called `{what}`")).help(help))
}

fn named(value: &str, what: &str, happening: Happening) -> Result<Happening, Problem> {
    if value.is_empty() { Err(Problem::error(format!("no {what} is named"))) } else { Ok(happening) }
}

/// Metrics and variants that are named and not there. A name with an argument in it is known only once its run begins.
pub(super) fn unknown_names(
    entries: &[Entry<Happening>],
    experiment: &Experiment,
    templates: &[AnalysisTemplate],
) -> Vec<Problem> {
    let metrics: Vec<&str> = templates
        .iter()
        .flat_map(|template| &template.spec.metrics)
        .map(|metric| metric.name.as_str())
        .collect();
    let variants: Vec<&str> =
        experiment.spec.templates.iter().map(|template| template.name.as_str()).collect();
    let unknown = |entry: &Entry<Happening>| {
        let (what, name, known) = match &entry.what {
            Happening::Measure { metric, .. } => ("metric", metric, &metrics),
            Happening::Cap { template, .. } => ("variant", template, &variants),
            _ => return None,
        };
        let later = known.iter().any(|known| known.contains("{{"));
        (!later && !known.contains(&name.as_str())).then(|| {
            let of = visible(&experiment.metadata.name);
            let listed = match known.as_slice() {
                [] => "there is none".to_owned(),
                known => format!("there is `{}`", visible(&known.join("`, `"))),
            };
            Problem::error(format!("`{}`: `{of}` has no {what} `{}`", entry.option, visible(name)))
                .help(listed)
        })
    };
    entries.iter().filter_map(unknown).collect()
}

#[cfg(test)]
mod tests {
    use super::{Happening, Phase, parse};

    #[test]
    fn reads_everything_that_can_happen_and_nothing_else() {
        let measure =
            |metric: &str, outcome: Phase| Ok(Happening::Measure { metric: metric.to_owned(), outcome });
        let rows = [
            ("terminate", Ok(Happening::Terminate)),
            ("fail=errors", measure("errors", Phase::Failed)),
            ("succeed=a=b", measure("a=b", Phase::Successful)),
            ("failing-pods=canary", Ok(Happening::Cap { template: "canary".to_owned(), ready: Some(0) })),
            ("fail", Err("no metric is named")),
            ("failing-pods=", Err("no variant is named")),
            ("abort", Err("nothing that happens to an experiment is called `abort`")),
            ("", Err("nothing that happens to an experiment is called ``")),
        ];
        for (written, read) in rows {
            let ours = parse(written).map_err(|problem| problem.message);
            assert_eq!(
                ours.as_ref().map_err(String::as_str),
                read.as_ref().map_err(|text| *text),
                "{written}"
            );
        }
    }
}
