//! What the recorded templates do not show.

use super::{Found, Template};
use alloc::{format, string::String, string::ToString, vec::Vec};
use serde_json::{Value, json};

/// What printing shows, or the error.
fn outcome(template: &str, document: &Value) -> String {
    let template = match Template::parse(template) {
        Ok(template) => template,
        Err(error) => return format!("parse {}: {error}", error.at),
    };
    template.print(document).unwrap_or_else(|error| format!("find: {error}"))
}

fn check(document: &Value, rows: &[(&str, &str)]) {
    for (template, expected) in rows {
        assert_eq!(outcome(template, document), *expected, "{template}");
    }
}

#[test]
fn errors_of_parsing_say_where() {
    check(
        &json!({}),
        &[
            ("ab{.c", "parse 5: unclosed action"),
            ("{.a\n}", "parse 3: unclosed action"),
            ("{\t}", "parse 1: unrecognized character in action: U+0009"),
            ("{%}", "parse 1: unrecognized character in action: U+0025 '%'"),
            ("{....a}", "parse 3: invalid multiple recursive descent"),
            ("{.. ..}", "parse 4: invalid multiple recursive descent"),
            ("{..*}", "parse 3: unrecognized character in action: U+002A '*'"),
            ("{[1}", "parse 1: unterminated array"),
            ("{[1\n]}", "parse 1: unterminated array"),
            ("{[x]}", "parse 2: invalid array index x"),
            ("{[1:2:3:4]}", "parse 2: invalid array index 1:2:3:4"),
            ("{[-]}", "parse 2: array index - is not a number"),
            ("{[1:-]}", "parse 2: array index - is not a number"),
            ("{[99999999999999999999]}", "parse 2: array index 99999999999999999999 is not a number"),
            ("{[0, x]}", "parse 5: invalid array index x"),
            ("{['a %']}", "parse 5: unrecognized character in action: U+0025 '%'"),
            ("{[?(@.a]}", "parse 4: unterminated filter"),
            ("{[?(@.a)}", "parse 8: unclosed array expect ]"),
            ("{[?(@.a == %)]}", "parse 11: unrecognized character in action: U+0025 '%'"),
            ("{[?(@.a ==)]}", "parse 9: unrecognized character in action: U+003D '='"),
            ("{'a}", "parse 1: unterminated quoted string"),
            ("{'\\q'}", "parse 1: unquote string '\\q' error invalid syntax"),
            ("{1.2.3}", "parse 1: cannot parse number 1.2.3"),
            ("{+}", "parse 1: cannot parse number +"),
        ],
    );
}

#[test]
fn ranges_end_where_upstream_ends_them() {
    let document = json!({"l": [1, 2], "e": [], "n": [null, 3], "d": [[1, 2], [3]]});
    check(
        &document,
        &[
            ("{range .d[*]}{range [*]}<{@}>{end};{end}.", "<1><2>;<3>;."),
            ("{range .e[*]}{'x'}{end}after", "after"),
            ("{range .e[*]}{.x}{end}after", "find: x is not found"),
            ("{range .l[*]}{@}", "12{\"d\":[[1,2],[3]],\"e\":[],\"l\":[1,2],\"n\":[null,3]}"),
            ("{range .n[*]}{@},{end}", "<no value>,3,"),
            (
                "{range .n[*]}{range @}{end}{end}",
                "find: the whole value is `null`, of which nothing can be asked",
            ),
            ("{range .n[*]}{[0]}{end}", "find: the whole value is `null`, of which nothing can be asked"),
            ("{range .l[*]}{end}{end}", "find: not in range, nothing to end"),
            ("{range.l[*]}{@}{end}", "12"),
        ],
    );
}

#[test]
fn what_is_left_of_a_failure_exists() {
    let document = json!([{"a": [1]}, {"a": {}}, {"b": 1}]);
    check(
        &document,
        &[
            // The element is not there, but upstream's evaluation comes back with the list in its hands.
            ("{[?(@.a[5])]}", "{\"a\":[1]} {\"a\":{}}"),
            ("{[?(nope)]}", "{\"a\":[1]} {\"a\":{}} {\"b\":1}"),
            ("{[?(@.a.c)]}", ""),
        ],
    );
}

#[test]
fn kinds_that_compare() {
    let document =
        json!({"s": ["a", "b"], "f": [1.5, 2], "m": [{"v": true}, {"v": null}], "t": ["x"], "e": [""]});
    check(
        &document,
        &[
            ("{.f[?(@ >= 2.0)]}", "2"),
            ("{.f[?(2 < 3)]}", "1.5 2"),
            ("{.s[?(@ > 'a')]}", "b"),
            ("{.s[?(@ <= \"a\")]}", "a"),
            ("{.t[?(@.* == 120)]}", "x"),
            ("{.s[?(@.* < 98)]}", "a"),
            ("{.e[?(@.* == 120)]}", ""),
            ("{.s[?('ab'.* == 97)]}", "find: can only compare one element at a time"),
            ("{.m[?(@.v < true)]}", "find: invalid type for comparison"),
            ("{.m[?(@.v == true)]}", "find: invalid type for comparison"),
            ("{.s[?(@ == 1)]}", "find: incompatible types for comparison"),
            ("{.s[?(@ =! 'a')]}", "find: unrecognized filter operator =!"),
            ("{.m[?(@.v.x == 1)]}", "find: x is not found"),
            ("{.m.v[?(@ == 1)]}", "find: v is not found"),
        ],
    );
}

#[test]
fn values_that_are_no_list() {
    let document = json!({"m": {"b": [1e6, null, true], "a": "x"}, "n": null, "e": [[1], [], [2]]});
    check(
        &document,
        &[
            (
                "{.m[?(@.a)]}",
                "find: map[a:x b:[1e+06 <nil> true]] is not array or slice and cannot be filtered",
            ),
            ("{.n[?(@.a)]}", "find: <nil> is not array or slice and cannot be filtered"),
            ("{'t'[?(@.a)]}", "find: t is not array or slice and cannot be filtered"),
            ("{.n[0]}", ""),
            ("{.n.*}", ""),
            ("{.n..}", ""),
            ("{.m.a.*[0]}", "find: uint8 is not array or slice"),
            ("{1[0]}", "find: int is not array or slice"),
            ("{.m.b[]}", "1e+06"),
            // An empty list ends the slicing of all lists.
            ("{.e[*][:]}", "1"),
            ("{.e[*][0:0]}", ""),
        ],
    );
    assert_eq!(
        outcome("{[?(@.a)]}", &Value::Null),
        "find: <invalid reflect.Value> is not array or slice and cannot be filtered"
    );
    let long = outcome("{[?(@.a)]}", &"é".repeat(5_000).into());
    assert_eq!(long.chars().filter(|c| *c == 'é').count(), 4_096);
}

#[test]
fn texts_within_texts() {
    let document = json!({"a": 1, "b.c": 2, "d": [{"x'y": [{"b": 1}], "z": 1}], "": {"q": 3}});
    check(
        &document,
        &[
            ("{['a}b']}", "1"),
            ("{['a} {.b']}", "1"),
            ("{['a} {.b%(']}", "1"),
            ("{['a} {%']}", "parse 7: unrecognized character in action: U+0025 '%'"),
            ("{['b\\.c']}", "2"),
            ("{['a','b\\.c']}", "1 2"),
            ("{['']}", "{\"q\":3}"),
            ("{.d[?(@.x'y[?(@.b)].z'w)]}", ""),
            ("{[ 'a' , 'b\\.c' ]}", "1 2"),
            ("{[ 'a' ]}", "parse 2: invalid array index  'a' "),
        ],
    );
}

#[test]
fn bounds_are_errors() {
    let nested = "{range @}".repeat(40);
    assert_eq!(outcome(&nested, &json!(1)), "find: ranges must not nest deeper than 32 levels");
    let twice = format!("{{.a{}}}", "[0,0]".repeat(40));
    let mut deep = json!(1);
    for _ in 0..60 {
        deep = json!([deep]);
    }
    let document = json!({"a": deep});
    assert_eq!(outcome(&twice, &document), "find: the template looks at more than 1048576 values");
    // Each range without an end runs what follows twice.
    let doubled = "{range @}".repeat(30);
    assert_eq!(outcome(&doubled, &json!(1)), "find: the template looks at more than 1048576 values");
    for opening in ["{", "{[", "{[?(", "{['", "{\"", "{range ", "{..[*]", "{[?('[?(\"[?("] {
        let template = opening.repeat(100_000);
        let _ = outcome(&template, &document);
    }
}

#[test]
fn a_template_is_used_many_times() {
    let template = Template::parse("{range .a[*]}{.b}{end}").unwrap();
    let document = json!({"a": [{"b": 1}, {"b": 2}]});
    let found: Vec<_> = (0..3).map(|_| template.find(&document).unwrap()).collect();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(template.first(&document).unwrap().map(Found::to_json), Some(json!(1.0)));
    assert_eq!(template.clone().find(&json!({"a": [{}]})).unwrap_err().to_string(), "b is not found");
}
