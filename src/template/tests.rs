use super::{SECRET_MARKER, Scope, Secret, Secrets, TemplateError, Values, fill, fill_metric, gather};
use crate::metric::{AnalysisTemplateRef, AnalysisTemplateSpec, Argument, Metric, SecretKeyRef, ValueFrom};
use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde_json::json;

fn argument(name: &str, value: &str) -> Argument {
    Argument { name: name.into(), value: Some(value.into()), ..Argument::default() }
}

fn secret(name: &str) -> Argument {
    let key = SecretKeyRef { name: "s".into(), key: "k".into(), ..SecretKeyRef::default() };
    let from = ValueFrom { secret_key_ref: Some(key), ..ValueFrom::default() };
    Argument { name: name.into(), value_from: Some(from), ..Argument::default() }
}

fn metric(name: &str, query: &str) -> Metric {
    let provider = json!({"graphite": {"query": query}});
    Metric {
        name: name.into(),
        provider: provider.as_object().cloned().unwrap_or_default(),
        ..Metric::default()
    }
}

/// Templates by name, each with the names that it refers to; what [`gather`] finds from `a` on.
fn check(templates: &[(&str, &str)], expected: &str) {
    let to = |names: &str| {
        let to = |name: &str| AnalysisTemplateRef { template_name: name.into(), ..Default::default() };
        names.split_whitespace().map(to).collect::<Vec<_>>()
    };
    let specs: BTreeMap<&str, AnalysisTemplateSpec> = templates
        .iter()
        .map(|(name, names)| (*name, AnalysisTemplateSpec { templates: to(names), ..Default::default() }))
        .collect();
    let shown = match gather(&to("a"), |_, name| specs.get(name)) {
        Ok(gathered) => gathered.namespaced.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    };
    assert_eq!(shown, expected);
}

#[test]
fn references_are_followed_once_and_in_order() {
    check(&[("a", "b d"), ("b", "c"), ("c", ""), ("d", "b c e"), ("e", "")], "a b c d e");
    check(&[("a", "b b"), ("b", "")], "a b");
    check(&[("a", "b")], "AnalysisTemplate 'b' not found");
}

#[test]
fn a_circle_is_shown() {
    check(&[("a", "a")], "templates refer to each other in a circle: `a` → `a`");
    check(
        &[("a", "b"), ("b", "c"), ("c", "b")],
        "templates refer to each other in a circle: `b` → `c` → `b`",
    );
}

/// D-031: neither a long way nor a wide one takes long, or a deep stack.
#[test]
fn long_ways_and_diamonds_end() {
    let name = |at: usize| format!("t{at}");
    let to = |at: usize| AnalysisTemplateRef { template_name: name(at), ..Default::default() };
    let long: Vec<_> = (0..100_000)
        .map(|at| AnalysisTemplateSpec {
            templates: Vec::from([to(at + 1), to(at + 1)]),
            ..Default::default()
        })
        .collect();
    let at = |name: &str| name.strip_prefix('t').and_then(|at| at.parse::<usize>().ok());
    let start = [to(0)];
    let error = gather(&start, |_, name| long.get(at(name)?)).map(|_| ());
    let name = name(100_000);
    assert_eq!(
        error,
        Err(TemplateError::NoTemplate { scope: Scope::Namespace, name, within: Some("t99999".into()) })
    );
}

/// D-030: a text that would grow without end is refused.
#[test]
fn a_text_does_not_grow_without_end() {
    let args = [argument("x", &"long ".repeat(1 << 16))];
    let values = Values::of(&args).unwrap();
    let error = fill(&"{{args.x}}".repeat(1000), &values);
    assert_eq!(error, Err(TemplateError::TooLong { limit: 16 << 20 }));
}

#[test]
fn secrets_do_not_show() {
    let args = [secret("token"), argument("x", "1")];
    let masked = Values::masked(&args).unwrap();
    let metric = metric("m", "{{args.token}}{{args.x}}");
    let query = |metric: Metric| metric.provider["graphite"]["query"].as_str().map(String::from);
    assert_eq!(query(fill_metric(&metric, &masked).unwrap()), Some(format!("{SECRET_MARKER}1")));
    let mut secrets = Secrets::default();
    let missing = |secrets: &Secrets| Values::revealed(&args, secrets).unwrap_err().to_string();
    assert_eq!(missing(&secrets), "secrets \"s\" not found");
    secrets.exists("s");
    assert_eq!(missing(&secrets), "key 'k' does not exist in secret 's'");
    secrets.put("s", "k", Secret::new("hunter2"));
    let revealed = Values::revealed(&args, &secrets).unwrap();
    assert_eq!(query(fill_metric(&metric, &revealed).unwrap()), Some("hunter21".into()));
    secrets.unreadable("s", "no access");
    assert_eq!(missing(&secrets), "no access");
}

/// A tag can be closed in another field, or by the braces of the JSON itself; it is told as upstream writes it.
#[test]
fn a_tag_ends_where_the_json_ends_it() {
    let values = Values::default();
    let check = |metric: &Metric, tag: &str| {
        let error = fill_metric(metric, &values).unwrap_err();
        assert_eq!(error.to_string(), format!("failed to resolve {{{{{tag}}}}}"));
    };
    check(&metric("a {{ b", "q"), r#" b","provider":{"graphite":{"query":"q""#);
    check(&metric("{{x", "y}}"), r#"x","provider":{"graphite":{"query":"y"#);
    check(&metric("m", "{{args.a<b}}"), r"args.a\u003cb");
}
