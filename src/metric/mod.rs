//! What an analysis run is made of: metrics, arguments, templates, and the phases that all of them end in.
//!
//! Rollouts and experiments make runs of templates, and an analysis run is made of them; so these types stand
//! below all of them. They are upstream's JSON: a list, map, text or number that upstream leaves out when it is empty
//! reads as empty when it is absent or null; where upstream can tell absent from empty, so can the type. Fields not known
//! are kept in `rest`. A provider is kept as it is written: only who measures reads it.
//!
//! The types are exhaustive, so that they can be written down with `..Default::default()`; a field that upstream adds
//! is in `rest` until it has a place.

mod argument;
mod phase;
mod rule;
mod spec;

pub use argument::{AnalysisRunArgument, Argument, ArgumentValueFrom, FieldRef, SecretKeyRef, ValueFrom};
pub use phase::Phase;
pub use rule::{DryRun, MeasurementRetention};
pub use spec::{
    AnalysisRunMetadata, AnalysisRunSpec, AnalysisTemplateRef, AnalysisTemplateSpec, Metric, TtlStrategy,
};

/// Whether upstream leaves this out (`omitempty`).
fn unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
