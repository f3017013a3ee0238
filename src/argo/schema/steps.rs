//! `spec.strategy.canary.steps`.

use super::{
    Kind::{self, Any, Bool, Int32, IntOrText, List, Map, Object, Text},
    analysis::{ANALYSIS, EXPERIMENT},
    field,
};

pub(super) const STEPS: Kind = List(&STEP);

const STEP: Kind = Object(&[
    field("setWeight", Int32),
    field("pause", Object(&[field("duration", IntOrText)])),
    field("experiment", EXPERIMENT),
    field("analysis", ANALYSIS),
    field("setCanaryScale", SCALE),
    field("setHeaderRoute", HEADER_ROUTE),
    field("setMirrorRoute", MIRROR_ROUTE),
    field("plugin", Object(&[field("name", Text), field("config", Any)])),
]);

const SCALE: Kind =
    Object(&[field("weight", Int32), field("replicas", Int32), field("matchTrafficWeight", Bool)]);

const STRING_MATCH: Kind = Object(&[field("exact", Text), field("prefix", Text), field("regex", Text)]);

const HEADER_ROUTE: Kind = Object(&[
    field("name", Text),
    field("match", List(&Object(&[field("headerName", Text), field("headerValue", STRING_MATCH)]))),
]);

const MIRROR_ROUTE: Kind = Object(&[
    field("name", Text),
    field(
        "match",
        List(&Object(&[
            field("method", STRING_MATCH),
            field("path", STRING_MATCH),
            field("headers", Map(&STRING_MATCH)),
        ])),
    ),
    field("percentage", Int32),
]);
