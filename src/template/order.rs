//! The order in which upstream writes the fields of a metric.
//!
//! Upstream replaces tags in the whole JSON text of a metric, so that order decides which of several unknown tags is
//! told, and what a `{{` that is closed in another field has in it.

use crate::json;
use alloc::string::String;
use serde_json::{Map, Value};

/// The fields of an object, in order; others follow by name.
type Order = &'static [Field];

/// A field.
struct Field {
    name: &'static str,
    /// The order of the fields in it, or in the elements of the list in it.
    inside: Order,
    /// Whether upstream writes it even if nothing is in it.
    always: bool,
}

const fn field(name: &'static str) -> Field {
    Field { name, inside: &[], always: false }
}

const fn nested(name: &'static str, inside: Order) -> Field {
    Field { name, inside, always: false }
}

const fn always(name: &'static str, inside: Order) -> Field {
    Field { name, inside, always: true }
}

const METRIC: Order = &[
    field("name"),
    field("interval"),
    field("initialDelay"),
    field("count"),
    field("successCondition"),
    field("failureCondition"),
    field("failureLimit"),
    field("inconclusiveLimit"),
    field("consecutiveErrorLimit"),
    nested("provider", PROVIDER),
    field("consecutiveSuccessLimit"),
];

const PROVIDER: Order = &[
    nested("prometheus", PROMETHEUS),
    nested("kayenta", KAYENTA),
    nested("web", WEB),
    nested("datadog", DATADOG),
    nested("wavefront", &[field("address"), field("query")]),
    nested("newRelic", &[field("profile"), field("query"), field("timeout")]),
    nested("job", JOB),
    nested("cloudWatch", CLOUD_WATCH),
    nested("graphite", &[field("address"), field("query")]),
    nested("influxdb", &[field("profile"), field("query")]),
    nested("skywalking", &[field("address"), field("query"), field("interval")]),
    field("plugin"),
];

const AUTHENTICATION: Order = &[
    always("sigv4", &[field("region"), field("profile"), field("roleArn")]),
    always("oauth2", &[field("tokenUrl"), field("clientId"), field("clientSecret"), field("scopes")]),
    always("basicAuth", &[field("username"), field("password")]),
];

const HEADERS: Field = nested("headers", &[field("key"), field("value")]);

const PROMETHEUS: Order = &[
    field("address"),
    field("query"),
    always("authentication", AUTHENTICATION),
    field("timeout"),
    field("insecure"),
    HEADERS,
    nested("rangeQuery", &[field("start"), field("end"), field("step")]),
];

const WEB: Order = &[
    field("method"),
    field("url"),
    HEADERS,
    field("body"),
    field("timeoutSeconds"),
    field("jsonPath"),
    field("insecure"),
    field("jsonBody"),
    always("authentication", AUTHENTICATION),
];

const DATADOG: Order = &[
    field("interval"),
    field("query"),
    field("queries"),
    field("formula"),
    field("apiVersion"),
    field("aggregator"),
    always("secretRef", &[field("name"), field("namespaced")]),
    field("requestTimeout"),
];

const SCOPE: Order = &[field("scope"), field("region"), field("step"), field("start"), field("end")];

const KAYENTA: Order = &[
    field("address"),
    field("application"),
    field("canaryConfigName"),
    field("metricsAccountName"),
    field("configurationAccountName"),
    field("storageAccountName"),
    nested("threshold", &[field("pass"), field("marginal")]),
    nested("scopes", &[field("name"), nested("controlScope", SCOPE), nested("experimentScope", SCOPE)]),
    field("lookback"),
];

const CLOUD_WATCH: Order = &[
    field("interval"),
    nested(
        "metricDataQueries",
        &[
            field("id"),
            field("expression"),
            field("label"),
            nested(
                "metricStat",
                &[
                    nested(
                        "metric",
                        &[
                            nested("dimensions", &[field("name"), field("value")]),
                            field("metricName"),
                            field("namespace"),
                        ],
                    ),
                    field("period"),
                    field("stat"),
                    field("unit"),
                ],
            ),
            field("period"),
            field("returnData"),
        ],
    ),
];

const OBJECT_META: Order =
    &[field("name"), field("generateName"), field("namespace"), field("labels"), field("annotations")];

/// As much of a Kubernetes Job as usually has tags in it.
const JOB: Order = &[
    always("metadata", OBJECT_META),
    always(
        "spec",
        &[
            field("parallelism"),
            field("completions"),
            field("activeDeadlineSeconds"),
            field("backoffLimit"),
            always("template", &[always("metadata", OBJECT_META), always("spec", POD)]),
            field("ttlSecondsAfterFinished"),
        ],
    ),
];

const POD: Order = &[
    field("volumes"),
    nested("initContainers", CONTAINER),
    nested("containers", CONTAINER),
    field("restartPolicy"),
    field("serviceAccountName"),
];

const CONTAINER: Order = &[
    field("name"),
    field("image"),
    field("command"),
    field("args"),
    field("workingDir"),
    field("ports"),
    field("envFrom"),
    nested("env", &[field("name"), field("value"), field("valueFrom")]),
    always("resources", &[]),
    field("volumeMounts"),
];

/// The JSON text that upstream writes for a metric.
pub(super) fn text(metric: &Value) -> String {
    let mut text = String::new();
    write(metric, METRIC, &mut text);
    text
}

/// The nesting of a value is bounded by whoever read it.
fn write(value: &Value, order: Order, text: &mut String) {
    match value {
        Value::Object(fields) => write_object(Some(fields), order, text),
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                write(item, order, text);
            }
            text.push(']');
        }
        other => text.push_str(&json::to_text(other)),
    }
}

fn write_object(fields: Option<&Map<String, Value>>, order: Order, text: &mut String) {
    let mut separator = "{";
    let mut begin = |name: &str, text: &mut String| {
        text.push_str(separator);
        separator = ",";
        text.push_str(&json::to_text(&Value::from(name)));
        text.push(':');
    };
    for Field { name, inside, always } in order {
        match fields.and_then(|fields| fields.get(*name)) {
            Some(value) => {
                begin(name, text);
                write(value, inside, text);
            }
            None if *always => {
                begin(name, text);
                write_object(None, inside, text);
            }
            None => {}
        }
    }
    for (name, value) in fields.into_iter().flatten() {
        if order.iter().all(|field| field.name != name) {
            begin(name, text);
            write(value, &[], text);
        }
    }
    text.push_str(if separator == "{" { "{}" } else { "}" });
}
