//! The command line.

use crate::{analyze, eval, explain::Explain, paint::NoColor};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use gradual::time::Span;
use std::path::PathBuf;

/// Watch a rollout before it happens.
///
/// `gradual` reads the Rollouts that Argo Rollouts reads, decides what its
/// controller would decide, and shows it, without a cluster and without waiting.
#[derive(Debug, Parser)]
#[command(name = "gradual", version, after_help = AFTER, verbatim_doc_comment)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print without colours, as NO_COLOR in the environment does.
    #[arg(long, global = true, display_order = 100, action = ArgAction::SetTrue, value_parser = no_color())]
    pub(crate) no_color: NoColor,
}

const AFTER: &str = "\
Examples:
  gradual simulate rollout.yaml
  gradual analyze template.yaml --metric success-rate=0.97,0.91
  gradual eval --value '[0.97]' 'result[0] >= 0.95'
  gradual simulate --help
  kubectl get rollout,rs,svc -o yaml | gradual explain -";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the update of a Rollout on a virtual clock and print its timeline.
    ///
    /// The world of the simulation: the revision before the one in the file is
    /// stable and healthy, and at 0s the pod template of the file arrives as an
    /// update. The services that the Rollout names exist. From there on every pass
    /// of the controller is decided as Argo Rollouts decides it, while pods become
    /// ready and people do what --at says.
    ///
    /// An Experiment begins at 0s, with the analysis templates that stand beside it;
    /// what is measured is good unless --at says otherwise.
    #[command(after_help = AFTER_SIMULATE, verbatim_doc_comment)]
    Simulate(Simulate),
    /// Measure what analysis templates ask for, and say what it comes to.
    ///
    /// Values are given (--metric) or were recorded (--metrics-csv). The measurements
    /// are taken when the controller would take them, judged by the metrics'
    /// conditions, and counted against their limits until the run ends.
    #[command(after_help = analyze::AFTER, verbatim_doc_comment)]
    Analyze(Box<analyze::Analyze>),
    /// Say what live Rollouts wait for, what ends it, and what happens then.
    ///
    /// Reads what `kubectl get rollout,rs,svc -o yaml` gives, and decides as the
    /// controller would decide now. Add `pods` while a restart is under way.
    #[command(after_help = crate::explain::AFTER, verbatim_doc_comment)]
    Explain(Explain),
    /// Ask a condition about a value, or judge what a metric provider answered.
    ///
    /// The value is JSON (--value), or what Argo Rollouts would make of a provider's
    /// answer (--provider, --response). A CONDITION is answered with true or false;
    /// with --success or --failure the value becomes a measurement with its phase;
    /// without either it is printed.
    #[command(after_help = eval::AFTER, verbatim_doc_comment)]
    Eval(Box<eval::Eval>),
}

const AFTER_SIMULATE: &str = "\
What can happen (--at TIME WHAT; times count from the arrival of the update):
  promote, promote-full, skip, skip-all, pause, resume, abort, retry, restart
  undo or undo=REVISION         go back to the revision before, or to this one
  image=[CONTAINER=]IMAGE       another image arrives, as a new revision
  replicas=PODS                 full strength changes

What can happen to an experiment:
  fail=METRIC, error=METRIC, inconclusive=METRIC or succeed=METRIC
                                what is measured comes to this from then on
  failing-pods=VARIANT          its pods do not become ready any more
  terminate                     somebody ends it

Examples:
  gradual simulate rollout.yaml
  gradual simulate rollout.yaml --at 3m abort --at 5m retry
  gradual simulate rollout.yaml --at 90s image=shop:v3 --pods-ready-after 1m
  gradual simulate rollout.yaml --failing-pods --for 2h
  gradual simulate rollout.yaml --fail-router-at 4m --svg rollout.svg
  gradual simulate experiment.yaml --at 20m fail=success-rate
  kustomize build overlays/production | gradual simulate -

Exit codes:
  0  every simulation ended healthy or successful, or waits for a person as its
     steps ask
  1  one was aborted, degraded, failed, stuck or cut off, or --at was refused
  2  the command line or the input is wrong, or the output cannot be written";

/// The options of `gradual simulate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Simulate {
    /// Manifests in YAML or JSON, of any number of documents; - is standard input
    ///
    /// Rollouts are simulated one after the other, then Experiments.
    /// Objects of other kinds may stand beside them.
    #[arg(verbatim_doc_comment, required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// At TIME, WHAT happens; can be given several times.
    #[arg(long, num_args = 2, value_names = ["TIME", "WHAT"], action = ArgAction::Append)]
    pub(crate) at: Vec<String>,
    /// How long after its creation a pod is ready.
    #[arg(long, value_name = "TIME", default_value = "20s", value_parser = time)]
    pub(crate) pods_ready_after: Span,
    /// The pods of the new revision never become ready.
    #[arg(long)]
    pub(crate) failing_pods: bool,
    /// How long the router takes to carry a weight and to confirm it
    ///
    /// Until then it carries the weight before.
    /// If unsaid, a weight arrives at once and the router is not asked.
    /// This and the next two are for canaries with `trafficRouting`.
    #[arg(long, verbatim_doc_comment, value_name = "TIME", value_parser = time)]
    pub(crate) router_delay: Option<Span>,
    /// From TIME on the router refuses weights, as if it could not be reached.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) fail_router_at: Option<Span>,
    /// From TIME on the router takes weights again; needs --fail-router-at.
    #[arg(long, value_name = "TIME", value_parser = time, requires = "fail_router_at")]
    pub(crate) heal_router_at: Option<Span>,
    /// How long to watch.
    #[arg(long = "for", value_name = "TIME", default_value = "168h", value_parser = time)]
    pub(crate) watch: Span,
    /// What to print
    #[arg(long, value_name = "FORMAT", default_value = "text", verbatim_doc_comment)]
    pub(crate) format: Format,
    /// Also draw weights and pods over time into this file, whose name ends with .svg.
    #[arg(long, value_name = "FILE")]
    pub(crate) svg: Option<PathBuf>,
}

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One JSON object a line, for programs.
    Json,
}

fn no_color() -> impl clap::builder::TypedValueParser<Value = NoColor> {
    use clap::builder::TypedValueParser;
    clap::builder::BoolValueParser::new().map(NoColor::from)
}

/// A length of time as Go writes it; there is none below zero.
pub(crate) fn time(text: &str) -> Result<Span, String> {
    const RIGHT: &str = "write `90s`, `3m` or `1h30m`";
    match Span::parse(text) {
        Ok(span) if span < Span::ZERO => Err(format!("it is below zero; {RIGHT}")),
        Ok(span) => Ok(span),
        Err(error) => {
            let said = error.to_string();
            Err(format!("{}; {RIGHT}", said.strip_prefix("time: ").unwrap_or(&said)))
        }
    }
}
