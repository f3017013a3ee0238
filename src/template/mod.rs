//! Analysis templates become a run: `{{args.x}}` is replaced, arguments are merged, templates are joined.
//!
//! ```text
//! references ── gather ──▶ templates ── flatten ──▶ one spec ── new_run (merge) ──▶ AnalysisRunSpec
//!                                                                  fill_metrics (Values) ──▶ metrics to measure
//! ```
//!
//! A [`Secret`] never shows: who decides sees [`SECRET_MARKER`] in its place ([`Values::masked`]), and only who measures
//! sees the value ([`Values::revealed`]).
//!
//! Facts: `argo-analysis §4.1` to `§4.4`. Texts of errors are upstream's, since they end up in messages of runs.

mod error;
mod fill;
mod flatten;
mod gather;
mod merge;
mod metric;
mod order;
mod run;
mod secret;
#[cfg(test)]
mod tests;
mod values;

pub use crate::go::quote;
pub use error::TemplateError;
pub use fill::{fill, fill_by, fill_quoted};
pub use flatten::flatten;
pub use gather::{Gathered, Scope, gather};
pub use merge::{check_arguments, merge_arguments};
pub use metric::{fill_metric, fill_metrics};
pub use run::{Caller, new_run};
pub use secret::{SECRET_MARKER, Secret, Secrets};
pub use values::Values;
