//! The fields of an Experiment (`argo-spec §1.4`).

use super::{
    Kind::{self, Bool, Int32, List, Object, Status, Text},
    analysis::{DRY_RUN, RETENTION, RUN_METADATA, SERVICE},
    field, meta,
    metric::ARGS,
};

/// The whole object.
pub(crate) const EXPERIMENT: Kind = Object(&[
    field("kind", Text),
    field("apiVersion", Text),
    field("metadata", meta::OBJECT_META),
    field("spec", SPEC),
    field("status", Status),
]);

const SPEC: Kind = Object(&[
    field("templates", List(&VARIANT)),
    field("duration", Text),
    field("progressDeadlineSeconds", Int32),
    field("terminate", Bool),
    field("analyses", List(&ANALYSIS)),
    field("scaleDownDelaySeconds", Int32),
    DRY_RUN,
    RETENTION,
    RUN_METADATA,
]);

const VARIANT: Kind = Object(&[
    field("name", Text),
    field("replicas", Int32),
    field("minReadySeconds", Int32),
    field("selector", meta::SELECTOR),
    field("template", meta::POD_TEMPLATE),
    SERVICE,
]);

const ANALYSIS: Kind = Object(&[
    field("name", Text),
    field("templateName", Text),
    field("clusterScope", Bool),
    ARGS,
    field("requiredForCompletion", Bool),
]);
