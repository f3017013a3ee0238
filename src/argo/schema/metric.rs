//! The fields of AnalysisTemplates, ClusterAnalysisTemplates and AnalysisRuns (`argo-spec §1.3`).

use super::{
    Field,
    Kind::{self, Any, Bool, Int32, Int64, IntOrText, List, Map, Object, Opaque, Status, Text},
    TEXTS,
    analysis::{DRY_RUN, RETENTION, TEMPLATES},
    field, meta,
};

/// An AnalysisTemplate or a ClusterAnalysisTemplate.
pub(crate) const TEMPLATE: Kind = Object(&[
    field("kind", Text),
    field("apiVersion", Text),
    field("metadata", meta::OBJECT_META),
    field("spec", Object(&[METRICS, ARGS, DRY_RUN, RETENTION, TEMPLATES])),
]);

/// An AnalysisRun.
pub(crate) const RUN: Kind = Object(&[
    field("kind", Text),
    field("apiVersion", Text),
    field("metadata", meta::OBJECT_META),
    field("spec", Object(&[METRICS, ARGS, field("terminate", Bool), DRY_RUN, RETENTION, TTL])),
    field("status", Status),
]);

const TTL: Field = field(
    "ttlStrategy",
    Object(&[
        field("secondsAfterCompletion", Int32),
        field("secondsAfterFailure", Int32),
        field("secondsAfterSuccess", Int32),
    ]),
);

pub(super) const ARGS: Field = field("args", List(&ARGUMENT));

const ARGUMENT: Kind = Object(&[
    field("name", Text),
    field("value", Text),
    field(
        "valueFrom",
        Object(&[
            field("secretKeyRef", Object(&[field("name", Text), field("key", Text)])),
            field("fieldRef", Object(&[field("fieldPath", Text)])),
        ]),
    ),
]);

const METRICS: Field = field("metrics", List(&METRIC));

const METRIC: Kind = Object(&[
    field("name", Text),
    field("interval", Text),
    field("initialDelay", Text),
    field("count", IntOrText),
    field("successCondition", Text),
    field("failureCondition", Text),
    field("failureLimit", IntOrText),
    field("inconclusiveLimit", IntOrText),
    field("consecutiveErrorLimit", IntOrText),
    field("provider", PROVIDER),
    field("consecutiveSuccessLimit", IntOrText),
]);

const PROVIDER: Kind = Object(&[
    field("prometheus", PROMETHEUS),
    field("kayenta", KAYENTA),
    field("web", WEB),
    field("datadog", DATADOG),
    field("wavefront", ADDRESS_AND_QUERY),
    field("newRelic", Object(&[field("profile", Text), field("query", Text), field("timeout", Int64)])),
    // The spec of a Kubernetes Job is not looked into.
    field("job", Object(&[field("metadata", meta::OBJECT_META), field("spec", Opaque)])),
    field("cloudWatch", CLOUD_WATCH),
    field("graphite", ADDRESS_AND_QUERY),
    field("influxdb", Object(&[field("profile", Text), field("query", Text)])),
    field("skywalking", Object(&[field("address", Text), field("query", Text), field("interval", Text)])),
    field("plugin", Map(&Any)),
]);

const ADDRESS_AND_QUERY: Kind = Object(&[field("address", Text), field("query", Text)]);

const HEADERS: Field = field("headers", List(&Object(&[field("key", Text), field("value", Text)])));

const AUTHENTICATION: Field = field(
    "authentication",
    Object(&[
        field("sigv4", Object(&[field("region", Text), field("profile", Text), field("roleArn", Text)])),
        field(
            "oauth2",
            Object(&[
                field("tokenUrl", Text),
                field("clientId", Text),
                field("clientSecret", Text),
                field("scopes", TEXTS),
            ]),
        ),
        field("basicAuth", Object(&[field("username", Text), field("password", Text)])),
    ]),
);

const PROMETHEUS: Kind = Object(&[
    field("address", Text),
    field("query", Text),
    AUTHENTICATION,
    field("timeout", Int64),
    field("insecure", Bool),
    HEADERS,
    field("rangeQuery", Object(&[field("start", Text), field("end", Text), field("step", Text)])),
]);

const WEB: Kind = Object(&[
    field("method", Text),
    field("url", Text),
    HEADERS,
    field("body", Text),
    field("timeoutSeconds", Int64),
    field("jsonPath", Text),
    field("insecure", Bool),
    field("jsonBody", Any),
    AUTHENTICATION,
]);

const DATADOG: Kind = Object(&[
    field("interval", Text),
    field("query", Text),
    field("queries", Map(&Text)),
    field("formula", Text),
    field("apiVersion", Text),
    field("aggregator", Text),
    field("secretRef", Object(&[field("name", Text), field("namespaced", Bool)])),
    field("requestTimeout", Text),
]);

const KAYENTA: Kind = Object(&[
    field("address", Text),
    field("application", Text),
    field("canaryConfigName", Text),
    field("metricsAccountName", Text),
    field("configurationAccountName", Text),
    field("storageAccountName", Text),
    field("threshold", Object(&[field("pass", Int64), field("marginal", Int64)])),
    field("scopes", List(&SCOPES)),
    field("lookback", Bool),
]);

const SCOPES: Kind =
    Object(&[field("name", Text), field("controlScope", SCOPE), field("experimentScope", SCOPE)]);

const SCOPE: Kind = Object(&[
    field("scope", Text),
    field("region", Text),
    field("step", Int64),
    field("start", Text),
    field("end", Text),
]);

const CLOUD_WATCH: Kind =
    Object(&[field("interval", Text), field("metricDataQueries", List(&CLOUD_WATCH_QUERY))]);

const CLOUD_WATCH_QUERY: Kind = Object(&[
    field("id", Text),
    field("expression", Text),
    field("label", Text),
    field("metricStat", CLOUD_WATCH_STAT),
    field("period", IntOrText),
    field("returnData", Bool),
]);

const CLOUD_WATCH_STAT: Kind = Object(&[
    field(
        "metric",
        Object(&[
            field("dimensions", List(&Object(&[field("name", Text), field("value", Text)]))),
            field("metricName", Text),
            field("namespace", Text),
        ]),
    ),
    field("period", IntOrText),
    field("stat", Text),
    field("unit", Text),
]);
