use super::{
    super::{Experiment, Rollout, Status as Stored},
    *,
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::{Value, json};

/// Every node below a place, as the page writes them; pod templates are not opened, as there.
fn nodes(kind: &Kind, at: &str, found: &mut Vec<String>) {
    match kind {
        Object(_) if at == "spec.template" => {}
        Object(fields) => {
            for field in *fields {
                let at = format!("{at}.{}", field.name);
                found.push(at.clone());
                nodes(&field.kind, &at, found);
            }
        }
        List(element) => {
            let at = format!("{at}[]");
            found.push(at.clone());
            nodes(element, &at, found);
        }
        Kind::Map(Kind::Any) => {}
        Kind::Map(element) => {
            let at = format!("{at}{{}}");
            found.push(at.clone());
            nodes(element, &at, found);
        }
        _ => {}
    }
}

/// A value with every field.
fn full(kind: &Kind) -> Value {
    match kind {
        Text | Kind::IntOrText => json!("5%"),
        Bool => json!(true),
        Int32 | Kind::Int64 => json!(7),
        Time => json!("2026-03-01T10:00:00Z"),
        Kind::Any | Kind::Opaque => json!({"any": [null]}),
        Status => json!({"blueGreen": {}, "canary": {}, "phase": "Healthy"}),
        Object(fields) => fields.iter().map(|field| (field.name.to_string(), full(&field.kind))).collect(),
        List(element) => json!([full(element)]),
        Kind::Map(element) => json!({"key": full(element)}),
    }
}

#[test]
fn has_every_node_of_the_page() {
    let mut found = Vec::new();
    nodes(&SPEC, "spec", &mut found);
    assert_eq!(found.len(), 349);
}

#[test]
fn every_field_of_the_table_has_a_place_in_the_types() {
    let value = full(&ROLLOUT);
    let (mut rollout, found) = Rollout::read(&value);
    assert_eq!(found, []);
    assert_ne!(rollout.status, Stored::default());
    rollout.metadata.rest.clear();
    let printed = format!("{rollout:?}");
    let (types, _) = printed.split_once("source: ").unwrap();
    let strays: Vec<_> =
        types.match_indices("rest: {\"").chain(types.match_indices("rest: Object {\"")).collect();
    assert_eq!(strays, [], "{types}");
    let taken = types.matches("rest: ").count();
    assert!(60 < taken, "the printed form has changed: {types}");
    assert_eq!(rollout.plain()["spec"], value["spec"]);
}

#[test]
fn every_field_of_an_experiment_has_a_place_in_the_types() {
    let value = full(&EXPERIMENT);
    let (mut experiment, found) = Experiment::read(&value);
    assert_eq!(found, []);
    experiment.metadata.rest.clear();
    experiment.status.rest.clear();
    let printed = format!("{experiment:?}");
    let (types, _) = printed.split_once("source: ").unwrap();
    let strays: Vec<_> =
        types.match_indices("rest: {\"").chain(types.match_indices("rest: Object {\"")).collect();
    assert_eq!(strays, [], "{types}");
    let taken = types.matches("rest: ").count();
    assert!(15 < taken, "the printed form has changed: {types}");
    assert_eq!(experiment.plain()["spec"], value["spec"]);
}
