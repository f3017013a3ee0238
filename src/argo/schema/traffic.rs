//! `spec.strategy.canary.trafficRouting`.

use super::{
    Field,
    Kind::{self, Any, Bool, Int32, Int64, List, Map, Object, Text},
    TEXTS, field,
    meta::LABELS,
};

const NAME: Field = field("name", Text);

pub(super) const TRAFFIC_ROUTING: Kind = Object(&[
    field("istio", ISTIO),
    field("nginx", NGINX),
    field("alb", ALB),
    field("smi", Object(&[field("rootService", Text), field("trafficSplitName", Text)])),
    field("ambassador", Object(&[field("mappings", TEXTS)])),
    field("appMesh", APP_MESH),
    field("traefik", Object(&[field("weightedTraefikServiceName", Text)])),
    field("managedRoutes", List(&Object(&[NAME]))),
    field("apisix", Object(&[field("route", Object(&[NAME, field("rules", TEXTS)]))])),
    field("plugins", Map(&Any)),
    field("maxTrafficWeight", Int32),
]);

const ISTIO: Kind = Object(&[
    field("virtualService", VIRTUAL_SERVICE),
    field("destinationRule", DESTINATION_RULE),
    field("virtualServices", List(&VIRTUAL_SERVICE)),
]);

const VIRTUAL_SERVICE: Kind = Object(&[
    NAME,
    field("routes", TEXTS),
    field("tlsRoutes", List(&Object(&[field("port", Int64), field("sniHosts", TEXTS)]))),
    field("tcpRoutes", List(&Object(&[field("port", Int64)]))),
]);

const DESTINATION_RULE: Kind = Object(&[
    NAME,
    field("canarySubsetName", Text),
    field("stableSubsetName", Text),
    field("additionalSubsetNames", TEXTS),
]);

const NGINX: Kind = Object(&[
    field("annotationPrefix", Text),
    field("stableIngress", Text),
    field("additionalIngressAnnotations", LABELS),
    field("stableIngresses", TEXTS),
    field("canaryIngressAnnotations", LABELS),
]);

const ALB: Kind = Object(&[
    field("ingress", Text),
    field("servicePort", Int32),
    field("rootService", Text),
    field("annotationPrefix", Text),
    field("stickinessConfig", Object(&[field("enabled", Bool), field("durationSeconds", Int64)])),
    field("ingresses", TEXTS),
]);

const APP_MESH: Kind = Object(&[
    field("virtualService", Object(&[NAME, field("routes", TEXTS)])),
    field(
        "virtualNodeGroup",
        Object(&[
            field("canaryVirtualNodeRef", Object(&[NAME])),
            field("stableVirtualNodeRef", Object(&[NAME])),
        ]),
    ),
]);
