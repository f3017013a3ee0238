//! The options of `gradual analyze`.

use crate::args::{Format, time};
use gradual::time::{Span, Timestamp};
use std::path::PathBuf;

/// What is shown behind the options.
pub(crate) const AFTER: &str = "\
VALUES has values with commas between them, the last of which goes on:
  0.97,0.96       numbers, in the form in which the metric's provider gives them
  [1,2],{\"ok\":1}  JSON: several series, rows, what a web metric finds
  nodata          nothing is found
  error, error:W  it cannot be measured, because of W
  successful, failed, inconclusive
                  what a Job, Kayenta or a plugin comes to

Examples:
  gradual analyze template.yaml --arg service-name=shop --metric success-rate=0.97,0.96,0.91
  gradual analyze templates.yaml --arg service-name=shop --metrics-csv last-night.csv
  gradual analyze templates.yaml --template latency --metric p95=0.2 --terminate-at 30m
  kubectl get analysistemplates -o yaml | gradual analyze - --metric errors=0,3,nodata

Exit codes:
  0  every run ends Successful, or goes on and has no end of its own
  1  one ends Failed or Error
  2  the command line or the input is wrong, or the output cannot be written
  3  one ends Inconclusive, and none of them worse
  4  one is not over when it is cut off, and none of them ends worse";

/// What to analyze.
#[derive(Debug, clap::Args)]
pub(crate) struct Analyze {
    /// Analysis templates and runs in YAML or JSON; - is standard input
    ///
    /// Templates become one run, as those of one analysis of a Rollout do, with the
    /// templates that they refer to. Each AnalysisRun is a run of its own.
    /// Objects of other kinds may stand beside them.
    #[arg(verbatim_doc_comment, required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Make the run of this template and no others; can be given several times
    ///
    /// NAME, or KIND/NAME if templates of both kinds are called so.
    #[arg(long, verbatim_doc_comment, value_name = "NAME")]
    pub(crate) template: Vec<String>,
    /// A value for an argument of the templates; can be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) arg: Vec<String>,
    /// What is measured of a metric, one value after the other; can be given several times.
    #[arg(long, value_name = "NAME=VALUES")]
    pub(crate) metric: Vec<String>,
    /// What was recorded: a CSV file of times and values, with a column for each metric
    ///
    /// The first line has the titles: time, then the names of metrics; or
    /// time,metric,value. A time is an instant (2026-03-01T22:00:00Z, or seconds
    /// since 1970), or in all rows a time since the beginning (90s).
    /// A value holds until the next one; an empty cell is nodata.
    #[arg(long, verbatim_doc_comment, value_name = "FILE")]
    pub(crate) metrics_csv: Option<PathBuf>,
    /// How long a recorded value holds if there is no next one.
    #[arg(long, value_name = "TIME", value_parser = time, requires = "metrics_csv")]
    pub(crate) stale_after: Option<Span>,
    /// When the run begins; with the first recorded instant if unsaid.
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    pub(crate) from: Option<Timestamp>,
    /// At TIME after its beginning the run is ended, as a Rollout ends it that is over.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) terminate_at: Option<Span>,
    /// How long to watch
    ///
    /// If unsaid, up to the last recorded instant; without a recording for a week
    /// (168h), or for an hour if the run has no end of its own.
    #[arg(long = "for", verbatim_doc_comment, value_name = "TIME", value_parser = time)]
    pub(crate) watch: Option<Span>,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "text", verbatim_doc_comment)]
    pub(crate) format: Format,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text).map_err(|error| format!("{error}; write `2026-03-01T22:00:00Z`"))
}
