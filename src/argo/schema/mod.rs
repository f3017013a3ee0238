//! The fields of a Rollout, of an Experiment, and of analyses, as a table: what each is called and what it holds.
//!
//! Upstream's 349 fields under `spec` (`argo-spec §1.2`), in the order in which upstream writes them, which is part of
//! the hash of the steps (`argo-rollout §0.3`). One walk over it finds every wrong type and every unknown field.

mod analysis;
mod experiment;
mod meta;
mod metric;
mod steps;
mod strategy;
#[cfg(test)]
mod tests;
mod traffic;

use alloc::vec::Vec;
use core::cmp::Reverse;

pub(crate) use experiment::EXPERIMENT;
pub(crate) use metric::{RUN, TEMPLATE};

use Kind::{Bool, Int32, List, Object, Status, Text, Time};

/// What a place holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Text; upstream's reader of YAML also takes a number, `true` or `false` for it.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// A whole number of 32 bits, or text.
    IntOrText,
    /// An instant.
    Time,
    /// Anything, null included.
    Any,
    /// An object that is not looked into.
    Opaque,
    /// The stored status, which reads itself.
    Status,
    /// An object with these fields.
    Object(&'static [Field]),
    /// A list.
    List(&'static Kind),
    /// An object whose keys the user chooses.
    Map(&'static Kind),
}

/// A field.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

/// The whole object.
pub(crate) const ROLLOUT: Kind = Object(&[
    field("kind", Text),
    field("apiVersion", Text),
    field("metadata", meta::OBJECT_META),
    field("spec", SPEC),
    field("status", Status),
]);

/// The steps of a canary.
pub(crate) const STEPS: Kind = steps::STEPS;

/// A label selector.
pub(crate) const SELECTOR: Kind = meta::SELECTOR;

const SPEC: Kind = Object(&[
    field("replicas", Int32),
    field("selector", meta::SELECTOR),
    field("template", meta::POD_TEMPLATE),
    field("workloadRef", WORKLOAD_REF),
    field("minReadySeconds", Int32),
    field("rollbackWindow", Object(&[field("revisions", Int32)])),
    field("strategy", strategy::STRATEGY),
    field("revisionHistoryLimit", Int32),
    field("paused", Bool),
    field("progressDeadlineSeconds", Int32),
    field("progressDeadlineAbort", Bool),
    field("restartAt", Time),
    field("analysis", HISTORY),
]);

const WORKLOAD_REF: Kind =
    Object(&[field("apiVersion", Text), field("kind", Text), field("name", Text), field("scaleDown", Text)]);

const HISTORY: Kind =
    Object(&[field("successfulRunHistoryLimit", Int32), field("unsuccessfulRunHistoryLimit", Int32)]);

const TEXTS: Kind = List(&Text);

/// The field of this name: exactly this, or else in another case as Go folds it (`argo-spec J12`).
pub(crate) fn find<'a>(fields: &'a [Field], key: &str) -> Option<&'a Field> {
    let exact = fields.iter().find(|field| field.name == key);
    exact.or_else(|| fields.iter().find(|field| folded(field.name).eq(folded(key))))
}

/// Where a field of this name stands elsewhere in an object: the place that has most in common with `here`, a path of
/// fields.
pub(crate) fn elsewhere(object: &Kind, name: &str, here: &[&str]) -> Option<Vec<&'static str>> {
    let mut places = Vec::new();
    collect(object, name, &mut Vec::new(), &mut places);
    let shared = |place: &Vec<&str>| place.iter().zip(here).take_while(|(a, b)| a == b).count();
    places.into_iter().min_by_key(|place| (Reverse(shared(place)), place.len()))
}

fn collect(kind: &Kind, name: &str, at: &mut Vec<&'static str>, places: &mut Vec<Vec<&'static str>>) {
    match kind {
        Object(fields) => {
            for field in *fields {
                at.push(field.name);
                if field.name == name {
                    places.push(at.clone());
                }
                collect(&field.kind, name, at, places);
                at.pop();
            }
        }
        List(element) | Kind::Map(element) => collect(element, name, at, places),
        _ => {}
    }
}

fn folded(key: &str) -> impl Iterator<Item = char> + '_ {
    key.chars().map(|c| match c {
        'ſ' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    })
}
