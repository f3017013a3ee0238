//! What Kubernetes keeps on every object, selectors, and pod templates.

use super::{
    Field,
    Kind::{self, Any, Bool, Int64, List, Map, Object, Opaque, Text, Time},
    TEXTS, field,
};

pub(super) const LABELS: Kind = Map(&Text);

pub(super) const OBJECT_META: Kind = Object(&[
    field("name", Text),
    field("generateName", Text),
    field("namespace", Text),
    field("selfLink", Text),
    field("uid", Text),
    field("resourceVersion", Text),
    field("generation", Int64),
    field("creationTimestamp", Time),
    field("deletionTimestamp", Time),
    field("deletionGracePeriodSeconds", Int64),
    field("labels", LABELS),
    field("annotations", LABELS),
    field("ownerReferences", List(&OWNER_REFERENCE)),
    field("finalizers", TEXTS),
    field("managedFields", List(&MANAGED_FIELDS)),
]);

const OWNER_REFERENCE: Kind = Object(&[
    field("apiVersion", Text),
    field("kind", Text),
    field("name", Text),
    field("uid", Text),
    field("controller", Bool),
    field("blockOwnerDeletion", Bool),
]);

const MANAGED_FIELDS: Kind = Object(&[
    field("manager", Text),
    field("operation", Text),
    field("apiVersion", Text),
    field("time", Time),
    field("fieldsType", Text),
    field("fieldsV1", Any),
    field("subresource", Text),
]);

pub(super) const POD_TEMPLATE: Kind = Object(&[field("metadata", OBJECT_META), field("spec", Opaque)]);

pub(super) const SELECTOR: Kind =
    Object(&[field("matchLabels", LABELS), field("matchExpressions", List(&REQUIREMENT))]);

const REQUIREMENT: Kind = Object(&[field("key", Text), field("operator", Text), field("values", TEXTS)]);

/// Labels and annotations that are put on something.
pub(super) const LABELS_AND_ANNOTATIONS: &[Field] = &[field("labels", LABELS), field("annotations", LABELS)];
