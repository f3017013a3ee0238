//! `spec.strategy`.

use super::{
    Kind::{self, Bool, Int32, IntOrText, Object, Text},
    analysis::{ANALYSIS, BACKGROUND},
    field,
    meta::LABELS_AND_ANNOTATIONS,
    steps::STEPS,
    traffic::TRAFFIC_ROUTING,
};

pub(super) const STRATEGY: Kind = Object(&[field("blueGreen", BLUE_GREEN), field("canary", CANARY)]);

const METADATA: Kind = Object(LABELS_AND_ANNOTATIONS);

const BLUE_GREEN: Kind = Object(&[
    field("activeService", Text),
    field("previewService", Text),
    field("previewReplicaCount", Int32),
    field("autoPromotionEnabled", Bool),
    field("autoPromotionSeconds", Int32),
    field("maxUnavailable", IntOrText),
    field("scaleDownDelaySeconds", Int32),
    field("scaleDownDelayRevisionLimit", Int32),
    field("prePromotionAnalysis", ANALYSIS),
    field("antiAffinity", ANTI_AFFINITY),
    field("postPromotionAnalysis", ANALYSIS),
    field("previewMetadata", METADATA),
    field("activeMetadata", METADATA),
    field("abortScaleDownDelaySeconds", Int32),
]);

const CANARY: Kind = Object(&[
    field("canaryService", Text),
    field("stableService", Text),
    field("steps", STEPS),
    field("trafficRouting", TRAFFIC_ROUTING),
    field("maxUnavailable", IntOrText),
    field("maxSurge", IntOrText),
    field("analysis", BACKGROUND),
    field("antiAffinity", ANTI_AFFINITY),
    field("canaryMetadata", METADATA),
    field("stableMetadata", METADATA),
    field("scaleDownDelaySeconds", Int32),
    field("scaleDownDelayRevisionLimit", Int32),
    field("abortScaleDownDelaySeconds", Int32),
    field("dynamicStableScale", Bool),
    field("pingPong", Object(&[field("pingService", Text), field("pongService", Text)])),
    field("minPodsPerReplicaSet", Int32),
    field("replicaProgressThreshold", Object(&[field("type", Text), field("value", Int32)])),
]);

const ANTI_AFFINITY: Kind = Object(&[
    field("preferredDuringSchedulingIgnoredDuringExecution", Object(&[field("weight", Int32)])),
    field("requiredDuringSchedulingIgnoredDuringExecution", Object(&[])),
]);
