//! What holds of every expression and of every text.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "an expression of the test's own making that is refused ends the test"
)]

use gradual::{
    analysis::{Conditions, Verdict},
    condition::{Condition, Error, Shape, Stage, Value},
    time::Timestamp,
};
use proptest::prelude::*;
use serde_json::json;
use std::time::{Duration, Instant};

/// Leaves of expressions: literals of every kind and what the value below has.
fn leaf() -> impl Strategy<Value = String> {
    let parts = [
        "1",
        "0",
        "-3",
        "2.5",
        "1e3",
        "true",
        "false",
        "nil",
        "\"a\"",
        "'é'",
        "b'x'",
        "result",
        "result.n",
        "result.s",
        "result.l",
        "result.missing",
        "result[\"n\"]",
        "result.m.x",
        "result?.m?.x",
        "$env",
        "asInt",
        "[]",
        "{}",
        "[1, 2]",
        "1..3",
        "{a: 1}",
        "now()",
        "duration(\"1m\")",
        "date(\"2026-01-02\")",
    ];
    (0..parts.len()).prop_map(move |at| parts[at].to_owned())
}

/// Expressions with at most so many levels.
fn expression() -> impl Strategy<Value = String> {
    leaf().prop_recursive(5, 40, 4, |inner| {
        let one = inner.clone();
        let two = (inner.clone(), inner.clone());
        let three = (inner.clone(), inner.clone(), inner.clone());
        let operators = [
            "+",
            "-",
            "*",
            "/",
            "%",
            "**",
            "==",
            "!=",
            "<",
            ">",
            "<=",
            ">=",
            "and",
            "or",
            "&&",
            "||",
            "in",
            "not in",
            "contains",
            "matches",
            "startsWith",
            "..",
            "??",
        ];
        let functions = [
            "len", "string", "abs", "sum", "max", "toJSON", "type", "sort", "uniq", "keys", "asFloat",
            "isNil",
        ];
        let predicates =
            ["all", "any", "none", "one", "filter", "map", "count", "find", "findLast", "groupBy", "sortBy"];
        prop_oneof![
            (two.clone(), 0..operators.len())
                .prop_map(move |((a, b), at)| format!("({a}) {} ({b})", operators[at])),
            (one.clone(), 0..functions.len()).prop_map(move |(a, at)| format!("{}({a})", functions[at])),
            (two.clone(), 0..predicates.len())
                .prop_map(move |((a, b), at)| format!("{}({a}, ({b}) == #)", predicates[at])),
            one.clone().prop_map(|a| format!("not ({a})")),
            one.clone().prop_map(|a| format!("-({a})")),
            two.clone().prop_map(|(a, b)| format!("[{a}, {b}]")),
            two.clone().prop_map(|(a, b)| format!("{{k: {a}, \"l\": {b}}}")),
            two.clone().prop_map(|(a, b)| format!("({a})[{b}]")),
            three.clone().prop_map(|(a, b, c)| format!("({a})[{b}:{c}]")),
            three.clone().prop_map(|(a, b, c)| format!("({a}) ? ({b}) : ({c})")),
            three.clone().prop_map(|(a, b, c)| format!("if ({a}) {{ {b} }} else {{ {c} }}")),
            two.clone().prop_map(|(a, b)| format!("(let v = {a}; [v, {b}])")),
            two.prop_map(|(a, b)| format!("({a}; {b})")),
            three.prop_map(|(a, b, c)| format!("({a}) < ({b}) < ({c})")),
            one.prop_map(|a| format!("({a})?.x.y")),
        ]
    })
}

fn value() -> Value {
    Value::from(json!({"n": 7.5, "s": "str", "l": [3, 1, 2], "m": {"x": 1}, "nul": null}))
}

fn evaluate(text: &str, value: &Value) -> Result<Value, Error> {
    let fitted = Condition::parse(text)?.for_shape(&Shape::of(value))?;
    fitted.evaluate(value, Timestamp::from_seconds(1_000))
}

/// An outcome without its place, which parentheses move.
fn unplaced(outcome: Result<Value, Error>) -> Result<String, (Stage, String)> {
    outcome.map(|value| format!("{value:?}")).map_err(|error| (error.stage(), error.message().to_owned()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_as_the_same(text in expression()) {
        let condition = Condition::parse(&text).expect("an expression");
        let printed = condition.to_string();
        let again = Condition::parse(&printed).unwrap_or_else(|error| panic!("{text} is printed {printed}: {error}"));
        prop_assert_eq!(&condition, &again, "{} is printed {}", text, printed);
        prop_assert_eq!(printed, again.to_string());
    }

    #[test]
    fn evaluating_twice_gives_the_same(text in expression()) {
        let (one, two) = (evaluate(&text, &value()), evaluate(&text, &value()));
        prop_assert_eq!(format!("{one:?}"), format!("{two:?}"));
    }

    #[test]
    fn parentheses_around_everything_change_nothing(text in expression()) {
        prop_assert_eq!(unplaced(evaluate(&text, &value())), unplaced(evaluate(&format!("(({text}))"), &value())));
        prop_assert_eq!(Condition::parse(&text), Condition::parse(&format!("( {text} )")));
    }

    #[test]
    fn the_short_way_and_the_machine_agree(left in operand(), right in operand(), other in operand()) {
        for text in [
            format!("{left} >= {right}"),
            format!("{left} == {right} or not ({other} < {right})"),
            format!("all(result, # > {right} && # != {other})"),
            format!("any(result.l, # <= {right}) and {left} != {other}"),
            format!("none(result, .v == {right}) || isNaN({left})"),
        ] {
            for value in values() {
                let fitted = Condition::parse(&text).and_then(|condition| condition.for_shape(&Shape::of(&value)));
                let Ok(fitted) = fitted else {
                    continue;
                };
                let now = Timestamp::from_seconds(0);
                match (fitted.judge(&value, now), fitted.evaluate(&value, now)) {
                    (Ok(yes), Ok(found)) => prop_assert_eq!(Value::Bool(yes), found, "{} on {:?}", text, value),
                    (Err(one), Err(two)) => prop_assert_eq!(one, two),
                    (Err(error), Ok(found)) => {
                        prop_assert!(error.message().starts_with("expected bool"), "{found:?}");
                    }
                    (Ok(yes), Err(error)) => prop_assert!(false, "{} on {:?}: {} but {}", text, value, yes, error),
                }
            }
        }
    }

    #[test]
    fn no_text_and_no_bytes_do_harm(text in ".{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        harmless(&text);
        let _ = Condition::parse_bytes(&bytes).map(|condition| harmless(condition.source()));
    }

    #[test]
    fn no_soup_of_tokens_does_harm(tokens in prop::collection::vec(token(), 0..40), blanks in any::<bool>()) {
        harmless(&tokens.join(if blanks { " " } else { "" }));
    }
}

/// What the short way knows.
fn operand() -> impl Strategy<Value = String> {
    let operands = [
        "1",
        "0.5",
        "-1",
        "\"a\"",
        "nil",
        "true",
        "result",
        "result[0]",
        "result[-1]",
        "result.v",
        "result.l[1]",
        "result.m.x",
        "len(result)",
        "result[0].v",
        "result.missing",
    ];
    (0..operands.len()).prop_map(move |at| operands[at].to_owned())
}

fn values() -> Vec<Value> {
    let floats = |numbers: &[f64]| Value::Floats(numbers.to_vec());
    let json = [
        json!(1),
        json!(true),
        json!("a"),
        json!([1, 0.5]),
        json!([]),
        json!([{"v": 1}, {"v": 2}]),
        json!([null, 1]),
        json!({"v": 0.5, "l": [1, 2], "m": {"x": 1}}),
        json!({}),
        json!(null),
        json!([true]),
    ];
    let mut all: Vec<Value> = json.into_iter().map(Value::from).collect();
    all.extend([floats(&[]), floats(&[0.5, 1.0]), floats(&[f64::NAN, 1.0]), Value::Float(f64::NAN)]);
    all.push(Value::Pointer(Box::new(Value::Float(0.5))));
    all
}

fn token() -> impl Strategy<Value = String> {
    let tokens = [
        "result", ".", "?.", "[", "]", "(", ")", "{", "}", ",", ";", ":", "?", "??", "..", "+", "-", "*",
        "/", "%", "**", "==", "!=", "<", ">=", "and", "or", "not", "in", "matches", "contains", "let", "if",
        "else", "x", "=", "1", "2.5", "0x1F", "\"a\"", "'", "`r`", "b\"x\"", "#", "#acc", "#index", "|",
        "::", "all", "map", "filter", "reduce", "sum", "len", "$env", "nil", "true", "//", "/*", "*/", "\n",
        "é", "😀", "\u{0}",
    ];
    (0..tokens.len()).prop_map(move |at| tokens[at].to_owned())
}

/// Whatever the text, it is read and run or refused, and what is wrong lies within it.
fn harmless(text: &str) {
    for value in [value(), Value::Nil, Value::Floats(vec![1.0, f64::NAN])] {
        let fitted = Condition::parse(text).and_then(|condition| condition.for_shape(&Shape::of(&value)));
        let outcome = fitted.and_then(|fitted| fitted.judge(&value, Timestamp::from_seconds(1)));
        let Err(error) = outcome else {
            continue;
        };
        assert!(!error.message().is_empty() && error.to_string().starts_with(error.message()));
        if let Some((line, column)) = error.position() {
            let within = text.split('\n').nth(line - 1).expect("a line of the text");
            assert!(column <= within.chars().count(), "{line}:{column} of {text:?}");
        }
    }
}

/// An expression that crosses a bound fails within a second, with this message.
#[track_caller]
fn refused(text: &str, message: &str) {
    let start = Instant::now();
    let outcome = evaluate(text, &value());
    let shown: String = text.chars().take(40).collect();
    assert!(start.elapsed() < Duration::from_secs(20), "{shown} took {:?}", start.elapsed());
    let error = outcome.expect_err(&shown);
    assert!(error.message().contains(message), "{shown}: {}", error.message());
}

#[test]
fn each_bound_crossed_is_an_error() {
    refused(&"1+".repeat(1 << 19), "expression is too long in bytes: at most 262144");
    refused(&"(".repeat(100_000), "expression nests too deeply: at most 65536");
    refused(&"1+1+".repeat(4_000), "exceeds maximum allowed nodes");
    refused("1..1000000", "memory budget exceeded");
    refused("let x = 1..999998; all(x, all(x, # > 0))", "evaluation takes too many steps");
    refused("all(0..99999, len(uniq(0..5000)) > 0)", "evaluation takes too many steps");
    let doubling: String = (1..60).map(|n| format!("let x{n} = x{0} + x{0}; ", n - 1)).collect();
    refused(&format!("let x0 = \"abcdefgh\"; {doubling} x59"), "evaluation produces too much");
    refused("reduce(1..5000, [#acc])", "value nests too deeply to be handed out");
    refused("reduce(1..5000, [#acc]) == reduce(1..5000, [#acc])", "value nests too deeply");
    refused("string(reduce(1..5000, [#acc]))", "value nests too deeply");
    refused("flatten(reduce(1..5000, [#acc]))", "value nests too deeply");
    refused(&format!("fromJSON('{}')", "[".repeat(50_000)), "value nests too deeply");
    refused(&format!("'' matches '{}'", "(".repeat(300) + &")".repeat(300)), "expression nests too deeply");
    refused("'' matches '\\\\pL{1000}\\\\pL{1000}'", "expression too large");
    // The middle of a chain of comparisons is looked at twice, and chains nest.
    let chain =
        (0..200).fold("1".to_owned(), |inner, _| format!("1 < (1 < ({inner}) < 3 ? 1 : 2) < 3 ? 1 : 2"));
    refused(&chain, "too many steps to check");
}

#[test]
fn bytes_that_are_no_text_are_an_error_with_a_place() {
    let error = Condition::parse_bytes(b"result\n == '\xff'").unwrap_err();
    assert_eq!((error.message(), error.position()), ("expression is not UTF-8", Some((2, 5))));
    let long = [b"a".repeat(1 << 20), vec![0xff]].concat();
    assert_eq!(Condition::parse_bytes(&long).unwrap_err().message(), "expression is not UTF-8");
}

#[test]
fn lists_and_maps_of_any_depth_are_dropped() {
    let deep = "reduce(1..240000, [#acc]) != nil and reduce(1..240000, { {\"a\": #acc} }) != nil";
    assert_eq!(evaluate(deep, &value()).unwrap(), Value::Bool(true));
}

#[test]
fn a_condition_judges_values_of_its_shape_only() {
    let fitted = Condition::parse("result > 1").unwrap().for_shape(&Shape::of(&Value::Float(0.0))).unwrap();
    let error = fitted.judge(&Value::from("2"), Timestamp::from_seconds(0)).unwrap_err();
    assert_eq!(error.message(), "value is not of the shape that the condition was fitted to");
    let pointer = Value::Pointer(Box::new(Value::Float(2.0)));
    assert_eq!(fitted.judge(&pointer, Timestamp::from_seconds(0)), Ok(true));
}

#[test]
fn now_is_the_callers_time() {
    let fitted =
        Condition::parse("now().Unix() == 1234").unwrap().for_shape(&Shape::of(&Value::Nil)).unwrap();
    assert_eq!(fitted.judge(&Value::Nil, Timestamp::from_seconds(1234)), Ok(true));
    assert_eq!(fitted.judge(&Value::Nil, Timestamp::from_seconds(1235)), Ok(false));
}

/// The table of `argo-analysis §9.5`, and what NaN, infinities, empty lists and nil come to.
#[test]
fn verdicts() {
    let judge = |success: &str, failure: &str, value: &Value| {
        Conditions::new(success, failure)
            .judge(value, Timestamp::from_seconds(0))
            .map_err(|error| error.to_string())
    };
    let (good, bad, neither) = (Ok(Verdict::Successful), Ok(Verdict::Failed), Ok(Verdict::Inconclusive));
    let five = Value::Float(5.0);
    for (success, failure, expected) in [
        ("", "", &good),
        ("", "true", &bad),
        ("", "false", &good),
        ("true", "", &good),
        ("true", "true", &bad),
        ("true", "false", &good),
        ("false", "", &bad),
        ("false", "true", &bad),
        ("false", "false", &neither),
    ] {
        assert_eq!(&judge(success, failure, &five), expected, "{success}/{failure}");
    }
    let error = "could not evaluate successCondition \"result\": expected bool, but got float64";
    assert_eq!(judge("result", "result ==", &five), Err(error.to_owned()));
    let error = "could not evaluate failureCondition \"result ==\": unexpected token EOF";
    assert_eq!(judge("true", "result ==", &five), Err(error.to_owned()));
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let value = Value::Float(number);
        let holds = number > 0.95;
        assert_eq!(judge("result >= 0.95", "", &value), if holds { good.clone() } else { bad.clone() });
        let low = number < 0.95;
        assert_eq!(judge("", "result < 0.95", &value), if low { bad.clone() } else { good.clone() });
    }
    let nan = Value::Float(f64::NAN);
    assert_eq!(judge("result >= 0.95", "result < 0.95", &nan), neither);
    let nothing = |text: &str| {
        Err(format!(
            "could not evaluate successCondition \"{text}\": metric result is nil or empty: no data returned from the metric provider"
        ))
    };
    for empty in [Value::Nil, Value::Floats(Vec::new()), Value::List(Vec::new())] {
        assert_eq!(judge("result[0] > 1", "", &empty), nothing("result[0] > 1"));
        assert_eq!(judge("((", "", &empty), nothing("(("));
        assert_eq!(judge("", "", &empty), good);
    }
    assert_eq!(judge("all(result, # > 1)", "", &Value::Floats(Vec::new())), good);
    let map = judge("result.a > 1", "", &Value::from(json!({})));
    assert_eq!(
        map,
        Err("could not evaluate successCondition \"result.a > 1\": invalid operation: <nil> > int".to_owned())
    );
}
