//! The options of `gradual eval`.

use clap::ValueEnum;
use gradual::time::Timestamp;
use std::path::PathBuf;

/// What is shown behind the options.
pub(crate) const AFTER: &str = "\
Examples:
  gradual eval --value '[0.97]' 'result[0] >= 0.95'
  gradual eval --value '{\"ok\": true, \"rate\": 0.93}' --explain 'result.ok && result.rate >= 0.95'
  gradual eval --provider web --response answer.json --json-path '{$.data.rate}' \\
      --success 'result >= 0.95'
  curl -s \"$PROMETHEUS/api/v1/query?query=up\" |
      gradual eval --provider prometheus --response - --success 'all(result, # == 1)'

Exit codes:
  0  the condition holds, or the measurement is successful; without a condition: there is a value
  1  it does not hold, or the measurement failed or is inconclusive
  2  there is no answer: a condition or an answer cannot be read, or the command
     line is wrong";

/// What to evaluate.
#[derive(Debug, clap::Args)]
pub(crate) struct Eval {
    /// The value, as JSON; what a web metric finds is such a value.
    #[arg(long, value_name = "JSON", conflicts_with_all = ["provider", "response", "status", "json_path"])]
    pub(crate) value: Option<String>,
    /// The metric provider that answered.
    #[arg(long, value_name = "NAME", requires = "response")]
    pub(crate) provider: Option<Provider>,
    /// What it answered; - is standard input.
    #[arg(long, value_name = "FILE", requires = "provider")]
    pub(crate) response: Option<PathBuf>,
    /// The HTTP status of the answer.
    #[arg(long, value_name = "CODE", default_value = "200", requires = "response")]
    pub(crate) status: u16,
    /// Where a web metric finds its value.
    #[arg(long, value_name = "TEMPLATE", requires = "response")]
    pub(crate) json_path: Option<String>,
    /// The metric's successCondition: the answer becomes a measurement.
    #[arg(long, value_name = "CONDITION", conflicts_with = "condition")]
    pub(crate) success: Option<String>,
    /// The metric's failureCondition.
    #[arg(long, value_name = "CONDITION", conflicts_with = "condition")]
    pub(crate) failure: Option<String>,
    /// The value of every part of a condition too.
    #[arg(long)]
    pub(crate) explain: bool,
    /// What `now()` is; the clock of this machine if unsaid.
    #[arg(long, value_name = "TIME", value_parser = Timestamp::parse)]
    pub(crate) now: Option<Timestamp>,
    /// A condition on `result`.
    pub(crate) condition: Option<String>,
}

/// A metric provider whose answers are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Provider {
    /// Any URL, by --json-path.
    Web,
    /// Prometheus: /api/v1/query.
    Prometheus,
    /// Datadog: /api/v2/query/scalar.
    Datadog,
    /// Datadog: /api/v1/query.
    DatadogV1,
    /// Graphite: /render?format=json.
    Graphite,
    /// InfluxDB: annotated CSV.
    Influxdb,
    /// SkyWalking: GraphQL.
    Skywalking,
    /// New Relic: the rows of a NRQL query, as a JSON list.
    NewRelic,
    /// Wavefront: /api/v2/chart/api.
    Wavefront,
    /// CloudWatch: aws cloudwatch get-metric-data.
    Cloudwatch,
}
