//! Analyses and experiments that a rollout starts.

use super::{
    Field,
    Kind::{self, Bool, Int32, List, Object, Text},
    field,
    meta::{LABELS_AND_ANNOTATIONS, SELECTOR},
};

pub(super) const TEMPLATES: Field =
    field("templates", List(&Object(&[field("templateName", Text), field("clusterScope", Bool)])));
const ARGS: Field = field("args", List(&ARGUMENT));
pub(super) const DRY_RUN: Field = field("dryRun", List(&Object(&[field("metricName", Text)])));
pub(super) const RETENTION: Field =
    field("measurementRetention", List(&Object(&[field("metricName", Text), field("limit", Int32)])));
pub(super) const RUN_METADATA: Field = field("analysisRunMetadata", Object(LABELS_AND_ANNOTATIONS));

pub(super) const SERVICE: Field = field("service", Object(&[field("name", Text)]));

const ARGUMENT: Kind = Object(&[
    field("name", Text),
    field("value", Text),
    field(
        "valueFrom",
        Object(&[
            field("podTemplateHashValue", Text),
            field("fieldRef", Object(&[field("fieldPath", Text)])),
        ]),
    ),
]);

pub(super) const ANALYSIS: Kind = Object(&[TEMPLATES, ARGS, DRY_RUN, RETENTION, RUN_METADATA]);

pub(super) const BACKGROUND: Kind =
    Object(&[TEMPLATES, ARGS, DRY_RUN, RETENTION, RUN_METADATA, field("startingStep", Int32)]);

pub(super) const EXPERIMENT: Kind = Object(&[
    field("templates", List(&VARIANT)),
    field("duration", Text),
    field("analyses", List(&EXPERIMENT_ANALYSIS)),
    DRY_RUN,
    RUN_METADATA,
    field("scaleDownDelaySeconds", Int32),
]);

const VARIANT: Kind = Object(&[
    field("name", Text),
    field("specRef", Text),
    field("replicas", Int32),
    field("metadata", Object(LABELS_AND_ANNOTATIONS)),
    field("selector", SELECTOR),
    field("weight", Int32),
    SERVICE,
]);

const EXPERIMENT_ANALYSIS: Kind = Object(&[
    field("name", Text),
    field("templateName", Text),
    field("clusterScope", Bool),
    ARGS,
    field("requiredForCompletion", Bool),
]);
