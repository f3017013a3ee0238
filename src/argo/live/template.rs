//! Whether a ReplicaSet has the template that a rollout wants.

use crate::argo::notes;
use serde_json::Value;

/// Whether both templates make the same pods: all that is written is there, and what is there beside it is the label with the
/// hash or what the API server fills in. Quantities that are written in two ways differ.
#[doc(alias = "FindNewReplicaSet")]
pub(super) fn same(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            let written = wanted.iter().all(|(name, value)| match found.get(name) {
                Some(found) => same(value, found),
                None => is_empty(value),
            });
            let filled = |name: &str, value: &Value| wanted.contains_key(name) || is_filled_in(name, value);
            written && found.iter().all(|(name, value)| filled(name, value))
        }
        (Value::Array(wanted), Value::Array(found)) => {
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| same(wanted, found))
        }
        (wanted, found) => wanted == found || is_empty(wanted) && is_empty(found),
    }
}

/// Null, and what holds nothing: absent to Go.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Array(list) => list.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether the API server writes this where nothing is said.
fn is_filled_in(name: &str, value: &Value) -> bool {
    let is = |default: &str| value.as_str() == Some(default);
    let number = |default: i64| value.as_i64() == Some(default);
    match name {
        _ if name == notes::HASH || is_empty(value) => true,
        // A map of labels that holds nothing but the hash.
        "labels" => value.as_object().is_some_and(|labels| labels.keys().all(|name| name == notes::HASH)),
        "metadata" => value
            .as_object()
            .is_some_and(|fields| fields.iter().all(|(name, value)| is_filled_in(name, value))),
        "dnsPolicy" => is("ClusterFirst"),
        "imagePullPolicy" => is("Always") || is("IfNotPresent"),
        "protocol" => is("TCP"),
        "restartPolicy" => is("Always"),
        "schedulerName" => is("default-scheduler"),
        "scheme" => is("HTTP"),
        "terminationMessagePath" => is("/dev/termination-log"),
        "terminationMessagePolicy" => is("File"),
        "apiVersion" => is("v1"),
        "defaultMode" => number(420),
        "failureThreshold" => number(3),
        "periodSeconds" => number(10),
        "successThreshold" | "timeoutSeconds" => number(1),
        "terminationGracePeriodSeconds" => number(30),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::same;
    use serde_json::{Value, json};

    #[test]
    fn what_the_server_fills_in_is_no_difference() {
        let wanted = json!({
            "metadata": {"labels": {"app": "shop"}, "creationTimestamp": null},
            "spec": {"containers": [{"name": "shop", "image": "shop:v1", "ports": [{"containerPort": 80}], "resources": {}}]},
        });
        let found = json!({
            "metadata": {"labels": {"app": "shop", "rollouts-pod-template-hash": "aaa"}},
            "spec": {
                "containers": [{
                    "name": "shop", "image": "shop:v1", "imagePullPolicy": "IfNotPresent",
                    "ports": [{"containerPort": 80, "protocol": "TCP"}], "resources": {},
                    "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                }],
                "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
                "securityContext": {}, "terminationGracePeriodSeconds": 30,
            },
        });
        assert!(same(&wanted, &found));
        let changed = |pointer: &str, to: Value| {
            let mut changed = wanted.clone();
            *changed.pointer_mut(pointer).unwrap() = to;
            changed
        };
        for other in [
            changed("/spec/containers/0/image", json!("shop:v2")),
            changed("/spec/containers/0/ports", json!([])),
            changed("/metadata/labels", json!({})),
            changed("/metadata/labels", json!({"app": "shop", "tier": "web"})),
            changed(
                "/spec",
                json!({"containers": wanted["spec"]["containers"], "terminationGracePeriodSeconds": 60}),
            ),
        ] {
            assert!(!same(&other, &found), "{other}");
        }
        assert!(!same(&wanted, &changed("/metadata/labels", json!({"app": "shop", "old": "1"}))));
    }
}
